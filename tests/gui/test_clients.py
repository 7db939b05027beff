"""The clients' dialog as a clerk works with it: faults, imports taken back, one paper for several facts, shops."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.clients import Client, Fact, Proof, ProvenPaper, Storefront
from core.clients.importing import guess, preview
from core.clients.profiles import new
from core.clients.tables import Table
from core.model import Shop, ShopKind
from gui.board.newcase import NewCaseDialog
from gui.clients.dialog import ClientsDialog
from gui.clients.importing import ImportDialog, PreviewModel
from gui.services import Services
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS

# What the screenless platform says of every dialog and menu.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", "grabbing the keyboard")
LICENCE = ProvenPaper("a" * 64, "营业执照.pdf", 12, "business-licence")


def opened(window: Window, services: Services, *clients: Client) -> ClientsDialog:
    services.packs()
    dialog = ClientsDialog(services, clients, window)
    dialog.open()
    return dialog


def press(qtbot: QtBot, dialog: ClientsDialog, name: str) -> None:
    found = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName() == name)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def test_a_table_that_can_not_be_read_is_said_in_front_and_not_behind(
    window: Window, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    broken = tmp_path / "名单.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing more")
    dialog = opened(window, services)
    dialog.import_from(broken)
    qtbot.waitUntil(lambda: "名单.xlsx" in dialog.messages.text(), timeout=PATIENCE_MS)
    assert not window.messages.text()
    dialog.close()


def test_without_clients_the_list_says_how_to_begin(window: Window, services: Services, qtbot: QtBot) -> None:
    dialog = opened(window, services)
    assert dialog._none.isVisible()
    assert "导入" in dialog._none.text()
    press(qtbot, dialog, "新增客户")
    assert not dialog._none.isVisible()
    dialog._filter.setText("没有这样的名字")
    assert dialog._none.text() == "没有符合的客户。"
    dialog.close()


def test_an_import_is_taken_back_whole_and_leaves_the_others_alone(
    window: Window, services: Services, qtbot: QtBot
) -> None:
    old = new("森屿")
    dialog = opened(window, services, old, new("海风"))
    table = Table(("客户", "地址", "备注"), ((2, ("森屿", "杭州市", "老客户")), (3, ("明川", "", ""))))
    preview = ImportDialog(table, dialog._clients, services.packs(), dialog)
    preview.confirmed.connect(dialog._on_imported)
    preview._on_confirmed()
    assert {c.name: (c.value("address"), c.note) for c in dialog._clients} == {
        "森屿": ("杭州市", "老客户"),
        "海风": ("", ""),
        "明川": ("", ""),
    }
    press(qtbot, dialog, "撤销导入的 2 位客户")
    assert [c.name for c in dialog._clients] == ["森屿", "海风"] or [c.name for c in dialog._clients] == [
        "海风",
        "森屿",
    ]
    assert old in dialog._clients
    dialog.close()


def test_what_was_typed_since_is_not_taken_back_with_an_import(
    window: Window, services: Services, qtbot: QtBot
) -> None:
    old = new("森屿")
    dialog = opened(window, services, old)
    dialog._on_imported((old.with_fact(Fact("address", "杭州市")),))
    assert dialog._back.isVisible()
    dialog._form._on_fact("name", "森屿有限公司")
    assert not dialog._back.isVisible()
    assert dialog._clients[0].value("name") == "森屿有限公司"
    dialog.close()


def test_a_licence_that_is_kept_already_proves_the_next_fact_without_being_looked_for_again(
    window: Window, services: Services, qtbot: QtBot
) -> None:
    name = Fact("name", "森屿有限公司", Proof(LICENCE.sha256))
    client = new("森屿").with_paper(LICENCE).with_fact(name).with_fact(Fact("address", "杭州市"))
    dialog = opened(window, services, client)
    press(qtbot, dialog, "为地址附上证明材料")
    menu = next(m for m in dialog.findChildren(QMenu) if m.isVisible())
    offered = next(action for action in menu.actions() if action.text() == "营业执照.pdf")
    assert not offered.isChecked()
    offered.trigger()
    menu.close()
    assert dialog._clients[0].fact("address") == Fact("address", "杭州市", Proof(LICENCE.sha256))
    press(qtbot, dialog, "为地址附上证明材料")
    menu = next(m for m in dialog.findChildren(QMenu) if m.isVisible())
    next(action for action in menu.actions() if action.text() == "不再用材料证明").trigger()
    menu.close()
    assert dialog._clients[0].fact("address") == Fact("address", "杭州市")
    dialog.close()


def test_shops_are_entered_and_taken_away_where_the_client_is(window: Window, services: Services, qtbot: QtBot) -> None:
    dialog = opened(window, services, new("森屿"))
    shops = dialog._form._shops
    shops._platform.show_value("tmall")
    shops._name.insert("森屿旗舰店")  # Qt's own hands type no Chinese
    qtbot.keyClick(shops._name, Qt.Key.Key_Return)
    assert dialog._clients[0].shops == (Storefront(Shop("森屿旗舰店", kind=ShopKind.FLAGSHIP), "tmall"),)
    assert shops._name.text() == ""
    press(qtbot, dialog, "从客户资料中去掉店铺“森屿旗舰店”")
    assert dialog._clients[0].shops == ()
    dialog.close()


def test_another_client_brings_its_own_shop_but_never_takes_what_was_typed(window: Window, services: Services) -> None:
    one = new("森屿").with_shop(Storefront(Shop("森屿旗舰店"), "jd"))
    two = new("海风").with_shop(Storefront(Shop("海风专营店"), "tmall"))
    dialog = NewCaseDialog(services.packs(), (one, two, new("白鹭")), window)

    def told(client: Client | None) -> tuple[str, str]:
        dialog._client.show_value(client.id if client else "")
        dialog._on_client_chosen()
        return dialog._shop.text(), dialog._platform.value()

    assert told(one) == ("森屿旗舰店", "jd")
    assert told(two) == ("海风专营店", "tmall")
    assert told(None)[0] == ""
    dialog._shop.setText("自己写的店")
    assert told(one)[0] == "自己写的店"
    dialog.deleteLater()


def test_what_becomes_of_a_line_is_shown_by_a_symbol_too(services: Services) -> None:
    table = Table(("客户", "平台"), ((2, ("森屿", "没有这样的平台")), (3, ("明川", ""))))
    model = PreviewModel()
    model.set_rows(preview(table, guess(table.header), (), services.packs()).rows)
    symbols = [model.index(row, 1).data(Qt.ItemDataRole.DecorationRole) for row in range(2)]
    assert all(symbol is not None for symbol in symbols)
    assert symbols[0].cacheKey() != symbols[1].cacheKey()
