"""The session: one case in hand, edits in order, and “saved” only when it is so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core import store
from core.errors import DiskFault
from core.model import Case
from core.store import CaseFile
from gui.session import SaveState, Session
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle


def rename(session: Session, name: str) -> None:
    session.apply(replace(session.case, client=name), f"改名 {name}")


def test_twenty_edits_can_be_undone_to_the_start_and_redone(
    open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    start = session.case
    for n in range(20):
        rename(session, f"客户{n}")
    settle(session, qtbot)
    end = session.case
    for _n in range(20):
        session.undo()
    settle(session, qtbot)
    assert session.case == start
    assert session.save_state.undo_label is None
    for _n in range(20):
        session.redo()
    settle(session, qtbot)
    assert session.case == end


def test_an_edit_made_while_an_undo_is_under_way_keeps_what_was_undone_undone(
    open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    before = session.case
    rename(session, "会被撤销的客户")
    settle(session, qtbot)
    session.undo()
    # The undo is on its way to the disk: the screen still shows the new name, and the next edit is made on it.
    assert session.case.client == "会被撤销的客户"
    shown = session.case
    session.apply(replace(shown, shop=replace(shown.shop, name="新店名")), "改店名")
    settle(session, qtbot)
    assert session.case == replace(before, shop=replace(before.shop, name="新店名"))
    session.undo()
    settle(session, qtbot)
    assert session.case == before


def test_saved_is_said_only_after_the_disk_has_it(open_sample: Callable[[str], Session], qtbot: QtBot) -> None:
    session = open_sample("flawed")
    said: list[SaveState] = []
    session.saved_changed.connect(said.append)
    rename(session, "新客户")
    assert said[0].pending
    qtbot.waitUntil(lambda: not said[-1].pending, timeout=PATIENCE_MS)
    with store.open(session.path, read_only=True) as file:
        assert file.case.client == "新客户"
    assert said[-1].undo_label == "改名 新客户"


def test_an_edit_that_the_disk_refuses_is_told_and_taken_back(
    open_sample: Callable[[str], Session], window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = open_sample("flawed")
    before = session.case

    def full(self: CaseFile, case: Case, label: str) -> None:
        raise DiskFault(self.path, "磁盘已满")

    monkeypatch.setattr(CaseFile, "apply", full)
    rename(session, "写不进去")
    qtbot.waitUntil(lambda: bool(window.messages.text()), timeout=PATIENCE_MS)
    assert "磁盘已满" in window.messages.text()
    assert session.case == before
    settle(session, qtbot)


def test_only_the_last_of_many_quick_edits_is_reported(open_sample: Callable[[str], Session], qtbot: QtBot) -> None:
    session = open_sample("flawed")
    seen: list[str] = []
    session.overview_changed.connect(lambda overview: seen.append(overview.case.client))
    for n in range(10):
        rename(session, f"客户{n}")
    settle(session, qtbot)
    assert seen[-1] == "客户9"
    assert len(seen) < 10
