"""The one thread that touches a case file, so that edits reach the disk in order and never hold up the window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from core.store import CaseFile

T = TypeVar("T")
_closing: dict[Path, Future[None]] = {}


class Keeper:
    """Owns an open case file. Everything done through `ask` happens in the order it was asked."""

    def __init__(self, casefile: CaseFile) -> None:
        self._casefile = casefile
        self._line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="case-file")
        self._end: Future[None] | None = None

    @property
    def casefile(self) -> CaseFile:
        return self._casefile

    @property
    def closed(self) -> bool:
        """Whether all that was asked is done, the file free, and nobody told of anything any more."""
        return self._end is not None and self._end.done()

    def ask(self, do: Callable[[CaseFile], T]) -> Future[T]:
        """Queues work on the case file; its fault, if any, is in the future."""
        return self._line.submit(do, self._casefile)

    def close(self, after: Callable[[], object]) -> None:
        """Closes the file when all that was queued is done, then does `after`; returns at once."""

        def end() -> None:
            self._casefile.close()
            after()

        path = self._casefile.path
        self._end = _closing[path] = self._line.submit(end)
        self._end.add_done_callback(lambda _done: _closing.pop(path, None))
        self._line.shutdown(wait=False)


def wait_until_closed(path: Path | None = None) -> None:
    """Waits until a file, or every one, that is being closed is closed; so a case can be opened again at once."""
    for of, closing in tuple(_closing.items()):
        if path in {None, of}:
            closing.exception()
