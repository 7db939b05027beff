"""The board's lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from core import board, packs
from core.model import Case, Field, FieldSource, Paper, Role
from core.model.values import CHINA

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)


def licence(name: str, day: str, *, confirmed: bool = True, role: Role = Role.REPLACEMENT) -> Paper:
    end = Field("valid_to", day, FieldSource.TYPED, confirmed=confirmed)
    return Paper(name, f"{name}.pdf", name.zfill(64), 1, "brand-authorisation", True, fields=(end,), role=role)


def test_only_confirmed_days_within_ninety_days_count_as_expiring(tmp_path: Path) -> None:
    case = Case("00000000-0000-4000-8000-000000000000", NOW, "qualification-reappeal", "tmall")
    papers = (
        licence("P1", "2026-11-22"),
        licence("P2", "2027-02-20"),
        licence("P3", "2027-02-21"),
        licence("P4", "2026-11-21"),
        licence("P5", "2026-12-01", confirmed=False),
        licence("P6", "2026-12-01", role=Role.REJECTED),
    )
    entry = board.entry_of(replace(case, papers=papers), tmp_path / "x.fushen", packs.load())
    assert tuple(end.day for end in entry.ends) == (
        date(2026, 11, 21),
        date(2026, 11, 22),
        date(2027, 2, 20),
        date(2027, 2, 21),
    )
    assert entry.expiring(NOW) == 2


def test_the_index_keeps_the_days(tmp_path: Path) -> None:
    index = board.Board(tmp_path)
    entry = board.BoardEntry("/x.fushen", ends=(board.Ending("P1", "品牌授权书", date(2027, 2, 20)),))
    index.write([entry])
    assert index.read() == (entry,)
