"""`packs lint` and `packs list`"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.resources import data_root

Fushen = Callable[..., Any]


def test_the_installed_packs_have_no_mistake(fushen: Fushen) -> None:
    done = fushen("packs", "lint")
    assert done.status == 0
    assert "没有错误" in done.out


def test_every_mistake_is_a_line_with_file_and_place(fushen: Fushen, tmp_path: Path) -> None:
    shutil.copytree(data_root() / "templates", tmp_path / "包")
    paper = tmp_path / "包" / "papers" / "invoice.toml"
    paper.write_text(paper.read_text(encoding="utf-8").replace("title_en", "titel_en", 1), encoding="utf-8")
    done = fushen("packs", "lint", tmp_path / "包")
    assert done.status == 1
    lines = done.out.splitlines()
    assert all(line.startswith("papers/invoice.toml:") for line in lines)
    assert any("titel_en" in line for line in lines)
    assert f"共 {len(lines)} 处" in done.err


def test_a_folder_that_is_not_there_has_status_2(fushen: Fushen, tmp_path: Path) -> None:
    assert fushen("packs", "lint", tmp_path / "none").status == 2


def test_what_is_installed_is_listed_with_version_date_and_sources(fushen: Fushen) -> None:
    plain = fushen("packs", "list", "--json").json
    assert set(plain) == {"playbooks", "platforms", "papers"}
    assert "qualification-reappeal" in [pack["id"] for pack in plain["playbooks"]]
    assert "tmall" in [pack["id"] for pack in plain["platforms"]]
    for pack in (*plain["playbooks"], *plain["platforms"], *plain["papers"]):
        assert pack["version"]
        assert pack["effective"] >= "2000"
        assert pack["sources"]
    shown = fushen("packs", "list").out
    assert "qualification-reappeal" in shown
    assert all(f"  {pack['id']} " in shown for pack in plain["papers"])
