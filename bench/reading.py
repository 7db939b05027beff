"""How many proposals are right on the project's own papers, and whether any wrong one is in the highest band."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bench.measure import Row
from core import fields, intake, packs
from core.fields.names import normalise
from core.fields.values import HIGHEST
from core.model import Paper
from core.model.values import CHINA
from core.packs import Packs
from core.probe import Prober
from core.reading import Reader
from core.resources import data_root

NOW = datetime(2026, 11, 22, tzinfo=CHINA)


@dataclass
class Count:
    """Proposals of one kind of paper against what its case says of it."""

    papers: int = 0
    right: int = 0
    wrong: int = 0
    missing: int = 0
    sure: int = 0  # wrong ones in the highest band
    guessed: int = 0
    told: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        made = self.right + self.wrong
        share = f"{100 * self.right / made:.0f} %" if made else "–"
        return (
            f"{self.right} of {made} proposals right ({share}), {self.missing} values not proposed, "
            f"{self.sure} wrong in the highest band, type right {self.guessed} of {self.papers}"
        )


def rows() -> Iterator[Row]:
    """Reads every paper of the sample case that is a picture or a scan; the case's own values are the truth."""
    installed = packs.load()
    counts: dict[str, Count] = {}
    with tempfile.TemporaryDirectory() as folder:
        read = intake.read(data_root() / "assets" / "samples" / "ready" / "intake.toml", installed)
        with intake.create(read, Path(folder) / "case.fushen", NOW) as casefile, Prober() as prober, Reader() as reader:
            for paper in casefile.case.papers:
                copy = Path(folder) / paper.sha256
                casefile.copy_original(paper.sha256, copy)
                _count(counts.setdefault(paper.type, Count()), paper, copy, installed, prober, reader)
    for name, count in counts.items():
        if count.papers:
            yield Row(f"{name}: {count}", skipped=" ".join(count.told))
    total = Count(*(sum(getattr(c, name) for c in counts.values()) for name in _TOTALS))
    yield Row(f"all pictures and scans: {total}", skipped="WRONG AND SURE" if total.sure else "")


_TOTALS = ("papers", "right", "wrong", "missing", "sure", "guessed")


def _count(count: Count, paper: Paper, path: Path, installed: Packs, prober: Prober, reader: Reader) -> None:
    facts, type_ = prober.facts(path, name="paper"), installed.paper(paper.type)
    readings = reader.read(path, facts)
    if type_ is None or not any(reading.recognised for reading in readings):
        return
    count.papers += 1
    count.guessed += fields.guess_type(facts, installed, readings) == paper.type
    proposed = fields.propose(type_, facts, readings)
    for known in paper.fields:
        ours = [p for p in proposed if p.name == known.name]
        right = bool(ours) and normalise(ours[0].value) == normalise(known.value)
        count.right += right
        count.missing += not ours
        count.wrong += bool(ours) and not right
        count.sure += any(p.score >= HIGHEST and normalise(p.value) != normalise(known.value) for p in ours)
        if ours and not right:
            count.told.append(known.name)
