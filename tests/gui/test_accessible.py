"""Every control of every page and dialog says what it is, and Tab comes to all of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMenu, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

import gui
from core.board import BoardEntry, Ending
from core.clients import Fact, ProvenPaper
from core.clients.profiles import new
from core.clients.tables import Table
from core.jobs import no_progress
from core.model import Finding, Level
from core.packs.changes import Changed
from core.resources import data_root
from core.settings import Settings
from core.trash import Trashed
from gui import menus
from gui.after.endings import EndingsDialog
from gui.after.tray import Reminder
from gui.board import deeds
from gui.board.newcase import NewCaseDialog
from gui.board.outside import OutsideDialog
from gui.board.trash import TrashDialog
from gui.clients.dialog import ClientsDialog
from gui.clients.form import ClientForm
from gui.clients.importing import ImportDialog
from gui.help.guide import GuideDialog
from gui.jumps import STEPS, Place
from gui.matrix.dialog import MatrixDialog
from gui.narrative.drafting import DraftButton
from gui.packet.waiver import WaiverDialog
from gui.rules.changes import ChangesDialog
from gui.rules.dialog import RulesDialog
from gui.rules.state import read_state
from gui.session import Session
from gui.shell.settings import SettingsDialog
from gui.widgets.dialog import Dialog
from gui.window import Window
from tests.gui.conftest import NOW, PATIENCE_MS
from tests.gui.names import controls, nameless, nameless_in_menu, said

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
_MENUS = 8  # in gui; each is looked at below
ENTRY = BoardEntry("/a.fushen", shop="甲店", due=NOW, ends=(Ending("P1", "授权书", NOW.date()),))
CLIENT = new("启明").with_fact(Fact("name", "宁波启明"))
CHANGED = Changed("tmall", "天猫", "changed", ("第二次机会",), "次数", "1 次", "2 次")
FINDING = Finding("file", "empty", Level.FAIL, "甲.pdf 是空文件。", fix="请重新导出。")


def _rules(window: Window) -> QDialog:
    services = window.services
    library = services.library()
    return RulesDialog(library, read_state(library, no_progress), services.runner, services.clock, window)


def _matrix(window: Window) -> QDialog:
    assert window.session is not None
    return MatrixDialog(window.session, window)


DIALOGS: dict[type[QDialog], Callable[[Window], QDialog]] = {
    NewCaseDialog: lambda w: NewCaseDialog(w.services.packs(), (CLIENT,), w, waiting=3),
    OutsideDialog: lambda w: OutsideDialog(("/a/b.pdf",), w),
    ClientsDialog: lambda w: ClientsDialog(w.services, (CLIENT,), w),
    ImportDialog: lambda w: ImportDialog(Table(("客户", ""), ((2, ("甲", "")),)), (), w.services.packs(), w),
    EndingsDialog: lambda w: EndingsDialog((ENTRY,), lambda: NOW, w),
    TrashDialog: lambda w: TrashDialog((Trashed("a", Path("/a.fushen"), NOW, "甲店", 1),), w),
    SettingsDialog: lambda w: SettingsDialog(Settings(), w),
    GuideDialog: GuideDialog,
    RulesDialog: _rules,
    ChangesDialog: lambda w: ChangesDialog((CHANGED,), w, can_move=True),
    WaiverDialog: lambda w: WaiverDialog(FINDING, lambda: NOW, w),
    MatrixDialog: _matrix,
}


@pytest.fixture(params=DIALOGS, ids=lambda kind: kind.__name__)
def dialog(
    request: pytest.FixtureRequest, window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> Iterator[QDialog]:
    window.services.packs()
    if request.param is MatrixDialog:
        open_sample("flawed")
    made = DIALOGS[request.param](window)
    made.open()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.reject()
    made.deleteLater()


def test_every_control_of_a_dialog_has_a_name(dialog: QDialog) -> None:
    assert dialog.windowTitle()
    assert controls(dialog)
    assert not nameless(dialog)


def test_no_dialog_of_the_program_is_left_out() -> None:
    for module in pkgutil.walk_packages(gui.__path__, "gui."):
        import_module(module.name)
    assert {kind for kind in QDialog.__subclasses__() if kind.__module__.startswith("gui.")} == {Dialog}
    assert set(Dialog.__subclasses__()) == set(DIALOGS)


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
    assert not nameless(window)  # the three doors
    window.cases.set((ENTRY,))
    assert window.board.table.isVisible()
    assert not nameless(window)


def test_every_control_of_every_step_paper_and_view_has_a_name(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    desk = window.desk
    assert desk is not None
    papers = [Place("papers", paper=paper.id) for paper in session.case.papers]
    for place in (*(Place(step) for step in STEPS), *papers, Place("papers", subject="chain")):
        desk.go(place)
        qtbot.waitUntil(lambda: desk.shown)
        qtbot.wait(20)
        assert len(controls(desk.page())) > 3
        assert not nameless(window), place


def test_the_palette_and_the_tour_say_what_they_are(window: Window) -> None:
    window.show_palette()
    assert not nameless(window)
    window.palette_.hide()
    window.dialogs.show_tour()
    assert window.dialogs.tour is not None
    assert said(window.dialogs.tour)
    assert not nameless(window)
    window.dialogs.tour.skip()


@pytest.mark.qt_log_ignore("This plugin does not support", "systemTrayWindowChanged")
def test_every_menu_and_all_in_it_has_words(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    made = [menus.more(window, (Path("/a.fushen"),)), deeds.menu(window.board, (ENTRY,))]
    reminder = Reminder(lambda: (), lambda: NOW, window)
    reminder._begin()
    made.append(reminder._menu)
    form = ClientForm(window.services)
    made.append(form.proof_menu("name", CLIENT.with_paper(ProvenPaper("a" * 64, "营业执照.pdf", 1))))
    session = open_sample("flawed")
    assert window.desk is not None
    window.desk.go(Place("narrative", subject="N1"))
    qtbot.wait(50)
    drafting = window.desk.page().findChild(DraftButton)
    made.append(drafting.menu_of(session.case.notice.points[0].id))
    made += [_opened_by(window.desk.page(), name, qtbot) for name in ("引用附件", "更多操作", "添加一条")]
    assert len(made) == _MENUS
    assert [fault for menu in made for fault in nameless_in_menu(menu)] == []
    reminder.end()
    form.deleteLater()


def test_no_menu_of_the_program_is_left_out() -> None:
    code = "".join(path.read_text("utf-8") for path in sorted((data_root() / "gui").rglob("*.py")))
    assert code.count(" QMenu(") == _MENUS


def _opened_by(owner: QWidget, name: str, qtbot: QtBot) -> QMenu:
    def named() -> list[QAbstractButton]:
        return [b for b in owner.findChildren(QAbstractButton) if name in b.accessibleName() and b.isVisible()]

    qtbot.waitUntil(lambda: bool(named()), timeout=PATIENCE_MS)  # a page is made part by part
    named()[0].click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    return menu
