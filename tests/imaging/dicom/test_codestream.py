"""What compressed pictures say of themselves."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from kneeview.imaging.dicom.codestream import Codestream, inspected


def encoded(form: str, shape: tuple[int, ...], **options: object) -> bytes:
    stream = BytesIO()
    Image.fromarray(np.zeros(shape, np.uint8)).save(stream, form, **options)
    return stream.getvalue()


def test_a_baseline_picture_tells_its_size() -> None:
    stream = inspected(encoded("JPEG", (30, 50)))
    assert stream == Codestream(30, 50, 8, 1, "1.2.840.10008.1.2.4.50")


def test_a_progressive_picture_is_told_apart() -> None:
    stream = inspected(encoded("JPEG", (30, 50, 3), progressive=True))
    assert stream == Codestream(30, 50, 8, 3, "1.2.840.10008.1.2.4.55")


def test_a_jpeg_2000_picture_tells_its_size_with_and_without_wrapping() -> None:
    for options in ({"no_jp2": True}, {}):
        stream = inspected(encoded("JPEG2000", (30, 50, 3), **options))
        assert stream == Codestream(30, 50, 8, 3, "1.2.840.10008.1.2.4.91")


@pytest.mark.parametrize(
    ("shape", "columns"),
    [((30, 50), 50), ((64, 48), 48), ((2140, 1760), 1760), ((20000, 5), 5), ((9, 16), 16), ((300, 600), 600)],
)
def test_a_jpeg_xl_picture_tells_its_size(shape: tuple[int, int], columns: int) -> None:
    imagecodecs = pytest.importorskip("imagecodecs")
    stream = inspected(bytes(imagecodecs.jpegxl_encode(np.zeros(shape, np.uint8))))
    assert stream is not None
    assert (stream.rows, stream.columns, stream.has_end) == (*shape, False)
    assert stream.columns == columns


def test_jpeg_xl_without_a_codestream_or_cut_short_tells_nothing() -> None:
    head = b"\x00\x00\x00\x0cJXL \r\n\x87\n"
    assert inspected(head) is None
    assert inspected(head + b"\0\0\0\x10jxlc\xff\x0a") is None
    assert inspected(b"\xff\x0a\x01") is None


def test_a_numbered_part_of_jpeg_xl_tells_its_size() -> None:
    head = b"\x00\x00\x00\x0cJXL \r\n\x87\n"
    # In eights: 4 x 8 rows, and by a ratio twice as many columns.
    size = (1 | (3 << 1) | (7 << 6)).to_bytes(2, "little")
    stream = inspected(head + b"\0\0\0\x20jxlp\0\0\0\0\xff\x0a" + size)
    assert stream is not None
    assert (stream.rows, stream.columns) == (32, 64)


def test_high_throughput_is_told_by_its_mark() -> None:
    data = encoded("JPEG2000", (30, 50), no_jp2=True)
    stream = inspected(data.replace(b"\xff\x52", b"\xff\x50\x00\x04\x00\x00\xff\x52", 1))
    assert stream is not None
    assert stream.syntax == "1.2.840.10008.1.2.4.203"


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xc0\x00", b"\xff\xd8xxxx", b"BM" * 90]
)
def test_what_is_cut_off_or_strange_tells_nothing(data: bytes) -> None:
    assert inspected(data) is None


def test_a_stream_cut_off_anywhere_raises_nothing() -> None:
    for whole in (encoded("JPEG", (8, 8)), encoded("JPEG2000", (8, 8), no_jp2=True)):
        for end in range(0, 200, 3):
            inspected(whole[:end])


def test_fill_bytes_and_restart_marks_are_skipped() -> None:
    data = encoded("JPEG", (30, 50))
    stream = inspected(data[:2] + b"\xff\xff\xd0" + data[2:])
    assert stream is not None
    assert stream.columns == 50
