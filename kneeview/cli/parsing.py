"""The words of the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final, NoReturn

from kneeview.cli.commands import FORMATS
from kneeview.cli.files import UsageError
from kneeview.domain.typed_numbers import number_from

_ERRORS_HELP: Final = "a table of placement errors of your own"

_PATH_HELP: Final = "an image, a .kneeview case, or demo for the built-in film"


class _Parser(argparse.ArgumentParser):
    """A parser that raises instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        """Raise the message as wrong usage."""
        raise UsageError(f"{message} (see {self.prog} --help)")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = _Parser(
        prog="kneeview",
        description="Measures leg alignment and leg length on X-rays and photos. Without a command: the window.",
        epilog="kneeview [PATH ...] opens the window with those files; kneeview demo opens it with the built-in film.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="say the version; with --json those of all parts")
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    info = commands.add_parser("info", help="say what a file is and how its scale was decided", allow_abbrev=False)
    info.add_argument("path", type=Path, metavar="PATH", help=_PATH_HELP)
    info.add_argument("--json", action="store_true", help="write JSON")

    render = commands.add_parser("render", help="write the picture as the viewer shows it", allow_abbrev=False)
    render.add_argument("path", type=Path, metavar="PATH", help=_PATH_HELP)
    render.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.png")
    grey = render.add_mutually_exclusive_group()
    grey.add_argument("--window", nargs=2, type=_number, metavar=("CENTER", "WIDTH"), help="a window of your own")
    grey.add_argument("--voi", type=int, metavar="N", help="the file's window or table of that number, from 1")
    render.add_argument("--invert", action="store_true", help="turn black and white over")

    measure = commands.add_parser("measure", help="write the readings", allow_abbrev=False)
    measure.add_argument("path", type=Path, metavar="PATH", help=_PATH_HELP)
    measure.add_argument("--landmarks", type=Path, metavar="FILE", help="a landmark file (kneeview.landmarks/1)")
    measure.add_argument("--placement-errors", type=Path, metavar="FILE.csv", help=_ERRORS_HELP)
    measure.add_argument("--format", choices=tuple(FORMATS), help="default: by the ending of OUT, else text")
    measure.add_argument("-o", "--output", type=Path, metavar="OUT", help="default: standard output")

    report = commands.add_parser("report", help="write the report, in the form of each ending", allow_abbrev=False)
    report.add_argument("path", type=Path, metavar="PATH", help=_PATH_HELP)
    report.add_argument("--landmarks", type=Path, metavar="FILE", help="a landmark file (kneeview.landmarks/1)")
    report.add_argument("--placement-errors", type=Path, metavar="FILE.csv", help=_ERRORS_HELP)
    report.add_argument("-o", "--output", type=Path, required=True, action="append", metavar="OUT")
    report.add_argument("--paper", choices=("a4", "letter"), help="default: as the system's country has it")
    report.add_argument("--patient-page", action="store_true", help="add a page in plain words to the PDF")

    selftest = commands.add_parser("selftest", help="measure the built-in legs against the truth", allow_abbrev=False)
    selftest.add_argument("--json", action="store_true", help="write JSON")

    errors = commands.add_parser(
        "placement-errors",
        help="write the table of placement errors, or the reader's own from pictures measured twice",
        allow_abbrev=False,
    )
    errors.add_argument("path", type=Path, nargs="*", metavar="CASE AGAIN", help="two cases of one picture, in pairs")
    errors.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.csv")
    return parser


def _number(text: str) -> float:
    """Return a finite number, with a decimal point or a decimal comma."""
    value = number_from(text)
    if value is None:
        raise ValueError(text)
    return value
