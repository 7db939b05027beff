"""Folders for what is only needed while the program runs; what a killed run left behind is swept by the next.

A lock of the operating system says whose folder it is: it is freed even by a crash, so a folder whose lock
is free has no owner. A folder in use, by this program or by another, is never touched; nor is one that only
bears a similar name: what this program made has its mark in it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Final

from filelock import FileLock, Timeout

_PREFIX: Final = "fushen-"
_LOCK: Final = ".lock"
# Not in the lock's own file, which nobody else can read on Windows while it is held.
_MARK: Final = ".fushen-scratch"
_SAYS: Final = b"Made by Fushen for files that it only needs while it runs; it removes this folder again.\n"
# Somebody may sweep a folder in the blink between its making and its locking; then it is made again.
_TRIES: Final = 5


class Scratch:
    """A private folder among the system's temporary ones, removed at the end. A context manager."""

    def __init__(self) -> None:
        """Makes the folder.

        Raises:
            OSError: There is no room for temporary files.
        """
        parent = Path(tempfile.gettempdir())
        _sweep_once(parent)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        lock = lock_of(self.path)
        try:
            claim(self.path, lock)
        except OSError:
            remove(self.path, lock)
            raise
        # Also at the end of a program that forgot, which an orderly end of Python still brings about.
        self._end = weakref.finalize(self, remove, self.path, lock)

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Removes the folder with all that is in it; may be called twice."""
        self._end()


def lock_of(folder: Path) -> FileLock:
    """Returns the lock that says whose a folder is, not yet taken."""
    return FileLock(folder / _LOCK, timeout=0, thread_local=False)


def claim(folder: Path, lock: FileLock) -> None:
    """Makes a folder, if it is not there, and takes its lock.

    Raises:
        OSError: It can't be written, or somebody takes it away again and again.
    """
    for _try in range(_TRIES):
        folder.mkdir(mode=0o700, exist_ok=True)
        with suppress(Timeout):
            lock.acquire()
            if (folder / _LOCK).exists():
                (folder / _MARK).write_bytes(_SAYS)
                return
            lock.release()
    raise OSError(0, "folder taken away while it was made", str(folder.parent))


def sweep(folders: Iterable[Path]) -> None:
    """Removes those of the folders that have lost their owner without being tidied up."""
    for folder in folders:
        if not _is_ours(folder):
            continue
        lock = lock_of(folder)
        with suppress(Timeout, OSError):
            lock.acquire()
            remove(folder, lock)


def remove(folder: Path, lock: FileLock) -> None:
    """Removes a folder and gives its lock free."""
    # The lock and the mark go last: until then nobody else takes the folder for abandoned, nor for somebody else's.
    for item in folder.iterdir() if folder.is_dir() else ():
        if item.name not in (_LOCK, _MARK):
            with suppress(OSError):
                shutil.rmtree(item) if item.is_dir() and not item.is_symlink() else item.unlink()
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)


@cache
def _sweep_once(parent: Path) -> None:
    sweep(sorted(parent.glob(f"{_PREFIX}*")))


def _is_ours(folder: Path) -> bool:
    """Tells whether this program made it for this user: temporary folders are shared, and a link may lead anywhere."""
    mark = folder / _MARK
    try:
        if folder.is_symlink() or not folder.is_dir() or any(f.is_symlink() for f in (mark, folder / _LOCK)):
            return False
        if not mark.is_file() or mark.stat().st_size != len(_SAYS) or mark.read_bytes() != _SAYS:
            return False
        return sys.platform == "win32" or folder.stat().st_uid == mark.stat().st_uid == os.getuid()
    except OSError:  # gone meanwhile, or not ours to look into
        return False
