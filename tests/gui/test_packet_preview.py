"""The packet's pages beside the statements: at once while one types, exhibits as the packet will show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from core import edits
from gui.jumps import Place
from gui.narrative.page import NarrativePage
from gui.narrative.preview import PreviewPane
from gui.session import Session
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle


def pane_of(window: Window, qtbot: QtBot) -> PreviewPane:
    assert window.desk is not None
    window.desk.go(Place("narrative"))
    page = window.desk.findChild(NarrativePage)
    assert page is not None
    qtbot.waitUntil(lambda: page._preview._pages > 0, timeout=PATIENCE_MS)
    return page._preview


def image_of(pane: PreviewPane) -> QImage:
    return pane._canvas._image or QImage()


def test_an_edit_is_shown_before_the_checks_have_caught_up(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("ready")
    pane = pane_of(window, qtbot)
    settle(session, qtbot)
    qtbot.waitUntil(lambda: pane._job is None, timeout=PATIENCE_MS)
    before, known = image_of(pane), session.overview
    session._debounce.setInterval(60_000)  # the checks are far behind
    claim = replace(session.case.claims[0], text="改写后的第一句，与原来完全不同。")
    session.apply(edits.put_claim(session.case, claim), "修改说明")
    qtbot.waitUntil(lambda: image_of(pane) != before, timeout=PATIENCE_MS)
    assert session.overview is known
    session._debounce.setInterval(0)
    session.refresh()
    settle(session, qtbot)
    sketched = image_of(pane)
    pane._pause.start()
    qtbot.waitUntil(lambda: not pane._pause.isActive() and pane._job is None, timeout=PATIENCE_MS)
    assert image_of(pane) == sketched  # all laid out again, the page in view is the same


def test_an_exhibit_is_shown_with_its_own_page_and_its_seal(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    open_sample("ready")
    pane = pane_of(window, qtbot)
    pane.go(pane._pages - 19)  # the authorisation, which bears a red seal
    qtbot.waitUntil(lambda: pane._page == pane._pages - 19, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not image_of(pane).allGray(), timeout=PATIENCE_MS)
