"""A screen of 1280 × 800 at 150 %: 853 × 533 for the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.i18n import use_language
from core.model import Level
from gui.models.rows import RowList
from gui.session import Session
from gui.theme import Theme
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS

_WIDTH, _HEIGHT = 853, 533


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Asked for before the window, so that all of it speaks the language."""
    use_language(request.param)
    return str(request.param)


def test_every_step_fits_a_small_screen(
    language: str, window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    window.resize(_WIDTH, _HEIGHT)
    open_sample("flawed")
    desk = window.desk
    assert desk is not None
    for step in range(6):
        window.desk.go_step(step)
        page = desk.page()
        qtbot.wait(20)
        assert (window.width(), window.height()) == (_WIDTH, _HEIGHT)
        least = window.minimumSizeHint()
        assert (least.width() <= _WIDTH, least.height() <= _HEIGHT) == (True, True), (language, step, least)
        assert page.width() >= page.minimumSizeHint().width()


def test_the_findings_come_out_of_their_strip_which_tells_how_many_there_are(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    window.resize(_WIDTH, _HEIGHT)
    session = open_sample("flawed")
    desk = window.desk
    assert desk is not None
    assert desk.findings.isHidden()
    assert session.overview is not None
    open_ = [f for f in session.overview.report.findings if f.waived is None]
    fails, warns = (sum(f.level in levels for f in open_) for levels in ((Level.ERROR, Level.FAIL), (Level.WARN,)))
    assert min(fails, warns) > 0
    counts = next(
        w for w in desk.findChildren(QWidget) if w.accessibleName() == f"必须解决 {fails} 项，建议处理 {warns} 项"
    )
    assert counts.isVisible()
    assert _button(desk, "展开检查结果").accessibleDescription() == counts.accessibleName()
    strip = _button(desk, "展开检查结果")
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
    assert desk.findings.isVisible()
    assert desk.findings.geometry().right() < desk.width()
    desk.findings.jump_wanted.emit(desk.findings.findings()[0])
    assert desk.findings.isHidden()
    window.resize(1280, 800)
    qtbot.waitUntil(desk.findings.isVisible, timeout=PATIENCE_MS)
    assert desk.findings.geometry().right() <= desk.width()


def test_findings_that_come_out_in_the_middle_of_a_switch_have_the_new_look_at_once(
    window: Window, open_sample: Callable[[str], Session], look: Theme, qtbot: QtBot
) -> None:
    window.resize(_WIDTH, _HEIGHT)
    open_sample("flawed")
    desk = window.desk
    assert desk is not None
    strip = _button(desk, "展开检查结果")
    window.toggle_theme()
    qtbot.waitUntil(window.updatesEnabled, timeout=PATIENCE_MS)  # what is in view has the new look
    assert look.switching
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(desk.findings.updatesEnabled, timeout=PATIENCE_MS)  # and may be painted
    title = next(w for w in desk.findings.findChildren(QLabel) if w.isVisible() and w.text())
    assert title.palette().color(title.foregroundRole()) in (look.colour("text"), look.colour("text-2"))
    picture = desk.findings.grab().toImage()
    assert picture.pixelColor(3, picture.height() - 3) == look.colour("surface")


def test_on_the_papers_page_tab_goes_from_the_list_over_the_pages_to_the_fields_and_on(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    open_sample("ready")
    desk = window.desk
    assert desk is not None
    window.go_step(2)
    page = desk.page()
    qtbot.waitUntil(lambda: page._list.current() != "", timeout=PATIENCE_MS)  # type: ignore[attr-defined]
    paper = next(p for p in desk.session.case.offered() if p.fields)
    page._list.choose(f"paper:{paper.id}")  # type: ignore[attr-defined]
    qtbot.wait(100)
    ring = [w for w in _ring(page) if page.isAncestorOf(w) and w.isVisible()]
    names = [w.accessibleName() or type(w).__name__ for w in ring]
    wanted = ["材料要求与文件", "材料类型", "用途", "从谁取得", "把这份文件移出案件"]
    places = [names.index(name) for name in wanted]
    assert places == sorted(places), names


def _ring(first: QWidget) -> list[QWidget]:
    """The widgets that Tab visits, from one on."""
    found, one = [], first.nextInFocusChain()
    while one is not None and one is not first:
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled():
            found.append(one)
        one = one.nextInFocusChain()
    return found


def _button(owner: QWidget, name: str) -> QAbstractButton:
    return next(b for b in owner.findChildren(QAbstractButton) if b.accessibleName() == name)


@pytest.mark.parametrize("step", [1, 3])
def test_a_wide_window_gives_the_list_at_the_left_more_room(
    step: int, window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    window.resize(1280, 800)
    open_sample("flawed")
    assert window.desk is not None
    window.desk.go_step(step)
    rows = next(w for w in window.desk.page().findChildren(RowList) if w.accessibleName() == "驳回理由")
    usual = rows.width()
    window.resize(1920, 1000)
    qtbot.waitUntil(lambda: rows.width() >= usual + 30, timeout=PATIENCE_MS)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: rows.width() == usual, timeout=PATIENCE_MS)
