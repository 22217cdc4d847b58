"""A fluent hand: presses, moves and releases on a picture without a window."""

from __future__ import annotations

from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference
from kneeview.case.session import Session
from kneeview.domain.geometry import ImagePoint
from kneeview.domain.landmarks import Kind
from kneeview.domain.measurement import PlacedLandmark
from kneeview.domain.scale import NO_SCALE, Scale
from kneeview.tools.calibrate import FindBall
from kneeview.tools.machine import Machine
from kneeview.tools.place import FindLandmark
from kneeview.tools.pointer import CaptionUnder, NumberRequest, Pointer, ReadingCaption
from kneeview.tools.scale_mark import Stamp
from kneeview.tools.tool_id import ToolId

MADE_AT = Stamp("Reader", "2026-01-02T03:04:05+00:00")


class Hand:
    """Drives a machine on an empty case. Places are image pixels; `zoom` is screen pixels per image pixel."""

    def __init__(
        self,
        header_scale: Scale = NO_SCALE,
        zoom: float = 1.0,
        *,
        kind: Kind = Kind.RADIOGRAPH,
        find_ball: FindBall | None = None,
        find_landmark: FindLandmark | None = None,
    ) -> None:
        reference = ImageReference("film", rows=3000, columns=1400)
        self.session = Session(Case(reference, kind, header_scale=header_scale))
        self.told = 0
        self.time_s = 0.0
        self.machine = Machine(self.session, lambda: MADE_AT, self._count, find_ball, find_landmark, self._clock)
        self.zoom = zoom
        self._at = ImagePoint(0.0, 0.0)
        self._caption: CaptionUnder | ReadingCaption | None = None

    def _count(self) -> None:
        self.told += 1

    def _clock(self) -> float:
        return self.time_s

    def wait(self, seconds: float) -> Hand:
        """Let time go by."""
        self.time_s += seconds
        return self

    @property
    def case(self) -> Case:
        return self.session.case

    def pending(self) -> list[ImagePoint]:
        return list(self.machine.tool.pending)

    def request(self) -> NumberRequest | None:
        return self.machine.tool.request

    def selection(self) -> PlacedLandmark | None:
        return self.session.selection

    def tool(self) -> ToolId:
        return self.machine.current

    def over(self, caption: CaptionUnder | ReadingCaption | None) -> Hand:
        """Say which caption the pointer is over, as the canvas does."""
        self._caption = caption
        return self

    def _pointer(self, x: float, y: float) -> Pointer:
        self._at = ImagePoint(x, y)
        return Pointer(self._at, 1 / self.zoom, self._caption)

    def take(self, tool: ToolId) -> Hand:
        self.machine.take(tool)
        return self

    def press(self, x: float, y: float) -> Hand:
        self.machine.move(self._pointer(x, y))
        self.machine.press(self._pointer(x, y))
        return self

    def move(self, x: float, y: float) -> Hand:
        self.machine.move(self._pointer(x, y))
        return self

    def release(self) -> Hand:
        self.machine.release(self._pointer(self._at.x, self._at.y))
        return self

    def click(self, x: float, y: float) -> Hand:
        return self.press(x, y).release()

    def drag(self, x: float, y: float, to_x: float, to_y: float) -> Hand:
        return self.press(x, y).move((x + to_x) / 2, (y + to_y) / 2).move(to_x, to_y).release()

    def escape(self) -> Hand:
        self.machine.cancel()
        return self

    def quick_axis(self) -> Hand:
        """Place both legs of the quick protocol: ten presses."""
        for hip_x, knee_x, ankle_x in ((400.0, 390.0, 410.0), (1000.0, 1010.0, 990.0)):
            self.click(hip_x - 80, 400).click(hip_x, 320).click(hip_x + 80, 400)
            self.click(knee_x, 1600).click(ankle_x, 2700)
        return self
