"""The same work without a screen: what a file is, its picture, its readings and its report."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NoReturn

from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from kneeview import __version__
from kneeview.case.demo import measured_demo
from kneeview.case.landmark_file import read_landmark_file
from kneeview.case.notation.node import NotationError
from kneeview.case.opening import Opened, OpeningError, open_path
from kneeview.case.persistence import SUFFIX, write_beside
from kneeview.case.repeats import RepeatError, errors_of_reader
from kneeview.domain.placement_errors import DEFAULT_ERRORS, PlacementErrorsError, errors_from, table_of
from kneeview.imaging.radiograph import Display, Radiograph, Window
from kneeview.imaging.windowing import rendered
from kneeview.imaging.zipped import file_of
from kneeview.reports.description import json_of_image, text_of_image
from kneeview.reports.exporters import ExportError, UnknownEndingError, exporter_for, is_same_file, write_reports
from kneeview.reports.page import A4, LETTER, letter_is_usual
from kneeview.reports.picture import encoded
from kneeview.reports.selftest import json_of_checks, run_checks, text_of_checks
from kneeview.reports.table.csv_file import csv_bytes
from kneeview.reports.table.json_file import json_bytes
from kneeview.reports.table.text_file import text_of
from kneeview.reports.versions import json_of_versions

DONE: Final = 0
FAILED: Final = 1
WRONG_USAGE: Final = 2

DEMO: Final = "demo"

_log = logging.getLogger(__name__)


class UsageError(Exception):
    """Wrong usage; the message is one line."""


class InputError(Exception):
    """An input that cannot be read, measured or written; the message names the file and the reason in one line."""


class _Parser(argparse.ArgumentParser):
    """A parser that raises instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        """Raise the message as wrong usage."""
        raise UsageError(f"{message} (see {self.prog} --help)")


# ------------------------------------------------------------------------------------------------------- opening


def _opened(path: Path, landmarks: Path | None) -> Opened:
    """Return the case and its picture. Raises `InputError`, or `UsageError` for a case with a landmark file."""
    if path.suffix.lower() == SUFFIX and landmarks is not None:
        raise UsageError(f"{path}: a case has its landmarks already; leave --landmarks out")
    if str(path) == DEMO and not path.exists():
        opened = measured_demo()
    else:
        try:
            opened = open_path(path.absolute())
        except OpeningError as error:
            raise InputError(f"{path}: {error}") from error
    if landmarks is None:
        return opened
    try:
        return replace(opened, case=read_landmark_file(landmarks, opened.image))
    except NotationError as error:
        raise InputError(f"{landmarks}: {error}") from error


def _refuse_inputs(outputs: Sequence[Path], inputs: Sequence[Path | None]) -> None:
    """Raise `UsageError` where an output would take the place of an input."""
    for output in outputs:
        if any(path is not None and is_same_file(path, output) for path in inputs):
            raise UsageError(f"{output}: this is the input itself; choose another name for the output")


def _picture_of(opened: Opened) -> Path | None:
    """Return the file of the picture, which may be another one than the case that was named."""
    return None if opened.image.path is None else file_of(opened.image.path)


def _written(path: Path, content: bytes) -> None:
    try:
        write_beside(path, content)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise InputError(f"{path}: the file could not be written: {reason}") from error


def _printed(content: bytes) -> None:
    """Write to standard output, in UTF-8 whatever the terminal is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _without_screen() -> None:
    """Make Qt able to draw without a screen. On Windows its usual platform needs none, and offscreen has no fonts."""
    if QGuiApplication.instance() is None:
        if os.name != "nt":
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        qInstallMessageHandler(_log_qt)
        _KEPT.append(QGuiApplication(["kneeview"]))


_KEPT: Final[list[QGuiApplication]] = []
"""Qt's application must outlive every font."""


def _log_qt(_: QtMsgType, __: object, message: str) -> None:
    _log.debug("Qt: %s", message)


# ------------------------------------------------------------------------------------------------------ commands


