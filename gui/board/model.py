"""The board's rows: filtered as one types, sorted by any column, due ones first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from core.board import BoardEntry, State
from core.i18n import _
from gui import wording

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
NOW_ROLE = Qt.ItemDataRole.UserRole + 2
SHOP, PLATFORM, PLAYBOOK, DUE, READY, BLOCKER, MONEY = range(7)
_NEVER = datetime.max.replace(tzinfo=UTC)
_Key = Callable[[BoardEntry], tuple[object, ...]]


class BoardModel(QAbstractTableModel):
    """All entries of which those that fit the filter are rows."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.clock = clock
        self._entries: tuple[BoardEntry, ...] = ()
        self._words: dict[str, str] = {}
        self._shown: list[BoardEntry] = []
        self._filter, self._state = "", "active"
        self._sort, self._order = DUE, Qt.SortOrder.AscendingOrder

    def set_entries(self, entries: tuple[BoardEntry, ...]) -> None:
        self._entries = entries
        self._words = {
            e.path: "\n".join((e.shop, e.client, e.platform, e.playbook, e.number, e.blocker)).lower() for e in entries
        }
        self._refresh()

    def entries(self) -> tuple[BoardEntry, ...]:
        return self._entries

    def set_filter(self, text: str) -> None:
        """Shows the entries that hold every word typed."""
        self._filter = text.lower()
        self._refresh()

    def set_state(self, state: State) -> None:
        self._state = state
        self._refresh()

    def count(self, state: State) -> int:
        return sum(e.state == state for e in self._entries)

    def row_of(self, path: str) -> int:
        return next((i for i, e in enumerate(self._shown) if e.path == path), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 7

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == MONEY else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        titles = (_("店铺 / 客户"), _("平台"), _("类型"), _("期限"), _("就绪度"), _("当前阻碍"), _("涉及金额"))
        return titles[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = str(self.headerData(index.column(), Qt.Orientation.Horizontal))
            return f"{title} {self._text(entry, index.column())}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.blocker if index.column() == BLOCKER else entry.path
        if role == NOW_ROLE:
            return self.clock()
        return entry if role == ENTRY_ROLE else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sort, self._order = column, order
        self._refresh()

    def _text(self, entry: BoardEntry, column: int) -> str:
        ready = "–" if entry.readiness is None else f"{entry.readiness}%"
        due = wording.remaining(entry.due, self.clock())[0]
        shop = entry.shop or _("未命名店铺")
        return (
            shop,
            entry.platform,
            entry.playbook,
            due,
            ready,
            entry.blocker or _("就绪"),
            wording.money(entry.money),
        )[column]

    def _refresh(self) -> None:
        words = self._filter.split()
        fits = [e for e in self._entries if e.state == self._state and all(w in self._words[e.path] for w in words)]
        self.beginResetModel()
        self._shown = sorted(fits, key=_KEYS[self._sort], reverse=self._order is Qt.SortOrder.DescendingOrder)
        self.endResetModel()


def _due(entry: BoardEntry) -> tuple[object, ...]:
    return (entry.due or _NEVER, entry.shop)


_KEYS: dict[int, _Key] = {
    SHOP: lambda e: (e.client, e.shop),
    PLATFORM: lambda e: (e.platform, e.shop),
    PLAYBOOK: lambda e: (e.playbook, e.shop),
    DUE: _due,
    READY: lambda e: (-1 if e.readiness is None else e.readiness, e.shop),
    BLOCKER: lambda e: (-e.level.weight, e.blocker),
    MONEY: lambda e: (-(e.money or Decimal(0)), e.shop),
}
