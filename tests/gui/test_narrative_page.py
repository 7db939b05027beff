"""The narrative by mouse and by keyboard: drafts, marks, own wordings, lengths and exhibits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from core import edits
from core.exhibits import exhibit_order
from core.model import ClaimKind, ExhibitRef, Role, Submission
from gui.narrative.claim import ClaimCard
from gui.narrative.marked import MarkedText
from gui.narrative.page import NarrativePage
from gui.narrative.passages import PassageCard
from gui.packet.page import PacketPage
from gui.session import Session
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS

Opener = Callable[[str], Window]


@pytest.fixture
def opened(window: Window, open_sample: Callable[[str], Session]) -> Opener:
    def open_(name: str) -> Window:
        open_sample(name)
        return window

    return open_


def page_of(window: Window, qtbot: QtBot) -> NarrativePage:
    from gui.jumps import Place

    assert window.desk is not None
    window.desk.go(Place("narrative"))
    page = window.desk.findChild(NarrativePage)
    assert page is not None
    settled(page, qtbot)
    return page


def settled(page: NarrativePage, qtbot: QtBot) -> None:
    """Waits until what core says has caught up with the case."""
    qtbot.waitUntil(lambda: page._told is not None and page._told.case == page.session.case, timeout=PATIENCE_MS)


def press(owner: object, name: str, qtbot: QtBot) -> None:
    buttons = (b for b in owner.findChildren(QAbstractButton) if b.isVisibleTo(owner))
    button = next(b for b in buttons if b.accessibleName().endswith(name))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def card_of(page: NarrativePage, claim_id: str) -> ClaimCard:
    card = page._claims.widget(claim_id)
    assert isinstance(card, ClaimCard)
    return card


def test_words_are_marked_while_one_types_and_a_click_puts_it_right(opened: Opener, qtbot: QtBot) -> None:
    page = page_of(opened("ready"), qtbot)
    claim = next(c for c in page.session.case.claims if c.point == "N1")
    card = card_of(page, claim.id)
    field = card.findChild(MarkedText)
    assert field is not None
    field.setFocus()
    field.insertPlainText("🙂")
    field.moveCursor(field.textCursor().MoveOperation.End)
    field.insertPlainText("我方将起诉平台。")
    qtbot.waitUntil(lambda: [m.quote for m in field.marks] == ["将起诉"] or len(field.marks) > 0, timeout=PATIENCE_MS)
    (first, *_more) = field.marks
    selections = field.extraSelections()
    selection = selections[0].cursor
    assert selection.selectedText() == first.quote
    press(card, f"：删去“{first.quote}”", qtbot)
    assert first.quote not in field.toPlainText()
    qtbot.waitUntil(lambda: first.quote not in page.session.case.claims[0].text, timeout=PATIENCE_MS)


def test_the_page_beside_follows_each_key_before_the_sentence_is_kept(opened: Opener, qtbot: QtBot) -> None:
    page = page_of(opened("ready"), qtbot)
    claim = next(c for c in page.session.case.claims if c.point == "N1")
    preview, field = page._preview, card_of(page, claim.id).findChild(MarkedText)
    assert field is not None
    qtbot.waitUntil(lambda: preview._pages > 0 and preview._job is None, timeout=PATIENCE_MS)
    before = preview._canvas._image
    field.setFocus()
    field.insertPlainText("再核对一次。")
    qtbot.waitUntil(lambda: preview._canvas._image is not before, timeout=PATIENCE_MS)
    shown = preview._shown
    assert shown is not None
    assert "再核对一次。" in next(c.text for c in shown.claims if c.id == claim.id)
    assert next(c for c in page.session.case.claims if c.id == claim.id) == claim
    field.undo()
    field.flush()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_at_sign_offers_exhibits_and_enter_takes_one(opened: Opener, qtbot: QtBot) -> None:
    page = page_of(opened("ready"), qtbot)
    claim = next(c for c in page.session.case.claims if c.point == "N1")
    field = card_of(page, claim.id).findChild(MarkedText)
    assert field is not None
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.End)
    order = exhibit_order(page.session.case)
    paper = order.papers[1]
    label = order.label(ExhibitRef(paper))
    qtbot.keyClicks(field, "@")
    written = QInputMethodEvent()  # as Chinese is typed
    written.setCommitString(label)
    QApplication.sendEvent(field, written)
    popup = field._popup
    qtbot.waitUntil(popup.isVisible, timeout=PATIENCE_MS)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert f"@{label}" in field.toPlainText()
    assert f"@{paper}" not in field.toPlainText()  # what is kept is never shown
    assert not popup.isVisible()
    field.flush()
    settled(page, qtbot)
    stored = page.session.case.claims[[c.id for c in page.session.case.claims].index(claim.id)]
    assert any(ref.paper == paper for ref in stored.cited)


def test_a_passage_is_reworded_goes_stale_and_is_taken_back(opened: Opener, qtbot: QtBot) -> None:
    window = opened("ready")
    page = page_of(window, qtbot)
    page._points.choose("part:passages")
    card = page._passages.widget("letter/opening")
    assert isinstance(card, PassageCard)
    draft = card.text.toPlainText()
    card.text.setFocus()
    card.text.selectAll()
    card.text.insertPlainText("我方说明如下。")
    qtbot.keyClick(card.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(page, qtbot)
    case = page.session.case
    assert [(own.passage, own.text, own.draft) for own in case.overrides] == [
        ("letter/opening", "我方说明如下。", draft)
    ]
    page.session.apply(replace(case, entity=replace(case.entity, name="改名有限公司")), "改名")
    settled(page, qtbot)
    assert card._stale.isVisibleTo(card)
    assert "〔现为：改名〕" in card._stale._change.accessibleDescription()
    assert card.text.toPlainText() == "我方说明如下。"
    press(card, f"{card._passage.title}：保留我的", qtbot)
    settled(page, qtbot)
    assert not card._stale.isVisibleTo(card)
    press(card, f"{card._passage.title}：恢复模板", qtbot)
    settled(page, qtbot)
    assert page.session.case.overrides == ()
    assert "改名有限公司" in card.text.toPlainText()
    window.undo()
    qtbot.waitUntil(lambda: len(page.session.case.overrides) == 1, timeout=PATIENCE_MS)


def test_each_length_is_edited_by_itself_with_a_live_count(opened: Opener, qtbot: QtBot) -> None:
    page = page_of(opened("ready"), qtbot)
    assert page._told is not None
    text = page._told.texts[0]
    page._lengths.choose(text.passage.id)
    card = page._pane.findChild(PassageCard)
    assert card is not None
    card.text.setFocus()
    card.text.selectAll()
    qtbot.keyClicks(card.text, "x" * 10)
    assert page._pane._pill.text() == f"{text.title} 10 / {text.amount}"
    card.text.setPlainText("长" * (text.amount + 1))
    assert f"{text.amount + 1} / {text.amount}" in page._pane._pill.text()
    card.text.flush()
    settled(page, qtbot)
    (own,) = page.session.case.overrides
    assert own.passage == text.passage.id
    assert page._told.texts[1].passage.state == "draft"


def test_drafted_sentences_are_taken_by_hand_and_a_done_is_never_among_them(opened: Opener, qtbot: QtBot) -> None:
    page = page_of(opened("ready"), qtbot)
    before = page.session.case.claims
    offered = page._draft._offered("N1")
    assert offered
    assert ClaimKind.DONE not in {claim.kind for claim in offered}
    menu = page._draft.menu_of("N1")
    menu.actions()[0].trigger()
    settled(page, qtbot)
    taken = [c for c in page.session.case.claims if c not in before]
    assert [c.source for c in taken] == [c.source for c in offered]
    assert page._draft._offered("N1") == ()


def test_a_draft_whose_paper_is_gone_says_so_at_the_statement(opened: Opener, qtbot: QtBot) -> None:
    page = page_of(opened("ready"), qtbot)
    (claim, *_more) = page._draft._offered("N1")
    page._draft.take((claim,))
    settled(page, qtbot)
    case = page.session.case
    mine = next(c for c in case.claims if c.source == claim.source)
    paper = next(p for p in case.papers if p.role is not Role.REJECTED and p.id == claim.source.rpartition("-")[2])
    page.session.apply(edits.put_paper(case, replace(paper, title="改过的名称")), "改名")
    settled(page, qtbot)
    card = card_of(page, mine.id)
    assert card._stale.isVisibleTo(card)
    assert "改过的名称" in card._stale._change.accessibleDescription()
    press(card, "：采用新稿", qtbot)
    settled(page, qtbot)
    now = next(c for c in page.session.case.claims if c.id == mine.id)
    assert "改过的名称" in now.text
    assert not card._stale.isVisibleTo(card)


@pytest.mark.parametrize("subject", ["letter/opening", "portal/200", "C2"])
def test_a_finding_leads_to_its_words(opened: Opener, qtbot: QtBot, subject: str) -> None:
    from gui.jumps import Place

    page = page_of(opened("ready"), qtbot)
    page.reveal(Place("narrative", subject=subject))
    if subject.startswith("portal/"):
        assert page._lengths.current() == subject
    elif subject.startswith("letter/"):
        assert page._points.current() == "part:passages"
    else:
        assert page._claims.shown(subject) is not None


def test_a_letterhead_is_taken_into_the_settings_and_given_back(opened: Opener, qtbot: QtBot, tmp_path: Path) -> None:
    window = opened("ready")
    page = window.desk.findChild(PacketPage) if window.desk else None
    assert page is not None
    card, session = page._letter, page.session
    source = tmp_path / "信头.docx"
    document = docx.Document()
    document.add_paragraph("{{ entity.name }}")
    document.add_paragraph("{{ letter }}")
    document.save(str(source))
    card.use(source)
    qtbot.waitUntil(lambda: session.letterhead is not None, timeout=PATIENCE_MS)
    assert window.services.settings.read().letterhead == session.letterhead
    card._plain.click()
    qtbot.waitUntil(lambda: session.letterhead is None, timeout=PATIENCE_MS)
    assert window.services.settings.read().letterhead is None


def test_sent_numbers_can_be_kept_once_something_was_sent(opened: Opener, qtbot: QtBot) -> None:
    window = opened("ready")
    page = window.desk.findChild(PacketPage) if window.desk else None
    assert page is not None
    card, session = page._letter, page.session
    card.show_case(session.case)
    assert card._keep.isHidden()
    sent = edits.log_submission(session.case, Submission(2, session.clock()))
    session.apply(sent, "记录提交")
    card.show_case(session.case)
    assert not card._keep.isHidden()
    card._keep._box.click()
    assert session.case.packet.keep_numbers
