"""The table of the reference files as Markdown: `python -m tests.tables > docs/reference-files.md`.

A test compares the document with the tests' own table, so that neither can grow without the other.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pydicom.data import get_testdata_file

from kneeview.imaging.radiograph import LookupTable, Radiograph, Window
from kneeview.imaging.readers import read_image
from tests.imaging.dicom_files import saved
from tests.imaging.test_against_dcmtk import MADE, MEAN_DIFFERENCE, REFERENCE_FILES, difference_as_loaded

REFERENCE_HEAD: Final = f"""# The reference files

What kneeview shows of each file, compared with `dcmj2pnm` of DCMTK, an independent reading of the standard. Expected
is a mean difference of at most {MEAN_DIFFERENCE} of 256 grey levels; the last column is what was seen. The files
come with the packages pydicom and pydicom-data; the made ones are written by the test itself. Written by
`python -m tests.tables`.
"""


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


if __name__ == "__main__":
    sys.stdout.writelines(reference())
