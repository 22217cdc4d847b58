"""The parts of a scene, taken over from the scene before where what they are made of stayed the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from kneeview.scene.primitives import Mark

Marks = tuple[Mark, ...]


class Parts:
    """Hands out the marks of each part: the very same objects while the part is made of equal things.

    What is not asked for from one `begin` to the next is forgotten.
    """

    def __init__(self) -> None:
        self._before: dict[Hashable, tuple[tuple[object, ...], Marks]] = {}
        self._now: dict[Hashable, tuple[tuple[object, ...], Marks]] = {}

    def begin(self) -> None:
        """Begin another scene."""
        self._before, self._now = self._now, {}

    def part(self, name: Hashable, made_of: tuple[object, ...], make: Callable[[], Iterable[Mark]]) -> Marks:
        """Return the marks of a part; `made_of` is all that `make` depends on."""
        known = self._before.get(name)
        if known is None or known[0] != made_of:
            known = made_of, tuple(make())
        self._now[name] = known
        return known[1]
