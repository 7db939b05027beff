"""What the window needs from outside a case: settings, packs, the probe, known cases. Made once, in `main`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from uuid import uuid4

from core import board, store
from core.board import Board, BoardEntry
from core.errors import FushenError
from core.filenames import safe_name
from core.i18n import _
from core.jobs import Progress
from core.model import FileFacts, PageReading
from core.scratch import Scratch
from core.settings import Settings, SettingsFile
from gui.collector import keep_loaded
from gui.jobs import JobRunner
from gui.keeper import wait_until_closed

if TYPE_CHECKING:  # only named here; loading them would hold up the start
    from core.builder import Builder
    from core.clients import Client, ClientShelf
    from core.intake import Intake
    from core.library import Library, Rules
    from core.packs import Packs
    from core.packs.changes import Changed
    from core.probe import Prober
    from core.reading import Reader
    from core.store import CaseFile
    from gui.overview import Overview


@dataclass(frozen=True, slots=True)
class Opened:
    """A case file with all that a session begins with.

    Attributes:
        changes: What is newer in the installed packs.
        digest: Of the rules that the case names.
        doubts: What the quick look at the file's own records found; nothing, when all is well.
    """

    casefile: CaseFile
    rules: Rules
    changes: tuple[Changed, ...]
    digest: str
    facts: dict[str, FileFacts]
    readings: dict[str, dict[int, PageReading]] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    @property
    def packs(self) -> Packs:
        """What the case goes by."""
        return self.rules.packs


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a new case begins with."""

    playbook: str
    platform: str
    shop: str
    client: Client | None = None


