"""The parent's side: hands tasks to contained processes, keeps the person informed, and can stop at once."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Lock
from types import TracebackType
from typing import Any, Self

from core.derive.worker import Plain, TaskFailed, serve
from core.jobs import Progress
from core.probe.limits import Limits
from core.probe.process import WorkerDied, WorkerProcess

_LIMITS = Limits(seconds=120.0, memory_mb=4096)
# Drawing a page full of shapes on a slow, busy machine.
_PAGE_SECONDS = 2.0
# How often progress is told, and so how soon a cancelled build stops.
_BEAT_SECONDS = 0.2


class Workers:
    """A few contained processes. A context manager: leaving it ends them, whatever they are doing."""

    def __init__(self, count: int = 2, limits: Limits = _LIMITS) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(count, "fushen-packet")
        self._guard = Lock()
        self._idle: list[WorkerProcess] = []
        self._all: list[WorkerProcess] = []
        self._closed = False
        for _worker in range(count):  # so that they start while the parent still prepares their work
            self.warm()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def submit(self, task: str, seconds: float | None = None, **request: Any) -> Future[Plain]:
        """Queues a task; the future gives its answer or raises `TaskFailed`."""
        limit = self._limits.seconds if seconds is None else seconds
        return self._threads.submit(self._run, {"task": task, "seconds": limit, **request})

    def warm(self, ahead: str = "") -> None:
        """Has a process that is free load its libraries, and those of the task `ahead`."""
        self.submit("warm", ahead=ahead)

    def close(self) -> None:
        """Ends every process; queued tasks never start."""
        with self._guard:
            self._closed = True
            workers = tuple(self._all)
        for worker in workers:
            worker.kill("cancelled")
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._all:  # those too that were only starting a moment ago
            worker.close()

    def _run(self, request: Plain) -> Plain:
        worker = self._take()
        worker.send(request)
        try:
            answer, _pixels = worker.answer(request["seconds"])
        except WorkerDied as error:
            raise TaskFailed(error.code, error.detail) from error
        if "failed" in answer:
            raise TaskFailed(str(answer["failed"])[:40], str(answer.get("detail", ""))[:300])
        with self._guard:
            # First in, first out: the process that has loaded something ahead is not passed over for a busier one.
            self._idle.append(worker)
        return answer

    def _take(self) -> WorkerProcess:
        with self._guard:
            while self._idle:
                worker = self._idle.pop(0)
                if worker.usable:
                    return worker
        fresh = WorkerProcess(self._limits, serve)
        with self._guard:
            self._all.append(fresh)
            if self._closed:  # started while everything was being closed
                fresh.kill("cancelled")
        return fresh


def seconds_for(pages: int) -> float:
    """Returns how long a task may take that goes through so many pages: a book is no reason to give a packet up."""
    return _LIMITS.seconds + pages * _PAGE_SECONDS


def gather(futures: Sequence[Future[Plain]], progress: Progress, message: str, done: int = 0, total: int = 0) -> None:
    """Waits for all futures, telling progress all the while; the first failure is raised at once.

    Each future is one step; `done` are finished before these, and `total` is all there is to do.
    """
    open_ = set(futures)
    while True:
        finished, open_ = wait(open_, timeout=_BEAT_SECONDS, return_when=FIRST_COMPLETED)
        for future in finished:
            future.result()
        progress.step(done + len(futures) - len(open_), max(total, done + len(futures)), message)
        if not open_:
            return
