"""The optional page that says what was checked, what did not pass, and who took it on with which reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.checks.export import to_hand_out
from core.i18n import in_source_language
from core.model import Finding, Level
from core.narrative.values import day
from core.packet.characters import Plain, characters
from core.packet.hidden import covered
from core.packet.plan import Plan, report_for_the_packet

_WORDS: Final = {
    Level.PASS: "通过",
    Level.SKIP: "未查",
    Level.INFO: "说明",
    Level.WARN: "留意",
    Level.FAIL: "未通过",
    Level.ERROR: "检查出错",
}


def checked(plan: Plan) -> list[Plain]:
    """Returns a row for each finding, worst first; none when the person did not ask for the page."""
    if not plan.case.packet.readiness_page:
        return []
    shown = {exhibit.paper.id for exhibit in plan.exhibits}
    rejected = [paper for paper in plan.case.rejected() if paper.id not in shown]
    with in_source_language():
        report = to_hand_out(report_for_the_packet(plan), rejected)
    ranked = sorted(report.findings, key=lambda finding: -finding.level.weight)
    return [_row(plan, finding) for finding in ranked]


def second_look(plan: Plan) -> list[Plain]:
    """Returns the lines of the sign-off page; none when no second person was named."""
    name = plan.case.packet.signed_off_by.strip()
    if not name:
        return []
    blank = "_" * 12
    texts = (f"复核人：{name}", f"签字：{blank}", f"日期：{blank}")
    return [{"runs": [*characters("text", text)]} for text in texts]


def _row(plan: Plan, finding: Finding) -> Plain:
    word = "已豁免" if finding.waived is not None else _WORDS[finding.level]
    said = covered(finding.message, plan.hidden)
    return {
        "word": word,
        "passed": finding.level is Level.PASS and finding.waived is None,
        "strong": finding.level.weight >= Level.FAIL.weight,
        "runs": [*characters("text", said)],
        "waived": [run for text in _waiver(plan, finding) for run in characters("text", text)],
    }


def _waiver(plan: Plan, finding: Finding) -> Iterator[str]:
    waiver = finding.waived
    if waiver is not None:
        on = day(waiver.at)
        yield f"由{waiver.by}于{on}豁免，理由：{covered(waiver.reason, plan.hidden)}"
