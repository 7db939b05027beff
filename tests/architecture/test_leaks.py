"""The test bench itself: what a test leaves behind makes it fail, and is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

LEAKY = """
import multiprocessing, threading, time
import conftest, pytest
from PySide6.QtCore import QThread, QTimer
from PySide6.QtWidgets import QWidget

conftest.PATIENCE_S = 0.3
KEPT = []

@pytest.fixture(scope="session", autouse=True)
def tidy():
    yield
    for undo in KEPT:
        undo()

def test_threads():
    stop = threading.Event()
    threading.Thread(target=stop.wait).start()
    KEPT.append(stop.set)

def test_processes():
    child = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
    child.start()
    KEPT.append(child.kill)

def test_timers(qtbot):
    timer = QTimer()
    timer.start(1000)
    KEPT.append(timer.stop)

def test_qthreads(qtbot):
    thread = QThread()
    thread.start()
    KEPT.append(lambda: (thread.quit(), thread.wait()))

def test_windows(qtbot):
    window = QWidget()
    window.show()
    KEPT.append(window.close)

def test_tidy(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    timer = QTimer(window)
    timer.start(1000)
    worker = threading.Thread(target=time.sleep, args=(0.05,))
    worker.start()
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("leaky")
    (folder / "test_leaky.py").write_text(LEAKY, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent)])}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "conftest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--import-mode=importlib",
    ]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)
    return done.stdout + done.stderr


@pytest.mark.parametrize("kind", ["threads", "processes", "timers", "qthreads", "windows"])
def test_what_is_left_behind_fails_the_test_and_is_named(report: str, kind: str) -> None:
    assert f"left behind {kind}: [" in report
    assert f"ERROR test_leaky.py::test_{kind}" in report


def test_what_is_tidied_up_passes(report: str) -> None:
    assert "ERROR test_leaky.py::test_tidy" not in report
    assert "6 passed, 5 errors" in report
