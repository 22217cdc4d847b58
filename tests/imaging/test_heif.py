"""The boxes of a HEIC file, checked before its decoder sees them."""

from __future__ import annotations

import struct

import pytest

from kneeview.imaging.heif import is_heif, is_plain, is_whole


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def item_entry(name: bytes, version: int = 2) -> bytes:
    return box(b"infe", bytes([version, 0, 0, 0]) + b"\0" * (4 if version == 2 else 6) + name)


def heic(*entries: bytes, version: int = 0) -> bytes:
    count = struct.pack(">H" if version == 0 else ">I", len(entries))
    items = box(b"iinf", bytes([version, 0, 0, 0]) + count + b"".join(entries))
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"\0" * 4 + items) + box(b"mdat", b"\0" * 20)


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("entry", [2, 3])
def test_a_whole_file_is_whole(version: int, entry: int) -> None:
    assert is_whole(heic(item_entry(b"hvc1\0", entry), item_entry(b"Exif\0", entry), version=version))


def test_names_that_are_no_text_are_damage() -> None:
    assert not is_whole(heic(item_entry(b"Exi\xff\0")))


def test_entries_of_old_versions_are_not_judged() -> None:
    assert is_whole(heic(item_entry(b"\xff\xff\xff\xff", version=1)))


def test_a_file_that_is_cut_short_is_not_whole() -> None:
    whole = heic(item_entry(b"hvc1\0"))
    ends = (whole.index(b"meta") - 4, whole.index(b"mdat") - 4)
    for end in range(1, len(whole)):
        assert is_whole(whole[:end]) == (end in ends or end - max([0, *[e for e in ends if e <= end]]) < 8)


def test_sizes_that_cannot_be_are_damage() -> None:
    assert not is_whole(struct.pack(">I4s", 4, b"free") + b"\0" * 20)
    assert not is_whole(struct.pack(">I4sQ", 1, b"free", 8) + b"\0" * 20)
    assert is_whole(struct.pack(">I4sQ", 1, b"free", 24) + b"\0" * 8)
    assert is_whole(struct.pack(">I4s", 0, b"mdat") + b"\0" * 20)


@pytest.mark.parametrize("kind", [b"hvc1", b"grid", b"Exif", b"mime", b"tmap"])
def test_what_telephones_write_is_plain(kind: bytes) -> None:
    assert is_plain(heic(item_entry(b"hvc1\0"), item_entry(kind + b"\0")))


@pytest.mark.parametrize("kind", [b"iden", b"iovl", b"unci", b"mski", b"av01", b"hvc2"])
@pytest.mark.parametrize("version", [2, 3])
def test_the_kinds_with_the_known_holes_are_not_plain(kind: bytes, version: int) -> None:
    assert not is_plain(heic(item_entry(b"hvc1\0"), item_entry(kind + b"\0", version)))


def test_a_film_is_not_plain() -> None:
    assert not is_plain(heic(item_entry(b"hvc1\0")) + box(b"moov", b"\0" * 8))


def test_an_empty_item_box_is_damage() -> None:
    assert not is_whole(box(b"ftyp", b"heic") + box(b"meta", b"\0" * 4 + box(b"iinf", b"")))


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", True),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heix", True),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", False),
        (b"\0\0\0\x18ftypisom\0\0\0\0isomavc1", False),
        (b"heic", False),
    ],
)
def test_hevc_pictures_are_told_by_their_brands(head: bytes, told: bool) -> None:
    assert is_heif(head) is told
