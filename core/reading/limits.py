"""What reading one page may cost, and the version of what is read."""

from __future__ import annotations

from typing import Final

from core.probe import Limits

# Raise it whenever the same page would give another reading: models, thresholds, scales.
VERSION: Final = 4

# The recogniser was trained on pages of this size and shrinks larger ones itself: A4 at 171 dpi.
LONG_SIDE: Final = 2000
# Codes are looked for again at this size, because a small one drowns in the smaller picture.
CODE_SIDE: Final = 4000

LINES: Final = 1000
LINE_CHARS: Final = 1000
CODES_PER_PAGE: Final = 50
CODE_CHARS: Final = 8000


def reading_limits() -> Limits:
    """Returns the limits of the worker that reads: one page a task, in at most 16 megapixels.

    A page takes 2–3 seconds on two cores and 0.9 GB; a busy, slow machine may need ten times that.
    The address space is larger than the memory because the runtime reserves more than it uses.
    """
    return Limits(seconds=120.0, memory_mb=4096, render_pixels=CODE_SIDE * CODE_SIDE)
