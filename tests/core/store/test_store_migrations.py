from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core import store
from core.errors import DamagedCaseFile, DamagedDocument, FushenError
from core.model import Override, PageReading, TextLine
from core.store import migrations

SAMPLES = Path(__file__).parents[2] / "samples" / "store"


@pytest.fixture
def v1(tmp_path: Path) -> Path:
    path = tmp_path / "旧案件 一.fushen"
    shutil.copyfile(SAMPLES / "v1.fushen", path)
    return path


def test_every_older_version_has_a_step_a_sample_its_script_and_a_test() -> None:
    for version in range(1, store.VERSION):
        assert version + 1 in migrations.STEPS
        assert (SAMPLES / f"v{version}.fushen").is_file()
        assert (SAMPLES / f"make_v{version}.py").is_file()
        assert f"test_version_{version}_" in Path(__file__).read_text(encoding="utf-8")


def test_version_1_is_migrated_with_its_history_originals_and_trail(v1: Path) -> None:
    with store.open(v1) as opened:
        assert [(p.id, p.round) for p in opened.case.notice.points] == [("N1", 1), ("N2", 1)]
        assert [(p.id, p.type) for p in opened.case.papers] == [("P1", "brand-authorisation")]
        assert [(e.n, e.label, e.undone) for e in opened.history()] == [
            (1, "添加审核意见 N1", False),
            (2, "添加材料 P1", False),
            (3, "添加审核意见 N3", True),
        ]
        assert [e.kind for e in opened.events()] == ["created", "edited", "edited", "edited", "undone", "migrated"]
        assert opened.check_integrity() == ()
        assert opened.facts(opened.case.papers[0].sha256) is None
        with opened.open_original(opened.case.papers[0].sha256) as stream:
            assert stream.read(40).decode() == "样例：品牌授权书（虚构）\n样"
        assert opened.redo() == "添加审核意见 N3"
        assert len(opened.case.notice.points) == 3
        assert [opened.undo() for _ in range(4)][2:] == ["添加审核意见 N1", None]
        assert opened.case.notice.points == ()


def test_version_1_stays_beside_as_a_backup(v1: Path) -> None:
    before = v1.read_bytes()
    store.open(v1).close()
    backup = v1.with_name(f"{v1.name}.v1-backup")
    assert backup.read_bytes() == before
    assert sorted(p.name for p in v1.parent.iterdir()) == [v1.name, backup.name]
    store.open(v1).close()
    assert sorted(p.name for p in v1.parent.iterdir()) == [v1.name, backup.name]
    shutil.copyfile(SAMPLES / "v1.fushen", v1)
    store.open(v1).close()
    assert backup.read_bytes() == before
    assert v1.with_name(f"{v1.name}.v1-backup-2").exists()


def test_reading_version_1_writes_nothing(v1: Path) -> None:
    before = v1.read_bytes()
    with store.open(v1, read_only=True) as opened:
        assert len(opened.case.papers) == 1
        assert opened.check_integrity() == ()
    assert v1.read_bytes() == before
    assert list(v1.parent.iterdir()) == [v1]


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE history SET json = replace(json, '\"playbook\"', '\"nonsense\"') WHERE n = 2", DamagedDocument),
        ("UPDATE history SET json = '{' WHERE n = 1", DamagedCaseFile),
        ("DELETE FROM history WHERE n = 2", DamagedCaseFile),
        ("DROP TABLE history", DamagedCaseFile),
        ("DELETE FROM document", DamagedCaseFile),
    ],
)
def test_a_migration_that_fails_leaves_the_old_file_as_it_was(v1: Path, damage: str, told: type[FushenError]) -> None:
    with closing(sqlite3.connect(v1)) as db:
        db.execute(damage)
        db.commit()
    before = v1.read_bytes()
    with pytest.raises(told):
        store.open(v1)
    assert v1.read_bytes() == before
    assert list(v1.parent.iterdir()) == [v1]


def test_version_2_gains_a_place_for_readings_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "案件.fushen"
    shutil.copyfile(SAMPLES / "v2.fushen", path)
    with store.open(path) as opened:
        (paper,) = opened.case.papers
        assert [(e.n, e.label) for e in opened.history()] == [(1, "添加审核意见 N1"), (2, "添加材料 P1")]
        assert [e.kind for e in opened.events()] == ["created", "edited", "edited", "migrated"]
        assert opened.check_integrity() == ()
        assert opened.facts(paper.sha256) is not None
        assert opened.readings(paper.sha256, 1) == {}
        reading = PageReading(paper.sha256, 1, 1, recognised=True, lines=(TextLine("样例", (0, 0, 1, 0.1), 0.9),))
        opened.save_reading(reading)
        assert opened.undo() == "添加材料 P1"
    with store.open(path) as opened:
        assert opened.readings(paper.sha256, 1) == {1: reading}
        assert opened.case.papers == ()


def test_version_3_can_then_keep_own_wordings_and_sent_numbers(tmp_path: Path) -> None:
    path = tmp_path / "案件.fushen"
    shutil.copyfile(SAMPLES / "v3.fushen", path)
    with store.open(path) as opened:
        (claim,) = opened.case.claims
        assert (claim.text, claim.draft, claim.source) == ("授权书在有效期内。", "有效。", "")
        assert opened.case.overrides == opened.case.submissions[0].exhibits == ()
        assert not opened.case.packet.keep_numbers
        assert opened.check_integrity() == ()
        own = Override("letter/request", "请求重新核实@P1。", "请求重新核实。")
        opened.apply(replace(opened.case, overrides=(own,)), "改写请求")
    assert path.with_name(f"{path.name}.v3-backup").is_file()
    with store.open(path) as opened:
        assert opened.case.overrides == (own,)
        assert opened.undo() == "改写请求"
        assert opened.case.overrides == ()


def test_version_4_can_then_keep_the_rules_it_goes_by(tmp_path: Path) -> None:
    path = tmp_path / "案件.fushen"
    shutil.copyfile(SAMPLES / "v4.fushen", path)
    with store.open(path) as opened:
        assert [(pin.id, pin.version, pin.digest) for pin in opened.case.packs] == [("tmall", "1.0.0", "")]
        assert opened.case.packet.keep_numbers
        assert (opened.case.rules, opened.rules("d1")) == ("", None)
        assert opened.check_integrity() == ()
        opened.keep_rules("d1", b"zip")
        opened.keep_rules("d1", b"other bytes of the same packs")
        opened.apply(replace(opened.case, rules="d1"), "更新到新版规则")
    with store.open(path) as opened:
        assert (opened.case.rules, opened.rules("d1")) == ("d1", b"zip")
        assert opened.undo() == "更新到新版规则"
        assert (opened.case.rules, opened.rules("d1")) == ("", b"zip")


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_the_sample_is_what_its_script_makes(tmp_path: Path, version: int) -> None:
    script = tmp_path / f"make_v{version}.py"
    shutil.copyfile(SAMPLES / script.name, script)
    scope: dict[str, object] = {"__name__": "sample", "__file__": str(script)}
    exec(compile(script.read_text(encoding="utf-8"), script, "exec"), scope)
    scope["main"]()  # type: ignore[operator]  # defined by the script
    with (
        closing(sqlite3.connect(tmp_path / f"v{version}.fushen")) as new,
        closing(sqlite3.connect(SAMPLES / f"v{version}.fushen")) as kept,
    ):
        assert list(new.iterdump()) == list(kept.iterdump())
        assert json.loads(kept.execute("SELECT json FROM document").fetchone()[0])["notice"]["number"] == "SAMPLE-1"
