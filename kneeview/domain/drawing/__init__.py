"""Drawings: what a user draws on the picture beside the protocols, what it reads, and the lines that show it."""
