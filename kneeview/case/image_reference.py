"""Which picture a case was made on."""

from __future__ import annotations

from dataclasses import dataclass

from kneeview.domain.geometry import ImagePoint
from kneeview.imaging.digests import NO_DIGESTS, Digests
from kneeview.imaging.radiograph import Radiograph


@dataclass(frozen=True, slots=True)
class ImageReference:
    """Which picture the case was made on. The pixels are not in the case: the hashes prove them.

    `path` is where it was last found, as text. The hashes may still be worked out; to ask for one waits for it.
    """

    name: str
    path: str = ""
    byte_count: int = 0
    rows: int = 0
    columns: int = 0
    digests: Digests = NO_DIGESTS
    sop_instance_uid: str = ""
    frame: int = 0

    def shows(self, point: ImagePoint) -> bool:
        """Whether a point lies on the picture; any point does while its size is not known."""
        return not self.rows or (0 <= point.x <= self.columns and 0 <= point.y <= self.rows)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the file."""
        return self.digests.file

    @property
    def pixels_sha256(self) -> str:
        """The SHA-256 of the upright pixels."""
        return self.digests.pixels

    def is_of(self, image: Radiograph) -> bool:
        """Whether the picture has the very pixels that the case was made on."""
        if self.sha256 and self.sha256 == image.sha256:
            return True
        return bool(self.pixels_sha256) and self.pixels_sha256 == image.pixels_sha256


@dataclass(frozen=True, slots=True)
class OtherPicture:
    """The picture that a case was made on, where another one with other pixels was opened in its stead."""

    name: str
    sha256: str = ""
    pixels_sha256: str = ""

    @staticmethod
    def of(reference: ImageReference) -> OtherPicture:
        """Return what tells the picture of a reference from others."""
        return OtherPicture(reference.name, reference.sha256, reference.pixels_sha256)

    def is_shown_by(self, image: Radiograph) -> bool:
        """Whether this is the picture after all."""
        digests = Digests.known(self.sha256, self.pixels_sha256)
        return ImageReference(self.name, digests=digests).is_of(image)


def reference_to(image: Radiograph) -> ImageReference:
    """Return the reference to a picture."""
    return ImageReference(
        image.name,
        "" if image.path is None else str(image.path),
        image.byte_count,
        image.rows,
        image.columns,
        image.digests,
        image.sop_instance_uid,
        image.frame,
    )
