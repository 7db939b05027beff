"""The front door of reading: pages in, lines and codes out, whatever a page does to the worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread, current_thread
from types import TracebackType
from typing import Final, Self

from core.errors import FushenError, ReaderUnavailable
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model import FileFacts, PageReading, Verdict
from core.probe import Limits, ProbeFuture
from core.probe.accept import Lying
from core.probe.process import WorkerDied, WorkerProcess
from core.reading.accept import accept_reading
from core.reading.limits import CODE_SIDE, LONG_SIDE, VERSION, reading_limits
from core.reading.worker import serve

_PICTURES: Final = frozenset({"jpeg", "png", "webp", "tiff", "bmp", "heic"})
_OWN_TEXT: Final = 20  # characters from which a page is taken to speak for itself
_IDLE: Final = 60.0
_TICK: Final = 0.2  # how often a waiting caller is asked whether it still wants the page
# What a busy or mended machine may do better next time; anything else is so for good.
_PASSING: Final = frozenset({"timed-out", "memory", "crashed"})


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page to read.

    Attributes:
        width: Pixels across in which the recogniser sees it; `most` those that it may be drawn in for codes.
        original: Width and height of the picture that the page is, zeros for anything else.
        recognise: Whether characters are wanted, or codes alone.
    """

    path: Path
    sha256: str
    kind: str
    page: int
    width: int
    most: int
    original: tuple[int, int]
    recognise: bool


def pages_to_read(path: Path, facts: FileFacts) -> tuple[PageRequest, ...]:
    """Returns what there is to read in a file; nothing in one that could not be opened or is hostile."""
    if facts.verdict not in {Verdict.OK, Verdict.REPAIRED} or facts.kind not in {"pdf", *_PICTURES}:
        return ()
    return tuple(_request(path, facts, number) for number in range(1, len(facts.pages) + 1))


def is_final(reading: PageReading) -> bool:
    """Tells whether reading the page again would give nothing else, so that it is worth keeping."""
    return reading.reason not in _PASSING


