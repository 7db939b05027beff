"""Small pictures of all pages beside the button that builds the packet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from core import packet
from gui.jumps import Place
from gui.packet.page import PacketPage
from gui.packet.pages import PagesCard
from gui.session import Session
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Open = Callable[[str], Session]


def card_of(window: Window, qtbot: QtBot) -> PagesCard:
    """The card, once the pages in view are drawn."""
    assert window.desk is not None
    window.desk.go(Place("packet"))
    page = window.desk.page()
    assert isinstance(page, PacketPage)
    card: PagesCard = page.findChild(PagesCard)
    page._area.ensureWidgetVisible(card)
    qtbot.waitUntil(lambda: len(card.strip.images) >= 3 and card._job is None, timeout=PATIENCE_MS)
    return card


def is_blank(image: QImage) -> bool:
    colours = {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    return len(colours) < 4


def test_all_pages_are_there_and_those_in_view_are_drawn(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("ready")
    card = card_of(window, qtbot)
    overview = session.overview
    assert overview is not None
    plan = packet.plan(overview.case, session.packs, overview.report, dict(session.facts), overview.now, draft=True)
    pages = card.strip.model().rowCount()
    assert pages > plan.exhibit_pages > 0
    assert f"{pages}" in card._count.text()
    assert not is_blank(card.strip.images[1])
    assert len(card.strip.images) < pages  # the others wait until somebody looks
    card.strip.setFocus()
    qtbot.keyClick(card.strip, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: pages in card.strip.images, timeout=PATIENCE_MS)
    assert not is_blank(card.strip.images[pages])  # an exhibit with its own page


def test_enter_shows_a_page_large_and_escape_puts_it_away(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    open_sample("ready")
    strip = card_of(window, qtbot).strip
    strip.setFocus()
    strip.setCurrentIndex(strip.model().index(1, 0))
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=PATIENCE_MS)
    large = QApplication.activePopupWidget()
    assert large.accessibleName() == "第 2 页"
    assert large.findChild(QLabel).pixmap().width() > 300
    assert window.geometry().contains(large.geometry())
    for key, name in ((Qt.Key.Key_Right, "第 3 页"), (Qt.Key.Key_Left, "第 2 页"), (Qt.Key.Key_Left, "第 1 页")):
        qtbot.keyClick(large, key)
        qtbot.waitUntil(lambda name=name: large.accessibleName() == name, timeout=PATIENCE_MS)
    qtbot.keyClick(large, Qt.Key.Key_Left)  # there is none before the first
    assert large.accessibleName() == "第 1 页"
    assert QApplication.activePopupWidget() is large
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None, timeout=PATIENCE_MS)


def test_pages_asked_for_before_the_step_was_left_are_drawn_when_one_comes_back(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("ready")
    card = card_of(window, qtbot)
    assert window.desk is not None
    window.desk.go(Place("after"))
    asked = card.strip.pages()  # as if the strip had been painted just before the step was left
    card._on_wanted(asked)
    qtbot.waitUntil(lambda: not card._pause.isActive() and card._job is None, timeout=PATIENCE_MS)
    assert asked not in card.strip.images
    window.desk.go(Place("packet"))
    card.strip.wanted.emit(asked)  # painted again
    qtbot.waitUntil(lambda: asked in card.strip.images, timeout=PATIENCE_MS)
    settle(session, qtbot)


def test_a_changed_case_is_drawn_again(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("ready")
    card = card_of(window, qtbot)
    before = QImage(card.strip.images[1])
    session.apply(replace(session.case, shop=replace(session.case.shop, name="另一个店名旗舰店")), "改店名")
    settle(session, qtbot)
    qtbot.waitUntil(lambda: card.strip.images[1] != before, timeout=PATIENCE_MS)
    assert card._laid is session.case


def test_leaving_the_case_while_pages_are_drawn_says_nothing(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    open_sample("ready")
    card = card_of(window, qtbot)
    card.strip.setCurrentIndex(card.strip.model().index(card.strip.model().rowCount() - 1, 0))
    qtbot.wait(5)
    window.close_case()
    qtbot.waitUntil(lambda: not window.services.runner.busy, timeout=PATIENCE_MS)
    assert not window.messages.text()
