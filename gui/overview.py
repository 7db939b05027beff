"""All that the pages show of a case beside the case itself, worked out by core in one go off the interface thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from core.jobs import Progress
from core.model import Case, FileFacts

if TYPE_CHECKING:  # slow to load, and only the job needs them
    from core.checks import Report
    from core.deadlines import Reckoning
    from core.interview import Path as Steps
    from core.interview import RequirementState
    from core.packs import Packs


@dataclass(frozen=True, slots=True)
class Overview:
    """What core says of one state of the case.

    Attributes:
        case: The state it speaks of.
        steps: None when the case's playbook is not installed.
    """

    case: Case
    now: datetime
    report: Report
    reckoning: Reckoning
    steps: Steps | None
    requirements: tuple[RequirementState, ...]


def look(case: Case, packs: Packs, facts: Mapping[str, FileFacts], now: datetime) -> Overview:
    """Runs the checks, the interview and the reckoning."""
    from core import checks, deadlines, interview
    from core.checks import Review

    playbook = packs.playbook(case.playbook)
    return Overview(
        case=case,
        now=now,
        report=checks.run(Review(case, packs, facts, now)),
        reckoning=deadlines.reckon(case, packs, now),
        steps=interview.path(playbook, case) if playbook else None,
        requirements=interview.requirements(playbook, case) if playbook else (),
    )


def looking(case: Case, packs: Packs, facts: Mapping[str, FileFacts], now: datetime) -> partial[Overview]:
    """Returns `look` as work for a job."""
    return partial(_look, case, packs, dict(facts), now)


def _look(case: Case, packs: Packs, facts: Mapping[str, FileFacts], now: datetime, _progress: Progress) -> Overview:
    return look(case, packs, facts, now)
