"""All that the pages show of a case beside the case itself, worked out by core in one go off the interface thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from core.jobs import Progress, no_progress
from core.model import Case, Field, FileFacts, PageReading
from gui.insight import Insight, insight
from gui.originals import unread

if TYPE_CHECKING:  # slow to load, and only the job needs them
    from core.checks import Report
    from core.deadlines import Reckoning
    from core.fields import Guess
    from core.interview import Path as Steps
    from core.interview import RequirementState
    from core.packs import Packs
    from core.proposals import Proposals


@dataclass(frozen=True, slots=True)
class Overview:
    """What core says of one state of the case.

    Attributes:
        case: The state it speaks of.
        steps: None when the case's playbook is not installed.
        proposals: By paper id, all that its file says for its type; what is still open of it, `core.proposals` tells.
        guesses: By paper id, what its file may be, the likeliest first.
        unread: How many files nobody has read yet, so that nobody can say yet what is wrong with them.
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
    unread: int = 0


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
    from core import deadlines, interview
    from core.survey import survey

    seen = survey(case, packs, facts, now, readings, said, names, progress)
    playbook = packs.playbook(case.playbook)
    return Overview(
        case=case,
        now=now,
        report=seen.report,
        reckoning=deadlines.reckon(case, packs, now),
        steps=interview.path(playbook, case) if playbook else None,
        requirements=interview.requirements(playbook, case) if playbook else (),
        proposals=seen.proposals,
        guesses=seen.guesses,
        insight=insight(seen.review, seen.report),
        unread=len(unread(case, facts)),
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
