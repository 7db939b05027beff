"""What reading one file may cost, and the version of what is read."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Final

# Raise it whenever the same bytes would give other facts: facts cached by an older probe are stale.
VERSION: Final = 5

# What a file taken out of an archive is called in the worker's own folder; nothing of the archive's goes into it.
TAKEN: Final = "taken"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. What goes beyond becomes a verdict with a reason, never an exception.

    Attributes:
        seconds: Wall time and, where the platform can limit it, processor time of one task.
        memory_mb: Address space of the worker (RLIMIT_AS). Linux enforces it; macOS and Windows do
            not offer it, there only the caps on files, pages and pixels hold.
        file_mb: Larger files are not opened at all.
        pages: Documents with more pages are not read page by page.
        pixels: Pictures, and pictures inside a PDF, with more pixels are not decoded. Pillow's own
            limit against decompression bombs.
        text_chars_per_page, text_chars: Text is cut there, per page and in all.
        objects: How many objects of a PDF are looked at for active content.
        render_pixels: A rendered page larger than this is refused.
    """

    seconds: float = 20.0
    memory_mb: int = 2048
    file_mb: int = 200
    pages: int = 2000
    pixels: int = 178_956_970
    text_chars_per_page: int = 20_000
    text_chars: int = 2_000_000
    objects: int = 300_000
    render_pixels: int = 40_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """The limits of one task and the moment when optional work should end."""

    limits: Limits
    until: float

    @property
    def spent(self) -> bool:
        return monotonic() > self.until
