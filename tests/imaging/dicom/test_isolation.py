"""Decoders that may end their process, or keep it to themselves, do so in a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file
from pydicom.encaps import encapsulate, get_frame

from kneeview.imaging.dicom import isolation
from kneeview.imaging.dicom.apart import answer
from kneeview.imaging.dicom.isolation import DecoderError, can_isolate, decoded_apart, end_workers
from kneeview.imaging.radiograph import Cancelled
from kneeview.imaging.readers import ImageError, read_image
from tests.imaging.dicom_files import film, saved

OPTIONS = {
    "rows": 1024,
    "columns": 256,
    "samples_per_pixel": 1,
    "bits_allocated": 16,
    "bits_stored": 16,
    "pixel_representation": 0,
    "photometric_interpretation": "MONOCHROME2",
    "number_of_frames": 1,
    "pixel_keyword": "PixelData",
}
REQUEST = {"syntax": "1.2.840.10008.1.2.4.70", "plugin": "gdcm", "options": OPTIONS}
MOST = 1024 * 256 * 4


@pytest.fixture(autouse=True)
def _no_process_is_left() -> Iterator[None]:
    end_workers()
    yield
    end_workers()


def lossless_jpeg() -> tuple[Path, bytes]:
    found = get_testdata_file("JPEG-LL.dcm", download=False)
    assert isinstance(found, str)
    return Path(found), get_frame(dcmread(found).PixelData, 0, number_of_frames=1)


def answers(*requests: tuple[Mapping[str, object], bytes]) -> BytesIO:
    """Return what the program answers to requests that are all there at once."""
    incoming = b"".join(
        json.dumps({**request, "bytes": len(source)}).encode() + b"\n" + source for request, source in requests
    )
    outgoing = BytesIO()
    answer(BytesIO(incoming), outgoing)
    outgoing.seek(0)
    return outgoing


def instead(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Let another program be asked."""
    path = folder / "program.py"
    path.write_text(f"import json, os, sys, time\nline = sys.stdin.buffer.readline()\n{program}\n")
    monkeypatch.setattr(isolation, "_PROGRAM", path)


def test_the_answer_is_the_picture() -> None:
    _, frame = lossless_jpeg()
    picture = decoded_apart(REQUEST, encapsulate([frame]), MOST)
    given = answers((REQUEST, encapsulate([frame])))
    assert json.loads(given.readline()) == {"type": "<u2", "shape": [1024, 256]}
    assert np.array_equal(np.frombuffer(given.read(), "<u2").reshape(1024, 256), picture)
    assert (picture.shape, picture.max()) == ((1024, 256), 278)


def test_imagecodecs_answers_for_a_bare_stream() -> None:
    pytest.importorskip("imagecodecs")
    _, frame = lossless_jpeg()
    given = answers(({"function": "jpegsof3_decode", "options": {}}, frame))
    given.readline()
    assert np.frombuffer(given.read(), "<u2").max() == 278


def test_what_a_decoder_raises_is_told_and_the_next_film_is_decoded() -> None:
    _, frame = lossless_jpeg()
    given = answers(({"function": "absent", "options": {}}, b"1234"), (REQUEST, encapsulate([frame])))
    assert "absent" in json.loads(given.readline())["error"]
    assert json.loads(given.readline())["shape"] == [1024, 256]


def test_one_process_decodes_one_film_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []

    class Counted(isolation._Worker):
        def __init__(self) -> None:
            super().__init__()
            started.append(self)

    monkeypatch.setattr(isolation, "_Worker", Counted)
    _, frame = lossless_jpeg()
    for _ in range(2):
        decoded_apart(REQUEST, encapsulate([frame]), MOST)
    with pytest.raises(DecoderError, match="absent"):
        decoded_apart({"function": "absent", "options": {}}, frame, MOST)
    decoded_apart(REQUEST, encapsulate([frame]), MOST)
    assert len(started) == 1


def test_a_decoder_that_ends_its_process_ends_no_other(capfd: pytest.CaptureFixture[str]) -> None:
    _, frame = lossless_jpeg()
    with pytest.raises(DecoderError):
        decoded_apart(REQUEST, encapsulate([b"\xff\xd8rubbish\xff\xd9"]), MOST)
    assert decoded_apart(REQUEST, encapsulate([frame]), MOST).max() == 278
    assert capfd.readouterr().err == ""


