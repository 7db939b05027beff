"""The matrix in a window of its own, following the case; a cell leads to its paper."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.checks.matrix import Cell
from core.i18n import _
from gui import theme
from gui.matrix.model import CELL_ROLE, Index, MatrixModel
from gui.models.text import draw_text, text_height
from gui.overview import Overview
from gui.session import Session
from gui.widgets.basic import button, label, row, vbox
from gui.widgets.dialog import Dialog
from gui.widgets.pill import Pill

_CELL, _PAD, _MARK, _HEAD = 168, 8, 18, 190
_SHARE = 0.85  # of a large window, so that more papers stand side by side


class MatrixDialog(Dialog):
    """Signals: paper_wanted (id of a paper, name of a field)."""

    paper_wanted = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.setWindowTitle(_("一致性矩阵"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.want(960, 560, share=_SHARE)
        self.table = MatrixTable()
        self.table.opened.connect(self._on_opened)
        self._pill = Pill()
        self._empty = label(_("还没有已确认的内容可以比对。在材料一步确认识别出的值，这里会逐项比对。"), wrap=True)
        legend = _("✓ 一致　✕ 不同　– 没有可比的。按回车或双击，到那份材料的这一项。")
        box = vbox(self, margin=16, spacing=10)
        box.addLayout(row(label(_("各份材料写的是否一致"), "section"), self._pill, None))
        box.addWidget(label(legend, "secondary", wrap=True))
        box.addWidget(self._empty)
        box.addWidget(self.table, 1)
        box.addLayout(row(None, button(_("关闭"), does=self.close)))
        session.overview_changed.connect(self.show_overview)
        session.closing.connect(self.close)
        if session.overview is not None:
            self.show_overview(session.overview)

    @Slot(object)
    def show_overview(self, overview: Overview) -> None:
        rows = overview.insight.rows
        self.table.matrix.set_rows(rows)
        self.table.fit()
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        count = len(self.table.matrix.differing())
        self._pill.show_state(
            _("{count} 处不同").format(count=count) if count else _("没有不同") if rows else "",
            "warn" if count else "ok",
        )

    @Slot(object)
    def _on_opened(self, cell: Cell) -> None:
        self.paper_wanted.emit(cell.paper, cell.field)
        self.close()


class MatrixTable(QTableView):
    """Signals: opened (a Cell, by double click or Enter)."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.matrix = MatrixModel()
        self.setModel(self.matrix)
        self.setItemDelegate(_CellDelegate(self))
        self.setAccessibleName(_("一致性矩阵"))
        self.setProperty("sideways", True)  # a column for each paper; the heading has the whole name as a tool tip
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)  # no half columns
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setDefaultSectionSize(_CELL)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setFixedWidth(_HEAD)
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag(int(wrapped)))
        self.verticalHeader().setAccessibleName(_("项目和应当的内容"))
        self.doubleClicked.connect(self._on_opened)
        theme.current().changed.connect(self.viewport().update)

    def fit(self) -> None:
        """Gives every row the height of its longest words."""
        for number in range(self.matrix.rowCount()):
            self.setRowHeight(number, self._height(number))
        if not self.currentIndex().isValid() and self.matrix.rowCount():
            self.setCurrentIndex(self._first())

    def _height(self, number: int) -> int:
        font = theme.current().font("secondary")
        values = {str(self.matrix.index(number, n).data() or "") for n in range(self.matrix.columnCount())}
        told = max((text_height(value, font, _CELL - 2 * _PAD - _MARK) for value in values if value), default=0)
        head = str(self.matrix.headerData(number, Qt.Orientation.Vertical))
        return max(told, text_height(head, font, _HEAD - 24)) + 2 * _PAD

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())  # whole, also where the window takes less room than it was asked to

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._on_opened(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _first(self) -> QModelIndex:
        """Returns the first cell that differs, else the first of all."""
        places = ((r, c) for r in range(self.matrix.rowCount()) for c in range(self.matrix.columnCount()))
        indexes = [self.matrix.index(r, c) for r, c in places]
        differs = (i for i in indexes if (cell := self.matrix.cell(i)) and cell.agrees is False)
        return next(differs, self.matrix.index(0, 0))

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        cell = self.matrix.cell(index)
        if cell is not None:
            self.opened.emit(cell)


class _CellDelegate(QStyledItemDelegate):
    """A sign and the value; a cell that differs has a ground and a frame of its own."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: Cell | None = index.data(CELL_ROLE)
        painter.save()
        _paint_ground(painter, option, cell)
        look = theme.current()
        inner = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        if cell is not None:
            icon, token = {True: ("check", "ok"), False: ("cross", "fail"), None: ("minus", "text-2")}[cell.agrees]
            painter.drawPixmap(inner.left(), inner.top() + 2, look.pixmap(icon, token, 13))
        painter.setFont(look.font("secondary", bold=cell is not None and cell.agrees is False))
        painter.setPen(look.colour("text"))
        draw_text(painter, QRect(inner).adjusted(_MARK, 0, 0, 0).toRectF(), str(index.data() or ""))
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, cell: Cell | None) -> None:
    look, room = theme.current(), option.rect
    if cell is not None and cell.agrees is False:
        painter.fillRect(room, look.colour("fail-soft"))
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(look.colour("accent"))
        painter.drawRect(room.adjusted(0, 0, -1, -1))
        painter.drawRect(room.adjusted(1, 1, -2, -2))
