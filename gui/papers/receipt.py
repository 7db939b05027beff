"""What became of the files that were just handed in: one calm line each, with what to do."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QListView

from core.i18n import _
from core.model import Finding, Level, Role, Verdict
from gui import theme, wording
from gui.models.findings import FINDING_ROLE, FindingDelegate, FindingModel
from gui.papers.adding import Received
from gui.session import Session
from gui.widgets.basic import Card, hbox, label

_LOOKED = {"file", "reuse"}


class ReceiptCard(Card):
    """Signals: paper_wanted (the id of a paper)."""

    paper_wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(margin=16)
        self._session = session
        self._received: tuple[Received, ...] = ()
        self._title = label("", "section", wrap=True)
        self._said = label("", "secondary", wrap=True)
        self._model = FindingModel()
        self._view = QListView()
        self._view.setAccessibleName(_("刚收到的文件"))
        self._view.setModel(self._model)
        self._view.setItemDelegate(FindingDelegate(self._view))
        self._view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setResizeMode(QListView.ResizeMode.Adjust)
        self._view.setMouseTracking(True)
        self._view.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._view.clicked.connect(self._on_opened)
        self._view.activated.connect(self._on_opened)
        theme.current().changed.connect(self._view.viewport().update)
        head = hbox()
        head.addWidget(self._title, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._said)
        self.body.addWidget(self._view, 1)
        self.setFocusProxy(self._view)
        self.setMinimumHeight(220)  # of its own the layout asks for more, for words one character wide

    @property
    def count(self) -> int:
        return len(self._received)

    def show_received(self, received: tuple[Received, ...]) -> None:
        self._received = received
        self.refresh()

    def refresh(self) -> None:
        """Shows each file with what the checks say of it by now."""
        lines = [self._line(one) for one in self._received]
        lines.sort(key=lambda line: -line.level.weight)
        self._model.set_findings(tuple(lines))
        taken = sum(one.paper is not None for one in self._received)
        text = _("收到 {count} 份文件，加入 {taken} 份")
        self._title.setText(text.format(count=len(self._received), taken=taken))
        waiting = sum(line.level.weight >= Level.WARN.weight for line in lines)
        self._said.setText(
            _("有 {count} 份要您处理一下；其余的点开就可以核对。").format(count=waiting)
            if waiting
            else _("点开一份，核对类型和读到的内容。")
        )

    def _line(self, one: Received) -> Finding:
        paper = self._session.case.paper(one.paper.id) if one.paper is not None else None
        if one.refused:
            head = _("{file} 没有加入。").format(file=one.name) if one.name else ""
            return Finding("file", "refused", Level.FAIL, head + one.refused)
        if one.same_as:
            message = _("{file} 没有重复加入。它与已有的 {other} 完全相同。")
            return Finding("file", "duplicate", Level.INFO, message.format(file=one.name, other=one.same_as))
        if paper is None:
            return Finding("file", "gone", Level.SKIP, _("{file} 已移出案件。").format(file=one.name))
        worst = self._worst(paper.id)
        if worst is not None:
            return Finding("file", worst.code, worst.level, worst.message, paper=paper.id, fix=worst.fix)
        facts = self._session.facts.get(paper.sha256)
        if facts is not None and facts.verdict not in {Verdict.OK, Verdict.REPAIRED}:
            words, _tone = wording.verdict_title(facts.verdict)
            return Finding("file", "verdict", Level.WARN, f"{one.name}：{words}", paper=paper.id)
        kind = wording.paper_title(paper, self._session.packs)
        shown = _("可能是{type}，请核对。").format(type=kind) if paper.type else _("还不知道是什么材料，请选择类型。")
        if paper.role is Role.REJECTED:
            shown = _("记为上一轮被驳回的材料。") + shown
        taken = _("{file} 已加入。").format(file=one.name)
        return Finding("file", "taken", Level.PASS, taken, paper=paper.id, fix=shown)

    def _worst(self, paper_id: str) -> Finding | None:
        overview = self._session.overview
        found = overview.report.of_paper(paper_id) if overview is not None else ()
        return next((f for f in found if f.check in _LOOKED and f.level.weight >= Level.WARN.weight), None)

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        finding: Finding = index.data(FINDING_ROLE)
        if finding.paper:
            self.paper_wanted.emit(finding.paper)
