"""The board: figures on top, a filter, one row a case; three doors when there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import cast

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QStackedWidget, QWidget

from core.board import BoardEntry, State
from core.i18n import _
from gui import wording
from gui.board import deeds
from gui.board.figures import Figure
from gui.board.model import ENTRY_ROLE, GROUP_ROLE, SOON, STUCK, BoardModel, Group
from gui.board.table import CaseTable
from gui.widgets.basic import Card, IconButton, button, hbox, row, vbox

_WARM_MS = 250


class BoardPage(QWidget):
    """The page of all cases.

    Signals: open_wanted (path), new_wanted, sample_wanted, browse_wanted, deed_wanted (id of gui.board.deeds, cases),
        trash_wanted, clients_wanted, endings_wanted.
    """

    open_wanted = Signal(str)
    new_wanted = Signal()
    sample_wanted = Signal()
    browse_wanted = Signal()
    deed_wanted = Signal(str, object)
    trash_wanted = Signal()
    clients_wanted = Signal()
    endings_wanted = Signal()

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._clock = clock
        self.model = BoardModel(clock)
        self._figures = _figures()
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(_("筛选客户、店铺、单号…"))
        self._filter.setAccessibleName(_("筛选案件"))
        self._filter.setMinimumWidth(150)
        self._filter.setMaximumWidth(320)
        self._filter.setClearButtonEnabled(True)
        self._filter.textChanged.connect(self.model.set_filter)
        self._filter.returnPressed.connect(self.take_focus)
        leave = QShortcut(QKeySequence("Escape"), self._filter, context=Qt.ShortcutContext.WidgetShortcut)
        leave.activated.connect(self._leave_filter)
        self._states: dict[State, IconButton] = {}
        self.table = CaseTable(self.model)
        self._card = Card(margin=1)
        self._stack = QStackedWidget()
        # Made when it is first seen: whoever has cases never sees it.
        self._doors: QWidget | None = None
        self._full = self._make_full()
        self._stack.addWidget(self._full)
        vbox(self).addWidget(self._stack)
        self._connect()
        # The countdown moves on by itself.
        self._minute = QTimer(self)
        self._minute.setInterval(60_000)
        self._minute.timeout.connect(self.table.viewport().update)
        self._minute.start()

    @Slot(object)
    def show_entries(self, entries: tuple[BoardEntry, ...]) -> None:
        """Shows the known cases."""
        self.model.set_entries(entries)
        at_doors = self._stack.currentWidget() is self._doors is not None
        self._stack.setCurrentWidget(self._full if entries else self._made_doors())
        self._show_figures(entries)
        for state, title in _states():
            said = f"{title} {self.model.count(state)}"
            self._states[state].setText(said)
            self._states[state].setAccessibleName(said)
        self.table.choose_first()
        if entries and at_doors and self.isVisible():
            self.take_focus()  # not on the first thing behind the door
        QTimer.singleShot(_WARM_MS, self, self.model.warm)

    def take_focus(self) -> None:
        """Puts the keyboard where one begins: on the first case, or on the first door."""
        (self.table if self._stack.currentWidget() is self._full else self._made_doors()).setFocus()

    @Slot()
    def _leave_filter(self) -> None:
        """Shows all cases again; a filter left standing would hide some."""
        self._filter.clear()
        self.take_focus()

    def focus_filter(self) -> None:
        self._filter.setFocus()
        self._filter.selectAll()

    def chosen(self) -> tuple[BoardEntry, ...]:
        """Returns the cases that are chosen in the table."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        found = (self.model.index(row, 0).data(ENTRY_ROLE) for row in rows)
        return tuple(e for e in found if isinstance(e, BoardEntry))

    def _show_figures(self, entries: tuple[BoardEntry, ...]) -> None:
        now = self._clock()
        active = [e for e in entries if e.state == "active"]
        soon = now + SOON
        due = sum(e.due is not None and now < e.due <= soon for e in active)
        stuck = sum(e.level in STUCK for e in active)
        expiring = sum(e.expiring(now) for e in active)
        at_risk = sum([e.money for e in active if e.money is not None], Decimal(0))
        texts = ((str(due), "fail" if due else ""), (str(stuck), ""), (str(expiring), "warn" if expiring else ""))
        for figure, (text, tone) in zip(self._figures, (*texts, (wording.money(at_risk), "")), strict=True):
            figure.show_figure(text, tone)

    def _make_full(self) -> QWidget:
        figures = hbox(spacing=12)
        for figure in self._figures:
            figures.addWidget(figure)
        self._card.body.addWidget(self.table)
        full = QWidget()
        box = vbox(full, spacing=16)
        box.setContentsMargins(24, 18, 24, 16)
        box.addLayout(figures)
        self._grouped = button(_("按客户分组"), "chip", icon="user", does=self._on_grouped)
        self._grouped.setCheckable(True)
        tools = (
            button(_("客户资料"), "flat", icon="user", does=self.clients_wanted.emit),
            button(_("到期提醒"), "flat", icon="calendar", does=self.endings_wanted.emit),
            button(_("最近删除"), "flat", icon="trash", does=self.trash_wanted.emit),
        )
        line = row(self._filter, self._chips(), self._grouped, None, *tools, spacing=10)
        line.setStretch(0, 1000)  # up to its greatest width before anything else is given room
        box.addLayout(line)
        box.addWidget(self._card, 1000)
        box.addStretch(1)
        return full

    def _chips(self) -> QWidget:
        holder = QWidget()
        chips = hbox(holder, spacing=6)
        group = QButtonGroup(self)
        for state, title in _states():
            chip = button(title, "chip", does=partial(self._on_state_chosen, state))
            chip.setCheckable(True)
            chip.setChecked(state == "active")
            group.addButton(chip)
            self._states[state] = chip
            chips.addWidget(chip)
        return holder

    def _connect(self) -> None:
        for figure in self._figures:
            figure.clicked.connect(partial(self._on_figure, figure))
        self.model.modelReset.connect(self._fit)
        self.table.opened.connect(self._on_opened)
        self.table.customContextMenuRequested.connect(self._on_menu)
        for keys, deed in (
            ("Delete", "delete"),
            ("Ctrl+D", "duplicate"),
            ("Ctrl+E", "archive"),
            ("Ctrl+Shift+E", "export"),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self._on_key, deed))

    def _made_doors(self) -> QWidget:
        if self._doors is None:
            from gui.board.doors import Doors

            doors = Doors()
            doors.new_wanted.connect(self.new_wanted)
            doors.open_wanted.connect(self.browse_wanted)
            doors.sample_wanted.connect(self.sample_wanted)
            self._doors = doors
            self._stack.addWidget(doors)
        return self._doors

    def _fit(self) -> None:
        # The card ends with its last row instead of showing an empty table.
        self._card.setMaximumHeight(max(self.table.whole_height(), 92))

    def _on_figure(self, figure: Figure) -> None:
        for other in self._figures:
            if other is not figure:
                other.setChecked(False)
        self.model.set_only(partial(figure.fits, self._clock()) if figure.isChecked() else None)

    def _on_state_chosen(self, state: State) -> None:
        self.model.set_state(state)

    @Slot()
    def _on_grouped(self) -> None:
        self.model.set_grouped(self._grouped.isChecked())

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        entry, group = index.data(ENTRY_ROLE), index.data(GROUP_ROLE)
        if isinstance(entry, BoardEntry):
            self.open_wanted.emit(entry.path)
        elif isinstance(group, Group):
            self.model.toggle_group(group.client)

    def _on_key(self, deed: str) -> None:
        entries = self.chosen()
        offered = {kind.id for kind in deeds.kinds(entries)}
        if deed == "archive" and "unarchive" in offered:
            deed = "unarchive"
        if deed in offered:
            self.deed_wanted.emit(deed, entries)

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        if entries := self.chosen():
            deeds.menu(self, entries).popup(self.table.viewport().mapToGlobal(at))


def _figures() -> tuple[Figure, ...]:
    def due_soon(now: datetime, entry: BoardEntry) -> bool:
        return entry.due is not None and now < entry.due <= now + SOON

    return (
        Figure(_("48 小时内到期"), due_soon),
        Figure(_("有必须解决的问题"), lambda _now, entry: entry.level in STUCK),
        Figure(_("90 天内到期的资质"), lambda now, entry: bool(entry.endings(now))),
        Figure(_("涉及金额"), lambda _now, entry: bool(entry.money)),
    )


def _states() -> tuple[tuple[State, str], ...]:
    titles = (_("进行中"), _("已提交"), _("已归档"))
    return tuple(zip(cast("tuple[State, ...]", ("active", "submitted", "archived")), titles, strict=True))
