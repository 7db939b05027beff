"""A case with all that its files propose, and what the checks say of it: what the window shows and a packet goes by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core import checks
from core.checks import Report, Review
from core.fields import Guess
from core.i18n import _
from core.jobs import Progress, no_progress, stepping
from core.model import Case, Field, FileFacts, PageReading
from core.narrative.wording import names_of_others
from core.packs import Packs
from core.proposals import Proposals, Readings, proposed
from core.reading import VERSION as READER
from core.store import CaseFile


@dataclass(frozen=True, slots=True)
class Survey:
    """One state of a case.

    Attributes:
        review: What the checks looked at: the case with the proposals of its files.
        proposals: By paper id, all that its file says for its type.
        guesses: By paper id, what its file may be, the likeliest first.
    """

    review: Review
    report: Report
    proposals: Mapping[str, tuple[Field, ...]]
    guesses: Mapping[str, tuple[Guess, ...]]


def kept(file: CaseFile) -> tuple[dict[str, FileFacts], dict[str, dict[int, PageReading]]]:
    """Returns what was read of the originals of a case before: facts and recognised pages, by SHA-256."""
    hashes = sorted(file.case.stored())
    facts = {sha256: found for sha256 in hashes if (found := file.facts(sha256)) is not None}
    return facts, {sha256: pages for sha256 in hashes if (pages := file.readings(sha256, READER))}


def survey(
    case: Case,
    packs: Packs,
    facts: Mapping[str, FileFacts],
    now: datetime,
    readings: Readings | None = None,
    said: Proposals | None = None,
    names: tuple[str, ...] = (),
    progress: Progress = no_progress,
) -> Survey:
    """Reads what the files propose and runs the checks.

    `said` remembers what files said before; `names` are of other clients on this machine.
    """
    pages, said = readings or {}, said or Proposals(packs)
    read = [(paper, facts[paper.sha256], pages.get(paper.sha256, {})) for paper in case.papers if paper.sha256 in facts]
    values, guesses = {}, {}
    for paper, known, seen in stepping(read, progress, _("读取材料")):
        values[paper.id], guesses[paper.id] = said.values(paper, known, seen), said.guesses(paper, known, seen)
    seen_pages = {of: tuple(found[n] for n in sorted(found)) for of, found in pages.items()}
    review = Review(proposed(case, values), packs, facts, now, seen_pages, names_of_others(names, case))
    return Survey(review, checks.run(review, progress), values, guesses)
