"""Looking through folders, DICOMDIRs and archives: what is found, in which order, and what never harms."""

from __future__ import annotations

import json
import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pydicom.fileset import FileSet
from pydicom.uid import ExplicitVRBigEndian, ImplicitVRLittleEndian, generate_uid

from kneeview.imaging import zipped
from kneeview.imaging.collection import (
    CollectionError,
    Entry,
    EntryKind,
    Tally,
    Worth,
    collected,
    folders,
    is_collection,
    searching,
    thumbnail,
)
from kneeview.imaging.collection.entry import natural
from kneeview.imaging.collection.judging import worth_of
from kneeview.imaging.dicom.catalogue import header_facts
from kneeview.imaging.radiograph import Cancelled, ImageError
from kneeview.imaging.readers import read_image
from tests.imaging.dicom_files import CT, RAMP, as_bytes, film, saved

needs_posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in the file system")
needs_a_common_user = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user"
)


class Watch:
    """Remembers what a search told."""

    def __init__(self, stop_after: int | None = None) -> None:
        self.tallies: list[Tally] = []
        self._stop_after = stop_after

    def __call__(self, tally: Tally) -> None:
        self.tallies.append(tally)
        if self._stop_after is not None and tally.files >= self._stop_after:
            raise Cancelled

    @property
    def last(self) -> Tally:
        return self.tallies[-1]


def listed(*paths: Path, watch: Watch | None = None) -> list[Entry]:
    return sorted(collected(paths, watch or Watch()), key=lambda entry: entry.order)


def found(*paths: Path, watch: Watch | None = None) -> list[Entry]:
    """Return what is listed to be opened, or named for what it is."""
    return [entry for entry in listed(*paths, watch=watch) if entry.worth > Worth.UNREAD]


def passed_over(*paths: Path) -> dict[str, str]:
    """Return the reason for every file that is listed because it cannot be opened."""
    return {entry.name: entry.remark for entry in listed(*paths) if entry.worth <= Worth.UNREAD}


def names(*paths: Path) -> list[str]:
    return [entry.name for entry in found(*paths)]


def tall(**attributes: Any) -> bytes:
    return as_bytes(film(np.zeros((3000, 1000), np.uint16), **attributes))


def photo(form: str = "JPEG", size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, (200, 150, 100)).save(stream, form, **options)
    return stream.getvalue()


def packed(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


# ------------------------------------------------------------------------------------------------------ what is found


def test_the_measurable_come_first(tmp_path: Path) -> None:
    files = {
        "a.txt": b"words",
        "b.jpg": photo(),
        "c.dcm": as_bytes(film(Modality="CT", SOPClassUID=CT)),
        "d.dcm": as_bytes(film(BodyPartExamined="CHEST")),
        "e.dcm": as_bytes(film(BodyPartExamined="KNEE")),
        "f.dcm": as_bytes(film(SeriesDescription="Standing long leg")),
        "g.kneeview": b'{"schema": "kneeview.case/1", "image": {"name": "f.dcm"}, "patient": {"name": "Doe^Jane"}}',
        "h.zip": b"PK\x05\x06" + bytes(18),
        "i.dcm": as_bytes(film(Modality="SR", Rows=None, Columns=None, PixelData=None)),
        "j.7z": b"7z\xbc\xaf\x27\x1c" + bytes(20),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    watch = Watch()
    entries = found(tmp_path, watch=watch)
    assert [entry.name[0] for entry in entries] == ["g", "f", "e", "d", "b", "c", "h", "j", "i"]
    assert [entry.worth for entry in entries] == sorted((entry.worth for entry in entries), reverse=True)
    assert entries[0].patient_name == "Doe^Jane"
    assert entries[0].description == "f.dcm"
    assert watch.last.files == 10
    assert watch.last.pictures == 5
    assert watch.last.remarks == ("1 file is no picture, case or archive.",)
    assert [entry.name for entry in entries if entry.remark] == ["j.7z", "i.dcm"]


def test_a_line_tells_what_the_header_says(tmp_path: Path) -> None:
    made = film(
        PatientName="Müller^Änne",
        PatientID="77",
        StudyDate="20260504",
        SeriesDescription="Ganzbein stehend",
        BodyPartExamined="LEG",
        ViewPosition="AP",
        ImageLaterality="R",
        SeriesNumber=3,
        InstanceNumber=12,
        NumberOfFrames=1,
        SpecificCharacterSet="ISO_IR 192",
    )
    path = saved(tmp_path, made)
    (entry,) = found(path)
    assert entry == Entry(
        entry.place,
        EntryKind.DICOM,
        Worth.LONG_LEG,
        path.stat().st_size,
        "Müller^Änne",
        "77",
        "20260504",
        "Leg · Ganzbein stehend",
        "AP right",
        "CR",
        64,
        64,
        1,
        3,
        12,
    )
    assert entry.path == path


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRBigEndian])
def test_every_byte_order_is_read(syntax: str, tmp_path: Path) -> None:
    (entry,) = found(saved(tmp_path, film(syntax=syntax, PatientName="A^B", NumberOfFrames=4)))
    assert (entry.patient_name, entry.rows, entry.columns, entry.frames) == ("A^B", 64, 64, 4)


