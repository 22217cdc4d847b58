"""kneeview measures leg alignment and leg length on X-rays and photos."""

__version__ = "0.1.0"
"""The one place of the version; `pyproject.toml` reads it here, as asking for the package's own takes 30 ms."""
