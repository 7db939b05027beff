"""Runs everything that docs/file-format.md tells a stranger to run."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from core import store
from core.model import (
    Answer,
    AuthorisationLink,
    Case,
    Claim,
    ClaimKind,
    ExhibitRef,
    Field,
    FieldSource,
    Notice,
    Override,
    PackPin,
    Paper,
    Point,
    Round,
    SentExhibit,
    Submission,
    Unavailable,
    Waiver,
    codec,
    forever,
)
from core.model.values import CHINA
from core.packs.names import FINDING_IDS
from core.store import schema

PAGE = (Path(__file__).parents[3] / "docs" / "file-format.md").read_text(encoding="utf-8")
SNIPPETS = dict(re.findall(r"```sql\n-- name: ([^\n]+)\n(.+?)```", PAGE, re.DOTALL))
FROM, VERDICT = date(2026, 7, 1), datetime(2026, 11, 19, 10, 12, tzinfo=CHINA)
BYTES = bytes(range(256)) * 2500  # 640 kB: three pieces, every byte value, zeros too


@dataclass
class Sample:
    path: Path
    case: Case
    before: Case
    sha256: str


@pytest.fixture
def sample(tmp_path: Path, case: Case) -> Sample:
    source = tmp_path / "授权书.bin"
    source.write_bytes(BYTES)
    with store.create(tmp_path / "案件.fushen", case) as opened:
        original = opened.add_original(source)
        fields = (Field("holder", "甲公司", confirmed=True), Field("holder", "申公司", FieldSource.OCR))
        paper = Paper("P1", "授权书.bin", original.sha256, original.size, "brand-authorisation", fields=fields)
        point = Point("N1", "授权书“已过期”。", "F3a", reason_confirmed=True)
        before = replace(case, papers=(paper,), notice=Notice(points=(point,)))
        after = replace(
            before,
            claims=(Claim("C1", "N1", ClaimKind.FACT, "已取得。", (ExhibitRef("P1", 2), ExhibitRef("P1"))),),
            links=(AuthorisationLink("P1", "甲公司", "乙公司", valid_from=FROM, valid_to=forever, sublicence=False),),
            rounds=(Round(1, None, VERDICT, "不成立"),),
            submissions=(
                Submission(1, case.created_at, "申诉中心", receipt="回执 1", exhibits=(SentExhibit("P1", "5A"),)),
            ),
            overrides=(Override("letter/request", "请求。", "原请求。"),),
            answers=(Answer("food", value=False), Answer("penalty-kind", "admission")),
            unavailable=(Unavailable("licence", "正在换证。"),),
            waivers=(Waiver("validity/expired:P1:", "张三", "仅作对照", case.created_at),),
        )
        opened.apply(before, "添加材料")
        opened.apply(after, "添加说明")
        opened.apply(case, "清空")
        opened.undo()
    return Sample(opened.path, after, before, original.sha256)


def run(sample: Sample, name: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"{sample.path.as_uri()}?mode=ro", uri=True)) as db:
        return db.execute(SNIPPETS[name]).fetchall()


def test_every_snippet_of_the_page_has_a_test() -> None:
    assert PAGE.count("```sql") == len(SNIPPETS)
    tested = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in SNIPPETS if f'"{name}"' not in tested] == []


def test_the_page_names_every_table_and_column() -> None:
    for statement in schema.STATEMENTS:
        table, columns = (
            re.findall(r"TABLE (\w+)", statement)[0],
            re.findall(r"^  ([a-z]\w+) ", statement, re.MULTILINE),
        )
        (row,) = re.findall(rf"^\| `{table}` \|.*$", PAGE, re.MULTILINE)
        assert [column for column in columns if f"`{column}`" not in row and column != "id"] == []


def test_the_case_is_read(sample: Sample) -> None:
    assert f"`application_id` = {schema.APPLICATION_ID}（" in PAGE
    assert f"`user_version` = {schema.VERSION}（" in PAGE
    assert run(sample, "version") == [(schema.APPLICATION_ID, schema.VERSION)]
    assert run(sample, "points") == [("N1", "授权书“已过期”。", "F3a", 1, 1)]
    assert run(sample, "papers") == [("P1", "授权书.bin", "brand-authorisation", "evidence", sample.sha256)]
    assert run(sample, "confirmed fields") == [("P1", "holder", "甲公司", "typed", 0)]
    assert run(sample, "overrides") == [("letter/request", "请求。", "原请求。")]
    assert run(sample, "sent exhibits") == [(1, "P1", "5A")]
    (waiver,) = run(sample, "waivers")
    assert waiver[:3] == ("validity/expired:P1:", "张三", "仅作对照")
    assert run(sample, "claims") == [("C1", "N1", "fact", "已取得。", "P1:2 P1:0")]
    assert run(sample, "links") == [("P1", "甲公司", "乙公司", "2026-07-01", "长期", 0)]
    assert run(sample, "rounds") == [(1, None, "2026-11-19T10:12:00+08:00", "不成立")]
    ((*sent, note),) = run(sample, "submissions")
    assert (sent, note) == ([1, "2026-11-22T09:00:00+08:00", "申诉中心", "", "回执 1"], "")
    assert run(sample, "answers") == [("food", 0), ("penalty-kind", "admission")]
    assert run(sample, "unavailable") == [("licence", "正在换证。", "")]
    assert run(sample, "originals") == [("授权书.bin", len(BYTES), sample.sha256, "P1")]


def test_the_rules_that_a_case_goes_by_are_read(tmp_path: Path, case: Case) -> None:
    pinned = replace(case, rules="d1", packs=(PackPin("tmall", "1.0.0", "d2"),))
    store.create(tmp_path / "案件.fushen", pinned, rules=b"12345").close()
    assert run(Sample(tmp_path / "案件.fushen", pinned, case, ""), "rules") == [("tmall", "1.0.0", 5)]


def test_the_history_is_read_and_undone_with_plain_sql(sample: Sample) -> None:
    rows = run(sample, "history")
    assert [(row[0], row[2], row[3]) for row in rows] == [(1, "添加材料", 0), (2, "添加说明", 0), (3, "清空", 1)]
    ((text, sha256),) = run(sample, "document before the last step")
    assert codec.load(Case, str(text)) == sample.before
    assert hashlib.sha256(str(text).encode()).hexdigest() == sha256


def test_the_trail_is_read_and_checked(sample: Sample) -> None:
    kinds = [row[2] for row in run(sample, "events")]
    assert kinds == ["created", "added", "edited", "edited", "edited", "undone"]
    assert run(sample, "last event fits") == [(1,)]
    scope: dict[str, object] = {}
    exec(
        re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)[0].replace("sqlite3.connect(path)", "connect(path)"), scope
    )
    with closing(sqlite3.connect(sample.path)) as db:
        scope["connect"] = lambda _path: db
        broken = scope["broken_events"]
        assert run(sample, "broken links") == []
        assert run(sample, "unrecorded originals") == []
        assert broken(sample.path) == []  # type: ignore[operator]  # defined by the page
        db.execute("UPDATE events SET label = '别的' WHERE n = 3")
        assert broken(sample.path) == [3]  # type: ignore[operator]
        db.execute("DELETE FROM events WHERE n = 3")
        db.commit()
    assert run(sample, "broken links") == [(4,)]


def test_an_original_whose_event_is_gone_is_found(sample: Sample) -> None:
    with closing(sqlite3.connect(sample.path)) as db:
        db.execute("DELETE FROM events WHERE kind = 'added'")
        db.commit()
    assert run(sample, "unrecorded originals") == [("授权书.bin",)]


def test_every_example_of_a_waiver_key_names_a_finding() -> None:
    keys = re.findall(r"^\| `([a-z-]+/[a-z-]+):[^:`]*:[^:`]*` \|", PAGE, re.MULTILINE)
    assert len(keys) == 3
    assert FINDING_IDS.issuperset(keys)


def test_an_original_is_taken_out(sample: Sample, tmp_path: Path) -> None:
    written: dict[str, bytes] = {}
    with closing(sqlite3.connect(sample.path)) as db:
        db.create_function("writefile", 2, lambda name, content: written.update({name: content}))
        db.execute(SNIPPETS["extract"]).fetchall()
    assert written == {"P1.bin": BYTES}


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the sqlite3 program is not installed")
def test_the_sqlite3_program_runs_every_snippet(sample: Sample, tmp_path: Path) -> None:
    for sql in SNIPPETS.values():
        done = subprocess.run(
            ["sqlite3", "-readonly", "-bail", sample.path, sql], cwd=tmp_path, check=True, capture_output=True
        )
        assert done.stderr == b""
    assert (tmp_path / "P1.bin").read_bytes() == BYTES