def deflated(data: bytes) -> bytes:
    end = 132 + 12 + struct.unpack_from("<I", data, 140)[0]
    old, new = b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.1.99"
    meta = data[:end].replace(struct.pack("<H", 20) + old, struct.pack("<H", 22) + new)
    meta = meta[:140] + struct.pack("<I", struct.unpack_from("<I", meta, 140)[0] + 2) + meta[144:]
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return meta + press.compress(data[end:]) + press.flush()


def test_a_deflated_file_is_inflated_no_further_than_its_header(tmp_path: Path) -> None:
    data = as_bytes(film(PatientName="A^B"))
    (tmp_path / "film.dcm").write_bytes(deflated(data + bytes(50_000_000)))
    (entry,) = found(tmp_path)
    assert (entry.patient_name, entry.rows) == ("A^B", 64)


def test_a_long_header_is_read_to_its_end(tmp_path: Path) -> None:
    made = film(PatientName="A^B")
    made.add_new(0x00090010, "LO", "ACME")
    made.add_new(0x00091001, "OB", bytes(200_000))
    (entry,) = found(saved(tmp_path, made))
    assert (entry.patient_name, entry.rows, entry.columns) == ("A^B", 64, 64)


def test_an_element_that_claims_gigabytes_takes_no_memory() -> None:
    data = as_bytes(film(StudyDescription="word"))
    at = data.index(b"LO\x04\0word")
    wrong = data[:at] + b"UN\0\0" + struct.pack("<I", 0xFFFFFFF0) + data[at + 4 :]
    asked: list[int] = []

    def more(count: int) -> bytes:
        asked.append(count)
        return wrong

    assert header_facts(wrong.ljust(1 << 15, b"\0"), more).texts["sop_class"]
    assert all(count <= 1 << 24 for count in asked)


def test_letters_that_look_like_a_group_are_no_dicom(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\x08\0\x05\0CS\x02\0ab" + b"nothing more" * 9)
    watch = Watch()
    assert found(tmp_path, watch=watch) == []
    assert watch.last.unreadable == 0


def test_a_photo_tells_its_upright_size_and_its_day(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8769)[0x9003] = "2026:05:04 10:11:12"
    (tmp_path / "a.jpg").write_bytes(photo(exif=exif))
    (tmp_path / "b.png").write_bytes(photo("PNG"))
    upright, plain = found(tmp_path)
    assert (upright.columns, upright.rows, upright.date) == (30, 40, "2026-05-04")
    assert (plain.columns, plain.rows, plain.date) == (40, 30, "")


def test_a_heic_tells_its_size_without_a_decoder(tmp_path: Path) -> None:
    extent = b"\0\0\0\x14ispe\0\0\0\0" + struct.pack(">II", 4032, 3024)
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + extent)
    (entry,) = found(tmp_path)
    assert (entry.columns, entry.rows, entry.format) == (4032, 3024, "HEIC")


