"""What stands over the window and beside the cases: deeds on the board, clients, settings, guide, tour, faults."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core import store
from core.board import BoardEntry
from core.clients import Fact
from core.clients.profiles import new
from core.clients.tables import Table
from core.settings import SettingsFile
from gui.after.tray import Reminder
from gui.board.newcase import NewCaseDialog
from gui.clients.dialog import ClientsDialog
from gui.clients.importing import ImportDialog
from gui.crash import CrashReporter, describe
from gui.help.guide import GuideDialog
from gui.jobs import Job, JobRunner
from gui.services import NewCase, Services
from gui.session import Session
from gui.shell.settings import SettingsDialog
from gui.widgets.choice import Choice
from gui.window import Window
from tests.gui.conftest import NOW, PATIENCE_MS

# What the screenless platform says of every dialog.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
CTRL = Qt.KeyboardModifier.ControlModifier


class _Still:
    def step(self, done: int, total: int, message: str) -> None:
        pass


def dialog_of(kind: type[QDialog], qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=PATIENCE_MS)
    found = QApplication.activeModalWidget()
    assert isinstance(found, QDialog)
    return found


def make(services: Services, folder: Path, name: str) -> Path:
    path = folder / f"{name}.fushen"
    services.create_case(NewCase("spot-check", "tmall", name), path, _Still()).casefile.close()
    return path


def calm(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.services.runner.busy, timeout=PATIENCE_MS)


def on_board(window: Window, services: Services, qtbot: QtBot, folder: Path, *names: str) -> list[Path]:
    paths = [make(services, folder, name) for name in names]
    window.cases.add(paths)
    qtbot.waitUntil(lambda: len(window.cases.entries) == len(paths), timeout=PATIENCE_MS)
    calm(window, qtbot)
    return paths


def choose(choice: Choice, value: str) -> None:
    """Chooses as a person does; the box fills itself when one comes to it."""
    choice.fill()
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def test_a_deleted_case_comes_back_with_undo_and_goes_again_with_redo(
    window: Window, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    first, second = on_board(window, services, qtbot, tmp_path, "甲店", "乙店")
    window.board.table.setFocus()
    row = window.board.model.row_of(str(first))
    window.board.table.selectRow(row)
    qtbot.keyClick(window.board.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not first.exists(), timeout=PATIENCE_MS)
    calm(window, qtbot)
    assert [e.path for e in window.cases.entries] == [str(second)]
    assert "甲店" in window.messages.text()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(first.exists, timeout=PATIENCE_MS)
    calm(window, qtbot)
    assert {e.path for e in window.cases.entries} == {str(first), str(second)}
    with store.open(first) as file:
        assert file.case.shop.name == "甲店"
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not first.exists(), timeout=PATIENCE_MS)
    calm(window, qtbot)
    (trashed,) = window.cases.trash.listing()
    window.cases.restore(trashed)
    qtbot.waitUntil(first.exists, timeout=PATIENCE_MS)
    calm(window, qtbot)
    assert services.board.read() == window.cases.entries


def test_a_new_case_is_on_the_board_although_the_program_never_came_to_close_it(
    window: Window, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    (old,) = on_board(window, services, qtbot, tmp_path, "甲店")
    fresh = make(services, tmp_path, "乙店")
    window.open_path(fresh)
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: len(services.board.read()) == 2, timeout=5_000)
    assert window.session is not None  # still open: what stands on the disk is all that a cut of power leaves
    assert {entry.path for entry in services.board.read()} == {str(old), str(fresh)}


def test_a_copy_is_a_case_of_its_own(window: Window, services: Services, qtbot: QtBot, tmp_path: Path) -> None:
    (path,) = on_board(window, services, qtbot, tmp_path, "甲店")
    window.cases.duplicate(window.cases.entries[0])
    copy = tmp_path / "甲店 2.fushen"
    qtbot.waitUntil(lambda: len(window.cases.entries) == 2, timeout=PATIENCE_MS)
    calm(window, qtbot)
    with store.open(path) as one, store.open(copy) as other:
        assert one.case.id != other.case.id
        assert replace(one.case, id="") == replace(other.case, id="")
    window.undo()
    qtbot.waitUntil(lambda: not copy.exists(), timeout=PATIENCE_MS)
    calm(window, qtbot)


def test_several_cases_are_archived_at_once_and_taken_back(
    window: Window, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    on_board(window, services, qtbot, tmp_path, "甲店", "乙店")
    window.board.table.setFocus()
    window.board.table.selectAll()
    qtbot.keyClick(window.board.table, Qt.Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: window.board.model.count("archived") == 2, timeout=PATIENCE_MS)
    calm(window, qtbot)
    window.undo()
    qtbot.waitUntil(lambda: window.board.model.count("active") == 2, timeout=PATIENCE_MS)
    calm(window, qtbot)


def test_a_new_case_begins_with_the_second_appeal_over_papers(window: Window, qtbot: QtBot) -> None:
    window.new_case()
    dialog = dialog_of(NewCaseDialog, qtbot)
    assert isinstance(dialog, NewCaseDialog)
    chosen: list[NewCase] = []
    dialog.chosen.connect(chosen.append)
    dialog.chosen.disconnect(window.arrivals._on_new_chosen)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen[0].playbook == "qualification-reappeal"


def test_a_dropped_folder_of_papers_becomes_a_new_case_with_these_papers(
    window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "材料"
    (folder / "内层").mkdir(parents=True)
    (folder / "说明.txt").write_text("甲", encoding="utf-8")
    (folder / "内层" / "记录.txt").write_text("乙", encoding="utf-8")
    (folder / ".DS_Store").write_bytes(b"x")
    window.arrivals.take_dropped([folder])
    dialog = dialog_of(NewCaseDialog, qtbot)
    line = dialog.findChild(QLineEdit)
    assert line is not None
    line.setText("森屿旗舰店")
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None and len(window.session.case.papers) == 2, timeout=PATIENCE_MS)
    assert window.session is not None
    assert {paper.file for paper in window.session.case.papers} == {"说明.txt", "记录.txt"}
    calm(window, qtbot)


def test_what_a_case_tells_of_its_client_fills_in_the_next_case(
    window: Window, open_sample: Callable[[str], Session], services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    session = open_sample("ready")
    window.dialogs.keep_client()
    qtbot.waitUntil(lambda: bool(services.clients.read()), timeout=PATIENCE_MS)
    (client,) = services.clients.read()
    assert client.value("uscc") == session.case.entity.uscc
    assert any(fact.proof for fact in client.facts)
    shop = session.case.shop.name
    fresh = services.create_case(NewCase("spot-check", "tmall", shop, client), tmp_path / "n.fushen", _Still())
    with fresh.casefile as file:
        assert file.case.entity == replace(session.case.entity, contact=file.case.entity.contact)
        assert {p.sha256 for p in file.case.papers} == {p.sha256 for p in client.papers}
    calm(window, qtbot)


def test_a_client_is_entered_once_and_a_wrong_code_is_said(window: Window, services: Services, qtbot: QtBot) -> None:
    window.dialogs.show_clients()
    dialog = dialog_of(ClientsDialog, qtbot)
    next(b for b in dialog.findChildren(QPushButton) if b.text() == "新增客户").click()
    for name, text in (("客户名称", "启明电商"), ("统一社会信用代码", "91330201MA2AHXYB51")):
        line = next(field for field in dialog.findChildren(QLineEdit) if field.accessibleName() == name)
        line.setFocus()
        line.selectAll()
        line.insert(text)
        qtbot.keyClick(line, Qt.Key.Key_Tab)
    dialog.accept()
    calm(window, qtbot)
    (client,) = services.clients.read()
    assert client.name == "启明电商"
    assert client.fact("uscc") == Fact("uscc", "91330201MA2AHXYB51")


def test_an_import_keeps_nothing_before_it_is_confirmed(window: Window, services: Services, qtbot: QtBot) -> None:
    table = Table(("客户", "店铺", "平台"), ((2, ("启明", "启明旗舰店", "天猫")), (3, ("", "", "天猫"))))
    dialog = ImportDialog(table, (new("已有"),), services.packs(), window)
    kept: list[object] = []
    dialog.confirmed.connect(kept.append)
    assert dialog.model.rowCount() == 2
    assert dialog.model.data(dialog.model.index(0, 1)) == "有错误"
    shop = next(c for c in dialog.findChildren(Choice) if "店铺" in c.accessibleName())
    choose(shop, "")
    assert not kept
    dialog._on_confirmed()
    (clients,) = kept
    assert [(c.name, len(c.shops)) for c in clients] == [("启明", 0), ("已有", 0)]  # type: ignore[attr-defined]
    dialog.deleteLater()


def test_settings_are_kept_as_they_are_chosen(window: Window, services: Services, qtbot: QtBot) -> None:
    window.dialogs.show_settings()
    dialog = dialog_of(SettingsDialog, qtbot)
    for name, value in (("界面缩放", "150"), ("语言", "en"), ("主题", "dark")):
        choice = next(c for c in dialog.findChildren(Choice) if c.accessibleName() == name)
        choose(choice, value)
    dialog.accept()
    calm(window, qtbot)
    kept = SettingsFile(services.settings.path.parent).read()
    assert (kept.scale, kept.language, kept.theme) == (150, "en", "dark")


def test_the_tour_is_walked_by_keys_and_never_shown_again(window: Window, services: Services, qtbot: QtBot) -> None:
    window.begin(services.settings.read())
    tour = window.dialogs.tour
    assert tour is not None
    titles = {tour.title()}
    qtbot.keyClick(tour, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: window.desk is not None, timeout=PATIENCE_MS)
    for _n in range(3):
        titles.add(tour.title())
        qtbot.keyClick(tour, Qt.Key.Key_Right)
    titles.add(tour.title())
    assert len(titles) == 5
    qtbot.keyClick(tour, Qt.Key.Key_Escape)
    assert window.dialogs.tour is None
    assert window.desk is None
    qtbot.waitUntil(lambda: not window.cases.entries, timeout=PATIENCE_MS)  # the sample is no case of one's own
    qtbot.waitUntil(lambda: services.settings.read().toured, timeout=PATIENCE_MS)
    window.begin(services.settings.read())
    assert window.dialogs.tour is None


def test_a_tour_skipped_while_the_sample_opens_leaves_the_board(window: Window, qtbot: QtBot) -> None:
    window.dialogs.show_tour()
    tour = window.dialogs.tour
    assert tour is not None
    with qtbot.waitSignal(window.arrivals.opened, timeout=PATIENCE_MS):
        qtbot.keyClick(tour, Qt.Key.Key_Right)
        qtbot.keyClick(tour, Qt.Key.Key_Escape)
    calm(window, qtbot)
    assert window.desk is None
    window.dialogs.show_tour()  # and can be begun again
    assert window.dialogs.tour is not None
    window.dialogs.tour.skip()


def test_the_guide_opens_with_f1_and_every_link_and_picture_of_it_is_there(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = dialog_of(GuideDialog, qtbot)
    assert isinstance(dialog, GuideDialog)
    assert "复申" in dialog.text()
    dialog.accept()


def test_the_window_comes_back_where_it_was(services: Services, qtbot: QtBot) -> None:
    first = Window(services)
    first.begin(replace(services.settings.read(), toured=True))
    first.show()
    first.resize(1180, 720)
    first.close()
    kept = services.settings.read()
    assert kept.window
    second = Window(services)
    second.begin(replace(kept, toured=True))
    assert second.height() == 720
    second.close()
    for window in (first, second):
        window.deleteLater()


def test_a_report_of_a_fault_says_where_and_nothing_of_persons_or_papers(tmp_path: Path) -> None:
    secret = tmp_path / "王小明身份证.jpg"
    code = compile(f"open({str(secret)!r})", str(tmp_path / "王小明.py"), "exec")
    try:
        exec(code)
    except OSError as error:
        text = describe(error, "0.1.0")
    assert "FileNotFoundError" in text
    assert "test_desk_dialogs.py" in text
    for word in ("王小明", str(tmp_path), str(Path.home())):
        assert word not in text


def test_a_fault_is_written_once_and_the_person_is_told_where(tmp_path: Path, qtbot: QtBot) -> None:
    reporter = CrashReporter(tmp_path, lambda: NOW, "0.1.0")
    told: list[str] = []
    reporter.reported.connect(told.append, Qt.ConnectionType.DirectConnection)
    reporter.install()
    try:
        for _n in range(2):
            thread = threading.Thread(target=_fail)
            thread.start()
            thread.join()
    finally:
        reporter.remove()
    (report,) = (tmp_path / "crash-reports").iterdir()
    assert len(told) == 1
    assert str(report) in told[0]
    assert "王小明" not in report.read_text(encoding="utf-8")


def test_a_job_that_breaks_is_reported_too_and_its_words_are_in_no_log(
    tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    reporter, runner = CrashReporter(tmp_path, lambda: NOW, "0.1.0"), JobRunner()
    runner.faulted.connect(reporter.tell, Qt.ConnectionType.DirectConnection)
    job = Job(lambda _progress: _fail())
    with caplog.at_level("INFO"), qtbot.waitSignals([job.failed, reporter.reported], timeout=PATIENCE_MS):
        runner.start(job)
    runner.shut()
    (report,) = (tmp_path / "crash-reports").iterdir()
    assert "_fail" in report.read_text(encoding="utf-8")
    assert "王小明" not in caplog.text + report.read_text(encoding="utf-8")


def _fail() -> None:
    raise ValueError("王小明")


def test_each_deadline_is_told_once_at_each_step(window: Window) -> None:
    now = [NOW]
    entry = BoardEntry("/a.fushen", shop="甲店", due=NOW + timedelta(hours=50), uid="1")
    reminder = Reminder(lambda: (entry,), lambda: now[0], window)
    counts = []
    for hours in (0, 3, 4, 27, 28, 45, 60):
        now[0] = NOW + timedelta(hours=hours)
        counts.append(len(reminder.due()))
    assert counts == [0, 1, 0, 1, 0, 1, 0]


def test_what_the_check_at_opening_finds_is_told(
    window: Window, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    path = make(services, tmp_path, "甲店")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("UPDATE events SET label = 'changed from outside'")
    window.open_path(path)
    qtbot.waitUntil(lambda: "不符" in window.messages.text(), timeout=PATIENCE_MS)
    calm(window, qtbot)


def test_every_fault_of_a_line_to_import_is_shown_on_a_line_of_its_own_and_whole(
    services: Services, window: Window, qtbot: QtBot
) -> None:
    table = Table(("客户", "统一社会信用代码", "店铺", "平台"), ((2, ("森屿", "123", "森屿专卖店", "火星")),))
    dialog = ImportDialog(table, (), services.packs(), window)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    told = str(dialog.model.data(dialog.model.index(0, 4)))
    assert "统一社会信用代码" in told.splitlines()[0]
    assert "火星" in told.splitlines()[1]
    qtbot.waitUntil(lambda: dialog._view.sizeHintForRow(0) <= dialog._view.rowHeight(0) < 140, timeout=PATIENCE_MS)
    dialog.reject()
    dialog.deleteLater()
