"""One field of a paper: what the person entered or confirmed, and below it what was read and waits for an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from core import edits
from core.i18n import _
from core.model import Box, Case, Field, Paper, Role
from core.packs.shapes import FieldSpec
from core.proposals import open_proposals, place_of
from gui import wording
from gui.papers.masks import around, cover, is_covered
from gui.papers.proposal import ProposalRow
from gui.session import Session
from gui.viewer.pictures import Pictures
from gui.widgets.basic import button, caption, hbox, vbox
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitLine, DateLine
from gui.widgets.pill import Pill

_SHOWN = 3


class FieldRow(QFrame):
    """Nothing is ever filled in by itself: the line holds only what the person said.

    Signals:
        looked_at: The cursor came into the field; its name.
        answered: A proposal was confirmed or the line was left with Enter; its name.
    """

    looked_at = Signal(str)
    answered = Signal(str)

    def __init__(self, session: Session, pictures: Pictures, spec: FieldSpec) -> None:
        super().__init__()
        self.setProperty("part", "row")
        self._session, self._pictures, self._paper_id, self._spec = session, pictures, "", spec
        self._confirmed: Field | None = None
        self._open: tuple[Field, ...] = ()
        self._rows: list[ProposalRow] = []
        self._place: tuple[int, Box] | None = None
        self._pill = Pill()
        self._field = self._make_field(spec)
        self._field.entered.connect(self._on_entered)
        head = hbox(spacing=6)
        self._title = caption(wording.title(spec), self._field)
        head.addWidget(self._title, 1)
        self._cover = button("", "tool", icon="shield", name=_("遮住这个号码"), does=self._on_cover)
        self._cover.hide()
        head.addWidget(self._cover)
        head.addWidget(self._pill)
        self._box = vbox(self, spacing=3)
        self._box.setContentsMargins(0, 6, 0, 6)
        self._box.addLayout(head)
        self._box.addWidget(self._field)
        self.setFocusProxy(self._field)
        self._field.setEnabled(not session.read_only)

    @property
    def name(self) -> str:
        return self._spec.name

    @property
    def waits(self) -> bool:
        """Whether something was read that the person has not answered, and nothing is entered."""
        paper = self._paper()  # as it is now: the row itself may be shown a turn later than the case was changed
        return bool(self._open) and paper is not None and paper.field(self._spec.name) is None

    def show_item(self, item: tuple[str, FieldSpec]) -> None:
        """Shows what is entered in a paper, and the readings that are still open."""
        if item != (self._paper_id, self._spec):
            self._turn_to(*item)
        paper = self._paper()
        if paper is None:
            return
        self._confirmed = paper.field(self._spec.name)
        overview = self._session.overview
        read = overview.proposals.get(paper.id, ()) if overview is not None else ()
        found = (f for f in open_proposals(paper, read) if f.name == self._spec.name)
        self._open = tuple(found)[:_SHOWN]
        self._field.show_value(self._confirmed.value if self._confirmed else "")
        self._show_proposals(paper.sha256)
        self._show_pill()
        self._place = self._to_cover(paper, read)
        self._cover.setVisible(self._place is not None and paper.role is not Role.REJECTED)
        self._cover.setEnabled(not self._session.read_only)

    @Slot()
    def confirm(self) -> None:
        """Confirms the best reading as it stands."""
        if self.waits and not self._session.read_only:
            self._on_confirmed(self._open[0])

    @Slot()
    def dismiss(self) -> None:
        """Sets the best reading aside."""
        if self._open and not self._session.read_only:
            self._on_dismissed(self._open[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.confirm()
            self.answered.emit(self._spec.name)
        elif event.key() == Qt.Key.Key_D and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def _turn_to(self, paper_id: str, spec: FieldSpec) -> None:
        """Serves another paper, whose type may call the field otherwise."""
        if isinstance(self._field, CommitLine):
            self._field.flush()
            self._field.forget()
        self._paper_id, self._spec = paper_id, spec
        self._title.setText(wording.title(spec))
        self._field.setAccessibleName(wording.title(spec))

    def _make_field(self, spec: FieldSpec) -> CommitLine | Choice:
        if spec.kind == "bool":
            choice = Choice(wording.title(spec), [("", _("未写明")), ("true", _("是")), ("false", _("否"))])
            choice.chosen.connect(self._on_typed)
            return choice
        line = (
            DateLine(wording.title(spec), forever=spec.forever, kind="inline")
            if spec.kind == "date"
            else CommitLine(wording.title(spec), kind="inline")
        )
        line.setPlaceholderText(_("未填写") if spec.kind != "date" else line.placeholderText())
        line.committed.connect(self._on_typed)
        return line

    def _show_proposals(self, sha256: str) -> None:
        while len(self._rows) < len(self._open):
            row = ProposalRow(self._pictures)
            row.confirmed.connect(self._on_row_confirmed)
            row.dismissed.connect(self._on_dismissed)
            self._rows.append(row)
            self._box.addWidget(row)
        for row, field in zip(self._rows, self._open, strict=False):
            differs = self._confirmed is not None
            row.show_proposal(sha256, wording.title(self._spec), field, differs=differs, locked=self._session.read_only)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(self._open))

    def _show_pill(self) -> None:
        overview = self._session.overview
        findings = overview.report.of_paper(self._paper_id) if overview else ()
        wrong = next((f for f in findings if f.subject == self._spec.name and f.blocks), None)
        if wrong is not None:
            self._pill.show_state(_("有问题"), "fail")
        elif self._confirmed is not None:
            self._pill.show_state(_("不一致") if self._open else _("已确认"), "warn" if self._open else "ok")
        elif self._open:
            self._pill.show_state(_("待确认"), "accent")
        elif self._spec.required:
            self._pill.show_state(_("待填"), "warn")
        else:
            self._pill.show_state("", "")
        self._pill.setToolTip(wrong.message if wrong is not None else "")

    def _paper(self) -> Paper | None:
        return self._session.case.paper(self._paper_id)

    def _put(self, change: Callable[[Paper], Paper], label_: str) -> None:
        paper = self._paper()
        if paper is not None:
            case: Case = edits.put_paper(self._session.case, change(paper))
            self._session.apply(case, label_.format(title=wording.title(self._spec)))

    @Slot()
    def _on_entered(self) -> None:
        self.looked_at.emit(self._spec.name)

    def _to_cover(self, paper: Paper, read: Sequence[Field]) -> tuple[int, Box] | None:
        """Returns where the number stands that could be covered; None once it is."""
        found = place_of(paper, self._spec.name, read) or next(iter(self._open), None)
        box = around(found) if found is not None else None
        if found is None or box is None or is_covered(paper, found.page, box):
            return None
        return found.page, box

    @Slot()
    def _on_cover(self) -> None:
        paper = self._paper()
        if paper is not None and self._place is not None:
            cover(self._session, paper, *self._place)
            self._field.setFocus()

    @Slot(object)
    def _on_row_confirmed(self, field: Field) -> None:
        self._on_confirmed(field)
        self.answered.emit(self._spec.name)

    def _on_confirmed(self, field: Field) -> None:
        self._put(lambda paper: edits.confirm_field(paper, field), _("确认{title}"))

    @Slot(object)
    def _on_dismissed(self, field: Field) -> None:
        self._put(lambda paper: edits.dismiss_field(paper, field), _("忽略读到的{title}"))

    @Slot(str)
    def _on_typed(self, value: str) -> None:
        self._put(lambda paper: edits.set_field(paper, self._spec.name, value), _("填写{title}"))
