"""A person at the real program, from outside: a display, a window manager, keys and a clipboard."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import which
from typing import Any, Self, TypeVar

import pytest

from core.resources import data_root

T = TypeVar("T")
NEEDED = ("Xvfb", "openbox", "xdotool")
PATIENCE_S = 90.0
_CLIPBOARD = """
import sys
from PySide6.QtGui import QGuiApplication
from PySide6.QtCore import QSocketNotifier
app = QGuiApplication([])
def read():
    line = sys.stdin.readline()
    if not line:
        app.quit()
        return
    app.clipboard().setText(line.rstrip("\\n").replace("\\x1f", "\\n"))
    print("taken", flush=True)
notifier = QSocketNotifier(0, QSocketNotifier.Type.Read)
notifier.activated.connect(read)
print("ready", flush=True)
app.exec()
"""
# The program as it is, with somebody who looks over its shoulder: where the keyboard is, and what stands there.
_WATCHED = """
import json, os, sys
import gui
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPlainTextEdit
app = QApplication(["fushen"])
told = {}
def look():
    global told
    focus, window = app.focusWidget(), app.activeWindow()
    text = focus.text() if isinstance(focus, QLineEdit) else ""
    text = focus.toPlainText() if isinstance(focus, QPlainTextEdit) else text
    lists = window.findChildren(QListView) if window is not None else []
    found = [v.currentIndex().data() for v in lists if v.isVisible() and v.accessibleName() == "查找结果"]
    now = {
        "row": str(found[0] or "") if found else "",
        "focus": focus.accessibleName() if focus is not None else "", "place": id(focus), "text": text,
        "window": window.windowTitle() if window is not None else "",
    }
    if now != told:
        told = now
        with open(sys.argv[1] + ".new", "w", encoding="utf-8") as file:
            json.dump(now, file)
        os.replace(sys.argv[1] + ".new", sys.argv[1])
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
from core.cli.main import main
sys.exit(main([]))
"""


def lacking() -> str:
    """Names the programs that are not installed."""
    return "、".join(name for name in NEEDED if which(name) is None)


class Desktop:
    """A virtual display with a window manager, the program on it, and a person's hands."""

    def __init__(self, home: Path, shots: Path | None = None) -> None:
        self._shots = shots
        self._log = home / "program.log"
        self._state = home / "program.state"
        self._processes: list[subprocess.Popen[str]] = []
        self._environment = os.environ | {"HOME": str(home), "FUSHEN_HOME": str(home / "settings"), "LANG": "C.UTF-8"}
        self._environment["PYTHONFAULTHANDLER"] = "1"  # should the program crash, it says where
        self._environment.pop("QT_QPA_PLATFORM", None)

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        self._processes.append(subprocess.Popen(words, pass_fds=[writing], stderr=subprocess.DEVNULL, text=True))
        os.close(writing)
        with os.fdopen(reading) as told:
            self._environment["DISPLAY"] = f":{told.readline().strip()}"
        self._start(["openbox", "--sm-disable"])
        self._clipboard = self._start([sys.executable, "-c", _CLIPBOARD], answers=True)
        self._hear("ready")
        self.program = self._start([sys.executable, "-c", _WATCHED, str(self._state)])
        return self

    def __exit__(self, *fault: object) -> None:
        if fault[0] is not None:
            self.picture("at-the-fault")
            sys.stdout.write(self._log.read_text(encoding="utf-8"))
        for process in reversed(self._processes):
            process.terminate()
            process.wait(timeout=20)
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def window(self, title: str) -> None:
        """Waits for a window with these words in its title, gives it the keyboard, and waits until it has it."""
        self.until(lambda: self._xdotool("search", "--onlyvisible", "--name", title), f"window {title}")
        self._xdotool("search", "--onlyvisible", "--name", title, "windowactivate", "--sync")
        self.until(lambda: re.search(title, self.seen()["window"]), f"the keyboard in window {title}")

    def keys(self, *names: str) -> None:
        self._xdotool("key", "--clearmodifiers", "--delay", "30", *names)

    def seen(self) -> dict[str, Any]:
        """Returns where the keyboard is in the program, and what stands there."""
        try:
            told: dict[str, Any] = json.loads(self._state.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {"focus": "", "place": 0, "text": "", "window": "", "row": ""}
        return told

    def at(self, name: str) -> None:
        """Waits until the keyboard is at what has this name."""
        self.until(lambda: self.seen()["focus"] == name, f"the keyboard at {name}")

    def tab(self, times: int = 1) -> None:
        """Presses Tab, and waits each time until the keyboard has moved."""
        for _n in range(times):
            before = self.seen()["place"]
            self.keys("Tab")
            self.until(lambda before=before: self.seen()["place"] != before, "the keyboard to move on")  # type: ignore[misc]

    def paste(self, text: str) -> None:
        """Puts words into the focused field as people do: copied elsewhere, then Ctrl+V; waits until they are there."""
        pipe = self._clipboard.stdin
        assert pipe is not None
        pipe.write(text.replace("\n", "\x1f") + "\n")
        pipe.flush()
        self._hear("taken")
        self.keys("ctrl+v")
        self.until(lambda: text in self.seen()["text"], f"the words {text[:20]}")

    def find(self, name: str, *then: str) -> None:
        """Presses Ctrl+K, pastes the name of an action, a field or a place, and Enter; waits until the list is gone."""
        self.until(lambda: self._offered(name), f"{name} in the list of what can be done")
        self.keys("Return")
        self.until(lambda: self.seen()["focus"] != "查找", f"what {name} leads to")
        if then:
            self.keys(*then)

    def _offered(self, name: str) -> bool:
        """Opens the list and looks for a name; leaves it again when the page has not come that far yet."""
        self.keys("ctrl+k")
        self.at("查找")
        self.paste(name)
        end = time.monotonic() + 2.0
        while time.monotonic() < end:
            if name in self.seen()["row"]:
                return True
            time.sleep(0.05)
        self.keys("Escape")
        self.until(lambda: self.seen()["focus"] != "查找", "the list to close")
        return False

    def until(self, done: Callable[[], T], what: str) -> T:
        """Waits until something is so and returns it."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if found := done():
                return found
            if self.program.poll() is not None:
                said = self._log.read_text("utf-8", "replace")[-4000:]
                pytest.fail(f"the program ended with {self.program.returncode} while waiting for {what}\n{said}")
            time.sleep(0.05)
        pytest.fail(f"waited in vain for {what}")

    def picture(self, name: str) -> None:
        """Takes a picture of the whole display, where a folder for pictures was given."""
        if self._shots is not None and which("import"):
            self._shots.mkdir(parents=True, exist_ok=True)
            time.sleep(1.0)
            target = str(self._shots / f"{name}.png")
            subprocess.run(["import", "-window", "root", target], env=self._environment, check=False)

    def _start(self, words: Sequence[str], *, answers: bool = False) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE if answers else subprocess.DEVNULL
        with self._log.open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                words, env=self._environment, cwd=data_root(), stdin=pipe, stdout=pipe, stderr=log, text=True
            )
        self._processes.append(process)
        return process

    def _hear(self, word: str) -> None:
        pipe = self._clipboard.stdout
        assert pipe is not None
        assert pipe.readline().strip() == word

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()
