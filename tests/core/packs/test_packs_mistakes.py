"""Every kind of mistake that a writer of packs can make is named with its file, line and key."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import BadPacks
from core.packs import Mistake, lint, load

BOOK = "playbooks/qualification-reappeal/playbook.toml"
TMALL = "platforms/tmall.toml"
LICENCE = "papers/business-licence.toml"
YEAR = "calendars/2026.toml"


@dataclass(frozen=True)
class Planted:
    """A mistake planted into a copy: `old` becomes `new`; `line` is a text on the line that must be named."""

    name: str
    file: str
    old: str
    new: str
    key: str
    says: str
    line: str


PLANTED = tuple(
    Planted(**row) for row in tomllib.loads((Path(__file__).parent / "planted.toml").read_text("utf-8"))["planted"]
)


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: planted.name)
def test_a_planted_mistake_is_named_with_its_file_line_and_key(
    planted: Planted, edit: Callable[[str, str, str], Path], copied: Path
) -> None:
    found = lint(edit(planted.file, planted.old, planted.new))
    named = [m for m in found if (m.file, m.key) == (planted.file, planted.key) and planted.says in m.message]
    assert named, "\n".join(map(str, found)) or "nothing was found"
    lines = (copied / planted.file).read_text("utf-8").splitlines()
    assert planted.line in lines[named[0].line - 1]


def test_the_planted_mistakes_are_many_and_differ() -> None:
    assert len({planted.name for planted in PLANTED}) == len(PLANTED) >= 25


def test_mistakes_of_all_files_come_together_and_refuse_loading(edit: Callable[[str, str, str], Path]) -> None:
    edit(LICENCE, 'issuer = "市场', 'isuer = "市场')
    edit(YEAR, "year = 2026", "year = 2025")
    root = edit(BOOK, 'platforms = ["tmall"]', 'platforms = ["tmal"]')
    files = {mistake.file for mistake in lint(root)}
    assert {LICENCE, YEAR, BOOK} <= files
    with pytest.raises(BadPacks) as caught:
        load(root)
    assert any(line.startswith(f"{LICENCE}:") and "isuer" in line for line in caught.value.mistakes)
    assert any(line.startswith(f"{BOOK}:") for line in caught.value.mistakes)


def test_a_broken_file_brings_no_mistakes_into_those_that_name_it(edit: Callable[[str, str, str], Path]) -> None:
    found = lint(edit(LICENCE, 'issuer = "市场', 'isuer = "市场'))
    assert {mistake.file for mistake in found} == {LICENCE}


def test_a_missing_letter_and_missing_reasons_are_named(copied: Path) -> None:
    (copied / "playbooks/qualification-reappeal/letter.md.j2").unlink()
    (copied / "playbooks/qualification-reappeal/portal-500.txt.j2").unlink()
    (copied / "papers/chat-record.toml").write_bytes(b'title = "\xff\xfe"')
    found = lint(copied)
    assert any(m.file == BOOK and "letter.md.j2" in m.message for m in found)
    assert any(m.file == BOOK and "portal-500.txt.j2" in m.message for m in found)
    assert any(m.file == "papers/chat-record.toml" and "UTF-8" in m.message for m in found)
    (copied / "reasons.toml").unlink()
    assert any(m.file == "reasons.toml" and "缺少这个文件" in m.message for m in lint(copied))


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("title = “营业执照”", ("英文双引号", '“ → "')),
        ('title = "营业执照', ("引号没有闭合",)),
        ("self_written = yes", ("true、false",)),
        ('when = { == = ["@x", 1] }', ("要加引号",)),
        ("fact = { source = 'x',\n  certainty = 'B' }", ("写在一行里",)),
        ("rejections = ['甲'，'乙']", ("缺少逗号", "， → ,")),
        ('title 1 = "x"', ("缺少等号",)),
        ("effective = 2026-13-01", ("多余的内容",)),
        ("标题 = 1", ("键只用英文字母",)),
        ("[fields\n", ("没有闭合",)),
        ('id = "again"', ("写了两次",)),
    ],
)
def test_a_syntax_error_is_explained_to_people_who_never_wrote_toml(
    broken: str, says: tuple[str, ...], copied: Path
) -> None:
    path = copied / LICENCE
    whole = path.read_text("utf-8").split("\n", 1)
    path.write_text(f"{whole[0]}\n{broken}\n{whole[1]}", "utf-8")
    (mistake,) = lint(copied)
    assert (mistake.file, mistake.line) == (LICENCE, 2)
    assert all(part in mistake.message for part in says), mistake.message
    assert " at " not in mistake.message


def test_a_file_that_nothing_reads_is_named(copied: Path) -> None:
    (copied / "papers/invoice.toml").rename(copied / "papers/invoice.toml.txt")
    (copied / "playbooks/deposit").mkdir()
    (copied / "playbooks/deposit/playbok.toml").write_text("", "utf-8")
    (copied / "papers/.DS_Store").write_bytes(b"\0")
    found = [m for m in lint(copied) if "不会读取" in m.message]
    assert {m.file for m in found} == {"papers/invoice.toml.txt", "playbooks/deposit/playbok.toml"}


def test_the_wrong_folder_is_told_to_be_so(copied: Path) -> None:
    files = [mistake.file for mistake in lint(copied / "papers")]
    assert files == ["papers", "platforms", "playbooks", "reasons.toml"]


def test_a_mistake_reads_as_one_line() -> None:
    mistake = Mistake("papers/x.toml", 12, "fields[2].nmae", "未知的键 nmae，是否想写 name？")
    assert str(mistake) == "papers/x.toml:12 fields[2].nmae: 未知的键 nmae，是否想写 name？"
