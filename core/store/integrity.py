"""Reading a whole case file again and saying what does not hold together."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from core.errors import DamagedDocument
from core.i18n import _
from core.jobs import Progress
from core.model import Case, codec
from core.store import history
from core.store.audit import digest, seal
from core.store.database import WRONG_VALUES

# Where the case document names an original. Read from the text: an old step need not fit today's model.
_NAMED: Final = re.compile(r'"sha256":"([0-9a-f]{64})"')


def check(db: sqlite3.Connection, text: str, progress: Progress) -> tuple[str, ...]:
    """Says what is wrong, one sentence each; empty when nothing is.

    `text` is the case document as it was read at opening.
    """
    parts: tuple[Callable[[], Iterator[str]], ...] = (
        lambda: _structure(db),
        lambda: _document(db, text),
        lambda: _steps(db),
        lambda: _events(db),
        lambda: _originals(db, progress),
        lambda: _missing(db),
    )
    return tuple(chain.from_iterable(_survive(part) for part in parts))


def check_trail(db: sqlite3.Connection, text: str) -> tuple[str, ...]:
    """Says what does not hold together in the document and the audit trail: quick enough for every opening."""
    parts: tuple[Callable[[], Iterator[str]], ...] = (lambda: _document(db, text), lambda: _events(db))
    return tuple(chain.from_iterable(_survive(part) for part in parts))


def named_originals(db: sqlite3.Connection, text: str, step: int) -> set[str]:
    """Returns the hashes that the case or any kept step names."""
    found = set(_NAMED.findall(text))
    for _n, _sha256, other in chain(_backwards(db, text, step), _forwards(db, text, step)):
        found.update(_NAMED.findall(other))
    return found


def _survive(part: Callable[[], Iterator[str]]) -> Iterator[str]:
    # A damaged page stops one part of the check, never the rest of it.
    try:
        yield from part()
    except (sqlite3.Error, *WRONG_VALUES) as error:
        yield _("有一部分内容无法读取：{detail}。").format(detail=error)


def _structure(db: sqlite3.Connection) -> Iterator[str]:
    for (line,) in db.execute("PRAGMA integrity_check(20)").fetchall():
        if line != "ok":
            yield _("数据库结构有损坏：{detail}。").format(detail=line)
    for table, *_rest in db.execute("PRAGMA foreign_key_check").fetchall():
        yield _("表 {table} 中有不属于任何原件的内容。").format(table=table)


def _document(db: sqlite3.Connection, text: str) -> Iterator[str]:
    now, sha256 = db.execute("SELECT json, sha256 FROM document").fetchone()
    if digest(now) != sha256:
        yield _("案件正文与校验值不符。")
    if now != text:
        yield _("案件正文在打开之后被别的程序改动。")
    try:
        codec.load(Case, now)
    except DamagedDocument as error:
        yield error.message


def _steps(db: sqlite3.Connection) -> Iterator[str]:
    text, step = db.execute("SELECT json, step FROM document").fetchone()
    for n, sha256, found in chain(_backwards(db, text, step), _forwards(db, text, step)):
        if digest(found) != sha256:
            yield _("历史第 {n} 步与校验值不符，可能无法撤销到那里。").format(n=n)


def _backwards(db: sqlite3.Connection, text: str, step: int) -> Iterator[tuple[int, str, str]]:
    """Yields (step, hash it says, document) for the document before each done step, newest first."""
    query = "SELECT n, before_sha256, start, removed, added FROM history WHERE n <= ? ORDER BY n DESC"
    for n, sha256, *parts in db.execute(query, (step,)):
        change = history.Change(*parts)
        before = change.back(text)
        # Redoing must lead to the same place again; a step that would not is told like one with a wrong hash.
        yield n, sha256 if change.forward(before) == text else "", before
        text = before


def _forwards(db: sqlite3.Connection, text: str, step: int) -> Iterator[tuple[int, str, str]]:
    """Yields the same for the document after each undone step."""
    query = "SELECT n, after_sha256, start, removed, added FROM history WHERE n > ? ORDER BY n"
    for n, sha256, *change in db.execute(query, (step,)):
        text = history.Change(*change).forward(text)
        yield n, sha256, text


def _events(db: sqlite3.Connection) -> Iterator[str]:
    before, case_sha256, expected = "", "", 1
    rows = db.execute("SELECT n, at, kind, label, case_sha256, previous, sha256 FROM events ORDER BY n").fetchall()
    for n, at, kind, label, case_sha256, previous, sha256 in rows:
        if n != expected or previous != before or seal(n, at, kind, label, case_sha256, previous) != sha256:
            yield _("第 {n} 条操作记录与前后不连续，记录被改动过。").format(n=n)
        before, expected = sha256, n + 1
    (now,) = db.execute("SELECT sha256 FROM document").fetchone()
    if case_sha256 != now:
        yield _("最后一条操作记录与案件正文不符。")


def _originals(db: sqlite3.Connection, progress: Progress) -> Iterator[str]:
    rows = db.execute("SELECT sha256, name, size FROM originals WHERE whole = 1 ORDER BY rowid").fetchall()
    for done, (sha256, name, size) in enumerate(rows):
        message = _("正在核对原件：{name}").format(name=name)
        progress.step(done, len(rows), message)
        hashed, read = hashlib.sha256(), 0
        for (piece,) in db.execute("SELECT bytes FROM chunks WHERE sha256 = ? ORDER BY n", (sha256,)):
            hashed.update(piece)
            read += len(piece)
            progress.step(done, len(rows), message)
        if hashed.hexdigest() != sha256 or read != size:
            yield _("原件 {name} 的内容与校验值不符。").format(name=name)
    progress.step(len(rows), len(rows), _("原件核对完毕"))


def _missing(db: sqlite3.Connection) -> Iterator[str]:
    text, step = db.execute("SELECT json, step FROM document").fetchone()
    there = {sha256 for (sha256,) in db.execute("SELECT sha256 FROM originals WHERE whole = 1")}
    now = set(_NAMED.findall(text))
    for sha256 in sorted(now - there):
        yield _("案件所附的一个原件不在文件中（校验值 {sha256}）。").format(sha256=sha256)
    for sha256 in sorted(named_originals(db, text, step) - now - there):
        yield _("历史中的一个原件不在文件中（校验值 {sha256}）。").format(sha256=sha256)
