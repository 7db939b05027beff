"""Collects unreachable objects when the window has a moment, on its own thread alone.

By itself Python looks through every object whenever enough new ones were made: with all rooms and packs loaded that is
a hundred thousand, 80 to 130 ms, in the middle of whatever is being done, and on any thread, though Qt's objects may
only go on theirs. So what was loaded for good is left out of it (`gc.freeze`), and the rest, which is little, is looked
through between two events while nothing else runs.
"""

from __future__ import annotations

import gc
import time

from PySide6.QtCore import QObject, QTimer, Slot

from gui.jobs import JobRunner

_EVERY_MS = 100
_YOUNG = 1500  # new objects after which the youngest are looked through
_MIDDLE = 12  # such rounds after which those that outlived them are
_OLD = 8  # and so on for all of them
_CALM_S = 2.0  # since the last job ended, before all are


class Collector(QObject):
    """Takes over from the interpreter until it is stopped."""

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._busy_at = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start()
        gc.disable()

    def stop(self) -> None:
        """Gives the work back to the interpreter."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _on_turn(self) -> None:
        young, middle, old = gc.get_count()
        if self._runner.busy:
            self._busy_at = time.monotonic()
        calm = time.monotonic() - self._busy_at > _CALM_S
        if calm and old >= _OLD:
            gc.collect(2)
        elif middle >= _MIDDLE:
            gc.collect(1)
        elif young >= _YOUNG:
            gc.collect(0)


def keep_loaded() -> None:
    """Leaves all that is there now out of later collections; called once everything slow was loaded."""
    gc.freeze()
