"""The rows of the papers page: each requirement with its files below it, the other files, the rejected ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.i18n import _
from core.interview import RequirementState
from core.model import Case, Finding, Level, Paper, Role
from core.packs import Packs
from core.proposals import open_proposals
from gui import wording
from gui.models.rows import RowData
from gui.overview import Overview
from gui.theme import Tone

CHAIN, QUESTIONS, RECEIPT = "view:chain", "view:questions", "view:receipt"


def rows_of(case: Case, overview: Overview | None, packs: Packs) -> list[RowData]:
    """Returns the rows of requirements and files; every file stands in one place."""
    states = [s for s in overview.requirements if s.state != "not-needed"] if overview is not None else []
    left = {paper.id: paper for paper in case.offered()}
    rows = [RowData("head:req", _("要求"), heading=True)] if states else []
    for state in states:
        mine = [left.pop(paper.id) for paper in tuple(left.values()) if _belongs(paper, state)]
        rows.append(requirement_row(state, mine, overview))
        rows += [_paper_row(paper, overview, packs, inner=True) for paper in mine]
    for title, papers in ((_("其他文件"), tuple(left.values())), (_("被驳回的文件"), case.rejected())):
        if papers:
            rows.append(RowData(f"head:{title}", title, heading=True))
            rows += [_paper_row(paper, overview, packs) for paper in papers]
    return rows


def requirement_row(state: RequirementState, papers: Sequence[Paper], overview: Overview | None) -> RowData:
    pill, tone = requirement_pill(state, papers, overview)
    return RowData(f"req:{state.requirement.id}", wording.title(state.requirement), "", pill, tone)


def requirement_pill(state: RequirementState, papers: Sequence[Paper], overview: Overview | None) -> tuple[str, Tone]:
    """Returns how a requirement stands. A paper that the platform would refuse again does not satisfy anything."""
    if state.state == "met" and any(_is_wrong(paper, overview) for paper in papers if paper.id in state.papers):
        return _("需处理"), "fail"
    shown: dict[str, tuple[str, Tone]] = {
        "met": (_("满足"), "ok"),
        "missing": (_("待补"), "fail" if state.requirement.level == "fail" else "warn"),
        "unavailable": (_("无法取得"), "warn"),
        "not-needed": (_("不需要"), ""),
    }
    return shown[state.state]


def chain_row(case: Case, overview: Overview | None) -> Iterator[RowData]:
    """Yields the way to the authorisation chain where a case has, or needs, one."""
    wanted = any(kind == "brand-authorisation" for kind in (p.type for p in case.papers))
    if not case.links and not wanted:
        return
    found = overview.report.findings if overview is not None else ()
    wrong = [f for f in found if f.check == "chain" and f.waived is None and f.level.weight >= Level.WARN.weight]
    pill, tone = _worst(wrong)
    yield RowData(CHAIN, _("授权链"), "", pill, tone, "link")


def _belongs(paper: Paper, state: RequirementState) -> bool:
    wanted = (*state.requirement.any_of, *state.requirement.all_of)
    return paper.id in state.papers or paper.type in wanted


def _paper_row(paper: Paper, overview: Overview | None, packs: Packs, *, inner: bool = False) -> RowData:
    findings = overview.report.of_paper(paper.id) if overview is not None else ()
    pill, tone = _state(paper, findings, overview)
    title = wording.paper_title(paper, packs)
    icon = "file" if inner else ""
    detail = "" if inner or title == paper.file else paper.file
    return RowData(f"paper:{paper.id}", title, detail, pill, tone, icon, quiet=paper.role is Role.REJECTED, inner=inner)


def _state(paper: Paper, findings: tuple[Finding, ...], overview: Overview | None) -> tuple[str, Tone]:
    open_ = [f for f in findings if f.waived is None]
    if any(f.level.weight >= Level.FAIL.weight for f in open_):
        return _("需处理"), "fail"
    if paper.role is not Role.REJECTED and _waits(paper, overview):
        return _("待确认"), "accent"
    return _worst(open_)


def _is_wrong(paper: Paper, overview: Overview | None) -> bool:
    findings = overview.report.of_paper(paper.id) if overview is not None else ()
    return any(f.level.weight >= Level.FAIL.weight for f in findings if f.waived is None)


def _waits(paper: Paper, overview: Overview | None) -> bool:
    read = overview.proposals.get(paper.id, ()) if overview is not None else ()
    unanswered = any(paper.field(field.name) is None for field in open_proposals(paper, read))
    return unanswered or not paper.type_confirmed


def _worst(findings: list[Finding]) -> tuple[str, Tone]:
    if any(f.level.weight >= Level.FAIL.weight for f in findings):
        return _("需处理"), "fail"
    return (_("请看"), "warn") if any(f.level is Level.WARN for f in findings) else ("", "")
