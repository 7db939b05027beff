"""Tab goes through each step as one reads: pane by pane, and in each from top left to bottom right."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.session import Session
from gui.widgets.basic import Card
from gui.window import Window
from tests.gui.conftest import settle

_MOST = 150  # stops, more than any page has
_SAME_LINE = 6  # pixels by which things on one line may differ in height


@pytest.mark.parametrize("number", range(6), ids=["intake", "audit", "papers", "narrative", "packet", "after"])
def test_tab_goes_through_a_step_in_reading_order(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, number: int
) -> None:
    session = open_sample("ready")
    window.go_step(number)
    settle(session, qtbot)
    assert window.desk is not None
    page = window.desk.page()
    stops = walk(window, page, qtbot)
    settle(session, qtbot)  # what Tab brought into view has its place only once the page was laid out again
    assert len(stops) > 1
    wrong = [
        f"{_name(one)} → {_name(other)}"
        for one, other in pairwise(stops)
        if _card(one) is _card(other) and not _after(_place(one, page), _place(other, page))
    ]
    assert wrong == []


def test_tab_never_comes_back_to_a_pane_that_it_left(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("ready")
    assert window.desk is not None
    for number in range(6):
        window.go_step(number)
        settle(session, qtbot)
        page = window.desk.page()
        cards = [_card(stop) for stop in walk(window, page, qtbot)]
        visits = [card for n, card in enumerate(cards) if n == 0 or cards[n - 1] is not card]
        inside = [card for card in visits if isinstance(card, Card) and not card.findChildren(Card)]
        assert len(inside) == len(set(inside)), [_name(card) for card in inside]


def walk(window: Window, page: QWidget, qtbot: QtBot) -> list[QWidget]:
    """Presses Tab from the list of steps on and returns what has the focus on the page, in that order."""
    window.activateWindow()
    assert window.desk is not None
    window.desk.steps.setFocus()
    found: list[QWidget] = []
    for _n in range(_MOST):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or (found and not page.isAncestorOf(focus)):
            break
        if page.isAncestorOf(focus):
            found.append(focus)
    assert len(found) < _MOST, "Tab goes round within the page"
    return found


def _after(one: QRect, other: QRect) -> bool:
    if abs(one.center().y() - other.center().y()) <= _SAME_LINE or _overlap(one, other):
        return other.left() >= one.left()
    return other.top() >= one.top()


def _overlap(one: QRect, other: QRect) -> bool:
    """Whether one stands beside the other rather than above it."""
    return min(one.bottom(), other.bottom()) - max(one.top(), other.top()) > min(one.height(), other.height()) / 2


def _place(widget: QWidget, page: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size()) if widget is not page else page.rect()


def _card(widget: QWidget) -> QWidget:
    """The card or scrolled pane that a control stands in, else what it is in at all."""
    owner = widget.parentWidget()
    while owner is not None and not isinstance(owner, Card | QScrollArea) and owner.parentWidget() is not None:
        owner = owner.parentWidget()
    return owner or widget


def _name(widget: QWidget) -> str:
    inner = widget.findChild(QWidget)
    return widget.accessibleName() or type(widget).__name__ + (f" ({inner.accessibleName()})" if inner else "")
