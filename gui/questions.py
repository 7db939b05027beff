"""The playbook's questions that the path asks now, one card a step."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core import edits
from core.i18n import _
from core.model import AnswerValue, Case
from core.packs.shapes import Question
from gui import wording
from gui.jumps import Step
from gui.overview import Overview
from gui.session import Session
from gui.widgets.basic import Card, column, held, label, vbox
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitLine, CommitText, DateLine
from gui.widgets.rows import WidgetRows
from gui.widgets.tick import Tick


class QuestionsCard(Card):
    """The open questions of one step; hidden when there are none."""

    def __init__(self, session: Session, step: Step) -> None:
        super().__init__()
        self._session = session
        self._step = step
        self._mine: list[Question] = []
        self._rows: WidgetRows[Question] = WidgetRows(self._make, spacing=12)
        self.body.addWidget(label(_("还需要您回答"), "strong"))
        self.body.addWidget(self._rows)
        self.hide()

    def show_overview(self, overview: Overview) -> None:
        """Shows the questions asked on the path of this case."""
        asked = overview.steps.questions if overview.steps else ()
        self._mine = [q for q in asked if q.step == self._step]
        self._rows.show_items([(q.id, q) for q in self._mine])
        self.setVisible(bool(self._mine))

    @property
    def count(self) -> int:
        """How many questions are shown."""
        return len(self._mine)

    def question(self, question_id: str) -> QWidget | None:
        return self._rows.widget(question_id)

    def _make(self, question: Question) -> QWidget:
        made = _QuestionRow(question, self._session)
        made.answered.connect(partial(self._on_answered, question))
        return made

    def _on_answered(self, question: Question, value: AnswerValue | None) -> None:
        case = edits.set_answer(self._session.case, question.id, value)
        self._session.apply(case, _("回答“{title}”").format(title=wording.title(question)))


class _QuestionRow(QWidget):
    """Signals: answered (the value, or None)."""

    answered = Signal(object)

    def __init__(self, question: Question, session: Session) -> None:
        super().__init__()
        self._question = question
        self._session = session
        box = vbox(self, spacing=4)
        title = label(wording.title(question), wrap=True)
        box.addWidget(title)
        if question.help:
            box.addWidget(label(_(question.help), "secondary", wrap=True))
        self._field = self._make_field(question)
        self._field.setEnabled(not session.read_only)
        title.setBuddy(self._field)
        box.addWidget(self._field)
        self.setFocusProxy(self._field)

    def show_item(self, question: Question) -> None:
        value = _of(self._session.case, question)
        field = self._field
        if isinstance(field, Choice):
            field.show_value(
                {True: "yes", False: "no"}.get(value, str(value or "")) if isinstance(value, bool) else str(value or "")
            )
        elif isinstance(field, CommitLine | CommitText):
            field.show_value(str(value or ""))
        else:
            for box in field.findChildren(Tick):
                box.setChecked(isinstance(value, tuple) and box.property("value") in value)

    def _make_field(self, question: Question) -> QWidget:
        title = wording.title(question)
        if question.kind == "yes-no":
            return self._choice(title, [("", _("请选择")), ("yes", _("是")), ("no", _("否"))])
        if question.kind == "choice":
            return self._choice(title, [("", _("请选择")), *((o.value, wording.title(o)) for o in question.options)])
        if question.kind == "choices":
            return self._boxes(question)
        field = DateLine(title) if question.kind == "date" else CommitLine(title)
        if question.kind == "text":
            text = CommitText(title)
            text.committed.connect(lambda value: self.answered.emit(value or None))
            return text
        field.committed.connect(lambda value: self.answered.emit(value or None))
        return field

    def _choice(self, title: str, options: list[tuple[str, str]]) -> Choice:
        choice = Choice(title, options)
        choice.chosen.connect(self._on_chosen)
        return choice

    def _boxes(self, question: Question) -> QWidget:
        boxes = []
        for option in question.options:
            box = Tick(wording.title(option))
            box.setProperty("value", option.value)
            box.clicked.connect(self._on_ticked)
            boxes.append(box)
        return held(column(*boxes, spacing=4))

    def _on_chosen(self, value: str) -> None:
        yes_no = self._question.kind == "yes-no"
        self.answered.emit(None if not value else value == "yes" if yes_no else value)

    def _on_ticked(self) -> None:
        ticked = tuple(str(b.property("value")) for b in self._field.findChildren(Tick) if b.isChecked())
        self.answered.emit(ticked or None)


def _of(case: Case, question: Question) -> AnswerValue | None:
    return case.answer(question.id)
