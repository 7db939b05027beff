"""How long work tells how far it is, and how it is cancelled.

Long functions take `progress: Progress = no_progress` and call `progress.step(...)` at least once a
second; that call is also the place where they are cancelled, by raising `Cancelled`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from threading import Event
from typing import Final, Protocol, TypeVar

from core.errors import Cancelled

__all__ = ["Cancelled", "FaultThere", "Progress", "StoppableProgress", "no_progress", "stepping"]

T = TypeVar("T")


class Progress(Protocol):
    """Something that shows how far long work is."""

    def step(self, done: int, total: int, message: str) -> None:
        """Takes note of one step.

        Args:
            done: Steps finished, from 0 to `total`.
            total: All steps, 0 while nobody knows.
            message: What is being done now, as a sentence for the person.

        Raises:
            Cancelled: When the person no longer wants the work.
        """


class FaultThere(Exception):
    """A fault of the program itself, in another process that works for this one.

    Attributes:
        kind: The fault's class.
        places: Where in the program it came up, outermost first: file, line, function.
    """

    def __init__(self, kind: str, places: tuple[tuple[str, int, str], ...]) -> None:
        super().__init__(kind)
        self.kind = kind
        self.places = places


class _NoProgress:
    def step(self, done: int, total: int, message: str) -> None:
        """Takes no note."""


class StoppableProgress:
    """A progress that hands each step on, and raises `Cancelled` at the first step after `stop`.

    `stop` may be called from any thread.
    """

    def __init__(self, show: Callable[[int, int, str], None] | None = None) -> None:
        self._show = show
        self._stopped = Event()

    def stop(self) -> None:
        self._stopped.set()

    @property
    def stopped(self) -> bool:
        return self._stopped.is_set()

    def step(self, done: int, total: int, message: str) -> None:
        if self.stopped:
            raise Cancelled
        if self._show is not None:
            self._show(done, total, message)


def stepping(items: Iterable[T], progress: Progress, message: str, total: int | None = None) -> Iterator[T]:
    """Goes through items and tells the progress before each one and after the last."""
    count = total if total is not None else len(items) if isinstance(items, Sized) else 0
    done = 0
    for item in items:
        progress.step(done, count, message)
        yield item
        done += 1
    progress.step(done, count or done, message)


no_progress: Final[Progress] = _NoProgress()
