"""The positioning card: what the user attests of how the picture was taken, and what each point can do to the numbers.

Every question may be answered or left open; open means "not attested" and never "not so". The four points of the
posture (`kneeview.domain.posture`) are asked here too: their yes stands in the posture, their no here, and a yes wins.
The effects are of positioning alone: no calibration removes them, and no error of a reading includes them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from kneeview.domain.catalog import measurement
from kneeview.domain.checks import Notice
from kneeview.domain.landmarks import Kind
from kneeview.domain.measurement import Subject, read
from kneeview.domain.posture import ATTESTATIONS, Posture

YES: Final = "yes"
NO: Final = "no"


class Point(StrEnum):
    """A point of positioning, by its name in files."""

    WEIGHT_BEARING = "weight_bearing"
    STANCE = "stance"
    PATELLAE_FORWARD = "patellae_forward"
    FEET = "feet"
    KNEES = "knees"
    KNEES_TOUCHING = "knees_touching"
    ANKLES_TOUCHING = "ankles_touching"
    CENTRAL_RAY = "central_ray"
    SHOES = "shoes"
    EXPOSURES = "exposures"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its name in files, on a button, and in the middle of a sentence of the report.

    `harmless` where nothing follows from it for the numbers.
    """

    name: str
    label: str
    words: str
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the card.

    `effect` says what the point can do to the numbers where it is not harmless, with its `source`; "" where it only
    decides what may be read. `on_photo` whether it is asked of photos.
    """

    point: Point
    label: str
    words: str
    answers: tuple[Answer, ...]
    effect: str = ""
    source: str = ""
    on_photo: bool = True

    def answer(self, name: str) -> Answer | None:
        """Return the answer of that name; None where there is none."""
        return next((each for each in self.answers if each.name == name), None)


def _yes_or_no(words: str) -> tuple[Answer, ...]:
    return Answer(YES, "yes", words, harmless=True), Answer(NO, "no", f"not {words}")


QUESTIONS: Final = (
    Question(
        Point.WEIGHT_BEARING,
        "Weight-bearing",
        "weight-bearing",
        _yes_or_no("weight-bearing"),
        "Pictures taken under weight showed 2.62° more deformity of the leg than pictures without.",
        "CT simulation, BioMed Eng OnLine 2021, s12938-021-00956-7",
    ),
    Question(
        Point.STANCE,
        "Standing on",
        "on one leg or two",
        (
            Answer("two_legs", "both legs", "standing on both legs", harmless=True),
            Answer("one_leg", "one leg", "standing on one leg"),
        ),
        "From one leg to both, HKA changed by 1.11° towards valgus and JLCA fell by 0.85°.",
        "J Orthop 2023;40:57-64",
    ),
    Question(
        Point.PATELLAE_FORWARD,
        "Kneecaps forward",
        "patellae forward",
        _yes_or_no("patellae forward"),
        "A leg turned outwards reads more varus, one turned inwards more valgus: 1° for 20° of turn with a straight "
        "knee, 4° with the knee bent by 15°.",
        "Ahrend et al. 2021, Arch Orthop Trauma Surg 142:3349-66; Nguyen et al. 2021, J Cartilage Joint Preserv 1(3)",
    ),
    Question(
        Point.FEET,
        "Feet",
        "feet apart or together",
        (Answer("apart", "apart", "feet apart"), Answer("together", "together", "feet together")),
        "The distance between the feet changes the obliquity of the joint lines.",
        "J Orthop 2023;40:57-64",
    ),
    Question(
        Point.KNEES,
        "Knees",
        "knees straight",
        (Answer("straight", "straight", "knees straight", harmless=True), Answer("bent", "bent", "knees bent")),
        "A knee that stays bent makes its leg read short, by about 7 mm at 15° and 12 mm at 20°; bent by 10° and "
        "turned by 10°, HKA shifts by about 1.7° and MAD by 6 mm.",
        "derived for thigh and shin of 430 and 360 mm",
    ),
    Question(Point.KNEES_TOUCHING, "Knees touching", "knees touching", _yes_or_no("knees touching")),
    Question(Point.ANKLES_TOUCHING, "Ankles touching", "ankles touching", _yes_or_no("ankles touching")),
    Question(
        Point.CENTRAL_RAY,
        "Central ray at",
        "where the central ray was",
        (
            Answer("hips", "hips", "central ray at the hips", harmless=True),
            Answer("umbilicus", "navel", "central ray at the umbilicus"),
            Answer("xiphisternum", "xiphoid", "central ray at the xiphisternum"),
            Answer("knees", "knees", "central ray at the knees"),
        ),
        "With the central ray at the umbilicus the heights of the femoral heads were out by up to 8.5 mm, at the "
        "xiphisternum by up to 9 mm; only a ray at the heads from 180 cm was found acceptable.",
        "Slane and Bull 2006, Chiropr J Aust 36(2):46-50",
        on_photo=False,
    ),
    Question(
        Point.SHOES,
        "Shoes",
        "barefoot or in shoes",
        (Answer("barefoot", "barefoot", "barefoot", harmless=True), Answer("shoes", "in shoes", "in shoes")),
        "Heights of hips and pelvis include the soles.",
        "derived",
    ),
    Question(
        Point.EXPOSURES,
        "Exposures",
        "one exposure or several",
        (
            Answer("single", "one", "one exposure", harmless=True),
            Answer("stitched", "stitched", "stitched from several exposures"),
        ),
        "A slip at the seam of a stitched picture is in every length and angle across it: look at the seam.",
        "derived",
        on_photo=False,
    ),
)


def questions_for(kind: Kind) -> tuple[Question, ...]:
    """Return the questions that are asked of such a picture."""
    return tuple(each for each in QUESTIONS if each.on_photo or kind is Kind.RADIOGRAPH)


_OF_POSTURE: Final = frozenset(name for name, _ in ATTESTATIONS)


@dataclass(frozen=True, slots=True)
class Positioning:
    """The answers that do not stand in the posture, by the name of their point; a name left out is not attested."""

    answers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, question: Question, posture: Posture) -> Answer | None:
        """Return how a question is answered; None where it is open."""
        name = self.answers.get(question.point, "")
        if question.point in _OF_POSTURE:
            name = YES if getattr(posture, question.point) else name.replace(YES, "")
        return question.answer(name)


def answered(question: Question, name: str, posture: Posture, positioning: Positioning) -> tuple[Posture, Positioning]:
    """Return posture and positioning with a question answered; with "" it is open again."""
    rest = {point: each for point, each in positioning.answers.items() if point != question.point}
    if question.point in _OF_POSTURE:
        posture = posture.with_attestation(question.point, attested=name == YES)
    elsewhere = name and not (question.point in _OF_POSTURE and name == YES)
    return posture, replace(positioning, answers={**rest, question.point: name} if elsewhere else rest)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a point can do to the numbers: of which words, what, and who says so."""

    words: str
    text: str
    source: str


