"""Where the program's pictures and tables lie: in the wheel beside the package, in a checkout beside its folder."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resource(*parts: str) -> Traversable:
    """Return the resource of that path, as in `resource("icons", "open.svg")`."""
    package = files("kneeview")
    installed = package / "resources"
    root: Traversable = installed if installed.is_dir() else Path(str(package)).parent / "resources"
    return root.joinpath(*parts)
