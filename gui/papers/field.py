"""One field of a paper: its value, where it was read, and a button to confirm a proposal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from core import edits
from core.i18n import _
from core.model import Field, FieldSource, Paper
from core.packs.shapes import FieldSpec
from gui import wording
from gui.session import Session
from gui.widgets.basic import button, hbox, label, vbox
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitLine, DateLine
from gui.widgets.pill import Pill


class FieldRow(QFrame):
    """Signals: looked_at (the Field whose place should be shown)."""

    looked_at = Signal(object)

    def __init__(self, session: Session, paper_id: str, spec: FieldSpec) -> None:
        super().__init__()
        self.setProperty("part", "row")
        self._session, self._paper_id, self._spec = session, paper_id, spec
        self._proposal: Field | None = None
        self._caption = label("", "secondary")
        self._pill = Pill()
        self._confirm = button(
            _("确认 ⏎"), "confirm", name=_("确认{title}").format(title=spec.title), does=self.confirm
        )
        self._field = self._make_field(spec)
        head = hbox(spacing=6)
        head.addWidget(self._caption, 1)
        head.addWidget(self._confirm)
        head.addWidget(self._pill)
        box = vbox(self, spacing=1)
        box.setContentsMargins(0, 6, 0, 4)
        box.addLayout(head)
        box.addWidget(self._field)
        self.setFocusProxy(self._field)
        if session.read_only:
            self._confirm.setEnabled(False)
            self._field.setEnabled(False)

    def show_item(self, _spec: FieldSpec) -> None:
        """Shows the confirmed value, else the best proposal."""
        paper = self._paper()
        if paper is None:
            return
        confirmed = paper.field(self._spec.name)
        proposals = paper.proposals(self._spec.name)
        self._proposal = proposals[0] if proposals and confirmed is None else None
        shown = confirmed or self._proposal
        self._caption.setText(_caption(self._spec, shown))
        self._show_value(shown.value if shown else "")
        self._confirm.setVisible(self._proposal is not None)
        self._show_pill(confirmed, shown)

    @Slot()
    def confirm(self) -> None:
        """Confirms the proposal as it stands."""
        paper = self._paper()
        if paper is not None and self._proposal is not None:
            case = edits.put_paper(self._session.case, edits.confirm_field(paper, self._proposal))
            self._session.apply(case, _("确认{title}").format(title=self._spec.title))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._proposal is not None:
            self.confirm()
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _make_field(self, spec: FieldSpec) -> CommitLine | Choice:
        if spec.kind == "bool":
            choice = Choice(spec.title, [("", _("未写明")), ("true", _("是")), ("false", _("否"))])
            choice.chosen.connect(self._on_typed)
            return choice
        line = (
            DateLine(spec.title, forever=spec.forever, kind="inline")
            if spec.kind == "date"
            else CommitLine(spec.title, kind="inline")
        )
        line.setPlaceholderText(_("未填写") if spec.kind != "date" else line.placeholderText())
        line.committed.connect(self._on_typed)
        return line

    def _show_value(self, value: str) -> None:
        self._field.show_value(value)

    def _show_pill(self, confirmed: Field | None, shown: Field | None) -> None:
        overview = self._session.overview
        findings = overview.report.of_paper(self._paper_id) if overview else ()
        wrong = next((f for f in findings if f.subject == self._spec.name and f.blocks), None)
        if wrong is not None:
            self._pill.show_state(_("有问题"), "fail")
            self._pill.setToolTip(wrong.message)
        elif confirmed is not None:
            self._pill.show_state(_("已确认"), "ok")
        elif shown is None and self._spec.required:
            self._pill.show_state(_("待填"), "warn")
        else:
            self._pill.show_state("", "")

    def _paper(self) -> Paper | None:
        return self._session.case.paper(self._paper_id)

    @Slot(str)
    def _on_typed(self, value: str) -> None:
        paper = self._paper()
        if paper is not None:
            case = edits.put_paper(self._session.case, edits.set_field(paper, self._spec.name, value))
            self._session.apply(case, _("填写{title}").format(title=self._spec.title))


def _caption(spec: FieldSpec, shown: Field | None) -> str:
    if shown is None or shown.source is FieldSource.TYPED:
        return spec.title
    source = wording.source_title(shown.source)
    where = _("第 {page} 页").format(page=shown.page) if shown.page else ""
    score = f"{shown.score:.2f}" if shown.source is FieldSource.OCR else ""
    return " · ".join(part for part in (spec.title, source, where, score) if part)
