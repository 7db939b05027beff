"""Bringing older case files to the present format: on a copy, with the old file kept beside it.

Each step is a small function on plain SQL and plain dicts, never on the model, which goes on changing. Every version
has a sample in tests/samples/store and a test; a test sees to that.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from core.errors import DamagedCaseFile
from core.i18n import _
from core.model import Case, codec
from core.model.values import CHINA
from core.store import audit, history, schema
from core.store.backup import copy_into, part_beside
from core.store.database import connect, transaction
from core.store.files import replace, sync_file

Step = Callable[[sqlite3.Connection], None]
STEPS: Final[dict[int, Step]] = {}


def migration(to: int) -> Callable[[Step], Step]:
    """Registers the step that makes version `to` out of the one before."""

    def register(step: Step) -> Step:
        STEPS[to] = step
        return step

    return register


def migrate(path: Path) -> None:
    """Brings a file to the present version in place; a file of the present version is not touched.

    The old file stays beside it as `name.v1-backup`. Whatever goes wrong, the file is as it was.

    Raises:
        DamagedCaseFile, DamagedDocument: The old file does not hold together.
        OSError, sqlite3.Error: The disk refuses.
    """
    version = schema.read_version(path)
    if version == schema.VERSION:
        return
    part = part_beside(path)
    try:
        with closing(connect(path, "rw")) as old:
            copy_into(old, part)
        _upgrade(path, part, version)
        _keep(path, version)
        replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _upgrade(path: Path, part: Path, version: int) -> None:
    with closing(connect(part, "rw")) as db:
        with transaction(db):
            for to in range(version + 1, schema.VERSION + 1):
                STEPS[to](db)
            (text,) = db.execute("SELECT json FROM document").fetchone()
            codec.load(Case, text)
            at = datetime.now(CHINA).isoformat(timespec="milliseconds")
            label = _("格式由 {old} 升级为 {new}").format(old=version, new=schema.VERSION)
            audit.note(db, at, "migrated", label, audit.digest(text))
            db.execute(f"PRAGMA user_version = {schema.VERSION}")
        if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise DamagedCaseFile(path, _("数据库结构有损坏"))
    sync_file(part)


def _keep(path: Path, version: int) -> None:
    """Gives the old file a second name, without copying where the file system can."""
    backup = _free_name(path, version)
    try:
        backup.hardlink_to(path)
    except OSError:
        shutil.copyfile(path, backup)
        sync_file(backup)


def _free_name(path: Path, version: int) -> Path:
    name, n = f"{path.name}.v{version}-backup", 1
    while path.with_name(name).exists():
        n += 1
        name = f"{path.name}.v{version}-backup-{n}"
    return path.with_name(name)


@migration(to=2)
def _steps_as_changes(db: sqlite3.Connection) -> None:
    """Makes version 2.

    Version 1 kept a whole document for every step, called a paper's type `kind`, left the round of a point out (there
    was one round), stored originals in one transaction each, and did not say which probe had measured cached facts.
    """
    snapshots = db.execute("SELECT n, label, at, json FROM history ORDER BY n").fetchall()
    (step,) = db.execute("SELECT step FROM document").fetchone()
    for table in ("history", "facts"):
        db.execute(f"DROP TABLE {table}")
        db.execute(schema.statement(table))
    db.execute("ALTER TABLE originals ADD COLUMN whole INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE originals SET whole = 1")
    texts = {n: _changed(_document_2, text) for n, _label, _at, text in snapshots}
    for n, label, at, _text in snapshots:
        if n - 1 in texts:
            history.record(db, n - 1, label, at, texts[n - 1], texts[n])
    db.execute("UPDATE document SET json = ?, sha256 = ?", (texts[step], audit.digest(texts[step])))


@migration(to=3)
def _readings(db: sqlite3.Connection) -> None:
    """Makes version 3, which keeps what was recognised on each page, so that no page is read twice."""
    db.execute(schema.statement("readings"))


@migration(to=4)
def _own_wordings(_db: sqlite3.Connection) -> None:
    """Makes version 4.

    The document may hold the person's own wording of template passages, the drafted sentence a claim began as, and the
    numbers under which exhibits were sent. Version 3 had none of them, so there is nothing to change; the number is
    raised because a program of version 3 would call such a document damaged.
    """


@migration(to=5)
def _rules(db: sqlite3.Connection) -> None:
    """Makes version 5, which keeps the packs that the case goes by; an older case goes by what is installed."""
    db.execute(schema.statement("rules"))


def _document_2(case: dict[str, Any]) -> None:
    for point in case["notice"]["points"]:
        point.setdefault("round", 1)
    for paper in case["papers"]:
        paper["type"] = paper.pop("kind", "")


def _changed(change: Callable[[dict[str, Any]], None], text: str) -> str:
    case = json.loads(text)
    change(case)
    return json.dumps(case, ensure_ascii=False, separators=(",", ":"))
