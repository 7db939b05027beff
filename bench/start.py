"""From the start of the process to the first usable window, against a window with nothing in it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Row, Times, in_turn
from core.resources import data_root

RUNS = 9
LIMIT = 4.0
_RUNNER = Path(__file__).with_name("first_window.py")


def rows() -> Iterator[Row]:
    """Starts both in turn, each as a process of its own: with an empty board, and with a case on the command line."""
    with tempfile.TemporaryDirectory() as folder:
        case = _sample(Path(folder))
        for what, words in (("the board", []), ("a case", [str(case)])):
            ours, theirs = both(Path(folder), words)
            yield Row(f"start to {what}", "a bare window", ours, theirs, LIMIT)


def both(folder: Path, words: list[str]) -> tuple[Times, Times]:
    """Times the program with these words on its command line, and a bare window; the index is in `folder/home`."""
    return in_turn(lambda: _start(folder, "ours", *words), lambda: _start(folder, "bare"), runs=RUNS)


def _start(folder: Path, *words: str) -> None:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "FUSHEN_HOME": str(folder / "home"),
        "HOME": str(folder),
    }
    command = [sys.executable, str(_RUNNER), *words]
    done = subprocess.run(command, env=environment, check=False, timeout=60, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)


def _sample(folder: Path) -> Path:
    from core.cli.main import main

    case = folder / "sample.fushen"
    if main(["new", str(case), "--from", str(data_root() / "assets" / "samples" / "ready" / "intake.toml")]):
        message = "the sample case can't be made"
        raise RuntimeError(message)
    return case
