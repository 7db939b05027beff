"""`packs import`, `export`, `rollback`, `changes` and `move`."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core import store
from core.packs import load
from core.packs.bundle import pack

Fushen = Callable[..., Any]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FUSHEN_HOME", str(tmp_path / "家"))
    return tmp_path / "家"


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """Packs in which one window of the sample's platform is shorter."""
    text = load().tree.files["platforms/tmall.toml"].decode()
    text = text.replace("amount = 15\nunit", "amount = 14\nunit", 1).replace('version = "1.1.0"', 'version = "8.0.0"')
    path = tmp_path / "新规则.zip"
    path.write_bytes(pack({"platforms/tmall.toml": text.encode()}))
    return path


def test_a_newer_pack_is_imported_shown_and_a_case_moved_only_on_request(
    fushen: Fushen, ready: Path, newer: Path
) -> None:
    assert fushen("packs", "changes", ready).status == 0
    before = fushen("check", ready, "--on", "2026-11-22")
    assert "✓ 已导入 天猫（platforms/tmall）8.0.0" in fushen("packs", "import", newer).out
    told = fushen("packs", "changes", ready, "--json")
    assert (told.status, told.json["pinned"]) == (1, True)
    assert [(one["pack"], one["before"], one["after"]) for one in told.json["changes"]] == [
        ("platforms/tmall", "15 个自然日", "14 个自然日")
    ]
    after = fushen("check", ready, "--on", "2026-11-22")
    assert (after.status, after.out) == (before.status, before.out)
    assert "规则有更新（1 处）" in after.err
    moved = fushen("packs", "move", ready)
    assert moved.status == 0
    assert "改为“14 个自然日”" in moved.out
    assert fushen("packs", "changes", ready).status == 0
    with store.open(ready) as file:
        assert file.case.packs[1].version == "8.0.0"
        assert file.undo() == "更新到新版规则"
    assert fushen("packs", "changes", ready).status == 1


def test_what_is_imported_is_listed_and_rolled_back(fushen: Fushen, newer: Path) -> None:
    fushen("packs", "import", newer)
    listed = fushen("packs", "list", "--json").json["installed"]
    (one,) = [row for row in listed if row["imported"]]
    assert (one["pack"], one["version"], one["shipped"], one["imported"]["file"]) == (
        "platforms/tmall", "8.0.0", "1.1.0", "新规则.zip",
    )  # fmt: skip
    assert "导入的规则包 (1)" in fushen("packs", "list").out
    assert "✓ 已退回 天猫（platforms/tmall）1.1.0" in fushen("packs", "rollback", "platforms/tmall").out
    again = fushen("packs", "rollback", "platforms/tmall")
    assert (again.status, "没有更早的" in again.err) == (2, True)


def test_packs_with_mistakes_are_refused_each_named(fushen: Fushen, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "坏.zip"
    path.write_bytes(pack({"platforms/kuaishou.toml": b'id = "kuaishou"\n'}))
    done = fushen("packs", "import", path)
    assert done.status == 1
    lines = done.out.splitlines()
    assert len(lines) >= 5
    assert all(line.startswith("platforms/kuaishou.toml:1 ") for line in lines)
    assert "未作任何改动" in done.err
    assert not (home / "packs").exists()
    assert fushen("packs", "import", tmp_path / "none.zip").status == 2


def test_packs_are_exported_as_one_file_and_never_over_another(fushen: Fushen, tmp_path: Path) -> None:
    for name in ("一.zip", "二.zip"):
        assert fushen("packs", "export", "reasons", "platforms/jd", "--out", tmp_path / name).status == 0
    assert (tmp_path / "一.zip").read_bytes() == (tmp_path / "二.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "一.zip") as archive:
        assert archive.namelist() == ["pack.toml", "platforms/jd.toml", "reasons.toml"]
    assert fushen("packs", "export", "--out", tmp_path / "一.zip").status == 2
    assert fushen("packs", "export", "platforms/none", "--out", tmp_path / "三.zip").status == 2


def test_moving_a_case_that_is_already_there_changes_nothing(fushen: Fushen, ready: Path) -> None:
    done = fushen("packs", "move", ready)
    assert (done.status, "没有改动" in done.out) == (0, True)
    with store.open(ready) as file:
        assert file.history() == ()
