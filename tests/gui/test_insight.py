"""Matrix, chain, points, causes, other platforms, deposits and the adviser's packet, by mouse and by keys."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core import edits, handoff
from core.model import Judgement, Notice
from gui.audit.page import AuditPage
from gui.chain.view import ChainDrawing
from gui.desk import Desk
from gui.intake.page import IntakePage
from gui.jumps import Place
from gui.matrix.dialog import MatrixDialog
from gui.papers.listing import CHAIN
from gui.papers.page import PapersPage
from gui.session import Session
from gui.widgets.popover import Popover
from gui.window import Window
from tests.gui.conftest import Heartbeat, settle

# What the screenless platform says of every window over another one.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

Open = Callable[[str], Session]


def page_of(window: Window, step: str, qtbot: QtBot) -> QWidget:
    desk = window.desk
    assert isinstance(desk, Desk)
    desk.go(Place(step))  # type: ignore[arg-type]  # the tests' own words
    settle(desk.session, qtbot)
    qtbot.waitUntil(lambda: desk.page().isVisible())
    return desk.page()


def press(page: QWidget, name: str, qtbot: QtBot) -> None:
    """Clicks a button by its name, once it is there: rows come in turns."""

    def named() -> list[QPushButton]:
        made = page.findChildren(QPushButton)
        return [b for b in made if name in {b.accessibleName(), b.text()} and b.isVisible()]

    qtbot.waitUntil(lambda: bool(named()))
    qtbot.mouseClick(named()[0], Qt.MouseButton.LeftButton)


def chain_of(page: PapersPage, qtbot: QtBot) -> ChainDrawing:
    page._list.choose(CHAIN)
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page._chain.findChildren(ChainDrawing)))
    (drawing,) = page._chain.findChildren(ChainDrawing)
    return drawing


def dialog_of(page: QWidget, qtbot: QtBot) -> MatrixDialog:
    press(page, "一致性矩阵", qtbot)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), MatrixDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, MatrixDialog)
    return dialog


def test_the_matrix_marks_what_differs_by_sign_and_words_and_leads_to_the_paper(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    open_sample("flawed")
    page = page_of(window, "papers", qtbot)
    assert isinstance(page, PapersPage)
    dialog = dialog_of(page, qtbot)
    model = dialog.table.matrix
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert {(row.id, cell.paper) for row, cell in model.differing()} == {
        ("party", "P11"), ("product", "P10"), ("model", "P10"), ("dates", "P4"),
    }  # fmt: skip
    index = dialog.table.currentIndex()  # the first that differs
    cell = model.cell(index)
    assert cell is not None
    assert cell.paper == "P11"
    spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "与应当的不同" in spoken
    assert "有限责任公司" in spoken
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert page._list.current() == "paper:P11"


def test_the_open_matrix_follows_the_case(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("flawed")
    dialog = dialog_of(page_of(window, "papers", qtbot), qtbot)
    before = len(dialog.table.matrix.differing())
    paper = session.case.paper("P11")
    assert paper is not None
    mended = edits.set_field(paper, "buyer", session.case.entity.name)
    session.apply(edits.put_paper(session.case, mended), "改正")
    settle(session, qtbot)
    assert len(dialog.table.matrix.differing()) == before - 1
    dialog.close()


def test_the_chain_is_drawn_with_what_is_open_and_read_as_text(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    open_sample("flawed")
    page = page_of(window, "papers", qtbot)
    assert isinstance(page, PapersPage)
    drawing = chain_of(page, qtbot)
    texts = [item.text() for item in drawing.scene().items() if hasattr(item, "text")]
    assert {"断档 12 天", "超出上级 91 天"} <= set(texts)
    assert "断档 2026-07-01 至 2026-07-12，12 天" in drawing.accessibleName()
    press(page, "以文字查看", qtbot)
    rows = page._chain._view._words.rows()
    assert [row.id for row in rows] == ["P5", "L1", "L2"]
    assert "断档" in rows[2].detail
    assert rows[2].tone == "fail"


def test_keys_and_mouse_go_along_the_chain_widen_it_and_open_its_papers(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    page = page_of(window, "papers", qtbot)
    assert isinstance(page, PapersPage)
    drawing = chain_of(page, qtbot)
    drawing.setFocus()
    qtbot.keyClick(drawing, Qt.Key.Key_Down)
    qtbot.keyClick(drawing, Qt.Key.Key_Down)
    lane = drawing.lane()
    assert lane is not None
    assert lane.id == "L2"
    qtbot.keyClick(drawing, Qt.Key.Key_Return)
    assert page._list.current() == f"paper:{session.case.links[-1].paper}"
    page._list.choose(CHAIN)
    width = drawing.scene().width()
    qtbot.keyClick(drawing, Qt.Key.Key_Plus)
    assert drawing.scene().width() == pytest.approx(width * 1.25, rel=0.1)
    qtbot.keyClick(drawing, Qt.Key.Key_Minus)
    assert drawing.factor == 1.0
    qtbot.keyClick(drawing, Qt.Key.Key_Minus)
    assert drawing.factor == 1.0
    qtbot.mouseClick(drawing.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 90))
    lane = drawing.lane()
    assert lane is not None
    assert lane.id == "L1"
    qtbot.mouseDClick(drawing.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 90))
    assert page._list.current() == f"paper:{session.case.links[0].paper}"


NOTICE = """您的申诉未通过，原因如下：
1. 授权链路不完整，授权书已过期
2. 凭证不清晰
请于三日内补充。"""


def test_a_pasted_notice_becomes_points_whose_reasons_wait_for_the_person(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("ready")
    session.apply(replace(session.case, notice=Notice(text=NOTICE), claims=()), "新的通知")
    settle(session, qtbot)
    page = page_of(window, "intake", qtbot)
    press(page, "从通知全文分条", qtbot)
    settle(session, qtbot)
    points = session.case.notice.points
    assert [p.quote for p in points] == ["授权链路不完整，授权书已过期", "凭证不清晰"]
    assert all(p.reason and not p.reason_confirmed for p in points)
    assert isinstance(page, IntakePage)
    row = page._points.point("N2")
    assert row is not None
    qtbot.waitUntil(lambda: "“不清晰”" in " ".join(w.text() for w in row.findChildren(QLabel)))
    assert len(row._quote.extraSelections()) == 1  # type: ignore[attr-defined]  # the row's own text
    press(page, "确认 N2 的归类", qtbot)
    settle(session, qtbot)
    confirmed = session.case.point("N2")
    assert confirmed is not None
    assert confirmed.reason_confirmed
    assert row._quote.extraSelections() == []  # type: ignore[attr-defined]  # nothing is guessed any more
    press(page, "从通知全文分条", qtbot)
    settle(session, qtbot)
    assert len(session.case.notice.points) == 2  # what is there is not added again


def test_a_point_is_split_at_the_caret_and_joined_again(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("ready")
    session.apply(replace(session.case, notice=Notice(text=NOTICE), claims=()), "新的通知")
    settle(session, qtbot)
    page = page_of(window, "intake", qtbot)
    assert isinstance(page, IntakePage)
    press(page, "从通知全文分条", qtbot)
    settle(session, qtbot)
    row = page._points.point("N1")
    assert row is not None
    field = row._quote  # type: ignore[attr-defined]  # the row's own text
    cursor = field.textCursor()
    cursor.setPosition(7)
    field.setTextCursor(cursor)
    press(page, "拆开 N1：在光标处，或按分号和换行", qtbot)
    settle(session, qtbot)
    assert [p.quote for p in session.case.notice.points] == ["授权链路不完整", "授权书已过期", "凭证不清晰"]
    press(page, f"把 {session.case.notice.points[1].id} 并入上一条", qtbot)
    settle(session, qtbot)
    assert [p.quote for p in session.case.notice.points] == ["授权链路不完整\n授权书已过期", "凭证不清晰"]


def test_the_deadline_shows_every_reading_and_its_source_in_one_click(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    page = page_of(window, "intake", qtbot)
    press(page, "怎么算的", qtbot)
    assert session.overview is not None
    reading = session.overview.reckoning.readings[0]
    said = " ".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())
    assert all(step in said for step in reading.steps)
    press(page, f"来源：{reading.window.title}", qtbot)
    popover = next(w for w in QApplication.topLevelWidgets() if isinstance(w, Popover))
    assert reading.window.fact.source in popover.accessibleName()
    assert reading.window.fact.as_of.isoformat() in popover.accessibleName()
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(isinstance(w, Popover) for w in QApplication.topLevelWidgets()))


def test_a_cause_is_taken_and_a_remedy_noted_and_both_can_be_undone(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    page = page_of(window, "audit", qtbot)
    before = session.case
    press(page, "把“品牌或产品授权有漏洞”写进根本原因", qtbot)
    settle(session, qtbot)
    point = session.case.point("N1")
    assert point is not None
    assert point.cause.endswith("\n品牌或产品授权有漏洞")
    remedy = "从商标权人到店铺逐环核对，缺哪一环补哪一环。"
    press(page, f"记为将执行：{remedy}", qtbot)
    settle(session, qtbot)
    added = [c for c in session.case.claims if c.text == remedy]
    assert [(c.point, c.kind, c.on) for c in added] == [("N1", "will", None)]
    for _n in range(2):
        session.undo()
        settle(session, qtbot)
    assert session.case == before


def test_what_an_adviser_should_see_is_exported_with_the_papers(
    window: Window, open_sample: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("flawed")
    page = page_of(window, "audit", qtbot)
    assert isinstance(page, AuditPage)
    target = tmp_path / "顾问.zip"
    qtbot.waitUntil(page._adviser.isVisible)
    page._adviser.export(target)
    qtbot.waitUntil(lambda: "已导出" in page._adviser._done.text())
    settle(session, qtbot)
    with zipfile.ZipFile(target) as archive:
        assert handoff.NOTE in archive.namelist()
        assert len(archive.namelist()) == len(handoff.papers_of(session.case, session.packs)) + 1


def test_a_paper_judged_false_opens_the_honest_path(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("flawed")
    page = page_of(window, "audit", qtbot)
    assert isinstance(page, AuditPage)
    honest = page._point._honest
    assert not honest.isVisible()
    old = session.case.rejected()[0]
    session.apply(edits.put_paper(session.case, replace(old, judgement=Judgement.FORGED)), "判断")
    settle(session, qtbot)
    qtbot.waitUntil(honest.isVisible)
    session.apply(edits.set_answer(session.case, "forged", True), "回答")
    settle(session, qtbot)
    items = {one.item.id for one in session.overview.insight.to_review} if session.overview else set()
    assert "hand-honest" in items


def test_other_platforms_tell_what_is_lacking_and_what_nobody_knows(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    open_sample("flawed")
    page = page_of(window, "audit", qtbot)
    press(page, "看别的平台", qtbot)
    qtbot.waitUntil(lambda: "得物" in " ".join(w.text() for w in page.findChildren(QLabel) if w.isVisible()))
    said = " ".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())
    assert "唯品会" in said
    names = [b.accessibleName() for b in page.findChildren(QPushButton) if b.isVisible()]
    assert "来源：商标注册证和授权链" in names


def test_the_deposits_sources_stand_side_by_side_and_only_the_own_figure_counts(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("deposit-refund/flawed")
    page = page_of(window, "intake", qtbot)
    assert isinstance(page, IntakePage)
    card = page._deposit
    qtbot.waitUntil(card.isVisible)
    field = card._own
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "12000")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(session, qtbot)
    assert session.case.answer("deposit-paid") == "12000"
    assert session.overview is not None
    view = session.overview.insight.deposit
    assert view is not None
    qtbot.waitUntil(lambda: card._risk.text() == f"¥{view.at_risk:,.0f}")
    said = " ".join(w.text() for w in card.findChildren(QLabel))
    assert all(figure.title in said for figure in view.figures)
    assert all(figure.fact.as_of.isoformat() in said for figure in view.figures)


def test_an_appeal_without_a_deposit_shows_none(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    open_sample("flawed")
    page = page_of(window, "intake", qtbot)
    assert isinstance(page, IntakePage)
    assert not page._deposit.isVisible()


@pytest.mark.alone
def test_going_through_matrix_chain_audit_and_intake_holds_up_nothing(
    window: Window, open_sample: Open, qtbot: QtBot, heartbeat: Heartbeat
) -> None:
    open_sample("flawed")
    heartbeat.start()
    for step in ("intake", "audit", "papers"):
        page_of(window, step, qtbot)
        qtbot.wait(200)  # rows come in turns
    page = page_of(window, "papers", qtbot)
    dialog = dialog_of(page, qtbot)
    qtbot.wait(100)
    dialog.close()
    heartbeat.hold()
