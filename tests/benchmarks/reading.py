"""Reading: the first picture, the decoders, the memory, and the headers of a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from pydicom import dcmread
from pydicom.encaps import get_frame
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.encoders.base import get_encoder
from pydicom.pixels.utils import pixel_array
from pydicom.uid import UID

from kneeview.imaging.collection import collected
from kneeview.imaging.dicom import read_dicom
from kneeview.imaging.dicom.isolation import end_workers
from kneeview.imaging.pyramid import Pyramid, shown
from kneeview.imaging.readers import read_image
from kneeview.imaging.source import Source
from kneeview.imaging.windowing import grey_table
from tests.benchmarks.films import COLUMNS, PIXEL_BYTES, ROWS, folder, large_film, large_pixels
from tests.benchmarks.registry import MIB, Figure, times_ms
from tests.imaging.dicom_files import as_bytes, film

_SCREEN = 1920, 1080
_SYNTAX = "1.2.840.10008.1.2."


def first_picture(path: Path) -> NDArray[np.uint8]:
    """Return what is on the screen when a film was opened: as a whole, fitted into 1920 x 1080."""
    radiograph = read_image(path)
    table = grey_table(radiograph, radiograph.default_display)
    width, height = _SCREEN
    zoom = min(width / COLUMNS, height / ROWS)
    view = (COLUMNS - width / zoom) / 2, (ROWS - height / zoom) / 2, width / zoom, height / zoom
    pyramid = Pyramid(radiograph)
    return shown(pyramid.visible(*view, width, height), table, pyramid.covered(*view, width, height))


def first_pictures() -> Iterable[Figure]:
    """Yield the time from the file to the first picture; the hashes of file and pixels are worked out after it."""
    path = large_film()
    ours, peer, floor = times_ms(
        (lambda: first_picture(path), lambda: dcmread(path).pixel_array, path.read_bytes), rounds=15
    )
    yield Figure(
        "first picture, 3000 x 9000, 16 bit, uncompressed",
        ours,
        "ms",
        1.5,
        "pydicom dcmread and pixel_array",
        peer,
        floor,
    )


# ------------------------------------------------------------------------------------------------------------ decoders


def _by_pydicom(syntax: str, plugin: str, pixels: NDArray[np.uint16]) -> bytes:
    return bytes(
        get_encoder(UID(syntax)).encode(
            pixels,
            encoding_plugin=plugin,
            rows=ROWS,
            columns=COLUMNS,
            number_of_frames=1,
            samples_per_pixel=1,
            bits_allocated=16,
            bits_stored=12,
            pixel_representation=0,
            photometric_interpretation="MONOCHROME2",
        )
    )


_ENCODERS: dict[str, tuple[str, Callable[[NDArray[np.uint16]], bytes]]] = {
    f"{_SYNTAX}5": ("RLE", partial(_by_pydicom, f"{_SYNTAX}5", "pylibjpeg")),
    f"{_SYNTAX}4.57": ("JPEG lossless", lambda pixels: bytes(imagecodecs.ljpeg_encode(pixels, bitspersample=12))),
    f"{_SYNTAX}4.80": ("JPEG-LS", partial(_by_pydicom, f"{_SYNTAX}4.80", "pyjpegls")),
    f"{_SYNTAX}4.90": ("JPEG 2000", partial(_by_pydicom, f"{_SYNTAX}4.90", "pylibjpeg")),
    f"{_SYNTAX}4.201": ("HTJ2K", lambda pixels: bytes(imagecodecs.htj2k_encode(pixels, reversible=True))),
}


@cache
def _compressed(syntax: str) -> Path:
    pixels = large_pixels(12)
    stream = _ENCODERS[syntax][1](pixels)
    made = film(pixels, syntax, (stream,), BitsStored=12, HighBit=11, WindowCenter=2048, WindowWidth=4000)
    path = folder(syntax) / "film.dcm"
    path.write_bytes(as_bytes(made))
    return path


_RAW: dict[str, Callable[[bytes], object]] = {
    f"{_SYNTAX}4.57": imagecodecs.jpegsof3_decode,
    f"{_SYNTAX}4.80": imagecodecs.jpegls_decode,
    f"{_SYNTAX}4.90": partial(imagecodecs.jpeg2k_decode, numthreads=os.cpu_count()),
    f"{_SYNTAX}4.201": imagecodecs.htj2k_decode,
}
"""From a bare stream in memory to pixels."""


def decoders() -> Iterator[Figure]:
    """Yield the time of the chosen decoder, from the file to pixels, against every other that is installed.

    Cold is the first film after the start of the program, for which a process may have to be started.
    """
    for syntax, (name, _) in _ENCODERS.items():
        try:
            path = _compressed(syntax)
        except (RuntimeError, ValueError, TypeError, AttributeError, NotImplementedError) as error:
            sys.stderr.write(f"{name}: no encoder here ({error})\n")
            continue
        working = {peer: call for peer, call in _peers(syntax, path).items() if _works(call)}
        ours, cold, *theirs = times_ms((partial(_decoded, path), partial(_cold, path), *working.values()), rounds=5)
        if not theirs:
            continue
        best = min(range(len(theirs)), key=theirs.__getitem__)
        peer = list(working)[best]
        yield Figure(f"decoding {name}, 3000 x 9000, 12 bit", ours, "ms", 1.2, peer, theirs[best])
        yield Figure(f"decoding {name}, the first of the day", cold, "ms", 3.0, peer, theirs[best])


def _peers(syntax: str, path: Path) -> dict[str, Callable[[], object]]:
    peers: dict[str, Callable[[], object]] = {}
    with suppress(NotImplementedError):
        for plugin in get_decoder(UID(syntax)).available_plugins:
            peers[f"pydicom with {plugin}"] = partial(pixel_array, path, decoding_plugin=plugin)
    if syntax in _RAW:
        stream = get_frame(dcmread(path).PixelData, 0, number_of_frames=1)
        peers["imagecodecs, the stream in memory"] = partial(_RAW[syntax], stream)
    return peers


def _cold(path: Path) -> object:
    end_workers()
    return _decoded(path)


def _decoded(path: Path) -> object:
    return read_dicom(Source(path.read_bytes(), path.name, path))


def _works(call: Callable[[], object]) -> bool:
    try:
        call()
    except Exception:  # noqa: BLE001, plug-ins raise many types
        return False
    return True


# -------------------------------------------------------------------------------------------------------------- memory

# The high-water mark is the process's own; the one of `getrusage` is handed down by the parent.
_PEAK = """
import sys
from pathlib import Path
from kneeview.imaging.dicom.isolation import DecoderError, _Worker, _workers
from tests.benchmarks.reading import first_picture

