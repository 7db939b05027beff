"""A report as JSON, in the shape of the outside contract (schema 1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from core.checks.report import Report
from core.checks.review import Review
from core.i18n import _, mark
from core.model import Field, Finding, Paper, Waiver

SCHEMA: Final = 1
_TOLD: Final = ("message", "why", "fix", "quote")
# What these checks say is meant for the person: to whoever reviews the packet it says what is so, and no more.
_NEUTRAL: Final = {
    "same-as-rejected": mark("{file} 在上一轮提交过，本轮沿用。"),
    "looks-like-rejected": mark("{file} 与上一轮的一份材料首页版式相近。"),
    "judged-not-genuine": mark("{file} 的情况见申诉说明。"),
    "edited-by-image-editor": mark("{file} 的制作信息里有图像处理软件的记录。"),
    "saved-after-signing": mark("{file} 在签名后保存过。"),
    "incremental-update": mark("{file} 是分次保存的。"),
    "date-conflict": mark("{file} 的制作日期与落款日期不同。"),
}
_NEUTRAL_ELSE: Final = {
    "reuse": mark("本轮材料与上一轮材料的比对。"),
    "trace": mark("文件制作信息的核对。"),
}


def to_json(report: Report, review: Review) -> dict[str, Any]:
    """Returns the report and the papers it speaks of as plain values, ready for `json.dumps`."""
    return {
        "schema": SCHEMA,
        "ready": report.ready,
        "on": review.today.isoformat(),
        "counts": report.counts,
        "findings": [finding_to_json(f) for f in report.findings],
        "papers": [_paper(p, review) for p in review.case.papers],
    }


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """Returns one finding as plain values; `fushen inspect` prints these without a report."""
    return {
        "check": finding.check,
        "code": finding.code,
        "level": finding.level.value,
        "paper": finding.paper,
        "file": finding.file,
        "page": finding.page,
        "box": list(finding.box) if finding.box else None,
        "quote": finding.quote,
        "message": finding.message,
        "why": finding.why,
        "fix": finding.fix,
        "waived": _waiver(finding.waived),
        # Beside the contract's keys: with check, code and paper it makes the key that a waiver names.
        "subject": finding.subject,
    }


def to_hand_out(report: Report, hidden: Iterable[Paper]) -> Report:
    """Returns the report without what it tells of papers that are not handed out again.

    Their findings stay, so that nothing looks better than it is; what they name, quote and read stays behind. What is
    said of reuse and of traces becomes a neutral sentence: the words of advice are the person's own.
    """
    named = {paper.id: paper for paper in hidden}
    return Report(tuple(_handed_out(finding, named) for finding in report.findings))


def _handed_out(finding: Finding, hidden: Mapping[str, Paper]) -> Finding:
    if finding.paper in hidden:
        text = _("上一轮的材料 {id} 有一条提示（{finding}）；这份材料没有随包提交，内容不在此列出。")
        message = text.format(id=finding.paper, finding=finding.id)
        return _neutral(replace(finding, message=message, file="", quote="", box=None, page=0), keep=True)
    told = _neutral(finding)
    for paper in hidden.values():
        stand_in = _("上一轮的材料 {id}").format(id=paper.id)
        told = replace(told, **{name: getattr(told, name).replace(paper.file, stand_in) for name in _TOLD})
    return told


def _neutral(finding: Finding, *, keep: bool = False) -> Finding:
    """Returns a finding about reuse or traces as others may read it; `keep` leaves its sentence."""
    if finding.check not in _NEUTRAL_ELSE:
        return finding
    text = _(_NEUTRAL.get(finding.code, _NEUTRAL_ELSE[finding.check])).format(file=finding.file)
    return replace(finding, message=finding.message if keep else text, why="", fix="", quote="")


def _waiver(waiver: Waiver | None) -> dict[str, str] | None:
    if waiver is None:
        return None
    return {"by": waiver.by, "reason": waiver.reason, "at": waiver.at.isoformat()}


def _paper(paper: Paper, review: Review) -> dict[str, Any]:
    facts = review.facts_of(paper)
    return {
        "id": paper.id,
        "file": paper.file,
        "sha256": paper.sha256,
        "type": paper.type,
        "role": paper.role.value,
        "pages": len(facts.pages) if facts else 0,
        "fields": {name: _field(_best(paper, name)) for name in sorted({f.name for f in paper.fields})},
    }


def _best(paper: Paper, name: str) -> Field:
    return paper.field(name) or paper.proposals(name)[0]


def _field(field: Field) -> dict[str, Any]:
    return {
        "value": field.value,
        "source": field.source.value,
        "confirmed": field.confirmed,
        "page": field.page,
        "box": list(field.box) if field.box else None,
        "score": field.score,
    }
