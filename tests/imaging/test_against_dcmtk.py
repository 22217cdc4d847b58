"""Every picture as DCMTK renders it: an independent reading of the standard is the oracle of the grey scale."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset

from kneeview.imaging.radiograph import Display, LookupTable, Radiograph, Window
from kneeview.imaging.readers import read_image
from kneeview.imaging.windowing import rendered
from tests.imaging.dicom_files import RAMP, film, lut, saved

MEAN_DIFFERENCE: Final = 0.5
"""Grey levels; DCMTK rounds rescaled values before it windows them."""

SIGNED: Final = (RAMP.astype(np.int16) - 2048).astype(np.int16)
BYTES: Final = (RAMP >> 4).astype(np.uint8)


@pytest.fixture(scope="session")
def dcmtk() -> str:
    """Return the program of DCMTK that renders, JPEG included."""
    found = shutil.which("dcmj2pnm")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("DCMTK is missing; the build must install it")
        pytest.skip("DCMTK is not installed")
    return found


def render_by_dcmtk(program: str, path: Path, *options: str) -> NDArray[np.uint8]:
    out = path.parent / "dcmtk.pnm"
    subprocess.run([program, "+op", "--no-overlays", *options, path, out], check=True, capture_output=True)
    return np.asarray(Image.open(out))


def mean_difference(radiograph: Radiograph, display: Display, oracle: NDArray[np.uint8]) -> float:
    ours = rendered(radiograph, display)
    assert ours.shape == oracle.shape
    return float(np.abs(ours.astype(int) - oracle.astype(int)).mean())


def difference_as_loaded(program: str, path: Path) -> float:
    """Compare the default display, or a window over all values where the file has none, which DCMTK stretches over."""
    radiograph = read_image(path)
    display = radiograph.default_display
    match display.voi:
        case Window():
            options = ["+Wi", "1"]
        case LookupTable():
            options = ["+Wl", "1"]
        case _ if radiograph.is_colour:
            options = []
        case _:
            window = Window(300.0, 700.0)
            display, options = Display(window), ["+Ww", "300", "700"]
    return mean_difference(radiograph, display, render_by_dcmtk(program, path, *options))


REFERENCE_FILES: Final = (
    "693_UNCI.dcm",
    "693_UNCR.dcm",
    "CT_small.dcm",
    "ExplVR_BigEnd.dcm",
    "JPEG-LL.dcm",
    "JPEG2000_UNC.dcm",
    "JPGLosslessP14SV1_1s_1f_8b.dcm",
    "MR-SIEMENS-DICOM-WithOverlays.dcm",
    "MR2_UNCR.dcm",
    "MR_small.dcm",
    "MR_small_RLE.dcm",
    "MR_small_bigendian.dcm",
    "MR_small_expb.dcm",
    "MR_small_implicit.dcm",
    "MR_small_padded.dcm",
    "OBXXXX1A.dcm",
    "OBXXXX1A_expb.dcm",
    "OBXXXX1A_rle.dcm",
    "RG1_UNCI.dcm",
    "RG1_UNCR.dcm",
    "RG3_UNCI.dcm",
    "RG3_UNCR.dcm",
    "SC_rgb.dcm",
    "SC_rgb_16bit.dcm",
    "SC_rgb_expb.dcm",
    "SC_rgb_expb_16bit.dcm",
    "SC_rgb_jpeg_dcmtk.dcm",
    "SC_rgb_rle.dcm",
    "SC_rgb_rle_16bit.dcm",
    "SC_rgb_small_odd.dcm",
    "SC_rgb_small_odd_big_endian.dcm",
    "SC_ybr_full_422_uncompressed.dcm",
    "SC_ybr_full_uncompressed.dcm",
    "US1_UNCR.dcm",
    "bad_sequence.dcm",
    "emri_small.dcm",
    "emri_small_RLE.dcm",
    "emri_small_big_endian.dcm",
    "examples_overlay.dcm",
    "examples_palette.dcm",
    "examples_rgb_color.dcm",
    "examples_ybr_color.dcm",
    "image_dfl.dcm",
    "mlut_18.dcm",
    "vlut_04.dcm",
)


@pytest.mark.parametrize("name", REFERENCE_FILES)
def test_a_reference_file_looks_as_in_dcmtk(name: str, dcmtk: str, tmp_path: Path) -> None:
    found = get_testdata_file(name, download=False)
    assert isinstance(found, str), f"{name} is missing: install pydicom-data"
    copy = tmp_path / "file.dcm"
    shutil.copy(found, copy)
    assert difference_as_loaded(dcmtk, copy) <= MEAN_DIFFERENCE


WINDOW: Final[dict[str, Any]] = {"WindowCenter": "1500", "WindowWidth": "900"}

MADE: Final = {
    "first kind of monochrome": film(PhotometricInterpretation="MONOCHROME1", **WINDOW),
    "first kind, shape inverse": film(
        PhotometricInterpretation="MONOCHROME1", PresentationLUTShape="INVERSE", **WINDOW
    ),
    "first kind, shape identity": film(
        PhotometricInterpretation="MONOCHROME1", PresentationLUTShape="IDENTITY", **WINDOW
    ),
    "second kind, shape inverse": film(PresentationLUTShape="INVERSE", **WINDOW),
    "negative slope": film(RescaleSlope="-1", RescaleIntercept="4095", **WINDOW),
    "slope and intercept": film(RescaleSlope="2", RescaleIntercept="-1024", **WINDOW),
    "signed": film(SIGNED, WindowCenter="-300", WindowWidth="1200"),
    "signed, rescaled": film(SIGNED, RescaleSlope="1", RescaleIntercept="100", **WINDOW),
    "eight bits": film(BYTES, WindowCenter="100", WindowWidth="90"),
    "sixteen bits": film(RAMP * 16, BitsStored=16, HighBit=15, WindowCenter="32000", WindowWidth="20000"),
    "sigmoid": film(VOILUTFunction="SIGMOID", **WINDOW),
    "narrowest window": film(WindowCenter="2000", WindowWidth="1"),
    "rubbish above the bits": film(RAMP | 0xA000, **WINDOW),
    "signed, rubbish above the bits": film((RAMP | 0x5000).astype(np.uint16), PixelRepresentation=1, **WINDOW),
    "value in the high bits": film(RAMP << 4, HighBit=15, **WINDOW),
    "table of 16 bits": film(VOILUTSequence=[lut(0, np.arange(4096)[::-1] * 16, 16)]),
    "table of 12 bits from 1000": film(VOILUTSequence=[lut(1000, np.arange(0, 4096, 4), 12)]),
    "table of 8 bits": film(VOILUTSequence=[lut(0, np.arange(4096) // 16, 8, packed=True)]),
    "signed, table from below zero": film(SIGNED, VOILUTSequence=[lut(-2048, np.arange(4096) * 16, 16)]),
    "modality table": film(ModalityLUTSequence=[lut(0, np.arange(4096)[::-1] * 16, 16)], **WINDOW),
    "modality table, then window": film(
        ModalityLUTSequence=[lut(0, np.arange(4096) * 16, 16)], WindowCenter="32000", WindowWidth="20000"
    ),
    "implicit": film(syntax="1.2.840.10008.1.2", **WINDOW),
    "big endian": film(syntax="1.2.840.10008.1.2.2", **WINDOW),
    "deflated": film(syntax="1.2.840.10008.1.2.1.99", **WINDOW),
}
MADE["modality table"].ModalityLUTSequence[0].ModalityLUTType = "US"


@pytest.mark.parametrize("name", MADE)
def test_a_made_file_looks_as_in_dcmtk(name: str, dcmtk: str, tmp_path: Path) -> None:
    assert difference_as_loaded(dcmtk, saved(tmp_path, MADE[name])) <= MEAN_DIFFERENCE


@pytest.mark.parametrize("window", [Window(1500, 900), Window(0, 4096), Window(4000, 10), Window(-500, 100)])
def test_a_window_of_the_user_looks_as_in_dcmtk(window: Window, dcmtk: str, tmp_path: Path) -> None:
    path = saved(tmp_path, MADE["slope and intercept"])
    oracle = render_by_dcmtk(dcmtk, path, "+Ww", str(window.center), str(window.width))
    assert mean_difference(read_image(path), Display(window), oracle) <= MEAN_DIFFERENCE


def test_a_window_by_hand_replaces_the_table(dcmtk: str, tmp_path: Path) -> None:
    path = saved(tmp_path, MADE["table of 16 bits"])
    oracle = render_by_dcmtk(dcmtk, path, "+Ww", "2000", "1000")
    assert mean_difference(read_image(path), Display(Window(2000, 1000)), oracle) <= MEAN_DIFFERENCE


def _with_overlay(**attributes: Any) -> Dataset:
    made = film(np.zeros((32, 48), np.uint8), WindowCenter="128", WindowWidth="256", **attributes)
    plane = np.zeros((10, 20), np.uint8)
    plane[2:5, 3:17] = 1
    made.add_new(0x60000010, "US", 10)
    made.add_new(0x60000011, "US", 20)
    made.add_new(0x60000040, "CS", "G")
    made.add_new(0x60000050, "SS", [5, 9])
    made.add_new(0x60000100, "US", 1)
    made.add_new(0x60000102, "US", 0)
    made.add_new(0x60003000, "OW", np.packbits(plane.ravel(), bitorder="little").tobytes() + b"\0")
    return made


def test_an_overlay_lies_where_dcmtk_draws_it(dcmtk: str, tmp_path: Path) -> None:
    path = saved(tmp_path, _with_overlay())
    out = tmp_path / "drawn.pnm"
    subprocess.run([dcmtk, "+op", "+Wi", "1", path, out], check=True, capture_output=True)
    (overlay,) = read_image(path).overlays
    drawn = np.zeros((32, 48), bool)
    rows, columns = overlay.plane.shape
    drawn[overlay.row : overlay.row + rows, overlay.column : overlay.column + columns] = overlay.plane
    assert np.array_equal(np.asarray(Image.open(out)) > 0, drawn)
