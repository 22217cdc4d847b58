"""Case files: `NAME.kneeview`, written beside and replaced, read in every older schema."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from kneeview import __version__
from kneeview.case.calibration_record import CalibrationRecord
from kneeview.case.case import Case
from kneeview.case.image_reference import ImageReference, OtherPicture
from kneeview.case.landmark_file import read_patient
from kneeview.case.notation.captions import read_captions, write_captions
from kneeview.case.notation.circumstances import (
    read_positioning,
    read_posture,
    read_view,
    write_positioning,
    write_posture,
    write_view,
)
from kneeview.case.notation.drawings import read_drawings, write_drawings
from kneeview.case.notation.landmarks import (
    read_limbs,
    read_placement_errors,
    read_states,
    write_limbs,
    write_placement_errors,
    write_states,
)
from kneeview.case.notation.node import Json, Node, NotationError, as_json, parse
from kneeview.case.notation.scale import read_calibration, read_plumb, write_calibration, write_plumb
from kneeview.domain.landmarks import Kind
from kneeview.domain.protocols import PROTOCOLS
from kneeview.domain.sides import LegsShown
from kneeview.imaging.digests import Digests

SUFFIX: Final = ".kneeview"
NAMESPACE: Final = "kneeview.case/"
VERSION: Final = 1

MIGRATIONS: Final[Mapping[int, Callable[[dict[str, Json]], dict[str, Json]]]] = {}
"""From each older version of the schema to the next."""


class CaseError(Exception):
    """A case that cannot be opened or saved; the message is one sentence for the user, without the file's name."""


# ------------------------------------------------------------------------------------------------------ writing

_SECTIONS: Final = ("image", "view", "posture", "positioning", "calibration", "patient")


def to_json(case: Case) -> dict[str, Json]:
    """Return the case as a JSON document of the present schema."""
    reference, patient = case.image, case.patient
    known: dict[str, Json] = {
        "schema": f"{NAMESPACE}{VERSION}",
        "program": {"name": "kneeview", "version": __version__},
        "image": {
            "name": reference.name,
            "path": reference.path,
            "size": reference.byte_count,
            "rows": reference.rows,
            "columns": reference.columns,
            "sha256": reference.sha256,
            "pixels_sha256": reference.pixels_sha256,
            "sop_instance_uid": reference.sop_instance_uid,
            "frame": reference.frame,
            "made_on": _write_made_on(case.made_on),
        },
        "kind": case.kind.value,
        "view": write_view(case.view),
        "view_told": case.view_told,
        "sides_confirmed": case.sides_confirmed,
        "legs": None if case.legs is None else case.legs.value,
        "posture": write_posture(case.posture),
        "positioning": write_positioning(case.positioning),
        "calibration": _write_record(case.calibration),
        "comparisons": [_write_record(record) for record in case.comparisons],
        "plumb": write_plumb(case.plumb),
        "patient": {
            "name": patient.name,
            "id": patient.patient_id,
            "sex": patient.sex,
            "birth_date": patient.birth_date,
            "age_years": patient.age_years,
            "study_date": patient.study_date,
        },
        "protocol": case.protocol_id,
        "landmarks": write_limbs(case.limbs),
        "states": write_states(case.limbs),
        "reader": case.reader,
        "comments": case.comments,
        "impression": case.impression,
        "placement_errors": write_placement_errors(case.placement_errors),
        "drawings": write_drawings(case.drawings),
        "drawn": case.drawn,
        "captions": write_captions(case.captions),
    }
    for section, extra in case.unknown.items():
        target = known if section == "" else known.get(section)
        if isinstance(target, dict):
            target.update({key: value for key, value in extra.items() if key not in target})
    return known


def _write_made_on(picture: OtherPicture | None) -> Json:
    if picture is None:
        return None
    return {"name": picture.name, "sha256": picture.sha256, "pixels_sha256": picture.pixels_sha256}


def _read_made_on(node: Node) -> OtherPicture | None:
    if not node.is_present:
        return None
    return OtherPicture(node.at("name").text(), node.at("sha256").text(), node.at("pixels_sha256").text())


def _write_record(record: CalibrationRecord) -> dict[str, Json]:
    return {**write_calibration(record.calibration), "by": record.by, "at": record.at}


def write_beside(path: Path, content: bytes) -> None:
    """Write a file as a whole: into a new file beside it, which then takes its place.

    Raises `OSError`; what stood before still stands then, and nothing half-written is left.
    """
    beside = written_beside(path, content)
    try:
        beside.replace(path)
    except BaseException:
        discard(beside)
        raise


