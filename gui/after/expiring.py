"""What of this case ends next, and the same for a calendar."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot

from core import agenda
from core.agenda import Item
from core.filenames import safe_name
from core.i18n import _
from gui.after.endings import row_of, write_calendar
from gui.jobs import Job
from gui.jumps import Place
from gui.models.rows import RowList
from gui.overview import Overview
from gui.services import board_entry
from gui.session import Session
from gui.widgets.basic import Card, button, label, row
from gui.widgets.paths import ask_target

_AHEAD = timedelta(days=366)
_MOST_SHOWN = 4  # rows without scrolling


class ExpiringCard(Card):
    """The deadline and the last days of the papers of one case.

    Signals:
        wanted: The person wants to see what ends: a Place.
    """

    wanted = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._items: tuple[Item, ...] = ()
        self._none = label(_("一年内没有到期的期限或资质。"), "secondary", wrap=True)
        self._list = RowList(_("本案的期限与到期"))
        self._list.fit_to_rows(_MOST_SHOWN)
        self._list.activated_row.connect(self._on_wanted)
        self._list.setToolTip(_("双击或按回车，到这份材料"))
        self._export = button(_("导出到日历（ICS）…"), icon="calendar", does=self._ask)
        self._done = label("", "secondary", wrap=True)
        self._done.hide()
        self.body.addWidget(label(_("接下来到期的"), "strong"))
        for part in (self._none, self._list):
            self.body.addWidget(part)
        self.body.addLayout(row(self._export, None))
        self.body.addWidget(self._done)

    def show_overview(self, overview: Overview) -> None:
        entry = board_entry(overview, self._session.path, self._session.packs)
        self._items = agenda.items((entry,), overview.now, _AHEAD)
        self._list.set_rows([row_of(str(n), item, overview.now) for n, item in enumerate(self._items)])
        self._list.setVisible(bool(self._items))
        self._none.setVisible(not self._items)
        self._export.setEnabled(bool(self._items))

    def export(self, target: Path) -> None:
        """Writes the calendar file, off the interface thread."""
        now = self._session.clock()
        job = Job(partial(write_calendar, self._items, now, Path(target)))
        job.succeeded.connect(self._on_exported)
        job.failed.connect(self._session.failed)
        self._session.runner.start(job)

    @Slot(str)
    def _on_wanted(self, row_id: str) -> None:
        paper = self._items[int(row_id)].paper
        self.wanted.emit(Place("papers", paper=paper) if paper else Place("intake"))

    @Slot()
    def _ask(self) -> None:
        name = safe_name(_("{shop}-期限.ics").format(shop=self._session.case.shop.name or _("未命名店铺")))
        ask_target(self, _("导出到日历"), self.export, Path.home() / name, _("日历 (*.ics)"))

    @Slot(object)
    def _on_exported(self, target: Path) -> None:
        text = _("已写出 {count} 项到 {file}，用日历程序打开即可导入。")
        self._done.setText(text.format(count=len(self._items), file=target.name))
        self._done.show()
