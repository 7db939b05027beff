"""The case in hand. Only a Session replaces it; every change is one undo step and goes to the disk at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core import edits
from core.builder import Builder
from core.errors import FushenError
from core.i18n import _
from core.model import Case, FileFacts, PageReading
from core.packs import Packs
from core.probe import Prober
from core.proposals import Proposals
from core.reading import Reader, is_final
from core.scratch import Scratch
from core.settings import SettingsFile
from core.store import CaseFile
from gui.jobs import Job, JobRunner, Unforeseen
from gui.keeper import Keeper
from gui.originals import read_all, unread
from gui.overview import Overview, look_again
from gui.reading import Reading

_DEBOUNCE_MS = 120
_LEAVE_MS = 100


@dataclass(frozen=True, slots=True)
class SaveState:
    """What the status strip says. `pending` is true until the disk has confirmed."""

    saved_at: datetime | None
    pending: bool
    undo_label: str | None = None
    redo_label: str | None = None


class Session(QObject):
    """Holds the open case file, the case, its facts and what core says of it.

    Signals:
        case_changed: A new Case is in hand.
        overview_changed: Checks and the like caught up with it; an Overview.
        facts_changed: Files were read.
        saved_changed: A SaveState.
        failed: A FushenError to show.
        closing: The case is being closed; helpers of pages should end.
    """

    case_changed = Signal(object)
    overview_changed = Signal(object)
    facts_changed = Signal()
    saved_changed = Signal(object)
    failed = Signal(object)
    closing = Signal()
    _stored = Signal(object)
    _read = Signal(object)

    def __init__(
        self,
        casefile: CaseFile,
        packs: Packs,
        prober: Prober,
        runner: JobRunner,
        clock: Callable[[], datetime],
        facts: Mapping[str, FileFacts] | None = None,
        *,
        reader: Callable[[], Reader] = Reader,
        builder: Callable[[], Builder],
        readings: Mapping[str, Mapping[int, PageReading]] | None = None,
    ) -> None:
        super().__init__()
        self.packs, self.prober, self.runner, self.clock = packs, prober, runner, clock
        self.reader, self.builder = reader, builder
        self.keeper = Keeper(casefile)
        self.path: Path = casefile.path
        self.read_only: bool = casefile.read_only
        self.holder: str = casefile.holder
        self.case: Case = casefile.case
        self.overview: Overview | None = None
        self.letterhead: Path | None = None  # the firm's, from its settings
        self.settings: SettingsFile | None = None  # set by whoever has them
        self.names: tuple[str, ...] = ()  # of other clients on this machine; set by whoever knows them
        self.facts: dict[str, FileFacts] = dict(facts or {})
        self.readings: dict[str, dict[int, PageReading]] = {of: dict(pages) for of, pages in (readings or {}).items()}
        self.proposals = Proposals(packs)
        self.save_state = SaveState(casefile.saved_at, False, casefile.undo_label, casefile.redo_label)
        # Copies of originals for the worker that draws pages; gone when the case is closed.
        self._scratch = Scratch()
        self.scratch = self._scratch.path
        self._open_writes = 0
        self._looking: Job | None = None
        self._look_again = False
        self._debounce = QTimer(self)
        self._debounce.setSingleShot(True)
        self._debounce.setInterval(_DEBOUNCE_MS)
        self._debounce.timeout.connect(self._look)
        self._leaving = QTimer(self)
        self._leaving.timeout.connect(self._on_leaving)
        self._stored.connect(self._on_stored)
        self._read.connect(self.put_facts)
        self._reading: Job | None = None
        self.reading = Reading(self)
        self.reading.finished.connect(self.refresh)
        self._debounce.start()
        self._read_missing()

    def apply(self, case: Case, label: str) -> None:
        """Takes a changed case: shown at once, written in order, reported as saved only when it is."""
        if self.read_only or case == self.case:
            return
        base, self.case = self.case, case
        self._begin_write()

        def store(file: CaseFile) -> None:
            # The file may be at another state than the screen was: an undo that was asked for is done by now.
            file.apply(edits.rebased(base, case, file.case), label)

        self._queue(store, self._stored)
        self.case_changed.emit(case)
        self._debounce.start()

    def undo(self) -> None:
        self._step_back(CaseFile.undo)

    def redo(self) -> None:
        self._step_back(CaseFile.redo)

    @Slot(object)
    def put_facts(self, facts: FileFacts) -> None:
        """Takes what the probe said of a file, and keeps it in the case file's cache."""
        if self.leaving:
            return
        self.facts[facts.sha256] = facts
        self.keeper.ask(lambda file: file.save_facts(facts))
        self.facts_changed.emit()
        self._debounce.start()

    def put_reading(self, page: PageReading) -> None:
        """Takes what was read on a page, and keeps it in the case file's cache."""
        if self.leaving:
            return
        # A new dict each time: jobs look at the ones that were there when they began.
        self.readings[page.sha256] = {**self.readings.get(page.sha256, {}), page.page: page}
        if is_final(page):
            self.keeper.ask(lambda file: file.save_reading(page))

    def _read_missing(self) -> None:
        """Lets the worker read the originals that nobody read yet, one after another."""
        missing = unread(self.case, self.facts)
        if missing and self._reading is None and not self.leaving:
            job = Job(partial(read_all, self.keeper.casefile, self.prober, self.scratch, missing, self._read.emit))
            job.title = _("读取材料")
            job.failed.connect(self.failed)
            job.finished.connect(self._on_reading_finished)
            self._reading = self.runner.start(job)

    @Slot()
    def _on_reading_finished(self) -> None:
        stopped = self._reading is not None and self._reading.stopping
        self._reading = None
        if not stopped:
            self._read_missing()

    @property
    def calm(self) -> bool:
        """Whether nothing waits to be looked at."""
        return not self._debounce.isActive() and self._looking is None and not self._look_again

    @Slot()
    def refresh(self) -> None:
        """Looks again, because time has passed or more was read."""
        self._debounce.start()

    def close(self) -> None:
        """Gives the file free as soon as the last edit is on the disk; `keeper.wait_until_closed` waits for it.

        The session itself goes once no other thread can have anything to tell it.
        """
        self._debounce.stop()
        for job in (self._reading, self._looking):
            if job is not None:
                job.cancel()
        self.reading.cancel()
        self.closing.emit()
        self.keeper.close(self._scratch.close)
        self._leaving.start(_LEAVE_MS)

    @property
    def leaving(self) -> bool:
        """Whether the case is being closed: what others still tell of it comes too late to be kept."""
        return self._leaving.isActive()

    @Slot()
    def _on_leaving(self) -> None:
        if self.keeper.closed and not self.reading.busy and self._reading is None and self._looking is None:
            self._leaving.stop()
            self.deleteLater()

    def _step_back(self, step: Callable[[CaseFile], str | None]) -> None:
        if self.read_only:
            return
        self._begin_write()

        self._queue(step, self._stored)

    def _queue(self, do: Callable[[CaseFile], object], tell: object) -> None:
        def done(future: Future[object]) -> None:
            tell.emit(future)  # type: ignore[attr-defined]  # a bound Signal; PySide has no name for its type

        self.keeper.ask(do).add_done_callback(done)

    def _begin_write(self) -> None:
        self._open_writes += 1
        if not self.save_state.pending:
            self._tell(pending=True)

    @Slot(object)
    def _on_stored(self, future: Future[object]) -> None:
        self._open_writes -= 1
        fault = future.exception()
        if fault is not None:
            known = isinstance(fault, FushenError)
            self.failed.emit(fault if known else Unforeseen())
            if not known:
                self.runner.faulted.emit(fault)
        if self._open_writes == 0:
            self._tell(pending=False)
            self._take_over(self.keeper.casefile.case)

    def _take_over(self, stored: Case) -> None:
        # What the disk has is the truth: after an undo or a fault the screen goes to it, so that nothing looks saved
        # that is not.
        if stored != self.case:
            self.case = stored
            self.case_changed.emit(stored)
            self._debounce.start()

    def _tell(self, *, pending: bool) -> None:
        file = self.keeper.casefile
        labels = (
            (self.save_state.undo_label, self.save_state.redo_label) if pending else (file.undo_label, file.redo_label)
        )
        self.save_state = SaveState(self.save_state.saved_at if pending else file.saved_at, pending, *labels)
        self.saved_changed.emit(self.save_state)

    @Slot()
    def _look(self) -> None:
        if self.leaving:
            return
        if self._looking is not None:
            self._look_again = True
            return
        seen = self.facts.copy(), self.readings.copy()
        work = partial(look_again, self.case, self.packs, *seen, self.clock(), self.proposals, self.names)
        job = Job(work, reckons=True)
        job.succeeded.connect(self._on_looked)
        job.failed.connect(self.failed)
        job.finished.connect(self._on_look_finished)
        self._looking = self.runner.start(job)

    @Slot(object)
    def _on_looked(self, overview: Overview) -> None:
        # A report on an older case than the one in hand would jump back and forth: only the last one counts.
        if overview.case == self.case:
            self.overview = overview
            self.overview_changed.emit(overview)

    @Slot()
    def _on_look_finished(self) -> None:
        self._looking = None
        if self._look_again or (self.overview is not None and self.overview.case != self.case):
            self._look_again = False
            self._debounce.start()
