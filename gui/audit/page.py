"""Step 2. Left the points in the platform's words; right, point by point, what was wrong and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core import edits
from core.advice import Cause, found_false
from core.i18n import _
from core.model import Case, Point
from core.packs.shapes import AuditQuestion
from gui import wording
from gui.audit.adviser import AdviserCard
from gui.audit.causes import CausesBox
from gui.audit.elsewhere import ElsewhereCard
from gui.audit.rejected import RejectedCard
from gui.jumps import Place
from gui.models.rows import RowData, RowList
from gui.overview import Overview
from gui.page import Page
from gui.questions import QuestionsCard
from gui.session import Session
from gui.sources import told
from gui.widgets.basic import Card, add_all, button, column, hbox, held, label, row, scrolled, vbox
from gui.widgets.edits import CommitText
from gui.widgets.popover import Popover
from gui.widgets.rows import WidgetRows
from gui.widgets.tick import Tick

_TURN_MS = 3
_LIST_WIDTH = 232


class AuditPage(Page):
    """The self-audit."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("自查"), _("先弄清上一次为什么没有通过，再决定补什么"))

    def build(self) -> Iterator[None]:
        session = self.session
        self._parts_to_show: list[Callable[[Overview], None]] = []
        self._shown: Overview | None = None
        self._wanted: Place | None = None  # where to go once it is there
        self._turn = QTimer(self)
        self._turn.setInterval(_TURN_MS)
        self._turn.timeout.connect(self._on_turn)
        self._list = RowList(_("驳回理由"))
        self._list.chosen.connect(self._on_chosen)
        # From the outside in: what is put into a window late is styled again for every parent that it gets.
        things = column(None, spacing=12)
        self._lay_out(things)
        yield
        self._point = _PointCard(session)
        things.insertWidget(0, self._point)
        yield
        self._rejected: WidgetRows[str] = WidgetRows(lambda paper_id: RejectedCard(session, paper_id), spacing=12)
        self._none = label(
            _("还没有登记上一轮提交的材料。到“材料”一步添加，并把用途选为“被驳回件”。"), "secondary", wrap=True
        )
        self._checklist = _Checklist(session)
        self._questions = QuestionsCard(session, "audit")
        heading = label(_("上一轮提交的材料"), "section")
        for place, part in enumerate((heading, self._none, self._rejected, self._questions, self._checklist), 1):
            things.insertWidget(place, part)
        yield
        self._adviser = AdviserCard(session)
        things.insertWidget(6, self._adviser)
        self._elsewhere = ElsewhereCard()
        things.insertWidget(7, self._elsewhere)

    def _lay_out(self, things: QVBoxLayout) -> None:
        points = Card(margin=1, spacing=0)
        self.hold_list(points, _LIST_WIDTH, _LIST_WIDTH)
        points.body.addWidget(self._list)
        self._area = scrolled(held(things))
        box = hbox(spacing=12)
        box.addWidget(points, 5)  # as wide as it may be, while the other has what it needs
        box.addWidget(self._area, 1)
        self.add_body(box)

    def show_case(self, case: Case) -> None:
        none = RowData("", _("还没有录入驳回理由"), heading=True)
        self._list.set_rows([_row(point) for point in case.notice.points] or [none])
        self._show_point(self._list.current())
        rejected = case.rejected()
        self._rejected.show_items([(paper.id, paper.id) for paper in rejected])
        self._none.setVisible(not rejected)
        self._checklist.show_case(case)

    def show_overview(self, overview: Overview) -> None:
        """Shows it part by part, one a turn: all at once would hold up the window for longer."""
        self._parts_to_show = [self._show_rejected, self._show_checklist, self._show_questions, self._show_causes]
        self._parts_to_show += [self._show_adviser, self._show_elsewhere]
        self._shown = overview
        self._turn.start()

    @Slot()
    def _on_turn(self) -> None:
        if self._shown is not None and self._parts_to_show:
            self._parts_to_show.pop(0)(self._shown)
        if not self._parts_to_show:
            self._turn.stop()
            self._reveal_wanted()
            self._wanted = None

    def _show_rejected(self, overview: Overview) -> None:
        self._rejected.show_items([(paper.id, paper.id) for paper in overview.case.rejected()])

    def _show_checklist(self, overview: Overview) -> None:
        self._checklist.show_lines(overview.steps.audit if overview.steps else ())

    def _show_questions(self, overview: Overview) -> None:
        self._questions.show_overview(overview)

    def _show_causes(self, overview: Overview) -> None:
        self._point.show_causes(overview.insight.causes)

    def _show_adviser(self, overview: Overview) -> None:
        self._adviser.show_overview(overview)

    def _show_elsewhere(self, overview: Overview) -> None:
        self._elsewhere.show_overview(overview)

    def reveal(self, place: Place) -> None:
        if place.subject:
            self._list.choose(place.subject)
        self._wanted = place
        self._reveal_wanted()

    def _reveal_wanted(self) -> None:
        """Goes to a paper, a question or a line of the checklist, once it is there."""
        place = self._wanted
        if place is None:
            return
        shown = self._rejected.widget(place.paper) or self._questions.question(place.subject)
        found = shown or self._checklist.line(place.subject)
        if found is not None:
            self._wanted = None
            self._area.ensureWidgetVisible(found)
            found.setFocus()

    @Slot(str)
    def _on_chosen(self, point_id: str) -> None:
        self._show_point(point_id)
        if (overview := self.session.overview) is not None:
            self._show_causes(overview)

    def _show_point(self, point_id: str) -> None:
        point = self.session.case.point(point_id)
        self._point.setVisible(point is not None)
        if point is not None:
            self._point.show_point(point)


