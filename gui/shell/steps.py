"""The six steps on the left, each with its state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.i18n import _
from core.interview import StepState
from gui import theme
from gui.jumps import STEPS, Step
from gui.widgets.basic import vbox

Index = QModelIndex | QPersistentModelIndex
_WIDE, _RAIL, _RAIL_PAD = 176, 88, 6
_STATE = Qt.ItemDataRole.UserRole + 1
_BLOCKED = Qt.ItemDataRole.UserRole + 2


class StepModel(QAbstractListModel):
    """The steps with title and state."""

    def __init__(self) -> None:
        super().__init__()
        titles = (_("受理"), _("自查"), _("材料"), _("说明"), _("提交包"), _("提交后"))
        self._steps = tuple(StepState(step, title, "todo", ()) for step, title in zip(STEPS, titles, strict=True))
        self._blocked: dict[str, int] = {}

    def set_steps(self, steps: tuple[StepState, ...], blocked: Mapping[str, int]) -> None:
        """Shows other states; `blocked` counts the findings that must be solved on a step."""
        # The titles come from the pack, in Chinese; the catalogue knows the usual ones.
        by_id = {step.step: replace(step, title=_(step.title)) for step in steps}
        self._steps = tuple(by_id.get(old.step, old) for old in self._steps)
        self._blocked = dict(blocked)
        self.dataChanged.emit(self.index(0), self.index(len(self._steps) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        step = self._steps[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return step.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = {"done": _("已完成"), "doing": _("进行中"), "todo": _("未开始")}[step.state]
            if count := self._blocked.get(step.step):
                state = _("{count} 项必须解决").format(count=count)
            return _("第 {number} 步 {title}，{state}").format(number=index.row() + 1, title=step.title, state=state)
        if role == _BLOCKED:
            return self._blocked.get(step.step, 0)
        return step if role == _STATE else None


class StepDelegate(QStyledItemDelegate):
    """Paints a numbered circle and the title."""

    def __init__(self, owner: QListView) -> None:
        super().__init__(owner)
        self.narrow = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(_RAIL - 2 * _RAIL_PAD, 62) if self.narrow else QSize(150, 44)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        step: StepState = index.data(_STATE)
        room: QRect = option.rect.adjusted(0, 2, 0, -2)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            focused = chosen and state & QStyle.StateFlag.State_HasFocus
            painter.setPen(QPen(look.colour("accent")) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent-soft" if chosen else "surface-2"))
            painter.drawRoundedRect(QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        blocked: int = index.data(_BLOCKED)
        shown = "doing" if blocked else step.state
        left, top = (8, room.top() + 8) if self.narrow else (10, room.center().y() - 10.5)
        _paint_circle(painter, QRectF(room.left() + left, top, 22, 22), index.row() + 1, shown, chosen)
        if blocked:
            _paint_blocked(painter, room.adjusted(0, 0, 4, -22) if self.narrow else room, blocked)
        painter.setFont(look.font("secondary" if self.narrow else "body", bold=chosen))
        painter.setPen(look.colour("text"))
        words = room.adjusted(8, 32, -2, 0) if self.narrow else room.adjusted(42, 0, -8, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, step.title)
        painter.restore()


class StepList(QFrame):
    """Signals: chosen (a step's id)."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("part", "steps")
        self.setFixedWidth(_WIDE)
        self._model = StepModel()
        self._view = QListView()
        self._view.setAccessibleName(_("步骤"))
        self._view.setModel(self._model)
        self._delegate = StepDelegate(self._view)
        self._view.setItemDelegate(self._delegate)
        self._view.setMouseTracking(True)
        self.setFocusProxy(self._view)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box = vbox(self)
        self._box.setContentsMargins(10, 12, 10, 12)
        self._box.addWidget(self._view)
        self._view.selectionModel().currentChanged.connect(self._on_current_changed)
        theme.current().changed.connect(self._view.viewport().update)

    def show_steps(self, steps: tuple[StepState, ...], blocked: Mapping[str, int]) -> None:
        self._model.set_steps(steps, blocked)

    def fold(self, *, narrow: bool) -> None:
        """Puts each title below its number, which leaves the page more room."""
        if narrow == self._delegate.narrow:
            return
        self._delegate.narrow = narrow
        self.setFixedWidth(_RAIL if narrow else _WIDE)
        side = _RAIL_PAD if narrow else 10
        self._box.setContentsMargins(side, 12, side, 12)
        self._view.scheduleDelayedItemsLayout()

    def choose(self, step: Step) -> None:
        self._view.setCurrentIndex(self._model.index(STEPS.index(step)))

    def current(self) -> Step:
        return STEPS[max(0, self._view.currentIndex().row())]

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(STEPS[current.row()])


def _paint_blocked(painter: QPainter, room: QRect, count: int) -> None:
    look = theme.current()
    painter.drawPixmap(room.right() - 40, room.center().y() - 6, look.pixmap("cross", "fail", 13))
    painter.setFont(look.font("secondary", bold=True))
    painter.setPen(look.colour("fail"))
    side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(room.adjusted(0, 0, -8, 0), side, str(count))


def _paint_circle(painter: QPainter, circle: QRectF, number: int, state: str, chosen: bool) -> None:
    look = theme.current()
    done = state == "done"
    ground = "accent" if chosen else "ok-soft" if done else "surface"
    edge = "accent" if chosen else "ok" if done else "accent" if state == "doing" else "line-strong"
    painter.setPen(QPen(look.colour(edge), 1))
    painter.setBrush(look.colour(ground))
    painter.drawEllipse(circle)
    if done:
        tick = look.pixmap("check", "on-accent" if chosen else "ok", 14)
        painter.drawPixmap(circle.topLeft() + QPointF(4, 4), tick)
        return
    painter.setFont(look.font("secondary", bold=chosen))
    painter.setPen(look.colour("on-accent" if chosen else "accent" if state == "doing" else "text-2"))
    painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number))
