"""Opening a case for a command, and saying aloud when the file does not hold together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core import store
from core.cli.terminal import Terminal
from core.i18n import _
from core.store import CaseFile


@contextmanager
def opened(path: Path, terminal: Terminal, *, read_only: bool = False) -> Iterator[CaseFile]:
    """Opens a case file; a changed document or a broken audit trail is told on stderr, never passed over."""
    with store.open(path, read_only=read_only) as casefile:
        wrong = casefile.check_trail()
        for sentence in wrong:
            terminal.note(f"! {sentence}")
        if wrong:
            text = _("{file} 在复申之外被改动过。以下仍按文件现在的内容；请与备份核对，查明是谁改动的。")
            terminal.note(text.format(file=path.name))
        yield casefile
