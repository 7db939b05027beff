"""What every test gets: no network, a home of its own, no screen, and nothing left behind.

`--onscreen` shows windows for real. `corpus` hands out real files where there are any.
"""

from __future__ import annotations

import gc
import importlib.util
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis

# Before pytest-qt loads Qt: shiboken's import hook asks every new module for its source, and pydantic, which
# loads its parts on demand, falls over itself when it is asked in the middle of that.
import pydantic.fields
import pytest

assert pydantic.fields
HERE = Path(__file__).parent
OFFLINE = HERE / "offline"
PATIENCE_S = 3.0
_MEMORY, _ROOM = Path("/dev/shm"), 6 << 30  # bytes

hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows that tests open")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "alone: measures time, and so runs with no other test beside it")
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _shut_network()
    _write_into_memory(config)


def _write_into_memory(config: pytest.Config) -> None:
    """Gives the tests a folder in memory where the system has one with room, for they wait for the disk all the time.

    SQLite, locks and atomic renames work there as on any disk. `--basetemp` has its way.
    """
    if config.option.basetemp is None and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        folder = tempfile.TemporaryDirectory(prefix="fushen-tests-", dir=_MEMORY, ignore_cleanup_errors=True)
        config.option.basetemp = Path(folder.name) / "pytest"
        config.add_cleanup(folder.cleanup)


def pytest_collection_finish() -> None:
    """Spares every later look for garbage the thousands of tests that were just collected."""
    gc.collect()
    gc.freeze()


def _shut_network() -> None:
    spec = importlib.util.spec_from_file_location("fushen_offline", OFFLINE / "sitecustomize.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fushen_offline"] = module
    spec.loader.exec_module(module)
    # Child processes, workers and the command line alike, find the same hook by its name.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH", "")]))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home, settings folder and runtime folder that belong to this test alone."""
    folder = tmp_path_factory.mktemp("home")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("FUSHEN_HOME", str(folder / "fushen"))
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    for name in (
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "NO_COLOR",
        "LANGUAGE",
        "LC_ALL",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    return folder


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Every test begins in the source language, whatever the one before it chose."""
    from core.i18n import use_language

    yield
    use_language("zh_CN")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real files, where this machine has it."""
    named = os.environ.get("FUSHEN_CORPUS")
    folder = Path(named) if named else HERE.parents[1] / "shared" / "corpus"
    if not folder.is_dir():
        pytest.skip(f"no corpus of real files: set FUSHEN_CORPUS (looked at {folder})")
    return folder


@pytest.fixture(autouse=True)
def nothing_left_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test that leaves threads, processes, running timers or windows behind."""
    threads = set(threading.enumerate())
    children = set(multiprocessing.active_children())
    check_qt = _watch_qt(monkeypatch) if "PySide6.QtWidgets" in sys.modules else None
    yield
    if check_qt is not None:
        check_qt()
    _expect_none("threads", lambda: [t for t in threading.enumerate() if t not in threads and not t.daemon])
    _expect_none("processes", lambda: [p for p in multiprocessing.active_children() if p not in children])


def _watch_qt(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Remembers each timer and thread that Python starts; windows are asked of Qt itself."""
    from PySide6.QtCore import QThread, QThreadPool, QTimer
    from PySide6.QtWidgets import QApplication, QWidget
    from shiboken6 import isValid

    started: dict[str, weakref.WeakSet[Any]] = {"timers": weakref.WeakSet(), "qthreads": weakref.WeakSet()}

    def watch(kind: type, key: str) -> None:
        start = kind.start  # type: ignore[attr-defined]  # both kinds have one

        def start_and_remember(self: Any, *arguments: Any) -> Any:
            started[key].add(self)
            return start(self, *arguments)

        monkeypatch.setattr(kind, "start", start_and_remember)

    watch(QTimer, "timers")
    watch(QThread, "qthreads")
    before = {id(w) for w in QApplication.topLevelWidgets()} if QApplication.instance() else set()

    def windows() -> list[QWidget]:
        if not isinstance(QApplication.instance(), QApplication):
            return []
        return [w for w in QApplication.topLevelWidgets() if id(w) not in before and w.parent() is None]

    def check() -> None:
        QThreadPool.globalInstance().waitForDone(int(PATIENCE_S * 1000))
        _expect_none("qthreads", lambda: [t for t in started["qthreads"] if isValid(t) and t.isRunning()])
        _expect_none("windows", lambda: [f"{type(w).__name__} {w.objectName()}" for w in windows()], _settle_qt)
        _expect_none("timers", lambda: [t for t in started["timers"] if isValid(t) and t.isActive()], _settle_qt)

    return check


def _settle_qt() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.collect()
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QCoreApplication.processEvents()


def _expect_none(what: str, left: Callable[[], list[Any]], settle: Callable[[], None] = gc.collect) -> None:
    """Waits a moment, for a pool takes a little to close; then fails with what is still there."""
    until = time.monotonic() + PATIENCE_S
    while found := left():
        if time.monotonic() > until:
            pytest.fail(f"left behind {what}: {found}")
        settle()
        time.sleep(0.02)
