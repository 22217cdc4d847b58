"""Hashes are worked out beside the picture, once, and are never wrong for it."""

from __future__ import annotations

from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest

from kneeview.imaging.digests import Digests
from kneeview.imaging.radiograph import pixels_digest
from kneeview.imaging.readers import read_image
from tests.imaging.dicom_files import film, saved


def test_a_hash_is_worked_out_when_it_is_asked_for_and_only_once() -> None:
    asked: list[str] = []

    def worked_out(text: str) -> str:
        asked.append(text)
        return text.upper()

    digests = Digests(partial(worked_out, "a"), partial(worked_out, "b"))
    assert asked == []
    assert (digests.file, digests.file, asked) == ("A", "A", ["a"])
    assert (digests.pixels, digests.pixels, asked) == ("B", "B", ["a", "b"])


def test_who_asks_while_a_hash_is_worked_out_waits_for_it() -> None:
    go_on, answers = Event(), list[str]()

    def slow() -> str:
        assert go_on.wait(10)
        return "a"

    digests = Digests(slow, str)
    digests.begin()
    asking = Thread(target=lambda: answers.append(digests.file))
    asking.start()
    asking.join(0.05)
    assert answers == []
    go_on.set()
    asking.join(10)
    assert answers == ["a"]


def test_a_hash_that_could_not_be_worked_out_is_tried_again_and_never_taken_for_none() -> None:
    def too_large() -> str:
        raise MemoryError

    digests = Digests(too_large, str)
    for _ in range(2):
        with pytest.raises(MemoryError):
            _ = digests.file


def test_hashes_are_equal_by_what_they_say() -> None:
    assert Digests.known("a", "b") == Digests(lambda: "a", lambda: "b")
    assert hash(Digests.known("a", "b")) == hash(Digests.known("a", "b"))
    assert Digests.known("a", "b") != Digests.known("a", "c")
    assert Digests.known("a", "b") != "a"
    assert "'a', 'b'" in repr(Digests.known("a", "b"))


def test_files_without_a_hash_are_not_the_same_file() -> None:
    assert Digests.known("a", "b").are_of_file(Digests.known("a", "c"))
    assert not Digests.known("", "b").are_of_file(Digests.known("", "b"))


def test_the_hashes_are_of_what_was_read_whatever_becomes_of_the_file(tmp_path: Path) -> None:
    path = saved(tmp_path, film(WindowCenter=1, WindowWidth=2))
    before = path.read_bytes()
    radiograph = read_image(path)
    path.write_bytes(b"overwritten")
    assert radiograph.sha256 == sha256(before).hexdigest()
    assert radiograph.pixels_sha256 == pixels_digest(radiograph.pixels)


def test_pixels_whose_hash_is_still_to_come_cannot_be_written(tmp_path: Path) -> None:
    radiograph = read_image(saved(tmp_path, film(np.zeros((4, 4), np.uint16), PixelRepresentation=1)))
    with pytest.raises(ValueError, match="read-only"):
        radiograph.pixels[0, 0] = 1
