"""Cuts the text of a page into labelled values: `样品名称 毛巾　型号规格 M-32` gives two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from core.fields.labels import LABELS, PERIODS, STOPS

_WORDS: Final = sorted({w for words in LABELS.values() for w in words} | {*STOPS, *PERIODS}, key=len, reverse=True)
# What stands between the columns of a recognised row.
COLUMN: Final = " ｜ "
# Printed and recognised brackets are of either width, sometimes of both.
_BRACKETS: Final = dict.fromkeys("（(", "[（(]") | dict.fromkeys("）)", "[）)]")
# Letters may be set apart on the page (“住 所”); a label begins a line or follows a blank or a bar.
_LABEL: Final = re.compile(
    r"(?:^|(?<=[\s|｜　]))("
    + "|".join(r"[ 　]{0,4}".join(_BRACKETS.get(sign, re.escape(sign)) for sign in word) for word in _WORDS)
    + r")(?P<end>\s*[:：]|(?=[\s　]|$)|(?=[（(]))"
)
# A heading whose letters are all set apart (“启 明 品 牌 运 营 有 限 公 司”) holds no labels.
_SPREAD: Final = re.compile(r"(?:\S[ 　]){4,}\S?")
_BLANK: Final = re.compile(r"[\s　]+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value behind its label.

    Attributes:
        colon: Whether a colon stands between, which makes chance unlikely.
        below: Whether the value was taken from the line under the label.
    """

    label: str
    value: str
    page: int
    colon: bool
    below: bool = False


def labelled(pages: Iterable[tuple[int, str]]) -> tuple[Labelled, ...]:
    """Returns every labelled value of numbered pages of text, in reading order."""
    found: list[Labelled] = []
    for number, text in pages:
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        found.extend(_of_page(lines, number))
    return tuple(found)


def begins_with_label(text: str) -> bool:
    """Tells whether a line begins with one of the words that stand before values."""
    return _LABEL.match(text.strip()) is not None


def squeezed(text: str) -> str:
    """Returns a text without any blanks, to look for phrases whose letters are set apart."""
    return _BLANK.sub("", text)


def _of_page(lines: list[str], page: int) -> Iterator[Labelled]:
    for place, line in enumerate(lines):
        marks = [] if _SPREAD.fullmatch(line) else list(_LABEL.finditer(line))
        for number, mark in enumerate(marks):
            after = marks[number + 1] if number + 1 < len(marks) else None
            label = squeezed(mark[1]).replace("(", "（").replace(")", "）")
            value = line[mark.end() : after.start() if after else len(line)].strip(" \t　|｜")
            value = value.split(COLUMN.strip())[0].strip()  # the next column is another thing
            colon = mark["end"].strip() != ""
            if value:
                yield Labelled(label, value, page, colon)
            elif after is None and (below := _below(lines[place + 1 : place + 2])):
                yield Labelled(label, below, page, colon, below=True)


def _below(lines: Iterable[str]) -> str:
    """Returns the next line when it is a value and not a label itself."""
    line = next(iter(lines), "")
    return "" if _LABEL.match(line) else line
