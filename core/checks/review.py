"""All that a check may look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from core.model import Case, FileFacts, PageReading, Paper
from core.model.values import CHINA
from core.packs import Packs
from core.packs.shapes import PaperType, Platform, Playbook

# Reason in the facts of a file that no probe gives: whoever read the case file found that the original's bytes are
# no longer those that were added, or are gone.
CHANGED: Final = "changed-in-case-file"


@dataclass(frozen=True, slots=True)
class Review:
    """A case as it stands at one moment, with the packs and the facts of its files.

    Attributes:
        facts: By SHA-256; a file without facts was not read yet.
        now: Zone-aware; every check reckons from it.
        readings: By SHA-256, what was recognised on the pages; empty while nobody asked for it.
        others: Names of other clients and shops on this machine, which must not stand in this letter.
    """

    case: Case
    packs: Packs
    facts: Mapping[str, FileFacts]
    now: datetime
    readings: Mapping[str, Sequence[PageReading]] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The day in mainland China, where notices and papers count their days."""
        return self.now.astimezone(CHINA).date()

    @property
    def playbook(self) -> Playbook | None:
        return self.packs.playbook(self.case.playbook)

    @property
    def platform(self) -> Platform | None:
        return self.packs.platform(self.case.platform)

    def facts_of(self, paper: Paper) -> FileFacts | None:
        """Returns the facts of a paper's file, or None while it was not read."""
        return self.facts.get(paper.sha256)

    def type_of(self, paper: Paper) -> PaperType | None:
        """Returns the paper's type, or None while nobody knows it or no pack has it."""
        return self.packs.paper(paper.type) if paper.type else None

    def of_type(self, *types: str) -> tuple[Paper, ...]:
        """Returns the offered papers of any of these types, in an order that does not depend on the case's."""
        return tuple(sorted((p for p in self.case.offered() if p.type in types), key=lambda p: natural(p.id)))


def natural(paper_id: str) -> tuple[int, str]:
    """Orders ids as people count: P2 before P10."""
    return len(paper_id), paper_id