def effects(kind: Kind, posture: Posture, positioning: Positioning) -> tuple[Effect, ...]:
    """Return what the positioning can do to the numbers: of every point that is open or not harmless."""
    return tuple(
        Effect(question.words if answer is None else answer.words, question.effect, question.source)
        for question in questions_for(kind)
        for answer in (positioning.answer(question, posture),)
        if question.effect and (answer is None or not answer.harmless)
    )


def attested(kind: Kind, posture: Posture, positioning: Positioning) -> tuple[str, ...]:
    """Return what is attested, in words: the answers, and what stood under the feet."""
    found = (positioning.answer(question, posture) for question in questions_for(kind))
    raised = (posture.raised_words,) if posture.raised_words else ()
    return (*(answer.words for answer in found if answer is not None), *raised)


def left_open(kind: Kind, posture: Posture, positioning: Positioning) -> tuple[str, ...]:
    """Return the points with an effect on the numbers that are not attested, in words."""
    return tuple(
        question.words
        for question in questions_for(kind)
        if question.effect and positioning.answer(question, posture) is None
    )


_HEAD_HEIGHTS: Final = measurement("femoral_head_height_difference")


def positioning_notices(subject: Subject, positioning: Positioning) -> Iterator[Notice]:
    """Return what must be known of the positioning before the readings are believed.

    Heights of the femoral heads are not called an inequality of leg length while the central ray is not attested at
    the hips.
    """
    for question in questions_for(subject.kind):
        answer = positioning.answer(question, subject.posture)
        if question.point is Point.CENTRAL_RAY:
            if (answer is None or not answer.harmless) and read(_HEAD_HEIGHTS, None, subject).is_value:
                where = "not attested" if answer is None else answer.words.removeprefix("central ray ")
                yield Notice(
                    "central_ray",
                    f"Femoral head heights are not called leg-length inequality: the central ray is {where}; "
                    "up to 9 mm can come from that alone (Slane and Bull 2006).",
                )
        elif answer is not None and not answer.harmless and question.effect and question.point is not Point.FEET:
            yield Notice("positioning", f"{answer.words[:1].upper()}{answer.words[1:]}: {question.effect}")
