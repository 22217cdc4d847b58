"""Starts kneeview as `python -m kneeview`."""

import sys

from kneeview.app import main

if __name__ == "__main__":
    sys.exit(main())
