"""The steps of a case: what each edit changed in the case document, so that it can be undone and redone.

A step keeps the one stretch of the document's text that it changed, before and after. Measured on a case of 60 papers
(85 kB of JSON): an edited note costs a few bytes this way against 10.5 kB as a compressed snapshot, and nothing is
hidden by compression from a reader with plain SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from core.store.audit import digest

# A person can go back this far; older steps are forgotten, the audit events stay.
STEPS_KEPT: Final = 1000
CHARACTERS_KEPT: Final = 16_000_000


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step.

    Attributes:
        undone: True for a step that was undone and can be redone.
    """

    n: int
    label: str
    at: datetime
    undone: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The stretch in which two texts differ: `old[start:start+len(removed)]` became `added`. Counted in characters."""

    start: int
    removed: str
    added: str

    def forward(self, text: str) -> str:
        return text[: self.start] + self.added + text[self.start + len(self.removed) :]

    def back(self, text: str) -> str:
        return text[: self.start] + self.removed + text[self.start + len(self.added) :]


def compare(old: str, new: str) -> Change:
    """Finds the one stretch in which two texts differ."""
    start = _common(min(len(old), len(new)), lambda n: old[:n] == new[:n])
    most = min(len(old), len(new)) - start
    end = _common(most, lambda n: old[len(old) - n :] == new[len(new) - n :])
    return Change(start, old[start : len(old) - end], new[start : len(new) - end])


def _common(most: int, same: Callable[[int], bool]) -> int:
    # Halving with whole-slice comparisons: about 16 of them for a document of 60 kB.
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        if same(middle):
            least = middle
        else:
            most = middle - 1
    return least


def record(db: sqlite3.Connection, after: int, label: str, at: str, old: str, new: str) -> int:
    """Adds the step that follows step `after`, forgetting what could be redone; returns its number."""
    change = compare(old, new)
    db.execute("DELETE FROM history WHERE n > ?", (after,))
    db.execute(
        "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            after + 1,
            label,
            at,
            digest(old),
            digest(new),
            len(change.removed) + len(change.added),
            change.start,
            change.removed,
            change.added,
        ),
    )
    _forget_oldest(db, after + 1)
    return after + 1


def _forget_oldest(db: sqlite3.Connection, newest: int) -> None:
    db.execute("DELETE FROM history WHERE n <= ?", (newest - STEPS_KEPT,))
    # The newest step always stays, however large.
    db.execute(
        "DELETE FROM history WHERE n < ? AND n <= (SELECT max(n) FROM"
        " (SELECT n, sum(size) OVER (ORDER BY n DESC) AS total FROM history) WHERE total > ?)",
        (newest, CHARACTERS_KEPT),
    )


def text_before(db: sqlite3.Connection, n: int, text: str) -> str | None:
    """Returns the document before step `n`, given the one after it; None when it does not match its hash."""
    before = _change(db, n).back(text)
    return before if _hash(db, "before_sha256", n) == digest(before) else None


def text_after(db: sqlite3.Connection, n: int, text: str) -> str | None:
    """Returns the document after step `n`, given the one before it; None when it does not match its hash."""
    after = _change(db, n).forward(text)
    return after if _hash(db, "after_sha256", n) == digest(after) else None


def _change(db: sqlite3.Connection, n: int) -> Change:
    return Change(*db.execute("SELECT start, removed, added FROM history WHERE n = ?", (n,)).fetchone())


def _hash(db: sqlite3.Connection, column: Literal["before_sha256", "after_sha256"], n: int) -> str:
    return str(db.execute(f"SELECT {column} FROM history WHERE n = ?", (n,)).fetchone()[0])  # noqa: S608  # ours


def label_of(db: sqlite3.Connection, n: int) -> str | None:
    """Returns the label of a step, or None when there is no such step."""
    row = db.execute("SELECT label FROM history WHERE n = ?", (n,)).fetchone()
    return None if row is None else str(row[0])


def entries(db: sqlite3.Connection, step: int) -> tuple[HistoryEntry, ...]:
    """Lists the steps, oldest first; `step` is the last one that is done."""
    rows = db.execute("SELECT n, label, at FROM history ORDER BY n").fetchall()
    return tuple(HistoryEntry(n, label, datetime.fromisoformat(at), n > step) for n, label, at in rows)
