"""A person's text as pieces that the Typst document sets as characters, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from core.checks.glyphs import LINE_ENDS, printable

Plain = dict[str, Any]
LINE_END: Final = re.compile(f"\r\n|[\n{LINE_ENDS}]")
# A number or address too long for a narrow cell may be broken where it is divided, and a part of it that is too long
# itself anywhere after its fourteenth character.
_BREAKABLE = re.compile(r"(?<=[0-9A-Za-z]{2}[-/_=&?])(?=[0-9A-Za-z]{4})|(?<=[0-9A-Za-z]{14})(?=[0-9A-Za-z]{4})")
_LONG = re.compile(r"[!-~]{13,}")
# In the index the column of numbers holds eight of the widest capitals.
_BREAKABLE_NARROW = re.compile(
    r"(?<=[0-9A-Za-z][^\s0-9A-Za-z])(?=[0-9A-Za-z]{2})|(?<=[0-9A-Za-z]{8})(?=[!-~]{2})|(?<=[!-/:-@\[-`{-~]{8})(?=[!-~]{2})"
)
_CODE = re.compile(r"(?<![!-~])[0-9A-Za-z]+(?:[-/_.][0-9A-Za-z]+)+(?![!-~])")
# Ems of Source Han Serif's Latin letters, digits among the others.
_WIDE: Final = 0.95
_CAPITAL: Final = 0.72
_OTHER: Final = 0.56
_LONG_NARROW = re.compile(r"[!-~]{9,}")
# Each place to break costs the layout time: in a run without any division one in so many characters fills a line well.
_APART: Final = 7
_APART_NARROW: Final = 4


@lru_cache(maxsize=8192)  # as in `printable`
def characters(kind: str, text: str, *, narrow: bool = False, room: float = 0) -> tuple[Plain, ...]:
    """Returns a text line by line; a line end of the person's stays one.

    Args:
        kind: How it is set: text or bold.
        text: As the person typed it.
        narrow: Whether it goes into the column of numbers.
        room: A number of parts (QM-CG-2026-0902) of at most so many ems is not broken at all.
    """
    return tuple(_pieces(kind, text, narrow=narrow, room=room))


def _pieces(kind: str, text: str, *, narrow: bool, room: float) -> Iterable[Plain]:
    for number, line in enumerate(LINE_END.split(text)):
        if number:
            yield {"kind": "break"}
        end, shown = 0, printable(line)
        for found in _CODE.finditer(shown) if room and kind == "text" else ():
            if _ems(found[0]) <= room:
                yield from _broken(kind, shown[end : found.start()], narrow=narrow)
                yield {"kind": "whole", "text": found[0]}
                end = found.end()
        yield from _broken(kind, shown[end:], narrow=narrow)


def _broken(kind: str, text: str, *, narrow: bool) -> Iterable[Plain]:
    for place, piece in enumerate(_cut(text, narrow=narrow)):
        if place:
            yield {"kind": "cut"}
        if piece:
            yield {"kind": kind, "text": piece}


def _ems(code: str) -> float:
    """Returns about how wide a number is, rather too much than too little."""
    return sum(_WIDE if sign in "MWmw@%" else _CAPITAL if sign.isupper() else _OTHER for sign in code)


def _cut(line: str, *, narrow: bool) -> list[str]:
    """Divides a line where it may be broken."""
    long = [found.span() for found in (_LONG_NARROW if narrow else _LONG).finditer(line)]
    if not long:
        return [line]
    breakable, apart = (_BREAKABLE_NARROW, _APART_NARROW) if narrow else (_BREAKABLE, _APART)
    cuts = [at for begin, end in long for at in _thinned(_within(breakable, line, begin, end), line, apart)]
    return [line[begin:end] for begin, end in pairwise((0, *cuts, len(line)))]


def _within(breakable: re.Pattern[str], line: str, begin: int, end: int) -> list[int]:
    return [found.start() for found in breakable.finditer(line, begin, end) if begin < found.start() < end]


def _thinned(cuts: Iterable[int], line: str, apart: int) -> Iterable[int]:
    """Leaves out what stands close behind the cut before it, unless it stands behind a sign that divides."""
    before = -apart
    for at in cuts:
        if at - before >= apart or not line[at - 1].isalnum():
            before = at
            yield at
