"""The ladder of the scale as a table: what a header has, and what is made of it. `docs/scale-tags.md` is its print.

Each row holds the attributes as the file writes them, and the level and spacing that must come out. Run as a program,
this prints the document anew: `python -m tests.imaging.ladder_table > docs/scale-tags.md`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Final

from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from kneeview.domain.scale import LEVELS, Scale
from kneeview.imaging.dicom.attributes import Header
from kneeview.imaging.dicom.layout import Layout
from kneeview.imaging.dicom.spacing_header import spacing_tags_of
from kneeview.imaging.spacing import decide_scale

_KEYWORDS: Final = {
    "PS": "PixelSpacing",
    "IPS": "ImagerPixelSpacing",
    "NSPS": "NominalScannedPixelSpacing",
    "type": "PixelSpacingCalibrationType",
    "ERMF": "EstimatedRadiographicMagnificationFactor",
    "SID": "DistanceSourceToDetector",
    "SOD": "DistanceSourceToPatient",
    "aspect": "PixelAspectRatio",
    "modality": "Modality",
    "class": "SOPClassUID",
}
_LAYOUT: Final = Layout(100, 100, 1, 16, 12, 11, is_signed=False, photometric="MONOCHROME2", planar=0, frames=1)
_CAPTURE: Final = "1.2.840.10008.5.1.4.1.1.7"


@dataclass(frozen=True, slots=True)
class Row:
    """Attributes in short, as in "PS 0.13 0.13, type FIDUCIAL"; the level; rows and columns in millimetres."""

    group: str
    header: str
    level: int
    row_mm: float | None = None
    column_mm: float | None = None


def _rows(group: str, *rows: tuple[str, int, float | None] | tuple[str, int, float, float]) -> tuple[Row, ...]:
    return tuple(Row(group, row[0], row[1], row[2], row[-1]) for row in rows)


ROWS: Final = (
    *_rows(
        "One thing alone",
        ("nothing", 10, None),
        ("aspect 4 3", 10, None),
        ("PS 0.13 0.13", 8, 0.13),
        ("IPS 0.2 0.2", 7, 0.2),
        ("NSPS 0.2 0.2", 9, 0.2),
        ("ERMF 1.05", 10, None),
        ("SID 1800, SOD 1500", 10, None),
    ),
    *_rows(
        "Pixel Spacing and the detector",
        ("PS 0.13 0.13, IPS 0.143 0.143", 4, 0.13),
        ("PS 0.143 0.143, IPS 0.143 0.143", 5, 0.143),
        ("PS 0.1434 0.1434, IPS 0.143 0.143", 5, 0.1434),
        ("PS 0.286 0.286, IPS 0.143 0.143", 4, 0.286),
        ("PS 0.13 0.13, IPS 0.143 0.143, type FIDUCIAL", 2, 0.13),
        ("PS 0.13 0.13, IPS 0.143 0.143, type GEOMETRY", 3, 0.13),
        ("PS 0.13 0.13, IPS 0.143 0.143, type GUESSED", 4, 0.13),
        ("PS 0.143 0.143, IPS 0.143 0.143, type FIDUCIAL", 2, 0.143),
        ("PS 0.143 0.143, IPS 0.143 0.143, type GEOMETRY", 3, 0.143),
        ("PS 0.13 0.13, type FIDUCIAL", 2, 0.13),
        ("PS 0.13 0.13, type GEOMETRY", 3, 0.13),
        ("IPS 0.143 0.143, type FIDUCIAL", 7, 0.143),
    ),
    *_rows(
        "A magnification: divided once, and only where nothing else was said",
        ("IPS 0.2 0.2, ERMF 1.05", 6, 0.2 / 1.05),
        ("IPS 0.2 0.2, SID 1800, SOD 1500", 6, 0.2 / 1.2),
        ("IPS 0.2 0.2, ERMF 1.2, SID 1800, SOD 1500", 6, 0.2 / 1.2),
        ("IPS 0.2 0.2, ERMF 1.05, SID 1800, SOD 1500", 6, 0.2 / 1.05),
        ("IPS 0.154 0.154, ERMF 1.6139, SID 1175, SOD 720", 6, 0.154 / 1.6139),
        ("IPS 0.2 0.2, ERMF 1", 7, 0.2),
        ("IPS 0.2 0.2, ERMF 0", 7, 0.2),
        ("IPS 0.2 0.2, ERMF -1.2", 7, 0.2),
        ("IPS 0.2 0.2, ERMF NaN", 7, 0.2),
        ("IPS 0.2 0.2, ERMF 12", 7, 0.2),
        ("IPS 0.2 0.2, ERMF 1,05", 6, 0.2 / 1.05),
        ("IPS 0.2 0.2, SID 1800", 7, 0.2),
        ("IPS 0.2 0.2, SID 1800, SOD 0", 7, 0.2),
        ("IPS 0.2 0.2, SID 1500, SOD 1800", 7, 0.2),
        ("PS 0.2 0.2, IPS 0.2 0.2, ERMF 1.05", 5, 0.2),
        ("PS 0.2 0.2, IPS 0.2 0.2, SID 1800, SOD 1500", 5, 0.2),
        ("PS 0.19 0.19, IPS 0.2 0.2, ERMF 1.05", 4, 0.19),
        ("PS 0.19 0.19, IPS 0.2 0.2, ERMF 1.05, type GEOMETRY", 3, 0.19),
        ("PS 0.19 0.19, IPS 0.2 0.2, ERMF 1.05, type FIDUCIAL", 2, 0.19),
        ("PS 0.19 0.19, ERMF 1.05", 8, 0.19),
    ),
    *_rows(
        "Scanned films and captured screens",
        ("PS 0.2 0.2, NSPS 0.2 0.2", 9, 0.2),
        ("PS 0.13 0.13, NSPS 0.2 0.2", 8, 0.13),
        ("PS 0.13 0.13, NSPS 0.2 0.2, type FIDUCIAL", 2, 0.13),
        ("IPS 0.143 0.143, NSPS 0.2 0.2", 7, 0.143),
        ("NSPS 0.2 0.2, ERMF 1.05", 9, 0.2),
        ("PS 1 1, class capture", 8, 1.0),
        ("PS 1 1, NSPS 0.2 0.2, class capture", 9, 0.2),
        ("PS 1 1, type FIDUCIAL, class capture", 2, 1.0),
        ("PS 0.7 0.7, modality CT", 2, 0.7),
        ("PS 0.7 0.7, modality CT, SID 1099, SOD 630", 2, 0.7),
        ("PS 0.7 0.7, modality CT, class capture", 8, 0.7),
    ),
    *_rows(
        "What is no spacing counts as absent",
        ("PS 0 0", 10, None),
        ("PS 0 0.13", 10, None),
        ("PS -0.13 -0.13", 10, None),
        ("PS 0.13", 10, None),
        ("PS 0.13 0.13 0.13", 10, None),
        ("PS NaN NaN", 10, None),
        ("PS inf inf", 10, None),
        ("PS abc abc", 10, None),
        ("PS 0 0, IPS 0.2 0.2, ERMF 1.05", 6, 0.2 / 1.05),
        ("PS abc abc, NSPS 0.2 0.2", 9, 0.2),
        ("PS 0.13 0.13, IPS 0 0", 8, 0.13),
        ("PS 0.13 0.13, IPS NaN NaN, type GEOMETRY", 3, 0.13),
    ),
    *_rows(
        "Form and size",
        ("PS 0.2 0.1", 8, 0.2, 0.1),
        ("IPS 0.2 0.1, ERMF 1.25", 6, 0.16, 0.08),
        ("PS 0,143 0,143", 8, 0.143),
        ("PS 0.05 0.05", 8, 0.05),
        ("PS 1.5 1.5", 8, 1.5),
        ("PS 0.04 0.04", 8, 0.04),
        ("PS 2 2", 8, 2.0),
        ("PS 143 143", 8, 143.0),
        ("PS 0.001 0.001", 8, 0.001),
    ),
)


def scale_of_header(text: str) -> Scale:
    """Return what is made of a header written in short. Values are put in as text, so that any form can be tried."""
    dataset = Dataset()
    for part in [] if text == "nothing" else text.split(", "):
        name, _, values = part.partition(" ")
        value = _CAPTURE if values == "capture" else values.replace(" ", "\\")
        tag = tag_for_keyword(_KEYWORDS[name])
        assert tag is not None
        dataset.add(DataElement(tag, "UT" if "\\" not in value else "LO", value.split("\\")))
    return decide_scale(spacing_tags_of(Header(dataset), _LAYOUT, 0))


def document() -> str:
    """Return the table as a document."""
    lines = [
        "# Spacing tags in every form",
        "",
        "Which spacing of a header is believed, for the combinations and the forms of its attributes that files have.",
        "Printed by `python -m tests.imaging.ladder_table`; a test compares it with what is expected and with what the",
        "program does.",
        "",
        "PS is Pixel Spacing, IPS Imager Pixel Spacing, NSPS Nominal Scanned Pixel Spacing, type the Pixel Spacing",
        "Calibration Type, ERMF the Estimated Radiographic Magnification Factor, SID and SOD the distances from the",
        "source to detector and patient. Pairs are rows before columns, as the file has them.",
        "",
        "| level | stands on |",
        "|---|---|",
        *(f"| {level} | {words} |" for level, words in LEVELS.items()),
    ]
    for group in dict.fromkeys(row.group for row in ROWS):
        lines += ["", f"## {group}", "", "| header | level | what the program says |", "|---|---|---|"]
        for row in (each for each in ROWS if each.group == group):
            scale = scale_of_header(row.header)
            said = " ".join((scale.explanation, *(f"*{warning}*" for warning in scale.warnings)))
            lines.append(f"| {row.header} | {scale.level} {scale.state.words} | {said} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
