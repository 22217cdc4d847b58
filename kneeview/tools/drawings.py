"""What keys and panels do with drawings: words and names, taking away, nudging. Quick nudges are one undo step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kneeview.case.session import Session
from kneeview.domain.drawing.shapes import Drawing, DrawingKind
from kneeview.domain.geometry import ImagePoint
from kneeview.tools.nudging import Nudging


@dataclass(frozen=True, slots=True)
class WordsRequest:
    """Words that are waited for: where they will stand, what they are so far, and whose they are (None: a new text)."""

    at: ImagePoint
    words: str = ""
    number: int | None = None


class Drawings:
    """The drawings of the case. `request` is what is waited for to be typed on the picture, if anything."""

    def __init__(self, session: Session, nudging: Nudging, changed: Callable[[], None]) -> None:
        self.session = session
        self._nudging = nudging
        self._changed = changed
        self.request: WordsRequest | None = None

    def begin(self, at: ImagePoint) -> None:
        """Ask for the words of a new text at a place."""
        self.request = WordsRequest(at)

    def edit(self, number: int, at: ImagePoint | None = None) -> None:
        """Ask for the name of a drawing, or for other words of a text; where it is not told, at its caption."""
        drawing = self.session.committed.drawing(number)
        if drawing is not None:
            self.request = WordsRequest(at or drawing.caption_at or drawing.points[-1], drawing.name, number)
            self._changed()

    def answer(self, words: str) -> None:
        """Take the words. A text without words is none."""
        request, self.request = self.request, None
        if request is None:
            return
        if request.number is not None:
            self.rename(request.number, words)
        elif words.strip():
            case = self.session.committed
            text = Drawing(case.drawn + 1, DrawingKind.TEXT, (request.at,), words.strip())
            self.session.apply(case.with_drawing(text), "Write text")
            self.session.select_drawing(text.number)
        self._changed()

    def rename(self, number: int, words: str) -> None:
        """Give a drawing a name, or a text other words; a text without words is taken away."""
        case, words = self.session.committed, words.strip()
        drawing = case.drawing(number)
        if drawing is None:
            return
        if drawing.kind is not DrawingKind.TEXT:
            self.session.apply(case.with_drawing(replace(drawing, name=words)), f"Name {drawing.form.name.lower()}")
        elif words:
            self.session.apply(case.with_drawing(replace(drawing, name=words)), "Change text")
        else:
            self.session.apply(case.without_drawing(number), "Remove text")

    def remove(self, number: int) -> None:
        """Take a drawing away."""
        case = self.session.committed
        drawing = case.drawing(number)
        if drawing is not None:
            self.session.apply(case.without_drawing(number), f"Remove {drawing.form.name.lower()}")

    def nudge(self, number: int, dx: float, dy: float) -> None:
        """Move a drawing by some pixels of the image; it stays on the picture."""
        case = self.session.committed
        drawing = case.drawing(number)
        moved = None if drawing is None else drawing.moved(dx, dy)
        if moved is not None and all(map(case.image.shows, moved.points)):
            self._nudging.apply(case.with_drawing(moved), f"Nudge {moved.form.name.lower()}", number)

    def cancel(self) -> bool:
        """Stop waiting; False where nothing was waited for."""
        waiting, self.request = self.request is not None, None
        return waiting
