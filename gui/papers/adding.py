"""Taking files in: copied into the case, probed by the worker, queued for reading; types are only guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Signal, Slot

from core import edits, fields
from core.errors import FushenError
from core.folders import files_of
from core.i18n import _
from core.intake import unpack
from core.jobs import Progress
from core.model import Case, FileFacts, Paper, Role
from core.store.originals import refuse_too_large
from gui.jobs import Job
from gui.session import Session


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file.

    Attributes:
        name: What it is called, behind the archive's name when it came out of one; "" for what a folder kept back.
        paper: What was made of it; None when it was not taken in. Its id is given when the case has it.
        same_as: Names a paper with the same bytes, or is "".
        refused: Why it could not be taken in, as a sentence, or "".
    """

    name: str
    paper: Paper | None = None
    facts: FileFacts | None = None
    same_as: str = ""
    refused: str = ""


class Adding(QObject):
    """Signals: added (a tuple of Received, each with its paper as the case has it)."""

    added = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def add(self, paths: Sequence[Path], requirement: str = "", role: Role = Role.REPLACEMENT) -> None:
        """Takes files, folders and archives in as one undo step.

        A requirement in view suggests the type of a file that comes alone; of several, each may be for another one.
        """
        if self._session.read_only or not paths:
            return
        taking = _Taking(self._session, role, _types_of(self._session, requirement))
        job = Job(partial(taking.run, tuple(paths)), title=_("添加文件"))
        job.succeeded.connect(self._on_received)
        job.failed.connect(self._session.failed)
        self._session.runner.start(job)

    @Slot(object)
    def _on_received(self, received: tuple[Received, ...]) -> None:
        taken = [one for one in received if one.paper is not None]
        for one in received:
            if one.facts is not None and one.paper is not None:
                self._session.put_facts(one.facts)
        before = self._session.case
        case = edits.add_papers(before, (_in_round(one.paper, before) for one in taken if one.paper is not None))
        new = iter(case.papers[len(before.papers) :])
        told = tuple(replace(one, paper=next(new)) if one.paper is not None else one for one in received)
        if taken:
            self._session.apply(case, _("添加 {count} 份文件").format(count=len(taken)))
            self._session.reading.want(case.papers[len(before.papers) :])
        self.added.emit(told)


def retype(case: Case, paper: Paper, kind: str) -> Case:
    """Gives a paper its type by the person's word; readings for another type are left behind."""
    confirmed = tuple(f for f in paper.fields if f.confirmed)
    return edits.put_paper(case, replace(paper, type=kind, type_confirmed=True, fields=confirmed))


def _in_round(paper: Paper, case: Case) -> Paper:
    current = edits.current_round(case)
    return replace(paper, round=max(1, current - 1) if paper.role is Role.REJECTED else current)


def _types_of(session: Session, requirement: str) -> tuple[str, ...]:
    states = session.overview.requirements if session.overview else ()
    state = next((s for s in states if s.requirement.id == requirement), None)
    return state.lacking if state else ()


class _Taking:
    """The work of one drop, off the interface thread."""

    def __init__(self, session: Session, role: Role, suggested: tuple[str, ...]) -> None:
        self._session, self._role, self._suggested = session, role, suggested
        group = session.case.rejected() if role is Role.REJECTED else session.case.offered()
        self._known = {paper.sha256: paper.file for paper in group}

    def run(self, paths: tuple[Path, ...], progress: Progress) -> tuple[Received, ...]:
        found = files_of(paths)
        files = found.files
        self._suggested = self._suggested if len(files) == 1 else ()
        received = [Received("", refused=sentence) for sentence in found.left]
        for n, file in enumerate(files):
            progress.step(n, len(files), _("读取 {file}").format(file=file.name))
            received += self._take(file, file.name, progress)
        progress.step(len(files), len(files), _("读取完成"))
        return tuple(received)

    def _take(self, file: Path, name: str, progress: Progress) -> Iterator[Received]:
        """One bad file never stops the others."""
        try:
            refuse_too_large(file)
            facts = self._session.prober.facts(file, name=file.name)
            if facts.kind == "zip" and facts.entries:
                self._suggested = ()
                yield from self._unpack(file, facts, progress)
            else:
                yield self._put(file, name, facts, progress)
        except FushenError as error:
            progress.step(0, 1, name)  # cancelling is no fault of the file
            yield Received(name, refused=str(error))

    def _put(self, file: Path, name: str, facts: FileFacts, progress: Progress) -> Received:
        if facts.sha256 in self._known:
            return Received(name, same_as=self._known[facts.sha256])
        original = self._session.keeper.casefile.add_original(file, progress)
        self._known[original.sha256] = file.name
        known = self._session.facts.get(original.sha256, facts)
        alone = self._suggested[0] if len(self._suggested) == 1 else ""
        kind = fields.guess_type(facts, self._session.packs) or alone
        return Received(name, Paper("", file.name, original.sha256, original.size, kind, role=self._role), known)

    def _unpack(self, archive: Path, facts: FileFacts, progress: Progress) -> Iterator[Received]:
        shown = _("{archive} 里的 {entry}")
        with TemporaryDirectory(dir=self._session.scratch) as folder:
            found = unpack(archive, facts, Path(folder), self._session.prober, progress)
            for n, one in enumerate(found.taken):
                name = shown.format(archive=archive.name, entry=one.entry)
                progress.step(n, len(found.taken), _("读取 {file}").format(file=name))
                yield self._put(one.path, name, self._session.prober.facts(one.path, name=one.path.name), progress)
        for left in found.left:
            yield Received(shown.format(archive=archive.name, entry=left.entry), refused=left.message)
