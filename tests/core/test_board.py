"""The board's lines."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from core import board, checks, i18n, packs
from core.checks import Report
from core.model import Case, Field, FieldSource, Finding, Level, Paper, Role
from core.model.values import CHINA

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
CASE = Case("c", datetime(2026, 11, 23, tzinfo=CHINA), "qualification-reappeal", "tmall")


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


def test_a_line_comes_back_from_the_index_as_it_was(tmp_path: Path) -> None:
    index = board.Board(tmp_path)
    entry = board.BoardEntry(
        *("/x.fushen", "客户", "店铺", "天猫", "资质问题二次申诉", "N-1"),
        since=NOW,
        due=datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
        readiness=62,
        blocker="授权断档",
        level=Level.FAIL,
        blockers=3,
        money=Decimal("50000.50"),
        ends=(board.Ending("P1", "品牌授权书", date(2027, 2, 20)),),
        state="archived",
        uid="00000000-0000-4000-8000-000000000000",
        about="授权期限是否连续，并在上级期限之内",
        language="zh_CN",
    )
    index.write([entry, board.BoardEntry("/y.fushen")])
    assert index.read() == (entry, board.BoardEntry("/y.fushen"))


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 3}', '{"format": 3, "entries": [["/x"]]}', '{"format": 2, "entries": []}']
)
def test_an_index_that_cannot_be_read_is_as_good_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "board.json").write_text(text, encoding="utf-8")
    assert board.Board(tmp_path).read() == ()


def test_a_line_of_before_the_titles_is_taken_over_as_it_is(tmp_path: Path) -> None:
    index = board.Board(tmp_path)
    entry = board.BoardEntry("/x.fushen", blocker="授权断档", level=Level.FAIL, readiness=50)
    index.write([entry])
    kept = json.loads((tmp_path / "board.json").read_bytes())
    kept = {"format": 3, "entries": [row[:-2] for row in kept["entries"]]}
    (tmp_path / "board.json").write_text(json.dumps(kept), encoding="utf-8")
    assert index.read() == (entry,)


def test_the_board_names_what_is_to_be_mended_first_and_not_what_comes_first_by_name() -> None:
    letter = Finding("narrative", "placeholder", Level.FAIL, "说明里有空。", subject="C1")
    paper = Finding("validity", "ended", Level.FAIL, "证照已到期。", paper="P1")
    note = Finding("notice", "number", Level.WARN, "编号没有填。")
    entry = board.with_checks(board.BoardEntry("/x.fushen"), Report((letter, paper, note)), None, CASE)
    assert (entry.blocker, entry.blockers) == ("证照已到期", 2)


def test_what_is_worst_is_said_in_the_language_of_the_day(chinese: None) -> None:
    one = next(check for check in checks.registered() if check.id == "chain/periods")
    hurt = Finding("chain", "period-gap", Level.FAIL, "授权链有空档：从 2024-07-01 起。请补。", why=one.why)
    report = Report((hurt,))
    entry = board.with_checks(board.BoardEntry("/x.fushen"), report, None, CASE)
    assert entry.worst == "授权链有空档：从 2024-07-01 起"
    i18n.use_language("en")
    assert entry.worst == i18n._("授权期限是否连续，并在上级期限之内")
    assert entry.worst.isascii()
    again = board.with_checks(entry, Report((replace(hurt, message="There is a gap."),)), None, CASE)
    assert again.worst == "There is a gap."
    assert entry._replace(about="").worst.isascii()
    assert entry._replace(language="").worst == entry.blocker


def test_every_check_can_be_titled_by_any_of_its_findings() -> None:
    for one in checks.registered():
        codes = one.codes if isinstance(one.codes, tuple) else ()
        assert checks.title_of(Finding(one.subject, f"{one.rule}-skipped", Level.SKIP, ""))
        assert all(checks.title_of(Finding(one.subject, code, Level.FAIL, "")) for code in codes)
    assert checks.title_of(Finding("no-such", "x", Level.FAIL, "")) == ""
