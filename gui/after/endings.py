"""What ends when, over all cases; and the same for a calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from core import agenda
from core.agenda import Item
from core.board import BoardEntry
from core.errors import DiskFault
from core.i18n import _
from core.jobs import Progress
from gui import wording
from gui.models.rows import RowData, RowList
from gui.widgets.basic import Card, button, hbox, label, row, vbox
from gui.widgets.dialog import Dialog
from gui.widgets.paths import ask_target

_SPANS = (30, 90, 365)


class EndingsDialog(Dialog):
    """Signals: open_wanted (path of a case, id of the paper that ends or ""), export_wanted (items, file)."""

    open_wanted = Signal(str, str)
    export_wanted = Signal(object, object)

    def __init__(self, entries: tuple[BoardEntry, ...], clock: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._entries, self._clock = entries, clock
        self._items: tuple[Item, ...] = ()
        self.setWindowTitle(_("到期提醒"))
        self.want(720, 560)
        self._list = RowList(_("期限与到期"))
        self._list.activated_row.connect(self._on_open)
        self._none = label("", "secondary", wrap=True)
        self._open = button(_("打开案件"), does=self._on_open)
        self._export = button(_("导出到日历（ICS）…"), "primary", icon="calendar", does=self._ask)
        self._lay_out()
        self.show_days(_SPANS[1])

    def show_days(self, days: int) -> None:
        """Shows what ends within so many days."""
        now = self._clock()
        self._items = agenda.items(self._entries, now, timedelta(days=days))
        self._list.set_rows([row_of(str(n), item, now) for n, item in enumerate(self._items)])
        self._none.setText(
            _("共 {count} 项。双击一项打开它的案件。").format(count=len(self._items))
            if self._items
            else _("这段时间内没有到期的期限或资质。")
        )
        for one in (self._open, self._export):
            one.setEnabled(bool(self._items))

    def items(self) -> tuple[Item, ...]:
        return self._items

    def _lay_out(self) -> None:
        box = vbox(self, margin=24, spacing=12)
        box.addWidget(label(_("申诉期限与资质到期"), "section"))
        spans, group = hbox(spacing=6), QButtonGroup(self)
        for days in _SPANS:
            chip = button(_("{days} 天内").format(days=days), "chip", does=partial(self.show_days, days))
            chip.setCheckable(True)
            chip.setChecked(days == _SPANS[1])
            group.addButton(chip)
            spans.addWidget(chip)
        box.addLayout(row(spans, None))
        if (shown := group.checkedButton()) is not None:
            shown.setFocus()  # not the first of them, as if that were shown
        box.addWidget(self._none)
        frame = Card(margin=1, spacing=0)
        frame.body.addWidget(self._list)
        box.addWidget(frame, 1)
        text = _("日历文件带有提醒；再次导入时会更新原来的条目。到期日以材料原件为准。")
        box.addWidget(label(text, "secondary", wrap=True))
        box.addLayout(row(None, button(_("关闭"), does=self.reject), self._open, self._export))

    @Slot()
    def _on_open(self) -> None:
        if current := self._list.current():
            item = self._items[int(current)]
            self.open_wanted.emit(item.entry.path, item.paper)
            self.accept()

    @Slot()
    def _ask(self) -> None:
        ask_target(self, _("导出到日历"), self._export_to, _("复申期限.ics"), _("日历 (*.ics)"))

    def _export_to(self, target: Path) -> None:
        self.export_wanted.emit(self._items, target)


def write_calendar(items: tuple[Item, ...], now: datetime, target: Path, _progress: Progress) -> Path:
    """Writes what ends as a calendar file; the work of a job.

    Raises:
        DiskFault: It can't be written there.
    """
    try:
        target.write_bytes(agenda.calendar(items, now))
    except OSError as error:
        raise DiskFault(target, error) from error
    return target


def row_of(key: str, item: Item, now: datetime) -> RowData:
    """Returns the row of something that ends."""
    text, tone = wording.remaining(item.ends, now)
    if item.kind == "paper" and item.ends <= now:
        text = _("已到期")
    shop = item.entry.shop or item.entry.client or Path(item.entry.path).stem
    # A paper's last day, not the midnight after it.
    last = item.ends if item.kind == "deadline" else item.ends - timedelta(minutes=1)
    at = wording.moment(last) if item.kind == "deadline" else wording.moment(last)[:10]
    what = _("{what}截止") if item.kind == "deadline" else _("{what}到期")
    parts = (shop, item.entry.client if item.entry.client != shop else "", at)
    icon = "clock" if item.kind == "deadline" else "file"
    return RowData(key, what.format(what=_(item.title)), " · ".join(filter(None, parts)), text, tone, icon)
