"""Progress on stderr: one bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from core.cli.terminal import Terminal, clip, fill, harmless

_BAR: Final = 20
_LOG_SECONDS: Final = 1.0  # a log wants to know that there is life, not every file's name
_COUNTED_MAX: Final = 999  # larger totals are bytes, which say nothing to a person


class TerminalProgress:
    """A `Progress` for people at a terminal and for logs; as a context manager it tidies up after itself."""

    def __init__(self, terminal: Terminal, clock: Callable[[], float] = time.monotonic) -> None:
        self._out = terminal.out
        self._err = terminal.err
        self._is_screen = terminal.err.isatty()
        self._clock = clock
        self._shown = ""
        self._shown_at = float("-inf")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_screen and self._shown:
            self._err.write(f"\r{fill('', self._columns())}\r")
            self._err.flush()

    def step(self, done: int, total: int, message: str) -> None:
        """Shows one step; a log gets a line for a new message, once a second at most."""
        message = harmless(message.replace("\n", "?"))
        if self._is_screen:
            self._draw(done, total, message)
        elif message != self._shown and self._clock() - self._shown_at >= _LOG_SECONDS:
            self._out.flush()  # in one log, what was told before stands before
            self._err.write(f"{_count(done, total)}{message}\n")
            self._err.flush()
            self._shown_at = self._clock()
        else:
            return
        self._shown = message

    def _draw(self, done: int, total: int, message: str) -> None:
        filled = _BAR * min(done, total) // total if total else 0
        line = f"{'█' * filled}{'░' * (_BAR - filled)} {_count(done, total)}{message}"
        columns = self._columns()
        self._err.write(f"\r{fill(clip(line, columns), columns)}")
        self._err.flush()

    def _columns(self) -> int:
        return max(20, shutil.get_terminal_size().columns - 1)


def _count(done: int, total: int) -> str:
    if not total:
        return ""
    return f"{done}/{total} " if total <= _COUNTED_MAX else f"{100 * done // total}% "
