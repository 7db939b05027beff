"""A case is closed while others still work for it: nothing is lost, and nothing is touched that is gone."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QFileDialog,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from core.jobs import Progress
from core.model import FileFacts, PageReading
from gui.collector import keep_loaded
from gui.jobs import Job, JobRunner
from gui.papers.page import PapersPage
from gui.services import Services
from gui.session import Session
from gui.theme import Theme
from gui.widgets.basic import vbox
from gui.widgets.farewell import Farewell
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS


class Talker:
    """A reader that does not hear that it should stop, and tells of page after page."""

    told = 0

    def read(
        self,
        path: Path,
        facts: FileFacts,
        *,
        known: Mapping[int, PageReading],
        keep: Callable[[PageReading], object],
        progress: Progress,
    ) -> tuple[PageReading, ...]:
        until = time.monotonic() + 0.6
        while time.monotonic() < until:
            keep(PageReading(facts.sha256, 1, 1, reason="timeout"))
            self.told += 1
            time.sleep(0.001)
        return ()


def test_a_case_closed_while_its_pages_are_read_stays_until_the_reader_has_said_all(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    session = open_sample("ready")
    talker = Talker()
    session.reader = lambda: talker  # type: ignore[assignment,return-value]  # all that is asked of a reader
    for sha256 in tuple(session.readings):
        del session.readings[sha256]
    session.reading.want(session.case.papers)
    qtbot.waitUntil(lambda: talker.told > 0, timeout=PATIENCE_MS)
    window.close_case()
    before = talker.told
    qtbot.wait(150)  # the desk is taken down meanwhile
    assert talker.told > before
    assert isValid(session)
    qtbot.waitUntil(lambda: not isValid(session), timeout=PATIENCE_MS)
    assert session.keeper.closed
    assert not [record for record in caplog.records if record.name == "gui.jobs"]


def test_what_qt_made_inside_its_own_widgets_is_not_taken_down_piece_by_piece(qtbot: QtBot, tmp_path: Path) -> None:
    room, page = QWidget(), QWidget()
    qtbot.addWidget(room)
    box = QVBoxLayout(page)
    label, pressed = QLabel("甲"), QPushButton("乙")
    box.addWidget(label)
    box.addWidget(pressed)
    dialog = QFileDialog(page, "选择", str(tmp_path))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    inside = dialog.findChild(QWidget, "page")
    assert inside is not None  # made by Qt
    gone: list[str] = []
    for name, part in (("label", label), ("inside", inside), ("dialog", dialog), ("page", page)):
        part.destroyed.connect(lambda _of=None, name=name: gone.append(name))
    Farewell(page, room)
    qtbot.waitUntil(lambda: "page" in gone, timeout=PATIENCE_MS)
    assert gone.index("label") < gone.index("page")  # ours went first, by itself
    assert gone.index("page") < gone.index("inside")  # Qt's went with the page, all at once


def test_the_list_of_a_completer_goes_with_the_completer(qtbot: QtBot) -> None:
    class Field(QWidget):
        def __init__(self, parent: QWidget) -> None:
            super().__init__(parent)
            self.suggestions = QListView()
            QCompleter(["附件1", "附件2"], self).setPopup(self.suggestions)

    room, page = QWidget(), QWidget()
    qtbot.addWidget(room)
    vbox(room).addWidget(page)
    Field(page)
    gone: list[object] = []
    page.destroyed.connect(lambda: gone.append("page"))
    Farewell(page, room)
    qtbot.waitUntil(lambda: bool(gone), timeout=PATIENCE_MS)


def test_a_job_is_deleted_by_the_window_and_not_by_its_thread(qtbot: QtBot) -> None:
    runner = JobRunner()
    job = Job(lambda _progress: 7)
    gone: list[object] = []
    job.destroyed.connect(lambda: gone.append("job"))
    heard: list[object] = []
    job.succeeded.connect(heard.append)
    job.finished.connect(lambda: heard.append("finished"))
    runner.start(job)
    assert QObject.parent(job) is runner
    del job
    qtbot.waitUntil(lambda: len(gone) == 1, timeout=PATIENCE_MS)
    assert heard == [7, "finished"]
    assert not runner.busy
    runner.deleteLater()


def test_what_a_job_sets_aside_while_the_window_closes_is_not_kept_for_good(
    services: Services, qtbot: QtBot, look: Theme
) -> None:
    made = Window(services)
    made.show()
    begun = Event()

    def load(_progress: Progress) -> None:
        begun.set()
        time.sleep(0.2)  # the window is closed meanwhile
        keep_loaded()

    services.runner.start(Job(load))
    qtbot.waitUntil(begun.is_set, timeout=PATIENCE_MS)
    made.close()
    made.deleteLater()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()


@pytest.mark.parametrize("parts", [3, 5])
def test_a_page_taken_down_half_made_leaves_no_part_of_it_behind(
    window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, parts: int
) -> None:
    session = open_sample("ready")
    before = set(QApplication.topLevelWidgets())
    room = QWidget()
    qtbot.addWidget(room)
    page = PapersPage(session)
    vbox(room).addWidget(page)
    for _part in range(parts):
        page.make_part()
    assert not page.whole
    gone: list[object] = []
    page.destroyed.connect(lambda: gone.append("page"))
    session.closing.emit()
    page.give_up()
    Farewell(page, room)
    qtbot.waitUntil(lambda: bool(gone), timeout=PATIENCE_MS)
    assert gc.isenabled() is False  # it does not wait to be collected
    left = set(QApplication.topLevelWidgets()) - before - {room}
    assert not left
