"""kneeview measures leg alignment and leg length on X-rays and photos."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("kneeview")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+checkout"
