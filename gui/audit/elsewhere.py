"""How far the same papers would go on other platforms: what sources say each asks for, and what is at hand."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from core.i18n import _
from core.readiness import Readiness
from gui import wording
from gui.overview import Overview
from gui.widgets.basic import Card, button, column, headed, held, label, row, rule
from gui.widgets.pill import Pill
from gui.widgets.popover import source_button
from gui.widgets.rows import WidgetRows


class ElsewhereCard(Card):
    """A small table, opened on demand; its rows are made then."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[Readiness, ...] = ()
        self._rows: WidgetRows[Readiness] = WidgetRows(lambda one: _Line(one), spacing=8)
        self._rows.hide()
        self._more = button(_("看别的平台"), "link", does=self._on_more)
        said = _("同样的材料，换到别的平台入驻还缺什么。只列有来源的要求；没有来源的写作未知。")
        self.body.addLayout(headed(label(_("在其他平台的准备情况"), "strong", wrap=True), self._more))
        self.body.addWidget(label(said, "secondary", wrap=True))
        self.body.addWidget(self._rows)

    def show_overview(self, overview: Overview) -> None:
        self._shown = overview.insight.elsewhere
        self.setVisible(bool(self._shown))
        self._show_rows()

    def _show_rows(self) -> None:
        shown = self._shown if not self._rows.isHidden() else ()
        ordered = sorted(shown, key=lambda one: (not one.known, len(one.missing), one.platform.id))
        self._rows.show_items([(one.platform.id, one) for one in ordered])

    @Slot()
    def _on_more(self) -> None:
        opened = self._rows.isHidden()
        self._rows.setVisible(opened)
        self._more.setText(_("收起") if opened else _("看别的平台"))
        self._show_rows()


class _Line(QWidget):
    def __init__(self, one: Readiness) -> None:
        super().__init__()
        self._pill = Pill()
        self._asked = column(spacing=2)
        self._unknown = label("", "secondary", wrap=True)
        head = row(label(wording.title(one.platform), "strong"), None, self._pill)
        held_rows = held(self._asked)
        self.setLayout(column(rule(), head, held_rows, self._unknown, spacing=4))
        self._marks: dict[str, Pill] = {}
        for asked in (*one.met, *one.missing):
            mark = self._marks[asked.id] = Pill()
            self._asked.addLayout(row(mark, label(_(asked.title)), None, source_button(_(asked.title), asked.fact)))

    def show_item(self, one: Readiness) -> None:
        for asked in one.met:
            self._marks[asked.id].show_state(_("已有"), "ok")
        for asked in one.missing:
            self._marks[asked.id].show_state(_("还缺"), "warn")
        if not one.known:
            self._pill.show_state(_("要求未知"), "")
        elif one.missing:
            self._pill.show_state(_("还缺 {count} 项").format(count=len(one.missing)), "warn")
        else:
            self._pill.show_state(_("已知的都有"), "ok")
        unknown = _("、").join(_(what) for what in one.unknown)
        self._unknown.setText(_("未知：{what}").format(what=unknown))
        self._unknown.setVisible(bool(unknown))
