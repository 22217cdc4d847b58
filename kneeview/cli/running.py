"""A command from its words to its exit status."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kneeview.cli.commands import COMMANDS, DONE, FAILED, WRONG_USAGE, version
from kneeview.cli.files import DEMO, InputError, UsageError
from kneeview.cli.parsing import build_parser
from kneeview.reports.refusals import ExportError, UnknownEndingError

_log = logging.getLogger(__name__)

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
    except ImportError:
        raise  # where Qt's libraries are missing the program says so, for the window and for the report
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
        return version(parsed)
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
