"""Starts kneeview from a checkout."""

import sys

from kneeview.app import main

if __name__ == "__main__":
    sys.exit(main())
