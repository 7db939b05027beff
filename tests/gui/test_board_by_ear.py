"""The board, its messages and the palette for somebody who hears them, and for somebody who never takes the mouse."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from core.board import BoardEntry, Ending
from core.clients import Fact
from core.clients.profiles import new
from core.errors import FushenError
from core.model import Finding, Level
from gui.board.model import UNDER_ROLE, BoardModel
from gui.clients.dialog import ClientsDialog
from gui.messages import MessageBar
from gui.models.findings import head_and_body
from gui.services import Services
from gui.theme import Theme
from gui.widgets import speaking
from gui.widgets.choice import Choice
from gui.widgets.paths import ask_folder
from gui.window import Window
from tests.gui.conftest import NOW, PATIENCE_MS


def _entries(count: int = 3) -> tuple[BoardEntry, ...]:
    end = Ending("P1", "品牌授权书", (NOW + timedelta(days=20)).date())
    return tuple(
        BoardEntry(f"/c/{n}.fushen", f"客户{n}", f"店铺{n}", due=NOW + timedelta(hours=5 + n), ends=(end,), uid=str(n))
        for n in range(count)
    )


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader would be handed; there is none on a test machine."""
    said: list[str] = []

    def take(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", take)
    return said


def test_what_a_narrow_cell_cuts_off_is_its_tool_tip(look: Theme) -> None:
    del look
    model = BoardModel(lambda: NOW)
    model.set_entries(_entries(1))
    tips = [model.index(0, c).data(Qt.ItemDataRole.ToolTipRole) for c in range(model.columnCount())]
    drawn = [model.index(0, c).data() for c in range(model.columnCount())]
    assert all(text in tip for text, tip in zip(drawn, tips, strict=True))
    assert tips[0].endswith("客户0\n/c/0.fushen")
    assert "/c/" not in "".join(tips[1:])


def test_a_row_says_its_client_its_deadline_and_what_expires(look: Theme) -> None:
    del look
    model = BoardModel(lambda: NOW)
    model.set_entries(_entries(1))
    shop, due = (model.index(0, c).data(Qt.ItemDataRole.AccessibleTextRole) for c in (0, 3))
    assert shop.endswith("店铺0，客户 客户0")
    assert due.endswith("剩 5 小时，11-22 14:00，1 份材料将到期")


def test_a_client_that_is_folded_away_says_so(look: Theme) -> None:
    del look
    model = BoardModel(lambda: NOW)
    model.set_entries(_entries(1))
    model.set_grouped(True)
    assert "已收起" not in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    model.toggle_group("客户0")
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("已收起")


def test_home_and_end_go_to_the_first_and_the_last_case(window: Window, qtbot: QtBot) -> None:
    window.cases.set(_entries(5))
    table = window.board.table
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.currentIndex().row() == 4
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.currentIndex().row() == 0


def test_the_palette_over_the_board_does_what_its_menu_and_its_buttons_do(window: Window, qtbot: QtBot) -> None:
    window.cases.set(_entries())
    window.show_palette()
    titles = [row.title for row in window.palette_._list.rows()]
    for title in ("复制为新案件", "归档", "删除，可恢复", "按客户分组", "筛选案件", "设置", "店铺2"):
        assert titles.count(title) == 1, title
    window.palette_._line.setText("归档")  # as an input method does
    qtbot.keyClick(window.palette_._line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.board.model.count("archived") == 1)
    window.show_palette()
    assert "撤销“归档‘店铺0’”" in [row.title for row in window.palette_._list.rows()]


def test_a_palette_that_finds_nothing_says_so(window: Window, heard: list[str], qtbot: QtBot) -> None:
    window.show_palette()
    qtbot.keyClicks(window.palette_._line, "zzzz")
    assert [row.title for row in window.palette_._list.rows()] == ["没有找到。换几个字，或少打几个字试试。"]
    assert heard[-1] == "没有找到。换几个字，或少打几个字试试。"
    qtbot.keyClick(window.palette_._line, Qt.Key.Key_Return)
    assert not window.palette_.isVisible()


def test_the_palette_says_the_row_that_enter_would_do(window: Window, heard: list[str], qtbot: QtBot) -> None:
    window.show_palette()
    qtbot.keyClick(window.palette_._line, Qt.Key.Key_Down)
    assert heard[-1] == window.palette_._list.rows()[1].spoken


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_messages_are_heard_and_a_later_one_leaves_an_unread_one_standing(
    look: Theme, heard: list[str], qtbot: QtBot
) -> None:
    del look
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_error(FushenError("磁盘已满。"))
    bar.show_note("还有两个文件没有加入。")
    bar.show_done("已归档。")
    bar.show_done("已移回。")
    assert heard == ["磁盘已满。", "还有两个文件没有加入。", "已归档。", "已移回。"]
    assert bar.text() == "磁盘已满。\n还有两个文件没有加入。\n已移回。"
    assert bar.property("tone") == "fail"
    bar._on_time()  # good news goes by itself
    assert bar.text() == "磁盘已满。\n还有两个文件没有加入。"
    bar.dismiss()
    bar.show_done("已归档。")
    assert bar.text() == "已归档。"
    bar._on_time()
    assert not bar.isVisible()


def test_what_ends_as_a_sentence_has_no_comma_after_it() -> None:
    assert speaking.heard("必须解决", "营业执照已到期。", "", "请替换。") == "必须解决，营业执照已到期。请替换。"
    assert speaking.heard("Licence", "It has expired.", "Replace it.") == "Licence，It has expired. Replace it."


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere Qt says the name itself")
def test_a_choice_that_one_comes_to_still_says_what_is_asked(look: Theme, qtbot: QtBot) -> None:
    del look
    choice = Choice("该商标转让过吗？", [("no", "否"), ("yes", "是")])
    qtbot.addWidget(choice)
    assert choice.accessibleDescription() == "否"
    choice.fill()
    spoken = QAccessible.queryAccessibleInterface(choice)
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    assert {spoken.text(kind) for kind in kinds} == {"否", "该商标转让过吗？"}


def test_the_first_cases_bring_the_keyboard_to_the_table(window: Window, qtbot: QtBot) -> None:
    window.board.take_focus()
    window.cases.set(_entries())
    qtbot.waitUntil(window.board.table.hasFocus)


def test_a_note_about_a_case_goes_with_it_and_a_fault_stays(window: Window, qtbot: QtBot) -> None:
    bar = window.messages
    window._note_of_case("案件正由别人使用。")
    bar.show_error(FushenError("磁盘已满。"))
    bar.take_back(["案件正由别人使用。"])
    assert bar.text() == "磁盘已满。"
    bar.take_back(["磁盘已满。"])
    assert not bar.isVisible()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_client_that_was_deleted_comes_back(window: Window, services: Services, qtbot: QtBot) -> None:
    kept = new("森屿").with_fact(Fact("name", "森屿有限公司"))
    services.packs()
    dialog = ClientsDialog(services, (kept, new("海风")), window)
    dialog.show()
    dialog._list.choose(kept.id)
    qtbot.mouseClick(dialog._remove, Qt.MouseButton.LeftButton)
    assert [c.name for c in dialog._clients] == ["海风"]
    assert dialog._back.text() == "撤销删除“森屿”"
    qtbot.mouseClick(dialog._back, Qt.MouseButton.LeftButton)
    assert kept in dialog._clients
    assert dialog._list.current() == kept.id
    assert not dialog._back.isVisible()
    qtbot.waitUntil(lambda: kept in services.clients.read(), timeout=PATIENCE_MS)
    dialog.close()
    dialog.deleteLater()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_where_on_the_disk_is_asked_in_chinese(window: Window, tmp_path: Path) -> None:
    ask_folder(window, "选择文件夹", lambda _path: None, tmp_path)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"位置：", "文件种类："} <= words
    dialog.close()


