"""The chain as a drawing: one lane a paper, bars on an axis of time, and what is open or wrong drawn on them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QSizePolicy

from core.checks.lanes import Lane
from core.checks.periods import Span
from core.i18n import _
from gui import theme
from gui.chain.scale import Scale, scale_of
from gui.chain.words import short, spoken, term

_LANE, _BAR, _TITLE, _AXIS, _SIDE = 48, 16, 20, 26, 10
_NOTE = 14  # what a lane is taller by, so that words that are wider than a gap have room below it
_ZOOM, _MOST = 1.25, 16.0


class ChainDrawing(QGraphicsView):
    """One chain. Arrow keys go from lane to lane, Enter opens its paper, + and − change the scale.

    Signals:
        opened: Id of the paper of a lane.
        zoomed: The scale changed.
    """

    opened = Signal(str)
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setScene(QGraphicsScene(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lanes: tuple[Lane, ...] = ()
        self._marks: tuple[tuple[date, str], ...] = ()
        self._current, self._tall = 0, _LANE
        self.factor = 1.0
        theme.current().changed.connect(self._draw)

    def show_lanes(self, lanes: tuple[Lane, ...], marks: tuple[tuple[date, str], ...]) -> None:
        """Shows a chain; `marks` are days with a name, such as that of the notice."""
        if (lanes, marks) == (self._lanes, self._marks):
            return
        self._lanes, self._marks = lanes, marks
        self._current = min(self._current, max(0, len(lanes) - 1))
        self._tall = _LANE + (_NOTE if any(lane.gaps or lane.beyond for lane in lanes) else 0)
        self.setAccessibleName(_("授权链图：") + _("；").join(spoken(lane) for lane in lanes))
        self.updateGeometry()
        self._draw()

    def lane(self) -> Lane | None:
        """Returns the lane in hand."""
        return self._lanes[self._current] if self._lanes else None

    def zoom(self, steps: int) -> None:
        """Makes the years wider or narrower; never narrower than the view."""
        factor = min(_MOST, max(1.0, self.factor * _ZOOM**steps))
        if factor != self.factor:
            self.factor = factor
            self._draw()
            self.zoomed.emit()

    def sizeHint(self) -> QSize:
        return QSize(400, self._tall * len(self._lanes) + _AXIS + 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._go(self._current + (1 if event.key() == Qt.Key.Key_Down else -1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(self._current)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(1)
            case Qt.Key.Key_Minus:
                self.zoom(-1)
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()  # the page scrolls, not the drawing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._lane_at(event.position())
        if place is not None:
            self.setFocus()
            self._go(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._lane_at(event.position())
        if place is not None:
            self._open(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._lane_at(event.position())
        self.setToolTip(spoken(self._lanes[place]) if place is not None else "")

    def _lane_at(self, point: QPointF) -> int | None:
        place = int(point.y() // self._tall)
        return place if 0 <= place < len(self._lanes) else None

    def _go(self, place: int) -> None:
        if 0 <= place < len(self._lanes):
            self._current = place
            self.setAccessibleDescription(spoken(self._lanes[place]))
            self.viewport().update()

    def _open(self, place: int) -> None:
        if place < len(self._lanes) and self._lanes[place].paper:
            self.opened.emit(self._lanes[place].paper)

    def _draw(self) -> None:
        self.scene().clear()
        if not self._lanes:
            return
        width = max(120.0, (self.viewport().width() - 2 * _SIDE) * self.factor)
        self.scene().setSceneRect(0, 0, width + 2 * _SIDE, self._tall * len(self._lanes) + _AXIS)
        if any(lane.span for lane in self._lanes):
            scale = scale_of(self._lanes, tuple(day for day, _name in self._marks), width)
            _Sketch(self.scene(), scale, self._tall).draw(self._lanes, self._marks)
        self.viewport().update()

    def drawForeground(self, painter: QPainter, _rect: QRectF | object) -> None:
        """Titles stay in view while the years are moved."""
        painter.save()
        painter.resetTransform()
        look = theme.current()
        width = self.viewport().width()
        for n, lane in enumerate(self._lanes):
            _paint_title(painter, lane, n * self._tall, width)
            if n == self._current and self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(look.colour("accent"), 1))
                painter.drawRoundedRect(QRectF(0.5, n * self._tall + 0.5, width - 1, self._tall - 2), 4, 4)
        painter.restore()


def _paint_title(painter: QPainter, lane: Lane, top: int, width: int) -> None:
    look = theme.current()
    faults = lane.faults
    note = _("{count} 处要看").format(count=len(faults)) if faults else term(lane.span)
    token = "fail" if any(f.blocks for f in faults) else "warn" if faults else "text-2"
    painter.setFont(look.font("secondary"))
    metrics = QFontMetrics(look.font("secondary"))
    right = metrics.horizontalAdvance(note)
    painter.setPen(look.colour(token))
    said = QRectF(width - right - _SIDE, top + 2, right + 2, _TITLE)
    painter.fillRect(said.adjusted(-20, 0, 2, 0), look.colour("surface"))  # the lines of years and days end there
    painter.drawText(said, Qt.AlignmentFlag.AlignVCenter, note)
    if faults:
        icon = look.pixmap("cross" if token == "fail" else "warn", token, 13)  # noqa: S105 - a colour
        painter.drawPixmap(QPointF(width - right - _SIDE - 17, top + 6), icon)
    painter.setPen(look.colour("text"))
    room = width - right - 2 * _SIDE - 24
    title = metrics.elidedText(lane.title, Qt.TextElideMode.ElideMiddle, int(room))
    words = QRectF(_SIDE, top + 2, min(room, metrics.horizontalAdvance(title) + 4), _TITLE)
    painter.fillRect(words, look.colour("surface"))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, title)


class _Sketch:
    """Puts the bars of a chain on a scene."""

    def __init__(self, scene: QGraphicsScene, scale: Scale, tall: int) -> None:
        self._scene, self._scale, self._tall = scene, scale, tall

    def draw(self, lanes: tuple[Lane, ...], marks: tuple[tuple[date, str], ...]) -> None:
        bottom = self._tall * len(lanes)
        taken = [self._mark(day, name, bottom) for day, name in marks]
        taken += self._ends(bottom, taken)
        for year in self._scale.years():
            self._year(year, bottom, taken)
        for n, lane in enumerate(lanes):
            self._lane(lane, n * self._tall + _TITLE + 4)

    def _lane(self, lane: Lane, top: float) -> None:
        look = theme.current()
        if lane.span is not None:
            token = "accent" if lane.certificate else "ok"
            self._scene.addPath(self._bar(lane.span, top), QPen(Qt.PenStyle.NoPen), look.colour(token))
        opened = [(days, _("超出上级 {days}").format(days=short(days)), True) for days in lane.beyond]
        opened += [(days, _("断档 {days}").format(days=short(days)), False) for days in lane.gaps]
        rooms = [self._open(days, top, hatched=hatched) for days, _text, hatched in opened]
        taken: list[QRectF] = []
        for room, (_days, text, _hatched) in zip(rooms, opened, strict=True):
            taken.append(self._label(room, text, taken))

    def _bar(self, days: Span, top: float) -> QPainterPath:
        left, right = self._scale.ends(days)
        path = QPainterPath()
        path.addRoundedRect(QRectF(_SIDE + left, top, max(3.0, right - left), _BAR), 3, 3)
        return path

    def _open(self, days: Span, top: float, *, hatched: bool) -> QRectF:
        look = theme.current()
        left, right = self._scale.ends(days)
        room = QRectF(_SIDE + left, top, max(4.0, right - left), _BAR)
        self._scene.addRect(room, QPen(Qt.PenStyle.NoPen), look.colour("fail-soft"))
        pattern = Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.NoBrush
        pen = QPen(look.colour("fail"), 1, Qt.PenStyle.DashLine)
        self._scene.addRect(room, pen, QBrush(look.colour("fail"), pattern))
        return room

    def _label(self, bar: QRectF, text: str, taken: list[QRectF]) -> QRectF:
        """Writes a text on its bar, or below it where it does not fit, beside others that stand there."""
        look = theme.current()
        size = self._text(text, bold=True)
        fits = size.width() + 6 <= bar.width()
        top = bar.center().y() - size.height() / 2 if fits else bar.bottom()
        least, most = float(_SIDE), _SIDE + self._scale.width - size.width()
        lefts = (bar.center().x() - size.width() / 2, bar.left(), bar.right() - size.width())
        rooms = [QRectF(max(least, min(left, most)), top, size.width(), size.height()) for left in lefts]
        free = (r for r in rooms if not any(r.adjusted(-4, 0, 4, 0).intersects(other) for other in taken))
        room = next(free, rooms[0])
        ground = look.colour("fail-soft" if fits else "surface")  # lines of years and days end there
        self._scene.addRect(room.adjusted(-3, 1, 3, -1), QPen(Qt.PenStyle.NoPen), ground).setZValue(3)
        self._write(text, "fail", room.topLeft(), bold=True)
        return room

    def _ends(self, bottom: float, taken: list[QRectF]) -> list[QRectF]:
        """Writes the first and the last month, where the marked days leave room."""
        first, last = (f"{day:%Y-%m}" for day in (self._scale.first, self._scale.last))
        right = 2 * _SIDE + self._scale.width - self._text(last).width() - 2
        rooms = [(text, self._text(text).translated(x, bottom + 6)) for text, x in ((first, 2.0), (last, right))]
        free = [(text, room) for text, room in rooms if not any(room.intersects(other) for other in taken)]
        for text, room in free:
            self._write(text, "text-2", room.topLeft())
        return [room for _text, room in free]

    def _year(self, day: date, bottom: float, taken: list[QRectF]) -> None:
        look = theme.current()
        x = _SIDE + self._scale.at(day)
        line = self._scene.addLine(x, 0, x, bottom + 4, QPen(look.colour("line"), 1))
        line.setZValue(-1)
        text = str(day.year)
        size = self._text(text)
        room = QRectF(x - size.width() / 2, bottom + 6, size.width(), size.height())
        if any(room.adjusted(-4, 0, 4, 0).intersects(other) for other in taken) or room.right() > self._scale.width:
            return
        self._write(text, "text-2", room.topLeft())

    def _mark(self, day: date, name: str, bottom: float) -> QRectF:
        look = theme.current()
        x = _SIDE + self._scale.at(day)
        self._scene.addLine(x, 0, x, bottom + 4, QPen(look.colour("accent"), 1, Qt.PenStyle.DashLine)).setZValue(2)
        text = _("{name} {day}").format(name=name, day=day.isoformat())
        size = self._text(text)
        left = min(max(x - size.width() / 2, 2.0), self._scale.width + 2 * _SIDE - size.width() - 2)
        self._write(text, "accent", QPointF(left, bottom + 6))
        return QRectF(left, bottom + 6, size.width(), size.height())

    def _write(self, text: str, token: str, at: QPointF, *, bold: bool = False) -> None:
        look = theme.current()
        made = self._scene.addSimpleText(text, look.font("secondary", bold=bold))
        made.setBrush(look.colour(token))
        made.setZValue(4)
        made.setPos(at)

    def _text(self, text: str, *, bold: bool = False) -> QRectF:
        metrics = QFontMetrics(theme.current().font("secondary", bold=bold))
        return QRectF(0, 0, metrics.horizontalAdvance(text), metrics.height())