def _info(arguments: argparse.Namespace) -> int:
    opened = _opened(arguments.path, None)
    write = json_of_image if arguments.json else text_of_image
    _printed(write(opened.case, opened.image))
    return DONE


def _display(arguments: argparse.Namespace, image: Radiograph) -> Display:
    display = image.default_display
    if arguments.window is not None:
        center, width = arguments.window
        display = Display(Window(center, width))
    if arguments.voi is not None:
        if not 1 <= arguments.voi <= len(image.vois):
            has = f"{len(image.vois)} windows and tables" if image.vois else "no window and no table"
            raise UsageError(f"{arguments.path}: the file has {has}; there is no number {arguments.voi}")
        display = Display(image.vois[arguments.voi - 1])
    return replace(display, inverted=bool(arguments.invert))


def _render(arguments: argparse.Namespace) -> int:
    if arguments.output.suffix.lower() != ".png":
        raise UsageError(f"{arguments.output}: the picture is written as .png")
    _refuse_inputs([arguments.output], [arguments.path])
    opened = _opened(arguments.path, None)
    _refuse_inputs([arguments.output], [_picture_of(opened)])
    image = opened.image
    try:
        content = encoded(rendered(image, _display(arguments, image)), ".png")
    except ValueError as error:
        raise InputError(f"{arguments.path}: {error}") from error
    _written(arguments.output, content)
    return DONE


def _with_errors(opened: Opened, table: Path | None) -> Opened:
    """Return the case with the placement errors of a table, where one was given. Raises `InputError`."""
    if table is None:
        return opened
    try:
        errors = errors_from(table.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{table}: {(error.strerror or 'the file cannot be read').lower()}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{table}: this is no text in UTF-8") from error
    except PlacementErrorsError as error:
        raise InputError(f"{table}: {error}") from error
    return replace(opened, case=replace(opened.case, placement_errors=errors))


def _placement_errors(arguments: argparse.Namespace) -> int:
    """Write the table of placement errors: the program's own, or the reader's from pictures measured twice."""
    paths: list[Path] = arguments.path
    _refuse_inputs([arguments.output], paths)
    if len(paths) % 2:
        raise UsageError("repeat readings come in pairs: CASE AGAIN [CASE AGAIN ...]")
    cases = [_opened(path, None).case for path in paths]
    errors, lines = DEFAULT_ERRORS, tuple[str, ...]()
    if cases:
        try:
            errors, lines = errors_of_reader(tuple(zip(cases[::2], cases[1::2], strict=True)))
        except RepeatError as error:
            raise InputError(f"{paths[0]}: {error}") from error
    _written(arguments.output, table_of(errors).encode())
    for line in lines:
        _printed(f"{line}\n".encode())
    return DONE


def _measure_text(opened: Opened) -> bytes:
    return text_of(opened.case, opened.image).encode("utf-8", "replace")


def _measure_json(opened: Opened) -> bytes:
    return json_bytes(opened.case, opened.image)


def _measure_csv(opened: Opened) -> bytes:
    return csv_bytes(opened.case)


_FORMATS: Final[Mapping[str, Callable[[Opened], bytes]]] = {
    "text": _measure_text,
    "json": _measure_json,
    "csv": _measure_csv,
}


def _measure(arguments: argparse.Namespace) -> int:
    path, output = arguments.path, arguments.output
    by_ending = output.suffix.lower().removeprefix(".") if output is not None else ""
    form = arguments.format or (by_ending if by_ending in _FORMATS else "text")
    if output is not None:
        _refuse_inputs([output], [path, arguments.landmarks, arguments.placement_errors])
    opened = _opened(path, arguments.landmarks)
    if output is not None:
        _refuse_inputs([output], [_picture_of(opened)])
    if arguments.landmarks is None and opened.path is None and not any(opened.case.limbs.values()):
        raise UsageError(f"{path}: a picture is measured with a landmark file; give one with --landmarks FILE")
    content = _FORMATS[form](_with_errors(opened, arguments.placement_errors))
    if output is None:
        _printed(content)
    else:
        _written(output, content)
    return DONE


def _report(arguments: argparse.Namespace) -> int:
    for output in arguments.output:
        exporter_for(output)
    _refuse_inputs(arguments.output, [arguments.path, arguments.landmarks, arguments.placement_errors])
    opened = _with_errors(_opened(arguments.path, arguments.landmarks), arguments.placement_errors)
    _refuse_inputs(arguments.output, [_picture_of(opened)])
    _without_screen()
    letter = letter_is_usual() if arguments.paper is None else arguments.paper == "letter"
    page_size = LETTER if letter else A4
    warnings = write_reports(
        opened.case,
        opened.image,
        opened.image.default_display,
        arguments.output,
        page_size,
        patient_page=arguments.patient_page,
    )
    for warning in warnings:
        _printed(f"{warning}\n".encode())
    return DONE


def _selftest(arguments: argparse.Namespace) -> int:
    checks = run_checks()
    write = json_of_checks if arguments.json else text_of_checks
    _printed(write(checks))
    return DONE if all(check.passed for check in checks) else FAILED


def _version(arguments: argparse.Namespace) -> int:
    _printed(json_of_versions() if arguments.json else f"kneeview {__version__}\n".encode())
    return DONE


# ------------------------------------------------------------------------------------------------------- parsing

COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "info": _info,
    "render": _render,
    "measure": _measure,
    "report": _report,
    "selftest": _selftest,
    "placement-errors": _placement_errors,
}
"""What runs without a screen."""

