"""The vault: every original once, by the SHA-256 of its bytes, in pieces, so that none is ever whole in memory."""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import BinaryIO, Final, Protocol
from uuid import uuid4

from core.errors import DamagedCaseFile, DiskFault, FileTooLarge, NotReadable, reason
from core.folders import name_of
from core.i18n import _
from core.jobs import Progress, no_progress
from core.store import audit
from core.store.database import faults_told, transaction

CHUNK: Final = 256 * 1024
# One transaction writes this many pieces (4 MiB): long enough to be quick, short enough that an edit
# made meanwhile does not wait and that a cancelled file stops soon.
CHUNKS_AT_ONCE: Final = 16
# Five times what is ever read of a paper (probe.Limits.file_mb): beyond that somebody took the wrong file, and the case
# would become too large to be copied, sent and backed up.
MOST_BYTES: Final = 1 << 30


@dataclass(frozen=True, slots=True)
class Original:
    """A stored file: the hash and size of its bytes, and the name it came with, without a folder."""

    sha256: str
    size: int
    name: str


class Source(Protocol):
    """What the vault needs of a case file."""

    path: Path

    @property
    def db(self) -> sqlite3.Connection: ...

    @property
    def lock(self) -> RLock: ...

    @property
    def case_sha256(self) -> str: ...


@dataclass(frozen=True, slots=True)
class OneOfMany:
    """The progress of one file among several: each step tells how many files are done."""

    progress: Progress
    done: int
    total: int

    def step(self, done: int, total: int, message: str) -> None:  # noqa: ARG002  # the file's own count is not told
        self.progress.step(self.done, self.total, _("正在读取并存入材料"))


def refuse_too_large(source: Path) -> None:
    """Refuses a file by its size alone; one that can't be looked at is left to whoever reads it.

    Raises:
        FileTooLarge: It is larger than a case takes in.
    """
    with suppress(OSError):
        if source.stat().st_size > MOST_BYTES:
            raise FileTooLarge(source, MOST_BYTES)


def measure(source: Path, progress: Progress = no_progress) -> Original:
    """Hashes a file without keeping it.

    Raises:
        NotReadable: The path is not a readable file.
        FileTooLarge: It is larger than a case takes in.
    """
    hashed, size = hashlib.sha256(), 0
    message = _("正在计算校验值：{name}").format(name=name_of(source))
    for piece, total in _pieces_of(source):
        hashed.update(piece)
        size += len(piece)
        progress.step(size, max(size, total), message)
    return Original(hashed.hexdigest(), size, name_of(source))


def add(case_file: Source, source: Path, at: str, progress: Progress) -> Original:
    """Stores a file's bytes, unless the same are there already.

    Raises:
        NotReadable: The file can't be read, or changed while it was.
        FileTooLarge: It is larger than a case takes in.
        DiskFault: The case file can't be written.
    """
    original = measure(source, progress)
    if find(case_file, original.sha256) is not None:
        if is_whole(case_file, original.sha256, progress):
            return original
        _forget(case_file, original.sha256)  # its pieces were damaged: here are the true ones again
    try:
        _store(case_file, source, original, at, progress)
    except BaseException:
        # A failed tidying is made up for at the next opening; the first fault is the one to tell.
        with suppress(sqlite3.Error), case_file.lock, transaction(case_file.db):
            forget_unfinished(case_file.db)
        raise
    return original


def _forget(case_file: Source, sha256: str) -> None:
    with case_file.lock, faults_told(case_file.path), transaction(case_file.db):
        case_file.db.execute("DELETE FROM originals WHERE sha256 = ?", (sha256,))


