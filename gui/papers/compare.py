"""The rejected paper and the one that takes its place, side by side, with what differs as a list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from core.i18n import _
from core.model import Paper
from core.proposals import open_proposals
from gui import wording
from gui.models.differences import Difference, DifferenceModel
from gui.papers.marks import why_not_shown
from gui.session import Session
from gui.viewer.pageview import PageView
from gui.viewer.pictures import Pictures
from gui.widgets.basic import Card, ElidedLabel, button, column, hbox, held, label, scrolled
from gui.widgets.choice import Choice

_PAGES, _TABLE_HEIGHT, _TABLE_LEAST, _TABLE_ROW = 220, 190, 120, 28
_WHICH = 33  # characters, of half the width of a Chinese one, so that what two rejected papers differ by is seen


class ComparePane(Card):
    """Pages of both scroll together.

    Signals:
        closed: The person goes back to the paper alone.
    """

    closed = Signal()

    def __init__(self, session: Session, pictures: Pictures) -> None:
        super().__init__(margin=12)
        self._session = session
        self.paper_id = ""
        self._old, self._new = PageView(pictures, small=True), PageView(pictures, small=True)
        self._old_title, self._new_title = label("", "strong", wrap=True), label("", "strong", wrap=True)
        self._which = Choice(_("与哪份被驳回件对比"))
        self._which.setMinimumContentsLength(_WHICH)
        self._which.chosen.connect(self._on_which)
        self._said = label("", wrap=True)
        self._model = DifferenceModel()
        self._table = self._make_table()
        self._old.page_changed.connect(self._new.go)
        self._new.page_changed.connect(self._old.go)

    def show_paper(self, paper_id: str) -> bool:
        """Shows a paper beside the one it replaces, else beside a rejected one of its type; False without any."""
        paper = self._session.case.paper(paper_id)
        rejected = self._session.case.rejected()
        if paper is None or not rejected:
            return False
        self.paper_id = paper_id
        self._which.set_options([(p.id, wording.paper_title(p, self._session.packs)) for p in rejected])
        like = next((p.id for p in rejected if p.type == paper.type), rejected[0].id)
        self._which.show_value(paper.replaces or like)
        self.refresh()
        return True

    def leave(self) -> None:
        """Forgets what was compared."""
        self.paper_id = ""

    @Slot()
    def refresh(self) -> None:
        """Shows both papers as they are now."""
        case = self._session.case
        old, new = case.paper(self._which.value()), case.paper(self.paper_id)
        if old is None or new is None:
            return
        for view, title, paper in ((self._old, self._old_title, old), (self._new, self._new_title, new)):
            title.setText(wording.paper_title(paper, self._session.packs))
            facts = self._session.facts.get(paper.as_pdf.sha256)
            if facts is not None and facts.pages:
                view.show_file(paper.file, facts)
            else:
                view.say(why_not_shown(paper, facts, self._session.overview))
        self._model.set_rows(self._differences(old, new))
        self._said.setText(self._summary(old, new))

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(_("两份材料的差异"))
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setMinimumSectionSize(_TABLE_ROW)
        # Two companies may differ only in the last words of their names: nothing is cut off.
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.setShowGrid(False)
        table.setMinimumHeight(_TABLE_LEAST)
        table.setMaximumHeight(_TABLE_HEIGHT)
        return table

    def lay_out(self) -> None:
        """Puts in place what was made, once the pane itself stands in its window."""
        head = hbox(spacing=8)
        head.addWidget(button(_("返回"), "link", icon="chevron-left", name=_("关闭对比"), does=self._on_closed))
        head.addWidget(ElidedLabel(_("对比"), "section"), 1)
        head.addWidget(self._which)
        both = hbox(spacing=12)
        both.addLayout(column(label(_("被驳回件"), "secondary"), self._old_title, self._old, spacing=4), 1)
        both.addLayout(column(label(_("这一份"), "secondary"), self._new_title, self._new, spacing=4), 1)
        for view in (self._old, self._new):
            view.setMinimumHeight(_PAGES)
        inner = column(both, self._said, self._table)
        inner.setStretch(0, 1)
        self.body.addLayout(head)
        self.body.addWidget(scrolled(held(inner)), 1)  # a low window shows both pages first, then what differs

    def _differences(self, old: Paper, new: Paper) -> tuple[Difference, ...]:
        shapes = [shape for p in (old, new) if (shape := self._session.packs.paper(p.type)) is not None]
        titles = {spec.name: wording.title(spec) for shape in shapes for spec in shape.fields}
        said = [self._said_by(paper) for paper in (old, new)]
        rows = (Difference(title, said[0].get(name, ""), said[1].get(name, "")) for name, title in titles.items())
        return tuple(row for row in rows if row.before or row.now)

    def _said_by(self, paper: Paper) -> dict[str, str]:
        overview = self._session.overview
        read = overview.proposals.get(paper.id, ()) if overview is not None else ()
        unsure = _("{value}（未确认）")
        said: dict[str, str] = {}
        for field in open_proposals(paper, read):
            said.setdefault(field.name, unsure.format(value=wording.field_value(field.value)))
        return said | {f.name: wording.field_value(f.value) for f in paper.fields if f.confirmed}

    def _summary(self, old: Paper, new: Paper) -> str:
        if old.sha256 == new.sha256:
            return _("两份文件逐字节相同。请换用新的材料。")
        rows = self._model.rows()
        different = sum(not row.same for row in rows)
        return _("{different} 项不同，{same} 项相同。").format(different=different, same=len(rows) - different)

    @Slot()
    def _on_closed(self) -> None:
        self.leave()
        self.closed.emit()

    @Slot(str)
    def _on_which(self, _rejected: str) -> None:
        self.refresh()
