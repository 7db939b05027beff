"""Long work says how far it is, and stops where it says so."""

from __future__ import annotations

import pytest

from core.jobs import Cancelled, Progress, StoppableProgress, no_progress, stepping


class Noting:
    def __init__(self) -> None:
        self.steps: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, message: str) -> None:
        self.steps.append((done, total, message))


def test_each_item_is_told_before_it_is_worked_on_and_the_end_after() -> None:
    noting = Noting()
    seen = [(item, list(noting.steps)[-1]) for item in stepping("ab", noting, "正在读取")]
    assert seen == [("a", (0, 2, "正在读取")), ("b", (1, 2, "正在读取"))]
    assert noting.steps[-1] == (2, 2, "正在读取")


def test_a_number_of_items_that_nobody_knows_is_told_as_zero() -> None:
    noting = Noting()
    assert list(stepping(iter([7, 8]), noting, "")) == [7, 8]
    assert noting.steps == [(0, 0, ""), (1, 0, ""), (2, 2, "")]


def test_work_stops_at_the_first_step_after_it_was_asked_to() -> None:
    shown: list[int] = []
    progress = StoppableProgress(lambda done, total, message: shown.append(done))
    done = []

    def work() -> None:
        for item in stepping(range(5), progress, ""):
            done.append(item)
            if item == 1:
                progress.stop()

    with pytest.raises(Cancelled):
        work()
    assert (done, shown, progress.stopped) == ([0, 1], [0, 1], True)


def test_no_progress_takes_every_step() -> None:
    quiet: Progress = no_progress
    quiet.step(1, 2, "")