_ERRORS_HELP: Final = "a table of placement errors of your own"

_PATH_HELP: Final = "an image, a .kneeview case, or demo for the built-in film"


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
    measure.add_argument("--format", choices=tuple(_FORMATS), help="default: by the ending of OUT, else text")
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
    value = float(text.replace(",", "."))
    if not abs(value) < float("inf"):
        raise ValueError(text)
    return value


NOT_THERE_YET: Final = ("deidentify", "pacs")
"""Commands that are promised and not built: named, so that nobody waits for a window."""


def is_command(arguments: Sequence[str]) -> bool:
    """Whether this is work without a screen: a command, an option, or a word that is neither command nor path."""
    if not arguments:
        return False
    first = arguments[0]
    if any(argument.startswith("-") for argument in arguments) or first in COMMANDS or first in NOT_THERE_YET:
        return True
    return first != DEMO and Path(first).name == first and not Path(first).suffix and not Path(first).exists()


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status: 0 done, 1 could not, 2 wrong usage."""
    try:
        return _run(arguments)
    except UsageError as error:
        return _complain(str(error), WRONG_USAGE)
    except UnknownEndingError as error:
        return _complain(f"{error.path}: {error}", WRONG_USAGE)
    except ExportError as error:
        return _complain(f"{error.path}: {error}", FAILED)
    except InputError as error:
        return _complain(str(error), FAILED)
    except BrokenPipeError:
        # Whoever read the output has left; nothing may be written when Python flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001, the user is told in a sentence, and a log has the rest
        _log.debug("a command failed", exc_info=True)
        named = next((argument for argument in arguments[1:] if not argument.startswith("-")), "")
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        return _complain(f"{named}: this is an error of kneeview itself, please report it ({what})", FAILED)


def _run(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] in NOT_THERE_YET:
        raise UsageError(f"the command {arguments[0]} is not there yet (see kneeview --help)")
    try:
        parsed = build_parser().parse_args(arguments)
    except SystemExit as leaving:  # after --help
        return leaving.code if isinstance(leaving.code, int) else DONE
    if parsed.version:
        return _version(parsed)
    if parsed.command is None:
        raise UsageError("a command is missing (see kneeview --help)")
    return COMMANDS[parsed.command](parsed)


def _complain(sentence: str, status: int) -> int:
    line = " ".join(f"kneeview: {sentence}".split())
    sys.stderr.write(
        line.encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8")
    )
    sys.stderr.write("\n")
    return status
