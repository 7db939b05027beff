"""Taking files in: copied into the case, probed by the worker, type and values proposed, never decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from core import edits, fields
from core.i18n import _
from core.jobs import Progress
from core.model import Case, FileFacts, Paper, Role
from gui.jobs import Job
from gui.session import Session


@dataclass(frozen=True, slots=True)
class Taken:
    """One file that was taken in."""

    paper: Paper
    facts: FileFacts


class Adding(QObject):
    """Signals: added (the id of the first new paper)."""

    added = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def add(self, paths: Sequence[Path], requirement: str = "") -> None:
        """Takes files in as one undo step; a requirement in view suggests their type."""
        if self._session.read_only or not paths:
            return
        suggested = _types_of(self._session, requirement)
        job = Job(partial(_take_all, self._session, tuple(paths), suggested), title=_("添加文件"))
        job.succeeded.connect(self._on_taken)
        job.failed.connect(self._session.failed)
        self._session.runner.start(job)

    @Slot(object)
    def _on_taken(self, taken: tuple[Taken, ...]) -> None:
        if not taken:
            return
        before = self._session.case
        for one in taken:
            self._session.put_facts(one.facts)
        case = edits.add_papers(before, (replace(t.paper, round=edits.current_round(before)) for t in taken))
        label = _("添加 {count} 份文件").format(count=len(taken))
        self._session.apply(case, label)
        self.added.emit(case.papers[len(before.papers)].id)


def _types_of(session: Session, requirement: str) -> tuple[str, ...]:
    states = session.overview.requirements if session.overview else ()
    state = next((s for s in states if s.requirement.id == requirement), None)
    return state.lacking if state else ()


def _take_all(
    session: Session, paths: tuple[Path, ...], suggested: tuple[str, ...], progress: Progress
) -> tuple[Taken, ...]:
    files = [file for path in paths for file in _files(path)]
    taken = []
    for n, file in enumerate(files):
        progress.step(n, len(files), _("读取 {file}").format(file=file.name))
        taken.append(_take(session, file, suggested, progress))
    progress.step(len(files), len(files), _("读取完成"))
    return tuple(taken)


def _files(path: Path) -> list[Path]:
    return sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")) if path.is_dir() else [path]


def _take(session: Session, file: Path, suggested: tuple[str, ...], progress: Progress) -> Taken:
    original = session.keeper.casefile.add_original(file, progress)
    known = session.facts.get(original.sha256)
    facts = known or session.prober.facts(file, name=file.name)
    kind = fields.guess_type(facts, session.packs) or (suggested[0] if len(suggested) == 1 else "")
    shape = session.packs.paper(kind)
    proposals = fields.propose(shape, facts) if shape else ()
    paper = Paper("", file.name, original.sha256, original.size, kind, fields=proposals, role=Role.REPLACEMENT)
    return Taken(paper, facts)


def retype(case: Case, paper: Paper, kind: str, session: Session) -> Case:
    """Gives a paper a type by hand, and proposes the values that this type has."""
    shape, facts = session.packs.paper(kind), session.facts.get(paper.sha256)
    confirmed = tuple(f for f in paper.fields if f.confirmed)
    proposals = fields.propose(shape, facts) if shape and facts else ()
    typed = replace(paper, type=kind, type_confirmed=True, fields=confirmed + proposals)
    return edits.put_paper(case, typed)
