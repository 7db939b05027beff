"""The facts cache: what a probe of some version measured of the bytes of some hash."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from core.errors import DamagedDocument
from core.model import FileFacts, codec


def load(db: sqlite3.Connection, sha256: str, probe: int | None) -> FileFacts | None:
    """Reads kept facts; None when there are none, or when they no longer fit the model (a cache may be lost)."""
    row = db.execute(
        "SELECT json FROM facts WHERE sha256 = ? AND probe = coalesce(?, probe) ORDER BY probe DESC", (sha256, probe)
    ).fetchone()
    if row is not None:
        with suppress(DamagedDocument):
            found = codec.load(FileFacts, row[0])
            return found if found.sha256 == sha256 else None  # those of another file say nothing of this one
    return None


def save(db: sqlite3.Connection, found: FileFacts) -> None:
    """Keeps facts in place of those of every other probe version of the same bytes."""
    db.execute("DELETE FROM facts WHERE sha256 = ?", (found.sha256,))
    db.execute("INSERT INTO facts VALUES (?, ?, ?)", (found.sha256, found.probe, codec.dump(found)))
