"""Whole, consistent copies of an open database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import uuid4

from core.i18n import _
from core.jobs import Progress, no_progress
from core.store.database import connect, faults_told
from core.store.files import publish, sync_file


def copy_database(db: sqlite3.Connection, target: Path, progress: Progress = no_progress) -> None:
    """Copies a database to a name that is free, wholly or not at all.

    Raises:
        AlreadyThere: The name is taken.
        DiskFault: The copy could not be written.
    """
    part = part_beside(target)
    with faults_told(target):
        try:
            copy_into(db, part, progress)
            publish(part, target)
        finally:
            part.unlink(missing_ok=True)


def copy_into(db: sqlite3.Connection, new: Path, progress: Progress = no_progress) -> None:
    """Copies a database into a new file and makes its bytes durable."""
    with closing(connect(new, "rwc")) as copy:
        # In pieces of 4 MiB, so that other programs can read meanwhile.
        message = _("正在写出副本")
        db.backup(
            copy, pages=1024, sleep=0, progress=lambda _state, left, all_: progress.step(all_ - left, all_, message)
        )
    sync_file(new)


def part_beside(target: Path) -> Path:
    """Names an unfinished file in the folder of `target`. Short, since a name has an end that SQLite lengthens."""
    return target.with_name(f".{uuid4().hex}.part")
