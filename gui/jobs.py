"""Work off the interface thread. A Job holds the work; it is no subclass of it.

job = Job(partial(read, path), title=_("读取"))
job.succeeded.connect(self._on_read)
runner.start(job)
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from threading import Event, Lock

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QRunnable, QThreadPool, Signal, SignalInstance, Slot

from core.errors import Cancelled, FushenError, MemoryShort
from core.i18n import _
from core.jobs import Progress

_log = logging.getLogger(__name__)
_TURN = 0.0005  # seconds
_POLL = 0.001  # seconds between two looks whether the interface thread rests
_PATIENCE = 0.1  # seconds after which a job goes on all the same
_SHOW_EVERY = 0.05  # seconds between two progress signals; more would only flood the interface


reckoning = Lock()  # held by whoever reckons in Python; a job that does it only for a while takes it for that while


class Unforeseen(FushenError):
    """A fault of the program itself; what it was, `JobRunner.faulted` tells for the report."""

    def __init__(self) -> None:
        super().__init__(
            _("程序内部出错，本次操作未完成，已有内容未受影响。请重试；如仍出现，请把出错报告交给维护者。")
        )


class Job(QObject):
    """One piece of work with its outcome.

    Args:
        work: What is done, off the interface thread.
        title: What the person reads of it; "" for what is not worth a word.
        reckons: Whether it is Python's own work rather than the disk's or another process's. Such jobs go one after
            another: side by side they would be no faster, and the interface would have its turn more rarely.

    Signals (all on the thread that made the job):
        progressed: Done, total, what is being done.
        succeeded: The work's result.
        failed: A FushenError, ready to be shown.
        cancelled: The person cancelled; not a fault.
        finished: After any of the three above.
    """

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(self, work: Callable[[Progress], object], *, title: str = "", reckons: bool = False) -> None:
        super().__init__()
        self.title, self.reckons = title, reckons
        self.work = work
        self._stop = Event()

    def cancel(self) -> None:
        """Asks the work to stop at its next step."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()


class Gate:
    """Where jobs wait while the interface thread has something to do.

    Attributes:
        in_use: Whether it has; set on that thread alone.
    """

    def __init__(self) -> None:
        self.in_use = False

    def let_pass(self) -> None:
        """Waits until the interface thread rests, a moment at the most."""
        until = time.monotonic() + _PATIENCE
        while self.in_use and time.monotonic() < until:
            time.sleep(_POLL)


class JobRunner(QObject):
    """Runs jobs in its own thread pool and keeps them until they end.

    Python runs one thread at a time. A job that reckons would have its turn after every call that the interface makes,
    and so hold up the window for as long again as it works itself; two jobs, for twice as long. So jobs stand still at
    their next step while the interface thread has something to do.

    Signals:
        started: A job with a title began.
        emptied: Nothing runs any more.
        faulted: A job met a fault of the program itself, which is told as `Unforeseen`. Comes from its thread.
    """

    started = Signal(object)
    emptied = Signal()
    faulted = Signal(object)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None, *, threads: int = 3) -> None:
        super().__init__(parent)
        self._ended.connect(self._on_ended)
        # A job in pure Python holds the interpreter for 5 ms at a time, and the window asks for it with each call;
        # a shorter turn gives it back sooner.
        sys.setswitchinterval(_TURN)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._jobs: set[Job] = set()
        self.gate = Gate()
        events = QAbstractEventDispatcher.instance()
        if events is not None:
            events.awake.connect(self._on_awake)
            events.aboutToBlock.connect(self._on_rest)

    def start(self, job: Job) -> Job:
        self._jobs.add(job)
        # Else whoever lets go of a job last would delete it, and that may be its worker thread.
        job.setParent(self)
        self._pool.start(_Runnable(job, self._ended, self.faulted, self.gate))
        if job.title:
            self.started.emit(job)
        return job

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def shut(self) -> None:
        """Cancels everything and waits for it."""
        self.gate.in_use = False
        for job in tuple(self._jobs):
            job.cancel()
        self._pool.waitForDone()

    @Slot()
    def _on_awake(self) -> None:
        self.gate.in_use = True

    @Slot()
    def _on_rest(self) -> None:
        self.gate.in_use = False

    @Slot(object)
    def _on_ended(self, job: Job) -> None:
        self._jobs.discard(job)
        job.finished.emit()
        job.deleteLater()
        if not self._jobs:
            self.emptied.emit()


class _Runnable(QRunnable):
    def __init__(self, job: Job, ended: SignalInstance, faulted: SignalInstance, gate: Gate) -> None:
        super().__init__()
        self._job, self._ended, self._faulted, self._gate = job, ended, faulted, gate

    def run(self) -> None:
        job = self._job
        try:
            with reckoning if job.reckons else nullcontext():
                result = job.work(_Reporter(job, self._gate))
        except Cancelled:
            job.cancelled.emit()
        except FushenError as error:
            job.failed.emit(error)
        except MemoryError:
            job.failed.emit(MemoryShort())
        except Exception as error:  # the edge of a worker thread: an escaped error would end the program
            # Its words may name a person's files, so they stay out of the log.
            _log.error("job failed: %s", type(error).__name__)
            _log.debug("job failed", exc_info=True)
            job.failed.emit(Unforeseen())
            self._faulted.emit(error)
        else:
            job.succeeded.emit(result)
        self._ended.emit(job)  # nothing touches the job on this thread from here on


class _Reporter:
    """Progress for core: signals now and then, lets the interface pass, raises when cancelled."""

    def __init__(self, job: Job, gate: Gate) -> None:
        self._job, self._gate = job, gate
        self._shown = 0.0

    def step(self, done: int, total: int, message: str) -> None:
        if self._job.stopping:
            raise Cancelled
        self._gate.let_pass()
        now = time.monotonic()
        if now - self._shown >= _SHOW_EVERY or done == total:
            self._shown = now
            self._job.progressed.emit(done, total, message)
