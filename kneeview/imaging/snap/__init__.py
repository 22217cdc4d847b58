"""Finds the edge of bone that a landmark lies on, near a rough click, or admits that none is certain."""
