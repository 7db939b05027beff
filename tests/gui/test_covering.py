"""Covering what the packet must not show: drawn with the mouse, by keys, or from a number that was read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from core import edits
from core.model import Mask, Paper
from gui.jumps import Place
from gui.papers.page import PapersPage
from gui.session import Session
from gui.theme import Theme
from gui.viewer.covering import CoverSheet
from gui.viewer.marks import Mark, paint_mark
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle
from tests.gui.test_papers import now, opened, row_of, rows  # noqa: F401  # the fixture is used by its name

Opened = tuple[PapersPage, Session, Paper]


def sheet_of(page: PapersPage) -> CoverSheet:
    return page._paper._view._sheet


def begin(page: PapersPage, qtbot: QtBot) -> CoverSheet:
    view = page._paper._view
    qtbot.waitUntil(view._cover.isVisible, timeout=PATIENCE_MS)
    qtbot.mouseClick(view._cover, Qt.MouseButton.LeftButton)
    assert sheet_of(page).isVisible()
    return sheet_of(page)


def removers(page: PapersPage) -> list[QPushButton]:
    found = page._paper._masks.findChildren(QPushButton)
    return [one for one in found if one.isVisible() and one.accessibleName().startswith("撤去第")]


def test_a_rectangle_drawn_on_a_page_is_covered_seen_and_undone_by_name(opened: Opened, qtbot: QtBot) -> None:  # noqa: F811
    page, session, licence = opened
    sheet, canvas = begin(page, qtbot), page._paper._view.canvas
    rect = canvas.room_of(1, (0.2, 0.25, 0.6, 0.3))
    start, end = rect.topLeft().toPoint(), rect.bottomRight().toPoint()
    qtbot.mousePress(sheet, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(sheet, end)
    qtbot.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=end)
    settle(session, qtbot)
    (mask,) = now(session, licence).masks
    assert mask.page == 1
    assert mask.box == pytest.approx((0.2, 0.25, 0.6, 0.3), abs=0.01)
    assert session.save_state.undo_label == "遮盖一处"
    assert any(mark.covered for mark in canvas._marks)
    session.undo()
    settle(session, qtbot)
    assert now(session, licence).masks == ()
    assert not any(mark.covered for mark in canvas._marks)


def test_a_click_without_a_rectangle_covers_nothing_and_escape_leaves(opened: Opened, qtbot: QtBot) -> None:  # noqa: F811
    page, session, licence = opened
    sheet = begin(page, qtbot)
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(80, 90))
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert not page._paper._view._cover.isChecked()
    assert now(session, licence).masks == ()


def test_keys_alone_place_size_and_cover_a_rectangle(opened: Opened, qtbot: QtBot) -> None:  # noqa: F811
    page, session, licence = opened
    sheet = begin(page, qtbot)
    for key, held in (
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),  # brings the rectangle
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(sheet, key, held)
    settle(session, qtbot)
    (mask,) = now(session, licence).masks
    assert mask.box == pytest.approx((0.348, 0.43, 0.668, 0.48))
    assert sheet.isVisible()  # for the next place


def test_a_number_that_was_read_is_covered_from_its_field_with_the_keyboard(opened: Opened, qtbot: QtBot) -> None:  # noqa: F811
    page, session, licence = opened
    qtbot.waitUntil(lambda: any(one.name == "uscc" for one in rows(page)), timeout=PATIENCE_MS)
    row = row_of(page, "uscc")
    qtbot.waitUntil(row._cover.isVisible, timeout=PATIENCE_MS)
    assert row._cover.isVisible()
    assert row._cover.accessibleName() == "遮住这个号码"
    row._cover.setFocus()
    qtbot.keyClick(row._cover, Qt.Key.Key_Space)
    settle(session, qtbot)
    (mask,) = now(session, licence).masks
    left, top, right, bottom = mask.box
    assert left < 0.1
    assert top < 0.2
    assert right > 0.5
    assert bottom > 0.23
    qtbot.waitUntil(lambda: not row_of(page, "uscc")._cover.isVisible(), timeout=PATIENCE_MS)
    assert not row_of(page, "holder")._cover.isVisible()  # a name is no number


def test_a_covered_place_is_taken_back_by_its_own_button(opened: Opened, qtbot: QtBot) -> None:  # noqa: F811
    page, session, licence = opened
    masks = (Mask(1, (0.1, 0.1, 0.2, 0.2)), Mask(1, (0.5, 0.5, 0.6, 0.6)))
    session.apply(edits.put_paper(session.case, replace(now(session, licence), masks=masks)), "遮盖")
    settle(session, qtbot)
    qtbot.waitUntil(lambda: len(removers(page)) == 2, timeout=PATIENCE_MS)
    page._paper._view.canvas.mark_chosen.emit("mask:1")
    assert removers(page)[1].hasFocus()
    qtbot.keyClick(removers(page)[1], Qt.Key.Key_Space)
    settle(session, qtbot)
    assert now(session, licence).masks == masks[:1]
    assert session.save_state.undo_label == "撤去一处遮盖"


def test_a_rejected_paper_is_not_covered(opened: Opened, window: Window, qtbot: QtBot) -> None:  # noqa: F811
    page, session, _licence = opened
    assert window.desk is not None
    window.desk.go(Place("papers", paper=session.case.rejected()[0].id))
    settle(session, qtbot)
    assert not page._paper._view._cover.isVisible()


@pytest.mark.parametrize("mark", [Mark(1, (0, 0, 1, 1), covered=True), Mark(1, (0, 0, 1, 1), "fail")])
def test_what_is_marked_on_paper_is_as_plain_by_night_as_by_day(look: Theme, mark: Mark) -> None:
    pages = []
    for scheme in ("light", "dark"):
        look.use(scheme)
        page = QImage(80, 40, QImage.Format.Format_RGB32)
        page.fill(look.colour("paper"))
        with QPainter(page) as painter:
            paint_mark(painter, QRectF(10, 10, 60, 20), mark, chosen=False)
        pages.append(page)
    by_day, by_night = pages
    assert by_day == by_night
    assert min(by_day.pixelColor(x, 8).lightness() for x in range(80)) < 130
