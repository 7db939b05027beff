"""The front door of the probe: files in, facts out, whatever the files do to the worker."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from queue import PriorityQueue
from threading import Lock, Thread, current_thread
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar

from core.errors import Cancelled, EntryNotTaken, FushenError, NotReadable, PageNotShown, reason
from core.folders import name_of
from core.i18n import _
from core.model import FileFacts, Verdict
from core.probe.accept import Lying, RenderedPage, accept_facts, accept_failure, accept_page
from core.probe.limits import TAKEN, VERSION, Limits
from core.probe.process import WorkerDied, WorkerProcess

T = TypeVar("T")
_CHUNK: Final = 2**20
_SOON, _LATER, _NEVER = 0, 1, 2
_TASKS_PER_WORKER: Final = 200  # then a fresh one, so that what libraries leak stays small


class ProbeFuture(Future[T], Generic[T]):
    """A future that can be cancelled while it runs: the worker that has the file is killed.

    Callbacks added with `add_done_callback` run in a thread of the prober, or in the caller's when
    the future is done already; an interface must hand them on to its own thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self._worker: WorkerProcess | None = None
        self._guard = Lock()

    def cancel(self) -> bool:
        # Kept pending until the result is there, so that the base class lets it be cancelled all along.
        cancelled = super().cancel()
        with self._guard:
            if cancelled and self._worker is not None:
                self._worker.kill("cancelled")
        return cancelled

    def began(self, worker: WorkerProcess | None) -> None:
        """Takes note of the worker that has the file, None when it has it no longer."""
        with self._guard:
            self._worker = worker


@dataclass(order=True)
class _Job:
    urgency: int
    number: int
    run: Callable[[WorkerProcess], None] = field(compare=False)
    future: ProbeFuture[Any] | None = field(compare=False, default=None)


