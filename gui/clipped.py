"""Finds text that does not fit where it stands: what pictures are looked through for, told in words.

What ends in “…” on purpose (`ElidedLabel`, `Choice`, rows of lists) has its whole text as a tool tip and is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from gui.widgets.basic import ElidedLabel
from gui.widgets.choice import Choice
from gui.widgets.pill import Pill

_SLACK = 2  # pixels that rounding at 150 % takes


def clipped(owner: QWidget) -> Iterator[str]:
    """Yields a line for each text in view that is cut off, and for each area that has to be scrolled sideways."""
    for widget in (owner, *owner.findChildren(QWidget)):
        if not widget.isVisible() or widget.objectName().startswith("qt_") or _is_sideways(widget):
            continue
        for kind, look in _LOOKS.items():
            if isinstance(widget, kind):
                if told := look(widget):
                    yield f"{type(widget).__name__}: {told}"
                break
        if out := _outside(widget):
            yield f"{type(widget).__name__}: {out}"


def _is_sideways(widget: QWidget) -> bool:
    """Whether this is a table that has a column for each paper, or its heading, and says so."""
    owner = widget.parentWidget()
    return bool(widget.property("sideways") or (owner is not None and owner.property("sideways")))


def _elided(_widget: QWidget) -> str:
    return ""


def _label(widget: QLabel) -> str:
    text, room = widget.text(), widget.contentsRect()
    if not text or not widget.pixmap().isNull():
        return ""
    if widget.wordWrap():
        return text if widget.heightForWidth(widget.width()) > widget.height() + _SLACK else ""
    needed = widget.fontMetrics().size(0, text)
    return text if _larger(needed, room.size()) else ""


def _button(widget: QAbstractButton) -> str:
    return widget.text() if widget.text() and widget.sizeHint().width() > widget.width() + _SLACK else ""


def _pill(widget: Pill) -> str:
    return widget.text() if widget.text() and _larger(widget.sizeHint(), widget.size()) else ""


def _choice(widget: QComboBox) -> str:
    text = widget.currentText()
    option = QStyleOptionComboBox()
    widget.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = widget.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, widget)
    return text if widget.fontMetrics().horizontalAdvance(text) > room.width() + _SLACK else ""


def _line(widget: QLineEdit) -> str:
    """Only the hint: what a person typed may be as long as it is."""
    hint = "" if widget.text() else widget.placeholderText()
    room = widget.contentsRect().width() - 2 * _LINE_PAD
    return hint if widget.fontMetrics().horizontalAdvance(hint) > room + _SLACK else ""


def _header(widget: QHeaderView) -> str:
    model = widget.model()
    if widget.orientation() is not Qt.Orientation.Horizontal or model is None:
        return ""
    sections = [n for n in range(model.columnCount(QModelIndex())) if widget.sectionSize(n)]
    titles = {n: str(model.headerData(n, Qt.Orientation.Horizontal) or "") for n in sections}
    needed = {n: widget.fontMetrics().horizontalAdvance(title) + 2 * _LINE_PAD for n, title in titles.items()}
    return ", ".join(title for n, title in titles.items() if needed[n] > widget.sectionSize(n) + _SLACK)


def _area(widget: QAbstractScrollArea) -> str:
    bar = widget.horizontalScrollBar()
    far = bar.maximum() if bar is not None else 0
    return f"has to be scrolled by {far} pixels sideways" if far > _SLACK else ""


def _outside(widget: QWidget) -> str:
    """Says that a part with text stands beyond the edge of what it is in."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or not isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit):
        return ""
    if isinstance(parent.parentWidget(), QScrollArea | QAbstractScrollArea):
        return ""
    inner = QRect(0, 0, parent.width(), parent.height()).adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK)
    return "" if inner.contains(widget.geometry()) else f"{widget.accessibleName()} stands out of its frame"


def _larger(needed: QSize, room: QSize) -> bool:
    return needed.width() > room.width() + _SLACK or needed.height() > room.height() + _SLACK


_LINE_PAD = 8  # what the style sheet leaves free inside a line
# The first kind that a widget is of decides.
_LOOKS: dict[type[QWidget], Callable[..., str]] = {
    ElidedLabel: _elided,
    Choice: _elided,
    QLabel: _label,
    QAbstractButton: _button,
    Pill: _pill,
    QComboBox: _choice,
    QLineEdit: _line,
    QHeaderView: _header,
    QAbstractScrollArea: _area,
}
