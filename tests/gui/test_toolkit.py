"""The toolkit itself: a binding that miscounts references ends the program after some thousand calls."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

_CALLS = 500


def test_a_call_that_returns_nothing_keeps_the_count_of_none(qapp: QApplication) -> None:
    before = sys.getrefcount(None)
    for _number in range(_CALLS):
        QCoreApplication.processEvents()
    # Immortal objects (Python 3.12 and later) keep one count for ever; here a few may come and go.
    assert abs(sys.getrefcount(None) - before) < _CALLS // 2
