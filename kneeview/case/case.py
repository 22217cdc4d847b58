"""The case: one frozen value that holds everything a user decided about one picture."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kneeview.case.calibration_record import CalibrationRecord, comparisons_to
from kneeview.case.image_reference import ImageReference, OtherPicture, reference_to
from kneeview.case.norms import quoted_norms
from kneeview.case.notation.node import Json
from kneeview.case.patient import PatientFacts, facts_of, person_from
from kneeview.case.placements import (
    Absent,
    CircleMark,
    Limb,
    Placement,
    circle_on_film,
    is_suggested,
    points_of,
    position_on_film,
    why_nowhere,
)
from kneeview.domain.calibration import (
    Calibration,
    Comparison,
    beside,
    check_kind,
    comparison,
    scale_from,
)
from kneeview.domain.caption import CaptionKey, PlacedCaption
from kneeview.domain.catalog import readings
from kneeview.domain.checks import Notice, hidden_notice, notices, other_picture_notice, plane_notices
from kneeview.domain.drawing.readings import DrawnReading, read_drawing
from kneeview.domain.drawing.shapes import Drawing
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LANDMARKS, Kind, LandmarkId, landmark
from kneeview.domain.limb import SIDES, LimbFrame, Side, View
from kneeview.domain.measurement import PlacedLandmark, Reading, Subject
from kneeview.domain.person import Person
from kneeview.domain.placement_errors import DEFAULT_ERRORS, PlacementErrors
from kneeview.domain.plumb import PlumbLine, check_upright, levelled
from kneeview.domain.positioning import Positioning, Question, answered, positioning_notices
from kneeview.domain.posture import Posture
from kneeview.domain.protocols import PROTOCOLS, Protocol, protocol
from kneeview.domain.scale import NO_SCALE, Scale
from kneeview.domain.sides import NO_HEADER, HeaderSide, LegsShown, SideFacts, side_conflicts, side_source
from kneeview.imaging.radiograph import Radiograph

_IN_FRONT: Final = tuple(each.id for each in LANDMARKS if each.is_in_front)


@dataclass(frozen=True, slots=True)
class SidesBasis:
    """What right and left rest on: how the patient is seen, which legs the user says that it shows, and the picture."""

    view: View
    legs: LegsShown | None
    made_on: OtherPicture | None


def _empty_limbs() -> Mapping[Side, Limb]:
    return {side: {} for side in SIDES}


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a user decided about one picture. An edit makes a new case.

    `header_scale`, `header_side` and `header_patient` are what the picture says of itself; they are not saved. `legs`
    is which legs the user says that it shows; None where the header is to speak. `sides_confirmed` is the user's word
    that right and left agree with the side marker: it holds for the view, the legs and the picture that it was given
    on (`confirmed_on`), and falls with them, whoever changes them. `view_told` is whether somebody said how the patient
    is seen. `comparisons` are calibrations that are not in use, one of a kind. `plumb` is a vertical that was marked on
    the picture. `drawings` stand in the order of drawing, and `drawn` is the highest number that one of them ever had.
    `captions` are those that were put by hand. `made_on` is the picture that the landmarks were made on, where the user
    let another one be opened in its stead.
    `unknown` holds keys of the file that this version does not know, by section ("" for the top), so that saving keeps
    them.
    """

    image: ImageReference
    kind: Kind = Kind.RADIOGRAPH
    header_scale: Scale = NO_SCALE
    calibration: CalibrationRecord = field(default_factory=CalibrationRecord)
    comparisons: tuple[CalibrationRecord, ...] = ()
    plumb: PlumbLine | None = None
    view: View = field(default_factory=View)
    header_side: HeaderSide = NO_HEADER
    legs: LegsShown | None = None
    sides_confirmed: bool = False
    posture: Posture = field(default_factory=Posture)
    positioning: Positioning = field(default_factory=Positioning)
    patient: PatientFacts = field(default_factory=PatientFacts)
    header_patient: PatientFacts = field(default_factory=PatientFacts)
    protocol_id: str = PROTOCOLS[0].id
    limbs: Mapping[Side, Limb] = field(default_factory=_empty_limbs)
    reader: str = ""
    comments: str = ""
    impression: str = ""
    placement_errors: PlacementErrors = DEFAULT_ERRORS
    drawings: tuple[Drawing, ...] = ()
    drawn: int = 0
    captions: tuple[PlacedCaption, ...] = ()
    made_on: OtherPicture | None = None
    view_told: bool = False
    confirmed_on: SidesBasis | None = field(default=None, compare=False, repr=False)
    unknown: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Let the word on right and left fall where what it was given on is another now."""
        basis = SidesBasis(self.view, self.legs, self.made_on)
        holds = self.sides_confirmed and self.confirmed_on in (None, basis)
        object.__setattr__(self, "sides_confirmed", holds)
        object.__setattr__(self, "confirmed_on", basis if holds else None)

    # ------------------------------------------------------------------------------------------ what follows

    @property
    def protocol(self) -> Protocol:
        """The protocol that leads the placing."""
        return protocol(self.protocol_id)

    @property
    def scale(self) -> Scale:
        """The scale in force: the user's calibration, else the header's, turned upright by the plumb line."""
        return levelled(beside(self._scale_in_use, self.compared), self.plumb)

    @property
    def _scale_in_use(self) -> Scale:
        return scale_from(self.calibration.calibration, self.header_scale)

    @property
    def compared(self) -> tuple[Comparison, ...]:
        """What the calibrations that are not in use would give, in their order."""
        in_use = self._scale_in_use
        return tuple(comparison(each.calibration, self.header_scale, in_use) for each in self.comparisons)

    @property
    def person(self) -> Person:
        """The patient's sex and age at the examination, as far as they are known."""
        return person_from(self.patient, self.header_patient)

    def placement(self, side: Side, landmark_id: LandmarkId) -> Placement | None:
        """Return how a landmark was placed; None where it was not."""
        return self.limbs[side].get(landmark_id)

    def placements(self) -> Iterator[tuple[PlacedLandmark, Placement]]:
        """Return every placement, right before left."""
        return (((side, landmark_id), mark) for side in SIDES for landmark_id, mark in self.limbs[side].items())

    def subject(self) -> Subject:
        """Return what is measured: positions in the limb frames, scale and circumstances.

        What is only suggested is not measured: a number stands on what somebody looked at.
        """
        scale = self.scale
        frames = {side: LimbFrame(side, self.view) for side in SIDES}
        positions: dict[Side, dict[LandmarkId, Vec]] = {side: {} for side in SIDES}
        nowhere: dict[PlacedLandmark, str] = {}
        in_front = ((side, landmark_id) for side in SIDES for landmark_id in _IN_FRONT)
        unplaced = {key: "not visible from behind" for key in in_front if self._hides(key)}
        for (side, landmark_id), mark in self.placements():
            if isinstance(mark, Absent) or is_suggested(mark):
                unplaced[side, landmark_id] = "marked not visible" if isinstance(mark, Absent) else "only suggested"
                continue
            position = position_on_film(mark, scale)
            if position is not None:
                positions[side][landmark_id] = frames[side].to_limb(position)
            else:
                nowhere[side, landmark_id] = why_nowhere(mark, scale)
        wobbled = tuple(self._measured_on(wobble) for wobble in scale.wobbles)
        return Subject(
            positions,
            scale,
            self.kind,
            self.posture,
            errors=self.placement_errors.of(self.kind),
            nowhere=nowhere,
            unplaced=unplaced,
            person=self.person,
            norms=quoted_norms(),
            wobbled=wobbled,
        )

    def _measured_on(self, scale: Scale) -> dict[Side, dict[LandmarkId, Vec]]:
        """Return the positions in the limb frames that what is measured has on another scale."""
        return {
            side: {
                landmark_id: LimbFrame(side, self.view).to_limb(position)
                for landmark_id, mark in self.limbs[side].items()
                if not is_suggested(mark) and (position := position_on_film(mark, scale)) is not None
            }
            for side in SIDES
        }

    def readings(self) -> tuple[Reading, ...]:
        """Return every reading of the catalogue."""
        return readings(self.subject())

    def drawing(self, number: int) -> Drawing | None:
        """Return the drawing of that number; None where there is none."""
        return next((drawing for drawing in self.drawings if drawing.number == number), None)

    def drawn_readings(self) -> tuple[DrawnReading, ...]:
        """Return what every drawing reads, in the order of drawing."""
        scale = self.scale
        return tuple(r for drawing in self.drawings for r in read_drawing(drawing, scale, self.view, self.kind))

    def notices(self, subject: Subject | None = None) -> tuple[Notice, ...]:
        """Return what a reader should know before believing the readings; `subject` saves making it once more."""
        scale = self.scale
        heads = {
            side: 2 * circle.radius
            for side in SIDES
            if isinstance(mark := self.placement(side, LandmarkId.HIP_CENTER), CircleMark)
            and not is_suggested(mark)
            and (circle := circle_on_film(mark, scale)) is not None
        }
        off_picture = [key for key, mark in self.placements() if not all(map(self.image.shows, points_of(mark)))]
        suggested = [key for key, mark in self.placements() if is_suggested(mark)]
        subject = subject or self.subject()
        return (
            *other_picture_notice(self.image.name, None if self.made_on is None else self.made_on.name),
            *(hidden_notice(key) for key, mark in self.placements() if self._hides(key) and points_of(mark)),
            *side_conflicts(subject, self.side_facts),
            *plane_notices(scale, {key: points_of(mark) for key, mark in self.placements()}),
            *notices(subject, heads, off_picture=off_picture, suggested=suggested),
            *positioning_notices(subject, self.positioning),
            *side_source(self.side_facts),
        )

    @property
    def sides_shown(self) -> tuple[Side, ...]:
        """The legs that the picture shows: as the user said, else as the header says; and those with landmarks."""
        legs = self.legs or self.header_side.legs
        return tuple(side for side in SIDES if side in legs.sides or self.limbs[side])

    @property
    def is_turned_over(self) -> bool:
        """Whether the picture is shown and printed left for right: somebody checked that it is a mirror image."""
        return self.view.mirrored and self.sides_confirmed

    @property
    def side_facts(self) -> SideFacts:
        """What right and left rest on."""
        return SideFacts(self.view, self.header_side, self.sides_confirmed, self.view_told)

    @property
    def steps(self) -> tuple[PlacedLandmark, ...]:
        """The steps of the protocol on the legs that the picture shows, without what it cannot show from behind."""
        return tuple(step for step in self.protocol.steps(self.sides_shown) if not self._hides(step))

    def _hides(self, key: PlacedLandmark) -> bool:
        """Whether a photo from behind cannot show a landmark."""
        return landmark(key[1]).is_hidden(self.kind, self.view.facing)

    @property
    def next_step(self) -> PlacedLandmark | None:
        """The first landmark of the protocol that is still open."""
        return next((step for step in self.steps if self.is_open(step)), None)

    def is_open(self, step: PlacedLandmark) -> bool:
        """Whether a landmark is neither placed nor marked as absent, or only suggested."""
        placement = self.placement(*step)
        return placement is None or is_suggested(placement)

    # ------------------------------------------------------------------------------------------------- edits

    def with_view(self, view: View) -> Case:
        """Return the case with the view that somebody told."""
        return replace(self, view=view, view_told=True)

    def with_placement(self, side: Side, landmark_id: LandmarkId, placement: Placement) -> Case:
        """Return the case with a landmark placed."""
        return replace(self, limbs={**self.limbs, side: {**self.limbs[side], landmark_id: placement}})

    def without_placement(self, side: Side, landmark_id: LandmarkId) -> Case:
        """Return the case with a landmark cleared."""
        rest = {i: mark for i, mark in self.limbs[side].items() if i != landmark_id}
        return replace(self, limbs={**self.limbs, side: rest})

    def with_drawing(self, drawing: Drawing) -> Case:
        """Return the case with a drawing added, or another in the place of the one with its number."""
        drawings = tuple(drawing if each.number == drawing.number else each for each in self.drawings)
        if drawing not in drawings:
            drawings = (*drawings, drawing)
        return replace(self, drawings=drawings, drawn=max(self.drawn, drawing.number))

    def without_drawing(self, number: int) -> Case:
        """Return the case without a drawing; its number is not used again."""
        return replace(self, drawings=tuple(drawing for drawing in self.drawings if drawing.number != number))

    def caption(self, key: CaptionKey) -> PlacedCaption | None:
        """Return where a caption was put by hand; None where it stands by itself."""
        return next((caption for caption in self.captions if caption.key == key), None)

    def with_caption(self, caption: PlacedCaption) -> Case:
        """Return the case with the caption of a reading put elsewhere."""
        return replace(self, captions=(*self.without_caption(caption.key).captions, caption))

    def without_caption(self, key: CaptionKey) -> Case:
        """Return the case with the caption of a reading standing where it does by itself."""
        return replace(self, captions=tuple(caption for caption in self.captions if caption.key != key))

    def with_answer(self, question: Question, name: str) -> Case:
        """Return the case with a question of the positioning card answered; with "" it is open again."""
        posture, positioning = answered(question, name, self.posture, self.positioning)
        return replace(self, posture=posture, positioning=positioning)

    def with_calibration(self, calibration: Calibration, by: str, at: str) -> Case:
        """Return the case with a new scale; another kind that was in use stays as a comparison.

        Raises `CalibrationError` where the marks make none.
        """
        return self._using(CalibrationRecord(calibration, by, at)).with_usable_scale()

    def with_header_scale(self) -> Case:
        """Return the case with the header's scale in use; the user's own stays as a comparison."""
        return self._using(CalibrationRecord())

    def with_comparison_used(self, index: int) -> Case:
        """Return the case with a comparison in use. Raises `CalibrationError` where it makes no scale."""
        return self._using(self.comparisons[index]).with_usable_scale()

    def without_comparison(self, index: int) -> Case:
        """Return the case without one of its comparisons."""
        return replace(self, comparisons=(*self.comparisons[:index], *self.comparisons[index + 1 :]))

    def without_calibration(self) -> Case:
        """Return the case with the user's calibration taken away; the header's scale is in use."""
        return replace(self, calibration=CalibrationRecord())

    def _using(self, record: CalibrationRecord) -> Case:
        """Return the case with a calibration in use; beside it stands what was in use, and one of each other kind."""
        others = comparisons_to(record, (*self.comparisons, self.calibration))
        return replace(self, calibration=record, comparisons=others)

    def with_plumb(self, plumb: PlumbLine | None) -> Case:
        """Return the case with a plumb line, or without. Raises `CalibrationError` where the line is no vertical."""
        if plumb is not None:
            check_upright(plumb, self.scale)
        return replace(self, plumb=plumb).with_usable_scale()

    def with_usable_scale(self) -> Case:
        """Return the case itself. Raises `CalibrationError` where its marks make no scale."""
        levelled(self._scale_in_use, self.plumb)
        check_kind(self.calibration.calibration, self.kind)
        return self


def new_case(image: Radiograph, reader: str = "") -> Case:
    """Return the empty case of a picture: its scale and view as the header has them."""
    return Case(
        reference_to(image),
        image.kind,
        image.scale,
        view=image.header_side.view or View(),
        header_side=image.header_side,
        header_patient=facts_of(image.identity),
        protocol_id=PROTOCOLS[0].id if image.kind is Kind.RADIOGRAPH else "photo_alignment",
        reader=reader,
    )
