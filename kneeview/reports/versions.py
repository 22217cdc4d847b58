"""Which version of which part is at work: the first question of every bug report."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from PySide6.QtCore import qVersion

from kneeview import __version__
from kneeview.case.notation.node import Json, as_json

_DECODERS: Final = (
    "pylibjpeg",
    "pylibjpeg-libjpeg",
    "pylibjpeg-openjpeg",
    "pylibjpeg-rle",
    "pyjpegls",
    "python-gdcm",
    "imagecodecs",
    "pillow",
    "pi-heif",
)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def json_of_versions() -> bytes:
    """Return the versions of kneeview, Python, Qt, pydicom and the decoders as JSON; null is not installed."""
    document: dict[str, Json] = {
        "name": "kneeview",
        "version": __version__,
        "python": platform.python_version(),
        "qt": qVersion(),
        "pyside": _installed("PySide6-Essentials"),
        "pydicom": _installed("pydicom"),
        "numpy": _installed("numpy"),
        "opencv": _installed("opencv-python-headless"),
        "decoders": {name: _installed(name) for name in _DECODERS},
        "platform": platform.platform(),
    }
    return as_json(document)
