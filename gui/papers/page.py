"""Step 3. Requirements and files on the left; the chosen one on the right; the chain below."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from core.i18n import _
from core.interview import RequirementState
from core.model import Case, Finding, Level, Paper, Role
from gui import wording
from gui.jumps import Place
from gui.models.rows import RowData, RowList
from gui.overview import Overview
from gui.page import Page
from gui.papers.adding import Adding
from gui.papers.chain import ChainCard
from gui.papers.paper import PaperCard
from gui.papers.requirement import RequirementCard
from gui.questions import QuestionsCard
from gui.session import Session
from gui.theme import Tone
from gui.viewer.pictures import Pictures
from gui.widgets.basic import Card, button, column, hbox, held, scrolled


class PapersPage(Page):
    """Requirements, files, fields and the authorisation chain."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("材料"))

    def build(self) -> Iterator[None]:
        session = self.session
        self.adding = Adding(session)
        self.adding.added.connect(self._on_added)
        self._wanted = ""
        self._list = RowList(_("材料要求与文件"))
        self._list.chosen.connect(self._on_chosen)
        self._requirement = RequirementCard(session)
        self._requirement.files_wanted.connect(self.browse)
        yield
        self._paper = PaperCard(session, Pictures(session))
        yield
        self._chain = ChainCard(session)
        self._questions = QuestionsCard(session, "papers")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._requirement)
        self._stack.addWidget(self._paper)
        yield
        add = button(_("添加文件"), icon="plus", does=self.browse)
        add.setEnabled(not session.read_only)
        self.add_action(add)
        left = Card(margin=1, spacing=0)
        left.setFixedWidth(232)
        left.body.addWidget(self._list)
        self._stack.setMinimumHeight(478)
        right = held(column(self._stack, self._chain, self._questions, spacing=12))
        box = hbox(spacing=12)
        box.addWidget(left)
        box.addWidget(scrolled(right), 1)
        self.add_body(box)

    def browse(self, requirement: str = "") -> None:
        """Lets the person choose files to attach."""
        kinds = _("材料 (*.pdf *.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp *.heic *.docx *.ofd *.xml);;所有文件 (*)")
        dialog = QFileDialog(self, _("添加文件"), str(Path.home()), kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add_files([Path(n) for n in names], requirement or ""))
        dialog.open()

    def add_files(self, paths: list[Path], requirement: str = "") -> None:
        """Takes files in; folders are taken with all their files."""
        self.adding.add(paths, requirement or self._requirement_in_view())

    def show_case(self, case: Case) -> None:
        self._show_rows()
        self._chain.show_case(case)
        self._show_current()

    def show_overview(self, overview: Overview) -> None:
        self._show_rows()
        self._chain.show_findings(tuple(f for f in overview.report.findings if f.check == "chain"))
        self._questions.show_overview(overview)
        self._show_current()

    def show_facts(self) -> None:
        self._show_current()

    def reveal(self, place: Place) -> None:
        if place.paper and self._list.choose(f"paper:{place.paper}"):
            self._paper.reveal(place.subject, place.page)
        else:
            self._list.choose(f"req:{place.subject}")

    def _show_rows(self) -> None:
        case, overview = self.session.case, self.session.overview
        states = overview.requirements if overview else ()
        needed = [s for s in states if s.state != "not-needed"]
        rows = [RowData("head:req", _("要求"), heading=True)] if needed else []
        rows += [_requirement_row(state) for state in needed]
        for title, papers in ((_("本轮文件"), case.offered()), (_("被驳回的文件"), case.rejected())):
            if papers:
                rows.append(RowData(f"head:{title}", title, heading=True))
                rows += [self._paper_row(paper) for paper in papers]
        keep = f"paper:{self._wanted}" if self._wanted else ""
        self._wanted = ""
        self._list.set_rows(rows, keep=keep)
        text = _("{requirements} 项要求 · {files} 份文件 · 拖放文件到任意位置添加")
        self.set_subtitle(text.format(requirements=len(needed), files=len(case.papers)))

    def _paper_row(self, paper: Paper) -> RowData:
        findings = self.session.overview.report.of_paper(paper.id) if self.session.overview else ()
        pill, tone = _worst(paper, findings)
        packs = self.session.packs
        title = wording.paper_title(paper, packs)
        detail = paper.file if title != paper.file else wording.facts_line(paper, self.session.facts.get(paper.sha256))
        return RowData(f"paper:{paper.id}", title, detail, pill, tone, quiet=paper.role is Role.REJECTED)

    def _requirement_in_view(self) -> str:
        kind, _colon, name = self._list.current().partition(":")
        return name if kind == "req" else ""

    def _show_current(self) -> None:
        kind, _colon, name = self._list.current().partition(":")
        overview = self.session.overview
        if kind == "paper":
            self._paper.show_paper(name)
            self._stack.setCurrentWidget(self._paper)
        elif kind == "req" and overview is not None:
            state = next((s for s in overview.requirements if s.requirement.id == name), None)
            if state is not None:
                self._requirement.show_state(state, overview)
                self._stack.setCurrentWidget(self._requirement)

    @Slot(str)
    def _on_chosen(self, _row: str) -> None:
        self._show_current()

    @Slot(str)
    def _on_added(self, paper_id: str) -> None:
        self._list.choose(f"paper:{paper_id}")


def _requirement_row(state: RequirementState) -> RowData:
    shown: dict[str, tuple[str, Tone]] = {
        "met": (_("满足"), "ok"),
        "missing": (_("待补"), "fail" if state.requirement.level == "fail" else "warn"),
        "unavailable": (_("无法取得"), "warn"),
    }
    pill, tone = shown[state.state]
    count = len(state.papers)
    detail = _("{count} 份文件").format(count=count) if count else _("还没有文件")
    return RowData(f"req:{state.requirement.id}", state.requirement.title, detail, pill, tone)


def _worst(paper: Paper, findings: tuple[Finding, ...]) -> tuple[str, Tone]:
    open_ = [f for f in findings if f.waived is None]
    if any(f.level.weight >= Level.FAIL.weight for f in open_):
        return _("需处理"), "fail"
    if paper.role is not Role.REJECTED and any(not f.confirmed for f in paper.fields):
        return _("待确认"), "warn"
    if any(f.level is Level.WARN for f in open_):
        return _("请看"), "warn"
    return "", ""
