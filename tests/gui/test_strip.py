"""The strip at the foot: what can be undone is named in full where there is room; a bar is full only at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.jobs import Progress
from gui.jobs import Job
from gui.shell.statusstrip import StatusStrip
from gui.theme import Theme
from gui.widgets.bar import Bar
from gui.widgets.basic import ElidedLabel, IconButton, vbox

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SHORT, LONG = "移除一份文件", "修改授权链：把第二级授权的期限改为 2026-12-31，并换上新的授权书"


@pytest.fixture
def strip(look: Theme, qtbot: QtBot) -> Iterator[StatusStrip]:
    window, made = QWidget(), StatusStrip()
    qtbot.addWidget(window)
    look.dress(window)
    vbox(window).addWidget(made)
    widen(made, 1280)
    window.show()
    yield made
    del window  # which holds the strip


def test_a_step_is_named_in_full_where_there_is_room(strip: StatusStrip) -> None:
    strip.show_steps(LONG, None)
    (undo,) = steps(strip)
    assert undo.text() == f"撤销“{LONG}”"
    assert not undo.toolTip()


def test_a_short_step_leaves_its_room_to_a_long_one(strip: StatusStrip) -> None:
    strip.show_steps(LONG, SHORT)
    widen(strip, 853)
    undo, redo = steps(strip)
    assert redo.text() == f"重做“{SHORT}”"
    assert undo.text().startswith("撤销“修改授权链")
    assert undo.geometry().right() < redo.geometry().left()
    assert redo.geometry().right() <= strip.width()


def test_a_step_too_long_for_the_strip_has_its_name_as_a_tool_tip(strip: StatusStrip) -> None:
    strip.show_steps(LONG * 4, LONG * 4)
    for width in (1280, 640, 853):
        widen(strip, width)
        for step in steps(strip):
            assert step.text().endswith("…")
            assert LONG * 4 in step.toolTip()
            assert step.accessibleName() == step.toolTip()
        assert max(step.geometry().right() for step in steps(strip)) <= width


def test_a_long_step_does_not_keep_the_window_wide(strip: StatusStrip) -> None:
    strip.show_steps(LONG, LONG)
    widen(strip, 640)
    assert strip.width() == 640


def test_running_work_keeps_its_words_beside_a_long_step(strip: StatusStrip) -> None:
    strip.show_steps(LONG, LONG)
    strip.follow(Job(_nothing, title="正在读取 3 份材料"))
    QCoreApplication.processEvents()
    bar, said = strip.findChild(Bar), strip.findChild(ElidedLabel)
    assert bar is not None
    assert said is not None
    assert bar.isVisible()
    assert said.width() >= said.sizeHint().width()
    assert max(step.geometry().right() for step in steps(strip)) <= strip.width()


def test_a_bar_is_full_only_of_the_part_that_is_being_done(look: Theme, qtbot: QtBot) -> None:
    bar = Bar("生成进度")
    qtbot.addWidget(bar)
    bar.show_share(3, 12)
    assert (bar.maximum(), bar.value()) == (12, 3)
    bar.show_share(12, 12)
    assert bar.maximum() == 0
    bar.show_share(0, 0)
    assert bar.maximum() == 0
    bar.show_share(0, 4)
    assert (bar.maximum(), bar.value()) == (4, 0)


def widen(strip: StatusStrip, width: int) -> None:
    strip.window().resize(width, 80)
    QCoreApplication.processEvents()


def steps(strip: StatusStrip) -> list[IconButton]:
    found = [b for b in strip.findChildren(IconButton) if b.isVisible() and b.text()[:2] in {"撤销", "重做"}]
    return sorted(found, key=lambda step: step.x())


def _nothing(progress: Progress) -> None:
    """Does nothing; the job is only shown."""
