"""The points of the rejection, in the platform's own words, each with its reason."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core import edits
from core.i18n import _
from core.model import Case, Point
from core.points import proposal, proposals, with_points
from gui import wording
from gui.session import Session
from gui.sources import told
from gui.widgets.basic import Card, button, hbox, label, row
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitText, mark_words
from gui.widgets.popover import Popover
from gui.widgets.rows import WidgetRows


class PointsCard(Card):
    """Adds, splits, merges, edits and removes points. Reasons are only proposed, each by the words that led to it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._rows: WidgetRows[Point] = WidgetRows(lambda point: _PointRow(session, point))
        self._empty = label(_("还没有驳回理由。把驳回原文逐条加进来，后面的每一步都围绕它。"), "secondary", wrap=True)
        self._new = CommitText(_("新的驳回理由"), hint=_("粘贴驳回原文；有编号或换行时会自动分条"), least=2, most=6)
        self._add = button(_("添加理由"), icon="plus", does=self._on_add)
        self._extract = button(_("从通知全文分条"), "link", does=self._on_extract)
        self.body.addWidget(label(_("驳回理由"), "strong"))
        self.body.addWidget(self._empty)
        self.body.addWidget(self._rows)
        self.body.addWidget(self._new)
        self.body.addLayout(row(self._add, self._extract, None))
        for widget in (self._add, self._extract, self._new):
            widget.setEnabled(not session.read_only)

    def show_case(self, case: Case) -> None:
        self._rows.show_items([(point.id, point) for point in case.notice.points])
        self._empty.setVisible(not case.notice.points)
        self._extract.setVisible(bool(case.notice.text.strip()))

    def point(self, point_id: str) -> QWidget | None:
        return self._rows.widget(point_id)

    @Slot()
    def _on_add(self) -> None:
        text = self._new.toPlainText()
        if text.strip():
            self._new.show_value("")
            self._new.clear()
            self._take(text)

    @Slot()
    def _on_extract(self) -> None:
        self._take(self._session.case.notice.text)

    def _take(self, text: str) -> None:
        """Adds the points of a text that the case has not yet; nothing is confirmed by it."""
        case = self._session.case
        changed = with_points(case, proposals(text, self._session.packs))
        count = len(changed.notice.points) - len(case.notice.points)
        self._session.apply(changed, _("添加 {count} 条理由").format(count=count))


class _PointRow(Card):
    def __init__(self, session: Session, point: Point) -> None:
        super().__init__(part="inset", margin=8, spacing=4)
        self._session = session
        self._point = point
        self._quote = CommitText(_("理由 {id} 原文").format(id=point.id), least=1, most=6, kind="inline")
        self._quote.committed.connect(self._on_quote)
        self._reason = Choice(_("理由 {id} 的归类").format(id=point.id), _reasons(session))
        self._reason.chosen.connect(self._on_reason)
        self._confirm = button(
            _("确认归类"), "confirm", name=_("确认 {id} 的归类").format(id=point.id), does=self._on_confirm
        )
        self._source = button(_("来源"), "link", name=_("{id} 归类的来源").format(id=point.id), does=self._on_source)
        self._why = label("", "secondary", wrap=True)
        split = button("", "tool", icon="split", name=_("拆开 {id}：在光标处，或按分号和换行").format(id=point.id))
        split.clicked.connect(self._on_split)
        self._merge = button("", "tool", icon="merge", name=_("把 {id} 并入上一条").format(id=point.id))
        self._merge.clicked.connect(self._on_merge)
        gone = button("", "tool", icon="trash", name=_("删除理由 {id}").format(id=point.id), does=self._on_remove)
        head = hbox(spacing=6)
        head.addWidget(label(point.id, "strong"))
        head.addWidget(self._quote, 1)
        head.addWidget(split)
        head.addWidget(self._merge)
        head.addWidget(gone)
        foot = hbox(spacing=6)
        foot.setContentsMargins(26, 0, 0, 0)
        foot.addWidget(self._reason, 1)
        foot.addWidget(self._confirm)
        foot.addWidget(self._source)
        under = hbox()
        under.setContentsMargins(26, 0, 0, 0)
        under.addWidget(self._why, 1)
        self.body.addLayout(head)
        self.body.addLayout(foot)
        self.body.addLayout(under)
        self.setFocusProxy(self._quote)
        self._quote.setReadOnly(session.read_only)
        for widget in (self._reason, self._confirm, split, self._merge, gone):
            widget.setEnabled(not session.read_only)

    def show_item(self, point: Point) -> None:
        self._point = point
        self._quote.show_value(point.quote)
        self._reason.show_value(point.reason)
        self._confirm.setVisible(bool(point.reason) and not point.reason_confirmed)
        self._source.setVisible(point.reason in self._session.packs.reasons)
        points = self._session.case.notice.points
        self._merge.setEnabled(not self._session.read_only and bool(points) and points[0].id != point.id)
        self._show_words(point)

    def _show_words(self, point: Point) -> None:
        """Marks the words that led to the proposal, and says them."""
        found = proposal(point.quote, self._session.packs)
        guessed = not point.reason_confirmed and bool(point.reason) and found.reason == point.reason
        words = found.words if guessed else ()
        mark_words(self._quote, words)
        quoted = _("、").join(f"“{word}”" for word in words)
        text = _("按{words}推测，请对照原文确认或改选。").format(words=quoted) if words else ""
        if not point.reason:
            text = _("没有认出信号词，请选一个最接近的归类。")
        self._why.setText(text)
        self._why.setVisible(bool(text))

    def _put(self, point: Point, what: str) -> None:
        self._session.apply(edits.put_point(self._session.case, point), what.format(id=point.id))

    @Slot(str)
    def _on_quote(self, text: str) -> None:
        self._put(replace(self._point, quote=text), _("修改理由 {id}"))

    @Slot(str)
    def _on_reason(self, reason: str) -> None:
        self._put(replace(self._point, reason=reason, reason_confirmed=bool(reason)), _("归类理由 {id}"))

    @Slot()
    def _on_confirm(self) -> None:
        self._put(replace(self._point, reason_confirmed=True), _("确认理由 {id} 的归类"))

    @Slot()
    def _on_split(self) -> None:
        parts = self._at_caret() or edits.split_quote(self._point.quote)
        if len(parts) > 1:
            split = edits.split_point(self._session.case, self._point.id, parts)
            self._session.apply(split, _("拆分理由 {id}").format(id=self._point.id))

    def _at_caret(self) -> tuple[str, ...]:
        """Returns the words before and after the caret; nothing where one side is empty."""
        text, place = self._quote.toPlainText(), self._quote.textCursor().position()
        parts = tuple(part.strip(" \n；;，,") for part in (text[:place], text[place:]))
        return parts if all(parts) else ()

    @Slot()
    def _on_merge(self) -> None:
        case = edits.merge_point(self._session.case, self._point.id)
        self._session.apply(case, _("合并理由 {id}").format(id=self._point.id))

    @Slot()
    def _on_source(self) -> None:
        reason = self._session.packs.reasons.get(self._point.reason)
        if reason is not None:
            Popover(told(reason.fact), self._source).show_below(self._source)

    @Slot()
    def _on_remove(self) -> None:
        case = edits.remove_point(self._session.case, self._point.id)
        self._session.apply(case, _("删除理由 {id}").format(id=self._point.id))


def _reasons(session: Session) -> list[tuple[str, str]]:
    known = sorted(session.packs.reasons.values(), key=lambda r: (len(r.id), r.id))
    return [("", _("还不知道属于哪一类")), *((r.id, wording.title(r)) for r in known)]
