"""On which step of a case a finding is mended, and so in which order findings are to be met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

from core.model import Case, Finding, Role

Step = Literal["intake", "audit", "papers", "narrative", "packet", "after"]
STEPS: Final[tuple[Step, ...]] = ("intake", "audit", "papers", "narrative", "packet", "after")

_BY_CHECK: dict[str, Step] = {
    "notice": "intake",
    "deadline": "intake",
    "entity": "intake",
    "narrative": "narrative",
    "commitment": "packet",
    "packet": "packet",
    "deposit": "intake",
}


def in_order(findings: Iterable[Finding], case: Case) -> tuple[Finding, ...]:
    """Returns them the worst first, and those of one weight as the steps of a case follow each other.

    So what is to be done next never comes after what needs it: a commitment is made over finished papers.
    """
    return tuple(sorted(findings, key=lambda f: (-f.level.weight, STEPS.index(step_of(f, case)))))


def blocked_steps(blocking: Iterable[Finding], case: Case) -> dict[str, int]:
    """Counts the findings that block, by the step on which they are mended."""
    return dict(Counter(step_of(finding, case) for finding in blocking))


def step_of(finding: Finding, case: Case) -> Step:
    """Returns the step on which a finding is mended."""
    if finding.step in STEPS:
        return finding.step
    if finding.id == "notice/point-unanswered":
        return "narrative"
    if finding.check in _BY_CHECK:
        return _BY_CHECK[finding.check]
    paper = case.paper(finding.paper)
    if paper is not None and paper.role is Role.REJECTED and finding.check != "reuse":
        return "audit"
    if not finding.paper and case.point(finding.subject) is not None:
        return "audit"
    return "papers"
