"""Opens a window, ends the process as soon as it is painted and has nothing left to do: `first_window.py ours|bare`.

The process is timed from outside, so starting the interpreter and loading libraries count. “Usable” means that the
window was painted and that a zero timer fired after that, which Qt allows only when no other event is waiting.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
if sys.argv[1] == "ours":
    import gui.app  # before Qt, as in the program itself

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget


class EndAtFirstRest(QObject):
    """Ends the process at the first rest after a window was painted."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._painted = False
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._painted and isinstance(watched, QWidget):
            self._painted = True
            QTimer.singleShot(0, _end)
        return False


def _end() -> None:
    # Without the tidying up at the end of a program, which is no part of starting.
    os._exit(0)


def bare() -> int:
    app = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("复申"))
    window.resize(1280, 800)
    watch = EndAtFirstRest(app)
    window.show()
    return app.exec() + (watch is None)


def ours(words: list[str]) -> int:
    app = QApplication(["fushen"])
    watch = EndAtFirstRest(app)
    return gui.app.main(words) + (watch is None)


if __name__ == "__main__":
    sys.exit(bare() if sys.argv[1] == "bare" else ours(sys.argv[2:]))
