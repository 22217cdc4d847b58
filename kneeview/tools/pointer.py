"""The pointer as the tools see it, and what a tool tells the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from kneeview.domain.caption import CaptionKey
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import LandmarkId
from kneeview.domain.limb import Side
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.hit import Hit

DRAG_FROM_PX: Final = 4.0
"""A press becomes a drag when the pointer has moved this far, in screen pixels."""

HIT_WITHIN_PX: Final = 9.0
"""A press takes hold of a mark within this distance, in screen pixels."""


@dataclass(frozen=True, slots=True)
class CaptionUnder:
    """The caption of a drawing under the pointer, and where its middle is, in pixels of the image."""

    drawing: int
    middle: ImagePoint


@dataclass(frozen=True, slots=True)
class ReadingCaption:
    """The caption of a reading under the pointer, its middle, and the place of the leg that it is about."""

    key: CaptionKey
    middle: ImagePoint
    anchor: ImagePoint


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in pixels of the image, and how many of those one screen pixel covers.

    Whether it is over a caption is told from outside: only who paints letters knows how wide they are.
    """

    at: ImagePoint
    image_px_per_screen_px: float = 1.0
    caption: CaptionUnder | ReadingCaption | None = None

    def screen_distance(self, point: ImagePoint) -> float:
        """Return the distance to a point in screen pixels."""
        return self.at.distance(point) / self.image_px_per_screen_px


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to do now: a title, a sentence, the keys that help, and the landmark whose sketch is shown.

    `held` is the landmark in the hand or selected: what 1 mm of it does may be told instead of the sentence.
    """

    title: str
    sentence: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    side: Side | None = None
    landmark: LandmarkId | None = None
    held: PlacedLandmark | None = None


@dataclass(frozen=True, slots=True)
class SizeAtHand:
    """A size to choose instead of typing: how it is called, and the numbers that this and the next requests take."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NumberRequest:
    """A number that the tool waits for: the name of the field, its unit, a suggestion and sizes at hand.

    Without a suggestion the field is empty: no size of a thing that can have any is made up. Numbers below `low` and
    above `high` are no sizes of such a thing. `is_last` False says that another one follows.
    """

    label: str
    unit: str
    suggestion: float | None = None
    choices: tuple[SizeAtHand, ...] = ()
    low: float = 1.0
    high: float = 5000.0
    is_last: bool = True


class Tool(Protocol):
    """One way of using the hand. A gesture is press, moves, release; cancel leaves no trace of it."""

    @property
    def prompt(self) -> Prompt:
        """What to do now."""

    @property
    def pending(self) -> tuple[ImagePoint, ...]:
        """Points of a mark that is not complete."""

    @property
    def pending_is_line(self) -> bool:
        """Whether two pending points are the ends of a line."""

    @property
    def hovered(self) -> Hit | None:
        """The mark under the pointer."""

    @property
    def is_dragging(self) -> bool:
        """Whether a mark follows the pointer."""

    @property
    def request(self) -> NumberRequest | None:
        """The number that is waited for, if any."""

    def press(self, pointer: Pointer) -> None:
        """Begin a gesture."""

    def move(self, pointer: Pointer) -> None:
        """Go on with a gesture, or hover."""

    def release(self, pointer: Pointer) -> None:
        """End a gesture."""

    def cancel(self) -> bool:
        """Step back one: drop the gesture, or the points of an incomplete mark; False where there is nothing."""

    def answer(self, value: float) -> None:
        """Give the number that was waited for. Raises `CalibrationError` where it makes no scale."""
