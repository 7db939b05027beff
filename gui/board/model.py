"""The board's rows: filtered as one types, sorted by any column, grouped by client; what is due or expires on top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from core.board import EXPIRING, BoardEntry, State
from core.i18n import _
from core.model import Level
from core.model.values import CHINA
from gui import wording

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
NOW_ROLE = Qt.ItemDataRole.UserRole + 2
GROUP_ROLE = Qt.ItemDataRole.UserRole + 3
UNDER_ROLE = Qt.ItemDataRole.UserRole + 4  # what stands below the shop
SHOP, PLATFORM, PLAYBOOK, DUE, READY, BLOCKER, MONEY = range(7)
SOON = timedelta(hours=48)
STUCK = frozenset({Level.FAIL, Level.ERROR})
_NEVER = float("inf")


class Group(NamedTuple):
    """The heading over the cases of one client.

    Attributes:
        due: The nearest one of its cases.
        blockers: Cases with something that must be solved.
    """

    client: str
    cases: int
    due: datetime | None
    blockers: int
    money: Decimal
    closed: bool


Row = BoardEntry | Group


class BoardModel(QAbstractTableModel):
    """All entries of which those that fit the filter are rows, below the headings of their clients when grouped."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.clock = clock
        self._entries: tuple[BoardEntry, ...] = ()
        self._ordered: list[BoardEntry] = []
        self._words: list[str] | None = None
        self._alike: set[tuple[str, str]] = set()
        self._rows: list[Row] = []
        self._found: Sequence[int] = ()
        self._filter = ""
        self._state: State = "active"
        self._only: Callable[[BoardEntry], bool] | None = None
        self._grouped, self._closed = False, set[str]()
        self._sort, self._order = DUE, Qt.SortOrder.AscendingOrder

    def set_entries(self, entries: tuple[BoardEntry, ...]) -> None:
        self._entries = entries
        seen = Counter((e.shop, e.client) for e in entries)
        self._alike = {who for who, times in seen.items() if times > 1}
        self._arrange()

    def entries(self) -> tuple[BoardEntry, ...]:
        return self._entries

    def set_filter(self, text: str) -> None:
        """Shows the entries that hold every word typed."""
        typed = text.lower()
        # One more letter can only leave more out: it looks no further than what is shown.
        self._found = self._search(typed, within=self._found if typed.startswith(self._filter) else None)
        self._filter = typed
        self._refresh()

    def set_state(self, state: State) -> None:
        self._state = state
        self._arrange()

    def set_only(self, fits: Callable[[BoardEntry], bool] | None) -> None:
        """Shows only the entries for which this holds; None shows all again."""
        self._only = fits
        self._arrange()

    def set_grouped(self, grouped: bool) -> None:
        self._grouped = grouped
        self._refresh()

    def toggle_group(self, client: str) -> None:
        """Closes or opens the cases of a client."""
        self._closed ^= {client}
        self._refresh()

    def count(self, state: State) -> int:
        return sum(e.state == state for e in self._entries)

    def row_of(self, path: str) -> int:
        return next((i for i, e in enumerate(self._rows) if isinstance(e, BoardEntry) and e.path == path), -1)

    def warm(self) -> None:
        """Prepares the words that the filter looks through, before the first key."""
        self._searched()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

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
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = str(self.headerData(index.column(), Qt.Orientation.Horizontal))
            return f"{title} {self._spoken(row, index.column())}"
        if role == UNDER_ROLE:
            return self._under(row) if isinstance(row, BoardEntry) else None
        if role == NOW_ROLE:
            return self.clock()
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._whole(row, index.column())
        kind = {ENTRY_ROLE: BoardEntry, GROUP_ROLE: Group}.get(role)
        return row if kind is not None and isinstance(row, kind) else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if (column, order) != (self._sort, self._order):
            self._sort, self._order = column, order
            self._arrange()

    def _text(self, row: Row, column: int) -> str:
        return self._group_text(row, column) if isinstance(row, Group) else self._entry_text(row, column)

    def _under(self, entry: BoardEntry) -> str:
        """Returns the client; of cases that are called alike also the file, which tells them apart."""
        file = Path(entry.path).stem if (entry.shop, entry.client) in self._alike else ""
        return " · ".join(part for part in (entry.client, file) if part)

    def _spoken(self, row: Row, column: int) -> str:
        """Returns what a cell says: all that is drawn in it."""
        said = self._text(row, column)
        if isinstance(row, Group):
            return _("{what}，已收起").format(what=said) if row.closed and column == SHOP else said
        if column == SHOP and (under := self._under(row)):
            return _("{shop}，客户 {client}").format(shop=said, client=under)
        if column != DUE:
            return said
        if row.due is not None:
            said = _("{left}，{moment}").format(left=said, moment=wording.short_moment(row.due))
        expiring = row.expiring(self.clock())
        return _("{due}，{count} 份材料将到期").format(due=said, count=expiring) if expiring else said

    def _whole(self, row: Row, column: int) -> str:
        """Returns all of a cell, which may be drawn shorter, and where the case lies."""
        said = self._spoken(row, column)
        return f"{said}\n{row.path}" if isinstance(row, BoardEntry) and column == SHOP else said

    def _entry_text(self, entry: BoardEntry, column: int) -> str:
        if column == DUE:
            return wording.remaining(entry.due, self.clock())[0]
        if column == READY:
            return "–" if entry.readiness is None else f"{entry.readiness}%"
        shop = entry.shop or _("未命名店铺")
        shown = {
            SHOP: shop,
            PLATFORM: _(entry.platform),
            PLAYBOOK: _(entry.playbook),
            BLOCKER: entry.worst or _("就绪"),
        }
        return shown[column] if column in shown else wording.money(entry.money)

    def _group_text(self, group: Group, column: int) -> str:
        if column == SHOP:
            return _("{client}，{count} 件").format(client=group.client or _("未填客户"), count=group.cases)
        if column == DUE:
            return wording.remaining(group.due, self.clock())[0] if group.due else ""
        if column == BLOCKER:
            return _("{count} 件有必须解决的问题").format(count=group.blockers) if group.blockers else ""
        return wording.money(group.money) if column == MONEY and group.money else ""

    def _arrange(self) -> None:
        """Sorts what may be shown at all; the filter then only leaves out."""
        only, state = self._only, self._state
        shown = [e for e in self._entries if e.state == state and (only is None or only(e))]
        keys = _keys(shown, self._sort, self.clock())
        places = sorted(range(len(shown)), key=keys.__getitem__, reverse=self._order is Qt.SortOrder.DescendingOrder)
        self._ordered = [shown[place] for place in places]
        self._words = None
        self._found = self._search(self._filter)
        self._refresh()

    def _refresh(self) -> None:
        ordered = self._ordered
        found = [ordered[place] for place in self._found]
        self.beginResetModel()
        self._rows = self._below_headings(found) if self._grouped else [*found]
        self.endResetModel()

    def _search(self, typed: str, within: Sequence[int] | None = None) -> Sequence[int]:
        """Returns the places of the entries that hold every word."""
        found: Sequence[int] = range(len(self._ordered)) if within is None else within
        for word in typed.split():
            texts = self._searched()
            found = [place for place in found if word in texts[place]]
        return found

    def _searched(self) -> list[str]:
        if self._words is None:
            self._words = [
                f"{e.shop}\n{e.client}\n{_(e.platform)}\n{_(e.playbook)}\n{e.number}\n{e.worst}".lower()
                for e in self._ordered
            ]
        return self._words

    def _below_headings(self, found: list[BoardEntry]) -> list[Row]:
        # Clients come in the order of their first case: who has something due is on top here as well.
        clients: dict[str, list[BoardEntry]] = {}
        for entry in found:
            clients.setdefault(entry.client, []).append(entry)
        rows: list[Row] = []
        for client, own in clients.items():
            closed = client in self._closed
            rows.append(_group(client, own, closed=closed))
            if not closed:
                rows += own
        return rows


