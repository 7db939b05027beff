"""`packs lint` and `packs list`"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core import checks, packs
from core.packs.answers import answerable
from core.packs.names import FINDING_IDS
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
    assert set(plain) == {"playbooks", "platforms", "papers", "reasons", "findings", "facts", "installed", "own"}
    assert "qualification-reappeal" in [pack["id"] for pack in plain["playbooks"]]
    assert "tmall" in [pack["id"] for pack in plain["platforms"]]
    for pack in (*plain["playbooks"], *plain["platforms"], *plain["papers"]):
        assert pack["version"]
        assert pack["effective"] >= "2000"
        assert pack["sources"]
    shown = fushen("packs", "list").out
    assert "qualification-reappeal" in shown
    assert all(f"  {pack['id']} " in shown for pack in plain["papers"])


def test_every_id_that_may_be_named_is_listed_with_its_meaning(fushen: Fushen) -> None:
    shown = fushen("packs", "list", "--checks")
    assert shown.status == 0
    listed = {(line.split()[0], line.split(maxsplit=1)[1]) for line in shown.out.splitlines() if len(line.split()) > 1}
    lines = dict(listed)
    installed = packs.load()
    book = installed.playbooks["qualification-reappeal"]
    named = [*answerable(book), *book.requirements, *installed.reasons.values()]
    # Playbooks share ids such as `notice`; each says there what it means in that playbook.
    assert {(one.id, one.title[:4]) for one in named} <= {(name, title[:4]) for name, title in listed}
    assert set(lines) >= FINDING_IDS | {f"pack/{one.id}" for one in book.checks}
    assert lines["file/encrypted"] == "文件能否打开"
    assert lines["packet/seal-lost"] == "生成提交包时核对"


def test_json_lists_the_same_ids(fushen: Fushen) -> None:
    plain = fushen("packs", "list", "--json").json
    findings = {one["id"]: one for one in plain["findings"]}
    assert set(findings) >= FINDING_IDS
    assert findings["file/encrypted"]["checked"] is True
    (book,) = [one for one in plain["playbooks"] if one["id"] == "qualification-reappeal"]
    questions = {one["id"]: one for one in book["questions"]}
    assert "admission" in [option["id"] for option in questions["penalty-kind"]["options"]]
    alternatives = [a["id"] for one in book["requirements"] for a in one["alternatives"]]
    assert "owner-letter" in alternatives
    assert "F3a" in [one["id"] for one in plain["reasons"]]


def test_no_check_reports_an_id_that_a_waiver_may_not_name() -> None:
    codes = {
        f"{check.subject}/{code}"
        for check in checks.registered()
        if isinstance(check.codes, tuple)
        for code in check.codes
    }
    assert codes <= FINDING_IDS


def test_every_fact_is_listed_with_its_source(fushen: Fushen) -> None:
    facts = fushen("packs", "list", "--json").json["facts"]
    assert all(fact["source"] and fact["as_of"] and fact["certainty"] and fact["what"] for fact in facts)
    listed = {(fact["file"], fact["about"]) for fact in facts}
    assert ("platforms/tmall.toml", "windows.spot-check-15-days") in listed
    assert ("deposits.toml", "figures.tmall-5000-20000") in listed
    assert ("calendars/2026.toml", "fact") in listed or ("calendars/2026.toml", "") in listed
    files = {
        path.relative_to(data_root() / "templates").as_posix() for path in (data_root() / "templates").rglob("*.toml")
    }
    assert {fact["file"] for fact in facts} == files
    wanted = sum((data_root() / "templates" / file).read_text("utf-8").count("certainty = ") for file in files)
    # The sources of reasons.toml as a whole belong to no single reason.
    assert len(facts) == wanted - 1
