"""Looks for the rim of a ball about a likely centre, ray by ray, to a fraction of a pixel."""

from kneeview.imaging.rim.believing import Rim, rim_about
from kneeview.imaging.rim.rays import Grey

__all__ = ["Grey", "Rim", "rim_about"]
