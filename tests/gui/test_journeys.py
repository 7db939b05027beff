"""A person's ways through the desk, with the longest pause of the event loop measured on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
)
from pytestqt.qtbot import QtBot

from core import edits, store
from core.built import Outcome
from core.jobs import no_progress
from core.model import Level
from gui.audit.page import AuditPage
from gui.jumps import Place
from gui.packet.page import PacketPage
from gui.papers.field import FieldRow
from gui.services import Services
from gui.session import Session
from gui.theme import Theme
from gui.widgets.edits import CommitLine
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, Heartbeat, settle


def field_of(window: Window, title: str) -> CommitLine:
    """The visible text field with this accessible name."""
    assert window.desk is not None
    found = [f for f in window.desk.page().findChildren(CommitLine) if f.accessibleName() == title and f.isVisible()]
    assert found, title
    return found[0]


@pytest.mark.alone
def test_from_a_flawed_case_a_finding_leads_to_its_field_and_mending_it_can_be_undone(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, heartbeat: Heartbeat
) -> None:
    session = open_sample("flawed")
    heartbeat.start()
    assert window.desk is not None
    expired = next(f for f in window.desk.findings.findings() if f.check == "validity" and f.level is Level.FAIL)
    window.desk.jump(expired)
    assert window.desk.steps.current() == "papers"
    # The page comes by itself, and with the cursor in the field; each key is an event of its own.
    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), CommitLine), timeout=PATIENCE_MS)
    field = _field_row(window, "valid_to")
    assert field is not None
    assert window.focusWidget() is field
    before = session.case
    field.selectAll()
    qtbot.keyClicks(field, "2036-10-31", delay=2)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    settle(session, qtbot)
    assert session.case.paper(expired.paper).value("valid_to") == "2036-10-31"  # type: ignore[union-attr]
    assert expired.key not in {f.key for f in window.desk.findings.findings()}

    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(session, qtbot)
    assert session.case == before
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(session, qtbot)
    assert session.case != before
    heartbeat.hold()


def _field_row(window: Window, name: str) -> CommitLine | None:
    assert window.desk is not None
    rows = (r for r in window.desk.findChildren(FieldRow) if r.name == name and r.isVisible())
    line = next((row.focusProxy() for row in rows), None)
    return line if isinstance(line, CommitLine) else None


@pytest.mark.alone
def test_the_ready_case_becomes_a_verified_packet(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path, heartbeat: Heartbeat
) -> None:
    open_sample("ready")
    assert window.desk is not None
    window.desk.go(Place("packet"))
    page = window.desk.page()
    assert isinstance(page, PacketPage)
    page.building.choose_folder(tmp_path / "out")
    heartbeat.start()
    built: list[Outcome] = []
    page.building.built.connect(built.append)
    page.building.start()
    qtbot.waitUntil(lambda: bool(built or window.messages.text()), timeout=PATIENCE_MS)
    heartbeat.hold()
    assert not window.messages.text()
    outcome = built[0]
    assert outcome.verification.intact
    assert outcome.built.path.is_file()


@pytest.mark.alone
def test_switching_the_look_and_opening_a_second_case_hold_up_nothing(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, look: Theme, heartbeat: Heartbeat
) -> None:
    heartbeat.start()
    for sample, step in (("flawed", 0), ("ready", 3)):
        session = open_sample(sample)
        window.go_step(step)
        settle(session, qtbot)
        for dark in (True, False):
            window.toggle_theme()
            assert look.dark is dark
            qtbot.waitUntil(lambda: not look.switching, timeout=PATIENCE_MS)
            assert window.updatesEnabled()
            heartbeat.stop()  # the picture is the test's own work
            ground = window.grab().toImage().pixelColor(4, window.height() // 2)
            assert ground == look.colour("surface")
            heartbeat.start()
    heartbeat.hold()


def test_a_cancelled_build_leaves_the_earlier_packet_whole_and_nothing_else(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("ready")
    assert window.desk is not None
    window.desk.go(Place("packet"))
    page = window.desk.page()
    assert isinstance(page, PacketPage)
    out = tmp_path / "out"
    page.building.choose_folder(out)
    built: list[Outcome] = []
    page.building.built.connect(built.append)
    page.building.start()
    qtbot.waitUntil(lambda: bool(built) and not session.runner.busy, timeout=PATIENCE_MS)
    earlier = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert earlier
    page.building.start()
    qtbot.waitUntil(lambda: page.building.working, timeout=PATIENCE_MS)
    page.building.cancel()
    qtbot.waitUntil(lambda: not session.runner.busy, timeout=PATIENCE_MS)
    assert len(built) == 1
    assert not window.messages.text()
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == earlier


@pytest.mark.alone
def test_opening_a_case_and_looking_at_every_step_changes_nothing(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, heartbeat: Heartbeat
) -> None:
    heartbeat.start()
    session = open_sample("flawed")
    assert window.desk is not None
    before = session.case
    for step in range(6):
        window.desk.go_step(step)
        settle(session, qtbot)
    for paper in session.case.papers:
        window.desk.go(Place("papers", paper=paper.id))
        qtbot.wait(5)
    settle(session, qtbot)
    heartbeat.hold()
    assert session.case == before
    assert session.save_state.undo_label is None


def test_what_was_typed_last_is_saved_when_the_window_is_closed(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    path = session.path
    field = field_of(window, "店铺名称")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Shinning Star")
    window.close()
    with store.open(path) as file:
        assert file.case.shop.name == "Shinning Star"


def test_a_second_window_can_only_look(window: Window, open_sample: Callable[[str], Session], qtbot: QtBot) -> None:
    session = open_sample("flawed")
    other = Window(window.services)
    try:
        other.open_path(session.path)
        qtbot.waitUntil(lambda: other.session is not None, timeout=PATIENCE_MS)
        assert other.session is not None
        assert other.session.read_only
        assert "只能查看" in other.messages._text.text()
        assert other.desk is not None
        lines = other.desk.page().findChildren(CommitLine)
        assert lines
        assert all(line.isReadOnly() or not line.isEnabled() for line in lines)
        before = other.session.case
        other.session.apply(session.case.__class__(id="x", created_at=before.created_at, playbook="", platform=""), "x")
        assert other.session.case == before
    finally:
        other.close()
        other.deleteLater()


def test_dropped_files_become_papers_of_the_open_case(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("flawed")
    good, empty = tmp_path / "新的说明.txt", tmp_path / "空.pdf"
    good.write_text("说明", encoding="utf-8")
    empty.write_bytes(b"")
    before = len(session.case.papers)
    _drop(window, [good, empty])
    qtbot.waitUntil(lambda: len(session.case.papers) == before + 2, timeout=PATIENCE_MS)
    settle(session, qtbot)
    assert session.save_state.undo_label == "添加 2 份文件"
    added = session.case.papers[before:]
    assert {paper.file for paper in added} == {"新的说明.txt", "空.pdf"}
    assert session.overview is not None
    assert any(f.id == "file/empty" for p in added for f in session.overview.report.of_paper(p.id))


def test_a_folder_with_an_intake_dropped_on_the_board_becomes_a_case(
    window: Window, sample: Callable[[str], Path], qtbot: QtBot
) -> None:
    _drop(window, [sample("flawed").parent])
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE_MS)
    assert window.session is not None
    settle(window.session, qtbot)
    window.close_case()
    assert window.board.model.rowCount() == 1


def test_what_is_loaded_ahead_loads(window: Window, services: Services, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not services.runner.busy, timeout=PATIENCE_MS)
    services.warm(no_progress)
    assert not window.messages.text()


def test_a_bad_intake_is_told_and_nothing_is_opened(window: Window, qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "intake.toml"
    bad.write_text('playbok = "x"\n', encoding="utf-8")
    window.open_path(bad)
    qtbot.waitUntil(lambda: bool(window.messages.text()), timeout=PATIENCE_MS)
    assert "playbok" in window.messages.text()
    assert window.session is None


def _drop(window: Window, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, action = QPointF(400, 400), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), action, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(at, action, data, buttons, keys))


def test_keys_alone_go_from_step_to_step_and_confirm_what_was_read(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("ready")
    desk = window.desk
    assert desk is not None
    for number, step in enumerate(("intake", "audit", "papers", "narrative", "packet", "after"), 1):
        qtbot.keyClick(window, str(number), Qt.KeyboardModifier.ControlModifier)
        assert desk.steps.current() == step
    paper = next(p for p in session.case.offered() if p.fields)
    guess = replace(paper.fields[0], confirmed=False)
    unsure = replace(paper, fields=(guess, *paper.fields[1:]))
    session.apply(edits.put_paper(session.case, unsure), "读到一个值")
    desk.go(Place("papers", paper=paper.id, subject=guess.name))
    settle(session, qtbot)
    row = next(r for r in desk.page().findChildren(FieldRow) if r._spec.name == guess.name)
    line = row.focusProxy()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle(session, qtbot)
    confirmed = session.case.paper(paper.id)
    assert confirmed is not None
    assert confirmed.value(guess.name) == guess.value
    assert not line.hasFocus()  # Enter goes on to the next field


def test_the_audit_shows_the_points_in_the_platforms_words(
    window: Window, open_sample: Callable[[str], Session]
) -> None:
    session = open_sample("flawed")
    assert window.desk is not None
    window.desk.go(Place("audit", subject="N2"))
    page = window.desk.page()
    assert isinstance(page, AuditPage)
    point = session.case.point("N2")
    assert point is not None
    assert point.quote in page._point._quote.text()
