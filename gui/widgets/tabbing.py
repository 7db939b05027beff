"""Tab in reading order: from top left to bottom right, pane by pane, whatever was made first.

Qt lets Tab follow the order in which widgets were made. Pages are made part by part and their rows anew as the case
changes, so that order says little about where things stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cmp_to_key

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from gui.widgets.sight import bring


def step(owner: QWidget, *, forward: bool) -> bool:
    """Gives the focus to the next stop within `owner`, or to what comes behind it; False when there is none."""
    found = list(stops(owner))
    focus = QApplication.focusWidget()
    if focus not in found:
        return False
    place = found.index(focus) + (1 if forward else -1)
    target = found[place] if 0 <= place < len(found) else _beyond(owner, forward=forward)
    if target is None:
        return False
    bring(target)
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def stops(owner: QWidget) -> Iterator[QWidget]:
    """Yields where Tab stops within a widget, in reading order."""
    for child in sorted(_parts(owner), key=cmp_to_key(_before)):
        if _takes_tab(child):
            yield child
        yield from stops(child)


def _parts(owner: QWidget) -> list[QWidget]:
    children = owner.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return [child for child in children if child.isVisible() and not child.isWindow()]


def _before(one: QWidget, other: QWidget) -> int:
    """Compares two parts of one widget: side by side the left one comes first, else the upper one."""
    a, b = one.geometry(), other.geometry()
    return a.left() - b.left() if _side_by_side(a, b) else a.top() - b.top()


def _side_by_side(a: QRect, b: QRect) -> bool:
    shared = min(a.bottom(), b.bottom()) - max(a.top(), b.top())
    return shared > min(a.height(), b.height()) / 2


def _takes_tab(widget: QWidget) -> bool:
    if not (widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.focusProxy() is None):
        return False
    # Of buttons that exclude each other Tab comes to the chosen one; arrows lead on.
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    return chosen is None or chosen is widget


def _beyond(owner: QWidget, *, forward: bool) -> QWidget | None:
    """Returns the next stop outside, in Qt's own order."""
    one = _next(owner, forward=forward)
    while one is not None and one is not owner:
        if not owner.isAncestorOf(one) and one.isVisible() and one.window() is owner.window() and _takes_tab(one):
            return one
        one = _next(one, forward=forward)
    return None


def _next(widget: QWidget, *, forward: bool) -> QWidget | None:
    return widget.nextInFocusChain() if forward else widget.previousInFocusChain()
