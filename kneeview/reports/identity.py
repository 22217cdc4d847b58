"""Who the report is on, by whom and when: what the user entered outranks the header."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kneeview.case.case import Case
from kneeview.case.patient import date_of
from kneeview.domain.landmarks import Kind
from kneeview.domain.person import age_words
from kneeview.imaging.radiograph import Radiograph
from kneeview.reports.dates import day_words, moment_words
from kneeview.reports.wording import NO_TEXT

_PROJECTIONS: Final = {
    "AP": "antero-posterior",
    "PA": "postero-anterior",
    "LL": "left lateral",
    "RL": "right lateral",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands under it."""

    label: str
    text: str


def printable(text: str) -> str:
    """Return a text of the user or of a header on one line, without control characters."""
    return " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())


def person(name: str) -> str:
    """Return a name as it is read: DICOM's "Family^Given^Middle^Prefix^Suffix=..." as "Family, Given Middle"."""
    groups = [_person_group(group) for group in name.split("=")]
    groups = [group for group in groups if group]
    return groups[0] + (f" ({'; '.join(groups[1:])})" if len(groups) > 1 else "") if groups else ""


def _person_group(group: str) -> str:
    family, _, rest = group.partition("^")
    given = " ".join(part for part in (printable(part) for part in rest.split("^")) if part)
    return ", ".join(part for part in (printable(family), given) if part)


def day(text: str) -> str:
    """Return a date of the form 20140302 or 2014-03-02 as 2 Mar 2014; any other text as it is."""
    found = date_of(text)
    return printable(text) if found is None else day_words(found)


def _age(case: Case) -> str:
    """Return the age at the examination; "" where it is not known."""
    person = case.person
    return "" if person.age_years is None else age_words(person.age_years)


def taken_on(case: Case, image: Radiograph) -> str:
    """Return the day of the examination in words; "" where it is not known."""
    return day(case.patient.study_date or image.identity.study_date)


def who(case: Case) -> str:
    """Return whom a picture is of and when it was taken, in a few words; "" where nothing is known."""
    entered, header = case.patient, case.header_patient
    parts = (
        person(entered.name or header.name),
        printable(entered.patient_id or header.patient_id),
        day(entered.study_date or header.study_date),
    )
    return " · ".join(part for part in parts if part)


def facts(case: Case, image: Radiograph, made_at: datetime) -> tuple[Fact, ...]:
    """Return the header of the report; what nobody told is a dash."""
    entered, header = case.patient, image.identity
    born, taken = day(entered.birth_date or header.birth_date), taken_on(case, image)
    sex = printable(entered.sex or header.sex)
    sex_and_age = " · ".join(part for part in (born, sex, _age(case)) if part)
    radiograph = case.kind is Kind.RADIOGRAPH
    pairs = (
        ("Patient", person(entered.name or header.patient_name)),
        ("Born · sex · age", sex_and_age),
        ("Identifier", printable(entered.patient_id or header.patient_id)),
        ("Film taken" if radiograph else "Photo taken", taken),
        ("Reader", printable(case.reader)),
        ("Report made", moment_words(made_at)),
        ("Image", printable(image.name)),
        ("View", case.view.words),
    )
    return tuple(Fact(label, text or NO_TEXT) for label, text in pairs)


def image_identity(case: Case, image: Radiograph) -> str:
    """Return what proves which picture it was: its name, SOP Instance UID, file hash and size."""
    reference = case.image
    uid = reference.sop_instance_uid or image.sop_instance_uid
    sha256 = reference.sha256 or image.sha256
    parts = (
        printable(image.name),
        f"SOP Instance UID {uid}" if uid else "",
        f"SHA-256 {sha256}" if sha256 else f"SHA-256 of the pixels {image.pixels_sha256}",
        f"{image.columns} x {image.rows} pixels",
        f"frame {image.frame + 1} of {image.frame_count}" if image.frame_count > 1 else "",
    )
    return "; ".join(part for part in parts if part)


def subtitle(case: Case, image: Radiograph) -> str:
    """Return what the picture is and which legs were measured."""
    measured = [side for side in case.sides_shown if case.limbs[side]]
    legs = {0: "", 1: f"{measured[0].value} leg" if measured else "", 2: "both legs"}[len(measured)]
    if case.kind is Kind.PHOTO:
        kind = "Photograph, surface landmarks"
    else:
        kind = ", ".join(part for part in ("Radiograph", _PROJECTIONS.get(image.header_side.view_position, "")) if part)
    return ", ".join(part for part in (kind, "weight-bearing" if case.posture.weight_bearing else "", legs) if part)
