"""What a window says: every text that a person sees or a screen reader reads, with the widget that says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

HAN = re.compile(r"[㐀-鿿]")
_MOST_ROWS = 200


def said(owner: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Yields each text in view, and names, hints and tool tips of what is in view."""
    for widget in (owner, *owner.findChildren(QWidget)):
        if widget.isVisible() and not widget.objectName().startswith("qt_"):
            for text in (*_shown(widget), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()):
                if text:
                    yield widget, text
    yield owner, owner.windowTitle()


def own_words(value: object) -> set[str]:
    """Returns every text inside a case or another value of the model: what the person or the platform wrote."""
    if isinstance(value, str):
        return {value, *value.splitlines()}
    if is_dataclass(value) and not isinstance(value, type):
        return own_words(tuple(getattr(value, field.name) for field in fields(value)))
    if isinstance(value, tuple | list | frozenset | set):
        return set().union(*(own_words(one) for one in value)) if value else set()
    if isinstance(value, dict):
        return own_words((*value, *value.values()))
    return set()


def without(text: str, known: Iterable[str]) -> str:
    """Returns what is left of a text when known words are taken out, the longest first."""
    for words in known:
        if words in text:
            text = text.replace(words, "")
    return text


def _shown(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(n) for n in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget.model())


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    wanted = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex()))
    for row in range(min(model.rowCount(QModelIndex()), _MOST_ROWS)):
        for role in wanted:
            yield from (str(model.index(row, c).data(role) or "") for c in columns)
    yield from (str(model.headerData(c, Qt.Orientation.Horizontal) or "") for c in columns)
