"""All that the pages show of a case beside the case itself, worked out by core in one go off the interface thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from core.i18n import _
from core.jobs import Progress, no_progress, stepping
from core.model import Case, Field, FileFacts, PageReading
from gui.insight import Insight, insight

if TYPE_CHECKING:  # slow to load, and only the job needs them
    from core.checks import Report
    from core.deadlines import Reckoning
    from core.fields import Guess
    from core.interview import Path as Steps
    from core.interview import RequirementState
    from core.packs import Packs
    from gui.proposals import Proposals


@dataclass(frozen=True, slots=True)
class Overview:
    """What core says of one state of the case.

    Attributes:
        case: The state it speaks of.
        steps: None when the case's playbook is not installed.
        proposals: By paper id, all that its file says for its type; what is still open of it, `gui.proposals` tells.
        guesses: By paper id, what its file may be, the likeliest first.
    """

    case: Case
    now: datetime
    report: Report
    reckoning: Reckoning
    steps: Steps | None
    requirements: tuple[RequirementState, ...]
    proposals: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    guesses: Mapping[str, tuple[Guess, ...]] = field(default_factory=dict)
    insight: Insight = field(default_factory=Insight)


def look(
    case: Case,
    packs: Packs,
    facts: Mapping[str, FileFacts],
    now: datetime,
    readings: Mapping[str, Mapping[int, PageReading]] | None = None,
    said: Proposals | None = None,
    names: tuple[str, ...] = (),
    progress: Progress = no_progress,
) -> Overview:
    """Runs the checks, the interview and the reckoning on the case with all that its files propose.

    `names` are of other clients on this machine.
    """
    from core import checks, deadlines, interview
    from core.checks import Review
    from core.narrative.wording import names_of_others
    from gui.proposals import Proposals, proposed

    pages, said = readings or {}, said or Proposals(packs)
    read = [(paper, facts[paper.sha256], pages.get(paper.sha256, {})) for paper in case.papers if paper.sha256 in facts]
    values, guesses = {}, {}
    for paper, known, seen in stepping(read, progress, _("读取材料")):
        values[paper.id], guesses[paper.id] = said.values(paper, known, seen), said.guesses(paper, known, seen)
    playbook = packs.playbook(case.playbook)
    others = names_of_others(names, case)
    seen_pages = {of: tuple(found[n] for n in sorted(found)) for of, found in pages.items()}
    review = Review(proposed(case, values), packs, facts, now, seen_pages, others)
    report = checks.run(review, progress)
    return Overview(
        case=case,
        now=now,
        report=report,
        reckoning=deadlines.reckon(case, packs, now),
        steps=interview.path(playbook, case) if playbook else None,
        requirements=interview.requirements(playbook, case) if playbook else (),
        proposals=values,
        guesses=guesses,
        insight=insight(review, report),
    )


def look_again(
    case: Case,
    packs: Packs,
    facts: Mapping[str, FileFacts],
    readings: Mapping[str, Mapping[int, PageReading]],
    now: datetime,
    said: Proposals,
    names: tuple[str, ...],
    progress: Progress,
) -> Overview:
    """Does `look` as the work of a job."""
    return look(case, packs, facts, now, readings, said, names, progress)
