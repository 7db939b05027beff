"""Reading of pages: queued paper by paper, read by the reader's own worker, kept in the case file page by page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal, Slot

from core.i18n import _
from core.jobs import Progress
from core.model import FileFacts, PageReading, Paper
from core.reading import pages_to_read
from gui.jobs import Job
from gui.originals import copy_of

if TYPE_CHECKING:
    from gui.session import Session

State = Literal["none", "unread", "waiting", "reading", "read"]


@dataclass(frozen=True, slots=True)
class _Order:
    """A file to read."""

    facts: FileFacts
    known: Mapping[int, PageReading]


class Reading(QObject):
    """The queue of one session. Reading changes nothing in the case: it only proposes.

    Signals:
        changed: A page was read, or the queue is another one now; the file's SHA-256, or "" for any.
        finished: A file was read to its end; its SHA-256.
    """

    changed = Signal(str)
    finished = Signal(str)
    _page = Signal(object)
    _begun = Signal(str)
    _ended = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._orders: deque[_Order] = deque()  # the job takes from the left while the window adds to the right
        self._job: Job | None = None
        self._now = ""
        self._page.connect(self._on_page)
        self._begun.connect(self._on_begun)
        self._ended.connect(self._on_ended)

    def want(self, papers: Iterable[Paper]) -> None:
        """Queues the pages of papers that nobody read yet."""
        waiting = {order.facts.sha256 for order in self._orders} | {self._now}
        for paper in papers:
            facts = self._session.facts.get(paper.sha256)
            if facts is not None and paper.sha256 not in waiting and self.left(paper):
                waiting.add(paper.sha256)
                known = dict(self._session.readings.get(paper.sha256, {}))
                self._orders.append(_Order(replace(facts, file=paper.file), known))
        if self._orders and self._job is None:
            job = Job(self._work, title=_("识别页面"))
            job.failed.connect(self._session.failed)
            job.finished.connect(self._on_job_finished)
            self._job = self._session.runner.start(job)
        self.changed.emit("")

    def cancel(self) -> None:
        """Stops; the pages that were read are kept."""
        self._orders.clear()
        if self._job is not None:
            self._job.cancel()

    @property
    def busy(self) -> bool:
        """Whether a page is being read."""
        return self._job is not None

    def state(self, paper: Paper) -> State:
        """Says how far the reading of a paper is; `none` for a file without pages to read."""
        if paper.sha256 == self._now:
            return "reading"
        if any(order.facts.sha256 == paper.sha256 for order in self._orders):
            return "waiting"
        pages = self._pages(paper)
        if not pages:
            return "none"
        return "unread" if self.left(paper) else "read"

    def left(self, paper: Paper) -> int:
        """Counts the pages of a paper that are still to be read."""
        known = self._session.readings.get(paper.sha256, {})
        return sum(page not in known for page in self._pages(paper))

    def faults(self, paper: Paper) -> tuple[PageReading, ...]:
        """Returns the pages that could not be read."""
        known = self._session.readings.get(paper.sha256, {})
        return tuple(known[page] for page in sorted(known) if known[page].reason)

    def _pages(self, paper: Paper) -> tuple[int, ...]:
        facts = self._session.facts.get(paper.sha256)
        return tuple(request.page for request in pages_to_read(Path(paper.file), facts)) if facts is not None else ()

    def _work(self, progress: Progress) -> None:
        session = self._session
        reader = session.reader()
        while self._orders:
            order = self._orders.popleft()
            sha256 = order.facts.sha256
            self._begun.emit(sha256)
            path = copy_of(session.keeper.casefile, session.scratch, sha256)
            read = reader.read(path, order.facts, known=order.known, keep=self._page.emit, progress=progress)
            for page in read:
                if page.reason:
                    self._page.emit(page)  # what may be better another time is told, though it is not kept
            self._ended.emit(sha256)

    @Slot(object)
    def _on_page(self, page: PageReading) -> None:
        self._session.put_reading(page)
        self.changed.emit(page.sha256)

    @Slot(str)
    def _on_begun(self, sha256: str) -> None:
        self._now = sha256
        self.changed.emit(sha256)

    @Slot(str)
    def _on_ended(self, sha256: str) -> None:
        self._now = ""
        self.finished.emit(sha256)
        self.changed.emit(sha256)

    @Slot()
    def _on_job_finished(self) -> None:
        stopped = self._job is not None and self._job.stopping
        self._job, self._now = None, ""
        if stopped:
            self._orders.clear()
        self.changed.emit("")
        if self._orders:
            self.want(())