@pytest.mark.parametrize("text", ["{}", '{"schema": "kneeview.case/1", "patient": 7}', "{" * 9, "[" * 100_000])
def test_a_case_is_named_however_damaged(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.kneeview").write_text("{" + text[1:])
    (entry,) = listed(tmp_path)
    assert entry.kind is EntryKind.CASE
    assert bool(entry.remark) is (entry.worth is Worth.UNREAD) is ("schema" not in text)


# ----------------------------------------------------------------------------------------------------------- the order


@pytest.mark.parametrize(
    ("worth", "modality", "size", "words"),
    [
        (Worth.LONG_LEG, "DX", (100, 100), "Ganzbein"),
        (Worth.LONG_LEG, "CR", (100, 100), "HIP TO ANKLE"),
        (Worth.LONG_LEG, "DX", (9000, 3000), ""),
        (Worth.LONG_LEG, "DX", (9000, 3000), "KNEE"),
        (Worth.PROJECTION, "DX", (9000, 3000), "WHOLE SPINE"),
        (Worth.LIMB, "DX", (100, 100), "Knie ap"),
        (Worth.LIMB, "SC", (100, 100), "PELVIS_STANDING"),
        (Worth.LIMB, "CR", (100, 100), "hüfte"),
        (Worth.PROJECTION, "CR", (100, 100), "relationship of the college"),
        (Worth.PROJECTION, "", (100, 100), ""),
        (Worth.CROSS_SECTION, "CT", (100, 100), "long leg"),
        (Worth.NO_PICTURE, "SEG", (100, 100), ""),
        (Worth.NO_PICTURE, "CR", (0, 0), "knee"),
    ],
)
def test_worth_follows_modality_words_and_shape(worth: Worth, modality: str, size: tuple[int, int], words: str) -> None:
    assert worth_of(modality, "", *size, words) is worth


def test_a_scout_of_a_ct_is_a_projection() -> None:
    assert worth_of("CT", "ORIGINAL\\PRIMARY\\LOCALIZER", 100, 100, "pelvis") is Worth.LIMB


def test_later_days_come_first_and_numbers_count_as_numbers(tmp_path: Path) -> None:
    saved(tmp_path, film(StudyDate="20200101"), "old.dcm")
    saved(tmp_path, film(StudyDate="20260101"), "new.dcm")
    saved(tmp_path, film(), "undated 10.dcm")
    saved(tmp_path, film(), "undated 9.dcm")
    assert names(tmp_path) == ["new.dcm", "old.dcm", "undated 9.dcm", "undated 10.dcm"]


@pytest.mark.parametrize("name", ["", "²", "x" * 300, "1" * 300, "٣", "a1b2"])
def test_any_two_names_can_be_compared(name: str) -> None:
    assert natural("film 2") < natural("film 10")
    assert (natural(name) < natural("film 2")) or (natural(name) >= natural("film 2"))


# ------------------------------------------------------------------------------------------------------------- folders


def test_hundreds_of_files_are_found_and_told_one_by_one(tmp_path: Path) -> None:
    data = as_bytes(film(BodyPartExamined="ANKLE"))
    for k in range(300):
        folder = tmp_path / f"study {k % 7}" / f"series {k % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"IM{k:04}").write_bytes(data)
    watch = Watch()
    assert len(found(tmp_path, watch=watch)) == 300
    assert [tally.files for tally in watch.tallies] == sorted(tally.files for tally in watch.tallies)
    assert (watch.last.files, watch.last.pictures) == (300, 300)


def test_it_is_lazy_and_stops_in_the_middle(tmp_path: Path) -> None:
    for k in range(20):
        saved(tmp_path, film(), f"{k:02}.dcm")
    search = collected((tmp_path,), Watch(stop_after=8))
    got = [next(search) for _ in range(7)]
    assert [entry.name for entry in got] == [f"{k:02}.dcm" for k in range(7)]
    with pytest.raises(Cancelled):
        next(search)


def test_hidden_and_system_files_are_passed_over(tmp_path: Path) -> None:
    for name in (".DS_Store", ".hidden.dcm", "Thumbs.db", "desktop.ini", "film.dcm"):
        saved(tmp_path, film(), name)
    for name in (".git", "$RECYCLE.BIN", "__MACOSX", "System Volume Information"):
        (tmp_path / name).mkdir()
        saved(tmp_path / name, film())
    assert names(tmp_path) == ["film.dcm"]


def test_a_folder_called_like_a_film_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "x.dcm").mkdir()
    saved(tmp_path / "x.dcm", film(), "inside.dcm")
    assert names(tmp_path) == ["inside.dcm"]
    assert is_collection(tmp_path / "x.dcm")


@needs_posix
def test_pipes_and_devices_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.dcm")
    (tmp_path / "zero.dcm").symlink_to("/dev/zero")
    saved(tmp_path, film())
    watch = Watch()
    assert [entry.name for entry in found(tmp_path, watch=watch)] == ["film.dcm"]
    assert watch.last.files == 1


@needs_posix
def test_a_pipe_that_takes_the_place_of_a_file_does_not_hold_up(tmp_path: Path) -> None:
    path = saved(tmp_path, film())
    path.unlink()
    os.mkfifo(path)
    done: list[object] = []
    worker = Thread(target=lambda: done.append(_refusal(lambda: found(path))), daemon=True)
    worker.start()
    worker.join(5)
    assert done == ["It is no folder and no ordinary file."]
    assert not is_collection(path)


def _refusal(call: Callable[[], object]) -> str:
    try:
        call()
    except CollectionError as error:
        return str(error)
    return ""


def test_a_file_that_vanishes_is_counted_and_the_rest_is_found(tmp_path: Path) -> None:
    for name in ("a.dcm", "b.dcm", "c.dcm"):
        saved(tmp_path, film(), name)

    class Vanishing(Watch):
        def __call__(self, tally: Tally) -> None:
            if tally.now == "b.dcm":
                (tmp_path / "b.dcm").unlink()
            super().__call__(tally)

    watch = Vanishing()
    assert [entry.name for entry in found(tmp_path, watch=watch)] == ["a.dcm", "c.dcm"]
    assert watch.last.remarks == ("1 file could not be read: the list says why.",)
    assert passed_over(tmp_path) == {}, "gone by now"


def test_damaged_files_are_counted(tmp_path: Path) -> None:
    data = as_bytes(film())
    (tmp_path / "cut.dcm").write_bytes(data[:140])
    (tmp_path / "no.dcm").write_bytes(bytes(128) + b"DICM" + bytes(40))
    saved(tmp_path, film())
    watch = Watch()
    assert [entry.name for entry in found(tmp_path, watch=watch)] == ["film.dcm"]
    assert watch.last.remarks == ("2 files could not be read: the list says why.",)
    assert passed_over(tmp_path) == dict.fromkeys(("cut.dcm", "no.dcm"), "This DICOM file is damaged or cut short.")


def test_what_is_nothing_to_open_is_listed_last_with_its_reason(tmp_path: Path) -> None:
    for name, data in {"notes.txt": b"words", "empty.dcm": b"", "cut.dcm": as_bytes(film())[:140]}.items():
        (tmp_path / name).write_bytes(data)
    saved(tmp_path, film())
    assert [entry.name for entry in listed(tmp_path)] == ["film.dcm", "cut.dcm", "empty.dcm", "notes.txt"]
    assert passed_over(tmp_path) == {
        "cut.dcm": "This DICOM file is damaged or cut short.",
        "empty.dcm": "The file is empty.",
        "notes.txt": "No picture, case or archive that kneeview knows.",
    }
    watch = Watch()
    listed(tmp_path, watch=watch)
    assert watch.last.files == 4
    assert watch.last.remarks[-1] == "2 files are no picture, case or archive."


def test_of_very_many_other_files_the_rest_is_only_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MAX_OTHERS", 3)
    for k in range(5):
        (tmp_path / f"{k}.txt").write_text("words")
    watch = Watch()
    assert len(listed(tmp_path, watch=watch)) == 3
    assert watch.last.others == 5


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_that_lead_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    saved(tmp_path / "a" / "b", film())
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "again").symlink_to(tmp_path / "a")
    (tmp_path / "nowhere").symlink_to(tmp_path / "not there")
    assert len(found(tmp_path)) == 1


