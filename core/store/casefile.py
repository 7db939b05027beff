"""An open case file."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import Any, BinaryIO, Self

from core.errors import DamagedCaseFile, ReadOnlyCase
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model import Case, FileFacts, PageReading, codec
from core.model.values import CHINA
from core.store import audit, facts, history, integrity, lending, originals, readings
from core.store.audit import Event, digest
from core.store.backup import copy_database
from core.store.database import CacheSpared, damage_told, faults_told, transaction
from core.store.history import HistoryEntry
from core.store.originals import Original


@dataclass(frozen=True, slots=True)
class _Saved:
    """What is on the disk now."""

    text: str
    step: int
    saved_at: datetime
    undo_label: str | None
    redo_label: str | None


class CaseFile:
    """An open case file. Use it as a context manager; its methods may be called from any thread.

    Attributes:
        path: Where it is.
        case: The case as it is on the disk.
        read_only: Whether edits are refused.
        holder: Who has it, when it is read-only because of another opener; else "".
    """

    def __init__(self, path: Path, db: sqlite3.Connection, *, read_only: bool, holder: str = "") -> None:
        self.path = path
        self.read_only = read_only
        self.holder = holder
        self.db = db
        self.lock = RLock()
        self._closing = ExitStack()
        self._adding = RLock()
        self._unsaved_facts: dict[str, FileFacts] = {}
        self._unsaved_readings: dict[tuple[str, int], PageReading] = {}
        with damage_told(path):
            self._saved = self._read()
        self.case = codec.load(Case, self._saved.text)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # What is so

    @property
    def undo_label(self) -> str | None:
        return self._saved.undo_label

    @property
    def redo_label(self) -> str | None:
        return self._saved.redo_label

    @property
    def saved_at(self) -> datetime:
        return self._saved.saved_at

    @property
    def document(self) -> str:
        """The case as JSON, as it is on the disk."""
        return self._saved.text

    @property
    def case_sha256(self) -> str:
        """SHA-256 of the case document's text."""
        return digest(self._saved.text)

    def history(self) -> tuple[HistoryEntry, ...]:
        """Lists the steps that are kept, oldest first, the undone ones marked."""
        with self.lock, damage_told(self.path):
            return history.entries(self.db, self._saved.step)

    def events(self) -> tuple[Event, ...]:
        """Lists everything that happened to the file, oldest first."""
        with self.lock, damage_told(self.path):
            return audit.events(self.db)

    def reload(self) -> bool:
        """Takes over what another program saved meanwhile; says whether the case changed."""
        with self.lock, damage_told(self.path):
            before, self._saved = self._saved.text, self._read()
        if before == self._saved.text:
            return False
        self.case = codec.load(Case, self._saved.text)
        return True

    # Edits

    def apply(self, case: Case, label: str) -> None:
        """Replaces the case; on the disk when it returns. An equal case is no step.

        Raises:
            ReadOnlyCase: The file is open for reading only.
            DiskFault: It could not be written; the case stays as it was.
        """
        self._writing()
        text = codec.dump(case)
        with self.lock:
            if case == self.case:
                return
            with faults_told(self.path), transaction(self.db):
                at = now_text()
                step = history.record(self.db, self._saved.step, label, at, self._saved.text, text)
                saved = self._write(text, step, at, "edited", label)
            self._saved, self.case = saved, case

    def undo(self) -> str | None:
        """Goes one step back; returns its label, or None when there is none."""
        self._writing()
        with self.lock:
            label, step = self._saved.undo_label, self._saved.step
            if label is None:
                return None
            with damage_told(self.path):
                text = history.text_before(self.db, step, self._saved.text)
            self._step_to(text, step - 1, "undone", label)
            return label

    def redo(self) -> str | None:
        """Goes one undone step forward again; returns its label, or None when there is none."""
        self._writing()
        with self.lock:
            label, step = self._saved.redo_label, self._saved.step + 1
            if label is None:
                return None
            with damage_told(self.path):
                text = history.text_after(self.db, step, self._saved.text)
            self._step_to(text, step, "redone", label)
            return label

    # Originals

    def add_original(self, source: Path, progress: Progress = no_progress) -> Original:
        """Stores a file's bytes; the same bytes are stored once.

        Raises:
            NotReadable: The file can't be read.
            ReadOnlyCase, DiskFault: As for `apply`.
            Cancelled: Through `progress`; nothing of the file stays.
        """
        self._writing()
        with self._adding:
            return originals.add(self, source, now_text(), progress)

    def originals(self) -> tuple[Original, ...]:
        """Lists every stored original, in the order in which they came."""
        return originals.every(self)

    def open_original(self, sha256: str) -> BinaryIO:
        """Opens an original for reading: seekable, never whole in memory. Close it before the case file."""
        return originals.open_stream(self, sha256)

    def copy_original(
        self,
        sha256: str,
        target: Path,
        progress: Progress = no_progress,
        *,
        over: Path | None = None,
        hashed: bool = True,
    ) -> None:
        """Writes an original to a file, its bytes checked against its hash; a file of that name is replaced.

        `over` is a file that nobody needs any more: it becomes this one, so that no new room on the disk is asked for.
        Not `hashed` are the bytes where the caller compares the hash of the file himself, and says what `unlike` says.
        """
        originals.copy(self, sha256, target, progress, over, hashed=hashed)

    def lend_original(self, sha256: str, *, hashed: bool = True) -> dict[str, Any]:
        """Returns, as plain data, where another process finds an original's bytes while this file is open.

        Not `hashed` are they where the caller compares their hash himself, as for `copy_original`.
        """
        return lending.lent(self, originals.known(self, sha256), hashed=hashed)

    def unlike(self, sha256: str) -> DamagedCaseFile:
        """Returns the error for an original whose bytes turned out to be others than its hash says."""
        return originals.unlike(self.path, sha256)

    def has_whole(self, sha256: str, progress: Progress = no_progress) -> bool:
        """Reads an original and says whether its bytes are the ones that were stored."""
        return originals.is_whole(self, sha256, progress)

    # Facts

    def facts(self, sha256: str, probe: int | None = None) -> FileFacts | None:
        """Returns the facts kept of an original: of this probe version, or else of the newest one."""
        kept = self._unsaved_facts.get(sha256)
        if kept is not None and probe in {None, kept.probe}:
            return kept
        with self.lock, faults_told(self.path), CacheSpared():
            return facts.load(self.db, sha256, probe)
        return None

    def save_facts(self, found: FileFacts) -> None:
        """Keeps the facts of an original; in a read-only file, or one damaged there, only until it is closed."""
        if not self.read_only:
            with self.lock, faults_told(self.path), CacheSpared(), transaction(self.db):
                facts.save(self.db, found)
                return
        self._unsaved_facts[found.sha256] = found

    def readings(self, sha256: str, reader: int) -> dict[int, PageReading]:
        """Returns what this version of the reader made of an original's pages, by page number."""
        kept: dict[int, PageReading] = {}
        with self.lock, faults_told(self.path), CacheSpared():
            kept = readings.load(self.db, sha256, reader)
        unsaved = self._unsaved_readings.items()
        return kept | {page: r for (of, page), r in unsaved if of == sha256 and r.reader == reader}

    def save_reading(self, found: PageReading) -> None:
        """Keeps one page that was read; in a read-only file, or one damaged there, only until it is closed."""
        if not self.read_only:
            with self.lock, faults_told(self.path), CacheSpared(), transaction(self.db):
                readings.save(self.db, found)
                return
        self._unsaved_readings[found.sha256, found.page] = found

    @property
    def unsaved(self) -> tuple[tuple[FileFacts, ...], tuple[PageReading, ...]]:
        """What a file that is open for reading only could not keep."""
        return tuple(self._unsaved_facts.values()), tuple(self._unsaved_readings.values())

    # The packs that the case goes by

    def rules(self, digest: str) -> bytes | None:
        """Returns the packs of a digest, as they were kept; None when the file has none such."""
        with self.lock, faults_told(self.path):
            row = self.db.execute(
                "SELECT zip FROM rules WHERE digest = ? AND typeof(zip) = 'blob'", (digest,)
            ).fetchone()
        return None if row is None else bytes(row[0])

    def keep_rules(self, digest: str, content: bytes) -> None:
        """Keeps packs under their digest; they stay, for an undo may want them.

        Raises:
            ReadOnlyCase, DiskFault: As for `apply`.
        """
        self._writing()
        with self.lock, faults_told(self.path), transaction(self.db):
            row = (digest, now_text(), content)
            self.db.execute("INSERT OR IGNORE INTO rules VALUES (?, ?, ?)", row)

    # The file as a whole

    def check_integrity(self, progress: Progress = no_progress) -> tuple[str, ...]:
        """Reads everything again and says, in sentences, what does not hold together; empty when all is whole."""
        with self.lock:
            return integrity.check(self.db, self._saved.text, progress)

    def check_trail(self) -> tuple[str, ...]:
        """Does the quick part of `check_integrity`: the document and the audit trail, but no original."""
        with self.lock:
            return integrity.check_trail(self.db, self._saved.text)

    def unused_originals(self) -> tuple[Original, ...]:
        """Lists originals that neither the case nor any kept step names. They are kept all the same."""
        with self.lock, damage_told(self.path):
            named = integrity.named_originals(self.db, self._saved.text, self._saved.step)
        return tuple(o for o in self.originals() if o.sha256 not in named)

    def backup(self, target: Path, progress: Progress = no_progress) -> None:
        """Writes a whole, consistent copy to a name that is free.

        Raises:
            AlreadyThere: The name is taken.
            DiskFault: It could not be written; nothing is left there.
        """
        with self.lock:
            copy_database(self.db, target, progress)

    def close_with(self, closing: ExitStack) -> None:
        """Takes over what has to be given free when the file is closed."""
        self._closing = closing

    def close(self) -> None:
        """Gives the file free. Closing twice does no harm."""
        with self.lock:
            self.db.close()
            self._closing.close()

    # Helpers

    def _writing(self) -> None:
        if self.read_only:
            raise ReadOnlyCase(self.path, self.holder)

    def _read(self) -> _Saved:
        row = self.db.execute("SELECT json, step, saved_at FROM document").fetchone()
        if row is None:
            raise DamagedCaseFile(self.path, _("没有案件正文"))
        text, step, at = row
        return self._labelled(text, step, at)

    def _labelled(self, text: str, step: int, at: str) -> _Saved:
        undo, redo = history.label_of(self.db, step), history.label_of(self.db, step + 1)
        return _Saved(text, step, datetime.fromisoformat(at), undo, redo)

    def _write(self, text: str, step: int, at: str, kind: audit.Kind, label: str) -> _Saved:
        sha256 = digest(text)
        self.db.execute("UPDATE document SET json = ?, sha256 = ?, step = ?, saved_at = ?", (text, sha256, step, at))
        audit.note(self.db, at, kind, label, sha256)
        return self._labelled(text, step, at)

    def _step_to(self, text: str | None, step: int, kind: audit.Kind, label: str) -> None:
        if text is None:
            raise DamagedCaseFile(self.path, _("历史记录与校验值不符，无法撤销或重做这一步"))
        case = codec.load(Case, text)
        with faults_told(self.path), transaction(self.db):
            saved = self._write(text, step, now_text(), kind, label)
        self._saved, self.case = saved, case


def now_text() -> str:
    """Returns this moment as it is kept in the file."""
    return datetime.now(CHINA).isoformat(timespec="milliseconds")
