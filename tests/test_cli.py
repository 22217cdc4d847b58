"""The command line: what it writes, what it says, and with which exit status it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom.data import get_testdata_file
from pypdf import PdfReader
from PySide6.QtGui import QGuiApplication

from kneeview.cli import COMMANDS, is_command, run, running
from kneeview.imaging.readers import read_image
from kneeview.imaging.windowing import rendered

ROOT = Path(__file__).resolve().parent.parent

LANDMARKS: dict[str, Any] = {
    "schema": "kneeview.landmarks/1",
    "kind": "radiograph",
    "posture": {"weight_bearing": True},
    "calibration": {"method": "spacing", "row_mm": 0.5, "column_mm": 0.5},
    "patient": {"name": "Demo^Leg", "sex": "F", "age_years": 6.5},
    "landmarks": {
        "right": {"hip_center": [100, 100], "knee_center": [80, 500], "ankle_center": [100, 900]},
        "left": {"hip_center": [300, 100], "knee_center": [300, 500], "ankle_center": {"absent": "outside the film"}},
    },
}


@dataclass(frozen=True)
class Answer:
    """What a command did."""

    status: int
    out: bytes
    error: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")


class Desk:
    """A folder with files, in which commands are run."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[bytes]) -> None:
        self.folder = folder
        self._capture = capture

    def run(self, *arguments: str | Path) -> Answer:
        self._capture.readouterr()
        status = run([str(argument) for argument in arguments])
        out, error = self._capture.readouterr()
        return Answer(status, out, error.decode("utf-8"))

    def path(self, name: str) -> Path:
        return self.folder / name

    def picture(self, name: str = "film.png", seed: int = 1) -> Path:
        pixels = np.random.default_rng(seed).integers(0, 256, (1000, 400), dtype=np.uint8)
        Image.fromarray(pixels).save(self.path(name))
        return self.path(name)

    def pixels(self, name: str) -> NDArray[np.uint8]:
        with Image.open(self.path(name)) as picture:
            return np.asarray(picture, dtype=np.uint8)

    def landmarks(self, change: Mapping[str, Any] | None = None, name: str = "landmarks.json") -> Path:
        self.path(name).write_text(json.dumps({**LANDMARKS, **(change or {})}), "utf-8")
        return self.path(name)

    def case(self, name: str = "case.kneeview") -> Path:
        answer = self.run("report", self.picture(), "--landmarks", self.landmarks(), "-o", self.path(name))
        assert answer == Answer(0, b"", "")
        return self.path(name)


@pytest.fixture
def desk(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], qapp: QGuiApplication) -> Desk:
    return Desk(tmp_path, capfdbinary)


# ------------------------------------------------------------------------------------------------------ commands


def test_measure_writes_the_readings_in_every_form(desk: Desk) -> None:
    picture, landmarks = desk.picture(), desk.landmarks()
    found = json.loads(desk.run("measure", picture, "--landmarks", landmarks, "--format", "json").out)
    deviation = next(r for r in found["readings"] if (r["id"], r["side"]) == ("mad", "right"))
    assert deviation["value"] == pytest.approx(10.0)
    assert deviation["text"] == "10.0 mm medial (varus)"
    table = desk.run("measure", picture, "--landmarks", landmarks, "--format", "csv").out
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert [row["text"] for row in rows] == [reading["text"] for reading in found["readings"]]
    text = desk.run("measure", picture, "--landmarks", landmarks)
    assert text.status == 0
    assert "10.0 mm medial (varus)" in text.text


