"""What the files of a case seem to be and to say: worked out by core, confirmed by nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Lock

from core import fields
from core.fields import Guess
from core.model import Case, Field, FileFacts, PageReading, Paper
from core.packs import Packs

Readings = Mapping[str, Mapping[int, PageReading]]
_Key = tuple[str, str, tuple[int, ...]]


class Proposals:
    """Proposes types and values; may be asked from any thread, and asks core once for the same readings."""

    def __init__(self, packs: Packs) -> None:
        self._packs = packs
        self._lock = Lock()
        self._values: dict[_Key, tuple[Field, ...]] = {}
        self._guesses: dict[_Key, tuple[Guess, ...]] = {}

    def values(self, paper: Paper, facts: FileFacts, pages: Mapping[int, PageReading]) -> tuple[Field, ...]:
        """Returns what the file says for the paper's type; nothing while it has none."""
        shape = self._packs.paper(paper.type) if paper.type else None
        if shape is None:
            return ()
        key = (paper.sha256, paper.type, tuple(pages))
        with self._lock:
            if key not in self._values:
                self._values[key] = fields.propose(shape, facts, _in_order(pages))
            return self._values[key]

    def guesses(self, paper: Paper, facts: FileFacts, pages: Mapping[int, PageReading]) -> tuple[Guess, ...]:
        """Returns what the file may be, the likeliest first, of the types that are installed."""
        key = (paper.sha256, paper.file, tuple(pages))
        with self._lock:
            if key not in self._guesses:
                found = fields.guesses(replace(facts, file=paper.file), _in_order(pages))
                self._guesses[key] = tuple(g for g in found if self._packs.paper(g.type) is not None)
            return self._guesses[key]


def proposed(case: Case, values: Mapping[str, tuple[Field, ...]]) -> Case:
    """Returns the case with what the files say as proposals of its papers, as the checks want to see it."""
    return replace(case, papers=tuple(replace(p, fields=all_of(p, values.get(p.id, ()))) for p in case.papers))


def all_of(paper: Paper, values: Sequence[Field]) -> tuple[Field, ...]:
    """Returns the confirmed values and, behind them, every proposal that is still open."""
    confirmed = tuple(f for f in paper.fields if f.confirmed)
    return (*confirmed, *open_proposals(paper, values))


def open_proposals(paper: Paper, values: Sequence[Field]) -> tuple[Field, ...]:
    """Returns what was read and neither confirmed nor set aside, best first for each name.

    A value read a second time with its place on the page stands for one without.
    """
    best: dict[tuple[str, str], Field] = {}
    for field in (*(f for f in paper.fields if not f.confirmed), *values):
        key = (field.name, field.value)
        known = best.get(key)
        if known is None or (known.box is None and field.box is not None):
            best[key] = field
    left = (f for (name, value), f in best.items() if paper.value(name) != value and not _set_aside(paper, f))
    return tuple(sorted(left, key=lambda f: -f.score))


def place_of(paper: Paper, name: str, values: Sequence[Field]) -> Field | None:
    """Returns where on the page the confirmed value stands, as far as anything read it there."""
    confirmed = paper.field(name)
    if confirmed is None or (confirmed.box is not None and confirmed.page):
        return confirmed
    same = [f for f in values if f.name == name and f.value == confirmed.value and f.page]
    return next((f for f in same if f.box is not None), same[0] if same else confirmed)


def _set_aside(paper: Paper, field: Field) -> bool:
    return f"{field.name}={field.value}" in paper.dismissed


def _in_order(pages: Mapping[int, PageReading]) -> tuple[PageReading, ...]:
    return tuple(pages[number] for number in sorted(pages))
