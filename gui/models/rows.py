"""Two-line rows with a state: requirements, papers, points, rounds. One model, one delegate, one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gui import theme
from gui.models.text import elided, wrapped
from gui.theme import Tone
from gui.widgets.pill import paint_pill, pill_size
from gui.widgets.speaking import heard

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_PAD = 12
ROW_HEIGHT = 58
_TITLE_LEAST = 120  # pixels that a title needs beside a state in words
_LEAST_WIDTH, _ICON_ROOM, _BAR = 120, 22, 14
_TITLE_LINE, _DETAIL_LINE = 19, 18


@dataclass(frozen=True, slots=True)
class RowData:
    """What one row shows.

    Attributes:
        heading: True for a quiet line that separates groups and can't be chosen.
        quiet: True for a row that matters less (not needed, superseded).
        inner: True for a row that belongs to the one above it; it stands in a little and is lower.
        long: True for a detail that may take two lines.
    """

    id: str
    title: str
    detail: str = ""
    pill: str = ""
    tone: Tone = ""
    icon: str = ""
    heading: bool = False
    quiet: bool = False
    inner: bool = False
    long: bool = False

    @property
    def spoken(self) -> str:
        return heard(self.title, self.pill, self.detail)


class RowModel(QAbstractListModel):
    """Rows in order; ids are unique."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[RowData, ...] = ()

    def set_rows(self, rows: Sequence[RowData]) -> None:
        """Shows other rows; the same ids in the same order keep selection and scroll."""
        new = tuple(rows)
        if [r.id for r in new] == [r.id for r in self._rows]:
            changed = [i for i, (old, row) in enumerate(zip(self._rows, new, strict=True)) if old != row]
            self._rows = new
            for i in changed:
                self.dataChanged.emit(self.index(i), self.index(i))
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def rows(self) -> tuple[RowData, ...]:
        return self._rows

    def find(self, row_id: str) -> QModelIndex:
        position = next((i for i, row in enumerate(self._rows) if row.id == row_id), -1)
        return self.index(position) if position >= 0 else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return row.spoken
        return row if role == ROW_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class RowDelegate(QStyledItemDelegate):
    """Paints title, detail and a pill on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: RowData = index.data(ROW_ROLE)
        height = 32 if row.heading else 34 if row.inner else ROW_HEIGHT if row.detail else 42
        if row.heading:
            return QSize(_LEAST_WIDTH, height)
        inner = _inner_width(option)
        words = _title_width(row, inner)
        size = "secondary" if row.inner else "body"
        more = len(wrapped(row.title, theme.current().font(size), words)) - 1
        below = len(wrapped(row.detail, theme.current().font("secondary"), inner)) - 1 if row.long else 0
        return QSize(_LEAST_WIDTH, height + more * _TITLE_LINE + below * _DETAIL_LINE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RowData = index.data(ROW_ROLE)
        room = option.rect
        painter.save()
        if row.heading:
            _paint_heading(painter, room, row)
        else:
            _paint_ground(painter, room, option)
            _paint_row(painter, room, row, _inner_width(option))
        painter.restore()


class RowList(QListView):
    """A list of rows.

    Signals:
        chosen: The person (or `choose`) went to the row of this id.
    """

    chosen = Signal(str)
    activated_row = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._silent = False
        self._most = 0
        self._seek = False  # the current row, which may have gone out of view with a new width
        self.setAccessibleName(name)
        self._rows = RowModel()
        self.setModel(self._rows)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)  # how many lines a title takes depends on the width
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.activated.connect(self._on_activated)  # a double click, or Enter
        theme.current().changed.connect(self.viewport().update)

    def set_rows(self, rows: Sequence[RowData], *, keep: str = "") -> None:
        """Shows rows, keeping the current one (or `keep`) when it is still there, else the first."""
        wanted = keep or self.current()
        self._silent = True
        self._rows.set_rows(rows)
        index = self._rows.find(wanted)
        if not index.isValid():
            first = next((row.id for row in rows if not row.heading), "")
            index = self._rows.find(first)
        self.setCurrentIndex(index)
        self._silent = False
        self._fit()

    def fit_to_rows(self, most: int) -> None:
        """Is from now on as tall as its rows, and scrolls where there are more than `most`."""
        self._most = most
        self._fit()

    def _fit(self) -> None:
        if self._most:
            self.setFixedHeight(sum(self.sizeHintForRow(n) for n in range(len(self.rows()))[: self._most]) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._seek = self._current_in_view()
            self.scheduleDelayedItemsLayout()  # else it waits, with rows one over the other
            self._fit()

    def doItemsLayout(self) -> None:
        super().doItemsLayout()
        if self._seek:
            self._seek = False
            self.scrollTo(self.currentIndex())

    def _current_in_view(self) -> bool:
        return self.visualRect(self.currentIndex()).intersects(self.viewport().rect())

    def current(self) -> str:
        row = self.currentIndex().data(ROW_ROLE)
        return row.id if row is not None else ""

    def choose(self, row_id: str) -> bool:
        """Goes to a row; False when there is none of this id."""
        index = self._rows.find(row_id)
        if index.isValid():
            self.setCurrentIndex(index)
        return index.isValid()

    def rows(self) -> tuple[RowData, ...]:
        return self._rows.rows()

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.data(ROW_ROLE)
        if row is not None and not self._silent:
            self.chosen.emit(row.id)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.activated_row.emit(index.data(ROW_ROLE).id)


def _paint_heading(painter: QPainter, room: QRect, row: RowData) -> None:
    look = theme.current()
    painter.setFont(look.font("secondary", bold=True))
    painter.setPen(look.colour("text-2"))
    painter.drawText(room.adjusted(_PAD, 8, -_PAD, 0), Qt.AlignmentFlag.AlignVCenter, row.title)


def _paint_ground(painter: QPainter, room: QRect, option: QStyleOptionViewItem) -> None:
    look = theme.current()
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(room, look.colour("accent-soft"))
        focused = state & QStyle.StateFlag.State_HasFocus
        painter.fillRect(QRect(room.left(), room.top(), 3 if focused else 0, room.height()), look.colour("accent"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(room, look.colour("surface-2"))
    painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 1), look.colour("line"))


def _paint_row(painter: QPainter, room: QRect, row: RowData, width: int) -> None:
    look = theme.current()
    inner = room.adjusted(_PAD, 4, -_PAD, -4) if row.inner else room.adjusted(_PAD, 8, -_PAD, -8)
    text, pill_width = _pill_of(row, width)
    if pill_width:
        size = pill_size(text, row.tone)
        top = inner.top() if row.detail and not row.inner else inner.center().y() - size.height() // 2
        paint_pill(painter, QRectF(inner.right() - size.width(), top, size.width(), size.height()), text, row.tone)
    left = inner.left()
    if row.icon:
        beside = inner.top() + (4 if row.detail else 6)  # the first line of the title
        painter.drawPixmap(left, beside, look.pixmap(row.icon, row.tone or "text-2", 16))
        left += _ICON_ROOM
    size_name = "secondary" if row.inner else "body"
    lines = wrapped(row.title, look.font(size_name), _title_width(row, width))  # as many as were measured
    tall = 22 + (len(lines) - 1) * _TITLE_LINE if row.detail else inner.height()
    title = QRect(left, inner.top(), inner.right() - left - pill_width, tall)
    _lines(painter, title, lines, "text-2" if row.quiet else "text", size_name)
    if row.detail:
        below = QRect(left, inner.top() + tall, inner.right() - left, inner.height() - tall)
        font = look.font("secondary")
        said = wrapped(row.detail, font, below.width()) if row.long else (elided(row.detail, font, below.width()),)
        _lines(painter, below, said, "text-2", "secondary")


def _lines(painter: QPainter, room: QRect, lines: tuple[str, ...], token: str, size: str) -> None:
    look = theme.current()
    painter.setFont(look.font(size))
    painter.setPen(look.colour(token))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, "\n".join(lines))


def _pill_of(row: RowData, width: int) -> tuple[str, int]:
    """Returns the words of a row's pill and the room that it takes; where room is short, the symbol says enough."""
    if not row.pill:
        return "", 0
    size = pill_size(row.pill, row.tone)
    if row.tone and width - size.width() < _TITLE_LEAST:
        return "", pill_size("", row.tone).width() + 8
    return row.pill, size.width() + 8


def _title_width(row: RowData, inner: int) -> int:
    """Returns the room of a row's title, measured and painted."""
    return inner - _pill_of(row, inner)[1] - (_ICON_ROOM if row.icon else 0)


def _inner_width(option: QStyleOptionViewItem) -> int:
    # The scroll bar's room is left free whether or not it shows, so that heights do not depend on it.
    view = option.widget
    width = view.width() - _BAR if isinstance(view, QListView) else _LEAST_WIDTH
    return max(_LEAST_WIDTH // 2, width - 2 * _PAD)
