"""The tables that are shown: `python -m tests.tables reference` or `ladder` writes one as Markdown.

`docs/reference-files.md` and `docs/scale-ladder.md` are what it wrote last; a test compares them with the tests' own
tables, so that neither can grow without the other.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pydicom.data import get_testdata_file
from pydicom.dataset import Dataset
from pydicom.uid import UID

from kneeview.domain.scale import ScaleState
from kneeview.imaging.radiograph import LookupTable, Radiograph, Window
from kneeview.imaging.readers import read_image
from tests.imaging.dicom.test_spacing_header import TABLE
from tests.imaging.dicom_files import film, saved
from tests.imaging.test_against_dcmtk import MADE, MEAN_DIFFERENCE, REFERENCE_FILES, difference_as_loaded

REFERENCE_HEAD: Final = f"""# The reference files

What kneeview shows of each file, compared with `dcmj2pnm` of DCMTK, an independent reading of the standard. Expected
is a mean difference of at most {MEAN_DIFFERENCE} of 256 grey levels; the last column is what was seen. The files
come with the packages pydicom and pydicom-data; the made ones are written by the test itself. Written by
`python -m tests.tables reference`.
"""

LADDER_HEAD: Final = """# The ladder of the scale

What kneeview makes of each combination of tags: every row is written into a DICOM file, read again, and compared by a
test with the level, spacing and offered magnification that are expected. Written by `python -m tests.tables ladder`.
"""

_SHORT: Final = {
    "PixelSpacing": "Pixel Spacing",
    "ImageType": "Image Type",
    "ImagerPixelSpacing": "Imager Pixel Spacing",
    "NominalScannedPixelSpacing": "Nominal Scanned Pixel Spacing",
    "PixelSpacingCalibrationType": "Calibration Type",
    "EstimatedRadiographicMagnificationFactor": "Magnification Factor",
    "DistanceSourceToDetector": "Source to Detector",
    "DistanceSourceToPatient": "Source to Patient",
    "DistanceSourceToEntrance": "Source to Entrance",
    "SharedFunctionalGroupsSequence": "shared group",
    "PerFrameFunctionalGroupsSequence": "frame's group",
}


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    for row in rows:
        yield _row(row)


def _shown_by(radiograph: Radiograph) -> str:
    match radiograph.default_display.voi:
        case Window(center, width):
            return f"window {center:g} / {width:g}"
        case LookupTable():
            return "VOI LUT"
        case _:
            return "colours" if radiograph.is_colour else "window 300 / 700"


def _compared(program: str, name: str, path: Path) -> Sequence[str]:
    radiograph = read_image(path)
    return (
        name,
        radiograph.transfer_syntax,
        f"{radiograph.columns} x {radiograph.rows}",
        str(radiograph.bits_stored),
        radiograph.photometric,
        _shown_by(radiograph),
        f"at most {MEAN_DIFFERENCE}",
        f"{difference_as_loaded(program, path):.3f}",
    )


def _reference_rows(program: str, folder: Path) -> Iterator[Sequence[str]]:
    for name in REFERENCE_FILES:
        path = folder / "file.dcm"
        shutil.copy(str(get_testdata_file(name, download=False)), path)
        yield _compared(program, name, path)
    for name, dataset in MADE.items():
        yield _compared(program, f"made: {name}", saved(folder, dataset))


def reference() -> Iterator[str]:
    """Yield the table of the reference files. Raises `FileNotFoundError` without DCMTK."""
    program = shutil.which("dcmj2pnm")
    if program is None:
        raise FileNotFoundError("dcmj2pnm")
    yield f"{REFERENCE_HEAD}\n"
    with TemporaryDirectory() as folder:
        head = ("file", "transfer syntax", "pixels", "bits", "photometric", "shown by", "expected", "seen")
        yield from _table(head, _reference_rows(program, Path(folder)))


def _tag(keyword: str, value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], Dataset):
        spacing = value[0].PixelMeasuresSequence[0].PixelSpacing
        return f"{_SHORT[keyword]}: Pixel Spacing {_tag('', list(spacing))}"
    if isinstance(value, UID):
        return value.name
    if isinstance(value, list):
        value = "\\".join(value) if isinstance(value[0], str) else " x ".join(f"{one:g}" for one in value)
    return f"{_SHORT.get(keyword, keyword)} {value}".strip()


def _ladder_rows(folder: Path) -> Iterator[Sequence[str]]:
    for name, (attributes, level, column_mm, offered) in TABLE.items():
        scale = read_image(saved(folder, film(**attributes))).scale
        expected = "none" if column_mm is None else f"{column_mm:.4f}"
        seen = "none" if scale.column_mm is None else f"{scale.column_mm:.4f}"
        tags = "; ".join(_tag(k, v) for k, v in attributes.items()) or "none"
        offer = "" if offered is None else f"{offered:g}"
        yield (
            name,
            tags,
            f"{level}: {expected}",
            f"{scale.level}: {seen}",
            _words(scale.state),
            offer,
            scale.explanation,
        )


def _words(state: ScaleState) -> str:
    return state.value.replace("_", " ")


def ladder() -> Iterator[str]:
    """Yield the table of the ladder."""
    yield f"{LADDER_HEAD}\n"
    with TemporaryDirectory() as folder:
        head = ("case", "tags", "expected level: mm", "seen", "state", "offered factor", "what the user reads")
        yield from _table(head, _ladder_rows(Path(folder)))


TABLES: Final[Mapping[str, Callable[[], Iterator[str]]]] = {"reference": reference, "ladder": ladder}


def main() -> int:
    """Write the table that was asked for."""
    if len(sys.argv) != 2 or sys.argv[1] not in TABLES:
        sys.stderr.write(f"usage: python -m tests.tables {'|'.join(TABLES)}\n")
        return 2
    sys.stdout.writelines(TABLES[sys.argv[1]]())
    return 0


if __name__ == "__main__":
    sys.exit(main())
