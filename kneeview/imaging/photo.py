"""Photos and other ordinary pictures: upright, in sRGB or grey, without a scale and without the owner's data.

The only module that decodes with Pillow. Of the metadata only orientation, colour profile and the two camera facts of
`camera` are read; position, names and devices never leave this module.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from kneeview.domain.landmarks import Kind
from kneeview.domain.scale import Scale, ScaleState
from kneeview.imaging.camera import camera_warnings, day_taken
from kneeview.imaging.guarded import guarded
from kneeview.imaging.heif import is_plain, is_whole
from kneeview.imaging.radiograph import MAX_PIXELS, Identity, ImageError, Pixels, Radiograph, Window
from kneeview.imaging.silence import silenced
from kneeview.imaging.source import Source

PHOTO_SCALE: Final = Scale(
    ScaleState.UNCALIBRATED,
    "none",
    "A photo does not say how large a pixel is (its resolution tag is no scale); mark a known length to get lengths.",
)
"""The scale of every photo until the user calibrates it: a re-sampled or exported picture never carries one."""

NOISY: Final = frozenset({"TIFF"})
"""Formats whose library writes to the terminal what it thinks of a damaged picture."""

HEIF_READERS: Final = ("pillow_heif", "pi_heif")
"""Modules that teach Pillow HEIC, the better first."""

_STRIP_ROWS: Final = 512
_ORIENTATION: Final = 0x0112
_EXIF_BLOCK: Final = 0x8769
_SAME_COLOUR: Final = 2

# The limit is ours, checked before anything is decoded; Pillow's own would refuse large scans without their size.
Image.MAX_IMAGE_PIXELS = None

_AS_STORED: Final[dict[int, Callable[[NDArray[Any]], NDArray[Any]]]] = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1],
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: upright.swapaxes(0, 1)[::-1],
    7: lambda upright: upright.swapaxes(0, 1)[::-1, ::-1],
    8: lambda upright: upright.swapaxes(0, 1)[:, ::-1],
}
"""By the value of the orientation tag (EXIF 2.32, 4.6.4): the upright picture seen as it lies in the file."""


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A picture that Pillow holds whole, and what else its file told."""

    image: Image.Image
    orientation: int
    count: int
    warnings: tuple[str, ...]
    taken: str


def read_photo(name: str, *formats: str) -> Callable[[Source], Radiograph]:
    """Return the reader of a format by its name for the user and its Pillow formats."""

    def read(source: Source) -> Radiograph:
        found = _decoded(source, name, formats)
        source.report(0.6)
        pixels = _upright(found, source, name)
        is_grey, is_deep = pixels.ndim == 2, pixels.dtype == np.uint16
        frames = (f"The file holds {found.count} pictures; number {source.frame + 1} is shown.",)
        return Radiograph(
            name=source.name,
            pixels=pixels,
            kind=Kind.PHOTO,
            format=name,
            path=source.path,
            byte_count=len(source.data),
            bits_stored=16 if is_deep else 8,
            photometric="grey" if is_grey else "RGB",
            # Eight grey bits are shown as they are; sixteen need the automatic window.
            vois=(Window(128, 256, explanation="as stored"),) if is_grey and not is_deep else (),
            scale=PHOTO_SCALE,
            frame=source.frame,
            frame_count=found.count,
            identity=Identity(study_date=found.taken),
            warnings=(*(frames if found.count > 1 else ()), *found.warnings),
        )

    return read


def _decoded(source: Source, name: str, formats: tuple[str, ...]) -> _Decoded:
    damaged = f"The {name} picture is damaged, cut short or of a rare kind."
    if "HEIF" in formats:
        data = bytes(source.data)
        if not is_whole(data):
            raise ImageError(f"The {name} picture is damaged or cut short.")
        if not is_plain(data):
            raise ImageError(f"The {name} picture is of a rare kind that kneeview does not read; save it as JPEG.")
        guarded(_register_heif, "This installation of kneeview cannot read HEIC; save the photo as JPEG.")
    image = guarded(lambda: Image.open(BytesIO(source.data), formats=formats), damaged)
    _require_size(image)
    # A phone's JPEG may carry previews and depth maps after the photo: they are no further pictures.
    count = 1 if image.format in ("MPO", "JPEG") else guarded(lambda: int(getattr(image, "n_frames", 1)), damaged)
    if not 0 <= source.frame < count:
        raise ImageError(f"The file holds {count} picture(s); there is no number {source.frame + 1}.")
    with silenced() if image.format in NOISY else nullcontext():
        return guarded(lambda: _loaded(image, source.frame, count), damaged)


