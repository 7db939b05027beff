"""A strip cut out of a page where something was read, so that the eye compares without searching."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.i18n import _
from core.model import Box
from gui import theme
from gui.viewer.pictures import Pictures

_DRAWN = 1400  # pixels across the page that it is cut from
_TALL, _LOW = 46, 22
_AROUND = 0.35  # of the box's height, left around it
_LARGEST = 1.6  # a small box is not blown up further


class Crop(QWidget):
    """Shows one box of one page; nothing while the page can't be drawn."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._sha256, self._page = "", 0
        self._box: Box = (0.0, 0.0, 0.0, 0.0)
        self._cut: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(40)
        self.hide()
        pictures.arrived.connect(self._on_arrived)
        theme.current().changed.connect(self.update)

    def show_box(self, sha256: str, page: int, box: Box) -> None:
        """Cuts a box out of a page, at once or as soon as the page was drawn."""
        if (sha256, page, box) == (self._sha256, self._page, self._box):
            return
        self._sha256, self._page, self._box, self._cut = sha256, page, box, None
        self.setAccessibleName(_("原件第 {page} 页上的这一处").format(page=page))
        self.show()
        self._take()

    def shows(self) -> bool:
        """Whether the strip was cut."""
        return self._cut is not None

    def sizeHint(self) -> QSize:
        return QSize(120, self._height(self.width()))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]  # a QResizeEvent
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = theme.current()
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.fillRect(room, look.colour("paper"))
        if self._cut is not None:
            scale = self._scale(self._cut, self.width(), self.height())
            width, height = self._cut.width() * scale, self._cut.height() * scale
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(1, (self.height() - height) / 2, width, height), self._cut)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)

    def _height(self, width: int) -> int:
        if self._cut is None or width <= 0:
            return _LOW
        return max(_LOW, min(_TALL, round(self._cut.height() * self._scale(self._cut, width, _TALL)) + 2))

    def _scale(self, cut: QImage, width: int, height: int) -> float:
        dense = _LARGEST * 500 / _DRAWN
        return min((width - 2) / cut.width(), (height - 2) / cut.height(), max(dense, 0.5))

    def _take(self) -> None:
        page = self._pictures.picture(self._sha256, self._page, _DRAWN)
        if page is None:
            return
        self._cut = page.copy(_cut_of(page, self._box))
        self.updateGeometry()
        self.update()

    @Slot(str, int, int)
    def _on_arrived(self, sha256: str, page: int, width: int) -> None:
        if self._cut is None and (sha256, page, width) == (self._sha256, self._page, _DRAWN):
            self._take()


def _cut_of(page: QImage, box: Box) -> QRect:
    left, top, right, bottom = box
    more = max(3.0, (bottom - top) * page.height() * _AROUND)
    cut = QRectF(left * page.width() - more, top * page.height() - more, 0, 0)
    cut.setRight(right * page.width() + more)
    cut.setBottom(bottom * page.height() + more)
    return cut.toRect().intersected(page.rect())
