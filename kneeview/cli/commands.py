"""The commands, each from its parsed words to its exit status."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from kneeview import __version__
from kneeview.case.opening import Opened
from kneeview.case.repeats import RepeatError, errors_of_reader
from kneeview.cli.files import InputError, UsageError, opened_case, picture_of, refuse_inputs, say, write_file
from kneeview.domain.placement_errors import DEFAULT_ERRORS, PlacementErrorsError, errors_from, table_of
from kneeview.imaging.radiograph import Display, Radiograph, Window
from kneeview.imaging.windowing import rendered
from kneeview.reports.description import json_of_image, text_of_image
from kneeview.reports.encoding import encoded
from kneeview.reports.selftest import json_of_checks, run_checks, text_of_checks
from kneeview.reports.table.csv_file import csv_bytes
from kneeview.reports.table.json_file import json_bytes
from kneeview.reports.table.text_file import text_of

DONE: Final = 0
FAILED: Final = 1
WRONG_USAGE: Final = 2


def _info(arguments: argparse.Namespace) -> int:
    opened = opened_case(arguments.path, None)
    write = json_of_image if arguments.json else text_of_image
    say(write(opened.case, opened.image))
    return DONE


def _display(arguments: argparse.Namespace, image: Radiograph) -> Display:
    display = image.default_display
    if arguments.window is not None:
        center, width = arguments.window
        if width <= 0:
            raise UsageError("argument --window: the width must be more than zero (see kneeview render --help)")
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
    refuse_inputs([arguments.output], [arguments.path])
    opened = opened_case(arguments.path, None)
    refuse_inputs([arguments.output], [picture_of(opened)])
    image = opened.image
    try:
        content = encoded(rendered(image, _display(arguments, image)), ".png")
    except ValueError as error:
        raise InputError(f"{arguments.path}: {error}") from error
    write_file(arguments.output, content)
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
    refuse_inputs([arguments.output], paths)
    if len(paths) % 2:
        raise UsageError("repeat readings come in pairs: CASE AGAIN [CASE AGAIN ...]")
    cases = [opened_case(path, None).case for path in paths]
    errors, lines = DEFAULT_ERRORS, tuple[str, ...]()
    if cases:
        try:
            errors, lines = errors_of_reader(tuple(zip(cases[::2], cases[1::2], strict=True)))
        except RepeatError as error:
            raise InputError(f"{paths[0]}: {error}") from error
    write_file(arguments.output, table_of(errors).encode())
    for line in lines:
        say(f"{line}\n".encode())
    return DONE


def _measure_text(opened: Opened) -> bytes:
    return text_of(opened.case, opened.image).encode("utf-8", "replace")


def _measure_json(opened: Opened) -> bytes:
    return json_bytes(opened.case, opened.image)


def _measure_csv(opened: Opened) -> bytes:
    return csv_bytes(opened.case)


FORMATS: Final[Mapping[str, Callable[[Opened], bytes]]] = {
    "text": _measure_text,
    "json": _measure_json,
    "csv": _measure_csv,
}


def _measure(arguments: argparse.Namespace) -> int:
    path, output = arguments.path, arguments.output
    by_ending = output.suffix.lower().removeprefix(".") if output is not None else ""
    form = arguments.format or (by_ending if by_ending in FORMATS else "text")
    if output is not None:
        refuse_inputs([output], [path, arguments.landmarks, arguments.placement_errors])
    opened = opened_case(path, arguments.landmarks)
    if output is not None:
        refuse_inputs([output], [picture_of(opened)])
    if arguments.landmarks is None and opened.path is None and not any(opened.case.limbs.values()):
        raise UsageError(f"{path}: a picture is measured with a landmark file; give one with --landmarks FILE")
    content = FORMATS[form](_with_errors(opened, arguments.placement_errors))
    if output is None:
        say(content)
    else:
        write_file(output, content)
    return DONE


def _report(arguments: argparse.Namespace) -> int:
    from kneeview.cli.screenless import check_endings, write_drawn  # noqa: PLC0415, no other command needs Qt

    check_endings(arguments.output)
    refuse_inputs(arguments.output, [arguments.path, arguments.landmarks, arguments.placement_errors])
    opened = _with_errors(opened_case(arguments.path, arguments.landmarks), arguments.placement_errors)
    refuse_inputs(arguments.output, [picture_of(opened)])
    for warning in write_drawn(opened, arguments.output, arguments.paper, patient_page=arguments.patient_page):
        say(f"{warning}\n".encode())
    return DONE


def _selftest(arguments: argparse.Namespace) -> int:
    checks = run_checks()
    write = json_of_checks if arguments.json else text_of_checks
    say(write(checks))
    return DONE if all(check.passed for check in checks) else FAILED


def version(arguments: argparse.Namespace) -> int:
    """Say which version this is."""
    if not arguments.json:
        say(f"kneeview {__version__}\n".encode())
        return DONE
    from kneeview.reports.versions import json_of_versions  # noqa: PLC0415, Qt is asked for its version

    say(json_of_versions())
    return DONE


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "info": _info,
    "render": _render,
    "measure": _measure,
    "report": _report,
    "selftest": _selftest,
    "placement-errors": _placement_errors,
}
"""What runs without a screen."""
