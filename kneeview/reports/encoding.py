"""Pictures as the bytes of a file."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.uint8]

_JPEG_SIDE: Final = 65535
_JPEG_QUALITY: Final = 95
_PNG_COMPRESSION: Final = 3


def encoded(picture: Colours, suffix: str) -> bytes:
    """Return a picture, grey or RGB, as the bytes of a .png or .jpg file. Raises `ValueError` where it cannot be."""
    if suffix == ".jpg" and max(picture.shape[:2]) > _JPEG_SIDE:
        raise ValueError(f"a JPEG holds {_JPEG_SIDE} pixels a side at most; choose PNG")
    options = (
        [cv2.IMWRITE_PNG_COMPRESSION, _PNG_COMPRESSION]
        if suffix == ".png"
        else [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x111111]
    )
    ordered = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    try:
        made, content = cv2.imencode(suffix, ordered, options)
    except cv2.error as error:
        raise ValueError("the picture is too large for this format") from error
    if not made:
        raise ValueError("the picture is too large for this format")
    return content.tobytes()
