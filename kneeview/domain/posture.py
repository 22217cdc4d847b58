"""What the user attests of how the patient stood."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Posture:
    """True where the user attests it; False means "not attested", never "not so"."""

    weight_bearing: bool = False
    patellae_forward: bool = False
    knees_touching: bool = False
    ankles_touching: bool = False

    @property
    def attested(self) -> tuple[str, ...]:
        """The attested points in words."""
        return tuple(field.name.replace("_", " ") for field in fields(self) if getattr(self, field.name))