def _store(case_file: Source, source: Path, original: Original, at: str, progress: Progress) -> None:
    hashed, size, n = hashlib.sha256(), 0, 0
    batch: list[bytes] = []
    message = _("正在存入：{name}").format(name=original.name)
    row = (original.sha256, original.size, original.name, at)
    _write(case_file, "INSERT INTO originals (sha256, size, name, added_at) VALUES (?, ?, ?, ?)", [row])
    for piece, _total in _pieces_of(source):
        progress.step(size, original.size, message)
        hashed.update(piece)
        size += len(piece)
        batch.append(piece)
        if len(batch) == CHUNKS_AT_ONCE:
            n = _write_batch(case_file, original.sha256, n, batch)
    _write_batch(case_file, original.sha256, n, batch)
    if hashed.hexdigest() != original.sha256:
        raise NotReadable(source, _("读取时文件被改动，请等它不再变化后重试"))
    _finish(case_file, original, at)
    progress.step(original.size, original.size, message)


def _write_batch(case_file: Source, sha256: str, n: int, batch: list[bytes]) -> int:
    rows = [(sha256, n + i, piece) for i, piece in enumerate(batch)]
    _write(case_file, "INSERT INTO chunks (sha256, n, bytes) VALUES (?, ?, ?)", rows)
    batch.clear()
    return n + len(rows)


