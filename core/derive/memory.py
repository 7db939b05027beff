"""How memory is kept for the next paper, and given back when there is none; only glibc has to be told of either."""

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


def give_back() -> None:
    """Hands memory that is free back to the system: what comes next needs little of it, or other processes need it."""
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
