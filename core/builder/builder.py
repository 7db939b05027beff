"""The parent's side: asks the building process, hands on its steps, and can stop it at any point."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Event, Lock, Timer
from types import TracebackType
from typing import Any, Final, Self

from core import scratch
from core.builder import telling
from core.builder.order import Order, Request
from core.builder.serving import serve
from core.built import ENDING, Outcome, Sizes
from core.errors import BuildEnded, Cancelled
from core.i18n import _, language
from core.jobs import Progress, no_progress
from core.model import codec
from core.probe import Limits
from core.probe.process import WorkerDied, WorkerProcess

Plain = dict[str, Any]
_IDLE: Final = 90.0  # seconds without work after which the process goes: it holds some hundred megabytes
_BEAT: Final = 0.1  # seconds between two looks whether the person still wants it
_POLITE: Final = 2.0  # seconds in which a cancelled build may tidy up by itself
_RECEIVE: Final = 30.0  # seconds for the rest of an answer that has begun
_SWEEPS: Final = 20


class Builder:
    """Owns the process, which starts with the first order. Methods may be called from any thread; orders go in turn.

    A context manager: leaving it ends the process, whatever it is doing.
    """

    def __init__(self, home: Path, *, idle_seconds: float = _IDLE) -> None:
        """Prepares a builder; `home` is the folder of settings, in which the installed packs lie."""
        self._home, self._idle = home, idle_seconds
        self._turn, self._guard = Lock(), Lock()  # who speaks with the process; who changes what is below
        self._process: WorkerProcess | None = None
        self._timer: Timer | None = None
        self._closed = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def build(self, order: Order, folder: Path, progress: Progress = no_progress, *, draft: bool = False) -> Outcome:
        """Builds a packet into a folder and verifies it.

        Raises:
            FushenError: What `core.packet.plan` and `build` raise; RulesChanged; BuildEnded.
            Cancelled: Through `progress`, or because the builder was closed. An earlier packet is whole.
        """
        request = Request("packet", self._home, language(), order, folder, draft)
        return codec.from_plain(Outcome, self._ask(request, progress)["outcome"])

    def sizes(self, order: Order, progress: Progress = no_progress) -> Sizes:
        """Reckons how large the packet would be; raises as `build` does."""
        request = Request("sizes", self._home, language(), order, draft=True)
        return codec.from_plain(Sizes, self._ask(request, progress)["sizes"])

    def close(self) -> None:
        """Ends the process for good."""
        with self._guard:
            self._closed.set()
            process = self._process
        if process is not None:
            process.kill("cancelled")
        with self._turn:  # whoever was waiting for it has heard of it
            self._end()

    @property
    def pid(self) -> int:
        """The process; 0 while there is none."""
        process = self._process
        return process.pid if process is not None and process.usable else 0

    def _ask(self, request: Request, progress: Progress) -> Plain:
        while not self._turn.acquire(timeout=_BEAT):
            progress.step(0, 0, _("准备中…"))
        try:
            self._stay()
            process = self._running()
            process.send(codec.to_plain(request))
            return _settled(_talk(process, progress))
        except WorkerDied as error:
            self._end()
            _sweep(request)
            raise Cancelled if error.code == "cancelled" else BuildEnded from error
        finally:
            self._rest_soon()
            self._turn.release()

    def _running(self) -> WorkerProcess:
        process = self._process
        if self._closed.is_set():
            raise Cancelled
        if process is None or not process.usable:
            self._end()
            process = WorkerProcess(Limits(), serve)
            with self._guard:
                self._process = process
                if self._closed.is_set():  # while it was starting
                    process.kill("cancelled")
        return process

    def _end(self) -> None:
        self._stay()
        with self._guard:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def _stay(self) -> None:
        with self._guard:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None

    def _rest_soon(self) -> None:
        with self._guard:
            if self._process is not None and not self._closed.is_set():
                self._timer = Timer(self._idle, self._rest)
                self._timer.daemon = True
                self._timer.start()

    def _rest(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._turn.release()


def _talk(process: WorkerProcess, progress: Progress) -> Plain:
    """Hands on steps until the last word; a person who cancels stops the work, or at last the process."""
    step = 0, 0, _("准备中…")
    try:
        while True:
            while not process.told(_BEAT):
                progress.step(*step)
            said, _pixels = process.answer(_RECEIVE)
            if "step" not in said:
                return said
            step = int(said["step"][0]), int(said["step"][1]), str(said["step"][2])
            progress.step(*step)
    except Cancelled:
        process.send({"cancel": True})
        return _last_word(process)


def _last_word(process: WorkerProcess) -> Plain:
    """Waits for a cancelled build to tidy up; what was done by then is done."""
    until = time.monotonic() + _POLITE
    while process.told(max(0.0, until - time.monotonic())):
        said, _pixels = process.answer(_RECEIVE)
        if "step" not in said:
            return said
    process.kill("cancelled")
    raise WorkerDied("cancelled")


def _settled(said: Plain) -> Plain:
    """Raises what was raised there."""
    if "cancelled" in said:
        raise Cancelled
    if "failed" in said:
        raise telling.raised(said["failed"])
    if "fault" in said:
        raise telling.fault_there(said["fault"])
    return said


def _sweep(request: Request) -> None:
    """Removes what a process that was killed left beside the packet, as soon as its own workers are gone."""
    if request.folder is None:
        return
    left = f".{request.order.casefile.stem}-*{ENDING}"
    for _try in range(_SWEEPS):
        found = sorted(request.folder.glob(left))
        if not found:
            return
        scratch.sweep(found)
        time.sleep(_BEAT)
