"""What the groups of digits of a number stand for, by tables that are data (templates/codes)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class Table(Protocol):
    """A group of digits and its table; `start` is counted from 1."""

    @property
    def title(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def length(self) -> int: ...
    @property
    def codes(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Part:
    """A group of digits as it is read; `meaning` is "" where the table has no such code, which may be a new one."""

    title: str
    code: str
    meaning: str


def parts(compact: str, tables: Iterable[Table]) -> tuple[Part, ...]:
    """Reads a number as `compact` of its module gives it, group by group."""
    groups = ((table, compact[table.start - 1 : table.start - 1 + table.length]) for table in tables)
    return tuple(Part(table.title, code, table.codes.get(code, "")) for table, code in groups)
