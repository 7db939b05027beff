"""A person's text as pieces that the Typst document sets as characters, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from core.checks.glyphs import printable

Plain = dict[str, Any]
# A number or address too long for a narrow cell may be broken anywhere after its twelfth character.
_BREAKABLE = re.compile(r"(?<=[!-~]{12})(?=[!-~]{4})")
# In the index the column of numbers holds six of the widest capitals.
_BREAKABLE_NARROW = re.compile(r"(?<=[!-~]{6})(?=[!-~]{2})")


@lru_cache(maxsize=8192)  # as in `printable`
def characters(kind: str, text: str, *, narrow: bool = False) -> tuple[Plain, ...]:
    """Returns a text line by line; a line end of the person's stays one."""
    return tuple(_pieces(kind, text, _BREAKABLE_NARROW if narrow else _BREAKABLE))


def _pieces(kind: str, text: str, breakable: re.Pattern[str]) -> Iterable[Plain]:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if number:
            yield {"kind": "break"}
        for place, piece in enumerate(breakable.split(printable(line))):
            if place:
                yield {"kind": "cut"}
            if piece:
                yield {"kind": kind, "text": piece}
