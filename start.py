"""Installs kneeview beside this file and starts it; needs nothing but Python 3.11.

`python start.py ARGS` is `kneeview ARGS`. `python start.py test` runs every check of the project, and
`python start.py check` those that take seconds. Everything goes into the virtual environment that is active, else into
`.venv` beside this file, in the versions of `constraints.txt`, and again only when those change.
"""

import sys

OLDEST = (3, 11)
if sys.version_info < OLDEST:  # before anything that an older Python does not understand
    sys.exit("kneeview needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))

import hashlib
import os
import subprocess
import venv
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent

Command = tuple[str, ...]

_QUICK: Final[tuple[Command, ...]] = (
    ("ruff", "format", "--check"),
    ("ruff", "check"),
    ("lint-imports", "--no-logo"),
    ("mypy",),
)
CHECKS: Final[Mapping[Command, tuple[Command, ...]]] = {
    ("check",): _QUICK,
    ("test",): (*_QUICK, ("pytest", "--cov", "-n", "auto")),
}
"""What continuous integration, the commit hooks and the README run, in this order; set up in `pyproject.toml`."""

DEBIAN_LIBRARIES: Final = (
    "fonts-dejavu-core",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
)
"""What Qt needs of the system, by the names of Debian and Ubuntu."""


class StartError(Exception):
    """Nothing can be started; the message is a sentence for the user."""


class Environment:
    """A virtual environment, and what of kneeview is installed in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = folder / "kneeview-installed.txt"

    def program(self, name: str) -> Path:
        """Return the environment's program of that name."""
        return self._folder / "Scripts" / f"{name}.exe" if os.name == "nt" else self._folder / "bin" / name

    def _state(self, extra: str) -> str:
        """Return what the stamp says after an installation of the files as they are now."""
        files = (ROOT / "pyproject.toml", ROOT / "constraints.txt")
        digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
        return f"{digest} {sys.version_info.major}.{sys.version_info.minor} {ROOT} {extra}"

    def has(self, extra: str) -> bool:
        """Whether that extra ("" for none) is installed from the files as they are now."""
        stamp = self._stamp.read_text("utf-8") if self._stamp.exists() else ""
        return stamp in {self._state(extra), self._state("dev")}

    def install(self, extra: str) -> None:
        """Make the environment where there is none, and install kneeview into it. Raises `StartError`."""
        print(f"Installing kneeview into {self._folder} (once, about a minute) ...", file=sys.stderr, flush=True)
        if not self._runs("-m", "pip", "--version"):
            _make_environment(self._folder)
        wanted = f".[{extra}]" if extra else "."
        pip = (self.program("python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check")
        if subprocess.call((*pip, "--constraint", "constraints.txt", "--editable", wanted), cwd=ROOT):
            raise StartError("kneeview could not be installed; pip says why above.")
        if sys.platform == "linux" and not self._runs("-c", "import PySide6.QtWidgets"):
            raise StartError(
                "Qt needs libraries of the system that are missing here. On Debian or Ubuntu this installs them:\n"
                f"sudo apt-get install {' '.join(DEBIAN_LIBRARIES)}"
            )
        self._stamp.write_text(self._state(extra), "utf-8")

    def _runs(self, *arguments: str) -> bool:
        """Whether there is an interpreter, and runs this without an error."""
        python = self.program("python")
        if not python.exists():
            return False
        return subprocess.run((python, *arguments), capture_output=True, check=False).returncode == 0


def _make_environment(folder: Path) -> None:
    if find_spec("ensurepip") is None:
        raise StartError(
            "This Python cannot make virtual environments. On Debian or Ubuntu this installs what is missing:\n"
            "sudo apt-get install python3-venv"
        )
    try:
        venv.create(folder, with_pip=True, clear=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as error:
        raise StartError(f"The virtual environment {folder} could not be made: {error}") from error


def _passes(environment: Environment, checks: Sequence[Command]) -> bool:
    """Run the checks in order, up to the first that fails."""
    for name, *arguments in checks:
        print("==", name, *arguments, flush=True)
        if subprocess.call((environment.program(name), *arguments), cwd=ROOT):
            return False
    return True


def main(arguments: Sequence[str]) -> int:
    """Install what is not installed yet, run, and return the exit status."""
    is_inside = sys.prefix != sys.base_prefix
    environment = Environment(Path(sys.prefix) if is_inside else ROOT / ".venv")
    checks = CHECKS.get(tuple(arguments), ())
    extra = "dev" if checks else ""
    try:
        if not environment.has(extra):
            environment.install(extra)
    except StartError as error:
        print(error, file=sys.stderr)
        return 1
    if checks:
        return 0 if _passes(environment, checks) else 1
    command = [str(environment.program("kneeview")), *arguments]
    if os.name != "nt":  # the window takes this process over, so that what ends this one ends the window
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)
    return subprocess.call(command)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
