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
from threading import Event

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, SignalInstance, Slot

from core.errors import Cancelled, FushenError
from core.i18n import _
from core.jobs import Progress

_log = logging.getLogger(__name__)
_TURN = 0.0005  # seconds
_SHOW_EVERY = 0.05  # seconds between two progress signals; more would only flood the interface


class Unforeseen(FushenError):
    """A fault of the program itself; what it was, `JobRunner.faulted` tells for the report."""

    def __init__(self) -> None:
        super().__init__(
            _("程序内部出错，本次操作未完成，已有内容未受影响。请重试；如仍出现，请把出错报告交给维护者。")
        )


class Job(QObject):
    """One piece of work with its outcome.

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

    def __init__(self, work: Callable[[Progress], object], *, title: str = "") -> None:
        super().__init__()
        self.title = title
        self.work = work
        self._stop = Event()

    def cancel(self) -> None:
        """Asks the work to stop at its next step."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()


class JobRunner(QObject):
    """Runs jobs in its own thread pool and keeps them until they end.

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

    def start(self, job: Job) -> Job:
        self._jobs.add(job)
        # Else whoever lets go of a job last would delete it, and that may be its worker thread.
        job.setParent(self)
        self._pool.start(_Runnable(job, self._ended, self.faulted))
        if job.title:
            self.started.emit(job)
        return job

    @property
    def busy(self) -> bool:
        return bool(self._jobs)

    def shut(self) -> None:
        """Cancels everything and waits for it."""
        for job in tuple(self._jobs):
            job.cancel()
        self._pool.waitForDone()

    @Slot(object)
    def _on_ended(self, job: Job) -> None:
        self._jobs.discard(job)
        job.finished.emit()
        job.deleteLater()
        if not self._jobs:
            self.emptied.emit()


class _Runnable(QRunnable):
    def __init__(self, job: Job, ended: SignalInstance, faulted: SignalInstance) -> None:
        super().__init__()
        self._job, self._ended, self._faulted = job, ended, faulted

    def run(self) -> None:
        job = self._job
        try:
            result = job.work(_Reporter(job))
        except Cancelled:
            job.cancelled.emit()
        except FushenError as error:
            job.failed.emit(error)
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
    """Progress for core: signals now and then, raises when cancelled."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._shown = 0.0

    def step(self, done: int, total: int, message: str) -> None:
        if self._job.stopping:
            raise Cancelled
        now = time.monotonic()
        if now - self._shown >= _SHOW_EVERY or done == total:
            self._shown = now
            self._job.progressed.emit(done, total, message)
