"""Putting a finished file in its place, wholly or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from core.errors import AlreadyThere


def publish(finished: Path, target: Path) -> None:
    """Moves a finished file to a name that is free; both are in one folder.

    Raises:
        AlreadyThere: The name is taken; `finished` is left as it is.
    """
    try:
        _move_to_free_name(finished, target)
    except FileExistsError as error:
        raise AlreadyThere(target) from error
    sync_folder(target.parent)


def _move_to_free_name(finished: Path, target: Path) -> None:
    if sys.platform == "win32":
        finished.rename(target)  # refuses a taken name there
        return
    try:
        target.hardlink_to(finished)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links (FAT, some shares): look first; the gap between look and move is accepted.
        if target.exists():
            raise FileExistsError from None
        finished.rename(target)
    else:
        finished.unlink()


def replace(finished: Path, target: Path) -> None:
    """Moves a finished file over another one of the same folder, atomically."""
    finished.replace(target)
    sync_folder(target.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Replaces a small file; what was there before is whole until the new one is.

    Raises:
        OSError: The disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Makes names in a folder durable, where the system has a way to."""
    if sys.platform == "win32":
        return
    # Some network shares refuse; the file's own bytes are synced all the same.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_file(path: Path) -> None:
    """Makes a file's bytes durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
