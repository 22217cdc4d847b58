"""Strategies for whole cases, and the small pictures that cases are made on."""

from __future__ import annotations

from math import cos, radians, sin
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from PIL import Image

from kneeview.case.calibration_record import CalibrationRecord
from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference, OtherPicture
from kneeview.case.notation.node import Json
from kneeview.case.patient import PatientFacts
from kneeview.case.placements import Absent, CircleMark, Found, Limb, Placement, PointMark
from kneeview.domain.calibration import (
    FROM_HEADER,
    Calibration,
    HeightCalibration,
    MagnificationCalibration,
    RectangleCalibration,
    RulerCalibration,
    RulerSegment,
    SpacingCalibration,
    SphereCalibration,
)
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind, LandmarkId
from kneeview.domain.limb import SIDES, Facing, Side, View
from kneeview.domain.placement_errors import PlacementErrors, placement_errors_of
from kneeview.domain.plumb import PlumbLine
from kneeview.domain.positioning import QUESTIONS, Positioning
from kneeview.domain.posture import Posture, Underlay
from kneeview.domain.sides import LegsShown
from kneeview.imaging.digests import Digests
from tests.strategies import finite

# ------------------------------------------------------------------------------------------------------ pictures


def grey_picture(folder: Path, name: str = "film.png", *, seed: int = 1, rows: int = 12, columns: int = 10) -> Path:
    """Write a small grey PNG and return where it is; another seed gives other pixels."""
    pixels = np.random.default_rng(seed).integers(0, 256, (rows, columns), dtype=np.uint8)
    path = folder / name
    Image.fromarray(pixels).save(path)
    return path


# --------------------------------------------------------------------------------------------------------- cases


def texts(max_size: int = 12) -> st.SearchStrategy[str]:
    """Draw text of any characters, also halves of surrogate pairs as in the names of files that are no UTF-8."""
    every = st.text(st.characters(exclude_categories=()), max_size=max_size)
    return every.map(lambda s: s.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass"))


def image_points() -> st.SearchStrategy[ImagePoint]:
    """Draw any point that a file can hold."""
    return st.builds(ImagePoint, finite(), finite())


def rims() -> st.SearchStrategy[tuple[ImagePoint, ...]]:
    """Draw three to five points on a circle."""
    return st.tuples(
        st.floats(-5e3, 5e3), st.floats(-5e3, 5e3), st.floats(1, 500), st.integers(3, 5), st.floats(0, 360)
    ).map(
        lambda d: tuple(
            ImagePoint(d[0] + d[2] * cos(radians(d[4] + k * 70)), d[1] + d[2] * sin(radians(d[4] + k * 70)))
            for k in range(d[3])
        )
    )


def placements(landmark_id: LandmarkId) -> st.SearchStrategy[Placement]:
    """Draw a way to place that landmark."""
    state = st.sampled_from(Found), st.booleans()
    point = st.builds(PointMark, image_points(), *state)
    plain: st.SearchStrategy[Placement] = st.one_of(point, st.builds(Absent, texts()))
    return st.one_of(plain, st.builds(CircleMark, rims(), *state)) if landmark_id is LandmarkId.HIP_CENTER else plain


def limbs() -> st.SearchStrategy[dict[Side, Limb]]:
    """Draw what is placed on both legs, in any order."""
    one = st.lists(st.sampled_from(LandmarkId), unique=True, max_size=5).flatmap(
        lambda ids: st.fixed_dictionaries({i: placements(i) for i in ids})
    )
    return st.fixed_dictionaries(dict.fromkeys(SIDES, one))


def calibrations() -> st.SearchStrategy[Calibration]:
    """Draw a calibration of any method with any finite numbers."""
    segments = st.lists(st.builds(RulerSegment, image_points(), image_points(), finite()), max_size=3)
    depths = st.none() | finite()
    four = st.tuples(image_points(), image_points(), image_points(), image_points())
    return st.one_of(
        st.just(FROM_HEADER),
        st.builds(SpacingCalibration, finite(), finite()),
        st.builds(RulerCalibration, segments.map(tuple), depths),
        st.builds(SphereCalibration, st.lists(image_points(), max_size=4).map(tuple), finite(), depths),
        st.builds(HeightCalibration, image_points(), image_points(), finite()),
        st.builds(RectangleCalibration, four, finite(), finite()),
        st.builds(MagnificationCalibration, finite()),
    )


def views() -> st.SearchStrategy[View]:
    """Draw how the picture shows the patient."""
    return st.builds(View, st.sampled_from(Facing), st.booleans())


def postures() -> st.SearchStrategy[Posture]:
    """Draw what is attested and typed in."""
    heights = st.sampled_from([0.0, 5.0, 12.5, 300.0])
    under = st.builds(Underlay, heights, heights)
    return st.builds(Posture, st.booleans(), st.booleans(), st.booleans(), st.booleans(), under, under)


def positionings() -> st.SearchStrategy[Positioning]:
    """Draw answers of the positioning card."""
    every = {q.point.value: st.sampled_from([answer.name for answer in q.answers]) for q in QUESTIONS}
    return st.builds(Positioning, st.fixed_dictionaries({}, optional=every))


def json_values() -> st.SearchStrategy[Json]:
    """Draw a value that some later version may write."""
    leaves: st.SearchStrategy[Json] = st.one_of(st.none(), st.booleans(), st.integers(), finite(), texts())
    return st.recursive(
        leaves,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts(4), inner, max_size=3)),
        max_leaves=6,
    )


