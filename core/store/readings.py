"""The cache of readings: what was recognised on the pages of the bytes of some hash."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from core.errors import DamagedDocument
from core.model import PageReading, codec


def load(db: sqlite3.Connection, sha256: str, reader: int) -> dict[int, PageReading]:
    """Reads what a version of the reader made of a file, by page; what no longer fits the model is left out."""
    query = "SELECT page, json FROM readings WHERE sha256 = ? AND reader = ? ORDER BY page"
    found: dict[int, PageReading] = {}
    for page, text in db.execute(query, (sha256, reader)):
        with suppress(DamagedDocument):
            reading = codec.load(PageReading, text)
            if (reading.sha256, reading.page) == (sha256, page):
                found[page] = reading
    return found


def save(db: sqlite3.Connection, found: PageReading) -> None:
    """Keeps a page in place of what any version made of it before."""
    row = (found.sha256, found.page, found.reader, codec.dump(found))
    db.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)", row)