def test_a_process_that_was_ended_meanwhile_is_replaced() -> None:
    _, frame = lossless_jpeg()
    decoded_apart(REQUEST, encapsulate([frame]), MOST)
    waiting = isolation._workers.taken()
    waiting.kill()
    isolation._workers.put_back(waiting)
    assert decoded_apart(REQUEST, encapsulate([frame]), MOST).max() == 278


def test_a_decoder_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    instead(monkeypatch, tmp_path, "time.sleep(60)")
    monkeypatch.setattr(isolation, "_PATIENCE_S", 0.2)
    with pytest.raises(DecoderError, match="too long"):
        decoded_apart(REQUEST, b"", MOST)


def test_who_looks_up_can_stop_a_decoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    instead(monkeypatch, tmp_path, "time.sleep(60)")

    def cancelled() -> None:
        raise Cancelled

    begun = monotonic()
    with pytest.raises(Cancelled):
        decoded_apart(REQUEST, bytes(10_000_000), MOST, cancelled)
    assert monotonic() - begun < 30


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("print('nonsense')", "nonsense"),
        ("print(json.dumps({'type': 'O', 'shape': [1, 1]}))", "values of type O"),
        ("print(json.dumps({'type': '<u2', 'shape': [100000, 100000]}))", "a picture of"),
        ("print(json.dumps({'type': '<u2', 'shape': [-1, 2]}))", "a picture of"),
        ("print(json.dumps({'type': '<u2', 'shape': [4, 4]}))", "cut short"),
        ("print(json.dumps({'type': '<u2'}))", "nonsense"),
        ("", "nonsense"),
    ],
)
def test_an_answer_that_is_no_picture_is_refused(
    program: str, words: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    instead(monkeypatch, tmp_path, program)
    with pytest.raises(DecoderError, match=words):
        decoded_apart(REQUEST, b"", MOST)


def test_no_more_processes_wait_than_are_of_use() -> None:
    workers = [isolation._Worker() for _ in range(3)]
    for worker in workers:
        isolation._workers.put_back(worker)
    assert [worker.is_alive for worker in workers] == [True, True, False]
    end_workers()
    assert not any(worker.is_alive for worker in workers)


def test_the_process_ends_with_the_program(tmp_path: Path) -> None:
    path, _ = lossless_jpeg()
    program = (
        "import sys; from kneeview.imaging.readers import read_image; from kneeview.imaging.dicom import isolation;"
        "read_image(sys.argv[1]); print(isolation._workers.taken()._process.pid, flush=True); import os; os._exit(1)"
    )
    ran = subprocess.run([sys.executable, "-c", program, path], capture_output=True, check=False, timeout=60)
    last = monotonic() + 20
    while monotonic() < last and _runs(int(ran.stdout)):
        pass
    assert not _runs(int(ran.stdout))


def _runs(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_a_process_that_cannot_be_started_is_a_decoder_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/absent/python")
    with pytest.raises(DecoderError):
        decoded_apart(REQUEST, b"", MOST)


def test_a_damaged_film_is_a_sentence_whatever_its_decoder_does(tmp_path: Path) -> None:
    _, frame = lossless_jpeg()
    damaged = frame[: frame.index(b"\xff\xda")] + b"\xff\xd9"
    pixels = np.zeros((1024, 256), np.uint16)
    with pytest.raises(ImageError, match="damaged"):
        read_image(saved(tmp_path, film(pixels, "1.2.840.10008.1.2.4.70", (damaged,))))


def test_a_frozen_program_decodes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: object, **__: object) -> None:
        pytest.fail("a process was started")

    path, _ = lossless_jpeg()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(subprocess, "Popen", started)
    assert not can_isolate()
    assert int(read_image(path).pixels.max()) - 32768 == 278
    monkeypatch.setattr("kneeview.imaging.dicom.decoders.IMAGECODECS", {})
    assert int(read_image(path).pixels.max()) - 32768 == 278
