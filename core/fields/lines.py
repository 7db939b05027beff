"""Cuts the rows of a page into labelled values: `样品名称 毛巾　型号规格 M-32` gives two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

# What stands between the columns of a recognised row.
COLUMN: Final = " ｜ "
# Printed and recognised brackets are of either width, sometimes of both.
_BRACKETS: Final = dict.fromkeys("（(", "[（(]") | dict.fromkeys("）)", "[）)]")
_SPACES: Final = r"[ 　｜]{0,9}"  # letters may be set apart on the page (“住 所”), or come as pieces
_NOTE: Final = r"[（(](?:盖章|公章|签章|签字|签名|章)[）)]"
# A heading whose letters are all set apart (“启 明 品 牌 运 营 有 限 公 司”) holds no labels.
_SPREAD: Final = re.compile(r"(?:\S[ 　]){4,}\S?")
_BLANK: Final = re.compile(r"[\s　]+")
_BARE: Final = " \t　|｜"
_GLUED: Final = 2  # letters from which a label needs nothing between it and its value
# A day, a numbered paragraph, another label, a closing phrase: nothing that goes on.
_ANEW: Final = re.compile(
    r"[0-9]{4}\s*[年.-]|[（(]?[一二三四五六七八九十]+[、)）]|.{0,12}[:：]|特此|样\s*例|第\s*[0-9]+\s*页"
)
_WIDE: Final = 20  # columns of half a letter: what fills less of a printed line does not go on below
_MOST_LINES: Final = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a row, with its left and right edge where they are known."""

    text: str
    left: float = 0.0
    right: float = 0.0


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value behind its label.

    Attributes:
        colon: Whether a colon stands between, which makes chance unlikely.
        below: Whether the value was taken from the line under the label.
        more: The line that follows the value, where nothing labels it.
        beside: What stands in the next column.
    """

    label: str
    value: str
    page: int
    colon: bool
    below: bool = False
    more: str = ""
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that stand before values on papers of one type.

    Attributes:
        glued: Those that may stand right before the value, as recognisers drop blanks.
    """

    pattern: re.Pattern[str]
    glued: frozenset[str]

    def begins(self, text: str) -> bool:
        """Tells whether a text begins with one of the words."""
        return next(self.marks(text.strip(_BARE)), None) is not None and self._first(text.strip(_BARE)) == 0

    def fits(self, text: str) -> bool:
        """Tells whether a text is one of the words and nothing else."""
        bare = text.strip(_BARE + ":：")
        mark = self.pattern.match(bare)
        return mark is not None and mark.end(1) == len(bare)

    def marks(self, text: str) -> Iterator[re.Match[str]]:
        """Yields the words in a row that stand before values."""
        for mark in self.pattern.finditer(text):
            apart = mark["end"] is not None or mark.end() == len(text) or text[mark.end()] in " 　｜|（("
            begins = mark.start() == 0 or text[: mark.start()].rstrip(" 　").endswith("｜")
            word = name(mark[1])
            if apart or (begins and word in self.glued):
                yield mark

    def _first(self, text: str) -> int:
        return next((mark.start() for mark in self.marks(text)), -1)


@cache
def vocabulary(own: tuple[str, ...], others: tuple[str, ...] = ()) -> Vocabulary:
    """Returns the vocabulary of a type: words that stand before its own values, and others that only end them."""
    words = sorted({*own, *others}, key=len, reverse=True)
    either = "|".join(_SPACES.join(_BRACKETS.get(sign, re.escape(sign)) for sign in word) for word in words)
    pattern = re.compile(rf"(?:^|(?<=[\s|｜　]))({either})(?P<end>[ 　]*{_NOTE}[ 　]*[:：]?|[\s　｜]*[:：])?")
    return Vocabulary(pattern, frozenset(word for word in {*own, *others} if len(word) >= _GLUED))


def name(label: str) -> str:
    """Returns a label as the lists write it, however its letters were set."""
    return _BLANK.sub("", label).replace("｜", "").replace("(", "（").replace(")", "）")


def printed(text: str) -> tuple[Line, ...]:
    """Returns the lines of a page's own text, whose places are not known."""
    return tuple((Piece(line.strip()),) for line in text.splitlines() if line.strip())


def labelled(pages: Iterable[tuple[int, Sequence[Line]]], words: Vocabulary) -> tuple[Labelled, ...]:
    """Returns every labelled value of numbered pages, in reading order."""
    return tuple(found for number, lines in pages for found in _of_page(lines, number, words))


