"""How many proposals are right on made-up papers of fourteen kinds, and whether any wrong one is in the highest band.

“Right of those made” counts the best proposal of each field; one for a field that does not stand on the paper is
wrong as well. “Found” is the stricter reading: right ones among all values that stand on the paper. Only spaces,
widths and the shape of brackets are evened out before comparing. One seed was looked at while the readers were
written; the other one never.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bench.measure import Row
from bench.papers import KINDS, Paper, draw, press
from bench.papers.readings import Shelf
from core import fields, packs
from core.fields.names import normalise
from core.fields.values import HIGHEST
from core.model import FileFacts, PageReading
from core.packs import Packs

SEEN, UNSEEN = "2026-A", "2026-B"
LEAST = 0.97


@dataclass
class Count:
    """Proposals of some papers against what stands on them."""

    papers: int = 0
    values: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    sure: int = 0  # wrong ones in the highest band
    typed: int = 0  # type guessed rightly
    told: list[str] = field(default_factory=list)

    @property
    def made(self) -> int:
        return self.right + self.wrong

    @property
    def precision(self) -> float:
        return self.right / (self.made or 1)

    @property
    def found(self) -> float:
        return self.right / (self.values or 1)

    def add(self, other: Count) -> None:
        for name in ("papers", "values", "right", "wrong", "missing", "sure", "typed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def __str__(self) -> str:
        said = f"{self.papers} papers, {self.values} values: {self.right} right, {self.wrong} wrong, "
        said += f"{self.missing} not proposed; right of those made {self.precision:.1%}, found {self.found:.1%}, "
        return said + f"wrong and sure {self.sure}, type {self.typed}/{self.papers}"


def rows() -> Iterator[Row]:
    """Reads the papers nobody looked at, each once; with `FUSHEN_READINGS` set, a folder to keep it in, both seeds."""
    seeds = [(UNSEEN, "never looked at")]
    if "FUSHEN_READINGS" in os.environ:
        seeds.append((SEEN, "looked at while writing"))
    yield Row(f"faces of the papers: {', '.join(dict.fromkeys(press.faces()))}{press.lacking()}")
    with tempfile.TemporaryDirectory() as folder, Shelf(Path(folder)) as shelf:
        for seed, what in seeds:
            whole = Count()
            for kind in KINDS:  # each told as it is done
                count = counted(draw(seed, [kind]), shelf)[kind]
                whole.add(count)
                yield Row(f"{what}: {kind}: {count}")
            good = whole.precision >= LEAST and not whole.sure
            yield Row(f"{what}: all: {whole}", met=good)


def counted(papers: Iterable[Paper], shelf: Shelf) -> dict[str, Count]:
    counts: dict[str, Count] = {}
    for paper in papers:
        counts.setdefault(paper.kind, Count()).add(judged(paper, *shelf.read(paper)))
    return counts


def judged(paper: Paper, facts: FileFacts, readings: tuple[PageReading, ...]) -> Count:
    """Compares the best proposal of each field with what stands on the paper."""
    shape = _packs().paper(paper.type)
    assert shape is not None
    count = Count(
        papers=1, values=len(paper.truth), typed=int(fields.guess_type(facts, _packs(), readings) == paper.type)
    )
    best: dict[str, str] = {}
    for proposal in fields.propose(shape, facts, readings):
        best.setdefault(proposal.name, proposal.value)
        fits = _even(proposal.value) == _even(paper.truth.get(proposal.name, ""))
        count.sure += proposal.score >= HIGHEST and not fits
        if proposal.score >= HIGHEST and not fits:
            count.told.append(f"SURE {proposal.name}: {proposal.value} ≠ {paper.truth.get(proposal.name, '–')}")
    for name in {*best, *paper.truth}:
        ours, true = best.get(name), paper.truth.get(name, "")
        if ours is None:
            count.missing += 1
            count.told.append(f"none {name}: {true}")
        elif _even(ours) == _even(true):
            count.right += 1
        else:
            count.wrong += 1
            count.told.append(f"wrong {name}: {ours} ≠ {true or '–'}")
    return count


def _even(value: str) -> str:
    return normalise(value).replace(" ", "")


@cache
def _packs() -> Packs:
    return packs.load()
