"""The same work without a screen: what a file is, its picture, its readings and its report."""

from kneeview.cli.commands import COMMANDS
from kneeview.cli.running import is_command, run

__all__ = ["COMMANDS", "is_command", "run"]