class Reader:
    """Owns the worker that recognises characters. A context manager; all methods may be called from any thread."""

    def __init__(self, *, limits: Limits | None = None, idle_seconds: float = _IDLE) -> None:
        self.limits = limits or reading_limits()
        self._idle = idle_seconds
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._futures: set[ProbeFuture[PageReading]] = set()
        self._worker: WorkerProcess | None = None
        self._closed = False
        self._thread = Thread(target=self._work, name="fushen-reader", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The worker's process, 0 while there is none."""
        worker = self._worker
        return worker.pid if worker is not None else 0

    def read(
        self,
        path: Path,
        facts: FileFacts,
        *,
        known: Mapping[int, PageReading] | None = None,
        keep: Callable[[PageReading], None] | None = None,
        progress: Progress = no_progress,
    ) -> tuple[PageReading, ...]:
        """Reads a file page by page.

        A page that defeats the worker has a reason instead of lines, and the next page gets a new worker.

        Args:
            path: The file; nothing is ever written to it.
            facts: What the probe found; they say which pages there are.
            known: Pages read before, by number; those of this version are not read again.
            keep: Called with each page newly read that `is_final`, so that cancelling loses none.
            progress: Asked several times a second; cancelling kills the worker and raises at once.

        Raises:
            Cancelled: Through `progress`.
            ReaderUnavailable: When no worker can be started.
        """
        requests, found = pages_to_read(path, facts), []
        for done, request in enumerate(requests):
            reading = (known or {}).get(request.page)
            if reading is None or reading.reader != VERSION:
                message = _("正在识别 {file} 第 {page} 页").format(file=facts.file, page=request.page)
                reading = _wait(self.submit(request), partial(progress.step, done, len(requests), message))
                if keep is not None and is_final(reading):
                    keep(reading)
            found.append(reading)
        return tuple(found)

    def submit(self, request: PageRequest) -> ProbeFuture[PageReading]:
        """Queues one page. Cancelling the future kills the worker that reads it."""
        future: ProbeFuture[PageReading] = ProbeFuture()
        if self._closed:
            future.cancel()
            return future
        self._futures.add(future)
        future.add_done_callback(self._futures.discard)
        self._queue.put(_Job(request, future))
        return future

    def close(self) -> None:
        """Cancels what is queued or running and ends the worker."""
        self._closed = True
        for future in tuple(self._futures):
            future.cancel()
        self._queue.put(None)
        if self._thread is not current_thread():
            self._thread.join()

    def _work(self) -> None:
        try:
            while (job := self._next()) is not None:
                if job.future.cancelled():
                    job.future.set_running_or_notify_cancel()
                else:
                    self._serve(job)
        finally:
            self._unload()

    def _next(self) -> _Job | None:
        try:
            return self._queue.get(timeout=self._idle if self._worker else None)
        except Empty:
            self._unload()  # several hundred megabytes that nobody asked for in a while
            return self._queue.get()

    def _serve(self, job: _Job) -> None:
        try:
            worker = self._ready()
        except FushenError as error:
            _settle(job.future, error)
            return
        job.future.began(worker)
        try:
            result: PageReading | FushenError = self._read(worker, job.request)
        except FushenError as error:
            result = error
        job.future.began(None)
        _settle(job.future, result)

    def _ready(self) -> WorkerProcess:
        if self._worker is not None and not self._worker.usable:
            self._unload()
        self._worker = self._worker or WorkerProcess(self.limits, serve)
        return self._worker

    def _unload(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    def _read(self, worker: WorkerProcess, request: PageRequest) -> PageReading:
        worker.send(_plain(request))
        try:
            plain, _pixels = worker.answer(self.limits.seconds)
            if "unavailable" in plain:
                raise ReaderUnavailable(_("识别组件不完整（{detail}）").format(detail=str(plain["unavailable"])[:300]))
            return accept_reading(plain, sha256=request.sha256, page=request.page, recognised=request.recognise)
        except Lying:
            worker.kill("lying")
            reason = "crashed"
        except WorkerDied as error:
            reason = error.code if error.code in _PASSING else "crashed"
        return PageReading(request.sha256, request.page, VERSION, reason=reason)


@dataclass(frozen=True, slots=True)
class _Job:
    request: PageRequest
    future: ProbeFuture[PageReading]


def _request(path: Path, facts: FileFacts, number: int) -> PageRequest:
    page = facts.pages[number - 1]
    width, height, original = page.width, page.height, (0, 0)
    if facts.image is not None:
        # Pages of pictures are measured in points of the file's own resolution.
        dots = (facts.image.dpi or 72.0) / 72.0
        original = round(width * dots), round(height * dots)
        width, height = original
    longest = max(width, height, 1.0)
    size = LONG_SIDE if facts.kind == "pdf" else min(LONG_SIDE, longest)
    most = CODE_SIDE if facts.kind == "pdf" else min(CODE_SIDE, longest)
    return PageRequest(
        path=path,
        sha256=facts.sha256,
        kind=facts.kind,
        page=number,
        width=max(1, round(width * size / longest)),
        most=max(1, round(width * most / longest)),
        original=original,
        recognise=len(page.text.strip()) < _OWN_TEXT,
    )


def _plain(request: PageRequest) -> dict[str, object]:
    return {
        "path": str(request.path.resolve()),
        "kind": request.kind,
        "page": request.page,
        "width": request.width,
        "most": request.most,
        "original": list(request.original),
        "recognise": request.recognise,
    }


def _wait(future: ProbeFuture[PageReading], tell: Callable[[], None]) -> PageReading:
    try:
        tell()
        while True:
            try:
                return future.result(timeout=_TICK)
            except NotYet:
                tell()
    except BaseException:
        future.cancel()  # cancelled, or Ctrl-C while waiting: the worker is not left behind
        raise


def _settle(future: ProbeFuture[PageReading], result: PageReading | FushenError) -> None:
    if not future.set_running_or_notify_cancel():
        return
    if isinstance(result, FushenError):
        future.set_exception(result)
    else:
        future.set_result(result)
