"""What two papers say, field by field, as a table: what differs first."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from core.i18n import _
from gui import theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of both papers; "" where a paper does not say it."""

    title: str
    before: str
    now: str

    @property
    def same(self) -> bool:
        return self.before == self.now

    @property
    def spoken(self) -> str:
        text = _("{title}相同：{now}") if self.same else _("{title}不同：原来是{before}，现在是{now}")
        return text.format(title=self.title, before=self.before or _("没有"), now=self.now or _("没有"))


class DifferenceModel(QAbstractTableModel):
    """Rows of differences; a symbol tells them from what is the same."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Difference, ...] = ()

    def set_rows(self, rows: tuple[Difference, ...]) -> None:
        ordered = tuple(sorted(rows, key=lambda row: row.same))
        if ordered != self._rows:
            self.beginResetModel()
            self._rows = ordered
            self.endResetModel()

    def rows(self) -> tuple[Difference, ...]:
        return self._rows

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("字段"), _("被驳回件"), _("这一份"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            mark = "＝" if row.same else "≠"
            return (f"{mark} {row.title}", row.before or "—", row.now or "—")[index.column()]
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return row.spoken
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.current().colour("text-2" if row.same else "text")
        return None
