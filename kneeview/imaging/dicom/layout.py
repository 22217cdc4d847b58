"""How the header says the pixels lie in the file, checked before anything is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.radiograph import MAX_PIXELS, ImageError

PALETTE: Final = "PALETTE COLOR"
GREY: Final = frozenset({"MONOCHROME1", "MONOCHROME2", PALETTE})
COLOUR: Final = frozenset({"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT"})
"""Photometric interpretations of one and of three samples that are read (DICOM PS3.3 C.7.6.3.1.2)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The image pixel module (DICOM PS3.3 C.7.6.3), made sane. `repairs` tells what had to be assumed."""

    rows: int
    columns: int
    samples: int
    bits_allocated: int
    bits_stored: int
    high_bit: int
    is_signed: bool
    photometric: str
    planar: int
    frames: int
    repairs: tuple[str, ...] = ()

    @property
    def is_colour(self) -> bool:
        """Whether the file holds three samples a pixel."""
        return self.samples == 3

    @property
    def frame_bytes(self) -> int:
        """The bytes of one uncompressed frame; 4:2:2 shares colour between two pixels (PS3.5 8.2)."""
        samples = 2 if self.photometric == "YBR_FULL_422" else self.samples
        return ceil(self.rows * self.columns * samples * self.bits_allocated / 8)


def _size(header: Header) -> tuple[int, int]:
    rows, columns = header.integer("Rows"), header.integer("Columns")
    if rows is None or columns is None or rows < 1 or columns < 1:
        raise ImageError("The file does not say how large its picture is.")
    if rows * columns > MAX_PIXELS:
        raise ImageError(
            f"The picture claims {columns} x {rows} pixels; kneeview reads {MAX_PIXELS // 1_000_000} million at most."
        )
    return rows, columns


def _samples(header: Header) -> int:
    samples = header.integer("SamplesPerPixel")
    if samples not in (None, 1, 3):
        raise ImageError(f"The picture has {samples} values a pixel; kneeview reads grey (1) and colour (3).")
    return 3 if samples == 3 else 1


def _bits(header: Header, repairs: list[str]) -> tuple[int, int, int]:
    """Return Bits Allocated, Bits Stored and High Bit."""
    allocated = header.integer("BitsAllocated")
    if allocated is None:
        raise ImageError("The file does not say how many bits a pixel has.")
    if allocated not in (8, 16):
        raise ImageError(f"The picture has {allocated} bits a pixel; kneeview reads 8 and 16, as radiographs have.")
    stored = header.integer("BitsStored")
    if stored is None or not 1 <= stored <= allocated:
        repairs.append(f"The number of bits in use is missing or impossible in the header; {allocated} are assumed.")
        stored = allocated
    high = header.integer("HighBit")
    return allocated, stored, high if high is not None and stored - 1 <= high < allocated else stored - 1


def _photometric(header: Header, samples: int, repairs: list[str]) -> str:
    stated = header.word("PhotometricInterpretation")
    if stated in (COLOUR if samples == 3 else GREY):
        return stated
    if stated:
        raise ImageError(f"The values of the picture mean “{stated[:20]}” by the header, which kneeview cannot show.")
    assumed = "RGB" if samples == 3 else "MONOCHROME2"
    repairs.append(f"The file does not say what its values mean; {assumed} is assumed. If bone is dark, invert it.")
    return assumed


def _frames(header: Header, repairs: list[str]) -> int:
    text, frames = header.text("NumberOfFrames"), header.integer("NumberOfFrames")
    if frames is not None and frames >= 1:
        return frames
    if text:
        repairs.append(f"The number of pictures in the file is given as “{text[:16]}”; the first one is shown.")
    return 1


def layout_of(header: Header) -> Layout:
    """Return the checked layout. Raises `ImageError` where no picture can be made of it."""
    repairs: list[str] = []
    rows, columns = _size(header)
    samples = _samples(header)
    allocated, stored, high = _bits(header, repairs)
    return Layout(
        rows=rows,
        columns=columns,
        samples=samples,
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=high,
        is_signed=header.integer("PixelRepresentation") == 1,
        photometric=_photometric(header, samples, repairs),
        planar=1 if header.integer("PlanarConfiguration") == 1 else 0,
        frames=_frames(header, repairs),
        repairs=tuple(repairs),
    )
