"""Drawing a rectangle over what a page must not show: a sheet over the canvas while the person draws."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.i18n import _
from core.model import Box
from gui import theme
from gui.viewer.canvas import Canvas

_SMALLEST = 4.0  # pixels; less is a click and not a rectangle
_START, _STEP, _FINE = (0.35, 0.45, 0.65, 0.5), 0.02, 0.002


class CoverSheet(QWidget):
    """Lies over the pages while it is shown; with the mouse a rectangle is drawn, with the keys it is moved and sized.

    Signals:
        drawn: A page and the box on it, in fractions of the page as the file shows it.
        left: The person is done, or gave up.
    """

    drawn = Signal(int, object)
    left = Signal()

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._start: QPointF | None = None
        self._end = QPointF()
        self._typed: Box | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(_("画出要遮盖的地方"))
        self.setAccessibleDescription(_("用方向键移动，按住 Shift 改变大小，按住 Ctrl 走得更细，回车遮盖，Esc 退出"))
        canvas.zoomed.connect(self._fit)  # told after each change of size too
        self.hide()

    def begin(self) -> None:
        """Lets the person draw."""
        self._start = self._typed = None
        self._fit()
        self.show()
        self.raise_()
        self.setFocus()

    def end(self) -> None:
        """Takes the sheet away."""
        if self.isVisible():
            self.hide()
            self._canvas.setFocus()
            self.left.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._typed, self._start, self._end = None, event.position(), event.position()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is not None:
            self._end = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        start, self._start = self._start, None
        self.update()
        if start is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        room = QRectF(start, event.position()).normalized()
        found = self._canvas.between(start, event.position())
        if found is not None and min(room.width(), room.height()) >= _SMALLEST:
            self._tell(*found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _FINE if event.modifiers() & Qt.KeyboardModifier.ControlModifier else _STEP
        ways = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, -step),
            Qt.Key.Key_Down: (0.0, step),
        }
        if event.key() == Qt.Key.Key_Escape:
            self.end()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._typed is not None:
            box, self._typed = self._typed, None
            self._tell(self._canvas.page, box)
        elif (way := ways.get(Qt.Key(event.key()))) is not None and self._canvas.pages:
            sized = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._typed = _moved(self._typed, way, sized=sized) if self._typed else _START
            self.update()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        room = QRectF(self._start, self._end) if self._start is not None else self._typed_room()
        if room is None:
            return
        painter = QPainter(self)
        ink = QColor(theme.current().on_paper("ink"))
        line = QPen(theme.current().on_paper("accent"), 2)
        ink.setAlpha(140)
        painter.fillRect(room.normalized(), ink)
        painter.setPen(line)
        painter.drawRect(room.normalized())

    @Slot()
    def _fit(self) -> None:
        self.setGeometry(self._canvas.viewport().rect())
        self.update()

    def _typed_room(self) -> QRectF | None:
        return self._canvas.room_of(self._canvas.page, self._typed) if self._typed is not None else None

    def _tell(self, page: int, box: Box) -> None:
        self.update()
        if box[0] < box[2] and box[1] < box[3]:
            self.drawn.emit(page, box)


def _moved(box: Box, way: tuple[float, float], *, sized: bool) -> Box:
    """Returns a box moved, or with its right and lower side moved, kept on the page."""
    (left, top, right, bottom), (across, down) = box, way
    if sized:
        return (left, top, min(1.0, max(left + _FINE, right + across)), min(1.0, max(top + _FINE, bottom + down)))
    across = min(max(across, -left), 1 - right)
    down = min(max(down, -top), 1 - bottom)
    return (left + across, top + down, right + across, bottom + down)