@needs_a_common_user
def test_a_forbidden_folder_is_counted(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir()
    saved(tmp_path, film())
    (tmp_path / "closed").chmod(0)
    watch = Watch()
    try:
        assert len(found(tmp_path, watch=watch)) == 1
        assert watch.last.remarks == ("1 folder could not be opened.",)
        assert _refusal(lambda: found(tmp_path / "closed")) == "You are not allowed to read this folder."
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_a_folder_that_cannot_be_listed_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    saved(tmp_path, film())
    listed = folders.content_of

    def forbidding(folder: Path, limit: int) -> tuple[list[Path], list[Path]]:
        if folder.name == "closed":
            raise PermissionError(13, "no")
        return listed(folder, limit)

    monkeypatch.setattr(searching, "content_of", forbidding)
    watch = Watch()
    assert len(found(tmp_path, watch=watch)) == 1
    assert watch.last.remarks == ("1 folder could not be opened.",)
    assert _refusal(lambda: found(tmp_path / "closed")) == "You are not allowed to read this folder."


def test_depth_and_number_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path
    for _ in range(40):
        deep = deep / "d"
    deep.mkdir(parents=True)
    saved(deep, film())
    watch = Watch()
    assert found(tmp_path, watch=watch) == []
    assert watch.last.remarks == ("There is more than kneeview looks through; open a folder further in.",)
    monkeypatch.setattr(searching, "MAX_FILES", 2)
    for name in "abc":
        saved(tmp_path, film(), name)
    assert len(found(tmp_path, watch=watch)) == 2
    assert watch.last.is_cut


@pytest.mark.parametrize("name", ["not there", "\0", "x" * 400])
def test_what_is_not_there_is_told_in_a_sentence(name: str, tmp_path: Path) -> None:
    assert _refusal(lambda: found(tmp_path / name)) in (
        "There is no such folder or file.",
        "It is no folder and no ordinary file.",
    )
    assert not is_collection(tmp_path / name)


def test_several_paths_are_one_list_and_one_bad_one_does_not_spoil_it(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    inside = saved(tmp_path / "folder", film(), "inside.dcm")
    single = saved(tmp_path, film(), "single.dcm")
    archive = packed(tmp_path / "a.zip", {"zipped.dcm": inside.read_bytes()})
    watch = Watch()
    entries = found(tmp_path / "folder", single, archive, tmp_path / "gone", watch=watch)
    assert sorted(entry.name for entry in entries) == ["inside.dcm", "single.dcm", "zipped.dcm"]
    assert watch.last.remarks == ("gone: There is no such folder or file.",)


# ----------------------------------------------------------------------------------------------------------- DICOMDIRs


def disc(folder: Path, count: int = 3) -> Path:
    """Write a disc with a DICOMDIR and return where."""
    made = FileSet()
    for k in range(count):
        dataset = film(PatientID="1", PatientName="A^B", StudyInstanceUID="1.2.1", SeriesInstanceUID="1.2.2")
        dataset.StudyDate, dataset.StudyTime, dataset.StudyID = "20260101", "120000", "1"
        dataset.SeriesNumber, dataset.InstanceNumber, dataset.AccessionNumber = 1, k + 1, "1"
        dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
        made.add(dataset)
    made.write(folder)
    made._stage["t"].cleanup()
    return folder / "DICOMDIR"


def test_a_dicomdir_lists_what_it_names_and_nothing_else(tmp_path: Path) -> None:
    path = disc(tmp_path / "disc")
    saved(tmp_path / "disc", film(), "stray.dcm")
    watch = Watch()
    assert is_collection(path)
    assert [entry.instance_number for entry in found(path, watch=watch)] == [1, 2, 3]
    assert watch.last.remarks == ()
    assert len(found(path.parent)) == 4


def lowered(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), key=lambda path: -len(path.parts)):
        path.rename(path.with_name(path.name.lower()))


def test_names_in_small_letters_are_found_as_on_a_mounted_disc(tmp_path: Path) -> None:
    path = disc(tmp_path / "disc")
    lowered(path.parent)
    path = path.with_name("dicomdir")
    watch = Watch()
    assert is_collection(path)
    assert len(found(path, watch=watch)) == 3
    assert watch.last.remarks == ()


def test_a_dicomdir_that_does_not_fit_its_disc_falls_back_to_the_folder(tmp_path: Path) -> None:
    path = disc(tmp_path / "disc")
    next(p for p in path.parent.rglob("*") if p.is_file() and p != path).unlink()
    saved(path.parent, film(), "stray.dcm")
    watch = Watch()
    assert len(found(path, watch=watch)) == 3
    assert watch.last.remarks == (
        "The DICOMDIR does not fit what is on the disc, so the whole folder was looked through.",
    )


@pytest.mark.parametrize("data", [bytes(128) + b"DICM", bytes(128) + b"DICM" + b"\xff" * 500])
def test_a_damaged_dicomdir_falls_back_to_the_folder(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "DICOMDIR").write_bytes(data)
    saved(tmp_path, film())
    assert names(tmp_path / "DICOMDIR") == ["film.dcm"]


def test_a_dicomdir_does_not_lead_out_of_its_folder(tmp_path: Path) -> None:
    path = disc(tmp_path / "disc", 1)
    saved(tmp_path, film(), "outside")
    data = path.read_bytes()
    at = data.rindex(b"PT000000")
    path.write_bytes(data[:at] + b"..\\..\\.." + data[at + 8 :])
    assert all(tmp_path / "disc" in entry.path.parents for entry in found(path))


# ------------------------------------------------------------------------------------------------------------ archives


def test_an_archive_lists_its_pictures_and_they_open_as_if_unpacked(tmp_path: Path) -> None:
    data = as_bytes(film(PatientName="A^B"))
    path = packed(
        tmp_path / "visit.zip",
        {"DICOM/IM0001": data, "photos/a.jpg": photo(), "notes.txt": b"words", "__MACOSX/DICOM/._IM0001": data},
    )
    assert is_collection(path)
    watch = Watch()
    entries = found(path, watch=watch)
    assert [(entry.name, entry.place.member) for entry in entries] == [
        ("IM0001", "DICOM/IM0001"),
        ("a.jpg", "photos/a.jpg"),
    ]
    assert (watch.last.files, watch.last.pictures) == (3, 2)
    unpacked = tmp_path / "IM0001"
    unpacked.write_bytes(data)
    image, plain = read_image(entries[0].path), read_image(unpacked)
    assert (image.pixels == plain.pixels).all()
    assert (image.sha256, image.pixels_sha256, image.name) == (plain.sha256, plain.pixels_sha256, "IM0001")
    assert image.path == Path(f"{path}!DICOM/IM0001")
    assert (entries[1].columns, entries[1].rows) == (40, 30)


@pytest.mark.parametrize("name", ["./a//b.dcm", "/abs/b.dcm", "../../up.dcm", "ä !.zip!b.dcm", "w\\in.dcm"])
def test_members_of_odd_names_open(name: str, tmp_path: Path) -> None:
    path = packed(tmp_path / "odd.zip", {name: as_bytes(film())})
    for entry in found(path):
        assert read_image(entry.path).rows == 64


def test_an_archive_in_an_archive_is_named_and_not_entered(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"film.dcm": as_bytes(film())})
    outer = packed(tmp_path / "outer.zip", {"inner.zip": inner.read_bytes(), "a.kneeview": b'{"schema": 1}'})
    archive, case = sorted(found(outer), key=lambda entry: entry.kind.value)
    assert archive.kind is EntryKind.ARCHIVE
    assert archive.remark == "An archive inside an archive; unpack it first."
    assert case.remark == "A case inside an archive; unpack it first."
    assert all(entry.remark == "" for entry in found(tmp_path))


