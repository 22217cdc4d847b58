"""First-order propagation against simulation, as a picture: `python -m tests.propagation_plot OUT.svg`.

Each row is one number of the catalogue on the bent legs of the tests: its standard deviation of placing by first order,
as a share of that of a simulation, so that 1 is agreement.
"""

from __future__ import annotations

import random
import sys
from math import sqrt
from pathlib import Path
from typing import Final

from kneeview.domain.catalog import measurement
from kneeview.domain.geometry import Vec
from kneeview.domain.landmarks import LANDMARKS
from kneeview.domain.limb import Side
from kneeview.domain.measurement import Number, PlacedLandmark
from tests.domain.subjects import serving, value_of
from tests.domain.test_uncertainty import BENT, NUMBERS, TOLERANCE

DRAWS: Final = 20_000
_ROW, _LEFT, _WIDTH = 20, 250, 420


def simulated(measurement_id: str, side: Side | None, chance: random.Random) -> float:
    """Return the standard deviation of a number when its landmarks are placed again and again."""
    entry = measurement(measurement_id)
    assert isinstance(entry.rule, Number)
    points = serving(entry, side, BENT)
    errors = {x.id: x.on_radiograph for x in LANDMARKS}
    keys: list[PlacedLandmark] = list(dict.fromkeys((own, i) for mean in points for own, i, _ in mean))
    values = []
    for _ in range(DRAWS):
        at = {
            (own, i): BENT.positions[own][i] + Vec(chance.gauss(0, errors[i].u_mm), chance.gauss(0, errors[i].v_mm))
            for own, i in keys
        }
        means = [[at[own, i] * weight for own, i, weight in mean] for mean in points]
        values.append(entry.rule.compute(*(sum(parts[1:], parts[0]) for parts in means)))
    middle = sum(values) / DRAWS
    return sqrt(sum((value - middle) ** 2 for value in values) / (DRAWS - 1))


def plot() -> str:
    """Return the picture as SVG: a line for each number, the band of the tolerance, and the ratio as a point."""
    chance = random.Random(7)  # noqa: S311
    ratios = []
    for measurement_id, side in NUMBERS:
        placement_sd = value_of(measurement_id, side, BENT).placement_sd
        assert placement_sd is not None
        ratios.append((measurement_id, placement_sd / simulated(measurement_id, side, chance)))

    def x(ratio: float) -> float:
        return _LEFT + _WIDTH * (ratio - 0.95) / 0.10

    height = _ROW * (len(ratios) + 3)
    rows = _ROW * len(ratios)
    size = f'width="{_LEFT + _WIDTH + 80}" height="{height}"'
    band = f'x="{x(1 - TOLERANCE)}" y="26" width="{x(1 + TOLERANCE) - x(1 - TOLERANCE)}" height="{rows + 6}"'
    title = f"first order / simulation ({DRAWS} draws); the band is ± {100 * TOLERANCE:g} %"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{_LEFT}" y="18">{title}</text>',
        f'<rect {band} fill="#e6eef7"/>',
        f'<line x1="{x(1)}" x2="{x(1)}" y1="26" y2="{rows + 32}" stroke="#888"/>',
    ]
    for row, (name, ratio) in enumerate(ratios):
        y = 40 + _ROW * row
        lines.append(f'<text x="{_LEFT - 10}" y="{y + 4}" text-anchor="end">{name}</text>')
        lines.append(f'<circle cx="{x(ratio):.1f}" cy="{y}" r="3.5" fill="#1b5e9c"/>')
        lines.append(f'<text x="{_LEFT + _WIDTH + 10}" y="{y + 4}">{ratio:.3f}</text>')
    foot = height - 8
    marks = (0.95, 0.97, 1, 1.03, 1.05)
    lines += [f'<text x="{x(at):.0f}" y="{foot}" text-anchor="middle">{at:.2f}</text>' for at in marks]
    return "\n".join([*lines, "</svg>", ""])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(plot(), "utf-8")