def _group(client: str, own: list[BoardEntry], *, closed: bool) -> Group:
    return Group(
        client,
        len(own),
        min((e.due for e in own if e.due is not None), default=None),
        sum(e.level in STUCK for e in own),
        sum((e.money or Decimal(0) for e in own), Decimal(0)),
        closed,
    )


def _keys(entries: list[BoardEntry], column: int, now: datetime) -> list[Any]:
    """Returns what the entries are sorted by; numbers where possible, because those compare quickly."""
    if column == DUE:
        return list(_first_moments(entries, now))
    if column == READY:
        return [-1 if e.readiness is None else e.readiness for e in entries]
    if column == MONEY:
        return [-(e.money or 0) for e in entries]
    if column == BLOCKER:
        return [(-e.level.weight, e.blocker) for e in entries]
    by = {SHOP: "client", PLATFORM: "platform", PLAYBOOK: "playbook"}[column]
    return [(getattr(e, by), e.shop) for e in entries]


def _first_moments(entries: list[BoardEntry], now: datetime) -> list[float]:
    """Returns when each case first wants something: its deadline, or the end of a paper in the next 90 days."""
    today = now.astimezone(CHINA).date()
    last = today + EXPIRING
    day = datetime.min.time()
    moments = []
    for entry in entries:
        moment = entry.due.timestamp() if entry.due is not None else _NEVER
        for end in entry.ends:
            if today <= end.day <= last:
                moment = min(moment, datetime.combine(end.day, day, CHINA).timestamp())
                break
        moments.append(moment)
    return moments