def _write(case_file: Source, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    with case_file.lock, faults_told(case_file.path), transaction(case_file.db):
        case_file.db.executemany(statement, rows)


def _finish(case_file: Source, original: Original, at: str) -> None:
    with case_file.lock, faults_told(case_file.path), transaction(case_file.db):
        case_file.db.execute("UPDATE originals SET whole = 1 WHERE sha256 = ?", (original.sha256,))
        label = f"{original.name} sha256:{original.sha256}"
        audit.note(case_file.db, at, "added", label, case_file.case_sha256)


def forget_unfinished(db: sqlite3.Connection) -> None:
    """Takes out what is left of a file whose storing was cut short."""
    db.execute("DELETE FROM originals WHERE whole = 0")


def find(case_file: Source, sha256: str) -> Original | None:
    """Returns the stored original of this hash, or None."""
    with case_file.lock, faults_told(case_file.path):
        row = case_file.db.execute(
            "SELECT sha256, size, name FROM originals WHERE sha256 = ? AND whole = 1", (sha256,)
        ).fetchone()
    if row is None:
        return None
    if not (type(row[1]) is int and row[1] >= 0 and type(row[2]) is str):  # SQLite holds values of any type
        raise DamagedCaseFile(case_file.path, _("有内容无法识别"))
    return Original(*row)


def every(case_file: Source) -> tuple[Original, ...]:
    """Lists the stored originals in the order in which they came."""
    with case_file.lock, faults_told(case_file.path):
        rows = case_file.db.execute("SELECT sha256, size, name FROM originals WHERE whole = 1 ORDER BY rowid")
        return tuple(Original(*row) for row in rows.fetchall())


def open_stream(case_file: Source, sha256: str) -> BinaryIO:
    """Opens an original for reading.

    Raises:
        DamagedCaseFile: It is not in the case file.
    """
    return io.BufferedReader(_Stream(case_file, known(case_file, sha256)), 64 * 1024)


def known(case_file: Source, sha256: str) -> Original:
    """Returns the stored original of this hash.

    Raises:
        DamagedCaseFile: It is not in the case file.
    """
    original = find(case_file, sha256)
    if original is None:
        raise DamagedCaseFile(case_file.path, _("缺少校验值为 {sha256} 的原件").format(sha256=sha256))
    return original


def copy(
    case_file: Source,
    sha256: str,
    target: Path,
    progress: Progress = no_progress,
    over: Path | None = None,
    *,
    hashed: bool = True,
) -> None:
    """Writes an original to a file, a new one or `over`; nothing is at `target` unless the bytes are the true ones.

    Whoever hashes the file himself and compares says that it need not be `hashed` here.

    Raises:
        DamagedCaseFile: It is missing, or its bytes do not match its hash.
        DiskFault: The target can't be written.
    """
    part = target.with_name(f".{uuid4().hex}.part")
    try:
        if over is not None:
            over.replace(part)
        stream = _Stream(case_file, known(case_file, sha256))
        found = _pour(stream, part, target.name, progress, hashlib.sha256() if hashed else None)
        if found not in {sha256, ""}:
            raise unlike(case_file.path, sha256)
        part.replace(target)
    except OSError as error:
        raise DiskFault(target, error) from error
    finally:
        part.unlink(missing_ok=True)


def is_whole(case_file: Source, sha256: str, progress: Progress = no_progress) -> bool:
    """Says whether an original is there with the bytes of its hash; reads all of them, piece by piece.

    Raises:
        DiskFault: The disk refuses, which says nothing of the bytes.
    """
    hashed = hashlib.sha256()
    try:
        with open_stream(case_file, sha256) as stream:
            size = stream.seek(0, os.SEEK_END)
            stream.seek(0)
            while piece := stream.read(CHUNKS_AT_ONCE * CHUNK):
                hashed.update(piece)
                if stream.tell() < size:  # a small one is done before anybody could wonder
                    progress.step(stream.tell(), size, _("正在核对原件"))
    except DamagedCaseFile:
        return False
    return hashed.hexdigest() == sha256


def unlike(path: Path, sha256: str) -> DamagedCaseFile:
    """Returns the error that tells that an original has other bytes than those that were stored."""
    return DamagedCaseFile(path, _("原件 {sha256} 的内容与校验值不符").format(sha256=sha256))


def _pour(stream: _Stream, part: Path, name: str, progress: Progress, hashed: hashlib._Hash | None) -> str:
    """Writes a file; returns the hash of its bytes where one was asked for, else ""."""
    written, original = 0, stream.original
    message = _("正在写出：{name}").format(name=name)
    with part.open("r+b" if part.exists() else "xb") as file:
        for piece in stream.pieces():
            if hashed is not None:
                hashed.update(piece)
            file.write(piece)
            written += len(piece)
            progress.step(written, original.size, message)
        file.truncate()
    return hashed.hexdigest() if hashed is not None else ""


def _pieces_of(source: Path) -> Iterator[tuple[bytes, int]]:
    """Yields the pieces of a file, each with the size of the whole."""
    try:
        if not source.is_file():
            raise NotReadable(source, _("没有这个文件"))
        with source.open("rb") as file:
            total, left = os.fstat(file.fileno()).st_size, MOST_BYTES
            while piece := file.read(CHUNK):
                left -= len(piece)
                if max(total - MOST_BYTES, -left) > 0:  # as it was, or as it has grown meanwhile
                    raise FileTooLarge(source, MOST_BYTES)
                yield piece, total
    except OSError as error:
        raise NotReadable(source, reason(error)) from error


class _Stream(io.RawIOBase):
    """The bytes of one original, read piece by piece as they are asked for."""

    def __init__(self, case_file: Source, original: Original) -> None:
        super().__init__()
        self.name = original.name
        self._case_file = case_file
        self.original = original
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.original.size}[whence]
        if base + offset < 0:
            raise OSError(22, "Invalid argument")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io hands in a writable buffer
        if self._at >= self.original.size:
            return 0
        within = self._at % CHUNK
        piece = self._piece(self._at // CHUNK)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def pieces(self) -> Iterator[bytes]:
        """Yields all bytes from the first, as they lie in the case file and not copied once more."""
        for n in range(-(-self.original.size // CHUNK)):
            yield self._read_piece(n)

    def _piece(self, n: int) -> bytes:
        if self._held[0] != n:
            self._held = (n, self._read_piece(n))
        return self._held[1]

    def _read_piece(self, n: int) -> bytes:
        path, sha256 = self._case_file.path, self.original.sha256
        with self._case_file.lock, faults_told(path):
            db = self._case_file.db
            row = db.execute(
                "SELECT rowid FROM chunks WHERE sha256 = ? AND n = ? AND typeof(bytes) = 'blob'", (sha256, n)
            ).fetchone()
            piece = _blob(db, row[0]) if row else b""
        if len(piece) != min(CHUNK, self.original.size - n * CHUNK):
            raise DamagedCaseFile(path, _("原件 {name} 缺少一段内容").format(name=self.original.name))
        return piece


def _blob(db: sqlite3.Connection, row: int) -> bytes:
    """Returns a piece by SQLite's own way into a value, which is several times quicker than selecting it."""
    with db.blobopen("chunks", "bytes", row, readonly=True) as opened:
        return opened.read()