def squeezed(text: str) -> str:
    """Returns a text without any blanks, to look for phrases whose letters are set apart."""
    return _BLANK.sub("", text)


def _of_page(lines: Sequence[Line], page: int, words: Vocabulary) -> Iterator[Labelled]:
    for place, line in enumerate(lines):
        text = COLUMN.join(piece.text for piece in line)
        marks = [] if _SPREAD.fullmatch(text) else list(words.marks(text))
        for number, mark in enumerate(marks):
            after = marks[number + 1] if number + 1 < len(marks) else None
            value = text[mark.end() : after.start() if after else len(text)].strip(_BARE)
            value, _bar, beside = value.partition(COLUMN.strip())  # the next column is another thing
            value, label = value.strip(), name(mark[1])
            colon = ":" in (mark["end"] or "") or "：" in (mark["end"] or "")
            rest = lines[place + 1 : place + 1 + _MOST_LINES]
            if value and not _only_bracket(value, label):
                tail = _tail(text, value, rest, words) if after is None else ""
                yield Labelled(label, value + tail, page, colon, more=_free(rest, words), beside=beside.strip(_BARE))
            elif below := _below(line, mark, rest, words, last=after is None):
                yield Labelled(label, below[0], page, colon, below=True, more=below[1])
                if value:
                    yield Labelled(label, value, page, colon)
            elif value:
                yield Labelled(label, value, page, colon)


def _only_bracket(value: str, label: str) -> bool:
    """Tells whether only a note in brackets stands behind a label, as in `境内收货人（9133…）` above its value."""
    return bool(label) and re.fullmatch(r"[（(][^）)]*[）)]", value) is not None


def _tail(text: str, value: str, rest: Sequence[Line], words: Vocabulary) -> str:
    """Returns what of a printed value stands on the lines below, when its own line was too narrow."""
    found = ""
    for line in rest:
        if len(line) != 1 or line[0].right or words.begins(line[0].text) or not text.rstrip().endswith(value):
            break
        whole = value + found
        open_ = whole.count("（") + whole.count("(") > whole.count("）") + whole.count(")")
        completes = _completes_firm(whole, line[0].text)
        if not completes and (_width(text) < _WIDE * (1 if open_ else 2) or not _carries_on(line[0].text, open=open_)):
            break
        # The label may follow on the same line: `公司 生产单位 …`.
        cut = next(words.marks(line[0].text), None)
        found += line[0].text[: cut.start() if cut else None].strip(_BARE)
        if cut:
            break
        text, value = line[0].text, line[0].text
    return found


def _completes_firm(value: str, text: str) -> bool:
    """Tells whether a firm's name that breaks off ends on the next line."""
    ends = re.compile(r"(?:公司|分公司|中心)$")
    first = re.split(r"[\s　]", text)[0]
    return len(value) >= 4 and not ends.search(value) and len(first) <= 12 and ends.search(first) is not None


def _carries_on(text: str, *, open: bool) -> bool:  # noqa: A002  # whether a bracket is still open
    return open or not _ANEW.match(text)


def _width(text: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in text)


def _below(
    line: Line, mark: re.Match[str], rest: Sequence[Line], words: Vocabulary, *, last: bool
) -> tuple[str, str] | None:
    """Returns what stands under a label, and the line after that."""
    piece = _piece_at(line, mark.start())
    if piece.right:
        under = [found for row in rest[:2] if (found := _under(piece, row))]
        if under and not words.begins(under[0]):
            return under[0], under[1] if len(under) > 1 and not words.begins(under[1]) else ""
        return None
    if not last or not rest or words.begins(rest[0][0].text):
        return None
    first = rest[0][0].text
    return first, _free(rest[1:], words)


def _piece_at(line: Line, place: int) -> Piece:
    begin = 0
    for piece in line:
        if place < begin + len(piece.text) + len(COLUMN):
            return piece
        begin += len(piece.text) + len(COLUMN)
    return line[-1]


def _under(piece: Piece, row: Line) -> str:
    """Returns the piece of a row below that stands under another one."""
    for other in row:
        shared = min(piece.right, other.right) - max(piece.left, other.left)
        if shared > 0.3 * min(piece.right - piece.left, other.right - other.left):
            return other.text
    return ""


def _free(rest: Sequence[Line], words: Vocabulary) -> str:
    """Returns the next line when nothing labels it."""
    line = COLUMN.join(piece.text for piece in rest[0]) if rest else ""
    return "" if not line or words.begins(line) else line
