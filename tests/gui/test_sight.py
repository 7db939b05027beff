"""What is typed is seen: the page follows the keyboard, and what is offered first is what is meant."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from core.model import ClaimKind, Role
from gui.jumps import Place
from gui.narrative.exhibits import citable, titled
from gui.narrative.page import NarrativePage
from gui.session import Session
from gui.widgets.edits import CommitText
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle

Open = Callable[[str], Session]


def test_a_new_statement_is_in_sight_and_stays_so_while_it_grows(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    page = _narrative(window)
    page.add_claim(ClaimKind.FACT)
    field = QApplication.focusWidget()
    assert isinstance(field, CommitText)
    qtbot.waitUntil(lambda: _cursor_seen(field), timeout=PATIENCE_MS)
    for line in range(11):
        qtbot.keyClicks(field, f"line {line}")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: _cursor_seen(field), timeout=PATIENCE_MS)
    settle(session, qtbot)
    assert _cursor_seen(field)


def test_rejected_papers_are_offered_last_and_called_so(window: Window, open_sample: Open) -> None:
    session = open_sample("flawed")
    rejected = {paper.id for paper in session.case.papers if paper.role is Role.REJECTED}
    offered = [ref.partition(":")[0] for ref, _name in citable(session)]
    assert rejected
    assert not rejected & set(offered[: offered.index(next(p for p in offered if p in rejected))])
    assert set(offered[-len(rejected) :]) <= rejected
    names = {paper.id: name for paper, name in titled(session)}
    assert all(("被驳回过" in name) == (paper in rejected) for paper, name in names.items())


def _narrative(window: Window) -> NarrativePage:
    assert window.desk is not None
    window.desk.go(Place("narrative"))
    page = window.desk.page()
    assert isinstance(page, NarrativePage)
    return page


def _cursor_seen(field: QPlainTextEdit) -> bool:
    seen = field.viewport().visibleRegion().boundingRect()
    return seen.contains(field.cursorRect().center())
