"""The table of cases: several can be chosen; what was chosen stays chosen while the rows change."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from core.board import BoardEntry
from core.i18n import _
from gui import theme
from gui.board.delegate import ROW_HEIGHT, BoardDelegate
from gui.board.model import BLOCKER, DUE, ENTRY_ROLE, MONEY, PLATFORM, PLAYBOOK, READY, SHOP, BoardModel

_WIDTHS = {SHOP: 218, PLATFORM: 104, PLAYBOOK: 176, DUE: 206, READY: 104, BLOCKER: 300, MONEY: 120}
_NARROW = {SHOP: 140, PLATFORM: 76, PLAYBOOK: 112, DUE: 150, READY: 84, MONEY: 88}
_ENDS = frozenset({Qt.Key.Key_Home, Qt.Key.Key_End})
_WIDE_FROM = 1080  # pixels, from which what is in the way has room beside the rest


class CaseTable(QTableView):
    """Signals: opened (index), by double click, Enter or Return."""

    opened = Signal(QModelIndex)

    def __init__(self, model: BoardModel) -> None:
        super().__init__()
        self._rows = model
        self._kept = ""
        self._widths: dict[int, int] = {}
        self.setAccessibleName(_("案件列表"))
        self.setModel(model)
        self.setItemDelegate(BoardDelegate(self))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._set_headers()
        self.doubleClicked.connect(self.opened)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._choose_kept)
        theme.current().changed.connect(self.viewport().update)

    def choose_first(self) -> None:
        """Chooses the first row when none is chosen."""
        if self._rows.rowCount() and not self.currentIndex().isValid():
            self.setCurrentIndex(self._rows.index(0, 0))

    def whole_height(self) -> int:
        return self._rows.rowCount() * ROW_HEIGHT + self.horizontalHeader().height() + 4

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._rows.rowCount():  # never a blank table
            painter, look = QPainter(self.viewport()), theme.current()
            painter.setFont(look.font())
            painter.setPen(look.colour("text-2"))
            said = _("没有符合的案件。清空筛选，或者换一个状态看看。")
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        elif event.key() in _ENDS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            # Rows are what one goes through here; columns can't be chosen.
            last = self._rows.rowCount() - 1
            self.setCurrentIndex(self._rows.index(0 if event.key() == Qt.Key.Key_Home else last, 0))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        widths = _WIDTHS if event.size().width() >= _WIDE_FROM else _NARROW
        if widths is not self._widths:  # what the person sets stays until the window becomes narrow or wide
            self._widths = widths
            for column, width in widths.items():
                self.setColumnWidth(column, width)
        super().resizeEvent(event)

    def _set_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setAccessibleName(_("列标题"))
        head.setFixedHeight(35)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(BLOCKER, QHeaderView.ResizeMode.Stretch)
        head.setSortIndicator(DUE, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        head.setSortIndicatorShown(True)

    @Slot()
    def _keep(self) -> None:
        entry = self.currentIndex().data(ENTRY_ROLE)
        if isinstance(entry, BoardEntry):
            self._kept = entry.path

    @Slot()
    def _choose_kept(self) -> None:
        row = max(0, self._rows.row_of(self._kept)) if self._kept else 0
        if self._rows.rowCount():
            self.setCurrentIndex(self._rows.index(row, 0))
