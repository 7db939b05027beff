"""A paper's bytes as a task gets them: from a file, or lent by the case file (core.store.lending).

What is lent and small is held in memory for the one task, so that it need not be written to the disk in order to be
read; what is large, or has to be a file for a library, is written over what was there for the paper before.
"""

from __future__ import annotations

import io
import mmap
import os
import shutil
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from core.derive.memory import keep_freed_memory
from core.derive.worker import Plain, TaskFailed
from core.store.lending import NotAsStored, pieces

# More is not held in memory: a scan of some twenty pages is less.
_HELD: Final = 16 * 2**20


class Original:
    """One paper while a task works on it. A context manager."""

    def __init__(self, source: str | Plain) -> None:
        """Takes the path of a file, or what the case file lends, with the `room` where a file of it may lie.

        Raises:
            TaskFailed: What was lent is not there as it was stored.
        """
        self._files = ExitStack()
        self._held: io.BytesIO | None = None
        self._path: Path | None = None
        self._loan: Plain = {}
        if isinstance(source, str):
            self._path = Path(source)
            return
        self._loan = source
        if int(source["size"]) <= _HELD:
            self._held = _room_for(int(source["size"]))
            self._files.callback(_close, self._held)
            self._pour(self._held)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def opened(self) -> BinaryIO:
        """Returns the bytes for reading, from the first; good until the task is done with the paper."""
        if self._held is None:
            return self._files.enter_context(self.path.open("rb"))
        self._held.seek(0)
        return self._held

    def view(self) -> memoryview:
        """Returns all bytes, good until the task is done with the paper."""
        if self._held is not None:
            return self._files.enter_context(self._held.getbuffer())
        with self.path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._files.callback(_close, mapped)
        return self._files.enter_context(memoryview(mapped))

    @property
    def path(self) -> Path:
        """Returns a file with the bytes, written now where there is none yet."""
        if self._path is None:
            # One for each process: it works on one paper at a time.
            target = Path(self._loan["room"]) / f"lent-{os.getpid()}"
            self.keep(target)
            self._path = target
        return self._path

    def keep(self, target: Path) -> None:
        """Writes the bytes to a file of their own."""
        with target.open("r+b" if target.exists() else "xb") as file:
            if self._held is None and self._path is not None:
                with self._path.open("rb") as source:
                    shutil.copyfileobj(source, file)
            elif self._held is None:
                self._pour(file)
            else:
                file.write(self._held.getbuffer())
            file.truncate()

    def _pour(self, target: BinaryIO) -> None:
        try:
            for piece in pieces(self._loan):
                target.write(piece)
        except NotAsStored as error:
            raise TaskFailed("damaged", str(error)) from error


def _room_for(size: int) -> io.BytesIO:
    """Returns so much memory at once: growing piece by piece it would be copied again and again."""
    keep_freed_memory()
    held = io.BytesIO()
    if size:
        held.seek(size - 1)
        held.write(b"\0")
        held.seek(0)
    return held


def _close(held: io.BytesIO | mmap.mmap) -> None:
    """Lets go of bytes, of which a piece may still be held by what is told of a fault; then it goes with that."""
    with suppress(BufferError):
        held.close()
