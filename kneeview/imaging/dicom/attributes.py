"""Guarded access to the attributes of a data set: text, numbers and pairs, whatever the file has in their place."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.sequence import Sequence

from kneeview.imaging.guarded import guarded
from kneeview.imaging.radiograph import ImageError

_log = logging.getLogger(__name__)

_NUMBER: Final = re.compile(r"[+-]?(\d{1,40}([.,]\d{0,40})?|[.,]\d{1,40})([eE][+-]?\d{1,3})?", re.ASCII)

_TEXT_LIMIT: Final = 10_000


def _number(text: str) -> float | None:
    """Return the finite number that the text is, with a decimal point or a decimal comma, or None."""
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if isfinite(value) else None


def _split(value: object) -> list[str]:
    """Return the values of a multi-valued attribute as text (DICOM PS3.5 6.4)."""
    if isinstance(value, bytes | bytearray):
        return bytes(value[:_TEXT_LIMIT]).decode("latin-1").split("\\")
    if isinstance(value, MultiValue | list | tuple):
        return [str(one) for one in value]
    return str(value)[:_TEXT_LIMIT].split("\\")


@dataclass(slots=True)
class Header:
    """A data set read with suspicion: what is absent, empty or of the wrong form answers "" or None.

    An attribute is named by its keyword or, in the repeating groups, by its tag. `repaired` and `rejected` collect
    what `pair` and `length` had to do.
    """

    dataset: Dataset
    is_little_endian: bool = True
    repaired: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)

    def __contains__(self, name: str | int) -> bool:
        return name in self.dataset

    def value(self, name: str | int) -> object:
        """Return the raw value, or None where there is none or it cannot be decoded."""
        if name not in self.dataset:
            return None
        try:
            value: object = guarded(lambda: self.dataset[name].value, "The value is damaged.")
        except ImageError as error:
            _log.debug("%s cannot be read: %s", name, error.__cause__)
            return None
        return value

    def vr(self, name: str | int) -> str:
        """Return the value representation as pydicom settled it, "" where there is no value."""
        return "" if self.value(name) is None else str(self.dataset[name].VR)

    def texts(self, name: str | int) -> tuple[str, ...]:
        """Return every value as text, without the blanks and zeros that pad it."""
        value = self.value(name)
        if value is None or isinstance(value, Sequence):
            return ()
        try:
            texts = guarded(lambda: _split(value), "The text is damaged.")
        except ImageError as error:
            _log.debug("%s is no text: %s", name, error.__cause__)
            return ()
        return tuple(text.strip(" \0\t\r\n") for text in texts)

    def text(self, name: str | int) -> str:
        """Return the first value as text, "" where there is none."""
        texts = self.texts(name)
        return texts[0] if texts else ""

    def word(self, name: str | int) -> str:
        """Return the first value of a coded string, in capitals."""
        return self.text(name).upper()

    def numbers(self, name: str | int) -> tuple[float | None, ...]:
        """Return every value as a finite number; None in the place of one that is none."""
        return tuple(_number(text) for text in self.texts(name))

    def number(self, name: str | int) -> float | None:
        """Return the first value as a finite number."""
        numbers = self.numbers(name)
        return numbers[0] if numbers else None

    def integers(self, name: str | int) -> tuple[int | None, ...]:
        """Return every value as a whole number; None in the place of one that is none."""
        return tuple(int(n) if n is not None and n == int(n) else None for n in self.numbers(name))

    def integer(self, name: str | int) -> int | None:
        """Return the first value as a whole number."""
        integers = self.integers(name)
        return integers[0] if integers else None

    def pair(self, keyword: str, title: str) -> tuple[float, float] | None:
        """Return the two values above zero in the file's order; note by its title what was repaired or rejected."""
        texts, numbers = self.texts(keyword), self.numbers(keyword)
        if not any(texts):
            return None
        if len(numbers) != 2 or numbers[0] is None or numbers[1] is None or min(numbers[0], numbers[1]) <= 0:
            self.rejected.append(_quoted(title, texts))
            return None
        if any("," in text for text in texts):
            self.repaired.append(_quoted(title, texts))
        return numbers[0], numbers[1]

    def length(self, keyword: str, title: str) -> float | None:
        """Return the first value where it is above zero; note by its title what was repaired or rejected."""
        text, number = self.text(keyword), self.number(keyword)
        if not text or number == 0:
            return None
        if number is None or number < 0:
            self.rejected.append(_quoted(title, (text,)))
            return None
        if "," in text:
            self.repaired.append(_quoted(title, (text,)))
        return number

    def items(self, keyword: str) -> tuple[Header, ...]:
        """Return the items of a sequence, none where it is no sequence."""
        value = self.value(keyword)
        if not isinstance(value, Sequence):
            return ()
        return tuple(Header(item, self.is_little_endian) for item in value)


def _quoted(title: str, texts: tuple[str, ...]) -> str:
    """Return the title and the text as the file has it."""
    return f"{title} “" + "\\".join(texts)[:40] + "”"
