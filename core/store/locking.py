"""Who has a case open: a lock of the operating system, freed even by a crash, and a note that says whose it is."""

from __future__ import annotations

import getpass
import json
import platform
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from core.i18n import _
from core.model.values import CHINA


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody else has it. `holder` is a sentence part, "" when not known."""

    holder: str


@dataclass(frozen=True, slots=True)
class Hold:
    """We have it until `release`."""

    lock: FileLock
    note: Path

    def release(self) -> None:
        """Gives it free and takes the two sidecar files away."""
        with suppress(OSError):
            self.note.unlink()
        own = Path(self.lock.lock_file)
        # While we hold it: whoever waits on the removed file sees that it is gone and starts over.
        if sys.platform != "win32":
            with suppress(OSError):
                own.unlink()
        self.lock.release()
        if sys.platform == "win32":
            with suppress(OSError):
                own.unlink()


def take(path: Path) -> Hold | Taken:
    """Takes the case for writing, or says who has it.

    Raises:
        OSError: The folder can't be written.
    """
    real = path.resolve()
    # Not bound to a thread: a case is opened in one and perhaps closed in another.
    lock = FileLock(f"{real}.lock", timeout=0, thread_local=False)
    note = Path(f"{real}.holder")
    try:
        lock.acquire()
    except Timeout:
        return Taken(_read_note(note))
    # The lock is what counts; a note that could not be written only leaves the other side with less to say.
    with suppress(OSError):
        note.write_text(_write_note(), encoding="utf-8")
    return Hold(lock, note)


def _write_note() -> str:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = ""
    since = datetime.now(CHINA).isoformat(timespec="seconds")
    return json.dumps({"machine": platform.node(), "user": user, "since": since}, ensure_ascii=False)


def _read_note(note: Path) -> str:
    try:
        told = json.loads(note.read_text(encoding="utf-8"))
        machine, user = str(told["machine"]), str(told["user"])
        since = datetime.fromisoformat(told["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    text = _("电脑 {machine} 上的 {user}（{since} 起）")
    return text.format(machine=machine, user=user, since=since.strftime("%m-%d %H:%M"))
