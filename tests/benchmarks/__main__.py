"""Run the benchmarks: `python -m tests.benchmarks [--json] [NAME ...]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping

from tests.benchmarks.reading import decoders, first_pictures, headers, memory
from tests.benchmarks.registry import Benchmark, Figure
from tests.benchmarks.viewing import moving_frames, reduced_levels, window_frames
from tests.benchmarks.window import drag_frames, starts, window_memory

BENCHMARKS: Mapping[str, Benchmark] = {
    "first-picture": first_pictures,
    "decoders": decoders,
    "memory": memory,
    "headers": headers,
    "window-level": window_frames,
    "pan-zoom": moving_frames,
    "drag": drag_frames,
    "levels": reduced_levels,
    "start": starts,
    "window-memory": window_memory,
}
"""Every benchmark by its name; a new one is a function that yields figures, and a line here."""


def _line(figure: Figure) -> str:
    beside = f"{figure.peer_figure:10.1f} {figure.unit}  {figure.peer}" if figure.peer_figure is not None else ""
    ratio = f"{figure.ratio:6.2f}" if figure.ratio is not None else " " * 6
    verdict = "met   " if figure.met else "MISSED"
    return (
        f"{verdict} {figure.figure:10.1f} {figure.unit:4} {ratio} of at most {figure.goal:4}  {figure.name}  {beside}\n"
    )


def main() -> int:
    """Run what was asked for and write it as a table or as JSON; 1 where a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}; default: all")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(BENCHMARKS)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in arguments.names or BENCHMARKS:
        for figure in BENCHMARKS[name]():
            figures.append(figure)
            if not arguments.json:
                sys.stdout.write(_line(figure))
                sys.stdout.flush()
    if arguments.json:
        sys.stdout.write(json.dumps([figure.as_json() for figure in figures], indent=2) + "\n")
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
