"""The one thread that touches a case file, so that edits reach the disk in order and never hold up the window."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from core.store import CaseFile

T = TypeVar("T")


class Keeper:
    """Owns an open case file. Everything done through `ask` happens in the order it was asked."""

    def __init__(self, casefile: CaseFile) -> None:
        self._casefile = casefile
        self._line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="case-file")

    @property
    def casefile(self) -> CaseFile:
        return self._casefile

    def ask(self, do: Callable[[CaseFile], T]) -> Future[T]:
        """Queues work on the case file; its fault, if any, is in the future."""
        return self._line.submit(do, self._casefile)

    def close(self) -> None:
        """Waits for what was queued, then closes the file."""
        self._line.submit(self._casefile.close)
        self._line.shutdown(wait=True)
