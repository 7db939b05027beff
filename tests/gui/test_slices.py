"""What is done bit by bit takes one slice of a turn together, and what is done aside leaves the interface its turn."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from core.jobs import Progress
from gui.jobs import Job, JobRunner
from gui.jumps import Place
from gui.session import Session
from gui.widgets import slices
from gui.widgets.basic import WrappedLabel
from gui.widgets.rows import WidgetRows
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS


class _SlowRow(QWidget):
    def __init__(self, _item: str) -> None:
        super().__init__()
        time.sleep(0.005)

    def show_item(self, item: str) -> None:
        self.setAccessibleName(item)


def test_long_lists_share_one_slice_of_a_turn(qtbot: QtBot) -> None:
    slices._end()  # whatever this turn has done so far
    lists: list[WidgetRows[str]] = [WidgetRows(_SlowRow) for _n in range(3)]
    names = [f"{n}" for n in range(6)]
    for rows in lists:
        qtbot.addWidget(rows)
        rows.show_items([(name, name) for name in names])
    made = lambda: [sum(rows.shown(name) is not None for name in names) for rows in lists]  # noqa: E731 - asked again
    assert 1 <= made()[0] <= 2
    assert made()[1:] == [0, 0]
    qtbot.waitUntil(lambda: made() == [6, 6, 6])


def test_what_is_asked_for_in_one_turn_is_done_in_turns_of_its_own(qtbot: QtBot) -> None:
    slices._end()
    owner, turns, turn = QObject(), list[int](), [0]
    count = QTimer(owner)
    count.timeout.connect(lambda: turn.__setitem__(0, turn[0] + 1))
    count.start(0)

    def work() -> None:
        turns.append(turn[0])
        time.sleep(0.01)

    for _n in range(3):
        slices.soon(owner, work)
    qtbot.waitUntil(lambda: len(turns) == 3)
    count.stop()
    assert len(set(turns)) == 3


def test_nothing_is_done_for_an_owner_that_is_gone(qtbot: QtBot) -> None:
    slices._end()
    owner, done = QObject(), list[str]()
    slices.soon(owner, lambda: done.append("owner"))
    delete(owner)
    qtbot.wait(20)
    assert not done


def test_a_wrapped_label_is_as_tall_as_its_words_even_when_they_change(qtbot: QtBot) -> None:
    made, plain = WrappedLabel("短"), QLabel("短")
    plain.setWordWrap(True)
    for one in (made, plain):
        qtbot.addWidget(one)
        one.show()
    for words in ("短", "一句要分成好几行才能写完的话" * 4, "短"):
        for one in (made, plain):
            one.setText(words)
        assert [made.heightForWidth(n) for n in (60, 200, 60)] == [plain.heightForWidth(n) for n in (60, 200, 60)]
    font = made.font()
    font.setPixelSize(31)
    for one in (made, plain):
        one.setFont(font)
    assert made.heightForWidth(60) == plain.heightForWidth(60)


def test_a_job_stands_still_at_its_step_while_the_interface_has_something_to_do(qtbot: QtBot) -> None:
    runner = JobRunner()
    try:
        qtbot.wait(5)
        runner._on_rest()
        begin = time.monotonic()
        runner.gate.let_pass()
        assert time.monotonic() - begin < 0.01
        runner._on_awake()
        begin = time.monotonic()
        runner.gate.let_pass()
        assert time.monotonic() - begin >= 0.1  # and goes on all the same after a moment
        QTimer.singleShot(30, lambda: None)  # the loop rests until then, and the job may go on
        rested: list[bool] = []
        job = runner.start(Job(lambda progress: (progress.step(0, 1, ""), rested.append(not runner.gate.in_use))))
        qtbot.waitSignal(job.finished, timeout=1000).wait()
        assert rested == [True]
    finally:
        runner.shut()
        runner.deleteLater()


def test_jobs_that_reckon_go_one_after_another(qtbot: QtBot) -> None:
    runner, running, most = JobRunner(), [0], [0]

    def work(_progress: Progress) -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        time.sleep(0.02)
        running[0] -= 1

    try:
        for _n in range(3):
            runner.start(Job(work, reckons=True))
        qtbot.waitUntil(lambda: not runner.busy)
        assert most == [1]
    finally:
        runner.shut()
        runner.deleteLater()


def test_a_case_that_is_closed_does_nothing_late(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    desk = window.desk
    assert desk is not None
    desk.go(Place("papers", paper=session.case.papers[0].id))
    desk.page()  # the fields of the paper and the rest of it come a few turns later
    assert [timer for timer in desk.findChildren(QTimer) if timer.isActive()]
    window.close_case()
    assert not [timer for timer in desk.findChildren(QTimer) if timer.isActive()]
    qtbot.waitUntil(lambda: not isValid(desk), timeout=PATIENCE_MS)
