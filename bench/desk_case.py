"""Opens a case of 60 papers in the real window and looks at 300 pages; prints what it took as JSON.

A process of its own, so that the memory is the interface's alone. Runs without a display.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))
import pydantic.types  # noqa: F401 - before Qt, as in the program itself
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from core import edits, intake, packs
from core.board import Board
from core.model import Paper, Role
from core.model.values import CHINA
from core.probe import Prober
from core.resources import data_root
from core.settings import SettingsFile
from core.store import CaseFile
from gui.jobs import JobRunner
from gui.jumps import Place
from gui.papers.page import PapersPage
from gui.services import Services
from gui.theme import Theme
from gui.viewer.canvas import Canvas
from gui.window import Window

_THICK = """
import sys, pikepdf
with pikepdf.open(sys.argv[1]) as one, pikepdf.new() as many:
    while len(many.pages) < int(sys.argv[3]):
        many.pages.extend(one.pages)
    many.save(sys.argv[2])
"""
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
PAPERS, PAGES, PATIENCE_S = 60, 300, 60.0


def main() -> int:
    app = QApplication(["fushen"])
    Theme(app, "light")
    with tempfile.TemporaryDirectory() as name, Prober() as prober:
        folder = Path(name)
        path = _case(folder, prober)
        runner = JobRunner(app)
        services = Services(SettingsFile(folder), Board(folder), prober, runner, lambda: NOW, folder / "cases")
        window = Window(services)
        window.resize(1280, 800)
        window.show()
        _until(lambda: runner.busy)  # with what is loaded ahead, a moment after the window is there
        _until(lambda: not runner.busy)
        seconds = [_open(window, path) for _turn in range(3)]
        megabytes = _look_at_pages(window)
        window.close()
    print(json.dumps({"open": seconds, "megabytes": megabytes}))
    return 0


def _case(folder: Path, prober: Prober) -> Path:
    """Makes a case of 60 papers, the first of 300 pages, all of them probed."""
    samples = data_root() / "assets" / "samples"
    with intake.create(intake.read(samples / "flawed" / "intake.toml", packs.load()), folder / "a.fushen", NOW) as file:
        paths = [_thick(samples / "papers" / "检测报告-CMA.pdf", folder / "三百页.pdf")]
        paths += [_another(samples / "papers" / "承诺书.pdf", folder, n) for n in range(PAPERS - 1)]
        kept = replace(file.case, papers=(), links=(), claims=())
        file.apply(edits.add_papers(kept, [_paper(file, prober, path) for path in paths]), "60")
        return file.path


def _thick(source: Path, target: Path) -> Path:
    # By a process of its own: its library is no part of the interface.
    command = [sys.executable, "-c", _THICK, str(source), str(target), str(PAGES)]
    subprocess.run(command, check=True)
    return target


def _another(source: Path, folder: Path, number: int) -> Path:
    target = folder / f"承诺书{number}.pdf"
    target.write_bytes(source.read_bytes() + f"\n% {number}\n".encode())
    return target


def _paper(file: CaseFile, prober: Prober, path: Path) -> Paper:
    original = file.add_original(path)
    file.save_facts(prober.facts(path))
    return Paper("", path.name, original.sha256, original.size, "commitment", True, Role.EVIDENCE, 2)


class _FirstView(QObject):
    """Notes when the page in view, whole and with all that the case says, was painted."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.at = 0.0
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        desk = self._window.desk
        if event.type() == QEvent.Type.Paint and not self.at and desk is not None and desk.shown:
            QTimer.singleShot(0, self, self._on_painted)
        return False

    def _on_painted(self) -> None:
        self.at = self.at or time.perf_counter()


def _open(window: Window, path: Path) -> float:
    window.close_case()
    _until(lambda: not window.services.runner.busy)
    view = _FirstView(window)
    begin = time.perf_counter()
    window.open_path(path)
    _until(lambda: bool(view.at))
    QApplication.instance().removeEventFilter(view)  # type: ignore[union-attr]  # there is one
    _until(lambda: not window.services.runner.busy)
    return view.at - begin


def _look_at_pages(window: Window) -> float:
    desk = window.desk
    assert desk is not None
    _until(lambda: not desk.making_pages)
    desk.go(Place("papers", paper=desk.session.case.papers[0].id))
    page = desk.page()
    assert isinstance(page, PapersPage)
    _until(lambda: any(c.pages == PAGES for c in page.findChildren(Canvas)))
    canvas = next(c for c in page.findChildren(Canvas) if c.pages == PAGES)
    _until(canvas.isVisible)
    for number in range(1, PAGES + 1):
        canvas.go(number)
        QCoreApplication.processEvents()  # paints, and so asks for the page
        _until(lambda: not window.services.runner.busy)
    return _resident()


def _resident() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def _until(done: Callable[[], bool]) -> None:
    # As the program itself does: between two events the loop blocks, which tells waiting jobs that the window rests.
    end = time.monotonic() + PATIENCE_S
    tick = QTimer()
    tick.start(1)
    while not done():
        if time.monotonic() > end:
            raise TimeoutError
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


if __name__ == "__main__":
    sys.exit(main())
