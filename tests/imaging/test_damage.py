"""Files cut short or changed at many places: a picture or a sentence, never anything else, and never half a picture."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from PIL import Image
from pydicom.data import get_testdata_file

from kneeview.imaging.radiograph import Radiograph
from kneeview.imaging.readers import ImageError, read_image
from kneeview.imaging.windowing import rendered
from tests.imaging.dicom_files import as_bytes, film, lut

CUTS: Final = 25
CHANGES: Final = 25

NAMES: Final = (
    "CT_small.dcm",
    "JPEG2000.dcm",
    "JPEGLSNearLossless_16.dcm",
    "MR_small_RLE.dcm",
    "MR_small_bigendian.dcm",
    "MR_small_jp2klossless.dcm",
    "MR_small_jpeg_ls_lossless.dcm",
    "SC_rgb_jpeg_dcmtk.dcm",
    "SC_rgb_small_odd.dcm",
    "emri_small_big_endian.dcm",
    "image_dfl.dcm",
    "test-SR.dcm",
)


def reference(name: str) -> bytes:
    found = get_testdata_file(name, download=False)
    assert isinstance(found, str)
    return Path(found).read_bytes()


def made(form: str, **options: Any) -> bytes:
    stream = BytesIO()
    colours = np.random.default_rng(5).integers(0, 256, (40, 60, 3)).astype(np.uint8)
    Image.fromarray(colours).save(stream, form, **options)
    return stream.getvalue()


FILES: Final[dict[str, Callable[[], bytes]]] = {
    **{name: partial(reference, name) for name in NAMES},
    **{form: partial(made, form) for form in ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP")},
    "compressed TIFF": partial(made, "TIFF", compression="tiff_lzw"),
    "progressive JPEG": partial(made, "JPEG", progressive=True),
    "film with tables": lambda: as_bytes(
        film(
            VOILUTSequence=[lut(0, np.arange(4096), 12, "TABLE")],
            WindowCenter=["1", "2"],
            WindowWidth=["3", "4"],
            PixelSpacing=["0.1", "0.1"],
            PatientName="Doe^Jane",
            PatientAge="006Y",
            StudyDate="20240101",
        )
    ),
}


def outcome(path: Path, data: bytes) -> Radiograph | str:
    """Return the picture, rendered without trouble, or the sentence in which the file was refused."""
    path.write_bytes(data)
    try:
        radiograph = read_image(path)
    except ImageError as error:
        return f"{error} {error.__cause__ if 'cannot name' in str(error) else ''}".strip()
    rendered(radiograph, radiograph.default_display)
    return radiograph


def is_fit(found: Radiograph | str) -> bool:
    """Whether it is a picture, or a sentence for a cause that was foreseen."""
    return isinstance(found, Radiograph) or (found.endswith(".") and "cannot name" not in found)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_refused_or_shown_whole(name: str, tmp_path: Path) -> None:
    data = FILES[name]()
    path = tmp_path / "cut"
    whole = outcome(path, data)
    chosen = np.random.default_rng(len(data))
    ends = [len(data) * k // CUTS for k in range(1, CUTS)] + chosen.integers(1, len(data), CUTS).tolist()
    for end in ends:
        found = outcome(path, data[:end])
        assert is_fit(found), found
        if isinstance(found, Radiograph):
            assert isinstance(whole, Radiograph)
            assert np.array_equal(found.pixels, whole.pixels), f"half a picture from {end} of {len(data)} bytes"


@pytest.mark.parametrize("name", FILES)
def test_a_file_with_changed_bytes_is_refused_or_shown(name: str, tmp_path: Path) -> None:
    data = FILES[name]()
    chosen = np.random.default_rng(len(data))
    for _ in range(CHANGES):
        changed = bytearray(data)
        for _ in range(chosen.choice((1, 2, 8))):
            end = len(data) if chosen.random() < 0.4 else min(len(data), 2000)
            changed[chosen.integers(end)] = int(chosen.choice((0, 255, int(chosen.integers(256)))))
        found = outcome(tmp_path / "changed", bytes(changed))
        assert is_fit(found), found
