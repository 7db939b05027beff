"""Every kind of mistake that a writer of packs can make is named with its file, line and key."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from core.errors import BadPacks
from core.packs import Mistake, lint, load
from core.packs.condition_lint import Scope, wrong_in
from core.packs.shapes import AuditQuestion, Question
from core.packs.syntax import explain

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
    assert len({planted.name for planted in PLANTED}) == len(PLANTED) >= 70


def test_mistakes_of_all_files_come_together_and_refuse_loading(edit: Callable[[str, str, str], Path]) -> None:
    edit(LICENCE, 'issuer = "市场', 'isuer = "市场')
    edit(YEAR, "year = 2026", "year = 2025")
    root = edit(BOOK, 'platforms = ["tmall", ', 'platforms = ["tmal", ')
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
    (copied / "playbooks/qualification-reappeal/portal-200.txt.j2").unlink()
    (copied / "papers/chat-record.toml").write_bytes(b'title = "\xff\xfe"')
    found = lint(copied)
    assert any(m.file == BOOK and "letter.md.j2" in m.message for m in found)
    assert any(m.file == BOOK and "portal-200.txt.j2" in m.message for m in found)
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
        ("effective = 2026-13-01", ("2026-13-01 不是日期", "2026-03-01")),
        ("effective = 2026-11-31", ("2026-11-31 不是日期", "有没有这一天")),
        ("effective = 2026/11/22", ("2026/11/22 不是日期", "2026-03-01")),
        ("effective = 2026-11-2", ("2026-11-2 不是日期",)),
        ("effective = 2026年11月22日", ("2026年11月22日 不是日期",)),
        ("effective = 2026-11-02 起", ("多余的内容",)),
        ("self_written\u3000= true", ("缺少等号", "全角空格 → 半角空格")),
        ("self_written = \u3000true", ("全角空格 → 半角空格",)),
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


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[paper]]\nfields = { a = 1 }\n[paper.fields.b]\nvalue = 2", "fields 前面已用花括号写过"),
        ("[[paper]]\nfields = { a = 1 }\n[[paper.fields.b]]\nvalue = 2", "fields 前面已用花括号写过"),
        ("[verify]\na = 1\n[[verify]]\na = 2", "[verify] 和 [[verify]] 不能混用"),
        ("[[verify]]\na = 1\n[verify]\na = 2", "[verify] 和 [[verify]] 不能混用"),
        ("[a]\nb = 1\n[a]", "写了两次"),
    ],
)
def test_two_ways_of_writing_one_table_are_told_apart(text: str, says: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert says in explain(str(caught.value), text)[1]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[[sources]]\nsource", "[[sources]]\nsorce", ["缺少必填的键 source。", "未知的键 sorce，是否想写 source？"]),
        ("[[sources]]", "[sources]", ["可以写几项的标题要用双方括号，请写成 [[sources]]。"]),
        ("[usual_time]", "[[usual_time]]", ["这一项只能有一个，标题请用单方括号，写成 [usual_time]。"]),
    ],
)
def test_what_is_wrong_in_a_list_of_tables_is_told_once_and_in_words(
    old: str, new: str, says: list[str], edit: Callable[[str, str, str], Path]
) -> None:
    found = [mistake.message for mistake in lint(edit(LICENCE, old, new)) if mistake.file == LICENCE]
    assert found == says


def test_a_list_without_anything_is_told(edit: Callable[[str, str, str], Path]) -> None:
    edit(LICENCE, "[[sources]]", "[[changelog]]")
    root = edit(LICENCE, 'version = "1.0.0"', 'version = "1.0.0"\nsources = []')
    assert "这里至少要写一项。" in [m.message for m in lint(root) if m.key == "sources"]


def test_every_id_that_may_stand_in_a_place_is_shown(edit: Callable[[str, str, str], Path]) -> None:
    (mistake,) = lint(edit(BOOK, "[levels]", '[levels]\n"zzz" = "warn"'))
    assert "validity/not-yet-valid" in mistake.message
    assert "…" not in mistake.message


def test_the_level_of_a_check_of_its_own_is_changed_where_it_stands(edit: Callable[[str, str, str], Path]) -> None:
    own = load().playbooks["qualification-reappeal"].checks[0].id
    (mistake,) = lint(edit(BOOK, "[levels]", f'[levels]\n"pack/{own}" = "warn"'))
    assert mistake.message == f"pack/{own} 是本文件自己的检查，请改它的 level。"


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


def _question(kind: str) -> Question:
    options = [{"value": value, "title": value, "title_en": value} for value in ("a", "b")]
    return Question.model_validate(
        {"id": kind, "step": "intake", "title": kind, "title_en": kind, "kind": kind}
        | ({"options": options} if kind == "choice" else {})
    )


ASKED = Scope(
    {kind: _question(kind) for kind in ("date", "amount", "text", "choice", "yes-no")}
    | {"line": AuditQuestion(id="line", title="x", title_en="x")},
    values={"@shop.kind": frozenset({"flagship"})},
)


@pytest.mark.parametrize(
    ("operator", "name", "value", "says"),
    [
        (">", "@answer.date", 15, "这一项是日期，“15”不是日期"),
        ("<=", "@answer.date", "2026-1-1x", "不是日期"),
        ("==", "@answer.date", "20260101", "不是日期"),
        ("in", "@answer.date", ["2026-01-01", "明天"], "“明天”不是日期"),
        (">", "@answer.amount", "2026-01-01", "这一项是数"),
        ("==", "@answer.amount", "很多", "不是数"),
        ("==", "@answer.text", 5, "这一项是文字"),
        ("contains", "@notice.violation", 5, "这一项是文字"),
        (">", "@answer.text", "a", "只能比较数和日期"),
        (">", "@answer.yes-no", 1, "只能比较数和日期"),
        ("<", "@answer.choice", "a", "只能比较数和日期"),
        ("<", "@answer.line", 1, "只能比较数和日期"),
        ("<", "@shop.kind", "flagship", "只能比较数和日期"),
    ],
)
def test_what_can_never_be_compared_is_a_mistake(operator: str, name: str, value: object, says: str) -> None:
    ((_place, sentence),) = wrong_in({operator: [name, value]}, ASKED, ())
    assert says in sentence


@pytest.mark.parametrize(
    ("operator", "name", "value"),
    [
        (">", "@answer.date", "2026-01-01"),
        (">", "@answer.date", date(2026, 1, 1)),
        (">", "@answer.date", "@answer.date"),
        (">=", "@answer.amount", 15),
        ("<", "@answer.amount", "15.5"),
        ("contains", "@shop.category", "食品"),
        ("==", "@answer.choice", "a"),
        ("==", "@answer.yes-no", True),
    ],
)
def test_what_can_be_compared_is_no_mistake(operator: str, name: str, value: object) -> None:
    assert list(wrong_in({operator: [name, value]}, ASKED, ())) == []
