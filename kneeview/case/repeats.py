"""Repeat readings: a reader's own placement errors from pictures that were measured twice."""

from __future__ import annotations

from collections.abc import Sequence

from kneeview.case.case import Case
from kneeview.domain.limb import SIDES
from kneeview.domain.placement_errors import FEWEST_REPEATS, PlacementErrors, from_repeats, placement_errors_of


class RepeatError(ValueError):
    """Cases that are no repeat readings; the message is one sentence."""


def _check_pair(first: Case, second: Case) -> None:
    one, other = first.image, second.image
    if (one.sha256, one.pixels_sha256, one.name) != (other.sha256, other.pixels_sha256, other.name):
        raise RepeatError(f"{one.name} and {other.name} are not the same picture")
    if first.kind is not second.kind:
        raise RepeatError(f"{one.name} is a film in one case and a photo in the other")
    if not first.scale.is_calibrated or first.scale != second.scale:
        raise RepeatError(f"{one.name} needs the same scale in both cases, so that millimetres can be compared")


def errors_of_reader(pairs: Sequence[tuple[Case, Case]]) -> tuple[PlacementErrors, tuple[str, ...]]:
    """Return a reader's own placement errors, and a line for each landmark that says how many differences made it.

    Each pair is one picture, measured once and again. Raises `RepeatError` where a pair is not of one picture, or
    where no landmark was placed often enough.
    """
    for first, second in pairs:
        _check_pair(first, second)
    rows = []
    lines = []
    for kind in dict.fromkeys(first.kind for first, _ in pairs):
        legs = [
            (first.subject().positions[side], second.subject().positions[side])
            for first, second in pairs
            if first.kind is kind
            for side in SIDES
        ]
        for landmark_id, (u_mm, v_mm, count) in from_repeats(legs).items():
            rows.append((landmark_id, kind, round(u_mm, 3), round(v_mm, 3)))
            lines.append(f"{landmark_id.value} on a {kind.value}: {u_mm:.2f} x {v_mm:.2f} mm from {count} differences")
    if not rows:
        raise RepeatError(f"no landmark was placed twice on {FEWEST_REPEATS} legs or more, at different places")
    return placement_errors_of(rows), tuple(lines)