def peak(process):
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) * 1024

worker = _Worker()
try:
    worker.answer({"function": "absent", "options": {}}, b"", 1)
except DecoderError:
    pass  # its imports are done: that is its base
_workers.put_back(worker)
if len(sys.argv) > 1:
    first_picture(Path(sys.argv[1]))
print(peak("self"), peak(worker.pid) if worker.is_alive else 0)
"""


def _peak_bytes(*arguments: str) -> tuple[int, int]:
    """Return the peak of the program, and of the process in which it decodes."""
    root = Path(__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", _PEAK, *arguments], cwd=root, capture_output=True, check=True)
    own, beside = ran.stdout.split()[-2:]
    return int(own), int(beside)


def memory() -> Iterable[Figure]:
    """Yield the greatest memory of opening a film, over that of the program with nothing open.

    What the libraries of the decoders take beside the window is told for itself: it goes when the film is decoded.
    """
    if not Path("/proc/self/status").exists():
        return
    base, base_beside = _peak_bytes()
    paths = {"uncompressed": large_film()} | {_ENCODERS[syntax][0]: _compressed(syntax) for syntax in _ENCODERS}
    for name, path in paths.items():
        own, beside = _peak_bytes(str(path))
        own_mib, beside_mib = (own - base) / MIB, (beside - base_beside) / MIB
        yield Figure(f"peak memory of opening, {name}", own_mib, "MiB", 2.5, "the pixels", PIXEL_BYTES / MIB)
        yield Figure(
            f"peak memory with the decoder's process, {name}",
            own_mib + beside_mib,
            "MiB",
            2.5,
            "the pixels",
            PIXEL_BYTES / MIB,
        )


# ------------------------------------------------------------------------------------------------------------- headers


def headers() -> Iterable[Figure]:
    """Yield the time of listing 1,000 files."""
    place = folder("headers")
    data = as_bytes(
        film(
            PatientName="Doe^Jane",
            PatientID="1",
            StudyDate="20260504",
            StudyTime="101112",
            AccessionNumber="7",
            StudyDescription="Leg axis",
            SeriesDescription="Long leg standing",
            BodyPartExamined="LEG",
            ViewPosition="AP",
            PixelSpacing=[0.143, 0.143],
            ImagerPixelSpacing=[0.143, 0.143],
            WindowCenter=2048,
            WindowWidth=4096,
        )
    )
    for k in range(1000):
        (place / f"IM{k:04}").write_bytes(data)
    paths = sorted(place.iterdir())

    def peer() -> None:
        for path in paths:
            dcmread(path, stop_before_pixels=True)

    def raw() -> None:
        for path in paths:
            path.read_bytes()

    ours, theirs, floor = times_ms(
        (lambda: list(collected((place,), lambda _: None)), peer, raw),
        rounds=10,
    )
    yield Figure(
        "listing 1,000 headers", ours, "ms", 1.2, "a loop of pydicom dcmread(stop_before_pixels=True)", theirs, floor
    )
