"""The consistency matrix as a table model: rows are facts, columns are papers."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from core.checks.matrix import Cell, Row
from core.i18n import _

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
_NO_PARENT = QModelIndex()


class MatrixModel(QAbstractTableModel):
    """One column a paper; the header of a row tells what is expected."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[Row, ...] = ()
        self._papers: tuple[tuple[str, str], ...] = ()

    def set_rows(self, rows: tuple[Row, ...]) -> None:
        if rows == self._rows:
            return
        self.beginResetModel()
        self._rows = rows
        cells = (cell for row in rows for cell in row.cells)
        self._papers = tuple(sorted({(c.paper, c.file) for c in cells}, key=lambda one: (len(one[0]), one[0])))
        self.endResetModel()

    def differing(self) -> tuple[tuple[Row, Cell], ...]:
        return tuple((row, cell) for row in self._rows for cell in row.differs)

    def cell(self, index: Index) -> Cell | None:
        """Returns what a paper tells in this row; None where it tells nothing."""
        if not index.isValid():
            return None
        paper = self._papers[index.column()][0]
        return next((cell for cell in self._rows[index.row()].cells if cell.paper == paper), None)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._papers)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if orientation is Qt.Orientation.Vertical:
            return _headed(self._rows[section]) if section < len(self._rows) else None
        if section >= len(self._papers):
            return None
        return self._papers[section][1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, cell = self._rows[index.row()], self.cell(index)
        if role == CELL_ROLE:
            return cell
        value = cell.value if cell else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return value
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return _spoken(row, cell) if cell else value
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _headed(row: Row) -> str:
    if not row.expected:
        return row.title
    return _("{title}\n应当是 {expected}").format(title=row.title, expected=row.expected)


def _spoken(row: Row, cell: Cell) -> str:
    said = {True: _("一致"), False: _("与应当的不同"), None: _("没有可比的")}[cell.agrees]
    text = _("{file}，{title}：{value}，{said}")
    return text.format(file=cell.file, title=row.title, value=cell.value, said=said)
