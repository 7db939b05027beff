"""Step 4. Points on the left, statements in the middle, the letter's page on the right."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QMenu

from core import edits
from core.i18n import _
from core.model import Case, Claim, ClaimKind, Finding, Level, Point
from gui import wording
from gui.jumps import Place
from gui.models.rows import RowData, RowList
from gui.narrative.claim import ClaimCard
from gui.narrative.lengths import Lengths
from gui.narrative.preview import PreviewPane
from gui.overview import Overview
from gui.page import Page
from gui.session import Session
from gui.widgets.basic import Card, button, column, hbox, held, label, row, scrolled
from gui.widgets.rows import WidgetRows

_LOOSE = ""  # claims that belong to no point


class NarrativePage(Page):
    """Claims per point, with a live preview."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, _("说明"), _("逐条回应驳回理由，每句话都指到附件"))

    def build(self) -> Iterator[None]:
        session = self.session
        self._points = RowList(_("驳回理由"))
        self._points.chosen.connect(self._on_point_chosen)
        self._claims: WidgetRows[Claim] = WidgetRows(lambda claim: ClaimCard(session, claim), spacing=8)
        self._quote = label("", "secondary", wrap=True)
        self._empty = label(_("还没有写。先写事实，再写原因、已经做了什么、以后怎样保证。"), "secondary", wrap=True)
        self._add = button(_("添加一条"), icon="plus", does=self._on_add)
        self._add.setEnabled(not session.read_only)
        yield
        self._preview = PreviewPane(session)
        self._lengths = Lengths(session)
        self.add_action(self._lengths)
        points = Card(margin=1, spacing=0)
        points.setFixedWidth(178)
        points.body.addWidget(self._points)
        middle = held(column(self._quote, self._empty, self._claims, row(self._add, None), None, spacing=8))
        layout = middle.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 6, 8)
        self._area = scrolled(middle)
        box = hbox(spacing=12)
        box.addWidget(points)
        box.addWidget(self._area, 1)
        box.addWidget(self._preview, 1)
        self.add_body(box)

    def show_case(self, case: Case) -> None:
        self._show_points(case)
        self._show_claims()
        self._lengths.show_case(case)

    def show_overview(self, overview: Overview) -> None:
        self._show_points(overview.case)
        self._preview.show_overview(overview)
        self._show_claims()

    def reveal(self, place: Place) -> None:
        claim = next((c for c in self.session.case.claims if c.id == place.subject), None)
        self._points.choose(_row_id(claim.point if claim else place.subject))
        if claim is not None:
            card = self._claims.widget(claim.id)
            if card is not None:
                self._area.ensureWidgetVisible(card)
                card.setFocus()

    def _show_points(self, case: Case) -> None:
        overview = self.session.overview
        findings = overview.report.findings if overview else ()
        rows = [_point_row(point, case, findings) for point in case.notice.points]
        if any(case.point(c.point) is None for c in case.claims) or not rows:
            rows.append(RowData(_row_id(_LOOSE), _("其他说明"), _("不对应某条理由"), icon="pen"))
        self._points.set_rows(rows)

    def _point_id(self) -> str:
        return self._points.current().removeprefix("point:")

    def _show_claims(self) -> None:
        case, point_id = self.session.case, self._point_id()
        point = case.point(point_id)
        self._quote.setText(_("平台原文：{quote}").format(quote=point.quote) if point else "")
        self._quote.setVisible(point is not None)
        shown = [c for c in case.claims if c.point == point_id or (point is None and case.point(c.point) is None)]
        self._claims.show_items([(claim.id, claim) for claim in shown])
        self._empty.setVisible(not shown)

    @Slot(str)
    def _on_point_chosen(self, _row: str) -> None:
        self._show_claims()
        self._area.verticalScrollBar().setValue(0)

    @Slot()
    def _on_add(self) -> None:
        menu = QMenu(self)
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
