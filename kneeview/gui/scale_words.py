"""Where a scale comes from in a word or two, as the scale line says it."""

from __future__ import annotations

from typing import Final

from kneeview.domain.scale import Scale

_METHODS: Final = {
    "header": "from the header",
    "ruler": "ruler",
    "sphere": "ball",
    "spacing": "typed",
    "height": "patient's height",
    "rectangle": "rectangle",
    "magnification": "header's magnification",
}


def method_words(scale: Scale) -> str:
    """Return where a scale comes from."""
    return _METHODS.get(scale.method, "set one here")
