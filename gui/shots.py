"""Takes pictures of the real program on the sample cases: `python -m gui.shots OUT [--dark] [--size 1280x800]`.

Run under a display (Xvfb will do) or with QT_QPA_PLATFORM=offscreen. Every page is grabbed once the
checks have caught up with it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from core.board import Board
from core.i18n import _
from core.model.values import CHINA
from core.probe import Prober
from core.resources import data_root
from core.settings import SettingsFile
from gui.jobs import JobRunner
from gui.jumps import STEPS, Place
from gui.packet.page import PacketPage
from gui.services import Services
from gui.theme import Theme
from gui.window import Window

# The sample's own day, so that its countdown looks the same whenever the pictures are taken.
_NOW = datetime(2026, 11, 22, 23, 40, tzinfo=CHINA)
_PATIENCE_S = 60.0


def main(argv: Sequence[str] | None = None) -> int:
    """Writes one PNG a page into the folder given."""
    words = _parser().parse_args(argv)
    words.out.mkdir(parents=True, exist_ok=True)
    app = QApplication(["fushen"])
    Theme(app, "dark" if words.dark else "light")
    with tempfile.TemporaryDirectory() as home, Prober() as prober:
        folder = Path(home)
        runner = JobRunner(app)
        services = Services(SettingsFile(folder), Board(folder), prober, runner, lambda: _NOW, folder / "cases")
        window = Window(services)
        window.resize(*map(int, words.size.split("x")))
        window.show()
        _Camera(window, words.out, "dark" if words.dark else "light").walk()
        window.close()
    return 0


class _Camera:
    def __init__(self, window: Window, out: Path, suffix: str) -> None:
        self._window, self._out, self._suffix = window, out, suffix

    def walk(self) -> None:
        """Goes through the empty board, both samples and the full board."""
        self._settle(lambda: not self._window.services.runner.busy)
        self._take("0-doors")
        self._dialog("new-case", self._window.new_case)
        self._open("flawed")
        for number, step in enumerate(STEPS, 1):
            self._go(Place(step))
            self._take(f"{number}-{step}")
        session = self._window.session
        paper = session.case.offered()[4].id if session else ""
        self._go(Place("papers", paper=paper))
        self._take("3-paper")
        self._window.show_palette()
        self._take("palette")
        self._window.palette_.hide()
        self._go(Place("packet"))
        waive = next(b for b in self._page().findChildren(QPushButton) if b.text() == _("具名豁免…"))
        self._dialog("waiver", waive.click)
        self._open("ready")
        self._go(Place("packet"))
        self._take("5-packet-ready")
        self._build()
        self._take("5-packet-built")
        self._window.close_case()
        self._settle(lambda: not self._window.services.runner.busy)
        self._take("0-board")

    def _page(self) -> QWidget:
        desk = self._window.desk
        return desk.page() if desk is not None else self._window

    def _build(self) -> None:
        page = self._page()
        if isinstance(page, PacketPage):
            page.building.start()
            self._settle(lambda: not self._window.services.runner.busy)

    def _dialog(self, name: str, ask: Callable[[], object]) -> None:
        ask()
        self._settle(lambda: QApplication.activeModalWidget() is not None)
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            dialog.grab().save(str(self._out / f"{name}-{self._suffix}.png"))
            dialog.close()

    def _open(self, sample: str) -> None:
        before = self._window.session
        self._window.open_path(data_root() / "assets" / "samples" / sample / "intake.toml")
        self._settle(lambda: self._window.session is not None and self._window.session is not before)
        self._settle(self._checked)

    def _checked(self) -> bool:
        session = self._window.session
        return bool(
            session
            and session.overview
            and session.overview.case == session.case
            and not (self._window.desk is None or self._window.desk.making_pages)
            and not self._window.services.runner.busy
        )

    def _go(self, place: Place) -> None:
        if self._window.desk is not None:
            self._window.desk.go(place)
        self._settle(lambda: not self._window.services.runner.busy)

    def _take(self, name: str) -> None:
        self._settle(lambda: True)
        self._window.grab().save(str(self._out / f"{name}-{self._suffix}.png"))

    def _settle(self, done: Callable[[], bool]) -> None:
        until = time.monotonic() + _PATIENCE_S
        calm = 0
        while time.monotonic() < until and calm < 30:
            QCoreApplication.processEvents()
            calm = calm + 1 if done() else 0
            time.sleep(0.01)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--size", default="1280x800")
    return parser


if __name__ == "__main__":
    sys.exit(main())
