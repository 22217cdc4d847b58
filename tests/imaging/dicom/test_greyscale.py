"""What the header says of grey, where it is damaged, contradicts itself or says it in old ways."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kneeview.imaging.radiograph import Display, LookupTable, Radiograph, VoiFunction, Window
from kneeview.imaging.readers import ImageError, read_image
from kneeview.imaging.windowing import grey_table
from tests.imaging.dicom_files import RAMP, film, item, lut, saved


def read(folder: Path, pixels: np.ndarray[Any, Any] = RAMP, **attributes: Any) -> Radiograph:
    return read_image(saved(folder, film(pixels, **attributes)))


@pytest.mark.parametrize(
    ("photometric", "shape", "inverse", "warned"),
    [
        ("MONOCHROME1", "", True, False),
        ("MONOCHROME1", "INVERSE", True, False),
        ("MONOCHROME1", "IDENTITY", False, True),
        ("MONOCHROME2", "", False, False),
        ("MONOCHROME2", "IDENTITY", False, False),
        ("MONOCHROME2", "INVERSE", True, True),
        ("MONOCHROME1", "NONSENSE", True, False),
    ],
)
def test_two_attributes_make_one_inversion(
    photometric: str, shape: str, inverse: bool, warned: bool, tmp_path: Path
) -> None:
    radiograph = read(tmp_path, PhotometricInterpretation=photometric, PresentationLUTShape=shape)
    assert radiograph.inverse is inverse
    assert any("contradicts itself" in warning for warning in radiograph.warnings) is warned


def test_windows_are_kept_in_order_with_their_names(tmp_path: Path) -> None:
    radiograph = read(
        tmp_path,
        WindowCenter=["100", "200", "300"],
        WindowWidth=["10", "0", "30"],
        WindowCenterWidthExplanation=["BONE", "BAD", "SOFT"],
        VOILUTSequence=[lut(0, RAMP.ravel(), 12, "TABLE")],
    )
    assert radiograph.vois[:2] == (Window(100, 10, explanation="BONE"), Window(300, 30, explanation="SOFT"))
    assert isinstance(radiograph.vois[2], LookupTable)
    assert radiograph.vois[2].explanation == "TABLE"
    assert radiograph.default_display == Display(radiograph.vois[0])


def test_unequal_lists_of_windows_keep_the_pairs(tmp_path: Path) -> None:
    radiograph = read(
        tmp_path, WindowCenter=["100", "200"], WindowWidth="10", WindowCenterWidthExplanation=["A", "B", "C"]
    )
    assert radiograph.vois == (Window(100, 10, explanation="A"),)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("SIGMOID", VoiFunction.SIGMOID),
        ("LINEAR_EXACT", VoiFunction.LINEAR_EXACT),
        ("LINEAR", VoiFunction.LINEAR),
        ("OTHER", VoiFunction.LINEAR),
    ],
)
def test_the_function_of_the_window_is_read(name: str, function: VoiFunction, tmp_path: Path) -> None:
    radiograph = read(tmp_path, WindowCenter="100", WindowWidth="50", VOILUTFunction=name)
    assert radiograph.vois == (Window(100, 50, function),)


def test_a_linear_window_narrower_than_one_is_meant_exactly(tmp_path: Path) -> None:
    radiograph = read(tmp_path, WindowCenter="0.5", WindowWidth="0.25", RescaleSlope="0.001")
    assert radiograph.vois == (Window(0.5, 0.25, VoiFunction.LINEAR_EXACT),)


def test_a_negative_width_is_no_window(tmp_path: Path) -> None:
    assert read(tmp_path, WindowCenter="100", WindowWidth="-50").vois == ()


def test_a_slope_of_zero_is_not_applied_and_told(tmp_path: Path) -> None:
    radiograph = read(tmp_path, RescaleSlope="0", RescaleIntercept="7")
    assert (radiograph.modality.slope, radiograph.modality.intercept) == (1, 7)
    assert any("slope" in warning for warning in radiograph.warnings)


@pytest.mark.parametrize("descriptor", [[4096, 0], [4096, 0, 12, 1], []])
def test_a_damaged_modality_table_is_told(descriptor: list[int], tmp_path: Path) -> None:
    broken = item()
    broken.add_new(0x00283002, "US", descriptor)
    broken.add_new(0x00283006, "OW", RAMP.tobytes())
    radiograph = read(tmp_path, ModalityLUTSequence=[broken])
    assert radiograph.modality.table is None
    assert any("modality table" in warning for warning in radiograph.warnings)


def test_a_table_without_entries_is_left_out(tmp_path: Path) -> None:
    broken = item()
    broken.add_new(0x00283002, "US", [16, 0, 8])
    assert read(tmp_path, VOILUTSequence=[broken]).vois == ()


def test_entries_as_a_list_are_read(tmp_path: Path) -> None:
    made = item()
    made.add_new(0x00283002, "US", [4, 100, 12])
    made.add_new(0x00283006, "US", [0, 1000, 3000, 4095])
    (voi,) = read(tmp_path, VOILUTSequence=[made]).vois
    assert isinstance(voi, LookupTable)
    assert (voi.first, list(voi.entries), voi.top) == (100, [0, 1000, 3000, 4095], 4095)


def test_entries_of_a_big_endian_file_are_read(tmp_path: Path) -> None:
    made = item()
    made.add_new(0x00283002, "US", [3, 0, 16])
    made.add_new(0x00283006, "OW", np.array([1, 2, 300], ">u2").tobytes())
    dataset = film(syntax="1.2.840.10008.1.2.2", VOILUTSequence=[made])
    (voi,) = read_image(saved(tmp_path, dataset)).vois
    assert isinstance(voi, LookupTable)
    assert list(voi.entries) == [1, 2, 300]


def test_sixteen_bits_of_entries_are_written_as_zero(tmp_path: Path) -> None:
    entries = np.arange(65536, dtype=np.uint16)
    (voi,) = read(tmp_path, RAMP * 16, BitsStored=16, HighBit=15, VOILUTSequence=[lut(0, entries, 16)]).vois
    assert isinstance(voi, LookupTable)
    assert len(voi.entries) == 65536


def test_entries_beyond_their_stated_depth_tell_it(tmp_path: Path) -> None:
    (voi,) = read(tmp_path, VOILUTSequence=[lut(0, RAMP.ravel(), 8)]).vois
    assert isinstance(voi, LookupTable)
    assert voi.top == 4095


@pytest.mark.parametrize(
    ("attributes", "padding"),
    [
        ({}, None),
        ({"PixelPaddingValue": 7}, (7, 7)),
        ({"PixelPaddingValue": 7, "PixelPaddingRangeLimit": 3}, (3, 7)),
        ({"PixelPaddingValue": 7, "PixelPaddingRangeLimit": 9}, (7, 9)),
    ],
)
def test_padding_is_a_range_of_stored_values(
    attributes: dict[str, Any], padding: tuple[int, int] | None, tmp_path: Path
) -> None:
    assert read(tmp_path, **attributes).padding == padding


@pytest.mark.parametrize(("written", "meant"), [(0xF800, -2048), (0x0800, -2048), (0x07FF, 2047), (5, 5)])
def test_padding_of_signed_pixels_has_their_sign(written: int, meant: int, tmp_path: Path) -> None:
    pixels = RAMP.astype(np.int16) - 2048
    dataset = film(pixels.astype(np.int16))
    dataset.add_new(0x00280120, "US", written)
    assert read_image(saved(tmp_path, dataset)).padding == (meant, meant)


def test_signed_pixels_keep_their_order(tmp_path: Path) -> None:
    pixels = (RAMP.astype(np.int16) - 2048).astype(np.int16)
    radiograph = read(tmp_path, pixels)
    assert (radiograph.stored_offset, radiograph.bits_stored) == (-2048, 12)
    assert np.array_equal(radiograph.pixels.astype(int) + radiograph.stored_offset, pixels)


def test_eight_signed_bits_are_shifted_too(tmp_path: Path) -> None:
    pixels = np.arange(-128, 128, dtype=np.int8).reshape(16, 16)
    radiograph = read(tmp_path, pixels)
    assert radiograph.pixels.dtype == np.uint8
    assert np.array_equal(radiograph.pixels.astype(int) - 128, pixels)


def test_an_overlay_in_the_high_bits_is_taken_out_and_not_seen(tmp_path: Path) -> None:
    plane = np.zeros((64, 64), bool)
    plane[10:20, 30:50] = True
    dataset = film((RAMP | (plane.astype(np.uint16) << 12)).astype(np.uint16))
    dataset.add_new(0x60000010, "US", 64)
    dataset.add_new(0x60000011, "US", 64)
    dataset.add_new(0x60000050, "SS", [1, 1])
    dataset.add_new(0x60000100, "US", 16)
    dataset.add_new(0x60000102, "US", 12)
    radiograph = read_image(saved(tmp_path, dataset))
    assert np.array_equal(radiograph.pixels, RAMP)
    (overlay,) = radiograph.overlays
    assert np.array_equal(overlay.plane, plane)
    assert overlay.label == "Overlay 1"


def overlay_with(**changes: Any) -> dict[int, tuple[str, Any]]:
    plane: dict[str, tuple[int, str, Any]] = {
        "rows": (0x60000010, "US", 8),
        "columns": (0x60000011, "US", 8),
        "origin": (0x60000050, "SS", [3, 5]),
        "label": (0x60001500, "LO", "RULER"),
        "data": (0x60003000, "OW", bytes(range(8))),
    }
    return {tag: (vr, changes.get(name, value)) for name, (tag, vr, value) in plane.items()}


@pytest.mark.parametrize(
    "changes",
    [{"rows": 0}, {"columns": 60000}, {"rows": 9}, {"data": b""}],
    ids=["no rows", "too large", "short", "empty"],
)
def test_a_damaged_overlay_is_left_out(changes: dict[str, Any], tmp_path: Path) -> None:
    dataset = film()
    for tag, (vr, value) in overlay_with(**changes).items():
        dataset.add_new(tag, vr, value)
    assert read_image(saved(tmp_path, dataset)).overlays == ()


def test_an_overlay_has_its_label_and_origin_from_zero(tmp_path: Path) -> None:
    dataset = film()
    for tag, (vr, value) in overlay_with().items():
        dataset.add_new(tag, vr, value)
    (overlay,) = read_image(saved(tmp_path, dataset)).overlays
    assert (overlay.label, overlay.row, overlay.column) == ("RULER", 2, 4)
    assert list(np.packbits(overlay.plane, axis=1, bitorder="little").ravel()) == list(range(8))


def test_an_overlay_of_a_big_endian_file_is_not_scrambled(tmp_path: Path) -> None:
    dataset = film(syntax="1.2.840.10008.1.2.2")
    for tag, (vr, value) in overlay_with(data=bytes([1, 0, 3, 2, 5, 4, 7, 6])).items():
        dataset.add_new(tag, vr, value)
    (overlay,) = read_image(saved(tmp_path, dataset)).overlays
    assert list(np.packbits(overlay.plane, axis=1, bitorder="little").ravel()) == list(range(8))


def palette(**changes: Any) -> dict[str, Any]:
    entries = np.arange(256, dtype=np.uint16) * 257
    made: dict[str, Any] = {"PhotometricInterpretation": "PALETTE COLOR"}
    for colour in ("Red", "Green", "Blue"):
        made[f"{colour}PaletteColorLookupTableDescriptor"] = [256, 0, 16]
        made[f"{colour}PaletteColorLookupTableData"] = (entries if colour == "Red" else entries[::-1]).tobytes()
    return {**made, **changes}


def test_a_palette_of_sixteen_bits_is_shown_in_eight(tmp_path: Path) -> None:
    indices = np.arange(256, dtype=np.uint8).reshape(16, 16)
    radiograph = read(tmp_path, indices, **palette())
    assert np.array_equal(radiograph.pixels[:, :, 0], indices)
    assert np.array_equal(radiograph.pixels[:, :, 2], 255 - indices)


def test_eight_bits_in_entries_of_sixteen_are_not_lost(tmp_path: Path) -> None:
    low = {f"{c}PaletteColorLookupTableData": np.arange(256, dtype="<u2").tobytes() for c in ("Red", "Green", "Blue")}
    indices = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert np.array_equal(read(tmp_path, indices, **palette(**low)).pixels[:, :, 0], indices)


def test_a_palette_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="palette"):
        read(tmp_path, np.zeros((4, 4), np.uint8), PhotometricInterpretation="PALETTE COLOR")


def test_the_table_of_the_default_display_inverts_last(tmp_path: Path) -> None:
    radiograph = read(tmp_path, PhotometricInterpretation="MONOCHROME1", WindowCenter="2048", WindowWidth="4096")
    table = grey_table(radiograph, radiograph.default_display)
    assert (table[0], table[4095]) == (255, 0)
    turned = grey_table(radiograph, Display(radiograph.vois[0], inverted=True))
    assert (turned[0], turned[4095]) == (0, 255)
