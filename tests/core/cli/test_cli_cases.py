"""`new`, `check`, `export`, `open`: cases in and out, with the statuses and JSON of the contract."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core import store
from core.model import Waiver

ON = "2026-11-22"
Fushen = Callable[..., Any]


def test_a_new_case_is_made_of_an_intake(fushen: Fushen, sample_intakes: dict[str, Path], tmp_path: Path) -> None:
    case = tmp_path / "新.fushen"
    done = fushen("new", case, "--from", sample_intakes["ready"])
    assert done.status == 0
    assert str(case) in done.out
    assert fushen("check", case, "--on", ON).status == 0


def test_a_taken_name_is_refused_and_left_as_it_is(
    fushen: Fushen, sample_intakes: dict[str, Path], ready: Path
) -> None:
    before = ready.read_bytes()
    done = fushen("new", ready, "--from", sample_intakes["ready"])
    assert done.status == 2
    assert done.out == ""
    assert ready.name in done.err
    assert ready.read_bytes() == before


BAD_INTAKE = """
playbook = "qualification-reapeal"
platform = "tmall"
shopp = "x"
[entity]
name = 7
[notice]
received_at = "yesterday"
[[paper]]
id = "P1"
file = "nowhere.pdf"
type = "busines-licence"
role = "evidence"
"""


def test_a_bad_intake_lists_every_mistake_and_writes_nothing(fushen: Fushen, tmp_path: Path) -> None:
    intake = tmp_path / "intake.toml"
    intake.write_text(BAD_INTAKE, encoding="utf-8")
    done = fushen("new", tmp_path / "new.fushen", "--from", intake)
    assert done.status == 2
    assert done.out == ""
    for mistake in ("qualification-reappeal", "shopp", "entity.name", "received_at", "nowhere.pdf", "business-licence"):
        assert mistake in done.err
    assert [p.name for p in tmp_path.iterdir()] == ["intake.toml"]


def test_an_intake_that_is_not_there_is_told(fushen: Fushen, tmp_path: Path) -> None:
    done = fushen("new", tmp_path / "new.fushen", "--from", tmp_path / "none.toml")
    assert (done.status, done.out) == (2, "")
    assert "none.toml" in done.err


def test_the_ready_sample_has_no_fail(fushen: Fushen, ready: Path) -> None:
    done = fushen("check", ready, "--on", ON, "--json")
    assert done.status == 0
    assert done.json["ready"] is True
    assert done.json["counts"]["fail"] == done.json["counts"]["error"] == 0
    assert done.json["counts"]["pass"] > 20


def test_the_flawed_sample_fails_with_the_planted_mistakes(fushen: Fushen, flawed: Path) -> None:
    done = fushen("check", flawed, "--on", ON, "--json")
    assert done.status == 1
    ids = {f"{f['check']}/{f['code']}" for f in done.json["findings"] if f["level"] == "fail"}
    assert {"file/encrypted", "reuse/same-as-rejected", "chain/period-gap", "commitment/unconfirmed"} <= ids


def test_json_has_the_shape_of_the_contract(fushen: Fushen, flawed: Path) -> None:
    plain = fushen("check", flawed, "--on", ON, "--json").json
    assert set(plain) == {"schema", "ready", "on", "counts", "findings", "papers"}
    assert (plain["schema"], plain["on"], plain["ready"]) == (1, ON, False)
    assert set(plain["counts"]) == {"fail", "warn", "info", "skip", "error", "pass"}
    keys = {"check", "code", "level", "paper", "file", "page", "box", "quote", "message", "why", "fix", "waived"}
    assert all(keys <= set(f) for f in plain["findings"])
    assert sum(plain["counts"].values()) == len(plain["findings"])
    paper = {"id", "file", "sha256", "type", "role", "pages", "fields"}
    assert all(set(p) == paper for p in plain["papers"])


def test_findings_for_people_name_the_file_and_what_to_do(fushen: Fushen, flawed: Path) -> None:
    done = fushen("check", flawed, "--on", ON)
    assert done.status == 1
    assert "× 必须解决" in done.out
    assert "购销合同-加密.pdf · file/encrypted" in done.out
    assert "→ 请用密码打开后另存为未加密的副本" in done.out
    assert "还不能生成提交包" in done.out


def test_another_day_gives_another_answer(fushen: Fushen, ready: Path) -> None:
    done = fushen("check", ready, "--on", "2027-12-31", "--json")
    assert done.status == 1
    ids = {f"{f['check']}/{f['code']}" for f in done.json["findings"] if f["level"] == "fail"}
    assert "deadline/passed" in ids


def test_the_same_day_gives_the_same_words(fushen: Fushen, flawed: Path) -> None:
    assert fushen("check", flawed, "--on", ON, "--json").out == fushen("check", flawed, "--on", ON, "--json").out


def test_progress_is_no_part_of_the_result(fushen: Fushen, sample_intakes: dict[str, Path], tmp_path: Path) -> None:
    case = tmp_path / "fresh.fushen"
    fushen("new", case, "--from", sample_intakes["ready"])
    done = fushen("check", case, "--on", ON, "--json")
    assert "正在读取材料" in done.err
    assert done.out.startswith("{")
    again = fushen("check", case, "--on", ON, "--json")
    assert again.err == "", "the facts were kept"
    assert again.out == done.out


@pytest.mark.skipif(os.name == "nt", reason="Windows has no read-only folders of this kind")
def test_a_case_that_can_only_be_read_is_checked_all_the_same(fushen: Fushen, flawed: Path) -> None:
    before = flawed.read_bytes()
    flawed.chmod(0o444)
    assert fushen("check", flawed, "--on", ON).status == 1
    assert flawed.read_bytes() == before


@pytest.mark.parametrize("command", ["check", "build", "export", "open"])
@pytest.mark.parametrize("content", [None, b"", b"not a case at all" * 100])
def test_what_is_no_case_is_told_with_status_2(
    fushen: Fushen, tmp_path: Path, command: str, content: bytes | None
) -> None:
    path = tmp_path / "x.fushen"
    if content is not None:
        path.write_bytes(content)
    more = {"build": ["--out", tmp_path / "out"], "export": ["--intake", tmp_path / "out"]}.get(command, [])
    done = fushen(command, path, *more)
    assert (done.status, done.out) == (2, "")
    assert "x.fushen" in done.err
    assert not (tmp_path / "out").exists()


def test_an_exported_case_comes_back_the_same(fushen: Fushen, ready: Path, tmp_path: Path) -> None:
    done = fushen("export", ready, "--intake", tmp_path / "出")
    assert done.status == 0, done.err
    (intake,) = (tmp_path / "出").glob("*.toml")
    again = tmp_path / "again.fushen"
    assert fushen("new", again, "--from", intake).status == 0
    first, second = (fushen("check", case, "--on", ON, "--json").json for case in (ready, again))
    assert first == second


def spoil(case: Path, statement: str) -> None:
    with closing(sqlite3.connect(case)) as db:
        db.execute(statement)
        db.commit()


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_broken_trail_is_told_on_opening_and_hinders_nothing(
    fushen: Fushen, ready: Path, tmp_path: Path, command: str
) -> None:
    more = ["--out", tmp_path / "out"] if command == "build" else ["--json"]
    spoil(ready, "UPDATE events SET label = '别的' WHERE n = 2")
    done = fushen(command, ready, "--on", ON, *more)
    assert done.status == 0
    assert "第 2 条操作记录" in done.err
    assert "在复申之外被改动过" in done.err


def test_a_case_file_that_holds_together_is_not_suspected(fushen: Fushen, ready: Path) -> None:
    assert "改动" not in fushen("check", ready, "--on", ON).err


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE chunks SET bytes = zeroblob(length(bytes)) WHERE sha256 = {0}",
        "DELETE FROM originals WHERE sha256 = {0}",
    ],
)
def test_an_original_whose_bytes_changed_is_named_and_nothing_is_ready(
    fushen: Fushen, ready: Path, tmp_path: Path, damage: str
) -> None:
    paper = fushen("check", ready, "--on", ON, "--json").json["papers"][0]
    spoil(ready, damage.format(f"'{paper['sha256']}'"))
    done = fushen("check", ready, "--on", ON, "--json")
    assert (done.status, done.json["ready"]) == (1, False)
    (found,) = [f for f in done.json["findings"] if f["level"] == "fail" and f["check"] == "file"]
    assert (found["code"], found["paper"]) == ("corrupt", paper["id"])
    assert paper["file"] in found["message"]
    assert "校验值" in found["message"]
    built = fushen("build", ready, "--out", tmp_path / "out", "--on", ON)
    assert built.status == 1
    assert paper["file"] in built.err


def waive(case: Path, *keys: str) -> None:
    with store.open(case) as casefile:
        waivers = tuple(Waiver(key, "张三", "已核对", casefile.case.created_at) for key in keys)
        casefile.apply(replace(casefile.case, waivers=waivers), "豁免")


def test_what_is_waived_is_counted_apart(fushen: Fushen, flawed: Path) -> None:
    findings = fushen("check", flawed, "--on", ON, "--json").json["findings"]
    fails = [f for f in findings if f["level"] == "fail"]
    one = fails[0]
    waive(flawed, f"{one['check']}/{one['code']}:{one['paper']}:{one['subject']}")
    done = fushen("check", flawed, "--on", ON)
    assert f"× 必须解决 ({len(fails) - 1})" in done.out
    assert "已豁免 (1)\n" in done.out
    assert f"\n必须解决 {len(fails) - 1} · " in done.out
    assert " · 已豁免 1\n" in done.out
    assert "不起作用" not in done.err


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_waiver_that_covers_nothing_is_told(fushen: Fushen, ready: Path, tmp_path: Path, command: str) -> None:
    waive(ready, "validity/expired:P99:", "packet/text-lost::")
    more = ["--out", tmp_path / "out"] if command == "build" else ["--json"]
    done = fushen(command, ready, "--on", ON, *more)
    assert done.status == 0
    (line,) = [line for line in done.err.splitlines() if "不起作用" in line]
    assert "validity/expired:P99:" in line
    assert "已豁免" not in done.out


@pytest.mark.parametrize("on", ["0001-01-01T00:00+14:00", "1979-12-31", "2108-01-01", "9999-12-31T23:59-12:00"])
def test_a_day_that_no_packet_can_carry_is_refused_at_once(
    fushen: Callable[..., Any], ready: Path, tmp_path: Path, on: str
) -> None:
    done = fushen("build", ready, "--out", tmp_path / "out", "--on", on, "--draft")
    assert (done.status, done.out) == (2, "")
    assert on in done.err
    assert "1980" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_case_on_a_path_that_is_no_text_is_refused_with_what_to_do(
    fushen: Fushen, ready: Path, tmp_path: Path
) -> None:
    folder = tmp_path / os.fsdecode("案件".encode("gbk"))
    folder.mkdir()
    odd = folder / "一号.fushen"
    odd.write_bytes(ready.read_bytes())
    for words in (("check", odd), ("build", odd, "--out", tmp_path), ("export", odd, "--intake", tmp_path / "出")):
        done = fushen(*words)
        assert (done.status, done.out) == (2, "")
        assert "UTF-8" in done.err
        assert done.err.encode()  # can be shown anywhere
    built = fushen("build", ready, "--out", folder / "提交包")
    assert built.status == 2
    assert "UTF-8" in built.err
    assert not (folder / "提交包").exists()


@pytest.mark.parametrize("strict", [False, True])
def test_files_from_outside_are_named_and_refused_when_asked(fushen: Fushen, tmp_path: Path, strict: bool) -> None:
    folder = tmp_path / "别人给的"
    folder.mkdir()
    (folder / "自己.txt").write_text("一", "utf-8")
    (tmp_path / "私人.txt").write_text("二", "utf-8")
    head = 'playbook = "qualification-reappeal"\nplatform = "tmall"\n'
    papers = "".join(f'[[paper]]\nfile = "{file}"\n' for file in ("自己.txt", "../私人.txt"))
    (folder / "INTAKE.toml").write_text(head + papers, "utf-8")
    case = tmp_path / "新.fushen"
    done = fushen("new", case, "--from", folder / "INTAKE.toml", *(["--inside-only"] if strict else []))
    assert "../私人.txt" in done.err
    assert "自己.txt" not in done.err.replace("../私人.txt", "")
    assert (done.status, case.exists()) == ((2, False) if strict else (0, True))


def test_too_little_memory_is_told_and_no_fault_of_ours(
    fushen: Fushen, ready: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_more(*_words: object) -> int:
        raise MemoryError

    monkeypatch.setattr("core.cli.commands.check.run", no_more)
    done = fushen("check", ready)
    assert (done.status, done.out) == (2, "")
    assert "内存不足" in done.err
