"""What this version can't look at, said aloud instead of left out."""

from __future__ import annotations

from core.cli.parser import Arguments
from core.cli.terminal import Terminal
from core.i18n import _


def tell_without_ocr(arguments: Arguments, terminal: Terminal) -> None:
    """Says that pictures were not read, when the person asked for it."""
    if arguments.ocr:
        terminal.note(_("? 本版本尚不含文字识别：图片和扫描件上的文字未读取，请人工核对。"))