def unknown_keys() -> st.SearchStrategy[dict[str, dict[str, Json]]]:
    """Draw keys of a later version, by section."""
    keys = texts(6).map(lambda key: f"later {key}")
    return st.dictionaries(
        st.sampled_from(["", "image", "view", "posture", "positioning", "calibration", "patient"]),
        st.dictionaries(keys, json_values(), min_size=1, max_size=2),
        max_size=3,
    )


def drawings(number: int) -> st.SearchStrategy[Drawing]:
    """Draw a drawing of that number, complete, with any finite points."""

    def of(kind: DrawingKind) -> st.SearchStrategy[Drawing]:
        form = Drawing(1, kind, ()).form
        points = st.lists(image_points(), min_size=form.fewest, max_size=min(form.most, 6)).map(tuple)
        return st.builds(Drawing, st.just(number), st.just(kind), points, texts(), st.none() | image_points())

    return st.sampled_from(DrawingKind).flatmap(of)


def several_drawings() -> st.SearchStrategy[tuple[Drawing, ...]]:
    """Draw some drawings with different numbers."""
    numbers = st.lists(st.integers(1, 99), unique=True, max_size=4)
    return numbers.flatmap(lambda all_of: st.tuples(*(drawings(number) for number in all_of)))


def own_errors() -> st.SearchStrategy[PlacementErrors]:
    """Draw placement errors of a reader's own."""
    row = st.tuples(st.sampled_from(LandmarkId), st.sampled_from(Kind), st.floats(0.1, 99), st.floats(0.1, 99))
    return st.lists(row, max_size=3).map(placement_errors_of)


def cases() -> st.SearchStrategy[Case]:
    """Draw everything that a case file holds."""
    whole = st.integers(0, 2**40)
    reference = st.builds(
        ImageReference,
        texts(),
        texts(),
        whole,
        whole,
        whole,
        st.builds(Digests.known, texts(), texts()),
        texts(),
        st.integers(0, 99),
    )
    patient = st.builds(PatientFacts, texts(), texts(), texts(), texts(), st.none() | finite(), texts())
    return st.builds(
        Case,
        image=reference,
        kind=st.sampled_from(Kind),
        calibration=st.builds(CalibrationRecord, calibrations(), texts(), texts()),
        comparisons=st.lists(st.builds(CalibrationRecord, calibrations(), texts(), texts()), max_size=2).map(tuple),
        plumb=st.none() | st.builds(PlumbLine, image_points(), image_points()),
        view=views(),
        sides_confirmed=st.booleans(),
        view_told=st.booleans(),
        made_on=st.none() | st.builds(OtherPicture, texts(), texts(), texts()),
        legs=st.none() | st.sampled_from(LegsShown),
        posture=postures(),
        positioning=positionings(),
        patient=patient,
        protocol_id=texts(),
        limbs=limbs(),
        reader=texts(),
        comments=texts(40),
        impression=texts(40),
        placement_errors=own_errors(),
        drawings=several_drawings(),
        drawn=st.integers(99, 120),
        unknown=unknown_keys(),
    )
