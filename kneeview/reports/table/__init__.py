"""The readings for other programs: CSV, JSON, and a table of plain text."""
