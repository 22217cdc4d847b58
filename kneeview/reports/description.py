"""What a file is: its format, its grey values, its side, and how its scale was decided."""

from __future__ import annotations

from typing import assert_never

from kneeview import __version__
from kneeview.case.case import Case
from kneeview.case.notation.node import Json, as_json
from kneeview.imaging.radiograph import LookupTable, Radiograph, Voi, Window
from kneeview.imaging.windowing import automatic_window
from kneeview.reports.identity import printable
from kneeview.reports.provenance import scale_text
from kneeview.reports.table.json_file import scale_json, warnings_json


def _voi_words(voi: Voi) -> str:
    match voi:
        case Window(center, width, function, explanation):
            words = f"centre {center:g}, width {width:g}, {function.value.lower().replace('_', ' ')}"
        case LookupTable(first=first, entries=entries, explanation=explanation):
            words = f"table of {len(entries)} entries from value {first}"
        case _:
            assert_never(voi)
    return f"{words} ({printable(explanation)})" if explanation else words


def _voi_json(voi: Voi) -> Json:
    match voi:
        case Window(center, width, function, explanation):
            return {"center": center, "width": width, "function": function.value, "explanation": explanation}
        case LookupTable(first=first, entries=entries, explanation=explanation):
            return {"first": first, "entries": len(entries), "explanation": explanation}
        case _:
            assert_never(voi)


def _colours(image: Radiograph) -> str:
    return "colour" if image.is_colour else "grey"


def _side_words(image: Radiograph) -> str:
    side = image.header_side
    parts = (
        f"laterality {side.laterality}" if side.laterality else "",
        f"view position {side.view_position}" if side.view_position else "",
        f"patient orientation {side.patient_orientation}" if side.patient_orientation else "",
    )
    return ", ".join(part for part in parts if part) or "not told"


def text_of_image(case: Case, image: Radiograph) -> bytes:
    """Return what the file is, a line for each fact."""
    facts = [
        ("File", printable(image.name)),
        ("Format", f"{image.format}, {image.dicom_modality}" if image.dicom_modality else image.format),
        ("Kind", case.kind.value),
        ("Size", f"{image.columns} x {image.rows} pixels (columns x rows)"),
        ("Pictures", f"{image.frame_count}, number {image.frame + 1} is shown" if image.frame_count > 1 else ""),
        ("Bits", f"{image.bits_stored} stored, {_colours(image)}"),
        ("Photometric", image.photometric),
        (
            "Transfer syntax",
            image.transfer_syntax + (" (lossy)" if image.lossy else "") if image.transfer_syntax else "",
        ),
        ("Patient side", _side_words(image)),
        ("View", case.view.words + ("" if image.header_side.view else " (assumed: the header does not say)")),
        ("Scale", scale_text(case)),
        ("Scale state", f"{case.scale.state.value}, level {case.scale.level}"),
    ]
    shown = [_voi_words(voi) for voi in image.vois] or [_voi_words(automatic_window(image))]
    facts += [("Window" if k == 0 else "", words) for k, words in enumerate(shown)]
    width = max(len(label) for label, _ in facts)
    lines = [f"{label.ljust(width)}  {text}" for label, text in facts if text]
    lines += [f"{'Warning'.ljust(width)}  {text}" for text in _warnings(case, image)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _warnings(case: Case, image: Radiograph) -> list[str]:
    return [str(entry["text"]) for entry in warnings_json(case, image) if isinstance(entry, dict)]


def json_of_image(case: Case, image: Radiograph) -> bytes:
    """Return what the file is, as JSON; what the file does not say is null."""
    side = image.header_side
    document: dict[str, Json] = {
        "schema": "kneeview.info/1",
        "program": {"name": "kneeview", "version": __version__},
        "name": image.name,
        "format": image.format,
        "kind": case.kind.value,
        "modality": image.dicom_modality or None,
        "rows": image.rows,
        "columns": image.columns,
        "frame": image.frame,
        "frames": image.frame_count,
        "bits": image.bits_stored,
        "samples": 3 if image.is_colour else 1,
        "photometric": image.photometric or None,
        "inverse": image.inverse,
        "transfer_syntax": image.transfer_syntax or None,
        "lossy": image.lossy,
        "side": {
            "laterality": side.laterality or None,
            "view_position": side.view_position or None,
            "patient_orientation": side.patient_orientation or None,
        },
        "view": {
            "facing": case.view.facing.value,
            "mirrored": case.view.mirrored,
            "from_header": side.view is not None,
        },
        "scale": scale_json(case),
        "windows": [_voi_json(voi) for voi in image.vois],
        "automatic_window": _voi_json(automatic_window(image)),
        "sop_instance_uid": image.sop_instance_uid or None,
        "sha256": image.sha256 or None,
        "pixels_sha256": image.pixels_sha256,
        "warnings": warnings_json(case, image),
    }
    return as_json(document)
