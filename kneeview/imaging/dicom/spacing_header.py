"""The attributes of a header that tell the size of a pixel, for `kneeview.imaging.spacing` to judge."""

from __future__ import annotations

import re
from typing import Final

from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.functional_groups import PIXEL_MEASURES, group_of
from kneeview.imaging.dicom.layout import Layout
from kneeview.imaging.spacing_tags import Pair, SpacingTags

CROSS_SECTIONAL: Final = {
    "CT": "a CT",
    "MR": "an MR",
    "NM": "a nuclear medicine",
    "PT": "a PET",
    "US": "an ultrasound",
}
"""Modalities whose Pixel Spacing is in the patient and no projection from a point, in words."""

_SECONDARY_CAPTURE: Final = "1.2.840.10008.5.1.4.1.1.7"

_CASSETTE: Final = re.compile(r"(\d{1,4})(CM|MM|IN)X(\d{1,4})(CM|MM|IN)", re.ASCII)
_MM: Final = {"CM": 10.0, "MM": 1.0, "IN": 25.4}


def _cassette(text: str) -> Pair | None:
    """Return the sides of a cassette such as 35CMX43CM (DICOM PS3.3 C.8.1.1)."""
    match = _CASSETTE.fullmatch(text.replace(" ", ""))
    return (int(match[1]) * _MM[match[2]], int(match[3]) * _MM[match[4]]) if match else None


def _field_of_view(header: Header) -> Pair | None:
    """Return the sides of a rectangular field of view; a round one has one number and is not compared."""
    sides = header.numbers("FieldOfViewDimensions")
    return None if len(sides) != 2 or sides[0] is None or sides[1] is None else (sides[0], sides[1])


def _pixel_spacing(header: Header, frame: int) -> Pair | None:
    """Return Pixel Spacing, of enhanced multi-frame files that of the frame."""
    spacing = header.pair("PixelSpacing", "Pixel Spacing")
    measures = group_of(header, frame, PIXEL_MEASURES)
    if spacing is not None or measures is header:
        return spacing
    spacing = measures.pair("PixelSpacing", "Pixel Spacing")
    header.repaired.extend(measures.repaired)
    header.rejected.extend(measures.rejected)
    return spacing


def is_cross_sectional(header: Header) -> bool:
    """Whether the picture is a section and no projection.

    A CT scout is a projection although its modality is CT: bone off the isocentre is magnified across. A captured
    screen is none whatever its modality, because its spacing was not made by the scanner.
    """
    is_scout = "LOCALIZER" in (text.upper() for text in header.texts("ImageType"))
    return header.word("Modality") in CROSS_SECTIONAL and not is_scout and not _is_capture(header)


def _is_capture(header: Header) -> bool:
    sop_class = header.text("SOPClassUID")
    return sop_class == _SECONDARY_CAPTURE or sop_class.startswith(f"{_SECONDARY_CAPTURE}.")


def spacing_tags_of(header: Header, layout: Layout, frame: int) -> SpacingTags:
    """Return the spacing attributes of a header for a picture of that layout."""
    noted = Header(header.dataset, header.is_little_endian)
    return SpacingTags(
        pixel_spacing=_pixel_spacing(noted, frame),
        imager_pixel_spacing=noted.pair("ImagerPixelSpacing", "Imager Pixel Spacing"),
        scanned_pixel_spacing=noted.pair("NominalScannedPixelSpacing", "Nominal Scanned Pixel Spacing"),
        calibration_type=noted.word("PixelSpacingCalibrationType"),
        magnification=noted.length("EstimatedRadiographicMagnificationFactor", "Magnification"),
        source_detector_mm=noted.length("DistanceSourceToDetector", "Distance Source to Detector"),
        source_patient_mm=noted.length("DistanceSourceToPatient", "Distance Source to Patient"),
        aspect_ratio=noted.pair("PixelAspectRatio", "Pixel Aspect Ratio"),
        field_of_view_mm=_field_of_view(noted),
        cassette_mm=_cassette(noted.word("CassetteSize")),
        rows=layout.rows,
        columns=layout.columns,
        is_projection=not is_cross_sectional(noted),
        is_secondary_capture=_is_capture(noted),
        modality=noted.word("Modality"),
        # The field initialisers run in order, so what they noted is complete here.
        repaired=tuple(noted.repaired),
        rejected=tuple(noted.rejected),
    )
