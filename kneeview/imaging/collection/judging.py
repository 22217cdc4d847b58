"""How much a radiograph is worth to who measures legs, by what its header says of itself."""

from __future__ import annotations

import re
from typing import Final

from kneeview.imaging.collection.entry import Worth

PROJECTIONS: Final = frozenset({"CR", "DX", "RF", "XA", "RG", "DR", "SC", "OT", "PX", "IO", "MG", "XC", "ES", ""})
"""Modalities of which a picture may be a projection; a captured screen (SC, OT) may show anything."""

_NO_RADIOGRAPH: Final = frozenset({"SEG", "RTDOSE", "PR", "KO", "SR", "REG", "PLAN", "RTPLAN", "RTSTRUCT"})
"""Modalities whose objects have rows and columns at most as a form."""

_TALL: Final = 2.0
_TALL_ROWS: Final = 2000

_LONG_LEG: Final = re.compile(
    r"long ?leg|full ?leg|whole ?leg|full ?limb|leg ?length|limb ?length|hip (to|knee) |\bhka\b|scanogra|orthorad"
    r"|orthoroent|tele ?radio|leg (axis|alignment)|both legs|standing leg|ganzbein|ganzes bein|bein(achse|lange|laenge)"
    r"|pangono|gonio(metr|gram)|membres? inf.* (entier|debout|charge|compl)|telemetr|arti inferiori sotto carico"
)
_LIMB: Final = re.compile(
    r"\b(hips?|knees?|ankles?|pelvi|legs?\b|lower (limb|extremit|leg)|femur|femor|tibia|fibul|tib ?fib|patell?|thigh"
    r"|calf|coxa|hueft|huft|knie|becken|bein\b|beine\b|unterschenkel|oberschenkel|sprunggelenk|genou|hanche|cheville|bassin"
    r"|jambe|membres? inf|rodilla|cadera|tobillo|pierna|ginocchio|anca\b|caviglia|bacino|arti inf|joelho|quadril)"
)
_ELSEWHERE: Final = re.compile(
    r"\b(spine|spinal|scolio|chest|thora|lung|skull|hands?\b|wrist|elbow|shoulder|upper|abdom|cervic|lumb|breast|mammo"
    r"|dental|teeth|wirbel|hws|bws|lws|rachis|colonna)"
)
_ACCENTS: Final = str.maketrans("äöüéèêáàíóúñç", "aoueeeaaiounc")


def _plain(*texts: str) -> str:
    joined = " ".join(texts).casefold().translate(_ACCENTS)
    return " ".join(re.sub(r"[\W_]+", " ", joined).split())


def worth_of(modality: str, image_type: str, rows: int, columns: int, *words: str) -> Worth:
    """Return the worth of a picture with those words in its header.

    A film twice as tall as wide is taken for one of the long leg, unless its words speak of another part of the body.
    A CT scout is a projection.
    """
    if rows < 1 or columns < 1 or modality.upper() in _NO_RADIOGRAPH:
        return Worth.NO_PICTURE
    if modality.upper() not in PROJECTIONS and "LOCALIZER" not in image_type.upper():
        return Worth.CROSS_SECTION
    text = _plain(*words)
    is_limb = bool(_LIMB.search(text))
    if _ELSEWHERE.search(text) and not is_limb:
        return Worth.PROJECTION
    if _LONG_LEG.search(f"{text} ") or (rows >= _TALL * columns and rows >= _TALL_ROWS):
        return Worth.LONG_LEG
    return Worth.LIMB if is_limb else Worth.PROJECTION
