"""An intake that takes files from outside its own folder: they are shown before any case is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.board.outside import OutsideDialog
from gui.models.rows import RowList
from gui.services import Services
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # what the screenless platform says of every dialog


@pytest.fixture
def asked(window: Window, qtbot: QtBot, tmp_path: Path) -> OutsideDialog:
    """What is shown for an intake with one file of its own folder and one of the folder above."""
    folder = tmp_path / "受理"
    folder.mkdir()
    (tmp_path / "私人.txt").write_text("一", "utf-8")
    (folder / "自己.txt").write_text("二", "utf-8")
    head = 'playbook = "qualification-reappeal"\nplatform = "tmall"\n'
    papers = "".join(f'[[paper]]\nfile = "{file}"\n' for file in ("自己.txt", "../私人.txt"))
    (folder / "INTAKE.toml").write_text(head + papers, "utf-8")
    window.open_path(folder)
    qtbot.waitUntil(lambda: window.findChild(OutsideDialog) is not None, timeout=PATIENCE_MS)
    dialog = window.findChild(OutsideDialog)
    assert dialog is not None
    return dialog


def test_only_the_files_from_elsewhere_are_named_and_no_case_is_there_yet(
    asked: OutsideDialog, services: Services
) -> None:
    model = asked.findChild(RowList).model()  # type: ignore[union-attr]
    shown = [str(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert len(shown) == 1
    assert "私人.txt" in shown[0]
    assert not list(services.cases.glob("*.fushen"))


def test_who_does_not_agree_gets_no_case(
    asked: OutsideDialog, window: Window, services: Services, qtbot: QtBot
) -> None:
    asked.reject()
    qtbot.waitUntil(lambda: not services.runner.busy, timeout=PATIENCE_MS)
    assert window.session is None
    assert not list(services.cases.glob("*.fushen"))


def test_who_agrees_gets_the_case_with_all_files(asked: OutsideDialog, window: Window, qtbot: QtBot) -> None:
    asked.agree.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=PATIENCE_MS)
    session = window.session
    assert session is not None
    settle(session, qtbot)
    assert [paper.file for paper in session.case.papers] == ["自己.txt", "私人.txt"]
