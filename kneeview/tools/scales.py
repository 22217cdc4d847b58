"""What is done to the scale without a mark on the picture: typed, taken from the header, told the depth, exchanged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kneeview.case.scale_marks import ScalePiece, piece_name, without_piece
from kneeview.case.session import Session
from kneeview.domain.calibration import (
    CalibrationError,
    MagnificationCalibration,
    RulerCalibration,
    SphereCalibration,
    name_of,
    typed_spacing,
)
from kneeview.domain.scale import ScaleState
from kneeview.domain.typed_numbers import length_from
from kneeview.tools.scale_mark import Stamp


class Scales:
    """The scale of the case; each change is one undo step. What makes no scale raises `CalibrationError`."""

    def __init__(self, session: Session, stamp: Callable[[], Stamp]) -> None:
        self._session = session
        self._stamp = stamp

    @property
    def offered_factor(self) -> float | None:
        """The header's magnification, as long as nothing was divided by it; None where there is none."""
        case = self._session.committed
        return case.header_scale.offered_factor if case.scale.state is ScaleState.DETECTOR_PLANE else None

    @property
    def is_made(self) -> bool:
        """Whether the user made the scale, so that the header's could come back."""
        return self._session.committed.calibration.is_made

    def accept_offer(self) -> None:
        """Divide by the header's magnification, where it offers one."""
        factor, stamp = self.offered_factor, self._stamp()
        if factor is not None:
            made = self._session.committed.with_calibration(MagnificationCalibration(factor), stamp.by, stamp.at)
            self._session.apply(made, "Scale from the header's magnification")

    def use_header(self) -> None:
        """Go back to the header's scale; the user's own stays as a comparison."""
        self._session.apply(self._session.committed.with_header_scale(), "Header's scale")

    def type_spacing(self, text: str) -> None:
        """Set the width of a pixel as it was typed; the header tells its shape."""
        case, stamp = self._session.committed, self._stamp()
        typed = typed_spacing(text, case.header_scale.aspect)
        self._session.apply(case.with_calibration(typed, stamp.by, stamp.at), "Typed scale")

    def set_depth(self, text: str) -> None:
        """Set how far the marker lies in front of the bone as it was typed; with "" it is unknown again."""
        case = self._session.committed
        record, depth = case.calibration, length_from(text)
        if not isinstance(record.calibration, (RulerCalibration, SphereCalibration)):
            return
        if text.strip() and depth is None:
            raise CalibrationError(f"“{text.strip()}” is no number")
        if depth == record.calibration.marker_depth_mm:
            return
        made = replace(record.calibration, marker_depth_mm=depth)
        self._session.apply(case.with_calibration(made, record.by, record.at), "Depth of the marker")

    def use_comparison(self, index: int) -> None:
        """Use what was only compared; what was in use stays as a comparison."""
        case = self._session.committed
        name = name_of(case.comparisons[index].calibration)
        self._session.apply(case.with_comparison_used(index), f"Use {name}")

    def remove_comparison(self, index: int) -> None:
        """Take a comparison away."""
        case = self._session.committed
        name = name_of(case.comparisons[index].calibration)
        self._session.apply(case.without_comparison(index), f"Remove {name}")

    def remove(self, piece: ScalePiece) -> None:
        """Take a part of the scale away."""
        case = self._session.committed
        self._session.apply(without_piece(case, piece), f"Remove {piece_name(case, piece)}")
