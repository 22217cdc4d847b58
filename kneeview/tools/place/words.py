"""What the place tool says, stage by stage of one landmark."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final, assert_never

from kneeview.domain.landmarks import landmark
from kneeview.domain.measurement import PlacedLandmark
from kneeview.tools.place.begun import Begun, is_circle
from kneeview.tools.pointer import Prompt
from kneeview.tools.select import step_name

_KEYS: Final = (("J", "later"), ("Backspace", "back"), ("N", "not visible"))
_LOOKING_KEYS: Final = (("Backspace", "back"), ("N", "not visible"))
_ASKING_KEYS: Final = (("Space", "take it"), ("Backspace", "drop it"), ("N", "not visible"))
_DONE_KEYS: Final = (("F", "whole picture"), ("L", "lock"), ("Ctrl+R", "report"))

NOTHING_YET: Final = "Nothing is placed yet: click where it is. N if it is not visible, J to leave it for later."


class Stage(Enum):
    """How far a landmark is: to be clicked, with or without a look at the picture; looked for; suggested."""

    BY_HAND = auto()
    ROUGHLY = auto()
    LOOKING = auto()
    ASKING = auto()


def prompt_of(step: PlacedLandmark, stage: Stage, begun: Begun, remark: str) -> Prompt:
    """Return what to do for a landmark; a remark comes before the sentence."""
    keys = _LOOKING_KEYS if stage is Stage.LOOKING else _ASKING_KEYS if stage is Stage.ASKING else _KEYS
    return Prompt(step_name(step), remark or _sentence(step, stage, begun), keys, *step)


def dragging_prompt(dragged: PlacedLandmark) -> Prompt:
    """Return what is said of a landmark that is dragged."""
    return Prompt(step_name(dragged), landmark(dragged[1]).instruction, _KEYS, *dragged, held=dragged)


def done_prompt(dragged: PlacedLandmark | None, selection: PlacedLandmark | None, remark: str) -> Prompt:
    """Return what to do when all is placed; while a landmark is dragged, its name."""
    title = "Every landmark of this protocol is placed or marked not visible" if dragged is None else step_name(dragged)
    sentence = remark or "Drag a mark to correct it, or make the report."
    return Prompt(title, sentence, _DONE_KEYS, held=None if remark else selection)


def _sentence(step: PlacedLandmark, stage: Stage, begun: Begun) -> str:
    match stage:
        case Stage.LOOKING:
            return f"Looking for its {'rim' if is_circle(step) else 'edge'} …"
        case Stage.ASKING:
            other = "click three points on its rim" if is_circle(step) else "click where it is"
            return f"Found in the picture. Right? Space takes it. If not, {other}."
        case Stage.ROUGHLY if is_circle(step):
            return "Click near the middle of the femoral head: its rim is looked for."
        case Stage.BY_HAND | Stage.ROUGHLY:
            if begun.rim:
                return f"{begun.left} more point{'s' if begun.left > 1 else ''} on the rim."
            return landmark(step[1]).instruction
        case _:
            assert_never(stage)
