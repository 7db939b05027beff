"""How a worker's memory is kept for its next paper; glibc would hand it back and ask for it anew each time."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from functools import cache
from typing import Final

# malloc.h of glibc; blocks of so many bytes are kept, and so much that is free.
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
_LARGEST: Final = 32 * 2**20
_KEPT: Final = 32 * 2**20


@cache
def keep_freed_memory() -> None:
    """Lets one paper or picture use the memory of the one before."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            library = ctypes.CDLL(None)
            library.mallopt(_MMAP_THRESHOLD, _LARGEST)
            library.mallopt(_TRIM_THRESHOLD, _KEPT)
