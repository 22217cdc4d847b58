"""What a multi-frame file says of a single frame, in its functional groups (DICOM PS3.3 C.7.6.16)."""

from __future__ import annotations

from kneeview.imaging.dicom.attributes import Header

PIXEL_MEASURES = "PixelMeasuresSequence"
"""Pixel Spacing (C.7.6.16.2.1)."""

PIXEL_VALUE_TRANSFORMATION = "PixelValueTransformationSequence"
"""Rescale Slope and Intercept (C.7.6.16.2.9)."""

FRAME_VOI_LUT = "FrameVOILUTSequence"
"""Windows, their names and their function (C.7.6.16.2.10b)."""

FRAME_ANATOMY = "FrameAnatomySequence"
"""Frame Laterality (C.7.6.16.2.8)."""


def group_of(header: Header, frame: int, sequence: str) -> Header:
    """Return the item of a functional group for frame number `frame`, from 0; the header itself where there is none.

    A group stands with its frame or is shared by all, and never both (C.7.6.16.1.1); where a false file has both, the
    frame's own counts.
    """
    per_frame = header.items("PerFrameFunctionalGroupsSequence")[frame : frame + 1]
    for groups in (*per_frame, *header.items("SharedFunctionalGroupsSequence")[:1]):
        for item in groups.items(sequence)[:1]:
            return item
    return header