class _PointCard(Card):
    """One point: the quote, the reason in plain words with its remedy, and the root cause."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._point: Point | None = None
        self._quote = label("", "section", wrap=True)
        self._reason = label("", "strong")
        self._remedy = label("", wrap=True)
        self._where = button(_("来源"), "link", name=_("归类的来源"), does=self._on_source)
        self._causes = CausesBox(session)
        self._honest = _honest_path()
        self._cause = CommitText(
            _("根本原因"), hint=_("用自己的话写：当时为什么会这样，是哪个环节没有做到"), least=2, most=6
        )
        self._cause.setReadOnly(session.read_only)
        self._cause.committed.connect(self._on_cause)
        remedy = Card(part="inset", spacing=4)
        remedy.body.addLayout(row(self._reason, None, self._where))
        remedy.body.addWidget(self._remedy)
        title = label(_("根本原因"), "strong")
        title.setBuddy(self._cause)
        add_all(self.body, self._quote, remedy, self._honest, title, self._cause)
        self.body.addWidget(self._causes)

    def show_point(self, point: Point) -> None:
        if self._point is not None and self._point.id != point.id:
            self._cause.flush()
        self._point = point
        self._quote.setText(f"{point.id}　{point.quote}")
        reason = self._session.packs.reasons.get(point.reason)
        self._reason.setText(wording.title(reason) if reason else _("还没有归类"))
        self._remedy.setText(
            _(reason.remedy) if reason else _("到“受理”一步为这条理由选一个最接近的归类，这里会给出补救办法。")
        )
        self._where.setVisible(reason is not None)
        honest = reason is not None and reason.honest_path
        self._honest.setVisible(honest or found_false(self._session.case))
        self._cause.show_value(point.cause)

    def show_causes(self, causes: tuple[Cause, ...]) -> None:
        self._causes.show_causes(causes, self._point.id if self._point else "")

    @Slot()
    def _on_source(self) -> None:
        reason = self._session.packs.reasons.get(self._point.reason) if self._point else None
        if reason is not None:
            Popover(told(reason.fact), self._where).show_below(self._where)

    @Slot(str)
    def _on_cause(self, text: str) -> None:
        if self._point is not None:
            point = replace(self._point, cause=text)
            case = edits.put_point(self._session.case, point)
            self._session.apply(case, _("填写 {id} 的原因").format(id=point.id))


class _Checklist(Card):
    """The playbook's checklist; a tick is an answer `true`."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows: WidgetRows[AuditQuestion] = WidgetRows(lambda line: _Tick(session, line), spacing=8)
        self.body.addWidget(label(_("自查清单"), "strong"))
        self.body.addWidget(self._rows)
        self._lines: tuple[AuditQuestion, ...] = ()
        self.hide()

    def show_lines(self, lines: tuple[AuditQuestion, ...]) -> None:
        self._lines = lines
        self.setVisible(bool(lines))
        self._rows.show_items([(line.id, line) for line in lines])

    def line(self, line_id: str) -> QWidget | None:
        return self._rows.widget(line_id)

    def show_case(self, _case: Case) -> None:
        self._rows.show_items([(line.id, line) for line in self._lines])


class _Tick(QWidget):
    def __init__(self, session: Session, line: AuditQuestion) -> None:
        super().__init__()
        self._session = session
        self._line = line
        self._box = Tick(wording.title(line))
        self._box.clicked.connect(self._on_clicked)
        self._box.setEnabled(not session.read_only)
        self.setFocusProxy(self._box)
        box = vbox(self, spacing=2)
        box.addWidget(self._box)
        if line.help:
            help_ = label(_(line.help), "secondary", wrap=True)
            help_.setIndent(26)
            box.addWidget(help_)

    def show_item(self, line: AuditQuestion) -> None:
        self._box.setChecked(self._session.case.answer(line.id) is True)

    @Slot()
    def _on_clicked(self) -> None:
        value = True if self._box.isChecked() else None
        case = edits.set_answer(self._session.case, self._line.id, value)
        self._session.apply(case, _("自查“{title}”").format(title=wording.title(self._line)))


def _row(point: Point) -> RowData:
    if point.cause:
        return RowData(point.id, f"{point.id} {point.quote}", _("已查明原因"), "", "ok", "check")
    return RowData(point.id, f"{point.id} {point.quote}", _("原因待查"), "", "warn", "circle")


def _honest_path() -> Card:
    card = Card(part="inset", spacing=4)
    card.set_tone("accent")
    card.body.addWidget(label(_("如果材料确实不真实"), "strong"))
    text = _(
        "如实说明并不丢人，也是唯一走得通的路：停止使用这份材料，下架相关商品，如实说明来龙去脉，再取得真实的材料。复申会按这条路帮您组织说明。"
    )
    card.body.addWidget(label(text, wrap=True))
    return card
