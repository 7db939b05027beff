"""Packs in the window: what is installed and where it comes from, own values, newer rules for the open case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core.packs import load
from core.packs.bundle import pack
from core.packs.facts import facts
from gui.jumps import Place
from gui.packet.page import PacketPage
from gui.rules.changes import ChangesDialog
from gui.rules.dialog import RulesDialog
from gui.session import Session
from gui.widgets.pill import Pill
from gui.window import Window

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PATIENCE_MS = 20_000
OpenSample = Callable[[str], Session]


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The sample's platform with a longer text box, as a bundle."""
    text = load().tree.files["platforms/tmall.toml"].decode()
    text = text.replace("amount = 200\n", "amount = 320\n", 1).replace('version = "1.1.0"', 'version = "8.0.0"')
    path = tmp_path / "新规则.zip"
    path.write_bytes(pack({"platforms/tmall.toml": text.encode()}))
    return path


@pytest.fixture
def dialog(window: Window, qtbot: QtBot) -> RulesDialog:
    window.rules.show_rules()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RulesDialog), timeout=PATIENCE_MS)
    found = QApplication.activeModalWidget()
    assert isinstance(found, RulesDialog)
    return found


def _idle(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.services.runner.busy, timeout=PATIENCE_MS)


def _words(widget: object) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())  # type: ignore[attr-defined]


def test_every_fact_of_a_pack_stands_there_with_its_source(dialog: RulesDialog) -> None:
    told = facts(load())
    for one in dialog.state.installed:
        dialog.packs.choose(one.unit.key)
        rows = dialog.facts.model().rows()  # type: ignore[attr-defined]  # a RowModel
        assert [row.detail for row in rows if not row.detail.startswith("来源：")] == []
        assert len(rows) == sum(t.file == one.unit.main for t in told) >= 1
    dialog.close()


def test_a_value_of_ones_own_is_kept_shown_with_its_day_and_taken_back(
    dialog: RulesDialog, window: Window, qtbot: QtBot
) -> None:
    dialog.packs.choose("platforms/tmall")
    assert dialog.settable.choose("portal.images_max")
    assert not dialog.editor.keep.isEnabled()
    dialog.editor.value.setText("六")
    assert not dialog.editor.keep.isEnabled()
    dialog.editor.value.setText("6")
    dialog.editor.note.setText("提交页面所示")
    dialog.editor.keep.click()
    qtbot.waitUntil(lambda: len(dialog.state.own) == 1, timeout=PATIENCE_MS)
    row = next(r for r in dialog.settable.model().rows() if r.id == "portal.images_max")  # type: ignore[attr-defined]
    assert (row.title, row.pill) == ("图片张数上限：6", "您的设定 2026-11-22")
    assert window.services.packs().platforms["tmall"].portal.images_max == 6
    dialog.editor.drop.click()
    qtbot.waitUntil(lambda: dialog.state.own == (), timeout=PATIENCE_MS)
    assert window.services.packs().platforms["tmall"].portal.images_max is None
    dialog.close()


def test_packs_are_imported_exported_and_rolled_back_in_the_dialog(
    dialog: RulesDialog, window: Window, newer: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.packs.choose("platforms/tmall")
    dialog.take_in(newer)
    qtbot.waitUntil(lambda: "8.0.0" in _words(dialog), timeout=PATIENCE_MS)
    assert "程序自带的是 1.1.0" in _words(dialog)
    dialog.export_to(tmp_path / "出.zip")
    qtbot.waitUntil((tmp_path / "出.zip").is_file, timeout=PATIENCE_MS)
    dialog._back.click()
    qtbot.waitUntil(lambda: "1.1.0，程序自带" in _words(dialog), timeout=PATIENCE_MS)
    bad = tmp_path / "坏.toml"
    bad.write_text('addressee = "x"\nid = "new"\n', "utf-8")
    dialog.take_in(bad)
    qtbot.waitUntil(lambda: "缺少必填的键" in dialog.messages.text(), timeout=PATIENCE_MS)
    dialog.close()


def test_a_changed_limit_changes_what_the_case_shows_only_once_it_is_moved_and_an_undo_goes_back(
    window: Window, open_sample: OpenSample, newer: Path, qtbot: QtBot
) -> None:
    first = open_sample("ready")
    assert not window.rules.line.isVisible()
    assert _boxes(window, qtbot) == [200, 500]
    window.services.library().take_in(newer, window.services.clock())
    window.services.forget_packs()
    window.rules._reopen()
    second = _other(window, first, qtbot)
    assert "规则有更新（1 处）" in _words(window.rules.line)
    assert _boxes(window, qtbot) == [200, 500]
    window.rules.show_changes()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ChangesDialog)
    assert "长度由“200”改为“320”" in _words(dialog)
    dialog.move_button.click()
    third = _other(window, second, qtbot)
    assert not window.rules.line.isVisible()
    assert _boxes(window, qtbot) == [320, 500]
    window.undo()
    _other(window, third, qtbot)
    assert window.rules.line.isVisible()
    assert _boxes(window, qtbot) == [200, 500]


def _other(window: Window, before: Session, qtbot: QtBot) -> Session:
    def ready() -> bool:
        session = window.session
        return session is not None and session is not before and session.overview is not None

    qtbot.waitUntil(ready, timeout=PATIENCE_MS)
    _idle(window, qtbot)
    assert window.session is not None
    return window.session


def _boxes(window: Window, qtbot: QtBot) -> list[int]:
    """The sizes of the text boxes as the packet page shows them."""
    desk = window.desk
    assert desk is not None
    desk.go(Place("packet"))
    page = desk.page()
    assert isinstance(page, PacketPage)
    _idle(window, qtbot)
    found: list[int] = []

    def shown() -> bool:
        words = [one.text() for one in page.findChildren(Pill) if one.isVisible()]
        found[:] = [int(word.rpartition("/")[2].split()[0]) for word in words if _is_count(word)]
        return len(found) == 2

    qtbot.waitUntil(shown, timeout=PATIENCE_MS)
    return found


def _is_count(word: str) -> bool:
    left, slash, right = word.partition("/")
    return bool(slash) and left.strip().isdigit() and right.strip().split(" ")[0].isdigit()
