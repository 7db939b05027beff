"""What a person is told to do next, and that it is so: the order of what blocks, states, waiting, what ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from icalendar import Calendar
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core import edits
from core.jobs import no_progress
from core.model import Finding, Judgement, Level, Submission
from gui import menus
from gui.after.endings import EndingsDialog
from gui.after.expiring import ExpiringCard
from gui.after.page import AfterPage
from gui.after.waiting import WaitingCard
from gui.audit.page import AuditPage
from gui.board.newcase import NewCaseDialog
from gui.commands import desk_actions
from gui.jumps import STEPS, Place, place_of
from gui.overview import look
from gui.packet import pages
from gui.packet.blockers import BlockersCard
from gui.packet.page import PacketPage
from gui.packet.waiver import WaiverDialog
from gui.papers.listing import requirement_pill
from gui.papers.paper import PaperCard
from gui.session import SaveState, Session
from gui.widgets.basic import button
from gui.widgets.choice import Choice
from gui.window import Window
from tests.gui.conftest import NOW, PATIENCE_MS, settle

Open = Callable[[str], Session]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_what_blocks_stands_in_the_order_of_the_steps_and_the_commitment_comes_after_the_papers(
    window: Window, open_sample: Open
) -> None:
    session = open_sample("flawed")
    desk = window.desk
    assert desk is not None
    shown = desk.findings.findings()
    ranks = [(-f.level.weight, STEPS.index(place_of(f, session.case).step)) for f in shown]
    assert ranks == sorted(ranks)
    assert {f.check for f in shown if f.level is Level.FAIL} >= {"commitment", "validity"}
    desk.findings._next.click()
    assert desk.steps.current() == place_of(shown[0], session.case).step == "papers"
    (line,) = window.cases.entries
    assert "承诺" not in line.blocker


def test_the_commitments_finding_names_the_step_that_it_leads_to(window: Window, open_sample: Open) -> None:
    session = open_sample("flawed")
    assert window.desk is not None
    finding = next(f for f in window.desk.findings.findings() if f.check == "commitment")
    assert place_of(finding, session.case).step == "packet"
    assert "提交包一步" in finding.fix


def test_a_requirement_whose_paper_would_be_refused_again_is_not_called_satisfied(
    window: Window, open_sample: Open
) -> None:
    session = open_sample("flawed")
    overview = session.overview
    assert overview is not None
    offered = session.case.offered()
    wrong = {p.id for p in offered if any(f.blocks for f in overview.report.of_paper(p.id))}
    met = [state for state in overview.requirements if state.state == "met"]
    said = {bool(wrong & set(state.papers)): requirement_pill(state, offered, overview) for state in met}
    assert said == {True: ("需处理", "fail"), False: ("满足", "ok")}


def test_enter_presses_the_button_that_has_the_keyboard(window: Window, qtbot: QtBot) -> None:
    pressed: list[str] = []
    first, second = button("甲", does=lambda: pressed.append("甲")), button("乙", does=lambda: pressed.append("乙"))
    for made in (first, second):
        window.board.layout().addWidget(made)
        made.show()
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Return)
    qtbot.keyClick(second, Qt.Key.Key_Enter)
    qtbot.keyClick(second, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["乙", "乙"]


def test_enter_on_cancel_cancels_although_another_button_is_the_dialogs_own(window: Window, qtbot: QtBot) -> None:
    window.new_case()
    qtbot.waitUntil(lambda: bool(_buttons(window, "取消")), timeout=PATIENCE_MS)
    cancel = _buttons(window, "取消")[0]
    dialog = cancel.window()
    assert isinstance(dialog, NewCaseDialog)
    chosen: list[object] = []
    dialog.chosen.connect(chosen.append)
    cancel.setFocus()
    qtbot.keyClick(cancel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=PATIENCE_MS)
    assert not chosen


def test_what_was_sent_today_is_not_said_to_be_zero_days_old(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("ready")
    card = _after(window).findChild(WaitingCard)
    _send(session, qtbot, NOW - timedelta(hours=3))
    words = _words(card)
    assert "还不到一天" in words
    assert "已过 0 天" not in words


def test_after_sending_the_page_says_how_long_it_waits_and_on_what_that_rests(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("ready")
    page = _after(window)
    card = page.findChild(WaitingCard)
    assert not card.isVisible()
    _send(session, qtbot, NOW - timedelta(days=2))
    assert card.isVisible()
    words = _words(card)
    playbook = session.packs.playbook(session.case.playbook)
    assert playbook is not None
    assert playbook.review_days == 5
    assert "剩 3 天" in words
    assert "已过 2 天" in words
    assert window.topbar.time.text().startswith("已提交")  # the deadline counts no more
    assert playbook.review_fact is not None
    assert playbook.review_fact.source in words
    session.undo()
    settle(session, qtbot)
    qtbot.waitUntil(lambda: not card.isVisible(), timeout=PATIENCE_MS)
    assert window.topbar.time.text().startswith("剩")


def test_a_verdict_that_does_not_come_is_asked_for(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("ready")
    card = _after(window).findChild(WaitingCard)
    _send(session, qtbot, NOW - timedelta(days=9))
    assert "已过通常的审核时间" in _words(card)
    assert "询问平台客服" in _words(card)


def test_what_ends_in_a_case_is_shown_after_sending_and_goes_into_a_calendar(
    window: Window, open_sample: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("ready")
    card = _after(window).findChild(ExpiringCard)
    qtbot.waitUntil(lambda: bool(card._items), timeout=PATIENCE_MS)
    shown = len(card._items)
    target = tmp_path / "期限.ics"
    card.export(target)
    qtbot.waitUntil(lambda: card._done.isVisible(), timeout=PATIENCE_MS)
    written = Calendar.from_ical(target.read_bytes())
    events = written.walk("VEVENT")
    assert len(events) == shown
    assert all(session.case.shop.name in str(event["SUMMARY"]) for event in events)
    assert target.name in card._done.text()
    row = next(n for n, item in enumerate(card._items) if item.paper)
    card._list.setCurrentIndex(card._list.model().index(row, 0))
    qtbot.keyClick(card._list, Qt.Key.Key_Return)
    assert window.desk is not None
    assert window.desk.steps.current() == "papers"
    shown_paper = window.desk.page().findChild(PaperCard)
    qtbot.waitUntil(lambda: shown_paper.paper() is not None and shown_paper.paper().id == card._items[row].paper)


def test_a_waiver_button_says_what_it_would_waive(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("flawed")
    assert window.desk is not None
    assert session.overview is not None
    window.desk.go(Place("packet"))
    page, blocking = window.desk.page(), session.overview.report.blocking

    def names() -> set[str]:
        return {b.accessibleName() for b in page.findChildren(QAbstractButton) if b.text() == "具名豁免…"}

    qtbot.waitUntil(lambda: len(names()) == len(blocking), timeout=PATIENCE_MS)
    assert all(any(f.message.startswith(name.removeprefix("具名豁免：")[:12]) for f in blocking) for name in names())


def test_no_packet_is_offered_while_files_are_still_being_read(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("ready")
    assert window.desk is not None
    window.desk.go(Place("packet"))
    page, panel, overview = window.desk.page(), window.desk.findings, session.overview
    assert isinstance(page, PacketPage)
    assert overview is not None
    assert overview.unread == 0
    panel.show_report(overview.report, session.case, unread=2)
    page.building.show_report(overview.report, 2)
    assert overview.report.ready
    assert panel._next.isHidden()
    assert "2 份文件" in panel._next_label.text()
    assert not page.building._go.isEnabled()
    panel.show_report(overview.report, session.case)
    page.building.show_report(overview.report)
    assert not panel._next.isHidden()
    assert page.building._go.isEnabled()
    unread = look(session.case, session.packs, {}, NOW).unread
    assert unread == len(session.case.stored())


def test_waivers_are_given_one_after_another_without_leaving_the_list_or_naming_oneself_again(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    assert window.desk is not None
    window.desk.go(Place("packet"))
    card = window.desk.page().findChild(BlockersCard)

    def buttons() -> list[QAbstractButton]:
        return [b for b in card.findChildren(QAbstractButton) if b.text() == "具名豁免…" and b.isVisible()]

    qtbot.waitUntil(lambda: len(buttons()) > 3, timeout=PATIENCE_MS)
    before = [b.accessibleName() for b in buttons()]
    buttons()[1].setFocus()
    buttons()[1].click()
    asked = card.findChild(WaiverDialog)
    assert asked.focusWidget() is asked._by
    asked._by.setText("王晓")
    asked._reason.setPlainText("新照已申领")
    asked._go.click()
    qtbot.waitUntil(lambda: len(buttons()) == len(before) - 1, timeout=PATIENCE_MS)
    assert [b.accessibleName() for b in buttons()] == [before[0], *before[2:]]
    assert window.focusWidget() is buttons()[1]
    buttons()[1].click()
    again = next(d for d in card.findChildren(WaiverDialog) if d.isVisible())
    assert again._by.text() == "王晓"
    assert again.focusWidget() is again._reason
    again.reject()
    assert session.case.waivers[0].by == "王晓"


def test_a_time_that_cannot_be_read_is_asked_for_again_and_never_taken_as_now(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("ready")
    page = _after(window)
    before = session.case
    page._at.setText("昨天下午")
    page._log_it.click()
    assert session.case == before
    assert "提交时间" in page._unlogged.text()
    assert page._at.property("tone") == "fail"
    page._at.setText("2026-11-21 09:30")
    page._log_it.click()
    settle(session, qtbot)
    (sent,) = (one for one in session.case.submissions if one not in before.submissions)
    assert sent.at.strftime("%m-%d %H:%M") == "11-21 09:30"
    assert not page._unlogged.isVisible()
    assert page._at.property("tone") == ""
    page._log_it.click()  # once more, with nothing to add
    assert page._unlogged.isVisible()
    assert "已经记过" in page._unlogged.text()
    assert len(session.case.submissions) == len(before.submissions) + 1
    page._verdict.setPlainText("1. 材料不清晰。")
    page._verdict_at.setText("前天")
    page._next.click()
    assert edits.current_round(session.case) == sent.round
    assert "收到结果的时间" in page._not_begun.text()


def test_a_next_round_asks_for_the_words_of_the_rejection(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("ready")
    page = _after(window)
    _send(session, qtbot, NOW)
    before = session.case
    page._next.click()
    assert session.case == before
    assert page._not_begun.isVisible()
    assert "驳回原文" in page._not_begun.text()


def _after(window: Window) -> AfterPage:
    assert window.desk is not None
    window.desk.go(Place("after"))
    page = window.desk.page()
    assert isinstance(page, AfterPage)
    return page


def _send(session: Session, qtbot: QtBot, at: datetime) -> None:
    number = edits.current_round(session.case)
    session.apply(edits.log_submission(session.case, Submission(number, at)), "记录提交")
    settle(session, qtbot)
    qtbot.wait(20)


def _words(card: WaitingCard) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def _buttons(window: Window, name: str) -> list[QAbstractButton]:
    return [b for b in window.findChildren(QAbstractButton) if b.text() == name and b.isVisible()]


def test_what_the_honest_way_asks_next_leads_to_its_question(window: Window, open_sample: Open, qtbot: QtBot) -> None:
    session = open_sample("flawed")
    assert window.desk is not None
    forged = replace(session.case.rejected()[0], judgement=Judgement.FORGED)
    session.apply(edits.put_paper(session.case, forged), "判断")
    asked: list[Finding] = []
    qtbot.waitUntil(lambda: bool(_of(session, "pack/forged-agrees", asked)), timeout=PATIENCE_MS)
    assert place_of(asked[0], session.case) == Place("audit", subject="forged")
    window.desk.jump(asked[0])
    page = window.desk.page()
    assert isinstance(page, AuditPage)
    qtbot.waitUntil(lambda: _within(page._questions.question("forged")), timeout=PATIENCE_MS)
    assert page._rejected.widget(forged.id).findChild(Choice).accessibleName().startswith("“")  # type: ignore[union-attr]


def _of(session: Session, finding_id: str, found: list[Finding]) -> list[Finding]:
    report = session.overview.report.findings if session.overview else ()
    found[:] = [f for f in report if f.id == finding_id]
    return found


def _within(widget: QWidget | None) -> bool:
    focus = QApplication.focusWidget()
    return widget is not None and focus is not None and (widget is focus or widget.isAncestorOf(focus))


def test_once_the_packet_is_there_submitting_it_comes_next_until_something_changes(
    window: Window, open_sample: Open, qtbot: QtBot
) -> None:
    session = open_sample("ready")
    desk = window.desk
    assert desk is not None
    said = desk.findings._next
    assert said.accessibleName() == "下一步：生成提交包"
    desk.findings.show_built(session.case)
    assert said.accessibleName() == "下一步：到平台提交，再记下提交时间"
    said.click()
    assert desk.steps.current() == "after"
    session.apply(replace(session.case, shop=replace(session.case.shop, name="另一家店")), "改店名")
    settle(session, qtbot)
    assert said.accessibleName() != "下一步：到平台提交，再记下提交时间"


def test_pages_of_a_case_without_anything_open_are_not_marked_as_a_draft(window: Window, open_sample: Open) -> None:
    drafts = {}
    for sample in ("ready", "flawed"):
        session = open_sample(sample)
        overview = session.overview
        assert overview is not None
        seen: list[bool] = []
        late = SimpleNamespace(get=lambda seen=seen: SimpleNamespace(show=lambda plan: seen.append(plan.draft) or 1))
        pages._lay_out(late, overview, session, dict(session.facts), no_progress)
        drafts[sample] = seen
    assert drafts == {"ready": [False], "flawed": [True]}


def test_a_case_that_can_only_be_looked_at_offers_no_step_back(window: Window) -> None:
    strip = window.strip
    strip.show_saved(SaveState(NOW, False, undo_label="改店名", redo_label="记录提交"))
    strip.show_read_only()
    assert not [b for b in strip.findChildren(QAbstractButton) if b.isVisible()]


def test_an_action_of_a_name_is_found_before_the_problems_that_tell_of_it(window: Window, open_sample: Open) -> None:
    open_sample("flawed")
    desk = window.desk
    assert desk is not None
    titles = [action.title for action in desk_actions(desk, menus.actions(window))]
    first = min(titles.index(finding.message) for finding in desk.findings.findings())
    assert max(titles.index(title) for title in ("使用指南", "客户资料", "设置")) < first


def test_the_list_of_what_ends_begins_at_the_span_that_it_shows(window: Window, qtbot: QtBot) -> None:
    dialog = EndingsDialog((), lambda: NOW, window)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: _within(dialog), timeout=PATIENCE_MS)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QAbstractButton)
    assert (focus.text(), focus.isChecked()) == ("90 天内", True)
