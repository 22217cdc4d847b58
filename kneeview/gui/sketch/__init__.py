"""The small picture of where a landmark goes: the bones, what is shown of them, and the widget."""
