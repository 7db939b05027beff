"""A text that the program rewrites under the person's hands leaves the cursor where it stood."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.exhibits import ExhibitNumbers
from gui.narrative.marked import MarkedText
from gui.theme import Theme
from gui.widgets.basic import vbox
from gui.widgets.edits import CommitText


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_one_can_go_on_typing_after_exhibits_were_numbered_anew(look: Theme, qtbot: QtBot) -> None:
    del look
    page = QWidget()
    text = MarkedText("内容")
    vbox(page).addWidget(text)
    qtbot.addWidget(page)
    page.show()
    text.show_words("见 @P6，另见 @P7", ExhibitNumbers(("P6", "P7")))
    text.setFocus()
    qtbot.waitUntil(text.hasFocus)
    text.moveCursor(QTextCursor.MoveOperation.End)
    text.show_words("见 @P6，另见 @P7", ExhibitNumbers(("P7", "P1", "P6")))
    assert text.toPlainText() == "见 @附件3，另见 @附件1"
    qtbot.keyClicks(text, "x")
    assert text.toPlainText().endswith("@附件1x")


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize(
    ("old", "place", "new", "typed"),
    [
        ("abcdef", 6, "abXYdef", "abXYdef|"),
        ("abcdef", 1, "abXYdef", "a|bXYdef"),
        ("😀😀b", 5, "😀😀😀b", "😀😀😀b|"),
        ("aaa", 3, "aa", "aa|"),
        ("", 0, "abc", "abc|"),
        ("abc", 2, "", "|"),
    ],
)
def test_the_cursor_stays_among_its_words(
    old: str, place: int, new: str, typed: str, look: Theme, qtbot: QtBot
) -> None:
    del look
    field = CommitText("内容")
    qtbot.addWidget(field)
    field.show_value(old)
    cursor = field.textCursor()
    cursor.setPosition(place)
    field.setTextCursor(cursor)
    field.show_value(new)
    assert field.toPlainText() == new
    field.insertPlainText("|")
    assert field.toPlainText() == typed
    field.undo()
    assert field.toPlainText() == new  # what was before is no step of the field's own
    field.undo()
    assert field.toPlainText() == new