def test_cases_that_are_called_alike_are_told_apart_by_their_files(look: Theme) -> None:
    del look
    model = BoardModel(lambda: NOW)
    one = BoardEntry("/c/森屿.fushen", "森屿", "森屿旗舰店", uid="1")
    model.set_entries((one,))
    assert model.index(0, 0).data(UNDER_ROLE) == "森屿"
    model.set_entries((one, one._replace(path="/c/森屿 2.fushen", uid="2")))
    assert {model.index(row, 0).data(UNDER_ROLE) for row in (0, 1)} == {"森屿 · 森屿", "森屿 · 森屿 2"}
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("森屿 · 森屿 2")


def test_a_head_never_ends_inside_a_quotation() -> None:
    quoted = Finding(
        "notice/point-unanswered", "notice", Level.FAIL, 'Point N3 is not answered: "购买方不一致。" More.'
    )
    assert head_and_body(quoted)[0].endswith('"购买方不一致。" More')


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_escape_in_the_filter_shows_every_case_again(window: Window, qtbot: QtBot) -> None:
    window.show()
    window.board.show_entries(_entries(3))
    window.board.focus_filter()
    window.board._filter.setText("没有这样的店")
    assert window.board.model.rowCount() == 0
    qtbot.keyClick(window.board._filter, Qt.Key.Key_Escape)
    assert window.board._filter.text() == ""
    assert window.board.model.rowCount() == 3
