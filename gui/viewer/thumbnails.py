"""Small pictures of all pages, drawn as they come into view."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.i18n import _
from core.model import FileFacts
from gui import theme
from gui.viewer.pictures import Pictures

Index = QModelIndex | QPersistentModelIndex
PAGE_ROLE = Qt.ItemDataRole.UserRole + 1
_WIDTH, _HEIGHT, _FOOT = 64, 90, 18


class PageModel(QAbstractListModel):
    """The pages of a file by number."""

    def __init__(self) -> None:
        super().__init__()
        self._pages = 0

    def set_pages(self, pages: int) -> None:
        if pages != self._pages:
            self.beginResetModel()
            self._pages = pages
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._pages

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        page = index.row() + 1
        if role == Qt.ItemDataRole.DisplayRole:
            return str(page)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return _("第 {page} 页").format(page=page)
        return page if role == PAGE_ROLE else None


class Thumbnails(QListView):
    """A column of pages.

    Signals:
        page_chosen: The person went to a page.
    """

    page_chosen = Signal(int)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setAccessibleName(_("页面缩略图"))
        self.setFixedWidth(_WIDTH + 28)
        self._model = PageModel()
        self._silent = False
        self.setModel(self._model)
        self._delegate = _Thumbnail(pictures, self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._on_current)
        pictures.arrived.connect(self._on_arrived)
        theme.current().changed.connect(self.viewport().update)

    def show_file(self, facts: FileFacts | None) -> None:
        self._delegate.facts = facts
        self._model.set_pages(len(facts.pages) if facts is not None else 0)
        self.viewport().update()

    def show_page(self, page: int) -> None:
        """Puts the page in view forward, without going to it again."""
        self._silent = True
        self.setCurrentIndex(self._model.index(page - 1))
        self._silent = False

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._silent:
            self.page_chosen.emit(current.row() + 1)

    @Slot(str, int, int)
    def _on_arrived(self, sha256: str, page: int, _width: int) -> None:
        facts = self._delegate.facts
        if self.isVisible() and facts is not None and facts.sha256 == sha256:
            self.update(self._model.index(page - 1))


class _Thumbnail(QStyledItemDelegate):
    def __init__(self, pictures: Pictures, view: Thumbnails) -> None:
        super().__init__(view)
        self._pictures = pictures
        self.facts: FileFacts | None = None

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(_WIDTH + 16, _HEIGHT + _FOOT + 8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        facts, page = self.facts, int(index.data(PAGE_ROLE))
        if facts is None or page > len(facts.pages):
            return
        room: QRect = option.rect
        look = theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(room, look.colour("accent-soft"))
        size = facts.pages[page - 1]
        scale = min(_WIDTH / max(1.0, size.width), _HEIGHT / max(1.0, size.height))
        width, height = size.width * scale, size.height * scale
        sheet = QRectF(room.center().x() - width / 2, room.top() + 4 + (_HEIGHT - height) / 2, width, height)
        painter.fillRect(sheet, look.colour("paper"))
        ratio = painter.device().devicePixelRatioF()
        image = self._pictures.picture(facts.sha256, page, max(1, round(width * ratio)))
        if isinstance(image, QImage):
            painter.drawImage(sheet, image)
        painter.setPen(QPen(look.colour("accent" if chosen else "line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(sheet)
        painter.setPen(look.colour("accent" if chosen else "text-2"))
        painter.setFont(look.font("secondary"))
        painter.drawText(room.adjusted(0, _HEIGHT + 4, 0, 0), Qt.AlignmentFlag.AlignCenter, str(page))
