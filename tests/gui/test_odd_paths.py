"""Case files whose path is no text, as on a disk from another system: refused in words, and nothing else is harmed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from core.errors import FushenError, PathNotText
from core.intake import create_empty, new_case
from gui.services import Services
from gui.window import Window
from tests.gui.conftest import NOW, PATIENCE_MS

pytestmark = [
    pytest.mark.qt_log_ignore("propagateSizeHints"),  # what the screenless platform says of every dialog
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text"),
]


@pytest.fixture
def odd(services: Services) -> Path:
    """A whole case in the folder of cases, under a name in another encoding."""
    packs = services.packs()
    good = services.cases / "好.fushen"
    good.parent.mkdir(parents=True)
    create_empty(good, new_case("qualification-reappeal", "tmall", NOW, packs), packs).close()
    path = good.with_name(os.fsdecode("案件".encode("gbk") + b".fushen"))
    path.write_bytes(good.read_bytes())
    return path


def test_opening_it_says_what_to_do(window: Window, services: Services, odd: Path, qtbot: QtBot) -> None:
    faults: list[FushenError] = []
    window.arrivals.failed.connect(faults.append)
    window.open_path(odd)
    qtbot.waitUntil(lambda: bool(faults), timeout=PATIENCE_MS)
    assert isinstance(faults[0], PathNotText)
    assert window.session is None
    qtbot.waitUntil(lambda: not services.runner.busy, timeout=PATIENCE_MS)


def test_the_list_is_made_of_the_others_and_kept(window: Window, services: Services, odd: Path, qtbot: QtBot) -> None:
    assert odd.exists()
    window.cases.rebuild()
    qtbot.waitUntil(lambda: bool(services.board.read()), timeout=PATIENCE_MS)
    assert [Path(entry.path).name for entry in services.board.read()] == ["好.fushen"]
