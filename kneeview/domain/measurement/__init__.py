"""A measurement is the definition, a reading is its outcome on one leg or on both.

`read` is the only way from the one to the other. Every output prints the reading that it returns.
"""

from kneeview.domain.measurement.definition import (
    Classes,
    Dimension,
    Measurement,
    Need,
    Number,
    Source,
    Stroke,
    StrokeKind,
    placed,
)
from kneeview.domain.measurement.outcome import (
    ClassValue,
    Missing,
    Outcome,
    PlacedLandmark,
    RangeOutcome,
    Reading,
    Served,
    Undefined,
    Value,
    Withheld,
)
from kneeview.domain.measurement.reading import FARTHEST_MM, number_of, outcome_in, read, said_of, scale_error
from kneeview.domain.measurement.subject import Subject, serving_source
from kneeview.domain.quoted import Mean, Range

__all__ = [
    "FARTHEST_MM",
    "ClassValue",
    "Classes",
    "Dimension",
    "Mean",
    "Measurement",
    "Missing",
    "Need",
    "Number",
    "Outcome",
    "PlacedLandmark",
    "Range",
    "RangeOutcome",
    "Reading",
    "Served",
    "Source",
    "Stroke",
    "StrokeKind",
    "Subject",
    "Undefined",
    "Value",
    "Withheld",
    "number_of",
    "outcome_in",
    "placed",
    "read",
    "said_of",
    "scale_error",
    "serving_source",
]
