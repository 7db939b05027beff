"""The audit trail: events chained by their hashes, so that none can be changed or taken out unseen."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["created", "edited", "undone", "redone", "added", "migrated"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to the case file.

    Attributes:
        kind: created, edited, undone, redone, added (an original) or migrated.
        case_sha256: Of the case document's text after the event.
        previous: `sha256` of the event before, "" for the first.
        sha256: Of this event; see `seal`.
    """

    n: int
    at: datetime
    kind: str
    label: str
    case_sha256: str
    previous: str
    sha256: str


def digest(text: str) -> str:
    """Returns the SHA-256 of a text in UTF-8, lower-case hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def seal(n: int, at: str, kind: str, label: str, case_sha256: str, previous: str) -> str:
    """Hashes an event together with the one before it: SHA-256 of the six values as compact JSON."""
    return digest(json.dumps([n, at, kind, label, case_sha256, previous], ensure_ascii=False, separators=(",", ":")))


def note(db: sqlite3.Connection, at: str, kind: Kind, label: str, case_sha256: str) -> None:
    """Adds an event at the end of the chain."""
    last = db.execute("SELECT n, sha256 FROM events ORDER BY n DESC LIMIT 1").fetchone()
    n, previous = (last[0] + 1, str(last[1])) if last else (1, "")
    sealed = seal(n, at, kind, label, case_sha256, previous)
    db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", (n, at, kind, label, case_sha256, previous, sealed))


def events(db: sqlite3.Connection) -> tuple[Event, ...]:
    """Lists the events, oldest first."""
    rows = db.execute("SELECT n, at, kind, label, case_sha256, previous, sha256 FROM events ORDER BY n").fetchall()
    return tuple(Event(n, datetime.fromisoformat(at), *rest) for n, at, *rest in rows)
