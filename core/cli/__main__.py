from __future__ import annotations

import sys

from core.cli.main import main

# Guarded: worker processes import the main module again.
if __name__ == "__main__":
    sys.exit(main())
