"""Finds words that a person would stumble over: boxes in place of signs, inner names, another language, odd numbers.

Beside `clipped`, what pictures are looked through for, told in words. What a person wrote, and what the packs and the
letter say in Chinese, is handed in as `own` and may stand in the English window as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFont, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from gui.widgets.pill import Pill

_INNER = {
    "an id": re.compile(r"(?<![A-Za-z0-9.-])@?[PCLR]\d{1,3}(?:[:：]\d+)?(?![A-Za-z0-9.-])"),
    "a name of the code": re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b(?!\.\w)|(?<![\w/.~-])[a-z]{3,}/[a-z0-9]+(?![\w/.-])"),
    "a place holder": re.compile(r"(?<!\{)\{[a-z_]+\}(?!\})"),
    "a value of the code": re.compile(r"(?<![.:!?] )(?<!^)(?<!\n)\b(?:None|True|False|nan|NaN)\b(?! [a-z])"),
    "a date in another form": re.compile(r"\d{4}-\d\d-\d\dT\d|\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{4}/\d\d/\d\d\b|\+08:00"),
    "a number in another form": re.compile(r"¥\d{4,}|(?<![\w.-])\d+\.\d{4,}(?![\w.])"),
    "a plural of one": re.compile(r"(?<![\w.,¥:-])1 (?!(?:is|was|has|this|pass|address)\b)[a-z]{2,}s\b"),
}
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_HAN_SIGNS = re.compile(r"[，。；：、（）！？]")
_LATIN_WORDS = re.compile(r"\b[A-Za-z]{2,} [a-z]{3,}\b")
_PATH = re.compile(r"[~/][\w.-]*/[^，。；]*")
_MOST = 120  # signs of a text that are told


def misread(owner: QWidget, language: str, own: str) -> Iterator[str]:
    """Yields a line for each text in view that a person would stumble over.

    Args:
        owner: A window, dialog or menu in view.
        language: `zh_CN` or `en`.
        own: Everything that the person, the packs and the letter say, in one text.
    """
    seen: set[str] = set()
    for widget in (owner, *owner.findChildren(QWidget)):
        if not widget.isVisible() or _is_letter(widget):
            continue
        font = widget.font()
        for text in texts(widget):
            if text and text not in seen:
                seen.add(text)
                yield from (f"{type(widget).__name__}: {told}" for told in faults(text, font, language, own))


def faults(text: str, font: QFont, language: str, own: str) -> Iterator[str]:
    """Yields what is wrong with one text."""
    short = " ".join(text.split())[:_MOST]
    for sign in sorted(set(text)):
        if sign.isprintable() and not sign.isspace() and _is_box(sign, font.family()):
            yield f"no glyph for “{sign}”: {short}"
    strange = _without(text, own)
    for what, pattern in _INNER.items():
        if found := pattern.search(strange):
            yield f"{what}, “{found[0]}”: {short}"
    yield from (f"{told}: {short}" for told in _foreign(text, strange, language, own))


def _foreign(text: str, strange: str, language: str, own: str) -> Iterator[str]:
    """Yields the first words of the other language."""
    if language != "en":
        yield from (f"English, “{found[0]}”" for found in islice(_LATIN_WORDS.finditer(strange), 1))
        return
    words = [word for word in text.split() if word.strip(",.;") not in own and not _HAN.search(word)]
    signs = (sign for word in words for sign in _HAN_SIGNS.findall(word))
    yield from (f"Chinese, “{found[0]}”" for found in islice((f for f in _HAN.finditer(text) if f[0] not in own), 1))
    yield from (f"a Chinese sign, “{sign}”" for sign in islice(signs, 1))


def texts(widget: QWidget) -> list[str]:
    """Returns what a widget itself says; what a person typed into a field is left out."""
    said = next((ask(widget) for kind, ask in _SAID.items() if isinstance(widget, kind)), [])
    return [*said, widget.toolTip()]


def _without(text: str, own: str) -> str:
    """Returns a text without the lines that are the person's or the packs' own, and without paths."""
    return _PATH.sub("", "\n".join(line for line in text.splitlines() if line.strip() not in own))


def _is_letter(widget: QWidget) -> bool:
    """Whether this shows words of the packet or of a paper, which are Chinese in every window."""
    owner: QWidget | None = widget
    while owner is not None and not owner.property("letter"):
        owner = owner.parentWidget()
    return owner is not None


@lru_cache(maxsize=8000)
def _is_box(sign: str, family: str) -> bool:
    """Whether no font at hand has a sign, so that a box is drawn."""
    layout = QTextLayout(sign, QFont(family))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return any(0 in run.glyphIndexes() for run in layout.glyphRuns())


def _label(widget: QLabel) -> list[str]:
    return [widget.text()]


def _button(widget: QAbstractButton) -> list[str]:
    return [widget.text().replace("&", "")]


def _pill(widget: Pill) -> list[str]:
    return [widget.text()]


def _choice(widget: QComboBox) -> list[str]:
    return [widget.itemText(n) for n in range(widget.count())]


def _line(widget: QLineEdit) -> list[str]:
    return [widget.placeholderText()]


def _field(widget: QPlainTextEdit | QTextEdit) -> list[str]:
    # Of a field that is only shown, the words too: they are the program's.
    return [widget.placeholderText(), *([widget.toPlainText()] if widget.isReadOnly() else [])]


def _menu(widget: QMenu) -> list[str]:
    return [action.text().partition("\t")[0].replace("&", "") for action in widget.actions()]


def _header(widget: QHeaderView) -> list[str]:
    model = widget.model()
    across = widget.orientation() is Qt.Orientation.Horizontal
    count = model.columnCount(QModelIndex()) if across else model.rowCount(QModelIndex())
    return [str(model.headerData(n, widget.orientation()) or "") for n in range(min(count, 100))]


def _view(widget: QAbstractItemView) -> list[str]:
    model = widget.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    columns = 1 if isinstance(widget, QListView) else model.columnCount(QModelIndex())
    places = [(r, c) for r in range(min(model.rowCount(QModelIndex()), 200)) for c in range(columns)]
    return [str(model.index(*place).data(role) or "") for place in places for role in roles]


# The first kind that a widget is of decides.
_SAID: dict[type[QWidget], Callable[..., list[str]]] = {
    QLabel: _label,
    QAbstractButton: _button,
    Pill: _pill,
    QComboBox: _choice,
    QLineEdit: _line,
    QPlainTextEdit: _field,
    QTextEdit: _field,
    QMenu: _menu,
    QHeaderView: _header,
    QAbstractItemView: _view,
}
