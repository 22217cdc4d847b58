"""Tests of the case, its file and its session."""
