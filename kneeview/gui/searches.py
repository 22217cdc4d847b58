"""Looks for balls, heads and edges in the picture, off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kneeview.case.case import Case
from kneeview.case.placements import CircleMark, PointMark
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.limb import LimbFrame
from kneeview.domain.measurement import PlacedLandmark
from kneeview.gui.tasks import Task
from kneeview.imaging.ball import find_ball
from kneeview.imaging.radiograph import Radiograph
from kneeview.imaging.snap.landmark import SHORT_SIDE_MM, find_edge
from kneeview.imaging.snap.part import Film
from kneeview.tools.guide import typical_mm
from kneeview.tools.place.look import Seen, reach_mm
from kneeview.tools.pointer import Pointer

Rim = tuple[ImagePoint, ...]
"""Points on the rim of a ball."""

Answer = TypeVar("Answer")


class Searches:
    """What the picture is asked. `asked` returns it with its case; `told` is called after every answer.

    Who asks decides whether an answer still counts. After `stop` none comes.
    """

    def __init__(self, asked: Callable[[], tuple[Radiograph | None, Case]], told: Callable[[], None]) -> None:
        self._asked = asked
        self._told = told
        self._running: list[Task[Callable[[], None]]] = []

    @property
    def is_running(self) -> bool:
        """Whether an answer is still to come."""
        return any(task.is_running for task in self._running)

    def stop(self) -> None:
        """Let no answer come: the picture is closed."""
        for task in self._running:
            task.cancel()

    def find_ball(self, at: ImagePoint, tell: Callable[[Rim | None], None]) -> None:
        """Look for the ball at a place and tell points on its rim; None where none is certain."""
        image, case = self._asked()
        if image is None:
            tell(None)
            return
        pixels, aspect = image.pixels, case.header_scale.aspect
        self._begin(lambda: find_ball(pixels, at.x, at.y, aspect), tell)

    def find_landmark(
        self, case: Case, step: PlacedLandmark, pointer: Pointer, tell: Callable[[Seen | None], None]
    ) -> None:
        """Look for a landmark near the pointer and tell how the picture shows it; None where no edge is certain."""
        image, _ = self._asked()
        if image is None or image.is_colour:
            tell(None)
            return
        picture = image
        self._begin(lambda: _landmark_near(picture, case, step, pointer), tell)

    def _begin(self, work: Callable[[], Answer], tell: Callable[[Answer | None], None]) -> None:
        def looked() -> Callable[[], None]:
            answer = work()
            return lambda: tell(answer)

        def done(told: Callable[[], None]) -> None:
            told()
            self._told()

        def failed(error: Exception) -> None:
            tell(None)
            self._told()
            raise error  # a fault of the program: nothing was found, and it is seen

        task = Task(lambda _: looked(), done, failed, (Exception,), lambda _: None)
        self._running = [*(each for each in self._running if each.is_running), task]
        task.start()


def _landmark_near(image: Radiograph, case: Case, step: PlacedLandmark, pointer: Pointer) -> Seen | None:
    aspect = case.header_scale.aspect
    unit = typical_mm(case) or min(image.columns, image.rows * aspect) / SHORT_SIDE_MM
    film = Film(image.pixels, unit, aspect, image.inverse)
    found = find_edge(film, step[1], LimbFrame(step[0], case.view), pointer.at, reach_mm(pointer, unit))
    if found is None or not all(map(case.image.shows, found)):
        return None
    return PointMark(found[0]) if len(found) == 1 else CircleMark(found)
