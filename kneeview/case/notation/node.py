"""A JSON document and the places in it.

Reading is strict: what is no finite number, no known landmark or no known word is an error that names its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import NoReturn, TypeVar

from kneeview.domain.geometry import ImagePoint

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What a JSON document is made of."""

Word = TypeVar("Word", bound=StrEnum)


class NotationError(Exception):
    """A file that does not say what it should; the message is one sentence that names the place."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a JSON document together with its place, so that every error can name it."""

    value: Json
    place: str = ""

    def fail(self, sentence: str) -> NoReturn:
        """Raise a `NotationError` that names this place."""
        raise NotationError(f"{self.place}: {sentence}" if self.place else sentence)

    def _within(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    @property
    def is_present(self) -> bool:
        """Whether the key stands in the file with a value."""
        return self.value is not None

    def members(self) -> Iterator[tuple[str, Node]]:
        """Return the keys and values of an object."""
        if not isinstance(self.value, dict):
            self.fail("must be an object in braces")
        return ((key, Node(value, self._within(key))) for key, value in self.value.items())

    def at(self, key: str) -> Node:
        """Return the member of that key; absent and null are the same."""
        if not isinstance(self.value, dict):
            self.fail("must be an object in braces")
        return Node(self.value.get(key), self._within(key))

    def has(self, key: str) -> bool:
        """Whether this is an object with that key."""
        return isinstance(self.value, dict) and key in self.value

    def items(self) -> list[Node]:
        """Return the elements of a list."""
        if not isinstance(self.value, list):
            self.fail("must be a list in brackets")
        return [Node(value, f"{self.place}[{k}]") for k, value in enumerate(self.value)]

    def number(self) -> float:
        """Return a finite number."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            self.fail("must be a number")
        try:
            value = float(self.value)
        except OverflowError:
            value = float("inf")
        if not isfinite(value):
            self.fail("must be a finite number")
        return value

    def whole(self, default: int = 0) -> int:
        """Return a whole number that is not below zero, or the default where nothing stands."""
        if not self.is_present:
            return default
        value = self.number()
        if value < 0 or not value.is_integer():
            self.fail("must be a whole number, 0 or more")
        return int(value)

    def text(self, default: str = "") -> str:
        """Return a text, or the default where nothing stands."""
        if self.value is None:
            return default
        if not isinstance(self.value, str):
            self.fail("must be a text in quotation marks")
        return self.value

    def truth(self, *, default: bool = False) -> bool:
        """Return true or false, or the default where nothing stands."""
        if self.value is None:
            return default
        if not isinstance(self.value, bool):
            self.fail("must be true or false")
        return self.value

    def word(self, words: type[Word], default: Word) -> Word:
        """Return one of a closed set of words, or the default where nothing stands."""
        if self.value is None:
            return default
        try:
            return words(self.text())
        except ValueError:
            self.fail(f"must be one of {', '.join(words)}")

    def point(self) -> ImagePoint:
        """Return a point `[x, y]` in pixels."""
        coordinates = self.items()
        if len(coordinates) != 2:
            self.fail("must be a point [x, y]")
        return ImagePoint(coordinates[0].number(), coordinates[1].number())


def _members(pairs: list[tuple[str, Json]]) -> Json:
    """Return the members of an object. A name that stands twice is an error, since one of both would be lost unseen."""
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for k, name in enumerate(names) if name in names[:k])
        raise NotationError(f"{twice}: stands twice in one pair of braces")
    return members


def parse(text: str | bytes) -> Node:
    """Return the root of a JSON document. Raises `NotationError` where it is none.

    NaN and Infinity pass here, so that whoever asks for the number can name its place when refusing it.
    """
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return Node(json.loads(decoded, object_pairs_hook=_members))
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise NotationError(f"this is no readable JSON{where}") from error


def as_json(document: Json, *, indent: int | None = 1) -> bytes:
    """Return a document as JSON in UTF-8.

    Half a surrogate pair, as in names of files that are no UTF-8, becomes the JSON escape that reads back as itself.
    """
    text = json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False) + "\n"
    return text.encode("utf-8", errors="backslashreplace")


def write_point(point: ImagePoint) -> list[Json]:
    """Return a point as JSON."""
    return [point.x, point.y]
