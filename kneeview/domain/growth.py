"""How much of their length legs have reached at an age. It catches slips of scale and age, and foretells nothing."""

from __future__ import annotations

from math import ceil
from typing import Final

from kneeview.domain.person import Person

_MULTIPLIERS: Final = {
    1: (3.240, 2.970),
    2: (2.590, 2.390),
    3: (2.230, 2.050),
    4: (2.000, 1.830),
    5: (1.820, 1.660),
    6: (1.670, 1.510),
    7: (1.570, 1.430),
    8: (1.470, 1.330),
    9: (1.380, 1.260),
    10: (1.310, 1.190),
    11: (1.240, 1.130),
    12: (1.180, 1.070),
    13: (1.130, 1.030),
    14: (1.080, 1.000),
    15: (1.040, 1.000),
    16: (1.010, 1.000),
}
"""Of boys and girls at each birthday: by how much femur and tibia are longer when grown (Paley et al. 2000, J Bone
Joint Surg Am 82:1432-46, as guided-growth-calculations.com prints it)."""


def share_grown(person: Person) -> float:
    """Return the share of their length that a person's legs have reached at most; 1 where the age is not known.

    It is that of the next birthday, and of girls where the sex is not known: the larger share in both.
    """
    if person.age_years is None:
        return 1.0
    boys, girls = _MULTIPLIERS.get(max(ceil(person.age_years), 1), (1.0, 1.0))
    return 1 / (boys if person.sex == "M" else girls)
