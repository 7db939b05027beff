"""Splits the text of a notice into its points and proposes a reason for each, by words; a person confirms.

How notices are worded is data (`templates/lexicon/`), and so are the words that point to a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from core.model import Case, Point
from core.packs import Packs
from core.packs.money_shapes import Lexicon

_NUMERALS: Final = "[一二三四五六七八九十]{1,3}"
_CIRCLES: Final = "[①-⑳]"
_STOPS: Final = re.compile(r"(?<=[。；;！!？?])")


@dataclass(frozen=True, slots=True)
class Proposal:
    """One point as it was found.

    Attributes:
        quote: The platform's words, unaltered but for the mark and blanks around them.
        reason: The id that most of its words point to; "" when none does.
        words: The words that point there, as they stand in the quote.
    """

    quote: str
    reason: str
    words: tuple[str, ...]


def proposals(text: str, packs: Packs) -> tuple[Proposal, ...]:
    """Splits a notice and proposes a reason for each point. The order is the notice's own."""
    known = _words(packs)
    return tuple(_proposal(quote, known) for quote in split(text, tuple(packs.lexicons.values())))


def proposal(quote: str, packs: Packs) -> Proposal:
    """Proposes a reason for one point, and tells the words that point to it."""
    return _proposal(quote, _words(packs))


def split(text: str, lexicons: tuple[Lexicon, ...]) -> tuple[str, ...]:
    """Returns the points of a notice: its marked lines, or, where nothing is marked, its sentences."""
    lines = [line.strip() for line in _after_opening(text, lexicons).splitlines()]
    marks = _marks(tuple(marker for lexicon in lexicons for marker in lexicon.markers))
    pieces = [piece for line in lines if line for piece in _pieces(line, marks)]
    if any(marked for marked, _ in pieces):
        return tuple(_joined(pieces, lexicons))
    sentences = (part.strip() for _, piece in pieces for part in _STOPS.split(piece))
    return tuple(part for part in sentences if part and not _closes(part, lexicons))


def with_points(case: Case, found: Iterable[Proposal]) -> Case:
    """Adds the points that the case does not yet hold, each with its proposed reason still to be confirmed."""
    known = {_folded(point.quote) for point in case.notice.points}
    numbers = [int(p.id[1:]) for p in case.notice.points if p.id[1:].isdecimal()]
    number, turn = max(numbers, default=0), max((r.number for r in case.rounds), default=1)
    added: list[Point] = []
    for one in found:
        if _folded(one.quote) in known:
            continue
        known.add(_folded(one.quote))
        number += 1
        added.append(Point(f"N{number}", one.quote, one.reason, False, turn))
    points = (*case.notice.points, *added)
    return replace(case, notice=replace(case.notice, points=points))


def _proposal(quote: str, known: tuple[tuple[str, str], ...]) -> Proposal:
    hits: dict[str, list[str]] = {}
    for word, reason in known:
        if word in quote:
            hits.setdefault(reason, []).append(word)
    if not hits:
        return Proposal(quote, "", ())
    # Longer wordings say more; a part (F3a) says more than its group (F3). Ties go to the earlier reason.
    best = max(hits, key=lambda reason: (max(map(len, hits[reason])), reason[-1].isalpha(), len(hits[reason])))
    return Proposal(quote, best, tuple(hits[best]))


def _words(packs: Packs) -> tuple[tuple[str, str], ...]:
    signals = [(word, reason.id) for reason in packs.reasons.values() for word in reason.signals]
    further = [
        (w, reason) for lexicon in packs.lexicons.values() for reason, words in lexicon.words.items() for w in words
    ]
    return (*signals, *further)


def _after_opening(text: str, lexicons: tuple[Lexicon, ...]) -> str:
    openings = [word for lexicon in lexicons for word in lexicon.openings]
    ends = [text.index(word) + len(word) for word in openings if word in text]
    return text[min(ends) :].lstrip("：: \n") if ends else text


@lru_cache(maxsize=16)
def _marks(markers: tuple[str, ...]) -> re.Pattern[str]:
    """A mark stands at the beginning, or after a stop; a figure such as 3.5 or 2026-06-30 is none."""
    forms = [_form(marker) for marker in sorted(markers, key=len, reverse=True)]
    return re.compile(rf"(?:(?<=^)|(?<=[。；;：:，,\s]))(?:{'|'.join(forms)})\s*") if forms else re.compile(r"(?!)")


def _form(marker: str) -> str:
    form = re.escape(marker).replace(r"\#", "#")
    form = form.replace("#", r"\d{1,2}").replace("〇", _NUMERALS).replace("①", _CIRCLES)
    return form + r"(?!\d)"


def _pieces(line: str, marks: re.Pattern[str]) -> Iterator[tuple[bool, str]]:
    found = list(marks.finditer(line))
    if not found or line[: found[0].start()].strip():
        head = line[: found[0].start()] if found else line
        yield False, head.strip()
    ends = (*(match.start() for match in found[1:]), len(line))
    for match, end in zip(found, ends, strict=False):
        yield True, line[match.end() : end].strip()


def _joined(pieces: list[tuple[bool, str]], lexicons: tuple[Lexicon, ...]) -> Iterator[str]:
    """Lines without a mark go on with the point before them, until a closing sentence."""
    current, open_ = "", False
    for marked, piece in pieces:
        if marked:
            if current:
                yield current
            current, open_ = piece, True
        elif open_ and _closes(piece, lexicons):
            open_ = False
        elif open_:
            current += piece
    if current:
        yield current


def _closes(sentence: str, lexicons: tuple[Lexicon, ...]) -> bool:
    return any(sentence.startswith(word) for lexicon in lexicons for word in lexicon.closings)


def _folded(quote: str) -> str:
    return "".join(quote.split())
