"""Making and opening case files."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

from core.errors import AlreadyThere, DamagedCaseFile, NotACaseFile, NotReadable
from core.filenames import refuse_for_database
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model import Case, codec
from core.scratch import Scratch
from core.store import audit, migrations, schema
from core.store.audit import digest
from core.store.backup import part_beside
from core.store.casefile import CaseFile, now_text
from core.store.database import connect, damage_told, fault_of, faults_told, is_rollback_needed, transaction
from core.store.files import publish
from core.store.locking import Hold, take
from core.store.originals import OneOfMany, forget_unfinished

_TABLES: Final = frozenset({"document", "history", "originals", "chunks", "facts", "readings", "rules", "events"})


def create(
    path: Path,
    case: Case,
    *,
    originals: Sequence[Path] = (),
    rules: bytes = b"",
    progress: Progress = no_progress,
) -> CaseFile:
    """Makes a case file that is not there yet, with the originals that the case names, and opens it.

    `rules` is the text of the packs that it goes by, whose digest is `case.rules`.

    Raises:
        AlreadyThere: The name is taken.
        PathNotText, PathTooLong: The path is no text, or longer than can be opened.
        NotReadable: An original can't be read, or is not (or no longer) what the case names.
        DiskFault: It could not be written. Whatever is raised, nothing is left there.
    """
    path = Path(path)
    refuse_for_database(path)
    if path.exists():
        raise AlreadyThere(path)
    part = part_beside(path)
    with faults_told(path):
        try:
            write_new(part, case, rules)
            _fill(part, originals, progress)
            publish(part, path)
        finally:
            part.unlink(missing_ok=True)
    return open(path)


def _fill(part: Path, sources: Sequence[Path], progress: Progress) -> None:
    if not sources:
        return
    with closing(connect(part, "rw")) as db, CaseFile(part, db, read_only=False) as case_file:
        named = case_file.case.stored().keys()
        for done, source in enumerate(sources):
            one = OneOfMany(progress, len(sources) + done, 2 * len(sources))  # the first half was to measure them
            if case_file.add_original(source, one).sha256 not in named:
                raise NotReadable(source, _("读取时文件被改动，请等它不再变化后重试"))
    progress.step(1, 1, _("材料已全部存入"))


def write_new(path: Path, case: Case, rules: bytes = b"") -> None:
    """Writes the database of a new case."""
    db = connect(path, "rwc")
    try:
        with transaction(db):
            for statement in schema.STATEMENTS:
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            text, at = codec.dump(case), now_text()
            db.execute("INSERT INTO document VALUES (1, ?, ?, 0, ?)", (text, digest(text), at))
            if rules:
                db.execute("INSERT INTO rules VALUES (?, ?, ?)", (case.rules, at, rules))
            audit.note(db, at, "created", _("新建案件"), digest(text))
            db.execute(f"PRAGMA user_version = {schema.VERSION}")
    finally:
        db.close()


def open(path: Path, *, read_only: bool = False) -> CaseFile:  # noqa: A001  # read as `store.open`
    """Opens a case file; read-only when asked to, when another program has it, or when it can't be written.

    An older file is migrated in place, with a backup beside it; opened read-only, it is migrated in a private copy.

    Raises:
        PathNotText, PathTooLong: The path is no text, or longer than can be opened.
        NotReadable, NotACaseFile, NewerCaseFile, DamagedCaseFile, DamagedDocument: The file can't be used.
        DiskFault: The disk refuses.
    """
    path = Path(path)
    refuse_for_database(path)
    schema.read_version(path)
    hold = None if read_only else _take(path)
    if not isinstance(hold, Hold):
        return _open_to_read(path, "" if hold is None else hold)
    with ExitStack() as at_end:
        at_end.callback(hold.release)
        return _open_to_write(path, at_end)


def _take(path: Path) -> Hold | str | None:
    if not os.access(path, os.W_OK):
        return None
    try:
        taken = take(path)
    except OSError:
        return None  # a folder that can't be written: SQLite could not keep its journal there either
    return taken if isinstance(taken, Hold) else taken.holder


def _open_to_write(path: Path, at_end: ExitStack) -> CaseFile:
    with damage_told(path):
        migrations.migrate(path)
        db = connect(path, "rw")
        at_end.callback(db.close)
        _refuse_short(path, db)
        _refuse_strange_schema(path, db)
        _refuse_changed_document(path, db)
        if db.execute("SELECT 1 FROM originals WHERE whole = 0").fetchone():
            with transaction(db):
                forget_unfinished(db)
    case_file = CaseFile(path, db, read_only=False)
    case_file.close_with(at_end.pop_all())
    return case_file


def _open_to_read(path: Path, holder: str) -> CaseFile:
    with ExitStack() as at_end:
        with damage_told(path):
            db = _connect_to_read(path, at_end)
            at_end.callback(db.close)
            _refuse_short(path, db)
            _refuse_strange_schema(path, db)
        case_file = CaseFile(path, db, read_only=True, holder=holder)
        case_file.close_with(at_end.pop_all())
        return case_file


def _connect_to_read(path: Path, at_end: ExitStack) -> sqlite3.Connection:
    if schema.read_version(path) < schema.VERSION:
        return connect(_private_copy(path, at_end), "ro")
    try:
        return connect(path, "ro")
    except sqlite3.Error as error:
        if not is_rollback_needed(error):
            raise
    return connect(_private_copy(path, at_end), "ro")


def _private_copy(path: Path, at_end: ExitStack) -> Path:
    """Copies a file that would have to be written before it could be read, and makes it readable there."""
    folder = at_end.enter_context(Scratch())
    copy = folder / "case.fushen"
    shutil.copyfile(path, copy)
    journal = path.with_name(f"{path.name}-journal")
    if journal.exists():
        shutil.copyfile(journal, folder / f"{copy.name}-journal")
    migrations.migrate(copy)
    db = connect(copy, "rw")
    try:
        db.execute("SELECT count(*) FROM document").fetchone()  # undoes the interrupted write
    finally:
        db.close()
    return copy


def _refuse_short(path: Path, db: sqlite3.Connection) -> None:
    """Refuses a file that was cut short: SQLite itself takes missing bytes of the last page for zeros."""
    with _reading(db):  # no writer is half-way while this lasts
        (due,) = db.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
        (_seq, _name, file) = db.execute("PRAGMA database_list").fetchone()  # perhaps a private copy
        if Path(file).stat().st_size < due:
            raise DamagedCaseFile(path, _("文件不完整，末尾缺少内容"))


@contextmanager
def _reading(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN")
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _refuse_strange_schema(path: Path, db: sqlite3.Connection) -> None:
    """Refuses triggers and views: we write none, and one in a file from elsewhere could act."""
    try:
        kinds = db.execute("SELECT type, name FROM sqlite_master").fetchall()
    except sqlite3.Error as error:
        raise fault_of(path, error) from error
    if any(kind in {"trigger", "view"} for kind, _name in kinds):
        raise NotACaseFile(path)
    if not {name for _kind, name in kinds} >= _TABLES:
        raise DamagedCaseFile(path, _("缺少必要的表"))


def _refuse_changed_document(path: Path, db: sqlite3.Connection) -> None:
    row = db.execute("SELECT json, sha256 FROM document").fetchone()
    if row is not None and digest(row[0]) != row[1]:
        raise DamagedCaseFile(path, _("案件正文与校验值不符"))
