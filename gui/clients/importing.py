"""What a table of clients would bring, before anything is kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHeaderView, QTableView, QWidget

from core.clients import Client
from core.clients.importing import Preview, PreviewRow, Status, Target, guess, preview, replaced, titles
from core.clients.tables import Table
from core.i18n import _
from gui import theme
from gui.widgets.basic import Card, ElidedLabel, button, held, label, row, scrolled, vbox
from gui.widgets.choice import Choice
from gui.widgets.dialog import Dialog

if TYPE_CHECKING:
    from core.packs import Packs

Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """One row a line of the table: what would happen, to whom, and why."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[PreviewRow, ...] = ()

    def set_rows(self, rows: tuple[PreviewRow, ...]) -> None:
        self.beginResetModel()
        # What is wrong stands on top, so that nobody has to look for it.
        self._rows = tuple(sorted(rows, key=lambda r: (r.status != "mistake", r.line)))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else 5

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("行"), _("结果"), _("客户"), _("统一社会信用代码"), _("导入说明"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DecorationRole and index.isValid():
            symbol = _SYMBOLS.get(self._rows[index.row()].status) if index.column() == 1 else None
            return theme.current().pixmap(*symbol, 16) if symbol else None
        roles = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}
        if not index.isValid() or role not in roles:
            return None
        line = self._rows[index.row()]
        text = (
            str(line.line),
            _statuses()[line.status],
            line.client.name,
            line.client.value("uscc"),
            "\n".join(line.told),  # each on a line of its own
        )[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headerData(index.column(), Qt.Orientation.Horizontal)} {text}"
        return text


# What is told by words is told by a symbol too, so that it is found at a glance.
_SYMBOLS: Final[dict[Status, tuple[str, str]]] = {
    "mistake": ("cross", "fail"),
    "new": ("plus", "ok"),
    "known": ("check", "ok"),
}
_A_LINE, _MOST_LINES, _LINE_HEIGHT = 4, 3, 66
_WRAPPED = 500  # rows up to which each is made as high as its notes need


class ImportDialog(Dialog):
    """Signals: confirmed (all clients as they are to be afterwards)."""

    confirmed = Signal(object)

    def __init__(self, table: Table, clients: tuple[Client, ...], packs: Packs, parent: QWidget) -> None:
        super().__init__(parent)
        self._table, self._clients, self._packs = table, clients, packs
        self._columns: tuple[Target, ...] = guess(table.header)
        self._preview: Preview | None = None
        self._choices: list[Choice] = []
        self.setWindowTitle(_("导入客户"))
        self.want(920, 620)
        self.model = PreviewModel()
        self._view = QTableView()
        self._sum = label("", "secondary", wrap=True)
        self._confirm = button(_("导入"), "primary", does=self._on_confirmed)
        self._confirm.setDefault(True)
        self._lay_out()
        self._look()

    def _lay_out(self) -> None:
        box = vbox(self, margin=20, spacing=10)
        box.addWidget(label(_("核对每一列的含义"), "section"))
        box.addWidget(self._columns_area())
        box.addWidget(label(_("导入前预览"), "section"))
        box.addWidget(self._sum)
        self._view.setModel(self.model)
        self._view.setAccessibleName(_("导入预览"))
        self._view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self._view.setTabKeyNavigation(False)
        self._view.verticalHeader().hide()
        head = self._view.horizontalHeader()
        head.setAccessibleName(_("列标题"))
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # The notes are as wide as the window lets them be, and that is known a turn later.
        head.sectionResized.connect(self._fit_rows, Qt.ConnectionType.QueuedConnection)
        head.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for section, width in enumerate((56, 120, 180, 190)):
            self._view.setColumnWidth(section, width)
        frame = Card(margin=1, spacing=0)
        frame.body.addWidget(self._view)
        box.addWidget(frame, 1)
        box.addLayout(row(None, button(_("取消，不导入"), does=self.reject), self._confirm))

    def _columns_area(self) -> QWidget:
        """Returns what each column means, in lines of five; a long list is scrolled downwards."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 8, 4)
        grid.setSpacing(10)
        for place, title in enumerate(self._table.header):
            grid.addWidget(self._column(place, title), *divmod(place, _A_LINE))
        for n in range(_A_LINE):
            grid.setColumnStretch(n, 1)
        lines = -(-len(self._table.header) // _A_LINE)
        if lines == 1:
            return held(grid)
        area = scrolled(held(grid))
        area.setFixedHeight(min(lines, _MOST_LINES) * _LINE_HEIGHT)
        return area

    @Slot()
    def _fit_rows(self) -> None:
        """Lets every note be read whole."""
        if self.model.rowCount() <= _WRAPPED:
            self._view.resizeRowsToContents()

    def _column(self, place: int, title: str) -> QWidget:
        name = title or _("第 {n} 列").format(n=place + 1)
        choice = Choice(_("“{column}”列的含义").format(column=name), list(titles().items()))
        choice.show_value(self._columns[place])
        choice.chosen.connect(partial(self._on_column_chosen, place))
        self._choices.append(choice)
        box = vbox(spacing=2)
        caption = ElidedLabel(name, "secondary")
        caption.setBuddy(choice)
        box.addWidget(caption)
        box.addWidget(choice)
        return held(box)

    def _look(self) -> None:
        self._preview = preview(self._table, self._columns, self._clients, self._packs)
        self.model.set_rows(self._preview.rows)
        self._fit_rows()
        taken = self._preview.count("new") + self._preview.count("known")
        parts = [
            _("新增 {count} 行").format(count=self._preview.count("new")),
            _("补充已有客户 {count} 行").format(count=self._preview.count("known")),
            _("重复 {count} 行").format(count=self._preview.count("same")),
            _("有错误、不会导入 {count} 行").format(count=self._preview.count("mistake")),
        ]
        if self._table.formulas:
            parts.append(_("{count} 个公式没有保存结果，按空白处理").format(count=self._table.formulas))
        told = _("{sums}。确认之前不会保存任何内容。")
        self._sum.setText(told.format(sums=_("，").join(parts)))
        self._confirm.setText(_("导入 {count} 行").format(count=taken))
        self._confirm.setAccessibleName(self._confirm.text())
        self._confirm.setEnabled(taken > 0)

    def _on_column_chosen(self, place: int, target: str) -> None:
        self._columns = replaced(self._columns, place, cast("Target", target))
        for choice, column in zip(self._choices, self._columns, strict=True):
            choice.show_value(column)
        self._look()

    @Slot()
    def _on_confirmed(self) -> None:
        if self._preview is not None:
            self.confirmed.emit(self._preview.clients)
        self.accept()


def _statuses() -> dict[Status, str]:
    return {"new": _("新增"), "known": _("补充已有客户"), "same": _("与已有的相同"), "mistake": _("有错误")}
