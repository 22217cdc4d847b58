"""Published files and what must come of each: sizes, values, scale, warnings, or one sentence."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from pydicom.data import get_testdata_file

from kneeview.case.case import new_case
from kneeview.domain.limb import Facing, Side, View
from kneeview.domain.scale import ScaleState
from kneeview.domain.sides import UNUSUAL_SIDES
from kneeview.imaging.radiograph import LookupTable, Radiograph, Window
from kneeview.imaging.readers import ImageError, read_image
from kneeview.imaging.windowing import grey_table

HAS_IMAGECODECS: Final = importlib.util.find_spec("imagecodecs") is not None


def read_reference(name: str, frame: int = 0) -> Radiograph:
    found = get_testdata_file(name, download=False)
    assert isinstance(found, str), f"{name} is missing: install pydicom-data"
    return read_image(Path(found), frame)


CAL, UNK, NONE = ScaleState.CALIBRATED, ScaleState.UNKNOWN, ScaleState.UNCALIBRATED

GREY: Final = {
    "CT_small.dcm": (128, 128, 128, 2191, CAL, "uncompressed, explicit VR little endian"),
    "J2K_pixelrep_mismatch.dcm": (512, 512, -2000, 1896, CAL, "JPEG 2000 lossless"),
    "JPEG-LL.dcm": (1024, 256, 0, 278, UNK, "JPEG lossless, first-order prediction"),
    "JPEG2000.dcm": (1024, 256, -30, 245, UNK, "JPEG 2000 (lossy)"),
    "JPEGLSNearLossless_08.dcm": (45, 10, 0, 255, NONE, "JPEG-LS near-lossless"),
    "JPEGLSNearLossless_16.dcm": (50, 10, 0, 65535, NONE, "JPEG-LS near-lossless"),
    "JPGLosslessP14SV1_1s_1f_8b.dcm": (768, 1024, 0, 255, NONE, "JPEG lossless, first-order prediction"),
    "MR-SIEMENS-DICOM-WithOverlays.dcm": (484, 484, 0, 1123, CAL, "uncompressed, explicit VR little endian"),
    "MR_small.dcm": (64, 64, 127, 2145, CAL, "uncompressed, explicit VR little endian"),
    "MR_small_RLE.dcm": (64, 64, 127, 2145, CAL, "RLE lossless"),
    "MR_small_bigendian.dcm": (64, 64, 127, 2145, CAL, "uncompressed, explicit VR big endian (retired)"),
    "MR_small_expb.dcm": (64, 64, 127, 2145, CAL, "uncompressed, explicit VR big endian (retired)"),
    "MR_small_implicit.dcm": (64, 64, 127, 2145, CAL, "uncompressed, implicit VR little endian"),
    "MR_small_jp2klossless.dcm": (64, 64, 127, 2145, CAL, "JPEG 2000 lossless"),
    "MR_small_jpeg_ls_lossless.dcm": (64, 64, 127, 2145, CAL, "JPEG-LS lossless"),
    "MR_small_padded.dcm": (64, 64, 127, 2145, CAL, "uncompressed, explicit VR little endian"),
    "RG1_J2KI.dcm": (1955, 1841, 803, 26512, NONE, "JPEG 2000 (lossy)"),
    "RG1_UNCR.dcm": (1955, 1841, 874, 26479, NONE, "uncompressed, explicit VR little endian"),
    "RG3_J2KI.dcm": (1760, 1760, 0, 1023, NONE, "JPEG 2000 (lossy)"),
    "RG3_J2KR.dcm": (1760, 1760, 0, 1023, NONE, "JPEG 2000 lossless"),
    "RG3_UNCR.dcm": (1760, 1760, 0, 1023, NONE, "uncompressed, explicit VR little endian"),
    "bad_sequence.dcm": (512, 512, 13, 2267, CAL, "JPEG lossless, first-order prediction"),
    "eCT_Supplemental.dcm": (512, 512, 0, 1196, CAL, "uncompressed, explicit VR little endian"),
    "emri_small.dcm": (64, 64, 0, 425, NONE, "uncompressed, explicit VR little endian"),
    "emri_small_RLE.dcm": (64, 64, 0, 425, NONE, "RLE lossless"),
    "emri_small_big_endian.dcm": (64, 64, 0, 425, NONE, "uncompressed, explicit VR big endian (retired)"),
    "emri_small_jpeg_2k_lossless.dcm": (64, 64, 0, 425, NONE, "JPEG 2000 lossless"),
    "emri_small_jpeg_ls_lossless.dcm": (64, 64, 0, 425, NONE, "JPEG-LS lossless"),
    "examples_overlay.dcm": (300, 484, 0, 1123, CAL, "uncompressed, explicit VR little endian"),
    "explicit_VR-UN.dcm": (512, 512, -1024, 1186, CAL, "JPEG 2000 lossless"),
    "image_dfl.dcm": (512, 512, 0, 255, NONE, "whole data set deflated, explicit VR little endian"),
    "mlut_18.dcm": (512, 512, -2048, 2047, NONE, "uncompressed, explicit VR little endian"),
    "vlut_04.dcm": (512, 512, 0, 255, NONE, "uncompressed, explicit VR little endian"),
}


@pytest.mark.parametrize("name", GREY)
def test_a_grey_file_has_its_size_values_and_scale(name: str) -> None:
    radiograph = read_reference(name)
    rows, columns, least, greatest, state, syntax = GREY[name]
    assert radiograph.pixels.shape == (rows, columns)
    stored = radiograph.pixels.astype(int) + radiograph.stored_offset
    assert (stored.min(), stored.max()) == (least, greatest)
    assert radiograph.scale.state is state
    assert radiograph.transfer_syntax == syntax
    assert radiograph.format == "DICOM"
    assert len(radiograph.sha256) == len(radiograph.pixels_sha256) == 64


COLOUR: Final = {
    "ExplVR_BigEnd.dcm": (60, 80),
    "GDCMJ2K_TextGBR.dcm": (400, 400),
    "OT-PAL-8-face.dcm": (480, 640),
    "SC_rgb_16bit.dcm": (100, 100),
    "SC_rgb_expb_16bit.dcm": (100, 100),
    "SC_rgb_gdcm_KY.dcm": (100, 100),
    "SC_rgb_jls_lossy_line.dcm": (100, 100),
    "SC_rgb_jls_lossy_sample.dcm": (100, 100),
    "SC_rgb_jpeg_dcmtk.dcm": (100, 100),
    "SC_rgb_jpeg_gdcm.dcm": (100, 100),
    "SC_rgb_small_odd.dcm": (3, 3),
    "US1_J2KI.dcm": (480, 640),
    "examples_jpeg2k.dcm": (480, 640),
    "examples_palette.dcm": (350, 800),
    "gdcm-US-ALOKA-16.dcm": (480, 640),
}


@pytest.mark.parametrize("name", COLOUR)
def test_a_colour_file_opens_in_colour(name: str) -> None:
    radiograph = read_reference(name)
    assert radiograph.pixels.shape == (*COLOUR[name], 3)
    assert radiograph.pixels.dtype == np.uint8
    assert radiograph.vois == ()
    assert not radiograph.inverse


SAME: Final = (
    ("RG3_UNCR.dcm", "RG3_J2KR.dcm", 0),
    ("RG3_UNCR.dcm", "RG3_J2KI.dcm", 9),
    ("RG1_UNCR.dcm", "RG1_J2KI.dcm", 403),
    ("RG1_UNCR.dcm", "RG1_J2KR.dcm", 0),
    ("MR_small.dcm", "MR_small_RLE.dcm", 0),
    ("MR_small.dcm", "MR_small_bigendian.dcm", 0),
    ("MR_small.dcm", "MR_small_jp2klossless.dcm", 0),
    ("MR_small.dcm", "MR_small_jpeg_ls_lossless.dcm", 0),
    ("JPEG2000_UNC.dcm", "JPEG2000.dcm", 0),
    ("693_UNCI.dcm", "693_J2KI.dcm", 1),
    ("693_UNCR.dcm", "693_J2KR.dcm", 0),
    ("emri_small.dcm", "emri_small_RLE.dcm", 0),
    ("emri_small.dcm", "emri_small_jpeg_ls_lossless.dcm", 0),
    ("SC_rgb.dcm", "SC_rgb_rle.dcm", 0),
    ("SC_rgb.dcm", "SC_rgb_expb.dcm", 0),
    ("SC_rgb.dcm", "SC_rgb_16bit.dcm", 0),
    ("SC_rgb.dcm", "SC_rgb_jpeg_gdcm.dcm", 0),
    ("SC_rgb.dcm", "SC_rgb_jls_lossy_line.dcm", 20),
    ("gdcm-US-ALOKA-16.dcm", "gdcm-US-ALOKA-16_big.dcm", 0),
)


@pytest.mark.parametrize(("one", "other", "most"), SAME)
def test_the_same_picture_in_another_form_has_the_same_pixels(one: str, other: str, most: int) -> None:
    first, second = read_reference(one), read_reference(other)
    # Two files may count their values from another least one.
    shift = first.stored_offset - second.stored_offset
    difference = np.abs(first.pixels.astype(int) - second.pixels.astype(int) + shift)
    assert difference.max() <= most
    if most == 0 and shift == 0:
        assert first.pixels_sha256 == second.pixels_sha256


REFUSED: Final = {
    "DICOMDIR-empty.dcm": "DICOMDIR",
    "JPEG2000-embedded-sequence-delimiter.dcm": "damaged",
    "MR_truncated.dcm": "cut short: 8130 of 8192 bytes",
    "SC_rgb_32bit.dcm": "32 bits a pixel",
    "badVR.dcm": "dose",
    "emri_small_jpeg_2k_lossless_too_short.dcm": "cut short",
    "liver.dcm": "segmentation",
    "meta_missing_tsyntax.dcm": "how large",
    "no_meta.dcm": "no picture that kneeview knows",
    "no_meta_group_length.dcm": "holds no picture",
    "reportsi.dcm": "structured report",
    "rtplan.dcm": "radiotherapy plan",
    "rtstruct.dcm": "outlines for radiotherapy",
    "test-SR.dcm": "structured report",
    "waveform_ecg.dcm": "waveform",
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_is_refused_in_words(name: str) -> None:
    with pytest.raises(ImageError, match=REFUSED[name]):
        read_reference(name)


@pytest.mark.parametrize("name", ["JPEG-lossy.dcm", "JPGExtended.dcm"])
def test_twelve_bit_jpeg_opens_or_is_named(name: str) -> None:
    if HAS_IMAGECODECS:
        assert read_reference(name).pixels.max() == 264
    else:
        with pytest.raises(ImageError, match=r"JPEG extended \(12 bit\), which kneeview cannot read; ask for an unc"):
            read_reference(name)


def test_twelve_bit_jpeg_is_named_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneeview.imaging.dicom.decoders.IMAGECODECS", {})
    with pytest.raises(ImageError, match=r"compressed with JPEG extended \(12 bit\), which kneeview cannot read"):
        read_reference("JPGExtended.dcm")


@pytest.mark.skipif(not HAS_IMAGECODECS, reason="imagecodecs is an extra")
def test_lossless_jpeg_is_the_same_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = [read_reference(name).pixels_sha256 for name in ("JPEG-LL.dcm", "bad_sequence.dcm")]
    monkeypatch.setattr("kneeview.imaging.dicom.decoders.IMAGECODECS", {})
    assert [read_reference(name).pixels_sha256 for name in ("JPEG-LL.dcm", "bad_sequence.dcm")] == fast


def test_a_leg_in_mirror_image_is_warned_of() -> None:
    radiograph = read_reference("RG3_UNCR.dcm")
    side = radiograph.header_side
    assert (side.patient_orientation, side.laterality, side.view_position) == ("R\\F", "R", "AP")
    assert side.only is Side.RIGHT
    assert side.view == View(Facing.ANTERIOR, mirrored=True)
    assert not side.view.right_leg_on_the_left
    assert UNUSUAL_SIDES in new_case(radiograph).notices()


def test_a_film_that_hangs_as_usual_is_not_warned_of() -> None:
    radiograph = read_reference("RG1_UNCR.dcm")
    assert radiograph.header_side.view == View()
    assert UNUSUAL_SIDES not in new_case(radiograph).notices()


def test_days_of_a_header_that_lie_apart_are_told() -> None:
    (said,) = read_reference("RG1_UNCR.dcm").warnings
    assert "Study Date 2004-08-26" in said
    assert "Content Date 1995-09-26" in said


def test_bone_is_bright_on_the_first_kind_of_monochrome() -> None:
    radiograph = read_reference("RG3_UNCR.dcm")
    assert radiograph.inverse
    assert radiograph.vois == (Window(550, 1024),)
    table = grey_table(radiograph, radiograph.default_display)
    assert table[0] > table[1023]


def test_a_zero_spacing_is_no_scale_and_is_said() -> None:
    scale = read_reference("RG1_UNCR.dcm").scale
    assert scale.level == 10
    assert scale.warnings == ("Pixel Spacing “0.000\\0.000” is no size and is ignored.",)


def test_windows_have_their_names() -> None:
    first, second = read_reference("MR-SIEMENS-DICOM-WithOverlays.dcm").vois
    assert (first, second) == (
        Window(450, 790, explanation="WINDOW1"),
        Window(200, 443, explanation="WINDOW2"),
    )
    assert len(read_reference("J2K_pixelrep_mismatch.dcm").vois) == 3


def test_tables_are_read() -> None:
    (voi,) = read_reference("vlut_04.dcm").vois
    assert isinstance(voi, LookupTable)
    assert (voi.first, len(voi.entries), voi.top) == (0, 256, 65535)
    modality = read_reference("mlut_18.dcm").modality.table
    assert modality is not None
    assert (modality.first, len(modality.entries)) == (-2048, 4096)


def test_an_overlay_is_kept_apart() -> None:
    (overlay,) = read_reference("examples_overlay.dcm").overlays
    assert overlay.plane.shape == (300, 484)
    assert (overlay.row, overlay.column) == (0, 0)
    assert 0 < overlay.plane.mean() < 0.1


def test_a_placeholder_birth_date_breaks_nothing() -> None:
    identity = read_reference("MR-SIEMENS-DICOM-WithOverlays.dcm").identity
    assert identity.age_years is None or identity.age_years < 130


def test_frames_can_be_chosen_and_are_told() -> None:
    first, last = read_reference("emri_small_RLE.dcm"), read_reference("emri_small_RLE.dcm", frame=9)
    assert first.frame_count == last.frame_count == 10
    assert first.warnings[0] == "The file holds 10 pictures; number 1 is shown."
    assert last.warnings[0] == "The file holds 10 pictures; number 10 is shown."
    assert first.pixels_sha256 != last.pixels_sha256
    assert last.pixels_sha256 == read_reference("emri_small.dcm", frame=9).pixels_sha256
    for frame in (10, -1):
        with pytest.raises(ImageError, match="10 pictures"):
            read_reference("emri_small_RLE.dcm", frame)


def test_loss_is_told() -> None:
    radiograph = read_reference("RG3_J2KI.dcm")
    assert radiograph.lossy
    assert any("compressed with loss (JPEG 2000)" in warning for warning in radiograph.warnings)
    assert not read_reference("RG3_J2KR.dcm").lossy


def test_a_section_is_no_radiograph() -> None:
    radiograph = read_reference("CT_small.dcm")
    assert any("CT picture" in warning for warning in radiograph.warnings)
    assert "Cross-sectional" in radiograph.scale.explanation


def test_what_was_read_is_named() -> None:
    radiograph = read_reference("RG1_UNCR.dcm")
    assert radiograph.name == "RG1_UNCR.dcm"
    assert radiograph.path is not None
    assert radiograph.byte_count == radiograph.path.stat().st_size
    assert radiograph.photometric == "MONOCHROME1"
    assert radiograph.bits_stored == 15
    assert radiograph.dicom_modality == "CR"
    assert radiograph.sop_instance_uid
