"""The viewer: where pages stand, zoom by mouse and by keys, small pictures, boxes, and a bound of bytes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gui.models.differences import Difference, DifferenceModel
from gui.session import Session
from gui.viewer.layout import lay_out, turned
from gui.viewer.marks import Mark
from gui.viewer.pageview import PageView
from gui.viewer.pictures import Pictures
from gui.viewer.thumbnails import PAGE_ROLE, PageModel
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS

A4 = (794.0, 1123.0)


def test_three_hundred_pages_stand_below_each_other_and_only_those_in_view_are_visible() -> None:
    layout = lay_out([A4] * 300, 0.5, 0, QSizeF(500, 600))
    assert layout.rect(2).top() > layout.rect(1).bottom()
    assert list(layout.visible(layout.rect(150).top())) == [150, 151]
    assert layout.height > 300 * A4[1] * 0.5


def test_a_turned_view_swaps_width_and_height_and_takes_the_boxes_along() -> None:
    layout = lay_out([A4], 1.0, 90, QSizeF(500, 600))
    assert (layout.size(1).width(), layout.size(1).height()) == (A4[1], A4[0])
    box = (0.1, 0.2, 0.3, 0.4)
    assert turned(box, 90) == pytest.approx((0.6, 0.1, 0.8, 0.3))
    again = box
    for _quarter in range(4):
        again = turned(again, 90)
    assert again == pytest.approx(box)
    assert turned(box, 270) == pytest.approx(turned(turned(box, 180), 90))


def test_the_model_of_pages_keeps_qts_promises(qtmodeltester: ModelTester) -> None:
    model = PageModel()
    model.set_pages(300)
    assert model.data(model.index(299), PAGE_ROLE) == 300
    qtmodeltester.check(model)


def test_the_model_of_differences_keeps_qts_promises_and_puts_what_differs_first(
    look: object, qtmodeltester: ModelTester
) -> None:
    model = DifferenceModel()
    model.set_rows((Difference("品牌", "启明", "启明"), Difference("有效期至", "2026-06-30", "2027-06-30")))
    assert [row.title for row in model.rows()] == ["有效期至", "品牌"]
    assert model.data(model.index(0, 0)) == "≠ 有效期至"
    assert "原来是2026-06-30" in str(model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole))
    qtmodeltester.check(model)


@pytest.fixture
def viewed(window: Window, open_sample: Callable[[str], Session], qtbot: QtBot) -> tuple[PageView, Pictures, Session]:
    """A view of the report of four pages."""
    session = open_sample("flawed")
    pictures = Pictures(session)
    view = PageView(pictures)
    view.setParent(window)
    view.setGeometry(0, 0, 700, 780)
    view.show()
    paper = next(p for p in session.case.papers if p.file == "检测报告-重新提交.pdf")
    view.show_file(paper.file, session.facts[paper.sha256])
    qtbot.waitUntil(lambda: pictures.kept_bytes > 0, timeout=PATIENCE_MS)
    return view, pictures, session


def test_a_view_that_grows_stays_at_the_head_of_the_first_page(viewed: tuple[PageView, Pictures, Session]) -> None:
    view = viewed[0]
    for width, height in ((260, 700), (900, 420), (400, 300), (1200, 420)):
        view.resize(width, height)
        assert view.canvas.verticalScrollBar().value() == 0, (width, height)


def test_keys_zoom_turn_and_go_from_page_to_page(viewed: tuple[PageView, Pictures, Session], qtbot: QtBot) -> None:
    canvas = viewed[0].canvas
    canvas.setFocus()
    fitting = canvas.scale
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.scale == pytest.approx(fitting * 1.25)
    for _n in range(20):
        qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.scale == 4.0
    for _n in range(40):
        qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.scale == 0.25
    qtbot.keyClick(canvas, Qt.Key.Key_9)
    assert canvas.fit == "page"
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.scale == pytest.approx(fitting, rel=0.05)
    for page in (2, 3, 4, 4):
        qtbot.keyClick(canvas, Qt.Key.Key_PageDown)
        assert canvas.page == page
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert canvas.page == 1
    qtbot.keyClick(canvas, Qt.Key.Key_R)
    assert canvas.turn == 90


def test_the_wheel_with_ctrl_zooms_where_the_mouse_is(viewed: tuple[PageView, Pictures, Session]) -> None:
    canvas = viewed[0].canvas
    before = canvas.scale
    at = QPointF(200, 200)
    wheel = QWheelEvent(
        at,
        canvas.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), wheel)
    assert canvas.scale == pytest.approx(before * 1.25)
    assert canvas.verticalScrollBar().value() > 0


def test_small_pictures_are_drawn_as_they_come_into_view_and_lead_to_their_page(
    viewed: tuple[PageView, Pictures, Session], qtbot: QtBot
) -> None:
    view = viewed[0]
    assert view.thumbnails.isVisible()
    model = view.thumbnails.model()
    place = view.thumbnails.visualRect(model.index(2, 0)).center()
    qtbot.mouseClick(view.thumbnails.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.page() == 3


def test_a_box_can_be_clicked_and_is_put_forward(viewed: tuple[PageView, Pictures, Session], qtbot: QtBot) -> None:
    view = viewed[0]
    view.show_marks((Mark(1, (0.4, 0.1, 0.6, 0.2), "accent", "holder", "名称"),))
    room = view.canvas._room_of(view.canvas._marks[0])
    chosen: list[str] = []
    view.mark_chosen.connect(chosen.append)
    qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=room.center().toPoint())
    assert chosen == ["holder"]


def test_pictures_stay_within_their_bound_of_bytes(viewed: tuple[PageView, Pictures, Session], qtbot: QtBot) -> None:
    session = viewed[2]
    paper = next(p for p in session.case.papers if p.file == "检测报告-重新提交.pdf")
    pictures = Pictures(session, room=2 << 20)
    arrived: list[int] = []
    pictures.arrived.connect(lambda _sha, page, _width: arrived.append(page))
    for page in (1, 2, 3, 4):
        pictures.picture(paper.sha256, page, 500)
    qtbot.waitUntil(lambda: len(arrived) == 4, timeout=PATIENCE_MS)
    assert arrived[0] in {1, 2}  # two are drawn at a time
    assert arrived[-1] != 4  # what is asked for last is in view, and is drawn before what was scrolled past
    assert pictures.kept_bytes <= 2 << 20


def test_a_page_that_cannot_be_drawn_says_why(viewed: tuple[PageView, Pictures, Session], qtbot: QtBot) -> None:
    view, pictures, session = viewed
    locked = next(p for p in session.case.papers if p.file == "购销合同-加密.pdf")
    failed: list[object] = []
    pictures.failed.connect(lambda _sha, _page, error: failed.append(error))
    pictures.picture(locked.sha256, 1, 300)
    qtbot.waitUntil(lambda: bool(failed), timeout=PATIENCE_MS)
    fault = pictures.fault(locked.sha256, 1)
    assert fault is not None
    assert "请用其他程序打开原件核对" in str(fault)
    assert view.canvas.pages == 4
