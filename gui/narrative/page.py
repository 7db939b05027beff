"""Step 4. Points on the left, statements in the middle, the letter's page on the right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu, QStackedWidget

from core import edits
from core.i18n import _
from core.model import Case, Claim, ClaimKind, Finding, Level, Point
from gui import wording
from gui.jobs import Job
from gui.jumps import Place
from gui.models.rows import RowData, RowList
from gui.narrative.claim import ClaimCard
from gui.narrative.drafting import DraftButton
from gui.narrative.lengths import LETTER, LengthPane, Lengths
from gui.narrative.passages import PassageCard
from gui.narrative.preview import PreviewPane
from gui.narrative.state import Told, tell
from gui.overview import Overview
from gui.page import Page
from gui.session import Session
from gui.widgets.basic import Card, button, column, hbox, held, label, scrolled
from gui.widgets.flow import flowing
from gui.widgets.rows import WidgetRows

_LOOSE = ""  # claims that belong to no point
_FIXED = "part:passages"
_LIST_WIDTH, _LIST_NARROW = 178, 150


class NarrativePage(Page):
    """Claims per point and the template's passages, in three lengths, with a live preview."""

    def __init__(self, session: Session) -> None:
        self._told: Told | None = None
        self._telling: Job | None = None
        super().__init__(session, _("说明"), _("逐条回应驳回理由，每句话都指到附件"))

    def build(self) -> Iterator[None]:
        session = self.session
        self._points = RowList(_("驳回理由"))
        self._points.chosen.connect(self._on_point_chosen)
        self._claims: WidgetRows[Claim] = WidgetRows(self._claim_card, spacing=8)
        self._passages: WidgetRows[object] = WidgetRows(self._passage_card, spacing=8)
        self._quote = label("", "secondary", wrap=True)
        self._empty = label(_("还没有写。先写事实，再写原因、已经做了什么、以后怎样保证。"), "secondary", wrap=True)
        self._stack, self._halves = QStackedWidget(), hbox(spacing=12)
        self._halves.addWidget(self._stack, 3)
        self.add_body(self._halves)
        yield
        self._preview = PreviewPane(session)
        self._halves.addWidget(self._preview, 2)
        yield
        self._lengths = Lengths()
        self._lengths.chosen.connect(self._on_length_chosen)
        self._pane = LengthPane(session)
        self._pane.counted.connect(self._lengths.count_live)
        self.add_action(self._lengths)
        yield
        self._lay_out()

    def _lay_out(self) -> None:
        points = Card(margin=1, spacing=0)
        self.hold_list(points, _LIST_NARROW, _LIST_WIDTH)
        points.body.addWidget(self._points)
        self._add = button(_("添加一条"), icon="plus", does=self._on_add)
        self._add.setEnabled(not self.session.read_only)
        self._draft = DraftButton(self.session, self._point_id)
        self._buttons = flowing(self._add, self._draft)
        middle = held(column(self._quote, self._empty, self._claims, self._passages, self._buttons, None, spacing=8))
        layout = middle.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 6, 8)
        self._area = scrolled(middle)
        letter = hbox(spacing=12)
        letter.addWidget(points, 1)
        letter.addWidget(self._area, 3)
        self._stack.addWidget(held(letter))
        self._stack.addWidget(scrolled(self._pane))

    def _claim_card(self, claim: Claim) -> ClaimCard:
        card = ClaimCard(self.session, claim)
        card.drafted.connect(self._preview.show_case)
        if self._told is not None:
            card.show_told(self._told.marker, self._told.stale.get(claim.id))
        return card

    def _passage_card(self, passage: object) -> PassageCard:
        card = PassageCard(self.session, passage)  # type: ignore[arg-type]  # rows of passages only
        card.drafted.connect(self._preview.show_case)
        if self._told is not None:
            card.mark_with(self._told.marker)
        return card

    def show_case(self, case: Case) -> None:
        self._show_points(case)
        self._show_chosen()
        self._preview.show_case(case)
        self._tell(case)

    def show_overview(self, overview: Overview) -> None:
        self._show_points(overview.case)
        self._preview.show_overview(overview)
        self._show_chosen()

    def reveal(self, place: Place) -> None:
        if place.subject.startswith("portal/"):
            self._lengths.choose(place.subject)
            return
        self._lengths.choose(LETTER)
        if place.subject.startswith("letter/"):
            self._points.choose(_FIXED)
            self._focus(self._passages.widget(place.subject))
            return
        claim = next((c for c in self.session.case.claims if c.id == place.subject), None)
        self._points.choose(_row_id(claim.point if claim else place.subject))
        if claim is not None:
            self._focus(self._claims.widget(claim.id))

    def _focus(self, card: object) -> None:
        if isinstance(card, Card):
            self._area.ensureWidgetVisible(card)
            card.setFocus()

    def _tell(self, case: Case) -> None:
        if self._telling is not None or (self._told is not None and self._told.case == case):
            return
        job = Job(partial(tell, case, self.session.packs, self.session.names), reckons=True)
        job.succeeded.connect(self._on_told)
        job.failed.connect(self.session.failed)
        job.finished.connect(self._on_telling_finished)
        self._telling = self.session.runner.start(job)

    @Slot(object)
    def _on_told(self, told: Told) -> None:
        if told.case != self.session.case:
            return  # the next one is asked for when this job ends
        self._told = told
        self._lengths.show_texts(told.texts)
        self._draft.show_told(told)
        for claim in told.case.claims:
            card = self._claims.shown(claim.id)
            if isinstance(card, ClaimCard):
                card.show_told(told.marker, told.stale.get(claim.id))
        self._show_points(told.case)
        self._show_chosen()
        self._show_length()

    @Slot()
    def _on_telling_finished(self) -> None:
        self._telling = None
        self._tell(self.session.case)

    def _show_points(self, case: Case) -> None:
        overview = self.session.overview
        findings = overview.report.findings if overview else ()
        rows = [_point_row(point, case, findings) for point in case.notice.points]
        if any(case.point(c.point) is None for c in case.claims) or not rows:
            rows.append(RowData(_row_id(_LOOSE), _("其他说明"), _("不对应某条理由"), icon="pen"))
        rows.append(self._fixed_row())
        self._points.set_rows(rows)

    def _fixed_row(self) -> RowData:
        passages = self._told.passages if self._told else ()
        if any(one.state in {"stale", "lost"} for one in passages):
            return RowData(_FIXED, _("开头、请求与结尾"), _("改写过的有变化"), "", "warn", "warn")
        own = sum(one.state == "own" for one in passages)
        note = _("已改写 {count} 段").format(count=own) if own else _("按模板，可改写")
        return RowData(_FIXED, _("开头、请求与结尾"), note, icon="pen")

    def _point_id(self) -> str:
        current = self._points.current()
        return "" if current == _FIXED else current.removeprefix("point:")

    def _show_chosen(self) -> None:
        fixed = self._points.current() == _FIXED
        for widget in (self._claims, self._buttons):
            widget.setVisible(not fixed)
        self._passages.setVisible(fixed)
        if fixed:
            self._empty.hide()
            self._quote.setText(_("这些段落由模板按案情写出，可以改成自己的话；案情变了会提示，不会盖掉您的话。"))
            self._quote.show()
            passages = self._told.passages if self._told else ()
            self._passages.show_items([(one.id, one) for one in passages])
        else:
            self._show_claims()

    def _show_claims(self) -> None:
        case, point_id = self.session.case, self._point_id()
        point = case.point(point_id)
        self._quote.setText(_("平台原文：{quote}").format(quote=point.quote) if point else "")
        self._quote.setVisible(point is not None)
        shown = [c for c in case.claims if c.point == point_id or (point is None and case.point(c.point) is None)]
        self._claims.show_items([(claim.id, claim) for claim in shown])
        self._empty.setVisible(not shown)
        self._draft.show_point(point_id)

    @Slot(str)
    def _on_point_chosen(self, _row: str) -> None:
        self._show_chosen()
        self._area.verticalScrollBar().setValue(0)

    @Slot(str)
    def _on_length_chosen(self, key: str) -> None:
        self._stack.setCurrentIndex(1 if key else 0)
        self._show_length()
        if key:
            self._pane.focus()

    def _show_length(self) -> None:
        key = self._lengths.current()
        told = self._told
        text = next((one for one in told.texts if one.passage.id == key), None) if told else None
        if told is not None and text is not None:
            self._pane.show_text(text, told.marker)

    @Slot()
    def _on_add(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(self._add.accessibleName())
        for kind, title in wording.claim_kinds():
            action = menu.addAction(title)
            action.setData(str(kind))
        menu.triggered.connect(lambda action: self.add_claim(ClaimKind(action.data())))
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def add_claim(self, kind: ClaimKind) -> None:
        """Adds an empty statement and puts the cursor into it."""
        case = edits.add_claim(self.session.case, Claim("", self._point_id(), kind, ""))
        new = edits.newest_claim(self.session.case, case)
        self.session.apply(case, _("添加一条说明"))
        card = self._claims.widget(new)
        if card is not None:
            card.setFocus()


def _row_id(point_id: str) -> str:
    return f"point:{point_id}"


def _point_row(point: Point, case: Case, findings: tuple[Finding, ...]) -> RowData:
    count = sum(c.point == point.id for c in case.claims)
    open_ = any(
        f.subject == point.id and f.id == "notice/point-unanswered" and f.level is not Level.PASS for f in findings
    )
    title = f"{point.id} {point.quote}"
    if open_ or not count:
        return RowData(_row_id(point.id), title, _("尚未回应"), "", "fail", "cross")
    return RowData(_row_id(point.id), title, _("已回应，{count} 条").format(count=count), "", "ok", "check")