def written_beside(path: Path, content: bytes) -> Path:
    """Return a whole new file beside a path, ready to take its place. Raises `OSError` and leaves nothing then."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    handle, name = tempfile.mkstemp(prefix=".kneeview-", suffix=".part", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o777)
        else:
            umask = os.umask(0)
            os.umask(umask)
            beside.chmod(0o666 & ~umask)
    except BaseException:
        discard(beside)
        raise
    return beside


def discard(beside: Path) -> None:
    """Take away a file that was written beside and is not wanted; one that is gone already is no error."""
    with contextlib.suppress(OSError):
        beside.unlink()


def case_bytes(case: Case) -> bytes:
    """Return a case as it stands in its file."""
    return as_json(to_json(case))


def save_case(case: Case, path: Path) -> None:
    """Write a case file. Raises `CaseError`; a file that stood there before still stands then."""
    content = case_bytes(case)
    try:
        write_beside(path, content)
    except OSError as error:
        raise CaseError(f"the case could not be written: {(error.strerror or 'unknown reason').lower()}") from error


# ------------------------------------------------------------------------------------------------------ reading


def _migrated(root: Node) -> Node:
    schema = root.at("schema").text()
    number = schema.removeprefix(NAMESPACE)
    version = int(number) if number.isdecimal() and len(number) < 10 else 0
    if not schema.startswith(NAMESPACE) or version < 1:
        root.at("schema").fail("this is no kneeview case")
    if version > VERSION:
        root.at("schema").fail("this case was made by a newer kneeview; please update")
    document = root.value
    while version < VERSION and isinstance(document, dict):
        document = MIGRATIONS[version](document)
        version += 1
    return Node(document)


def _unknown(root: Node, case: Case) -> dict[str, Mapping[str, Json]]:
    known = to_json(case)
    found: dict[str, Mapping[str, Json]] = {}
    for section in ("", *_SECTIONS):
        node = root if section == "" else root.at(section)
        template = known if section == "" else known[section]
        if isinstance(node.value, dict) and isinstance(template, dict):
            extra = {key: value for key, value in node.value.items() if key not in template}
            for key in extra:
                _check_can_be_kept(node.at(key))
            if extra:
                found[section] = extra
    return found


def _check_can_be_kept(node: Node) -> None:
    """Raise `NotationError` where a value could be read but not be written again."""
    try:
        json.dumps([[node.value]], allow_nan=False, indent=1)
    except (ValueError, RecursionError):
        node.fail("must be made of finite numbers, and not be nested too deep")


def _read_record(node: Node) -> CalibrationRecord:
    if not node.is_present:
        return CalibrationRecord()
    return CalibrationRecord(read_calibration(node), node.at("by").text(), node.at("at").text())


def from_json(text: bytes) -> Case:
    """Return the case of a file's text, of this schema or an older one. Raises `NotationError`.

    The header's scale is not in the file: it is read anew from the picture when that is opened.
    """
    root = _migrated(parse(text))
    drawings = read_drawings(root.at("drawings"))
    image, comparisons = root.at("image"), root.at("comparisons")
    case = Case(
        image=ImageReference(
            image.at("name").text(),
            image.at("path").text(),
            image.at("size").whole(),
            image.at("rows").whole(),
            image.at("columns").whole(),
            Digests.known(image.at("sha256").text(), image.at("pixels_sha256").text()),
            image.at("sop_instance_uid").text(),
            image.at("frame").whole(),
        ),
        made_on=_read_made_on(image.at("made_on")),
        kind=root.at("kind").word(Kind, Kind.RADIOGRAPH),
        view=read_view(root.at("view")),
        view_told=root.at("view_told").truth(default=root.at("view").is_present),
        sides_confirmed=root.at("sides_confirmed").truth(),
        legs=root.at("legs").word(LegsShown, LegsShown.BOTH) if root.at("legs").is_present else None,
        posture=read_posture(root.at("posture")),
        positioning=read_positioning(root.at("positioning")),
        calibration=_read_record(root.at("calibration")),
        comparisons=tuple(map(_read_record, comparisons.items())) if comparisons.is_present else (),
        plumb=read_plumb(root.at("plumb")),
        patient=read_patient(root.at("patient")),
        protocol_id=root.at("protocol").text(PROTOCOLS[0].id),
        limbs=read_states(root.at("states"), read_limbs(root.at("landmarks"))),
        reader=root.at("reader").text(),
        comments=root.at("comments").text(),
        impression=root.at("impression").text(),
        placement_errors=read_placement_errors(root.at("placement_errors")),
        drawings=drawings,
        drawn=max((root.at("drawn").whole(), *(drawing.number for drawing in drawings))),
        captions=read_captions(root.at("captions")),
    )
    return replace(case, unknown=_unknown(root, case))


def read_case(path: Path) -> Case:
    """Return the case of a file without its picture. Raises `CaseError`."""
    try:
        return from_json(path.read_bytes())
    except OSError as error:
        raise CaseError((error.strerror or "the file cannot be read").lower()) from error
    except NotationError as error:
        raise CaseError(str(error)) from error
