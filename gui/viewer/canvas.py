"""The pages of one file one below the other: zoomed, turned, scrolled, with boxes that can be pointed at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from core.i18n import _
from core.model import Box, FileFacts
from gui import theme
from gui.viewer.layout import Layout, box_on, lay_out, page_sizes, shown_size, turned
from gui.viewer.marks import Mark, paint_mark
from gui.viewer.pictures import Pictures

Fit = Literal["width", "page", ""]
LEAST, MOST = 0.25, 4.0
_STEP = 1.25
_DOTS = 10_000_000  # of one page; what is larger is drawn as large as that and stretched
_CALM_MS = 90  # after the last change of size, before pages are drawn at the new one
_NEAR = 3.0


class Canvas(QAbstractScrollArea):
    """Shows pages and lets the person move over them; what is not there yet comes when it was drawn.

    Signals:
        page_changed: The number of the page that is mostly in view.
        zoomed: How it fits, and the scale.
        mark_chosen: The key of a mark that was clicked.
        mark_pointed: The key of the mark under the mouse, or "".
    """

    page_changed = Signal(int)
    zoomed = Signal()
    mark_chosen = Signal(str)
    mark_pointed = Signal(str)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 120)
        self.viewport().setMouseTracking(True)
        self._pictures = pictures
        self._file, self._sha256 = "", ""
        self._facts: FileFacts | None = None
        self._fit: Fit = "width"
        self._layout: Layout = lay_out((), 1.0, 0, QSizeF(1, 1))
        self._page, self._text = 1, ""
        self._marks: tuple[Mark, ...] = ()
        self._chosen, self._pointed = "", ""
        self._dragged_from: QPoint | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_CALM_MS)
        self._settling.timeout.connect(self.viewport().update)
        pictures.arrived.connect(self._on_arrived)
        pictures.failed.connect(self._on_arrived)
        theme.current().changed.connect(self.viewport().update)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._tell()

    # What is shown

    def show_file(self, file: str, facts: FileFacts) -> None:
        """Shows a file from its first page; the same file stays where it is."""
        if facts is self._facts:
            return
        same = facts.sha256 == self._sha256
        self._file, self._sha256, self._facts, self._text = file, facts.sha256, facts, ""
        if not same:
            self._pictures.forgive(facts.sha256)
            self._page = 1
        self._place(turn=self._layout.turn if same else 0)
        if not same:
            self.verticalScrollBar().setValue(0)
        self._tell()

    def say(self, text: str) -> None:
        """Shows a sentence in place of pages."""
        self._sha256, self._facts, self._text, self._marks = "", None, text, ()
        self._layout = lay_out((), 1.0, 0, QSizeF(1, 1))
        self._measure()
        self._tell()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        if marks != self._marks:
            self._marks = marks
            self.viewport().update()

    def choose_mark(self, key: str) -> None:
        """Puts a mark forward, and scrolls to it when it is out of view."""
        if key == self._chosen:
            return
        self._chosen = key
        self.viewport().update()
        mark = next((m for m in self._marks if m.key == key and key), None)
        if mark is not None and mark.page <= self._layout.pages:
            self._reveal(self._room_of(mark))

    @property
    def page(self) -> int:
        return self._page

    @property
    def pages(self) -> int:
        return self._layout.pages

    @property
    def scale(self) -> float:
        return self._layout.scale

    @property
    def turn(self) -> int:
        return self._layout.turn

    @property
    def fit(self) -> Fit:
        return self._fit

    def go(self, page: int) -> None:
        """Scrolls to the top of a page."""
        if self.pages:
            top = self._layout.rect(max(1, min(page, self.pages))).top()
            self.verticalScrollBar().setValue(round(top - 8))
            self._set_page(max(1, min(page, self.pages)))

    def zoom(self, scale: float, at: QPointF | None = None) -> None:
        """Zooms to a scale, the point under the mouse (or the middle) staying where it is."""
        self._fit = ""
        self._rescale(max(LEAST, min(scale, MOST)), at)

    def zoom_in(self) -> None:
        self.zoom(self.scale * _STEP)

    def zoom_out(self) -> None:
        self.zoom(self.scale / _STEP)

    def fit_to(self, fit: Fit) -> None:
        """Fits the width or the whole page into the room, also when the room changes."""
        self._fit = fit
        page = self._page
        self._place()
        self.go(page)

    def rotate(self) -> None:
        """Turns the view by a quarter; the file stays as it is."""
        page = self._page
        self._place(turn=(self.turn + 90) % 360)
        self.go(page)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page, at_top = self._page, self.verticalScrollBar().value() == 0
        self._place()
        if at_top or (self._fit and page > 1):  # else a small view's middle leads to the foot of a larger one
            self.go(page)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(self.scale * _STEP ** (event.angleDelta().y() / 120), event.position())
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        does = self._keys().get(event.key())
        if does is not None and self.pages:
            does()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        mark = self._mark_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and mark is not None and mark.key:
            self.choose_mark(mark.key)
            self.mark_chosen.emit(mark.key)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._dragged_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragged_from = None
        self.viewport().unsetCursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._dragged_from is not None:
            moved = self._dragged_from - here
            self._dragged_from = here
            for bar, by in ((self.horizontalScrollBar(), moved.x()), (self.verticalScrollBar(), moved.y())):
                bar.setValue(bar.value() + by)
            return
        mark = self._mark_at(event.position())
        self._point_at(mark.key if mark is not None else "")
        if mark is not None and mark.text:
            QToolTip.showText(event.globalPosition().toPoint(), mark.text, self)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at("")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        look = theme.current()
        if not self.pages:
            painter.setPen(look.colour("text-2"))
            room = self.viewport().rect().adjusted(16, 0, -16, 0)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._text)
            return
        offset = self._offset()
        for page in self._layout.visible(offset.y()):
            self._paint_page(painter, page, self._layout.rect(page).translated(-offset))
        if self.hasFocus():
            painter.setPen(QPen(look.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    def _paint_page(self, painter: QPainter, page: int, rect: QRectF) -> None:
        look = theme.current()
        painter.fillRect(rect, look.colour("paper"))
        image = self._image(page)
        if image is not None:
            self._paint_image(painter, rect, image)
        else:
            fault = self._pictures.fault(self._sha256, page)
            painter.setPen(look.colour("ink"))
            room = rect.intersected(QRectF(self.viewport().rect())).adjusted(12, 0, -12, 0)
            text = str(fault) if fault is not None else _("正在绘制…")
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), text)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        for mark in self._marks:
            if mark.page == page:
                room = box_on(rect, turned(mark.box, self.turn))
                paint_mark(painter, room, mark, chosen=bool(mark.key) and mark.key in {self._chosen, self._pointed})

    def _paint_image(self, painter: QPainter, rect: QRectF, image: QImage) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(rect.center())
        painter.rotate(self.turn)
        width, height = shown_size((rect.width(), rect.height()), self.turn)
        painter.drawImage(QRectF(-width / 2, -height / 2, width, height), image)
        painter.restore()

    def _image(self, page: int) -> QImage | None:
        width, height = self._layout.sizes[page - 1]
        dots = width * self.scale * self.devicePixelRatioF()
        if dots * dots * height / width > _DOTS:
            dots = (_DOTS * width / height) ** 0.5
        nearest = self._pictures.nearest(self._sha256, page)
        if self._settling.isActive() and nearest is not None:
            return nearest
        return self._pictures.picture(self._sha256, page, max(1, round(dots))) or nearest

    def _place(self, *, turn: int | None = None) -> None:
        sizes = page_sizes(self._facts, self.devicePixelRatioF()) if self._facts is not None else ()
        self._layout = lay_out(sizes, self.scale, self.turn if turn is None else turn, QSizeF(self.viewport().size()))
        self._rescale(self._fitting())

    def _fitting(self) -> float:
        if not self.pages or not self._fit:
            return self.scale
        sizes = [shown_size(size, self.turn) for size in self._layout.sizes]
        room = self.viewport().size()
        by_width = (room.width() - 17) / max(width for width, _height in sizes)
        if self._fit == "width":
            return by_width
        _width, height = sizes[min(self._page, self.pages) - 1]
        return min(by_width, (room.height() - 17) / height)

    def _rescale(self, scale: float, at: QPointF | None = None) -> None:
        before, point = self._layout, at or QPointF(self.viewport().rect().center())
        spot = self._offset() + point
        room = QSizeF(self.viewport().size())
        self._layout = lay_out(before.sizes, scale, before.turn, room)
        self._measure()
        if before.sizes and scale != before.scale:
            page = min(before.page_at(spot.y()), self.pages)
            old, new = before.rect(page), self._layout.rect(page)
            grown = scale / before.scale
            target = new.topLeft() + (spot - old.topLeft()) * grown - point
            self.horizontalScrollBar().setValue(round(target.x()))
            self.verticalScrollBar().setValue(round(target.y()))
        self._settling.start()
        self.viewport().update()
        self.zoomed.emit()

    def _measure(self) -> None:
        room = self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), self._layout.width, room.width()),
            (self.verticalScrollBar(), self._layout.height, room.height()),
        ):
            bar.setRange(0, max(0, round(whole - seen)))
            bar.setPageStep(seen)
            bar.setSingleStep(40)
        self.viewport().update()

    def _offset(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _reveal(self, room: QRectF) -> None:
        seen = QRectF(self._offset(), QSizeF(self.viewport().size()))
        if seen.contains(room):
            return
        self.verticalScrollBar().setValue(round(room.center().y() - seen.height() / 2))
        self.horizontalScrollBar().setValue(round(room.center().x() - seen.width() / 2))

    def between(self, start: QPointF, end: QPointF) -> tuple[int, Box] | None:
        """Returns the page and the box on it between two points of the view."""
        return self._layout.between(start + self._offset(), end + self._offset())

    def room_of(self, page: int, box: Box) -> QRectF:
        """Returns where a box of a page lies in the view."""
        return box_on(self._layout.rect(page), turned(box, self.turn)).translated(-self._offset())

    def _room_of(self, mark: Mark) -> QRectF:
        return box_on(self._layout.rect(mark.page), turned(mark.box, self.turn))

    def _mark_at(self, point: QPointF) -> Mark | None:
        spot = point + self._offset()
        rooms = ((mark, self._room_of(mark)) for mark in self._marks if mark.page <= self.pages)
        hit = [(room.width() * room.height(), mark) for mark, room in rooms if _grown(room).contains(spot)]
        return min(hit, key=lambda one: one[0])[1] if hit else None

    def _point_at(self, key: str) -> None:
        if key != self._pointed:
            self._pointed = key
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)
            self.viewport().update()
            self.mark_pointed.emit(key)

    def _keys(self) -> dict[int, Callable[[], object]]:
        return {
            Qt.Key.Key_PageUp: lambda: self.go(self._page - 1),
            Qt.Key.Key_PageDown: lambda: self.go(self._page + 1),
            Qt.Key.Key_Home: lambda: self.go(1),
            Qt.Key.Key_End: lambda: self.go(self.pages),
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: lambda: self.fit_to("width"),
            Qt.Key.Key_9: lambda: self.fit_to("page"),
            Qt.Key.Key_1: lambda: self.zoom(1.0),
            Qt.Key.Key_R: self.rotate,
        }

    @Slot()
    def _on_scrolled(self) -> None:
        if self.pages:
            self._set_page(min(self.pages, self._layout.page_at(self._offset().y() + self.viewport().height() / 3)))

    def _set_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self._tell()
            self.page_changed.emit(page)

    def _tell(self) -> None:
        text = _("{file} 第 {page} 页，共 {pages} 页")
        said = text.format(file=self._file, page=self._page, pages=self.pages) if self.pages else self._text
        self.setAccessibleName(_("页面图像"))
        self.setAccessibleDescription(said)

    @Slot(str, int)
    def _on_arrived(self, sha256: str, page: int) -> None:
        if sha256 == self._sha256 and self.pages and page in self._layout.visible(self._offset().y()):
            self.viewport().update()


def _grown(room: QRectF) -> QRectF:
    return room.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR)
