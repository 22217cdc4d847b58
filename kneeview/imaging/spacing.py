"""Which spacing of the header is believed: the ladder, as a table, and the sentence that says why.

DICOM PS3.3 10.7.1: Pixel Spacing is in the patient. Where it was not corrected for magnification it equals Imager Pixel
Spacing or Nominal Scanned Pixel Spacing; where it differs it was. Calibration Type says how: GEOMETRY for an assumed
magnification, FIDUCIAL for an object of known size. With neither type nor detector spacing nobody can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kneeview.domain.scale import ASSUMED_SD, MEASURED_SD, NO_SCALE, Scale, ScaleState
from kneeview.domain.units import millimetres_per_pixel as written
from kneeview.imaging.spacing_checks import sized, spacing_warnings
from kneeview.imaging.spacing_tags import Pair, SpacingTags, same, usable

__all__ = ["LADDER", "Rung", "SpacingTags", "decide_scale"]


def _division(tags: SpacingTags, spacing: Pair) -> str:
    detector_mm = written((tags.imager or spacing)[1])
    origin = "magnification" if tags.stated_factor else "distances of tube and patient"
    return f"Estimated: imager spacing {detector_mm} / {tags.factor:.4g} = {sized(spacing)} ({origin} from the header)."


def _offer(tags: SpacingTags) -> str:
    return f"; the header has a magnification of {tags.factor:.4g} that you may apply" if tags.factor else ""


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the ladder: when it holds, which spacing it takes, and what it says.

    `spacing` answers None where the rung does not hold.
    """

    level: int
    state: ScaleState
    relative_sd: float | None
    spacing: Callable[[SpacingTags], Pair | None]
    says: Callable[[SpacingTags, Pair], str]


def _in_patient(tags: SpacingTags) -> Pair | None:
    """Return the spacing of a section: distances to the tube, which CT headers carry too, say nothing about it."""
    return None if tags.is_projection else tags.pixel


def _typed(calibration_type: str) -> Callable[[SpacingTags], Pair | None]:
    return lambda tags: tags.pixel if tags.calibration_type == calibration_type else None


def _corrected(tags: SpacingTags) -> Pair | None:
    return tags.pixel if tags.imager and not same(tags.pixel, tags.imager) else None


def _uncorrected(tags: SpacingTags) -> Pair | None:
    return tags.pixel if same(tags.pixel, tags.imager) else None


def _divided(tags: SpacingTags) -> Pair | None:
    """Return imager spacing over the magnification, only where no Pixel Spacing says what the sender thought."""
    if tags.pixel or tags.imager is None or tags.factor is None:
        return None
    return tags.imager[0] / tags.factor, tags.imager[1] / tags.factor


def _on_film(tags: SpacingTags) -> Pair | None:
    """Return the digitiser's spacing; a Pixel Spacing that repeats it was not corrected (PS3.3 10.7.1.1)."""
    says_nothing_else = tags.pixel is None or tags.is_placeholder or same(tags.pixel, tags.scanned)
    return tags.scanned if says_nothing_else else None


LADDER: Final[tuple[Rung, ...]] = (
    Rung(
        2,
        ScaleState.CALIBRATED,
        MEASURED_SD,
        _in_patient,
        lambda t, s: f"Cross-sectional image ({t.modality}): Pixel Spacing {sized(s)}, in the patient.",
    ),
    Rung(
        2,
        ScaleState.CALIBRATED,
        MEASURED_SD,
        _typed("FIDUCIAL"),
        lambda _, s: f"Calibrated (fiducial): Pixel Spacing {sized(s)}, measured on an object of known size.",
    ),
    Rung(
        3,
        ScaleState.ESTIMATED,
        ASSUMED_SD,
        _typed("GEOMETRY"),
        lambda _, s: f"Geometry-corrected (estimated): Pixel Spacing {sized(s)}, for an assumed magnification.",
    ),
    Rung(
        4,
        ScaleState.CALIBRATED,
        MEASURED_SD,
        _corrected,
        lambda t, s: (
            f"Calibrated, method unknown: Pixel Spacing {sized(s)}, "
            f"corrected from the imager spacing {written((t.imager or s)[1])}."
        ),
    ),
    Rung(
        5,
        ScaleState.DETECTOR_PLANE,
        None,
        _uncorrected,
        lambda t, s: (
            f"Detector plane, lengths are magnified: Pixel Spacing equals the imager spacing, {sized(s)}{_offer(t)}."
        ),
    ),
    Rung(6, ScaleState.ESTIMATED, ASSUMED_SD, _divided, _division),
    Rung(
        7,
        ScaleState.DETECTOR_PLANE,
        None,
        lambda t: None if t.pixel else t.imager,
        lambda _, s: f"Detector plane, lengths are magnified: imager spacing {sized(s)}, no magnification is known.",
    ),
    Rung(
        9,
        ScaleState.FILM_PLANE,
        None,
        _on_film,
        lambda _, s: f"Film plane: the film was scanned at {sized(s)}, and what it shows is magnified.",
    ),
    Rung(
        8,
        ScaleState.UNKNOWN,
        None,
        lambda t: t.pixel,
        lambda _, s: f"Unknown meaning: Pixel Spacing {sized(s)}, and the header does not say in which plane.",
    ),
)
"""First match wins. Level 1, the user's own calibration, is decided elsewhere; level 10 is what remains."""


def decide_scale(tags: SpacingTags) -> Scale:
    """Return the scale that the header supports, with its state, its arithmetic in words, and its warnings."""
    for rung in LADDER:
        spacing = rung.spacing(tags)
        if spacing is not None:
            return Scale(
                rung.state,
                "header",
                rung.says(tags, spacing),
                row_mm=spacing[0],
                column_mm=spacing[1],
                aspect=spacing[0] / spacing[1],
                relative_sd=rung.relative_sd,
                level=rung.level,
                offered_factor=tags.factor if rung.state is ScaleState.DETECTOR_PLANE else None,
                warnings=spacing_warnings(tags, spacing, rung.state),
            )
    return _nothing(tags)


def _nothing(tags: SpacingTags) -> Scale:
    """Return level 10: no lengths; angles hold where the shape of a pixel is told or the pixels are square."""
    ratio = usable(tags.aspect_ratio)
    aspect = 1.0 if ratio is None else ratio[0] / ratio[1]
    shape = "pixels are taken as square" if ratio is None else f"a pixel is {aspect:.4g} times as high as wide"
    return Scale(
        ScaleState.UNCALIBRATED,
        NO_SCALE.method,
        f"{NO_SCALE.explanation.rstrip('.')}; {shape}.",
        aspect=aspect,
        level=10,
        warnings=spacing_warnings(tags, None, ScaleState.UNCALIBRATED),
    )