def _loaded(image: Image.Image, frame: int, count: int) -> _Decoded:
    if frame:
        main = image.tell()  # number 0 is the main picture, wherever it lies in the file
        image.seek(frame - 1 if frame <= main else frame)
        _require_size(image)
    image.load()
    # Asked after loading: Pillow turns TIFF, and pi_heif HEIC, while it loads, and takes the tag away.
    exif = image.getexif()
    orientation = exif.get(_ORIENTATION, 1)
    block = exif.get_ifd(_EXIF_BLOCK)
    return _Decoded(
        image, orientation if orientation in _AS_STORED else 1, count, camera_warnings(block), day_taken(block)
    )


def _register_heif() -> None:
    """Teach Pillow HEIC, when the first such photo is opened: the library is large.

    pillow_heif, where somebody installed it, has the newer decoder (decision 10).
    """
    found = next((name for name in HEIF_READERS if importlib.util.find_spec(name) is not None), HEIF_READERS[-1])
    importlib.import_module(found).register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def _require_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise ImageError(
            f"The picture claims {image.width} x {image.height} pixels; "
            f"kneeview reads {MAX_PIXELS // 1_000_000} million at most."
        )


def _upright(found: _Decoded, source: Source, name: str) -> Pixels:
    """Return the pixels turned upright, converted strip by strip so that a large photo is not held three times."""
    image = found.image
    sentence = f"The colours of the {name} picture cannot be read."
    convert = guarded(lambda: _conversion(image), sentence)
    first = guarded(lambda: convert(image.crop((0, 0, 1, 1))), sentence)
    is_turned = found.orientation >= 5
    height, width = (image.width, image.height) if is_turned else (image.height, image.width)
    upright = np.empty((height, width, *first.shape[2:]), first.dtype)
    as_stored = _AS_STORED[found.orientation](upright)
    for top, bottom in _strips(image.height):
        strip = image.crop((0, top, image.width, bottom))
        as_stored[top:bottom] = guarded(partial(convert, strip), sentence)
        source.report(0.6 + 0.35 * bottom / image.height)
    return upright


def _strips(rows: int) -> Iterator[tuple[int, int]]:
    for top in range(0, rows, _STRIP_ROWS):
        yield top, min(top + _STRIP_ROWS, rows)


def _conversion(image: Image.Image) -> Callable[[Image.Image], Pixels]:
    """Return what makes pixels of a part of the picture: 16-bit grey, 8-bit grey, or sRGB."""
    mode = image.mode
    if mode.startswith("I;16"):
        return lambda part: np.asarray(part).astype(np.uint16)
    if mode == "I":
        return _deep_grey(image)
    if mode == "F":
        raise ImageError("The picture is stored as fractional numbers; save it with 8 or 16 bits.")
    if mode in ("1", "L"):
        return lambda part: np.asarray(part.convert("L"))
    if mode in ("LA", "La"):
        return lambda part: np.asarray(_without_alpha(part))[:, :, 0]
    if mode in ("RGBA", "RGBa", "PA") or "transparency" in image.info:
        return lambda part: np.asarray(_without_alpha(part))
    transform = _to_srgb(image)
    if transform is not None:
        return lambda part: np.asarray(ImageCms.applyTransform(part, transform))
    return lambda part: np.asarray(part.convert("RGB"))


def _deep_grey(image: Image.Image) -> Callable[[Image.Image], Pixels]:
    extrema = image.getextrema()
    low, high = float(str(extrema[0])), float(str(extrema[1]))
    if low < 0 or high > 65535:
        raise ImageError("The picture has 32 bits a pixel; save it with 8 or 16 bits.")
    return lambda part: np.asarray(part).astype(np.uint16)


def _without_alpha(part: Image.Image) -> Image.Image:
    """Return the colours as they are, but black where nothing can be seen: what lies there is no picture."""
    colours = part.convert("RGBA")
    nothing = colours.getchannel("A").point(lambda alpha: 255 if alpha == 0 else 0)
    opaque = colours.convert("RGB")
    opaque.paste((0, 0, 0), mask=nothing)
    return opaque


def _to_srgb(image: Image.Image) -> ImageCms.ImageCmsTransform | None:
    """Return the way from the embedded profile to sRGB, None where there is none, it is damaged or changes nothing."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return None
    try:
        embedded = ImageCms.getOpenProfile(BytesIO(profile))
        transform = ImageCms.buildTransform(embedded, ImageCms.createProfile("sRGB"), image.mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    if image.mode == "RGB":
        probe = Image.fromarray(_COLOURS)
        change = np.asarray(ImageCms.applyTransform(probe, transform)).astype(np.int16) - _COLOURS
        if np.abs(change).max() <= _SAME_COLOUR:
            return None
    return transform


_COLOURS: Final = np.stack(np.meshgrid(*[np.linspace(0, 255, 9).astype(np.uint8)] * 3, indexing="ij"), axis=-1).reshape(
    27, 27, 3
)
"""Colours from the whole cube, to see whether a profile differs from sRGB."""
