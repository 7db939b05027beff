"""The board with ten thousand cases: from the start to a usable board, and a key in its filter."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bench.measure import Row, Times, repeated
from bench.start import both
from core.board import Board, BoardEntry, Ending
from core.model import Level
from core.model.values import CHINA

CASES = 10_000
START_LIMIT = 4.0
FRAME_S = 0.016  # what a key may take
KEYS = "店铺 1234 旗舰"
_NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)


def rows() -> Iterator[Row]:
    """Starts the program on an index of ten thousand cases, then types into the filter."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        Board(home).write(entries(CASES))
        ours, theirs = both(Path(folder), [])
        yield Row(f"start to a board of {CASES:,} cases", "a bare window", ours, theirs, START_LIMIT)
    yield Row(f"a key in the filter over {CASES:,} cases", "16 ms", _typing(), Times((FRAME_S,)), 1.0)


def entries(count: int) -> list[BoardEntry]:
    """Returns cases of 300 clients, some of them due, blocked or with papers that expire."""
    return [_entry(n) for n in range(count)]


def _entry(n: int) -> BoardEntry:
    stuck = n % 3 != 0
    return BoardEntry(
        path=f"/cases/{n}.fushen",
        client=f"客户{n % 300}有限公司",
        shop=f"店铺{n}旗舰店",
        platform=("天猫", "淘宝", "京东")[n % 3],
        playbook="资质问题二次申诉",
        number=f"N{n}",
        since=_NOW - timedelta(days=n % 20),
        due=_NOW + timedelta(hours=n % 400),
        readiness=n % 101,
        blocker="授权书期限断档 12 天" if stuck else "",
        level=Level.FAIL if stuck else Level.PASS,
        blockers=n % 3,
        money=Decimal(n * 100),
        ends=(Ending("P1", "品牌授权书", (_NOW + timedelta(days=20 + n % 300)).date()),),
        uid=f"00000000-0000-4000-8000-{n:012}",
    )


def _typing() -> Times:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtWidgets import QApplication, QLineEdit

    from gui.board.page import BoardPage
    from gui.theme import Theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look = Theme(app, "light")
    page = BoardPage(lambda: _NOW)
    page.resize(1280, 700)
    page.show_entries(tuple(entries(CASES)))
    page.model.warm()
    page.show()
    QCoreApplication.processEvents()
    line = page.findChild(QLineEdit)
    assert line is not None
    keys = iter(KEYS * 4)

    def press() -> float:
        # The thread's own time: what other programs of the machine take is not the board's.
        begin = time.thread_time()
        text = line.text() + next(keys)
        line.setText(text[-len(KEYS) :])
        QCoreApplication.processEvents()  # until the rows are painted
        return time.thread_time() - begin

    times = repeated(press, runs=2 * len(KEYS))
    page.close()
    look.setParent(None)
    return times
