"""The hidden folder in which a packet is made, beside its target; what a killed build left is swept.

A lock of the operating system says whose folder it is: it is freed even by a crash, so a folder whose lock
is free has no owner. A build that still runs, in this program or in another, is never touched.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_ENDING: Final = ".building"
_LOCK: Final = ".lock"
# Somebody may sweep a folder in the blink between its making and its locking; then another one is made.
_TRIES: Final = 5


@contextmanager
def own_folder(out: Path, stem: str) -> Iterator[Path]:
    """Gives a new folder in `out`, on the same disk, and takes it away afterwards.

    Raises:
        OSError: `out` can't be written.
    """
    sweep(out)
    folder, lock = _locked(out, stem)
    try:
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


def _locked(out: Path, stem: str) -> tuple[Path, FileLock]:
    for _try in range(_TRIES):
        folder = Path(tempfile.mkdtemp(prefix=f".{stem}-", suffix=_ENDING, dir=out))
        lock = _lock_of(folder)
        with suppress(Timeout):
            lock.acquire()
            if (folder / _LOCK).exists():
                return folder, lock
            lock.release()
    raise OSError(0, "folder taken away while it was made", str(out))


def _lock_of(folder: Path) -> FileLock:
    return FileLock(folder / _LOCK, timeout=0, thread_local=False)


def _remove(folder: Path, lock: FileLock) -> None:
    # The lock goes last: until then nobody else takes the folder for abandoned.
    for item in folder.iterdir():
        if item.name != _LOCK:
            with suppress(OSError):
                shutil.rmtree(item) if item.is_dir() else item.unlink()
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)
