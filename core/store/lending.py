"""Lets another process read an original straight out of the case file, so that it need not be taken out first.

Only the place of the bytes is handed over, as plain data. Whoever reads does so for himself, without the right to
write, and one piece at a time, so that an edit made meanwhile does not wait.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from core.store.database import connect
from core.store.originals import CHUNK, Original, Source

Plain = dict[str, Any]


class NotAsStored(Exception):
    """The bytes that are there are not those that were stored."""


def lent(case_file: Source, original: Original, *, hashed: bool) -> Plain:
    """Returns where another process finds an original's bytes; `hashed` has it compare them with their hash."""
    with case_file.lock:
        (_seq, _name, file) = case_file.db.execute("PRAGMA database_list").fetchone()  # perhaps a private copy
    return {"case": file, "sha256": original.sha256, "size": original.size, "hashed": hashed}


def pieces(loan: Plain) -> Iterator[bytes]:
    """Yields the bytes of an original that was lent, piece after piece.

    Raises:
        NotAsStored: Some are missing, or are others, or the case file can't be read.
    """
    sha256, left = str(loan["sha256"]), int(loan["size"])
    found = hashlib.sha256() if loan["hashed"] else None
    try:
        with closing(connect(Path(loan["case"]), "ro")) as db:
            for piece in _pieces(db, sha256, left):
                left -= len(piece)
                if found is not None:
                    found.update(piece)
                yield piece
    except sqlite3.Error as error:
        raise NotAsStored(str(error)) from error
    if left or (found is not None and found.hexdigest() != sha256):
        raise NotAsStored(sha256)


def _pieces(db: sqlite3.Connection, sha256: str, size: int) -> Iterator[bytes]:
    wanted = "SELECT bytes FROM chunks WHERE sha256 = ? AND n = ? AND typeof(bytes) = 'blob'"
    for n in range(-(-size // CHUNK)):
        row = db.execute(wanted, (sha256, n)).fetchone()
        if row is None or len(row[0]) != min(CHUNK, size - n * CHUNK):
            return
        yield row[0]
