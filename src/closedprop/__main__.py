"""``python -m closedprop``: the command line."""

import sys

from closedprop.cli import main

if __name__ == "__main__":
    sys.exit(main())
