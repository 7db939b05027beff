"""The packet page: what goes on the copies is chosen by the person, and what to upload can be copied from a list."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.built import Outcome
from gui.jumps import Place
from gui.packet.copies import CopiesCard
from gui.packet.page import PacketPage
from gui.packet.uploads import UploadsCard
from gui.session import Session
from gui.widgets.edits import CommitLine
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle


def packet_page(window: Window) -> PacketPage:
    assert window.desk is not None
    window.desk.go(Place("packet"))
    page = window.desk.page()
    assert isinstance(page, PacketPage)
    return page


def test_marks_and_pages_are_off_until_ticked_and_go_into_the_packet(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("ready")
    page = packet_page(window)
    settle(session, qtbot)
    card = page.findChild(CopiesCard)
    assert card is not None
    boxes = {box.accessibleName(): box for box in card.findChildren(QCheckBox)}
    assert not any(box.isChecked() for box in boxes.values())
    paper = session.case.offered()[0]
    qtbot.mouseClick(boxes[paper.file], Qt.MouseButton.LeftButton)
    settle(session, qtbot)
    qtbot.mouseClick(next(box for name, box in boxes.items() if "检查结果" in name), Qt.MouseButton.LeftButton)
    settle(session, qtbot)
    line = next(field for field in card.findChildren(CommitLine) if field.accessibleName() == "复核人")
    line.setFocus()
    qtbot.keyClicks(line, "Li Fuhe")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle(session, qtbot)
    assert session.case.paper(paper.id).watermark  # type: ignore[union-attr]
    assert (session.case.packet.signed_off_by, session.case.packet.readiness_page) == ("Li Fuhe", True)
    outcome = built(page, qtbot, tmp_path)
    with zipfile.ZipFile(outcome.built.path) as archive:
        told = json.loads(archive.read("manifest.json"))
    assert [one["source"] for one in told["watermarked"]] == [paper.id]
    session.undo()
    settle(session, qtbot)
    assert line.text() == ""


def built(page: PacketPage, qtbot: QtBot, folder: Path) -> Outcome:
    page.building.choose_folder(folder / "out")
    outcomes: list[Outcome] = []
    page.building.built.connect(outcomes.append)
    page.building.start()
    qtbot.waitUntil(lambda: bool(outcomes), timeout=3 * PATIENCE_MS)
    return outcomes[0]


def test_sizes_are_shown_before_building_and_every_upload_can_be_copied_after_it(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("ready")
    page = packet_page(window)
    settle(session, qtbot)
    card = page.findChild(UploadsCard)
    assert card is not None
    qtbot.waitUntil(lambda: any("提交册约" in words.text() for words in card.findChildren(QLabel)), timeout=PATIENCE_MS)
    outcome = built(page, qtbot, tmp_path)
    copies = {button.accessibleName(): button for button in card.findChildren(QPushButton)}
    qtbot.waitUntil(lambda: len(card.findChildren(QPushButton)) == len(outcome.built.slots), timeout=PATIENCE_MS)
    copies = {button.accessibleName(): button for button in card.findChildren(QPushButton)}
    qtbot.mouseClick(copies["复制文件名：packet.pdf"], Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "packet.pdf"
    text = next(slot for slot in outcome.built.slots if slot.kind == "text")
    qtbot.mouseClick(copies[f"复制这段文字：{text.name}"], Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text.text
    if os.environ.get("SHOT"):
        window.resize(1360, 900)
        window.grab().save(os.environ["SHOT"])
        page._area.ensureWidgetVisible(card, 0, 400)
        qtbot.wait(200)
        window.grab().save(os.environ["SHOT"].replace(".png", "-2.png"))