class Prober:
    """Owns worker processes that read files. A context manager; `close` ends every process.

    Workers start at the first file, or at `warm`. Futures are served in order, pages to draw before
    facts. All methods may be called from any thread.
    """

    def __init__(self, *, limits: Limits | None = None, workers: int = 1) -> None:
        self.limits = limits or Limits()
        self._queue: PriorityQueue[_Job] = PriorityQueue()
        self._numbers = count()
        self._futures: set[ProbeFuture[Any]] = set()
        self._closed = False
        self._threads = [Thread(target=self._work, name="fushen-prober", daemon=True) for _ in range(workers)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def facts(self, path: Path, *, name: str | None = None) -> FileFacts:
        """Reads one file and waits for it.

        Args:
            path: The file; nothing is ever written to it.
            name: What the file is called in the facts; its own name when None.

        Raises:
            NotReadable: When the path can't be read as a file. Whatever a file holds is a verdict.
            ReaderUnavailable: When no worker can be started.
            Cancelled: When the prober is closed meanwhile.
        """
        return _wait(self.submit(path, name=name))

    def submit(self, path: Path, *, name: str | None = None) -> ProbeFuture[FileFacts]:
        """Queues one file; the future raises as `facts` does."""
        future: ProbeFuture[FileFacts] = ProbeFuture()
        return self._put(_LATER, future, lambda worker: self._facts(worker, future, path, name or name_of(path)))

    def render(self, path: Path, page: int, width_px: int) -> RenderedPage:
        """Draws one page, seals and form fields included, and waits for it.

        Args:
            path: The file.
            page: 1-based; a picture's frames count as pages.
            width_px: Width of the result; the height follows from the page.

        Raises:
            PageNotShown: When the page can't be drawn, with a code that says why.
            NotReadable, ReaderUnavailable, Cancelled: As `facts`.
        """
        return _wait(self.submit_render(path, page, width_px))

    def submit_render(self, path: Path, page: int, width_px: int) -> ProbeFuture[RenderedPage]:
        """Queues one page; the future raises as `render` does."""
        future: ProbeFuture[RenderedPage] = ProbeFuture()
        return self._put(_SOON, future, lambda worker: self._render(worker, path, page, width_px))

    def take(self, path: Path, entry: str, target: Path) -> None:
        """Takes one file out of a ZIP; it is written piece by piece, never whole in memory, and only when whole.

        Args:
            path: The archive.
            entry: The file's name in it, as in `FileFacts.entries`.
            target: Where it goes; must not be there yet.

        Raises:
            EntryNotTaken: With a code: encrypted, unsafe-path, too-large, archive-bomb, damaged, …
            NotReadable, ReaderUnavailable, Cancelled: As `facts`.
        """
        future: ProbeFuture[None] = ProbeFuture()
        _wait(self._put(_SOON, future, lambda worker: self._take(worker, path, entry, target)))

    def warm(self) -> ProbeFuture[bool]:
        """Starts a worker and loads its libraries ahead of the first file."""
        future: ProbeFuture[bool] = ProbeFuture()
        return self._put(_LATER, future, lambda worker: _warm(worker, self.limits.seconds))

    def close(self) -> None:
        """Cancels what is queued or running and ends the worker processes."""
        self._closed = True
        for future in tuple(self._futures):
            future.cancel()
        for _thread in self._threads:
            self._queue.put(_Job(_NEVER, next(self._numbers), lambda _worker: None))
        for thread in self._threads:
            if thread is not current_thread():  # a callback may close the prober it was called by
                thread.join()

    def _put(self, urgency: int, future: ProbeFuture[T], run: Callable[[WorkerProcess], T]) -> ProbeFuture[T]:
        if self._closed:
            future.cancel()
            return future
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        self._queue.put(_Job(urgency, next(self._numbers), lambda worker: _settle(future, worker, run), future))
        return future

    def _work(self) -> None:
        """Serves the queue with one worker process of its own, replaced when it died or grew old."""
        worker: WorkerProcess | None = None
        served = 0
        while (job := self._queue.get()).future is not None:
            if job.future.cancelled():
                job.future.set_running_or_notify_cancel()
                continue
            if worker is not None and (not worker.usable or served >= _TASKS_PER_WORKER):
                worker.close()
                worker = None
            try:
                worker, served = worker or WorkerProcess(self.limits), served + 1 if worker else 0
            except FushenError as error:
                _fail(job.future, error)
                continue
            job.run(worker)
        if worker is not None:
            worker.close()

    def _facts(self, worker: WorkerProcess, future: ProbeFuture[FileFacts], path: Path, name: str) -> FileFacts:
        size = _size(path)
        if size == 0 or size > self.limits.file_mb * 2**20:
            return _unread(name, _hash(path, future), size, "empty" if size == 0 else "too-large")
        worker.send({"task": "facts", "path": str(path.resolve())})
        # Hashed here while the worker reads: neither waits for the other, and the worker can't lie about it.
        try:
            sha256 = _hash(path, future)
        except NotReadable:
            worker.kill("cancelled")  # or its answer would be taken for the next file's
            raise
        try:
            plain, _pixels = worker.answer(self.limits.seconds)
            if "failed" in plain:
                return _defeated(name, sha256, size, *accept_failure(plain))
            return accept_facts(plain, file=name, sha256=sha256, size=size, limits=self.limits)
        except Lying as error:
            worker.kill("lying")
            return _defeated(name, sha256, size, "crashed", f"answer refused: {error}")
        except WorkerDied as error:
            return _defeated(name, sha256, size, "crashed" if error.code == "lying" else error.code, error.detail)

    def _render(self, worker: WorkerProcess, path: Path, page: int, width_px: int) -> RenderedPage:
        size = _size(path)
        if size > self.limits.file_mb * 2**20:
            raise PageNotShown(path.name, page, "too-large")
        worker.send({"task": "render", "path": str(path.resolve()), "page": page, "width": width_px})
        try:
            plain, pixels = worker.answer(self.limits.seconds, self.limits.render_pixels * 3)
            if "failed" in plain:
                raise PageNotShown(path.name, page, str(plain["failed"])[:40])
            return accept_page(plain, pixels, self.limits)
        except Lying as error:
            worker.kill("lying")
            raise PageNotShown(path.name, page, "crashed") from error
        except WorkerDied as error:
            raise PageNotShown(path.name, page, error.code) from error

    def _take(self, worker: WorkerProcess, path: Path, entry: str, target: Path) -> None:
        if _size(path) > self.limits.file_mb * 2**20:
            raise EntryNotTaken(entry, "too-large")
        worker.send({"task": "take", "path": str(path.resolve()), "entry": entry})
        try:
            plain, _pixels = worker.answer(self.limits.seconds)
        except WorkerDied as error:
            raise EntryNotTaken(entry, error.code) from error
        if "failed" in plain:
            raise EntryNotTaken(entry, str(plain["failed"])[:40])
        made = worker.folder / TAKEN
        # The worker may have been taken over: a link would lead to any file of the person's.
        if made.is_symlink() or not made.is_file() or made.stat().st_size > self.limits.file_mb * 2**20:
            worker.kill("lying")
            raise EntryNotTaken(entry, "crashed")
        with made.open("rb") as source, target.open("xb") as stream:
            shutil.copyfileobj(source, stream, _CHUNK)
        made.unlink()


def probe_file(path: Path, *, name: str | None = None, limits: Limits | None = None) -> FileFacts:
    """Reads one file with a worker of its own; for many files keep a `Prober`."""
    with Prober(limits=limits) as prober:
        return prober.facts(path, name=name)


def _wait(future: ProbeFuture[T]) -> T:
    try:
        return future.result()
    except CancelledError as error:
        raise Cancelled from error  # somebody closed the prober meanwhile
    except BaseException:
        future.cancel()  # Ctrl-C while waiting: the worker is not left behind
        raise


def _settle(future: ProbeFuture[T], worker: WorkerProcess, run: Callable[[WorkerProcess], T]) -> None:
    future.began(worker)
    try:
        result = run(worker)
    except BaseException as error:  # a thread has no caller: the future carries every fault
        future.began(None)
        _fail(future, error)
    else:
        future.began(None)
        if future.set_running_or_notify_cancel():
            future.set_result(result)


def _fail(future: ProbeFuture[Any], error: BaseException) -> None:
    if future.set_running_or_notify_cancel():
        future.set_exception(error)


def _warm(worker: WorkerProcess, seconds: float) -> bool:
    worker.send({"task": "warm"})
    try:
        worker.answer(seconds)
    except WorkerDied:
        return False
    return True


def _size(path: Path) -> int:
    try:
        if not path.is_file():
            raise NotReadable(path, _("不是文件") if path.exists() else _("文件不存在"))
        return path.stat().st_size
    except OSError as error:
        raise NotReadable(path, reason(error)) from error


def _hash(path: Path, future: ProbeFuture[FileFacts]) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while not future.cancelled() and (chunk := stream.read(_CHUNK)):
                digest.update(chunk)
    except OSError as error:
        raise NotReadable(path, reason(error)) from error
    return digest.hexdigest()


def _unread(name: str, sha256: str, size: int, reason: str) -> FileFacts:
    kind, verdict = ("empty", Verdict.CORRUPT) if reason == "empty" else ("unknown", Verdict.UNSUPPORTED)
    return FileFacts(name, kind, sha256, size, verdict, reason, probe=VERSION)


def _defeated(name: str, sha256: str, size: int, reason: str, detail: str) -> FileFacts:
    """Says that the file, and not the program, ended the worker or its patience."""
    verdict = Verdict.CORRUPT if reason == "unreadable" else Verdict.HOSTILE
    return FileFacts(name, "unknown", sha256, size, verdict, reason, detail, probe=VERSION)
