"""A Word paper becomes a PDF by one button: its pages are shown, the window goes on, and it can be undone."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from core.derive import office
from core.model import Paper
from core.resources import data_root
from gui.jumps import Place
from gui.papers.conversion import ConversionBox
from gui.papers.page import PapersPage
from gui.papers.paper import PaperCard
from gui.session import Session
from gui.viewer.canvas import Canvas
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, Heartbeat, settle

needs_office = pytest.mark.skipif(office.office_program() is None, reason="no LibreOffice here")
TEXT = "本公司授权宁波启明星辰电子商务有限公司销售保温杯，授权期限至二〇二七年二月二十八日。"


@pytest.fixture
def word(window: Window, qtbot: QtBot, tmp_path: Path) -> tuple[PapersPage, Session, Paper]:
    """The sample case with a Word paper of two pages in view."""
    document = docx.Document()
    for number in range(1, 41):
        document.add_paragraph(f"第{number}条　{TEXT}")
    path = tmp_path / "补充授权书.docx"
    document.save(str(path))
    window.open_path(data_root() / "assets" / "samples" / "flawed" / "intake.toml")
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE_MS)
    session, desk = window.session, window.desk
    assert session is not None
    assert desk is not None
    settle(session, qtbot)
    qtbot.waitUntil(lambda: not desk.making_pages, timeout=PATIENCE_MS)
    desk.go(Place("papers"))
    page = window.findChild(PapersPage)
    assert page is not None
    page.add_files([path])
    qtbot.waitUntil(lambda: session.case.papers[-1].file == path.name, timeout=PATIENCE_MS)
    settle(session, qtbot)
    return page, session, session.case.papers[-1]


def box_of(page: PapersPage) -> ConversionBox:
    box = page.findChild(ConversionBox)
    assert box is not None
    return box


def canvas_of(page: PapersPage) -> Canvas:
    card = page.findChild(PaperCard)
    found = card.findChild(Canvas) if card is not None else None
    assert found is not None
    return found


def press(box: ConversionBox, text: str) -> None:
    found = [b for b in box.findChildren(QAbstractButton) if b.text() == text and b.isVisible()]
    assert len(found) == 1, text
    found[0].click()


def said(box: ConversionBox) -> str:
    return " ".join(one.text() for one in box.findChildren(QLabel) if one.isVisible())


@needs_office
@pytest.mark.alone
def test_a_word_paper_is_shown_as_pages_and_undone_without_a_stall(
    word: tuple[PapersPage, Session, Paper], qtbot: QtBot, heartbeat: Heartbeat
) -> None:
    page, session, paper = word
    box, canvas = box_of(page), canvas_of(page)
    assert canvas.pages == 0
    heartbeat.start()
    press(box, "转换为 PDF")
    assert "正在" in said(box)
    qtbot.waitUntil(lambda: session.case.papers[-1].conversion is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: canvas.pages >= 2, timeout=PATIENCE_MS)
    heartbeat.hold()
    settle(session, qtbot)
    assert "文字与原文一致" in said(box)
    assert session.save_state.undo_label == "把 补充授权书.docx 转换为 PDF"
    assert not [f for f in session.overview.report.of_paper(paper.id) if f.code == "unsupported"]  # type: ignore[union-attr]
    session.undo()
    qtbot.waitUntil(lambda: session.case.papers[-1].conversion is None, timeout=PATIENCE_MS)
    settle(session, qtbot)
    assert canvas.pages == 0
    assert session.keeper.casefile.case.papers[-1].sha256 == paper.sha256


@needs_office
def test_a_conversion_that_is_cancelled_leaves_the_paper_as_it_was(
    word: tuple[PapersPage, Session, Paper], qtbot: QtBot
) -> None:
    page, session, paper = word
    before = len(session.keeper.casefile.originals())
    press(box_of(page), "转换为 PDF")
    press(box_of(page), "取消")
    settle(session, qtbot)
    assert session.case.paper(paper.id) == paper
    assert len(session.keeper.casefile.originals()) == before
    assert "才能排进" in said(box_of(page))


@needs_office
def test_the_way_back_is_a_button_too(word: tuple[PapersPage, Session, Paper], qtbot: QtBot) -> None:
    page, session, paper = word
    press(box_of(page), "转换为 PDF")
    qtbot.waitUntil(lambda: session.case.papers[-1].conversion is not None, timeout=PATIENCE_MS)
    settle(session, qtbot)
    press(box_of(page), "不用转换件")
    settle(session, qtbot)
    assert session.case.paper(paper.id) == paper


def test_without_a_program_it_is_said_what_to_do(
    word: tuple[PapersPage, Session, Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, _session, paper = word
    monkeypatch.setattr(office, "office_program", lambda: None)
    box_of(page).show_paper(paper)
    assert "没有 LibreOffice" in said(box_of(page))
    assert "另存为 PDF" in said(box_of(page))
    assert not [b for b in box_of(page).findChildren(QAbstractButton) if b.isVisible()]


def test_no_other_paper_speaks_of_it(word: tuple[PapersPage, Session, Paper]) -> None:
    page, session, _paper = word
    page.reveal(Place("papers", paper=session.case.papers[0].id))
    assert not box_of(page).isVisible()
