"""Lays out every page of the packet with one Typst document and one warm compiler.

The content crosses as a file in memory. What a layout did not read differently than before need not be laid out
again; values among Typst's inputs would belong to its library, and a change of one would lay out everything anew.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal, cast

import typst

from core.derive.memory import give_back
from core.packet.characters import Plain
from core.resources import data_root

# One compiler serves one document at a time; a second thread waits its milliseconds.
_turn = Lock()
_REMEMBERED: Final = 10


class Moved(Exception):
    """A page can't be drawn by what was near it before: it has changed too much since."""


def to_pdf(data: Plain, now: datetime) -> bytes:
    """Returns the packet's pages as PDF, exhibit frames still empty; `now` is written as the time it was made."""
    # A PDF date has whole seconds (ISO 32000-1, 7.9.4); Typst refuses others.
    made = now.replace(microsecond=0)
    with _turn:
        try:  # long-term archive and accessibility; what is poured in may take the claim back: core.derive.standards
            return _compiled(data, made, ["a-2b", "ua-1"])
        except typst.TypstError:
            # A character that the standards forbid: the packet is built all the same and claims nothing.
            return _compiled(data, made, [])


def to_draft_pdf(data: Plain) -> bytes:
    """Returns the same pages for the screen only: without tags for readers, and so faster.

    Raises:
        Moved: What was left out would stand on the page that is looked at.
    """
    with _turn:
        try:
            return cast("bytes", _compiler().compile(_files(data), format="pdf", timestamp=0, pdf_tags=False))
        except typst.TypstError as error:
            if data["watched"]:
                raise Moved from error
            raise


def forget(*, fonts: bool = False) -> None:
    """Gives back what the compiler remembers of a long document, some 100 MB of a thousand pages, and its `fonts`.

    It forgets what its last ten documents had no use for; so it is given empty ones. The next layout is a cold one.
    """
    nothing: Any = {"main.typ": b"", "data.json": b"{}"}
    with _turn:
        for _times in range(_REMEMBERED + 1):
            _compiler().compile(nothing, format="pdf", timestamp=0)
        if fonts:
            _compiler.cache_clear()
    give_back()


def _compiled(data: Plain, made: datetime, standards: list[Literal["a-2b", "ua-1"]]) -> bytes:
    content = _compiler().compile(_files(data), format="pdf", timestamp=made, pdf_standards=[*standards])
    return cast("bytes", content)


def _files(data: Plain) -> Any:  # the library takes files by name, its types don't know it
    """Returns what lies in memory: the document, and its content beside it. What it imports is read from its folder."""
    return {"main.typ": _document(), "data.json": json.dumps(data, ensure_ascii=False).encode()}


@cache
def _document() -> bytes:
    return (_folder() / "packet.typ").read_bytes()


def _folder() -> Path:
    return data_root() / "templates" / "packet"


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(data_root() / "assets" / "fonts")]
    )
    return typst.Compiler(str(_folder() / "packet.typ"), root=str(_folder()), font_paths=fonts)