def encrypted(path: Path) -> Path:
    """Set the flag of every member (APPNOTE.TXT 4.4.4)."""
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    path.write_bytes(data)
    return path


def test_a_password_is_told_in_one_sentence(tmp_path: Path) -> None:
    path = encrypted(packed(tmp_path / "a.zip", {"film.dcm": as_bytes(film())}, zipfile.ZIP_STORED))
    watch = Watch()
    assert found(path, watch=watch) == []
    assert watch.last.remarks == ("1 file is protected by a password; unpack the archive first.",)
    assert passed_over(path) == {"film.dcm": "Protected by a password; unpack the archive first."}
    with pytest.raises(ImageError, match="protected by a password"):
        read_image(Path(f"{path}!film.dcm"))


@pytest.mark.parametrize("change", ["cut", "middle", "empty", "words"])
def test_a_damaged_archive_is_one_sentence_or_a_count(change: str, tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"film.dcm": os.urandom(5000) + as_bytes(film()), "b.dcm": as_bytes(film())})
    data = bytearray(path.read_bytes())
    if change == "cut":
        del data[len(data) // 2 :]
    elif change == "middle":
        data[-300:-250] = os.urandom(50)
    else:
        data = bytearray(b"PK\x03\x04" + b"words" * 50 if change == "words" else b"PK\x05\x06")
    path.write_bytes(data)
    watch = Watch()
    refused = _refusal(lambda: found(path, watch=watch))
    assert refused == "The ZIP archive is damaged or cut short." or watch.last.files > 0


def test_a_member_with_wrong_bytes_is_counted_and_not_opened(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"film.dcm": as_bytes(film())}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[3000] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ImageError, match="damaged or cut short"):
        read_image(Path(f"{path}!film.dcm"))


