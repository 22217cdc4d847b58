"""Where the program's pictures and tables lie: in the wheel beside the package, in a checkout beside its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent


def resource(*parts: str) -> Path:
    """Return the resource of that path, as in `resource("icons", "open.svg")`."""
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