def test_measure_writes_to_a_file_in_the_form_of_its_ending(desk: Desk) -> None:
    case = desk.case()
    assert desk.run("measure", case, "-o", desk.path("a.json")) == Answer(0, b"", "")
    assert json.loads(desk.path("a.json").read_bytes())["schema"] == "kneeview.measurements/1"
    desk.run("measure", case, "-o", desk.path("a.csv"))
    assert desk.path("a.csv").read_bytes().startswith(b"\xef\xbb\xbfid")
    desk.run("measure", case, "-o", desk.path("a.txt"))
    assert desk.path("a.txt").read_text("utf-8").startswith("Leg alignment report")
    desk.run("measure", case, "--format", "csv", "-o", desk.path("b.json"))
    assert desk.path("b.json").read_bytes().startswith(b"\xef\xbb\xbfid")


def test_a_case_and_its_landmark_file_measure_the_same(desk: Desk) -> None:
    case = desk.case()
    one = desk.run("measure", case, "--format", "csv").out
    assert one == desk.run("measure", desk.path("film.png"), "--landmarks", desk.landmarks(), "--format", "csv").out


def test_report_writes_every_form_at_once(desk: Desk) -> None:
    outputs = [desk.path(f"report{suffix}") for suffix in (".pdf", ".png", ".jpg", ".csv", ".json", ".kneeview")]
    arguments = [part for path in outputs for part in ("-o", path)]
    answer = desk.run("report", desk.picture(), "--landmarks", desk.landmarks(), *arguments)
    assert answer == Answer(0, b"", "")
    assert all(path.stat().st_size for path in outputs)
    assert desk.pixels("report.png").shape == (1000, 400, 3)


