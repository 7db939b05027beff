"""A second rejection begins a round of its own, with its own time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pytestqt.qtbot import QtBot

from core import edits
from core.model import Submission
from core.model.values import CHINA
from gui.after.page import AfterPage
from gui.jumps import Place
from gui.session import Session
from gui.window import Window
from tests.gui.conftest import NOW, settle


def test_the_next_round_counts_by_the_deadline_of_its_own_rejection(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("ready")
    assert window.desk is not None
    window.desk.go(Place("after"))
    page = window.desk.page()
    assert isinstance(page, AfterPage)
    assert session.case.notice.deadline is not None  # stated by the first notice
    number = edits.current_round(session.case)
    session.apply(edits.log_submission(session.case, Submission(number, NOW)), "记录提交")
    settle(session, qtbot)
    page._verdict.setPlainText("1. 材料不清晰。")
    page._until.setText("过两天")
    page._next.click()
    assert edits.current_round(session.case) == number
    assert "驳回写明的截止时间" in page._not_begun.text()
    page._until.setText("2026-12-03 18:00")
    page._next.click()
    settle(session, qtbot)
    assert session.overview is not None
    assert session.overview.reckoning.stated
    assert session.overview.reckoning.due == datetime(2026, 12, 3, 18, 0, tzinfo=CHINA)
    assert not page._until.text()
