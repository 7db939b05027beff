"""Progress on stderr: one bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
from types import TracebackType
from typing import Final, Self

from core.cli.terminal import Terminal, clip, fill

_BAR: Final = 20


class TerminalProgress:
    """A `Progress` for people at a terminal and for logs; as a context manager it tidies up after itself."""

    def __init__(self, terminal: Terminal) -> None:
        self._err = terminal.err
        self._is_screen = terminal.err.isatty()
        self._shown = ""

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
        """Shows one step; a log gets a line for each new message only."""
        if self._is_screen:
            self._draw(done, total, message)
        elif message != self._shown:
            self._err.write(f"{done}/{total} {message}\n" if total else f"{message}\n")
            self._err.flush()
        self._shown = message

    def _draw(self, done: int, total: int, message: str) -> None:
        filled = _BAR * min(done, total) // total if total else 0
        count = f" {done}/{total}" if total else ""
        line = f"{'█' * filled}{'░' * (_BAR - filled)}{count} {message}"
        columns = self._columns()
        self._err.write(f"\r{fill(clip(line, columns), columns)}")
        self._err.flush()

    def _columns(self) -> int:
        return max(20, shutil.get_terminal_size().columns - 1)
