"""Starts the desktop program: puts the objects together and runs the event loop."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QStandardPaths, Qt, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from core.board import Board
from core.i18n import _, speaks_source
from core.model.values import CHINA
from core.probe import Prober
from core.resources import data_root
from core.settings import SCALES, SettingsFile, home
from gui.crash import CrashReporter
from gui.jobs import JobRunner
from gui.services import Services
from gui.theme import Theme
from gui.window import Window


def main(argv: Sequence[str] | None = None) -> int:
    """Opens the board, or the case or intake named by the first argument, and runs until the window is closed."""
    paths = [Path(word) for word in (sys.argv[1:] if argv is None else argv)]
    gc.disable()  # nothing is thrown away before the first window
    settings = SettingsFile()
    chosen = settings.read()
    if chosen.scale != SCALES[0]:
        os.environ.setdefault("QT_SCALE_FACTOR", str(chosen.scale / 100))
    app = _application()
    Theme(app, chosen.theme, chosen.font)
    crashes = CrashReporter(home(), _now, version("fushen"))
    crashes.install()
    runner = JobRunner(app)
    runner.faulted.connect(crashes.tell, Qt.ConnectionType.DirectConnection)
    with Prober() as prober:
        services = Services(settings, Board(home()), prober, runner, _now, _documents())
        window = Window(services)
        crashes.reported.connect(window.messages.show_note)
        window.ready.connect(_collect_again)
        window.begin(chosen)
        window.show()
        if settings.set_aside is not None:
            text = _("设置无法读取，已另存为 {file}，本次使用默认设置。")
            window.messages.show_note(text.format(file=settings.set_aside.name))
        for path in paths[:1]:
            window.open_path(path)
        return app.exec()


def _collect_again() -> None:
    # What was made for the first window stays; looking through it again and again would only hold up the window.
    gc.freeze()
    gc.enable()


def _application() -> QApplication:
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["fushen"])
    app.setApplicationName("fushen")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("fushen")
    # Qt's own words, such as those of the file dialog; by themselves they are English.
    words = QTranslator(app)
    if speaks_source() and words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    app.setWindowIcon(QIcon(str(data_root() / "assets" / "icons" / "app.svg")))
    return app


def _documents() -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) / _("复申案件")


def _now() -> datetime:
    return datetime.now(CHINA)


if __name__ == "__main__":
    sys.exit(main())