@dataclass(slots=True)
class Services:
    """What is made once for the whole program.

    Attributes:
        cases: The folder where new cases are put.
    """

    settings: SettingsFile
    board: Board
    prober: Prober
    runner: JobRunner
    clock: Callable[[], datetime]
    cases: Path
    _packs: Packs | None = None
    _reader: Reader | None = None
    _builder: Builder | None = None
    _ended: bool = field(default=False, init=False)
    _lock: Lock = field(default_factory=Lock)
    _writing: Lock = field(default_factory=Lock)

    @property
    def clients(self) -> ClientShelf:
        """The clients, beside the settings."""
        from core.clients import ClientShelf

        return ClientShelf(self.settings.path.parent)

    def save_board(self, entries: Callable[[], tuple[BoardEntry, ...]]) -> None:
        """Saves the board as it is when its turn comes, so that a late writer never brings back an older one."""
        with self._writing:
            self.board.write(entries())

    def save_clients(self, clients: Callable[[], tuple[Client, ...]]) -> None:
        """Saves the clients as they are when the turn comes."""
        with self._writing:
            self.clients.write(clients())

    def change_settings(self, change: Callable[[Settings], Settings]) -> None:
        """Changes the settings, one after another."""
        with self._writing:
            self.settings.write(change(self.settings.read()))

    def packs(self) -> Packs:
        """Loads the installed packs the first time; called off the interface thread."""
        with self._lock:
            if self._packs is None:
                self._packs = self.library().packs()
            return self._packs

    def reader(self) -> Reader:
        """Returns what reads pages, made the first time; its process starts with the first page."""
        from core.reading import Reader

        with self._lock:
            if self._reader is None:
                self._reader = Reader()
                if self._ended:  # a job that was still on its way when the window was closed
                    self._reader.close()
            return self._reader

    def builder(self) -> Builder:
        """Returns what builds packets, made the first time; its process starts with the first order."""
        from core.builder import Builder

        with self._lock:
            if self._builder is None:
                self._builder = Builder(self.settings.path.parent)
                if self._ended:
                    self._builder.close()
            return self._builder

    def close(self) -> None:
        """Ends reading and building for good: what still asks for a reader or a builder gets one that is closed."""
        with self._lock:
            held, self._ended = (self._reader, self._builder), True
        for one in held:
            if one is not None:
                one.close()

    def library(self) -> Library:
        """Returns the packs of this machine; called off the interface thread."""
        from core.library import Library

        return Library(self.settings.path.parent)

    def forget_packs(self) -> None:
        """Lets the packs be loaded anew, because other ones were installed."""
        with self._lock:
            self._packs = None

    def warm(self, _progress: Progress) -> None:
        """Loads what is slow the first time before the person needs it: rooms of core, pages, packs and fonts."""
        from core.checks import glyphs

        self.packs()
        load_rooms()
        load_dialogs()
        glyphs.lacking("申")
        keep_loaded()

    def open_case(self, path: Path, progress: Progress) -> Opened:
        """Opens a case file and reads the facts it has cached."""
        progress.step(0, 2, _("打开 {file}").format(file=path.name))
        installed = self.packs()
        progress.step(1, 2, _("打开 {file}").format(file=path.name))
        load_rooms()
        wait_until_closed(path)
        opened = _opened(store.open(path), installed)
        return replace(opened, doubts=opened.casefile.check_trail())

    def create_case(self, new: NewCase, target: Path, progress: Progress) -> Opened:
        """Makes a new case: empty, or with what is known of its client."""
        from core import clients, intake

        progress.step(0, 1, _("新建案件"))
        load_rooms()
        installed = self.packs()
        target.parent.mkdir(parents=True, exist_ok=True)
        case = intake.new_case(new.playbook, new.platform, self.clock(), installed)
        if new.client is None:
            case = replace(case, shop=replace(case.shop, name=new.shop))
            return _opened(intake.create_empty(target, case, installed), installed)
        originals = self.clients.originals(new.client)
        begun = clients.begin(case, new.client, new.shop)
        return _opened(intake.create_empty(target, begun, installed, originals=originals, progress=progress), installed)

    def read_intake(self, source: Path, progress: Progress) -> Intake:
        """Reads an intake file; nothing is taken in yet."""
        from core import intake

        progress.step(0, 1, _("读取 {file}").format(file=source.name))
        load_rooms()
        return intake.read(source, self.packs())

    def take_in(self, read: Intake, target: Path, progress: Progress) -> Opened:
        """Makes a case of an intake that was read."""
        from core import intake

        progress.step(0, 1, _("收入原件"))
        target.parent.mkdir(parents=True, exist_ok=True)
        return _opened(intake.create(read, target, self.clock()), self.packs())

    def duplicate(self, source: Path, progress: Progress) -> Path:
        """Makes a case of its own with the same content beside another one, and returns its path.

        The copy has an id and a history of its own; what was read of its papers is taken along.
        """
        with store.open(source, read_only=True) as file, Scratch() as scratch:
            hashes = list(file.case.stored())
            for n, sha256 in enumerate(hashes):
                progress.step(n, len(hashes), _("复制 {file}").format(file=source.name))
                file.copy_original(sha256, scratch / sha256)
            target = free_path(source.parent, source.stem)
            case = replace(file.case, id=str(uuid4()))
            originals, rules = [scratch / h for h in hashes], file.rules(case.rules) or b""
            with store.create(target, case, originals=originals, rules=rules, progress=progress) as copy:
                for found in filter(None, map(file.facts, hashes)):
                    copy.save_facts(found)
        return target

    def export(self, source: Path, folder: Path, progress: Progress) -> None:
        """Writes a case out as an intake file with its originals."""
        from core import intake

        with store.open(source, read_only=True) as file:
            intake.export(file, folder, progress)

    def entries_of(self, paths: tuple[Path, ...], progress: Progress) -> tuple[BoardEntry, ...]:
        """Returns the board's lines of case files.

        Raises:
            FushenError: One can't be read.
        """
        entries = []
        for n, path in enumerate(paths):
            progress.step(n, len(paths), _("读取 {file}").format(file=path.name))
            entries.append(self._read_entry(path, progress))
        return tuple(entries)

    def entries_behind(self, known: tuple[BoardEntry, ...], progress: Progress) -> tuple[BoardEntry, ...]:
        """Returns new lines for the cases whose lines tell of an older state; one that can't be read keeps its line."""
        behind = self.board.behind(known, progress)
        entries = []
        for n, path in enumerate(behind):
            progress.step(n, len(behind), _("整理案件列表 {file}").format(file=path.name))
            entries.append(self._entry(path, progress))
        return tuple(entry for entry in entries if entry is not None)

    def rebuild_board(self, known: tuple[Path, ...], progress: Progress) -> tuple[BoardEntry, ...]:
        """Makes the board's index anew from the case files; one that can't be read is left out."""
        files = board.case_files([self.cases], known)
        entries = []
        for n, path in enumerate(files):
            progress.step(n, len(files), _("整理案件列表 {file}").format(file=path.name))
            entries.append(self._entry(path, progress))
        return tuple(entry for entry in entries if entry is not None)

    def _entry(self, path: Path, progress: Progress) -> BoardEntry | None:
        try:
            return self._read_entry(path, progress)
        except FushenError:
            return None

    def _read_entry(self, path: Path, progress: Progress) -> BoardEntry:
        from gui.overview import look

        wait_until_closed(path)
        with store.open(path, read_only=True) as file:
            opened = _opened(file, self.packs())
            overview = look(file.case, opened.packs, opened.facts, self.clock(), opened.readings, progress=progress)
            return board_entry(overview, path, opened.packs)


def load_dialogs() -> None:
    """Loads what dialogs are made of; called off the interface thread, once all else is there."""
    from gui import dialogs

    dialogs.load_dialogs()


def load_rooms() -> None:
    """Loads what a desk is made of; called off the interface thread, so that opening the first case stalls nothing."""
    from gui.desk import load_pages

    load_pages()


def board_entry(overview: Overview, path: Path, installed: Packs, *, archived: bool = False) -> BoardEntry:
    """Returns the board's line of a case after its checks."""
    return board.with_checks(
        board.entry_of(overview.case, path, installed, archived=archived),
        overview.report,
        overview.reckoning.due,
        overview.case,
    )


def free_path(folder: Path, name: str) -> Path:
    """Returns a name for a new case file that nothing in the folder has."""
    clean = safe_name(name) if name.strip(" .") else _("新案件")
    number, path = 1, folder / f"{clean}{store.SUFFIX}"
    while path.exists():
        number += 1
        path = folder / f"{clean} {number}{store.SUFFIX}"
    return path


def _opened(casefile: CaseFile, installed: Packs) -> Opened:
    from core.library import rules_of
    from core.survey import kept

    facts, readings = kept(casefile)
    rules = rules_of(casefile, installed)
    return Opened(casefile, rules, rules.changes(casefile.case), casefile.case.rules, facts, readings)
