"""The parent's side: hands tasks to contained processes, keeps the person informed, and can stop at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from queue import SimpleQueue
from threading import Lock
from types import TracebackType
from typing import Any, Self

from core.derive.worker import Plain, TaskFailed, serve
from core.errors import ReaderUnavailable
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
        self._apart: list[Apart] = []
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

    def apart(self) -> Apart:
        """Keeps a process for tasks that belong together; with more than one, the others go on with the rest."""
        kept = Apart(self._threads, self._take, self._give_back)
        with self._guard:
            self._apart.append(kept)
            if self._closed:
                kept.close()
        return kept

    def warm(self, ahead: str = "") -> None:
        """Has a process that is free load its libraries, and those of the task `ahead`."""
        self.submit("warm", ahead=ahead)

    def close(self) -> None:
        """Ends every process; queued tasks never start."""
        with self._guard:
            self._closed = True
            workers, apart = tuple(self._all), tuple(self._apart)
        for worker in workers:
            worker.kill("cancelled")
        for kept in apart:
            kept.close()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._all:  # those too that were only starting a moment ago
            worker.close()

    def _run(self, request: Plain) -> Plain:
        worker = self._take()
        answer = _asked(worker, request)
        self._give_back(worker)
        return answer

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._guard:
            # First in, first out: the process that has loaded something ahead is not passed over for a busier one.
            self._idle.append(worker)

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


class Apart:
    """One process for tasks that follow one another and share what it holds open. `close` gives it back."""

    def __init__(
        self,
        threads: ThreadPoolExecutor,
        take: Callable[[], WorkerProcess],
        give_back: Callable[[WorkerProcess], None],
    ) -> None:
        self._queued: SimpleQueue[tuple[Future[Plain], Plain] | None] = SimpleQueue()
        threads.submit(self._serve, take, give_back)

    def submit(self, task: str, seconds: float, **request: Any) -> Future[Plain]:
        """Queues a task; after one that failed all others fail in the same way."""
        future: Future[Plain] = Future()
        self._queued.put((future, {"task": task, "seconds": seconds, **request}))
        return future

    def close(self) -> None:
        """Lets the process go when it has done what was queued."""
        self._queued.put(None)

    def _serve(self, take: Callable[[], WorkerProcess], give_back: Callable[[WorkerProcess], None]) -> None:
        worker: WorkerProcess | None = None
        failed: Exception | None = None
        try:
            worker = take()
        except ReaderUnavailable as error:
            failed = error
        while (item := self._queued.get()) is not None:
            failed = failed or _answered(worker, *item)
            if failed is not None and not item[0].done():
                item[0].set_exception(failed)
        if worker is not None and failed is None:
            give_back(worker)


def _answered(worker: WorkerProcess | None, future: Future[Plain], request: Plain) -> TaskFailed | None:
    if worker is not None:
        try:
            future.set_result(_asked(worker, request))
        except TaskFailed as error:
            return error
    return None


def _asked(worker: WorkerProcess, request: Plain) -> Plain:
    """Has a process do one task.

    Raises:
        TaskFailed: It can't be done, or the process has died of it.
    """
    worker.send(request)
    try:
        answer, _pixels = worker.answer(request["seconds"])
    except WorkerDied as error:
        raise TaskFailed(error.code, error.detail) from error
    if "failed" in answer:
        raise TaskFailed(str(answer["failed"])[:40], str(answer.get("detail", ""))[:300])
    return answer


def seconds_for(pages: int) -> float:
    """Returns how long a task may take that goes through so many pages: a book is no reason to give a packet up."""
    return _LIMITS.seconds + pages * _PAGE_SECONDS


def gather(futures: Sequence[Future[Any]], progress: Progress, message: str, done: int = 0, total: int = 0) -> None:
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
