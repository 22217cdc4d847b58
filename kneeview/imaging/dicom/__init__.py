"""Reading DICOM: the only place of the program that takes a DICOM file apart."""

from kneeview.imaging.dicom.reading import is_dicom, read_dicom

__all__ = ["is_dicom", "read_dicom"]
