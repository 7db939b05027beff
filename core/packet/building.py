"""The hidden folder in which a packet is made, beside its target; what a killed build left is swept.

A lock of the operating system says whose folder it is: it is freed even by a crash, so a folder whose lock
is free has no owner. A build that still runs, in this program or in another, is never touched.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_ENDING: Final = ".building"
_LOCK: Final = ".lock"
# Somebody may sweep a folder in the blink between its making and its locking; then it is made again.
_TRIES: Final = 5


@contextmanager
def own_folder(out: Path, stem: str) -> Iterator[Path]:
    """Gives a new folder in `out`, on the same disk, and takes it away afterwards.

    Raises:
        OSError: `out` can't be written.
    """
    sweep(out)
    # Named before it is made: whatever interrupts, even between making and locking, finds it in the finally below.
    folder = out / f".{stem}-{secrets.token_hex(4)}{_ENDING}"
    lock = _lock_of(folder)
    try:
        _claim(folder, lock)
        yield folder
    finally:
        _remove(folder, lock)


def sweep(out: Path) -> None:
    """Removes the folders of builds that ended without tidying up."""
    for folder in sorted(out.glob(f".*{_ENDING}")):
        if folder.is_symlink() or not folder.is_dir():
            continue
        if not (folder / _LOCK).exists():
            with suppress(OSError):  # only an empty one goes: its owner may be about to lock it
                folder.rmdir()
            continue
        lock = _lock_of(folder)
        with suppress(Timeout, OSError):
            lock.acquire()
            _remove(folder, lock)


def _claim(folder: Path, lock: FileLock) -> None:
    for _try in range(_TRIES):
        folder.mkdir(mode=0o700, exist_ok=True)
        with suppress(Timeout):
            lock.acquire()
            if (folder / _LOCK).exists():
                return
            lock.release()
    raise OSError(0, "folder taken away while it was made", str(folder.parent))


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder / _LOCK, timeout=0, thread_local=False)


def _remove(folder: Path, lock: FileLock) -> None:
    # The lock goes last: until then nobody else takes the folder for abandoned.
    for item in folder.iterdir() if folder.is_dir() else ():
        if item.name != _LOCK:
            with suppress(OSError):
                shutil.rmtree(item) if item.is_dir() else item.unlink()
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
