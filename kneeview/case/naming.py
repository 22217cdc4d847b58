"""What a file made of a case is called by default: when the picture was taken and what was measured, never who."""

from __future__ import annotations

import os
from datetime import date
from itertools import count
from pathlib import Path

from kneeview.case.case import Case
from kneeview.case.patient import date_of


def name_of_case(case: Case, today: date) -> str:
    """Return a name without an ending: "2026-05-04-quick-axis".

    It holds nothing of the patient, and nothing of the picture's own name, which often does. Where nobody told when the
    picture was taken, it says that the day is that of the measuring.
    """
    what = case.protocol_id.replace("_", "-") or "legs"
    taken = date_of(case.patient.study_date or case.header_patient.study_date)
    return f"{what}-measured-{today.isoformat()}" if taken is None else f"{taken.isoformat()}-{what}"


def free_place(folder: Path, name: str, suffix: str) -> Path:
    """Return a path in the folder, or at home where nothing can be written there, at which there is no file yet."""
    if not os.access(folder, os.W_OK):
        folder = Path.home()
    numbered = (folder / f"{name}{'' if k == 1 else f'-{k}'}{suffix}" for k in count(1))
    return next(path for path in numbered if not path.exists())
