"""The known cases, and what is done with whole cases: named, off the interface thread, and to be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from core import board as boards
from core.board import BoardEntry
from core.i18n import _
from core.jobs import Progress
from core.trash import Trash, Trashed
from gui.jobs import Job

if TYPE_CHECKING:
    from gui.services import Services
    from gui.session import Session

Entries = tuple[BoardEntry, ...]
Change = Callable[[Entries], Entries]


@dataclass(slots=True)
class Deed:
    """Something done with cases.

    Attributes:
        do: The work; returns how the list of cases changes.
        undo: The work that takes it back.
    """

    label: str
    do: Callable[[Progress], Change]
    undo: Callable[[Progress], Change]


class Cases(QObject):
    """Holds the board's lines, and saves them.

    Signals:
        changed: There are other lines now.
        done: A sentence about what was done.
        failed: A FushenError.
        steps_changed: What can be undone and redone, as two labels or None.
    """

    changed = Signal(object)
    done = Signal(str)
    failed = Signal(object)
    steps_changed = Signal(object, object)

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._closed = False
        self._services = services
        self.trash = Trash(services.settings.path.parent)
        self.entries: Entries = services.board.read()
        self._past: list[Deed] = []
        self._future: list[Deed] = []

    # The list

    def set(self, entries: Entries) -> None:
        self.entries = entries
        self.changed.emit(entries)

    def put(self, entry: BoardEntry) -> None:
        """Takes a case's new line; shown with the next `changed`."""
        old = next((e for e in self.entries if e.path == entry.path), None)
        if old is not None and old.state == "archived":
            entry = boards.archive(entry, archived=True)
        self.entries = boards.put(self.entries, entry)
        if old is None:
            self.save()  # should the machine go off, the case is still on the board

    def save(self) -> None:
        services = self._services
        self._start(lambda _progress: services.save_board(lambda: self.entries))

    def refresh(self) -> None:
        """Makes the list anew from the case files when there is none; else looks at what changed without it."""
        if self.entries:
            self.catch_up()
        else:
            self.rebuild()

    def rebuild(self) -> None:
        """Makes the list anew from the case files, when there is none."""
        services = self._services
        job = Job(lambda progress: services.rebuild_board(services.settings.read().recent, progress))
        job.succeeded.connect(self._on_rebuilt)
        job.failed.connect(self.failed)
        services.runner.start(job)

    def catch_up(self) -> None:
        """Looks again at the cases whose lines tell of an older state, as after a power cut."""
        services, known = self._services, self.entries
        self._look_again(lambda progress: services.entries_behind(known, progress))

    def leave(self, session: Session) -> None:
        """Lets the line of a case say so, when it is closed before its checks caught up, until they did."""
        case, path = session.case, session.path
        if session.overview is not None and session.overview.case == case:
            return
        old = next((e for e in self.entries if e.path == str(path)), None)
        unchecked = boards.entry_of(case, path, session.packs)._replace(due=old.due if old else None)
        self.put(unchecked)
        services = self._services
        self._look_again(lambda progress: services.entries_behind((unchecked,), progress))

    def _look_again(self, look: Callable[[Progress], Entries]) -> None:
        before = {entry.path: entry for entry in self.entries}

        def taken_over(found: Entries) -> None:
            # A line that was put meanwhile is newer than what was found.
            newer = [e for e in found if not self._closed and before.get(e.path) in self.entries]
            for entry in newer:
                self.put(entry)
            if newer:
                self.set(self.entries)
                self.save()

        job = Job(look, reckons=True)
        job.succeeded.connect(taken_over)
        job.failed.connect(self.failed)
        self._services.runner.start(job)

    def add(self, paths: Iterable[Path]) -> None:
        """Takes case files into the list without opening them."""
        wanted, services = tuple(paths), self._services

        def look(progress: Progress) -> Change:
            found = services.entries_of(wanted, progress)
            return lambda entries: _with(entries, found)

        known = {e.path for e in self.entries}
        new = {str(path.absolute()) for path in wanted} - known
        self._do(Deed(_("加入 {count} 个案件").format(count=len(wanted)), look, lambda _p: _without(new)))

    def close(self) -> None:
        """Takes nothing over any more: the window is closing."""
        self._closed = True

    # Deeds

    def archive(self, entries: Entries, *, archived: bool) -> None:
        label = _("归档{what}") if archived else _("移回{what}")
        after = tuple(boards.archive(e, archived=archived) for e in entries)
        self._do(Deed(label.format(what=named(entries)), lambda _p: _putting(after), lambda _p: _putting(entries)))

    def forget(self, entries: Entries) -> None:
        """Takes cases out of the list; their files stay where they are."""
        label = _("从列表移除{what}").format(what=named(entries))
        gone = {e.path for e in entries}
        self._do(Deed(label, lambda _p: _without(gone), lambda _p: _putting(entries)))

    def delete(self, entries: Entries) -> None:
        """Moves case files into the trash."""
        trashed: list[Trashed] = []

        def do(progress: Progress) -> Change:
            trashed.clear()
            for n, entry in enumerate(entries):
                progress.step(n, len(entries), _("删除 {file}").format(file=Path(entry.path).name))
                if Path(entry.path).exists():
                    trashed.append(self.trash.put(Path(entry.path), self._services.clock(), entry.shop))
            return _without({e.path for e in entries})

        def undo(progress: Progress) -> Change:
            back = []
            for n, one in enumerate(trashed):
                progress.step(n, len(trashed), _("恢复 {file}").format(file=one.original.name))
                back.append((str(one.original), self.trash.restore(one.token)))
            moved = dict(back)
            again = tuple(e._replace(path=str(moved.get(e.path, e.path))) for e in entries)
            return _putting(again)

        self._do(Deed(_("删除{what}").format(what=named(entries)), do, undo))

    def duplicate(self, entry: BoardEntry) -> None:
        """Makes a case of its own with the same content, beside the first."""
        made: list[Path] = []
        services = self._services

        def do(progress: Progress) -> Change:
            made[:] = [services.duplicate(Path(entry.path), progress)]
            found = services.entries_of(tuple(made), progress)
            return lambda entries: _with(entries, found)

        def undo(_progress: Progress) -> Change:
            for path in made:
                self.trash.put(path, services.clock(), entry.shop)
            return _without({str(path) for path in made})

        self._do(Deed(_("复制{what}").format(what=named((entry,))), do, undo))

    def export(self, entry: BoardEntry, folder: Path) -> None:
        """Writes a case out as an intake file with its originals."""
        services = self._services
        title = _("导出{what}").format(what=named((entry,)))
        job = Job(partial(services.export, Path(entry.path), folder), title=title)
        told = _("已导出到 {folder}").format(folder=folder)
        job.succeeded.connect(lambda _result: self.done.emit(told))
        job.failed.connect(self.failed)
        services.runner.start(job)

    def restore(self, trashed: Trashed) -> None:
        """Brings a deleted case back, however long ago it was deleted."""
        services = self._services
        back: list[Path] = []

        def do(progress: Progress) -> Change:
            back[:] = [self.trash.restore(trashed.token)]
            found = services.entries_of(tuple(back), progress)
            return lambda entries: _with(entries, found)

        def undo(_progress: Progress) -> Change:
            for path in back:
                self.trash.put(path, services.clock(), trashed.title)
            return _without({str(path) for path in back})

        self._do(Deed(_("恢复{what}").format(what=trashed.title or trashed.original.stem), do, undo))

    # Undo and redo

    def undo(self) -> None:
        if self._past:
            deed = self._past.pop()
            self._run(deed, deed.undo, _("已撤销：{what}").format(what=deed.label), self._future)

    def redo(self) -> None:
        if self._future:
            deed = self._future.pop()
            self._run(deed, deed.do, _("已重做：{what}").format(what=deed.label), self._past)

    def steps(self) -> tuple[str | None, str | None]:
        """Returns what can be undone and redone, by name."""
        past, future = self._past, self._future
        return past[-1].label if past else None, future[-1].label if future else None

    def tell_steps(self) -> None:
        self.steps_changed.emit(*self.steps())

    def _do(self, deed: Deed) -> None:
        self._future.clear()
        self._run(deed, deed.do, _("已{what}。可以撤销。").format(what=deed.label), self._past)

    def _run(self, deed: Deed, work: Callable[[Progress], Change], told: str, onto: list[Deed]) -> None:
        def taken_over(change: Change) -> None:
            if self._closed:
                return
            onto.append(deed)
            self.set(change(self.entries))
            self.save()
            self.done.emit(told)
            self.tell_steps()

        job = Job(work, title=deed.label)
        job.succeeded.connect(taken_over)
        job.failed.connect(self.failed)
        job.failed.connect(self.tell_steps)
        self._services.runner.start(job)

    def _start(self, work: Callable[[Progress], object]) -> None:
        job = Job(work)
        job.failed.connect(self.failed)
        self._services.runner.start(job)

    @Slot(object)
    def _on_rebuilt(self, entries: Entries) -> None:
        if entries and not self.entries and not self._closed:
            self.set(entries)
            self.save()


def named(entries: Entries) -> str:
    """Returns how cases are called: the first by its name, the others by their number."""
    first = entries[0].shop or Path(entries[0].path).stem
    if len(entries) == 1:
        return _("“{name}”").format(name=first)
    return _("“{name}”等 {count} 个案件").format(name=first, count=len(entries))


def _with(entries: Entries, more: Entries) -> Entries:
    for entry in more:
        entries = boards.put(entries, entry)
    return entries


def _putting(more: Entries) -> Change:
    return lambda entries: _with(entries, more)


def _without(paths: set[str]) -> Change:
    return lambda entries: tuple(e for e in entries if e.path not in paths)