def test_a_bomb_takes_neither_time_nor_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made, made.open("film.dcm", "w") as member:
        member.write(as_bytes(film()))
        for _ in range(220):
            member.write(bytes(1_000_000))
    watch = Watch()
    assert found(path, watch=watch) == []
    assert watch.last.unreadable == 1
    assert "honestly" in passed_over(path)["film.dcm"]
    with pytest.raises(ImageError, match="more than it can honestly hold"):
        read_image(Path(f"{path}!film.dcm"))


def test_an_archive_of_many_bombs_is_refused_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = packed(tmp_path / "a.zip", {f"{k}.dcm": bytes(1_000_000) for k in range(9)})
    monkeypatch.setattr(zipped, "_SUSPICIOUS_TOTAL_BYTES", 1_000_000)
    assert _refusal(lambda: found(path)) == "The archive grows to more than it can honestly hold and is not unpacked."
    monkeypatch.setattr(zipped, "_LIST_BYTES", 10)
    assert _refusal(lambda: found(path)) == "The archive lists more files than kneeview looks through."


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"film.dcm": as_bytes(film())})
    data = bytearray(path.read_bytes())
    size = len(as_bytes(film()))
    where = data.rindex(struct.pack("<I", size))
    data[where : where + 4] = struct.pack("<I", size + 1000)
    path.write_bytes(data)
    with pytest.raises(ImageError, match="damaged or cut short"):
        read_image(Path(f"{path}!film.dcm"))


