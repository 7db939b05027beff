"""Which characters the embedded fonts can draw. What they lack is said beforehand, never printed as a box."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from core.resources import data_root

# Line ends as web pages and word processors put them onto the clipboard.
LINE_ENDS: Final = "\r\u2028\u2029"
# Laid out, not drawn.
_LAID_OUT: Final = frozenset("\n\t " + LINE_ENDS)


def lacking(text: str) -> str:
    """Returns the characters of a text that would print as boxes, each once, in the order they first stand."""
    strange = [sign for sign in dict.fromkeys(text) if not 0x20 <= ord(sign) <= 0x7E and not _is_invisible(sign)]
    # Every font of the packet is a fallback of the others, so one that has the character is enough;
    # mostly the first has them all, and no other is read.
    for font in _fonts():
        if not strange:
            break
        drawn = _drawn(font)
        strange = [sign for sign in strange if ord(sign) not in drawn]
    return "".join(strange)


@lru_cache(maxsize=8192)  # while a person types, all texts but one are those of a moment ago
def printable(text: str) -> str:
    """Returns a text with tabs as spaces, every line end as one, and each sign that would be a box as 〔U+1F600〕."""
    for sign in lacking(text):
        text = text.replace(sign, f"〔U+{ord(sign):04X}〕")
    for sign in {sign for sign in set(text) - _LAID_OUT if _is_invisible(sign)}:
        text = text.replace(sign, "")
    text = text.replace("\r\n", "\n")
    for sign in LINE_ENDS:
        text = text.replace(sign, "\n")
    return text.replace("\t", "    ")


@cache
def _is_invisible(sign: str) -> bool:
    """Tells whether a character has no picture by nature: direction marks, joiners, variation selectors."""
    code = ord(sign)
    steers = unicodedata.category(sign) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return sign in _LAID_OUT or steers


@cache
def _fonts() -> tuple[Path, ...]:
    return tuple(sorted((data_root() / "assets" / "fonts").glob("*.[ot]tf"), reverse=True))  # Regular before Bold


@cache
def _drawn(font: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # a slow import, not needed while all text is ASCII

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
