"""Faults of the program itself: a local file without personal data, and one sentence that says where it is.

What is written: the version, the system, the kind of fault and the places in the program. What is not: the fault's own
words, values of variables, names of files or folders outside the program. Nothing is sent anywhere.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal, qVersion

from core.errors import where
from core.i18n import _
from core.jobs import FaultThere
from core.model.values import CHINA
from core.resources import data_root

_log = logging.getLogger(__name__)
_MOST = 20  # reports that are kept
_ROOTS = (data_root(), Path(__file__).parents[1])


class CrashReporter(QObject):
    """Writes a report of each fault that nobody caught.

    Signals:
        reported: A sentence that says where the report is. May come from any thread.
    """

    reported = Signal(str)

    def __init__(self, folder: Path, clock: Callable[[], datetime], version: str) -> None:
        super().__init__()
        self._folder, self._clock, self._version = folder / "crash-reports", clock, version
        self._seen: set[str] = set()

    def install(self) -> None:
        """Listens for faults of all threads."""
        sys.excepthook = self._on_fault
        threading.excepthook = self._on_thread_fault

    def remove(self) -> None:
        sys.excepthook, threading.excepthook = sys.__excepthook__, threading.__excepthook__

    def report(self, fault: BaseException) -> Path | None:
        """Writes a report, once for each place; returns its path, or None when it was written before or can't be."""
        text = describe(fault, self._version)
        if text in self._seen:
            return None
        self._seen.add(text)
        at = self._clock().astimezone(CHINA)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{at:%Y%m%d-%H%M%S-%f}.txt"
            path.write_text(f"{at:%Y-%m-%d %H:%M}\n{text}", encoding="utf-8")
            for old in sorted(self._folder.glob("*.txt"))[:-_MOST]:
                old.unlink()
        except OSError:
            return None
        return path

    def _on_fault(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        # The fault's own words may name a person's files.
        _log.error("unforeseen %s", kind.__name__)
        _log.debug("unforeseen", exc_info=(kind, fault, trace))
        self.tell(fault.with_traceback(trace))

    def tell(self, fault: BaseException) -> None:
        """Reports a fault and says where the report is."""
        path = self.report(fault)
        if path is not None:
            text = _("程序遇到意外，已完成的内容都已保存。报告写在 {path}，不含材料和个人信息，也不会自动发送。")
            self.reported.emit(text.format(path=where(path)))

    def _on_thread_fault(self, told: threading.ExceptHookArgs) -> None:
        if told.exc_value is not None:
            self._on_fault(told.exc_type, told.exc_value, told.exc_traceback)


def describe(fault: BaseException, version: str) -> str:
    """Returns what a report says: no words of the fault, no values, no paths outside the program."""
    lines = [
        f"fushen {version}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()}",
    ]
    seen: BaseException | None = fault
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        lines += [f"  {_place(f.filename)}:{f.lineno} {f.name}" for f in traceback.extract_tb(seen.__traceback__)]
        if isinstance(seen, FaultThere):  # in the building process
            lines.append(f"there: {seen.kind}")
            lines += [f"  {_place(file)}:{line} {name}" for file, line, name in seen.places]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(lines) + "\n"


def _place(file: str) -> str:
    path = Path(file)
    for root in _ROOTS:
        if path.is_relative_to(root) and "site-packages" not in path.parts:
            return path.relative_to(root).as_posix()
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[len(parts) - parts[::-1].index("site-packages") :])
    # A file of Python itself; any other name could be a person's own.
    return path.name if path.is_relative_to(sys.base_prefix) else "<elsewhere>"
