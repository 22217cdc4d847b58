"""Attributes of the wrong form answer nothing, and never raise."""

from __future__ import annotations

import warnings
from io import BytesIO

import numpy as np
import pytest
from pydicom import dcmread

from kneeview.imaging.dicom.attributes import Header
from tests.imaging.dicom_files import as_bytes, film, item, with_raw_value


def header_with_spacing(text: str) -> Header:
    """Return the header of a file whose Pixel Spacing is any text of 12 bytes at most."""
    placeholder = "0.111\\0.1111"
    data = with_raw_value(
        as_bytes(film(PixelSpacing=["0.111", "0.1111"])), placeholder.encode(), text.ljust(12).encode("latin-1")
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Header(dcmread(BytesIO(data)))


@pytest.mark.parametrize(
    "text", ["abc", "0.1\\abc", "0.1", "0.1\\0.1\\0.1", "0\\0", "-0.1\\0.1", "nan\\nan", "1_0\\1_0"]
)
def test_what_is_no_pair_is_rejected_with_its_text(text: str) -> None:
    header = header_with_spacing(text)
    assert header.pair("PixelSpacing", "Pixel Spacing") is None
    assert header.rejected == [f"Pixel Spacing “{text}”"]
    assert header.repaired == []


def test_a_decimal_comma_is_read_and_noted() -> None:
    header = header_with_spacing("0,143\\0,143")
    assert header.pair("PixelSpacing", "Pixel Spacing") == (0.143, 0.143)
    assert header.repaired == ["Pixel Spacing “0,143\\0,143”"]


@pytest.mark.parametrize("text", ["", "\\", "  \\  "])
def test_an_empty_pair_is_absent_and_not_worth_a_word(text: str) -> None:
    header = header_with_spacing(text)
    assert header.pair("PixelSpacing", "Pixel Spacing") is None
    assert header.rejected == []


def test_rows_stay_before_columns() -> None:
    assert header_with_spacing("0.2\\0.1").pair("PixelSpacing", "Pixel Spacing") == (0.2, 0.1)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.5e1", 15.0), ("+3", 3.0), (".5", 0.5), ("1,2", 1.2), ("1e999", None), ("0x10", None), ("١", None)],
)
def test_numbers_are_plain_ascii_numbers(text: str, number: float | None) -> None:
    assert Header(item(PatientComments=text)).number("PatientComments") == number


def test_a_length_below_zero_is_rejected_and_zero_is_absent() -> None:
    made = item(PatientComments="-5", PatientName="0", StudyDescription="1,5")
    header = Header(made)
    assert header.length("PatientComments", "Distance") is None
    assert header.length("PatientName", "Distance") is None
    assert header.length("StudyDescription", "Distance") == 1.5
    assert header.length("StudyID", "Distance") is None
    assert (header.rejected, header.repaired) == (["Distance “-5”"], ["Distance “1,5”"])


def test_absent_attributes_answer_nothing() -> None:
    header = Header(item())
    assert header.value("Rows") is None
    assert header.text("PatientName") == ""
    assert header.texts("PatientName") == ()
    assert header.number("Rows") is None
    assert header.integer("Rows") is None
    assert header.items("VOILUTSequence") == ()
    assert header.vr("Rows") == ""
    assert "Rows" not in header


def test_whole_numbers_only() -> None:
    header = Header(item(PatientComments="2.5", StudyDescription="2.0"))
    assert header.integer("PatientComments") is None
    assert header.integer("StudyDescription") == 2


def test_a_sequence_is_no_text_and_text_is_no_sequence() -> None:
    header = Header(item(VOILUTSequence=[item(LUTExplanation="BONE")], PatientComments="x"))
    assert header.texts("VOILUTSequence") == ()
    assert [one.text("LUTExplanation") for one in header.items("VOILUTSequence")] == ["BONE"]
    assert header.items("PatientComments") == ()


def test_a_value_of_the_wrong_length_is_no_value() -> None:
    data = as_bytes(film(np.zeros((4, 4), np.uint8)))
    rows = b"\x28\x00\x10\x00US\x02\x00\x04\x00"
    broken = data.replace(rows, b"\x28\x00\x10\x00US\x01\x00\x04")
    assert len(broken) == len(data) - 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        header = Header(dcmread(BytesIO(broken)))
    assert header.integer("Rows") is None
    assert header.integer("Columns") == 4


def test_bytes_are_read_as_text() -> None:
    made = item()
    made.add_new(0x00281050, "UN", b"40\\80 ")
    assert Header(made).numbers(0x00281050) == (40.0, 80.0)


def test_a_name_in_a_damaged_character_set_raises_nothing() -> None:
    made = film(SpecificCharacterSet="ISO_IR 192", PatientName="AAAA^BBBB")
    broken = with_raw_value(as_bytes(made), b"AAAA^BBBB", b"\xff\xfe\xc3\xc3^\x80\x80\x80\x80")
    header = Header(dcmread(BytesIO(broken)))
    assert isinstance(header.text("PatientName"), str)
