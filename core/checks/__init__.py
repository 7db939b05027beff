"""Looks a case over and says, finding by finding, what is so, why it matters and what to do.

`run` asks every registered check; `run_files` asks those that need nothing but the files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core.checks.export import finding_to_json, to_hand_out, to_json
from core.checks.registry import Check, check, gather
from core.checks.report import Report
from core.checks.review import CHANGED, Review
from core.checks.runner import run_checks
from core.checks.subjects import MODULES
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model import Case, FileFacts, Finding, PageReading, Paper
from core.packs import Packs

__all__ = [
    "CHANGED",
    "Check",
    "Report",
    "Review",
    "check",
    "finding_to_json",
    "registered",
    "run",
    "run_files",
    "title_of",
    "to_hand_out",
    "to_json",
]

_CHECKS: Final = gather(MODULES)
# File-level checks look at no date and no rule; these only fill the review's fields.
_NO_MOMENT: Final = datetime(2000, 1, 1, tzinfo=UTC)
_UNREAD: Final[Mapping[str, Sequence[PageReading]]] = MappingProxyType({})
_NO_PACKS: Final = Packs({}, {}, {}, {}, {}, Path())


def registered() -> tuple[Check, ...]:
    """Returns every check in the order of their ids."""
    return _CHECKS


def title_of(finding: Finding) -> str:
    """Returns what the check behind a finding looks at, in Chinese, to be translated when shown; "" when not known."""
    found = [one for one in _CHECKS if one.subject == finding.check and _may_say(one, finding.code)]
    # Two checks may share a code; then the reason that they give tells them apart.
    return next((one.title for one in found if finding.why == _(one.why)), found[0].title if found else "")


def _may_say(one: Check, code: str) -> bool:
    return not isinstance(one.codes, tuple) or code in one.codes or code.startswith(f"{one.rule}-")


def run(review: Review, progress: Progress = no_progress) -> Report:
    """Runs every check on a case. Pure: the same review gives the same report."""
    playbook = review.playbook
    levels = playbook.levels if playbook else {}
    waivers = review.case.waivers
    return Report(run_checks(_CHECKS, review, levels=levels, waivers=waivers, progress=progress))


def run_files(
    facts: Sequence[FileFacts], readings: Mapping[str, Sequence[PageReading]] = _UNREAD
) -> tuple[Finding, ...]:
    """Runs the checks that need only files, as `fushen inspect` does.

    Returns:
        Findings whose `paper` is `F1`, `F2` … by place in `facts`: names may repeat over folders.
    """
    papers = tuple(Paper(f"F{n}", f.file, f.sha256, f.size) for n, f in enumerate(facts, start=1))
    case = Case(id="", created_at=_NO_MOMENT, playbook="", platform="", papers=papers)
    review = Review(case, _NO_PACKS, MappingProxyType({f.sha256: f for f in facts}), _NO_MOMENT, readings)
    return run_checks([c for c in _CHECKS if c.files], review, levels={}, waivers=())