@pytest.mark.parametrize(
    ("name", "sentence"), [("a.zip!gone", "holds no such file"), ("gone.zip!film.dcm", "no such file")]
)
def test_what_is_not_in_an_archive_is_told(name: str, sentence: str, tmp_path: Path) -> None:
    packed(tmp_path / "a.zip", {"film.dcm": as_bytes(film())})
    with pytest.raises(ImageError, match=sentence):
        read_image(tmp_path / name)


def test_a_file_whose_name_looks_like_one_in_an_archive_is_itself(tmp_path: Path) -> None:
    path = saved(tmp_path, film(), "a.zip!film.dcm")
    assert read_image(path).rows == 64
    assert zipped.file_of(path) == path
    assert zipped.file_of(tmp_path / "b.zip!film.dcm") == tmp_path / "b.zip"


def test_a_document_built_as_zip_is_no_collection(tmp_path: Path) -> None:
    path = packed(tmp_path / "letter.docx", {"word.xml": b"<x/>"})
    assert not is_collection(path)
    assert found(path) == []


# ------------------------------------------------------------------------------------------------------ small pictures


def ignored(_: float) -> None:
    pass


def test_a_small_picture_looks_like_the_large_one(tmp_path: Path) -> None:
    (entry,) = found(saved(tmp_path, film(np.repeat(np.repeat(RAMP, 8, 0), 8, 1), WindowCenter=2048, WindowWidth=4096)))
    small = thumbnail(entry, 64, ignored)
    assert small.shape == (64, 64)
    assert int(small[0, 0]) < 10
    assert int(small[-1, -1]) > 245


def test_a_jpeg_2000_is_decoded_in_part_and_looks_the_same(tmp_path: Path) -> None:
    ramp = np.repeat(np.repeat(RAMP, 8, 0), 8, 1)
    stream = BytesIO()
    Image.fromarray((ramp << 4).astype(np.uint16)).save(stream, "JPEG2000", irreversible=False, no_jp2=True)
    made = film(ramp, "1.2.840.10008.1.2.4.90", (stream.getvalue(),), BitsStored=16, HighBit=15)
    (entry,) = found(saved(tmp_path, made))
    small = thumbnail(entry, 64, ignored)
    assert small.shape == (64, 64)
    assert (np.diff(small[:, 32].astype(int)) >= -1).all()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_photos_get_a_small_picture_upright(form: str, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (tmp_path / "a").write_bytes(photo(form, (400, 200), **({"exif": exif} if form == "JPEG" else {})))
    (entry,) = found(tmp_path)
    assert thumbnail(entry, 100, ignored).shape == ((100, 50, 3) if form == "JPEG" else (50, 100, 3))


def test_no_small_picture_is_an_error_of_one_kind(tmp_path: Path) -> None:
    (entry,) = found(saved(tmp_path, film()))
    shutil.rmtree(tmp_path)
    with pytest.raises(ImageError):
        thumbnail(entry, 64, ignored)
    with pytest.raises(ImageError):
        thumbnail(replace(entry, byte_count=10**9), 64, ignored)


def test_a_small_picture_can_be_given_up(tmp_path: Path) -> None:
    (entry,) = found(saved(tmp_path, film()))

    def stop(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        thumbnail(entry, 64, stop)


def test_other_json_is_no_case(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"schema": "other/1"}))
    assert found(tmp_path) == []
