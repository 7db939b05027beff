"""Which characters the packet's fonts can print. What they lack is said beforehand, never printed as a box."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from core.resources import data_root

# Set without a glyph of their own: line ends and tabs are laid out, these only steer.
_LAID_OUT = frozenset("\n\t ")


def missing(text: str) -> tuple[str, ...]:
    """Returns the characters of a text that the fonts can't print, each once, in order."""
    known = _known()
    return tuple(dict.fromkeys(c for c in text if ord(c) not in known and not _silent(c)))


def printable(text: str) -> str:
    """Returns a text with tabs as spaces, and each unprintable character as its code, such as 〔U+1F600〕."""
    lost = missing(text)
    for character in lost:
        text = text.replace(character, f"〔U+{ord(character):04X}〕")
    return "".join(c for c in text.replace("\t", "    ") if not _silent(c) or c in _LAID_OUT)


def _silent(character: str) -> bool:
    """Says whether a character has no picture by nature: direction marks, joiners, variation selectors."""
    if character in _LAID_OUT:
        return True
    code = ord(character)
    return unicodedata.category(character) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


@cache
def _known() -> frozenset[int]:
    fonts = data_root() / "assets" / "fonts"
    faces = ("NotoSerifSC-Regular.ttf", "NotoSansSC-Regular.ttf")
    return frozenset().union(*(_drawn_by(fonts / face) for face in faces))


def _drawn_by(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