def test_a_case_made_from_a_relative_path_finds_its_picture_from_anywhere(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.picture()
    desk.landmarks()
    desk.path("cases").mkdir()
    monkeypatch.chdir(desk.folder)
    desk.run("report", "film.png", "--landmarks", "landmarks.json", "-o", "cases/a.kneeview")
    monkeypatch.chdir(desk.path("cases"))
    assert desk.run("measure", "a.kneeview").status == 0


def test_info_says_what_a_file_is(desk: Desk) -> None:
    path = get_testdata_file("JPEG2000.dcm", download=False)
    assert isinstance(path, str)
    text = desk.run("info", path).text
    found = json.loads(desk.run("info", path, "--json").out)
    image = read_image(path)
    assert (found["rows"], found["columns"]) == (image.rows, image.columns)
    assert found["format"] == "DICOM"
    assert found["transfer_syntax"] == image.transfer_syntax
    assert found["scale"]["state"] == image.scale.state.value
    for words in (image.transfer_syntax, image.photometric, image.scale.explanation, *image.warnings):
        assert words in text


def test_info_of_a_case_tells_its_own_scale(desk: Desk) -> None:
    assert json.loads(desk.run("info", desk.case(), "--json").out)["scale"]["method"] == "spacing"


def test_render_writes_the_picture_pixel_for_pixel(desk: Desk) -> None:
    picture = desk.picture()
    assert desk.run("render", picture, "-o", desk.path("out.png")) == Answer(0, b"", "")
    image = read_image(picture)
    written = desk.pixels("out.png")
    assert np.array_equal(written, rendered(image, image.default_display))
    desk.run("render", picture, "-o", desk.path("inverted.png"), "--invert")
    assert np.array_equal(desk.pixels("inverted.png"), 255 - written)


def test_render_takes_a_window(desk: Desk) -> None:
    picture = desk.picture()
    desk.run("render", picture, "-o", desk.path("out.png"), "--window", "128", "2")
    assert set(np.unique(desk.pixels("out.png"))) <= {0, 255}
    assert desk.run("render", picture, "-o", desk.path("out.png"), "--window", "-20.5", "40,5").status == 0


def test_render_takes_a_window_of_the_file_by_its_number(desk: Desk) -> None:
    path = get_testdata_file("vlut_04.dcm", download=False)
    assert isinstance(path, str)
    desk.run("render", path, "-o", desk.path("default.png"))
    desk.run("render", path, "-o", desk.path("one.png"), "--voi", "1")
    assert desk.path("default.png").read_bytes() == desk.path("one.png").read_bytes()
    answer = desk.run("render", path, "-o", desk.path("nine.png"), "--voi", "9")
    assert (answer.status, "there is no number 9" in answer.error) == (2, True)


def test_render_keeps_colours(desk: Desk) -> None:
    pixels = np.zeros((40, 30, 3), np.uint8)
    pixels[..., 0] = 200
    Image.fromarray(pixels).save(desk.path("photo.png"))
    desk.run("render", desk.path("photo.png"), "-o", desk.path("out.png"))
    assert np.array_equal(desk.pixels("out.png"), pixels)


def test_the_built_in_film_can_be_measured_and_reported(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    text = desk.run("measure", "demo").text
    assert "18.9 mm lateral (valgus)" in text
    assert "right longer by 11.7 mm" in text
    assert "calibrated" in desk.run("info", "demo").text
    assert desk.run("render", "demo", "-o", "demo.png").status == 0
    assert desk.run("report", "demo", "-o", "demo.pdf", "-o", "demo.kneeview").status == 0
    assert desk.run("measure", "demo.kneeview").text == text


def test_a_file_of_the_name_demo_is_that_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    desk.picture("film.png").rename("demo")
    assert json.loads(desk.run("info", "demo", "--json").out)["format"] == "PNG"


def test_placement_errors_are_written_changed_and_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    assert desk.run("placement-errors", "-o", "own.csv").status == 0
    table = desk.folder / "own.csv"
    own = table.read_bytes().replace(b"knee_center,radiograph,1.5,1.5,derived", b"knee_center,radiograph,3,3,")
    table.write_bytes(own)
    plain = json.loads(desk.run("measure", "demo", "--format", "json").out)
    told = json.loads(desk.run("measure", "demo", "--format", "json", "--placement-errors", "own.csv").out)
    assert (plain["placement_errors"], told["placement_errors"]) == ("default", "user")
    assert told["readings"][0]["value"] == plain["readings"][0]["value"]
    assert told["readings"][0]["placement_sd"] >= plain["readings"][0]["placement_sd"]
    table.write_text("nonsense")
    refused = desk.run("measure", "demo", "--placement-errors", "own.csv")
    assert refused.status == 1
    assert refused.error.startswith("kneeview: own.csv: the first row must name the columns")
    table.write_bytes(b"\xff\xfe\xfa")
    assert desk.run("measure", "demo", "--placement-errors", "own.csv").error.endswith("this is no text in UTF-8\n")
    assert desk.run("measure", "demo", "--placement-errors", "none.csv").status == 1


def test_repeat_readings_come_in_pairs_of_one_picture(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    assert desk.run("report", "demo", "-o", "one.kneeview").status == 0
    assert desk.run("placement-errors", "one.kneeview", "-o", "own.csv").status == 2
    same = desk.run("placement-errors", "one.kneeview", "demo", "-o", "own.csv")
    assert same.status == 1
    assert "no landmark was placed twice" in same.error
    again = json.loads((desk.folder / "one.kneeview").read_bytes())
    for side, shift in (("right", 3.0), ("left", 5.0)):
        x, y = again["landmarks"][side]["ankle_center"]
        again["landmarks"][side]["ankle_center"] = [x + shift, y + shift]
    (desk.folder / "two.kneeview").write_text(json.dumps(again))
    done = desk.run("placement-errors", "one.kneeview", "two.kneeview", "-o", "own.csv")
    assert done.status == 0
    assert b"ankle_center on a radiograph: " in done.out
    assert b"ankle_center,radiograph," in (desk.folder / "own.csv").read_bytes()


def test_the_self_test_passes(desk: Desk) -> None:
    assert desk.run("selftest").text.splitlines()[-1].startswith("passed: ")
    assert json.loads(desk.run("selftest", "--json").out)["passed"] is True


def test_the_self_test_fails_with_status_1(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kneeview.reports.selftest.TOLERANCE", -1.0)
    answer = desk.run("selftest")
    assert answer.status == 1
    assert "FAILED" in answer.text


def test_the_versions(desk: Desk) -> None:
    assert desk.run("--version").text.startswith("kneeview ")
    found = json.loads(desk.run("--version", "--json").out)
    assert set(found) >= {"version", "python", "qt", "pydicom", "decoders"}
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))


def test_help_is_no_error(desk: Desk) -> None:
    answer = desk.run("--help")
    assert (answer.status, answer.error) == (0, "")
    assert all(command in answer.text for command in COMMANDS)


# ----------------------------------------------------------------------------------------------------- bad input


def nothing(_: Desk) -> None:
    """Prepare nothing."""


BAD: dict[str, tuple[Any, list[str], int, str]] = {
    "no such file": (nothing, ["info", "{d}/nope.dcm"], 1, "nope.dcm: There is no such file."),
    "a folder": (nothing, ["info", "{d}"], 1, "This is a folder"),
    "no picture": (
        lambda d: d.path("a.txt").write_text("words"),
        ["measure", "{d}/a.txt", "--landmarks", "{d}/a.txt"],
        1,
        "a.txt: This is no picture",
    ),
    "an empty file": (lambda d: d.path("a.dcm").touch(), ["render", "{d}/a.dcm", "-o", "{d}/o.png"], 1, "empty"),
    "a picture cut short": (
        lambda d: d.path("a.png").write_bytes(d.picture().read_bytes()[:400]),
        ["report", "{d}/a.png", "-o", "{d}/o.pdf"],
        1,
        "a.png: ",
    ),
    "an unknown landmark": (
        lambda d: (d.picture(), d.landmarks({"landmarks": {"right": {"hip_centre": [1, 2]}}})),
        ["measure", "{d}/film.png", "--landmarks", "{d}/landmarks.json"],
        1,
        "landmarks.json: landmarks.right.hip_centre: no such landmark; did you mean hip_center?",
    ),
    "another schema": (
        lambda d: (d.picture(), d.landmarks({"schema": "kneeview.landmarks/9"})),
        ["measure", "{d}/film.png", "--landmarks", "{d}/landmarks.json"],
        1,
        "landmarks.json: schema: ",
    ),
    "a number that is none": (
        lambda d: (d.picture(), d.landmarks({"landmarks": {"right": {"hip_center": [float("nan"), 2]}}})),
        ["report", "{d}/film.png", "--landmarks", "{d}/landmarks.json", "-o", "{d}/o.csv"],
        1,
        "landmarks.json: ",
    ),
    "no landmark file": (
        lambda d: d.picture(),
        ["measure", "{d}/film.png", "--landmarks", "{d}/nope.json"],
        1,
        "nope.json: ",
    ),
    "a calibration that makes no scale": (
        lambda d: (d.picture(), d.landmarks({"calibration": {"method": "spacing", "row_mm": 0, "column_mm": 1}})),
        ["measure", "{d}/film.png", "--landmarks", "{d}/landmarks.json"],
        1,
        "landmarks.json: calibration: ",
    ),
    "a case whose picture is gone": (
        lambda d: (d.case(), d.path("film.png").unlink()),
        ["measure", "{d}/case.kneeview"],
        1,
        "case.kneeview: its picture film.png is gone",
    ),
    "a case whose picture is another": (
        lambda d: (d.case(), d.path("film.png").write_bytes(d.picture("other.png", seed=2).read_bytes())),
        ["report", "{d}/case.kneeview", "-o", "{d}/o.pdf"],
        1,
        "does not have the pixels",
    ),
    "a case that is none": (
        lambda d: d.path("a.kneeview").write_text("{}"),
        ["measure", "{d}/a.kneeview"],
        1,
        "a.kneeview: ",
    ),
    "an output in no folder": (
        lambda d: d.case(),
        ["report", "{d}/case.kneeview", "-o", "{d}/nowhere/o.pdf"],
        1,
        "o.pdf: the file could not be written: no such file or directory",
    ),
    "an output in no folder, measured": (
        lambda d: d.case(),
        ["measure", "{d}/case.kneeview", "-o", "{d}/nowhere/o.csv"],
        1,
        "o.csv: the file could not be written",
    ),
    "an output that is a folder": (
        lambda d: (d.case(), d.path("o.pdf").mkdir()),
        ["report", "{d}/case.kneeview", "-o", "{d}/o.pdf"],
        1,
        "o.pdf: the file could not be written",
    ),
    "an unknown ending": (
        nothing,
        ["report", "{d}/film.png", "-o", "{d}/o.docx"],
        2,
        "o.docx: the ending is not known; known are .pdf .png .jpg .jpeg .csv .json .kneeview",
    ),
    "a picture without landmarks": (lambda d: d.picture(), ["measure", "{d}/film.png"], 2, "--landmarks FILE"),
    "a case with landmarks": (
        lambda d: d.case(),
        ["measure", "{d}/case.kneeview", "--landmarks", "{d}/landmarks.json"],
        2,
        "a case has its landmarks already",
    ),
    "the input as output": (
        lambda d: d.picture(),
        ["report", "{d}/film.png", "-o", "{d}/film.png"],
        2,
        "film.png: this is the input itself",
    ),
    "render to another ending": (lambda d: d.picture(), ["render", "{d}/film.png", "-o", "{d}/o.bmp"], 2, ".png"),
    "an unknown format": (lambda d: d.case(), ["measure", "{d}/case.kneeview", "--format", "xml"], 2, "xml"),
    "no output": (lambda d: d.case(), ["report", "{d}/case.kneeview"], 2, "required: -o"),
    "no path": (nothing, ["info"], 2, "required: PATH"),
    "an unknown option": (nothing, ["--nonsense"], 2, "--nonsense"),
    "a window that is no number": (
        lambda d: d.picture(),
        ["render", "{d}/film.png", "-o", "{d}/o.png", "--window", "wide", "1"],
        2,
        "wide",
    ),
    "a window without end": (
        lambda d: d.picture(),
        ["render", "{d}/film.png", "-o", "{d}/o.png", "--window", "nan", "inf"],
        2,
        "nan",
    ),
    "a window without width": (
        lambda d: d.picture(),
        ["render", "{d}/film.png", "-o", "{d}/o.png", "--window", "40", "-5"],
        2,
        "the width must be more than zero",
    ),
    "a window and a table": (
        lambda d: d.picture(),
        ["render", "{d}/film.png", "-o", "{d}/o.png", "--window", "1", "1", "--voi", "1"],
        2,
        "not allowed with",
    ),
    "no command": (nothing, [], 2, "a command is missing"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_leaves_nothing(name: str, desk: Desk) -> None:
    prepare, arguments, status, words = BAD[name]
    prepare(desk)
    before = {path: path.read_bytes() if path.is_file() else b"" for path in desk.folder.rglob("*")}
    answer = desk.run(*(argument.replace("{d}", str(desk.folder)) for argument in arguments))
    assert answer.status == status
    assert answer.error.startswith("kneeview: ")
    assert answer.error.count("\n") == 1
    assert answer.error.endswith("\n")
    assert words in answer.error
    assert answer.out == b""
    assert {path: path.read_bytes() if path.is_file() else b"" for path in desk.folder.rglob("*")} == before


def test_what_stood_before_stands_after_a_failure(desk: Desk) -> None:
    case = desk.case()
    desk.path("film.png").unlink()
    desk.path("o.pdf").write_bytes(b"before")
    assert desk.run("report", case, "-o", desk.path("o.pdf")).status == 1
    assert desk.path("o.pdf").read_bytes() == b"before"


def test_an_error_of_our_own_is_a_sentence_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> int:
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr(running, "COMMANDS", {**COMMANDS, "info": broken})
    answer = desk.run("info", "film.png")
    assert answer.status == 1
    assert answer.error.count("\n") == 1
    assert "film.png: this is an error of kneeview itself, please report it (RuntimeError: first line)" in answer.error


def test_what_is_a_command() -> None:
    assert all(is_command([name]) for name in COMMANDS)
    assert is_command(["--version"])
    assert not is_command([])
    assert not is_command(["demo"])
    assert not is_command(["film.dcm"])


# ----------------------------------------------------------------------------------------------- without a screen


def in_a_shell(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a user does, on a machine without a screen."""
    without = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONWARNINGS")
    environment = {name: value for name, value in os.environ.items() if name not in without}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        cwd=folder,
        env={**environment, **settings},
        capture_output=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("settings", [{}, {"LC_ALL": "C"}, {"QT_QPA_PLATFORM": "xcb"}])
def test_reports_need_no_screen(settings: dict[str, str], tmp_path: Path) -> None:
    done = in_a_shell("report", "demo", "-o", "a.pdf", "-o", "a.png", folder=tmp_path, **settings)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    picture = cv2.imread(str(tmp_path / "a.png"))
    assert picture is not None
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")


def test_output_is_utf8_whatever_the_terminal_is(tmp_path: Path) -> None:
    done = in_a_shell("measure", "demo", folder=tmp_path, LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "± 95 %" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="a shell with pipes as Unix has them")
def test_a_reader_that_leaves_early_is_no_error_to_speak_of(tmp_path: Path) -> None:
    command = f'"{sys.executable}" "{ROOT / "main.py"}" selftest | head -n 1'
    done = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert done.stderr == b""
    assert done.stdout.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full, as Linux has it")
def test_a_full_disk_behind_standard_output_is_told(tmp_path: Path) -> None:
    command = f'"{sys.executable}" "{ROOT / "main.py"}" measure demo > /dev/full'
    done = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert done.returncode == 1
    assert done.stderr == b"kneeview: standard output: it could not be written: no space left on device\n"


@pytest.mark.parametrize("command", ["report", "measure", "render"])
def test_the_picture_of_a_case_is_never_written_over(desk: Desk, command: str) -> None:
    case, picture = desk.case(), desk.path("film.png")
    before = picture.read_bytes()
    answer = desk.run(command, case, "-o", picture)
    assert answer.status == 2
    assert "the input itself" in answer.error
    assert picture.read_bytes() == before


def test_reports_are_printed_on_the_paper_that_is_asked_for(desk: Desk) -> None:
    picture, landmarks = desk.picture(), desk.landmarks()
    for paper, height in (("a4", 842), ("letter", 792)):
        out = desk.path(f"{paper}.pdf")
        assert desk.run("report", picture, "--landmarks", landmarks, "-o", out, "--paper", paper).status == 0
        assert round(float(PdfReader(out).pages[0].mediabox.height)) == height


@pytest.mark.parametrize("word", ["deidentify", "pacs", "mesure"])
def test_a_word_that_is_no_command_and_no_file_opens_no_window(desk: Desk, word: str) -> None:
    assert is_command([word, "film.png"])
    answer = desk.run(word, "film.png")
    assert answer.status == 2
    assert word in answer.error


WITHOUT_QT = """
import sys
sys.modules["PySide6"] = None  # as where a library of the system that Qt needs is missing
from kneeview.app import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "arguments", ["--version", "info demo", "measure demo", "render demo -o film.png", "placement-errors -o own.csv"]
)
def test_what_draws_nothing_needs_no_qt(tmp_path: Path, arguments: str) -> None:
    done = without_qt(tmp_path, *arguments.split())
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_report_says_that_qt_is_missing(tmp_path: Path) -> None:
    done = without_qt(tmp_path, "report", "demo", "-o", "report.pdf")
    assert done.returncode == 1
    assert b"a system library of Qt is missing" in done.stderr
    assert not (tmp_path / "report.pdf").exists()


def without_qt(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        timeout=120,
    )
