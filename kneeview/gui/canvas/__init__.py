"""The picture and its marks on the screen: which part is seen, how it is painted, and the hand upon it."""

from kneeview.gui.canvas.hand import Canvas

__all__ = ["Canvas"]
