"""The board: figures on top, a filter, one row a case; three doors when there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHeaderView, QLineEdit, QMenu, QStackedWidget, QTableView, QWidget

from core.board import BoardEntry, State
from core.i18n import _
from core.model import Level
from gui import theme, wording
from gui.board.delegate import ROW_HEIGHT, BoardDelegate
from gui.board.doors import Doors
from gui.board.model import BLOCKER, DUE, ENTRY_ROLE, MONEY, PLATFORM, PLAYBOOK, READY, SHOP, BoardModel
from gui.widgets.basic import Card, IconButton, button, hbox, label, retone, row, vbox

_WIDTHS = {SHOP: 218, PLATFORM: 96, PLAYBOOK: 176, DUE: 176, READY: 92, BLOCKER: 320, MONEY: 120}
_SOON = timedelta(hours=48)


class BoardPage(QWidget):
    """The page of all cases.

    Signals: open_wanted (path), new_wanted, sample_wanted, browse_wanted, archive_wanted (path, archived),
        forget_wanted (path).
    """

    open_wanted = Signal(str)
    new_wanted = Signal()
    sample_wanted = Signal()
    browse_wanted = Signal()
    archive_wanted = Signal(str, bool)
    forget_wanted = Signal(str)

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self.model = BoardModel(clock)
        self._figures = [_Figure(title) for title in _figure_titles()]
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(_("筛选客户、店铺、单号…"))
        self._filter.setAccessibleName(_("筛选案件"))
        self._filter.setFixedWidth(320)
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self.model.set_filter)
        self._states: dict[State, IconButton] = {}
        self.table = self._make_table()
        self._card = Card(margin=1)
        self.model.modelReset.connect(self._fit)
        self._stack = QStackedWidget()
        self._doors = Doors()
        self._lay_out()
        # The countdown moves on by itself.
        self._minute = QTimer(self)
        self._minute.setInterval(60_000)
        self._minute.timeout.connect(self.table.viewport().update)
        self._minute.start()

    def show_entries(self, entries: tuple[BoardEntry, ...]) -> None:
        """Shows the known cases."""
        self.model.set_entries(entries)
        self._stack.setCurrentIndex(1 if entries else 0)
        now = self._clock()
        active = [e for e in entries if e.state == "active"]
        due = sum(e.due is not None and now < e.due <= now + _SOON for e in active)
        stuck = sum(e.level.weight >= Level.FAIL.weight for e in active)
        expiring = sum(e.expiring(now) for e in active)
        at_risk = sum((e.money or Decimal(0) for e in active), Decimal(0))
        texts = ((str(due), "fail" if due else ""), (str(stuck), ""), (str(expiring), "warn" if expiring else ""))
        for figure, (text, tone) in zip(self._figures, (*texts, (wording.money(at_risk), "")), strict=True):
            figure.show_figure(text, tone)
        for state, title in _states():
            self._states[state].setText(f"{title} {self.model.count(state)}")
        self._fit()
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))

    def take_focus(self) -> None:
        """Puts the keyboard where one begins: on the first case, or on the first door."""
        (self.table if self._stack.currentIndex() else self._doors).setFocus()

    def _fit(self) -> None:
        # The card ends with its last row instead of showing an empty table.
        rows = self.model.rowCount() * ROW_HEIGHT + self.table.horizontalHeader().height() + 4
        self._card.setMaximumHeight(max(rows, 92))

    def _lay_out(self) -> None:
        figures = hbox(spacing=12)
        for figure in self._figures:
            figures.addWidget(figure)
        chips = hbox(spacing=6)
        group = QButtonGroup(self)
        for state, title in _states():
            chip = button(title, "chip")
            chip.setCheckable(True)
            chip.setChecked(state == "active")
            chip.setProperty("state", state)
            chip.clicked.connect(self._on_state_chosen)
            group.addButton(chip)
            self._states[state] = chip
            chips.addWidget(chip)
        self._card.body.addWidget(self.table)
        full = QWidget()
        box = vbox(full, spacing=16)
        box.setContentsMargins(24, 18, 24, 16)
        box.addLayout(figures)
        box.addLayout(
            row(self._filter, chips, None, button(_("按客户排列"), "flat", does=self._on_by_client), spacing=10)
        )
        box.addWidget(self._card, 1000)
        box.addStretch(1)
        self._stack.addWidget(self._doors)
        self._stack.addWidget(full)
        vbox(self).addWidget(self._stack)
        self._doors.new_wanted.connect(self.new_wanted)
        self._doors.open_wanted.connect(self.browse_wanted)
        self._doors.sample_wanted.connect(self.sample_wanted)

    def _make_table(self) -> QTableView:
        table = QTableView()
        table.setAccessibleName(_("案件列表"))
        table.setModel(self.model)
        table.setItemDelegate(BoardDelegate(table))
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setMouseTracking(True)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        head = table.horizontalHeader()
        head.setFixedHeight(35)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(BLOCKER, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        table.setSortingEnabled(True)
        table.sortByColumn(DUE, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorShown(False)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        table.doubleClicked.connect(self._on_opened)
        table.activated.connect(self._on_opened)
        theme.current().changed.connect(table.viewport().update)
        return table

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if isinstance(entry, BoardEntry):
            self.open_wanted.emit(entry.path)

    @Slot()
    def _on_state_chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.model.set_state(sender.property("state"))

    @Slot()
    def _on_by_client(self) -> None:
        self.table.sortByColumn(SHOP, Qt.SortOrder.AscendingOrder)

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        entry = self.table.indexAt(at).data(ENTRY_ROLE)
        if not isinstance(entry, BoardEntry):
            return
        menu = QMenu(self)
        archived = entry.state == "archived"
        menu.addAction(_("打开")).triggered.connect(lambda: self.open_wanted.emit(entry.path))
        title = _("移回进行中") if archived else _("归档")
        menu.addAction(title).triggered.connect(lambda: self.archive_wanted.emit(entry.path, not archived))
        menu.addAction(_("从列表移除（不删除文件）")).triggered.connect(lambda: self.forget_wanted.emit(entry.path))
        menu.popup(self.table.viewport().mapToGlobal(at))


class _Figure(Card):
    def __init__(self, title: str) -> None:
        super().__init__(margin=14, spacing=4)
        self._title = title
        self._figure = label("0", "figure")
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.addWidget(label(title, "secondary"))
        self.body.addWidget(self._figure)

    def show_figure(self, text: str, tone: str) -> None:
        self._figure.setText(text)
        self._figure.setAccessibleName(f"{self._title} {text}")
        retone(self._figure, tone)


def _figure_titles() -> tuple[str, ...]:
    return (_("48 小时内到期"), _("有必须解决的问题"), _("90 天内到期的资质"), _("涉及金额"))


def _states() -> tuple[tuple[State, str], ...]:
    return (("active", _("进行中")), ("submitted", _("已提交")), ("archived", _("已归档")))
