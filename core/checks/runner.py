"""Runs checks and turns what they yield into findings. Knows nothing of papers or rules; please keep it so."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.checks.hit import OK, SKIPPED, Hit
from core.checks.registry import Check
from core.checks.review import Review, natural
from core.i18n import _
from core.jobs import Progress, no_progress, stepping
from core.model import Finding, Level, Waiver

log = logging.getLogger(__name__)

# A pack may say how much a fault weighs, but not that a fault is none, nor that a crash is fine.
_ADJUSTABLE = frozenset({Level.INFO, Level.WARN, Level.FAIL})


def run_checks(
    checks: Sequence[Check],
    review: Review,
    *,
    levels: Mapping[str, str],
    waivers: Sequence[Waiver],
    progress: Progress = no_progress,
) -> tuple[Finding, ...]:
    """Runs every check and returns all findings: worst first, then in the order of the papers, then by code.

    Args:
        checks: What is asked.
        review: Of what it is asked.
        levels: Finding id → level that replaces the check's own.
        waivers: Each covers the finding with its key and no other.
        progress: Asked before each check.
    """
    waived = {waiver.finding: waiver for waiver in waivers}
    asked = stepping(checks, progress, _("检查案件"))
    found = (finding for check in asked for finding in _run_one(check, review))
    settled = (_settle(finding, levels, waived) for finding in found)
    places = {paper.id: place for place, paper in enumerate(review.case.papers)}
    return tuple(sorted(settled, key=lambda f: _rank(f, places)))


def _run_one(check: Check, review: Review) -> list[Finding]:
    found: list[Finding] = []
    try:
        declared = check.declared(review)
        found.extend(_finding(check, hit, declared) for hit in check.run(review))
    except Exception as error:  # whatever a check trips over must not take the other checks with it
        log.error("check %s crashed: %s", check.id, type(error).__name__)
        log.debug("check %s", check.id, exc_info=True)
        text = _("检查“{title}”中途出错（{error}），没有得出结论。其他检查不受影响。")
        found.append(_broken(check, "crashed", text.format(title=_(check.title), error=type(error).__name__)))
    if not found:
        text = _("检查“{title}”没有给出任何结论，不能当作通过。")
        found.append(_broken(check, "silent", text.format(title=_(check.title))))
    return found


def _finding(check: Check, hit: Hit, declared: frozenset[str]) -> Finding:
    if not _is_declared(hit, declared):
        text = _("检查“{title}”给出了未登记的结论“{code}”，不能采信。")
        return _broken(check, "undeclared", text.format(title=_(check.title), code=hit.code))
    paper = hit.paper
    fault = hit.level.weight > Level.SKIP.weight
    return Finding(
        check=check.subject,
        code=f"{check.rule}-{hit.code}" if hit.code in {OK, SKIPPED} else hit.code,
        level=hit.level,
        message=hit.message,
        why=hit.why or _(check.why),
        fix=hit.fix or (_(check.fix) if fault else ""),
        paper=paper.id if paper else "",
        file=paper.file if paper else "",
        subject=hit.subject,
        page=hit.page,
        box=hit.box,
        quote=hit.quote,
        source=hit.source or _(check.source),
        idle=hit.idle,
        step=hit.step,
        question=hit.question,
    )


def _is_declared(hit: Hit, declared: frozenset[str]) -> bool:
    match hit.level:
        case Level.PASS:
            return hit.code == OK
        case Level.SKIP:
            return hit.code == SKIPPED
        case Level.ERROR:
            return False  # a check judges the case; only this runner judges checks
        case _:
            return hit.code in declared


def _broken(check: Check, what: str, message: str) -> Finding:
    return Finding(
        check=check.subject,
        code=f"{check.rule}-{what}",
        level=Level.ERROR,
        message=message,
        why=_("没有做完的检查会留下盲区，因此不会被当作通过。"),
        fix=_("请更新复申或规则包后再检查一次；仍然如此时，请把这条提示的编号告诉我们。"),
        source=_(check.source),
    )


def _settle(finding: Finding, levels: Mapping[str, str], waived: Mapping[str, Waiver]) -> Finding:
    if finding.level not in _ADJUSTABLE:
        return finding
    level = Level(levels.get(finding.id, finding.level))
    return replace(finding, level=level, waived=waived.get(finding.key))


def _rank(finding: Finding, places: Mapping[str, int]) -> tuple[int, int, str, tuple[int, str], int, str]:
    # Nothing here depends on the language that the findings are said in.
    # The merchant's commitment is made over finished papers, so it comes after all that is wrong with them.
    place = len(places) if finding.check == "commitment" else places.get(finding.paper, -1)
    return -finding.level.weight, place, finding.id, natural(finding.subject), finding.page, finding.quote
