"""The place tool: leads from landmark to landmark, and asks the picture about clicks."""

from kneeview.tools.place.look import FindLandmark
from kneeview.tools.place.tool import PlaceTool

__all__ = ["FindLandmark", "PlaceTool"]
