"""The hidden folder in which a packet is made, beside its target; what a killed build left is swept.

A build that still runs, in this program or in another, is never touched (core.scratch).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from core import scratch
from core.built import ENDING


@contextmanager
def own_folder(out: Path, stem: str) -> Iterator[Path]:
    """Gives a new folder in `out`, on the same disk, and takes it away afterwards.

    Raises:
        OSError: `out` can't be written.
    """
    sweep(out)
    # Named before it is made: whatever interrupts, even between making and locking, finds it in the finally below.
    folder = out / f".{stem}-{secrets.token_hex(4)}{ENDING}"
    lock = scratch.lock_of(folder)
    try:
        scratch.claim(folder, lock)
        yield folder
    finally:
        scratch.remove(folder, lock)


def sweep(out: Path) -> None:
    """Removes the folders of builds that ended without tidying up."""
    left = sorted(out.glob(f".*{ENDING}"))
    scratch.sweep(left)
    for folder in left:  # one that was killed before it had made more than the folder itself
        with suppress(OSError):
            folder.rmdir()
