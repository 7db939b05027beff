from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from gui.commands import page_actions
from gui.window import Window


@pytest.mark.qt_log_ignore("propagateSizeHints")  # what the screenless platform says of every bare window
def test_what_was_made_anew_while_the_person_chose_is_pressed_by_its_name(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    box = QVBoxLayout(page)
    pressed: list[str] = []

    def add(name: str, told: str) -> QPushButton:
        button = QPushButton(name)
        button.setAccessibleName(name)
        button.clicked.connect(lambda: pressed.append(told))
        box.addWidget(button)
        return button

    old = [add("豁免", "old 1"), add("豁免", "old 2"), add("生成", "build")]
    page.show()
    actions = page_actions(page)
    assert [action.title for action in actions] == ["豁免", "豁免", "生成"]
    for button in old:
        delete(button)
    new = [add("豁免", told) for told in ("new 1", "new 2")]
    qtbot.waitUntil(lambda: all(button.isVisible() for button in new))
    actions[1].do()
    actions[2].do()  # nothing has this name any more
    assert pressed == ["new 2"]


def test_the_palette_stays_in_the_middle_when_the_window_changes_its_size(window: Window, qtbot: QtBot) -> None:
    window.resize(1400, 800)
    window.show_palette()
    for width in (900, 1300):
        window.resize(width, 700)
        qtbot.waitUntil(lambda wanted=width: window.width() == wanted)
        palette = window.palette_.geometry()
        assert abs(palette.center().x() - width // 2) <= 1
        assert window.rect().contains(palette)
