"""Where the keyboard is can be seen on every kind of control, in both themes, with a contrast of 3:1 (WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.models.rows import RowData, RowList
from gui.shell.steps import StepList
from gui.theme import Scheme, Theme, read_theme
from gui.widgets.basic import button
from gui.widgets.choice import Choice
from gui.widgets.edits import CommitLine, CommitText
from gui.widgets.tick import Tick
from tests.gui.test_theme import contrast

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
_CONTRAST = 3.0
_LEAST_PIXELS = 20  # that a ring or a bar has at the very least
GROUNDS = ("bg", "surface", "surface-2", "accent-soft", "fail-soft", "warn-soft", "ok-soft")


def _rows() -> RowList:
    made = RowList("列表")
    made.set_rows([RowData("a", "甲", "第一行"), RowData("b", "乙")])
    return made


def _steps() -> StepList:
    made = StepList()
    made.choose("papers")
    return made


def _kind(name: str) -> Callable[[], QWidget]:
    return lambda: button("生成", name, icon="packet")


CONTROLS: dict[str, Callable[[], QWidget]] = {
    **{
        f"button {k}": _kind(k)
        for k in ("", "primary", "flat", "tool", "link", "chip", "key", "confirm", "danger", "choice")
    },
    "line": QLineEdit,
    "text": QPlainTextEdit,
    "inline line": lambda: CommitLine("名称", kind="inline"),
    "inline text": lambda: CommitText("说明", kind="inline"),
    "choice": lambda: Choice("平台", [("a", "天猫"), ("b", "淘宝")]),
    "check box": QCheckBox,
    "tick": lambda: Tick("逐条读过"),
    "rows": _rows,
    "steps": _steps,
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_the_colour_of_focus_stands_out_from_every_ground(scheme: str, ground: str) -> None:
    colours = read_theme(scheme)["colour"]
    assert contrast(QColor(colours["accent"]), QColor(colours[ground])) >= _CONTRAST


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", CONTROLS)
def test_a_control_with_the_focus_looks_other_than_without(
    name: str, scheme: Scheme, look: Theme, qtbot: QtBot
) -> None:
    look.use(scheme)
    window, control, other = QDialog(), CONTROLS[name](), QLineEdit()
    look.dress(window)
    ground = QWidget(window)  # what is in a window follows its look
    ground.setProperty("ground", "bg")
    QVBoxLayout(window).addWidget(ground)
    box = QVBoxLayout(ground)
    box.addWidget(control)
    box.addWidget(other)
    qtbot.addWidget(window)
    window.resize(320, 260)
    window.show()
    window.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    without = _picture(control)
    control.setFocus()
    qtbot.waitUntil(lambda: control.isAncestorOf(QApplication.focusWidget()) or control.hasFocus())
    assert _clear_changes(without, _picture(control)) >= _LEAST_PIXELS


def _picture(control: QWidget) -> QImage:
    QApplication.processEvents()
    return control.parentWidget().grab().toImage().copy(control.geometry())


def _clear_changes(before: QImage, after: QImage) -> int:
    """Counts the pixels that changed by as much as can be seen."""
    count = 0
    for y in range(before.height()):
        for x in range(before.width()):
            old, new = before.pixelColor(x, y), after.pixelColor(x, y)
            if old != new and contrast(old, new) >= _CONTRAST:
                count += 1
    return count
