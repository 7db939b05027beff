"""Windows over the window have no more room than the window; columns and steps make room where it is narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.matrix.dialog import MatrixDialog
from gui.models.text import wrapped
from gui.session import Session
from gui.theme import Theme
from gui.widgets.basic import column
from gui.widgets.columns import Columns
from gui.widgets.dialog import Dialog
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS
from tests.gui.test_accessible import DIALOGS, ENTRY

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
_SMALL = (853, 533)


@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
def test_a_dialog_is_no_larger_than_its_window_and_its_buttons_are_in_view(
    kind: type[QDialog], window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    window.resize(*_SMALL)
    window.services.packs()
    if kind is MatrixDialog:
        open_sample("flawed")
    made: QDialog = DIALOGS[kind](window)
    made.open()
    qtbot.waitUntil(made.isVisible, timeout=PATIENCE_MS)
    qtbot.wait(20)
    buttons = [b for b in made.findChildren(QPushButton) if b.isVisible() and not _scrolled(b, made)]
    outside = [
        b.text() for b in buttons if not made.rect().contains(b.rect().translated(b.mapTo(made, b.rect().topLeft())))
    ]
    size = (made.width(), made.height())
    made.reject()
    made.deleteLater()
    assert (size[0] <= _SMALL[0], size[1] <= _SMALL[1]) == (True, True), size
    assert buttons
    assert outside == []


def test_columns_stand_one_below_the_other_where_there_is_no_room_beside(look: Theme, qtbot: QtBot) -> None:
    left, right = QLabel("左"), QLabel("右")
    columns = Columns(column(left), column(right))
    qtbot.addWidget(columns)
    columns.resize(900, 400)
    columns.show()
    qtbot.waitExposed(columns)
    assert not columns.stacked
    assert right.mapTo(columns, right.rect().topLeft()).x() > left.mapTo(columns, left.rect().topRight()).x()
    columns.resize(500, 400)
    qtbot.waitUntil(lambda: columns.stacked, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: _top(right, columns) > _top(left, columns), timeout=PATIENCE_MS)


def test_the_steps_give_the_page_their_room_in_a_narrow_window(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    window.resize(1280, 800)
    open_sample("flawed")
    desk = window.desk
    assert desk is not None
    wide = desk.steps.width()
    window.resize(*_SMALL)
    qtbot.waitUntil(lambda: desk.steps.width() < wide / 1.5, timeout=PATIENCE_MS)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: desk.steps.width() == wide, timeout=PATIENCE_MS)


def test_a_title_takes_two_lines_before_it_is_cut(look: Theme) -> None:
    font = look.font()
    assert wrapped("授权链", font, 200) == ("授权链",)
    title = "品牌授权书（每一级都要有，从商标权人开始）"
    first, second = wrapped(title, font, 180)
    assert first + second == title
    assert wrapped(title * 3, font, 180)[1].endswith("…")


def _top(part: QWidget, owner: QWidget) -> int:
    return part.mapTo(owner, part.rect().topLeft()).y()


def _scrolled(part: QWidget, owner: QWidget) -> bool:
    above = part.parentWidget()
    while above is not None and above is not owner:
        if above.objectName() == "qt_scrollarea_viewport":
            return True
        above = above.parentWidget()
    return False


def test_a_filter_that_no_case_fits_says_so_in_the_empty_table(window: Window, qtbot: QtBot) -> None:
    window.cases.set((ENTRY,))
    window.board.model.set_filter("没有这样的店铺")
    qtbot.waitUntil(lambda: window.board.table.model().rowCount() == 0, timeout=PATIENCE_MS)
    image = window.board.table.viewport().grab().toImage()
    colours = {image.pixel(x, image.height() // 2) for x in range(image.width())}
    assert len(colours) > 2


@pytest.mark.parametrize(("window", "seen"), [((1900, 1000), (1520, 800)), ((853, 533), (853, 533))])
def test_a_dialog_of_many_columns_takes_its_share_of_a_large_window(
    window: tuple[int, int], seen: tuple[int, int], look: Theme, qtbot: QtBot
) -> None:
    del look
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.resize(*window)
    dialog = Dialog(owner)
    dialog.want(960, 560, share=0.8)
    dialog.show()
    assert (dialog.width(), dialog.height()) == seen
    dialog.close()
