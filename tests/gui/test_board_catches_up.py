"""The board's lines tell of the cases as they are, however a case was left; and a case is opened once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from core import store
from core.board import BoardEntry
from core.model import Case
from gui.services import Services
from gui.session import Session
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle

Open = Callable[[str], Session]


def test_a_case_closed_before_its_checks_caught_up_is_looked_at_again(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("ready")
    path = session.path
    before = _line(window, path)
    session.apply(_without_papers(session.case), "撤去材料")
    window.close_case()
    left = _line(window, path)
    assert left.readiness is None  # not the readiness of what it was
    assert left.blocker == ""
    qtbot.waitUntil(lambda: _line(window, path).readiness is not None, timeout=PATIENCE_MS)
    now = _line(window, path)
    assert now.blockers > before.blockers
    assert now.due == before.due
    assert [e.readiness for e in window.board.model.entries()] == [now.readiness]


def test_a_case_closed_as_soon_as_it_was_opened_is_on_the_board(
    window: Window, sample: Callable[[str], Path], qtbot: QtBot
) -> None:
    window.open_path(sample("ready"))
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE_MS)
    window.close_case()
    assert window.board.model.rowCount() == 1
    qtbot.waitUntil(lambda: window.cases.entries[0].readiness is not None, timeout=PATIENCE_MS)


def test_a_case_that_changed_while_nobody_looked_is_looked_at_at_the_start(
    window: Window, services: Services, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("ready")
    path = session.path
    window.close_case()
    qtbot.waitUntil(lambda: not services.runner.busy, timeout=PATIENCE_MS)
    before = _line(window, path)
    with store.open(path) as file:  # as another program does, or this one before the power went
        file.apply(_without_papers(file.case), "撤去材料")
    gone = before._replace(path=str(path.with_name("已移走.fushen")), readiness=None)
    window.cases.set((*window.cases.entries, gone))
    window.cases.refresh()
    qtbot.waitUntil(lambda: _line(window, path).blockers > before.blockers, timeout=PATIENCE_MS)
    assert gone in window.cases.entries  # a drive may come back
    qtbot.waitUntil(lambda: not services.runner.busy, timeout=PATIENCE_MS)
    assert services.board.behind(window.cases.entries) == ()
    os.utime(path)
    assert services.board.behind(window.cases.entries) == (path,)


def test_the_sample_is_opened_as_it_was_left_and_no_second_one_is_made(window: Window, qtbot: QtBot) -> None:
    window.open_sample()
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE_MS)
    first = window.session
    assert first is not None
    first.apply(replace(first.case, client="改过的名称"), "改名称")
    settle(first, qtbot)
    window.open_sample()
    qtbot.waitUntil(lambda: "已经打开" in window.messages.text(), timeout=PATIENCE_MS)
    assert window.session is first
    window.close_case()
    window.open_sample()
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE_MS)
    again = window.session
    assert again is not None
    assert again.case.client == "改过的名称"
    assert not again.read_only
    assert "上次留下的样例" in window.messages.text()
    settle(again, qtbot)
    assert len(window.cases.entries) == 1


def _line(window: Window, path: Path) -> BoardEntry:
    return next(entry for entry in window.cases.entries if entry.path == str(path))


def _without_papers(case: Case) -> Case:
    return replace(case, papers=())
