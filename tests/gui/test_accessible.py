"""Every control of every page and dialog says what it is, and Tab comes to all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot

from core.board import BoardEntry, Ending
from core.clients import Fact
from core.clients.profiles import new
from core.clients.tables import Table
from core.settings import Settings
from core.trash import Trashed
from gui.after.endings import EndingsDialog
from gui.board.newcase import NewCaseDialog
from gui.board.trash import TrashDialog
from gui.clients.dialog import ClientsDialog
from gui.clients.importing import ImportDialog
from gui.help.guide import GuideDialog
from gui.shell.settings import SettingsDialog
from gui.window import Window
from tests.gui.conftest import NOW

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KINDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractButton, QAbstractItemView, QProgressBar, QTextBrowser)
ENTRY = BoardEntry("/a.fushen", shop="甲店", due=NOW, ends=(Ending("P1", "授权书", NOW.date()),))
CLIENT = new("启明").with_fact(Fact("name", "宁波启明"))
DIALOGS: dict[str, Callable[[Window], QDialog]] = {
    "new case": lambda w: NewCaseDialog(w.services.packs(), (CLIENT,), w, waiting=3),
    "clients": lambda w: ClientsDialog(w.services, (CLIENT,), w),
    "import": lambda w: ImportDialog(Table(("客户", ""), ((2, ("甲", "")),)), (), w.services.packs(), w),
    "endings": lambda w: EndingsDialog((ENTRY,), lambda: NOW, w),
    "trash": lambda w: TrashDialog((Trashed("a", Path("/a.fushen"), NOW, "甲店", 1),), w),
    "settings": lambda w: SettingsDialog(Settings(), w),
    "guide": GuideDialog,
}


@pytest.fixture(params=DIALOGS)
def dialog(request: pytest.FixtureRequest, window: Window, qtbot: QtBot) -> Iterator[QDialog]:
    window.services.packs()
    made = DIALOGS[request.param](window)
    made.open()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.reject()
    made.deleteLater()


def controls(owner: QWidget) -> list[QWidget]:
    """What a person can use, without the parts that Qt makes for itself."""
    found = {w for kind in KINDS for w in owner.findChildren(kind)}
    own = [w for w in found if not w.objectName().startswith("qt_") and not isinstance(w.parent(), QComboBox)]
    return [w for w in own if w.isVisible()]


def test_every_control_of_a_dialog_has_a_name(dialog: QDialog) -> None:
    nameless = [
        f"{type(w).__name__} in {type(w.parent()).__name__}"
        for w in controls(dialog)
        if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))
    ]
    assert not nameless


def test_tab_comes_to_every_control_of_a_dialog_and_focus_can_be_seen(dialog: QDialog, qtbot: QtBot) -> None:
    wanted = {w for w in controls(dialog) if w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus}
    # Of buttons that exclude each other Tab comes to the chosen one; arrows lead on.
    wanted = {w for w in wanted if not (isinstance(w, QAbstractButton) and w.group() and not w.isChecked())}
    reached: set[QWidget | None] = set()
    for _n in range(2 * len(wanted) + 10):
        focus = QApplication.focusWidget()
        reached.add(focus)
        qtbot.keyClick(
            focus or dialog,
            Qt.Key.Key_Tab,
            Qt.KeyboardModifier.ControlModifier if _keeps_tab(focus) else Qt.KeyboardModifier.NoModifier,
        )
    assert not {f"{type(w).__name__} {w.accessibleName()}" for w in wanted - reached}


def _keeps_tab(widget: QWidget | None) -> bool:
    return isinstance(widget, QPlainTextEdit) and not widget.tabChangesFocus()


def test_every_control_of_the_board_has_a_name(window: Window) -> None:
    window.cases.set((ENTRY,))
    nameless = [
        f"{type(w).__name__} in {type(w.parent()).__name__}"
        for w in controls(window)
        if not (w.accessibleName() or (isinstance(w, QAbstractButton) and w.text()))
    ]
    assert not nameless
