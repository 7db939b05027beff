"""The way of the camera: every page, dialog, menu and message, in an empty, a refused and a ready case."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget

from core import store
from core.clients import tables
from core.i18n import _
from core.packs import changes
from core.resources import data_root
from gui import menus
from gui.board import deeds
from gui.crash import CrashReporter
from gui.jumps import STEPS, Place
from gui.packet.page import PacketPage

if TYPE_CHECKING:
    from gui.shots import Camera

CLIENTS = """客户,公司名称,统一社会信用代码,法人,店铺,平台
启明,宁波启明电子商务有限公司,,王一,启明星辰旗舰店,{platform}
森屿,,123,,森屿专卖店,火星
"""
_REJECTED = "1. 检测报告样品型号与被处罚商品不符。\n2. 进货发票购买方与店铺主体不一致。"
NOWHERE = "星河旗舰店"
SAMPLES = ("flawed", "ready")
_SHORT, _LONG = b"amount = 200\n", b"amount = 320\n"


def walk(camera: Camera, folder: Path) -> None:
    """Goes through the whole program; `folder` is a place for files of its own."""
    _empty_board(camera)
    _empty_case(camera)
    _refused_case(camera)
    _papers(camera)
    _narrative(camera)
    _over_the_case(camera, folder)
    _second_round(camera)
    _ready_case(camera)
    _only_looking(camera, folder)
    _board(camera, folder)


def _empty_board(camera: Camera) -> None:
    window = camera.window
    camera.settle(camera.calm)
    camera.take("doors")
    window.dialogs.show_tour()
    while window.dialogs.tour is not None and len(camera.taken) < 20:
        camera.take("tour")
        window.dialogs.tour.forward()
        camera.settle(lambda: window.desk is not None or window.dialogs.tour is None)
        camera.settle(camera.calm)
    camera.settle(lambda: not window.cases.entries and window.desk is None)
    window.show_palette()
    camera.take("palette-board")
    window.palette_.hide()
    camera.menu("menu-more", lambda: menus.more(window, ()))
    camera.dialog("new-case", window.new_case)
    window.arrivals.open_path(camera.home / "启明星辰旗舰店.fushen")
    camera.settle(camera.calm)
    camera.take("message-fault")
    window.messages.dismiss()


def _empty_case(camera: Camera) -> None:
    window = camera.window
    window.new_case()
    camera.settle(lambda: QApplication.activeModalWidget() is not None)
    asked = QApplication.activeModalWidget()
    if asked is None:
        return
    before = window.session
    camera.button(_("新建"), asked).click()
    camera.settle(lambda: window.session is not before)
    camera.settle(camera.checked)
    for step in STEPS:
        camera.go(Place(step))
        camera.take(f"empty-{step}")


def _refused_case(camera: Camera) -> None:
    camera.open("flawed")
    for step in STEPS:
        camera.go(Place(step))
        camera.take(step)
        if step in {"intake", "audit", "packet"}:
            camera.take_below(f"{step}-below")
    camera.go(Place("intake"))
    camera.press(_("怎么算的"))
    camera.take("intake-deadline", before=partial(camera.look_at, _("收起")))
    desk = camera.window.desk
    if desk is not None:
        desk.unfold()
        camera.take("findings")
        desk.findings.show_all()
        camera.take("findings-all", before=lambda: desk.findings.scroll_to_rest())
        desk.findings.show_all()
        desk.unfold(findings=False)
    camera.popup("source", _("来源"))


def _papers(camera: Camera) -> None:
    session = camera.window.session
    if session is None:
        return
    paper = next((p for p in session.case.offered() if p.replaces), session.case.offered()[0])
    for name, place in (
        ("papers-one", Place("papers", paper=paper.id)),
        ("papers-requirement", Place("papers", subject="authorisation")),
        ("papers-chain", Place("papers", subject="L1")),
    ):
        camera.go(place)
        camera.take(name)
    camera.press(_("编辑各级授权"))
    camera.press(_("以文字查看"))
    camera.take("papers-chain-words")
    camera.go(Place("papers", paper=paper.id))
    camera.press(_("遮盖页面上的一处"))
    camera.draw()
    camera.take("papers-covering")
    camera.press(_("遮盖页面上的一处"))
    camera.go(Place("papers", paper=paper.id))
    camera.take("papers-covered")
    _take_back(camera)
    camera.press(_("与被驳回件对比"))
    camera.take("papers-compare")
    camera.press_for_dialog(_("一致性矩阵"), "matrix")


def _narrative(camera: Camera) -> None:
    camera.go(Place("narrative", subject="portal/200"))
    camera.take("narrative-short")
    camera.go(Place("narrative", subject="letter/opening"))
    camera.take("narrative-fixed")
    camera.go(Place("narrative", subject="C1"))
    more = _("{id} 的更多操作").format(id=_("第 {n} 条说明").format(n=1))
    camera.popup("menu-draft", _("起草：从回答和材料取句子"))
    for name, text in (("menu-add", _("添加一条")), ("menu-cite", _("@ 引用附件")), ("menu-statement", more)):
        camera.popup(name, text)


def _over_the_case(camera: Camera, folder: Path) -> None:
    window = camera.window
    window.show_palette()
    camera.take("palette")
    window.palette_.hide()
    camera.menu("menu-more-case", lambda: menus.more(window, (Path("启明星辰.fushen"),)))
    camera.go(Place("packet"))
    camera.press_for_dialog(_("具名豁免…"), "waiver")
    camera.menu("menu-tray", lambda: window.reminder.menu())
    camera.dialog("rules", window.rules.show_rules)
    camera.dialog("rules-changes", partial(_show_changes, camera))
    window.dialogs.show_guide()
    camera.settle(lambda: QApplication.activeModalWidget() is not None)
    if (guide := QApplication.activeModalWidget()) is not None:
        guide.close()
    _hand_in(camera, folder)
    reporter = CrashReporter(camera.home, window.services.clock, "1")
    reporter.reported.connect(window.messages.show_note)
    reporter.tell(LookupError())
    camera.take("message-crash")
    window.messages.dismiss()


def _show_changes(camera: Camera) -> None:
    from gui.rules.changes import ChangesDialog

    tree = camera.window.services.packs().tree
    longer = {name: body.replace(_SHORT, _LONG, 1) for name, body in tree.files.items()}
    session = camera.window.session
    platform = session.case.platform if session is not None else ""
    told = [one for one in changes.changes(tree, replace(tree, files=longer)) if one.unit.endswith(f"/{platform}")]
    ChangesDialog(tuple(told), camera.window, can_move=True).open()


def _hand_in(camera: Camera, folder: Path) -> None:
    """Drops a good file, one that is no paper, and one that is damaged."""
    good = QPixmap(900, 1200)
    good.fill()
    good.save(str(folder / "仓库照片.png"))
    (folder / "发票（损坏）.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    (folder / "聊天记录.exe").write_bytes(b"MZ")
    desk = camera.window.desk
    if desk is not None:
        desk.add_files([folder / name for name in ("仓库照片.png", "发票（损坏）.pdf", "聊天记录.exe")])
        camera.settle(camera.calm)
        camera.settle(camera.checked)
        camera.take("papers-receipt")


def _second_round(camera: Camera) -> None:
    camera.go(Place("after"))
    words = next((w for w in camera.page().findChildren(QPlainTextEdit) if w.isVisible()), None)
    if words is None:
        return
    words.setPlainText(_REJECTED)
    camera.press(_("开始下一轮"))
    camera.settle(camera.checked)
    camera.go(Place("intake"))
    camera.take("second-intake", before=partial(camera.look_at, _("添加理由")))
    for step in ("audit", "after"):
        camera.go(Place(step))
        camera.take(f"second-{step}")


def _ready_case(camera: Camera) -> None:
    camera.open("ready")
    for step in STEPS:
        camera.go(Place(step))
        camera.take(f"ready-{step}")
    camera.go(Place("packet"))
    page = camera.page()
    if not isinstance(page, PacketPage):
        return
    camera.take("packet-building", before=lambda: _begin_building(camera, page))
    page.building.cancel()
    camera.settle(camera.calm)
    target = page.building.folder
    page.building.choose_folder(camera.home / _("提交包"))  # a file: nothing can be put into it
    page.building.folder.touch()
    page.building.start()
    camera.settle(camera.calm)
    camera.take("packet-failed")
    camera.window.messages.dismiss()
    page.building.choose_folder(target)
    page.building.start()
    camera.settle(camera.calm)
    camera.take("packet-built")
    camera.take_below("packet-built-below")
    camera.over("packet-page", lambda: page.pages.strip.opened.emit(3))
    camera.window.dialogs.keep_client()
    camera.settle(camera.calm)
    _sent(camera)


def _sent(camera: Camera) -> None:
    """Notes that the packet was sent, looks at the countdown, and takes the note back."""
    camera.go(Place("after"))
    camera.press(_("记录提交"))
    camera.settle(camera.checked)
    camera.window.messages.dismiss()
    camera.take("sent-after")
    _take_back(camera)


def _take_back(camera: Camera) -> None:
    """Undoes the last step of the case."""
    session = camera.window.session
    if session is not None:
        before = session.case
        session.undo()
        camera.settle(lambda: session.case is not before)
        camera.settle(camera.checked)


def _begin_building(camera: Camera, page: PacketPage) -> None:
    if not page.building.working:
        page.building.start()
        camera.settle(lambda: page.building.working or camera.calm(), calm=1)


def _only_looking(camera: Camera, folder: Path) -> None:
    """Opens a case that somebody else has."""
    session = camera.window.session
    if session is None:
        return
    copy = folder / "别处打开的案件.fushen"
    copy.write_bytes(session.path.read_bytes())
    with store.open(copy):
        who = {"machine": "PC-3", "user": "li", "since": camera.window.services.clock().isoformat()}
        Path(f"{copy.resolve()}.holder").write_text(json.dumps(who), encoding="utf-8")  # not this machine's own name
        camera.open_path(copy)
        for step in ("intake", "papers"):
            camera.go(Place(step))
            camera.take(f"only-looking-{step}")
        camera.window.close_case()
        camera.settle(camera.calm)
    window = camera.window
    window.cases.forget(tuple(e for e in window.cases.entries if e.path == str(copy)))
    camera.settle(camera.calm)
    window.messages.dismiss()


def _board(camera: Camera, folder: Path) -> None:
    window = camera.window
    camera.take("board")
    camera.press(_("按客户分组"))
    camera.take("board-by-client")
    camera.press(_("按客户分组"))
    window.focus_filter()
    _type(window, NOWHERE)
    camera.take("board-nothing-found")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    camera.menu("menu-case", lambda: deeds.menu(window.board, window.cases.entries[:1]))
    dialogs = window.dialogs
    camera.dialog("endings", dialogs.show_endings)
    camera.dialog("settings", dialogs.show_settings)
    camera.dialog("guide", dialogs.show_guide)
    camera.dialog("clients", dialogs.show_clients)
    camera.dialog("import", lambda: _import(camera, folder))
    camera.dialog("files-from-elsewhere", lambda: _ask_outside(camera))
    window.cases.delete(window.cases.entries[:1])
    camera.settle(camera.calm)
    camera.take("board-deleted")
    camera.dialog("trash", dialogs.show_trash)
    camera.dialog("trash-for-ever", dialogs.show_trash, then=_ask_for_ever)


def _type(window: QWidget, text: str) -> None:
    """Types into what has the keyboard, as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    into = window.focusWidget()
    if into is not None:
        QApplication.sendEvent(into, event)


def _import(camera: Camera, folder: Path) -> None:
    from gui.clients.importing import ImportDialog

    services = camera.window.services
    platform = next(iter(services.packs().platforms.values()))
    table = folder / "clients.csv"
    table.write_text(CLIENTS.format(platform=platform.title), encoding="utf-8")
    ImportDialog(tables.read(table), services.clients.read(), services.packs(), camera.window).open()


def _ask_outside(camera: Camera) -> None:
    from gui.board.outside import OutsideDialog

    OutsideDialog(("../共用/营业执照.jpg", "../共用/商标注册证.pdf"), camera.window).open()


def _ask_for_ever(dialog: QWidget) -> None:
    for made in dialog.findChildren(QAbstractButton):
        if made.text() == _("永久删除…"):
            made.click()


def samples(name: str) -> Path:
    """Returns the intake of a sample case."""
    return data_root() / "assets" / "samples" / name / "intake.toml"
