"""One SQLite connection as this product uses it: durable, strict, and with faults told in our own words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Literal

from core.errors import CaseFileGone, DamagedCaseFile, DiskFault, FushenError, NotACaseFile
from core.i18n import _

_BUSY_SECONDS: Final = 10.0
_CACHE_KIB: Final = 8192
# What plain Python says of a number where a text should be, of a time that is none, of a row that is not there.
WRONG_VALUES: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError)


def connect(path: Path, mode: Literal["ro", "rw", "rwc"]) -> sqlite3.Connection:
    """Opens the database; `rwc` makes it when it is not there. Threads take turns by the caller's lock."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_SECONDS, check_same_thread=False)
    try:
        _settle(db, writing=mode != "ro")
    except sqlite3.Error:
        db.close()
        raise
    return db


def _settle(db: sqlite3.Connection, *, writing: bool) -> None:
    # A case file comes by mail from anybody: nothing in its schema may run functions of its own.
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA schema_version")  # reads the file: an interrupted write shows here
    db.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    if writing:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA synchronous = FULL")


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Makes all that is written inside it happen wholly and durably, or not at all."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def faults_told(path: Path) -> Iterator[None]:
    """Turns faults of SQLite and of the disk into the errors that people are told."""
    try:
        yield
    except sqlite3.Error as error:
        raise fault_of(path, error) from error
    except OSError as error:
        raise DiskFault(path, error) from error


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """As `faults_told`, for reading: a value of a damaged file may be of any type and shape."""
    try:
        with faults_told(path):
            yield
    except WRONG_VALUES as error:
        raise DamagedCaseFile(path, _("有内容无法识别")) from error


def fault_of(path: Path, error: sqlite3.Error) -> FushenError:
    """Names a SQLite error: the disk's fault, or a damaged file."""
    extended = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    if extended == sqlite3.SQLITE_READONLY_DBMOVED:
        return CaseFileGone(path)
    code = extended & 0xFF
    if detail := _disk_fault(code):
        return DiskFault(path, detail)
    if code == sqlite3.SQLITE_NOTADB:
        return NotACaseFile(path)
    if code == sqlite3.SQLITE_CORRUPT:
        return DamagedCaseFile(path, _("数据库结构有损坏"))
    return DamagedCaseFile(path, str(error))


class CacheSpared:
    """Lets a damaged page of a cache be: what stood there is worked out again, and nothing of the person's is lost."""

    def __enter__(self) -> None:
        return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return isinstance(error, sqlite3.DatabaseError) and code == sqlite3.SQLITE_CORRUPT


def is_rollback_needed(error: sqlite3.Error) -> bool:
    """Says whether a read-only opening failed only because an interrupted write waits to be undone."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code in {sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY}


def _disk_fault(code: int) -> str:
    """Says what the disk's fault is; "" when it is not the disk's."""
    return {
        sqlite3.SQLITE_FULL: _("磁盘已满"),
        sqlite3.SQLITE_IOERR: _("磁盘读写失败"),
        sqlite3.SQLITE_READONLY: _("文件或所在文件夹是只读的"),
        sqlite3.SQLITE_CANTOPEN: _("文件或所在文件夹打不开"),
        sqlite3.SQLITE_PERM: _("没有写入权限"),
        sqlite3.SQLITE_BUSY: _("文件正被其他程序占用"),
        sqlite3.SQLITE_LOCKED: _("文件正被其他程序占用"),
        sqlite3.SQLITE_NOMEM: _("内存不足"),
        sqlite3.SQLITE_TOOBIG: _("内容太大"),
    }.get(code, "")
