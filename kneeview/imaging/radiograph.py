"""The picture as the rest of the program sees it, whatever the file was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kneeview.domain.landmarks import Kind
from kneeview.domain.scale import NO_SCALE, Scale
from kneeview.domain.sides import NO_HEADER, HeaderSide
from kneeview.imaging.digests import NO_DIGESTS, Digests

Pixels = NDArray[np.uint8] | NDArray[np.uint16]

MAX_PIXELS: Final = 300_000_000
"""Larger pictures are refused from their header alone; the longest film of a leg has a tenth of it."""


class ImageError(Exception):
    """A file that cannot be shown; the message is one sentence for the user, without the file's name."""


class Cancelled(Exception):  # noqa: N818
    """The user stopped the reading; raised by a `Progress` and let through by every reader."""


Progress = Callable[[float], None]
"""Told how much of the reading is done, 0 to 1; raises `Cancelled` to stop it."""


class VoiFunction(Enum):
    """How a window maps values to grey (DICOM PS3.3 C.11.2.1.2 and C.11.2.1.3)."""

    LINEAR = "LINEAR"
    LINEAR_EXACT = "LINEAR_EXACT"
    SIGMOID = "SIGMOID"


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the values after the modality LUT."""

    center: float
    width: float
    function: VoiFunction = VoiFunction.LINEAR
    explanation: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class LookupTable:
    """A table on integer values: entry k answers for value `first + k`; `top` is the greatest possible entry."""

    first: int
    entries: NDArray[np.float64]
    top: float
    explanation: str = ""


Voi = Window | LookupTable


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters that the screen shows the picture through; reports show it without them.

    `sharpened` makes edges crisp, `evened` (local contrast) shows light and dark parts in one window.
    """

    sharpened: bool = False
    evened: bool = False


NO_FILTERS: Final = Filters()


@dataclass(frozen=True, slots=True)
class Display:
    """How the picture is shown: view state, never a part of the case's measurements.

    `voi` None means the automatic window. `inverted` is the user's wish on top of what the file asks for.
    `turned_over` is left for right, as the picture is printed in a report; its values and points stay what they are.
    """

    voi: Voi | None = None
    inverted: bool = False
    filters: Filters = NO_FILTERS
    turned_over: bool = False


@dataclass(frozen=True, slots=True)
class Modality:
    """From stored values to modality values: a rescale, or a table (DICOM PS3.3 C.11.1)."""

    slope: float = 1.0
    intercept: float = 0.0
    table: LookupTable | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and what the header says the picture is of. Text as the file has it, "" where it says nothing.

    `study_date` is the one day of the film, by which the age goes as well.
    """

    patient_name: str = ""
    patient_id: str = ""
    sex: str = ""
    birth_date: str = ""
    age_years: float | None = None
    study_date: str = ""
    study_description: str = ""
    institution: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """A bit plane of the file, True where it draws; the origin may lie outside the picture."""

    label: str
    row: int
    column: int
    plane: NDArray[np.bool_]


def pixels_digest(pixels: Pixels) -> str:
    """Return the SHA-256 of upright pixels with their shape and type, the same on every machine."""
    digest = hashlib.sha256(f"{'x'.join(map(str, pixels.shape))} uint{8 * pixels.itemsize}\n".encode())
    little_endian = pixels.astype(pixels.dtype.newbyteorder("<"), copy=False)
    digest.update(np.ascontiguousarray(little_endian).data)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Radiograph:
    """One picture, upright and complete.

    `pixels` are rows x columns for grey (uint8 or uint16) and rows x columns x 3 uint8 sRGB for colour. A grey pixel
    p stands for the stored value p + `stored_offset` (signed files are shifted so that order is kept).
    `vois` are the file's own windows and tables in order. `inverse` tells that the file asks for the greatest value
    to be shown black (MONOCHROME1 or an inverse presentation LUT). `padding` is the range of stored values that are
    no picture. `scale` is what the header says of the spacing. `digests` prove the file and the pixels.
    """

    name: str
    pixels: Pixels
    kind: Kind = Kind.RADIOGRAPH
    format: str = ""
    path: Path | None = None
    byte_count: int = 0
    stored_offset: int = 0
    bits_stored: int = 8
    photometric: str = ""
    transfer_syntax: str = ""
    modality: Modality = Modality()
    vois: tuple[Voi, ...] = ()
    inverse: bool = False
    padding: tuple[int, int] | None = None
    scale: Scale = NO_SCALE
    identity: Identity = Identity()
    header_side: HeaderSide = NO_HEADER
    sop_instance_uid: str = ""
    sop_class: str = ""
    dicom_modality: str = ""
    frame: int = 0
    frame_count: int = 1
    overlays: tuple[Overlay, ...] = ()
    lossy: bool = False
    warnings: tuple[str, ...] = ()
    digests: Digests = NO_DIGESTS

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file; to ask may wait for it."""
        return self.digests.file

    @property
    def pixels_sha256(self) -> str:
        """The SHA-256 of the upright pixels; to ask may wait for it."""
        return self.digests.pixels

    @property
    def rows(self) -> int:
        """The height in pixels."""
        return int(self.pixels.shape[0])

    @property
    def columns(self) -> int:
        """The width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def is_colour(self) -> bool:
        """Whether the picture has three channels."""
        return self.pixels.ndim == 3

    @property
    def default_display(self) -> Display:
        """The display of loading and of reset: the file's first window or table, else the automatic window."""
        return Display(self.vois[0] if self.vois else None)
