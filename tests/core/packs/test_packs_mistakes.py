"""Every kind of mistake that a writer of packs can make is named with its file, line and key."""

from __future__ import annotations

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


PLANTED = (
    Planted("misspelt key", LICENCE, 'issuer = "市场', 'isuer = "市场', "isuer", "issuer", "isuer ="),
    Planted("misspelt key in a row", LICENCE, 'title = "名称"', 'titel = "名称"', "fields[1].titel", "title", "titel"),
    Planted("missing key", LICENCE, 'issuer = "市场监督管理部门"\n', "", "issuer", "缺少必填的键 issuer", 'id = "'),
    Planted(
        "no sources", "papers/chat-record.toml", "[[sources]]", "[[changelog]]", "sources", "缺少 sources", 'id = "'
    ),
    Planted(
        "empty source",
        YEAR,
        'source = "国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025-11-04）"',
        'source = ""',
        "fact.source",
        "不能为空",
        'source = ""',
    ),
    Planted(
        "fact without source",
        BOOK,
        'source = "saoshu、emagoo 申诉清单", ',
        "",
        "requirements[1].fact.source",
        "缺少必填的键 source",
        'fact = { as_of = 2026-11-22, certainty = "B" }',
    ),
    Planted(
        "requirement without fact",
        BOOK,
        'any_of = ["notice-screenshot"]\nlevel = "warn"\nfact = {',
        'any_of = ["notice-screenshot"]\nlevel = "warn"\n#fact = {',
        "requirements[1].fact",
        "缺少 fact",
        "[[requirements]]",
    ),
    Planted("unknown certainty", YEAR, 'certainty = "A"', 'certainty = "D"', "fact.certainty", "未知的取值 D", '"D"'),
    Planted("text for a number", TMALL, "amount = 15", 'amount = "很久"', "windows[1].amount", "整数", "很久"),
    Planted("no time at all", TMALL, "amount = 15", "amount = 0", "windows[1].amount", "大于 0", "amount = 0"),
    Planted(
        "unknown unit",
        TMALL,
        'unit = "natural-day"',
        'unit = "natural-days"',
        "windows[1].unit",
        "natural-day",
        "-days",
    ),
    Planted(
        "text for yes or no",
        TMALL,
        "start_counts = true",
        'start_counts = "也许"',
        "windows[1].start_counts",
        "true",
        "也许",
    ),
    Planted("not a date", YEAR, "as_of = 2025-11-04", 'as_of = "去年"', "fact.as_of", "不是日期", "去年"),
    Planted("bad id", BOOK, 'id = "penalty-kind"', 'id = "处罚"', "questions[1].id", "写法不符合要求", "处罚"),
    Planted(
        "not in brackets",
        BOOK,
        'platforms = ["tmall"]',
        'platforms = "tmall"',
        "platforms",
        "方括号列表",
        "platforms =",
    ),
    Planted(
        "unknown platform", BOOK, 'platforms = ["tmall"]', 'platforms = ["tmal"]', "platforms[1]", "tmall", '"tmal"'
    ),
    Planted(
        "unknown paper type",
        BOOK,
        'any_of = ["business-licence"]',
        'any_of = ["busines-licence"]',
        "requirements[2].any_of[1]",
        "business-licence",
        "busines-",
    ),
    Planted(
        "unknown paper type in an alternative",
        BOOK,
        'papers = ["control-relation-proof"]',
        'papers = ["relation"]',
        "requirements[8].alternatives[2].papers[1]",
        "材料类型 relation",
        '"relation"',
    ),
    Planted(
        "unknown question",
        BOOK,
        "@answer.trademark-transferred",
        "@answer.trademark-transfered",
        "requirements[5].when.==[1]",
        "trademark-transferred",
        "transfered",
    ),
    Planted(
        "unknown name",
        BOOK,
        '["@second_chance.entry_open", false]',
        '["@second_chance.entry", false]',
        "questions[2].when.or[1].==[1]",
        "@second_chance.entry_open",
        'second_chance.entry"',
    ),
    Planted(
        "unknown operator",
        BOOK,
        'when = { "==" = ["@answer.food", true] }',
        'when = { "=" = ["@answer.food", true] }',
        "questions[12].when.=",
        "==",
        '"="',
    ),
    Planted(
        "two operators in one condition",
        BOOK,
        'when = { "==" = ["@answer.food", true] }',
        'when = { "==" = ["@answer.food", true], present = "@answer.food" }',
        "questions[12].when",
        "只含一个运算符",
        "present",
    ),
    Planted(
        "operand missing",
        BOOK,
        'when = { "==" = ["@answer.food", true] }',
        'when = { "==" = ["@answer.food"] }',
        "questions[12].when.==",
        "两项",
        '["@answer.food"]',
    ),
    Planted(
        "impossible answer",
        BOOK,
        '["@answer.brand-relation", "authorised"]',
        '["@answer.brand-relation", "authorized"]',
        "questions[4].when.==[2]",
        "authorised",
        "authorized",
    ),
    Planted(
        "text compared with yes or no",
        BOOK,
        'when = { "==" = ["@answer.food", true] }',
        'when = { "==" = ["@answer.food", "true"] }',
        "questions[12].when.==[2]",
        "取值",
        '"true"',
    ),
    Planted(
        "condition on a later question",
        BOOK,
        'when = { "==" = ["@answer.brand-relation", "authorised"] }',
        'when = { "==" = ["@answer.forged", true] }',
        "questions[4].when.==[1]",
        "永远走不到",
        '{ "==" = ["@answer.forged"',
    ),
    Planted(
        "contradiction",
        BOOK,
        '{ "==" = ["@answer.prepackaged-only", false] }',
        '{ "==" = ["@answer.food-role", "producer"] }',
        "requirements[15].when.and[2]",
        "不可能同时",
        '"@answer.food-role", "producer"',
    ),
    Planted(
        "unknown reason in a condition",
        BOOK,
        '{ contains = ["@reasons", "F8"] }',
        '{ contains = ["@reasons", "F88"] }',
        "requirements[20].when.or[2].contains[2]",
        "取值 F88",
        '"F88"',
    ),
    Planted(
        "list expected",
        BOOK,
        'in = ["@answer.penalty-kind", ["counterfeit", "rights"]]',
        'in = ["@answer.penalty-kind", "counterfeit"]',
        "requirements[13].when.in[2]",
        "方括号列表",
        'kind", "counterfeit"]',
    ),
    Planted(
        "unknown finding",
        BOOK,
        '"trademark/pending-only"',
        '"trademark/pending"',
        "levels.trademark/pending",
        "pending-only",
        '"trademark/pending"',
    ),
    Planted(
        "unknown level",
        BOOK,
        '"trademark/pending-only" = "warn"',
        '"trademark/pending-only" = "warning"',
        "levels.trademark/pending-only",
        "warn",
        "warning",
    ),
    Planted(
        "same question twice", BOOK, 'id = "imported"', 'id = "food"', "questions[11].id", "food 重复", 'id = "food"'
    ),
    Planted(
        "audit line named like a question",
        BOOK,
        'id = "audit-seal"',
        'id = "food"',
        "audit[10].id",
        "food 重复",
        'id = "food"',
    ),
    Planted(
        "same requirement twice",
        BOOK,
        'id = "licence"',
        'id = "notice"',
        "requirements[2].id",
        "notice 重复",
        'id = "notice"',
    ),
    Planted(
        "same option twice",
        BOOK,
        'value = "used-up"',
        'value = "unclear"',
        "questions[2].options[3].value",
        "unclear 重复",
        '"不清楚"',
    ),
    Planted(
        "requirement that asks for nothing",
        BOOK,
        'any_of = ["invoice"]',
        "any_of = []",
        "requirements[10]",
        "any_of 或 all_of",
        "[[requirements]]",
    ),
    Planted(
        "review days without source",
        BOOK,
        "review_fact =",
        "#review_fact =",
        "review_days",
        "review_fact",
        "review_days = 5",
    ),
    Planted(
        "field outside the contract",
        LICENCE,
        'name = "holder"',
        'name = "holders"',
        "fields[1].name",
        "holder",
        '"holders"',
    ),
    Planted(
        "same field twice", LICENCE, 'name = "address"', 'name = "holder"', "fields[4].name", "holder 重复", '"住所"'
    ),
    Planted("unknown number", LICENCE, 'number = "uscc"', 'number = "usc"', "fields[2].number", "uscc", '"usc"'),
    Planted(
        "number without its kind", LICENCE, 'kind = "number", number', "number", "fields[2].number", "kind", "number ="
    ),
    Planted(
        "validity in no field",
        LICENCE,
        'valid_to = "valid_to"',
        'valid_to = "validto"',
        "valid_to",
        "valid_to",
        '"validto"',
    ),
    Planted(
        "longest before shortest", LICENCE, "least_days = 1", "least_days = 9", "usual_time", "最短天数", "[usual_time]"
    ),
    Planted(
        "name and id differ",
        LICENCE,
        'id = "business-licence"',
        'id = "licence"',
        "id",
        "business-licence",
        'id = "licence"',
    ),
    Planted(
        "unknown playbook",
        TMALL,
        "pause_while_reviewing = true",
        'playbooks = ["reappeal"]',
        "windows[1].playbooks[1]",
        "剧本 reappeal",
        "reappeal",
    ),
    Planted(
        "cut-off for hours",
        TMALL,
        'unit = "hour"',
        'unit = "hour"\ncutoff = "18:00"',
        "windows[8].cutoff",
        "截止时刻",
        "cutoff =",
    ),
    Planted(
        "no such time",
        TMALL,
        'unit = "hour"',
        'unit = "hour"\ncutoff = "25:00"',
        "windows[8].cutoff",
        "时刻",
        "cutoff =",
    ),
    Planted(
        "limit without source",
        TMALL,
        "file_mb_max = 5\nfact = {",
        "file_mb_max = 5\n#fact = {",
        "portal",
        "file_mb_max 缺少来源",
        "[portal]",
    ),
    Planted(
        "same shop level twice",
        TMALL,
        'kind = "specialty"',
        'kind = "flagship"',
        "shop_levels[3].kind",
        "flagship 重复",
        'kind = "flagship"',
    ),
    Planted("bad reason id", "reasons.toml", 'id = "F1b"', 'id = "E1b"', "reasons[3].id", "写法不符合要求", '"E1b"'),
    Planted("reason without its group", "reasons.toml", 'id = "F7b"', 'id = "F17b"', "reasons[37].id", "F17", '"F17b"'),
    Planted(
        "day out of year",
        YEAR,
        "first = 2026-04-04, last = 2026-04-06",
        "first = 2025-04-04, last = 2025-04-06",
        "holidays[3]",
        "不在 2026 年",
        "2025-04-04",
    ),
    Planted(
        "holiday ends before it begins", YEAR, "last = 2026-04-06", "last = 2026-04-01", "holidays[3]", "早于", "04-01"
    ),
    Planted("worked day out of year", YEAR, "2026-05-09", "2027-05-08", "workdays[4]", "不在 2026 年", "2027-05-08"),
    Planted("worked day in the week", YEAR, "2026-05-09", "2026-05-08", "workdays[4]", "不是周末", "2026-05-08"),
    Planted("year unlike its file", YEAR, "year = 2026", "year = 2025", "year", "文件名 2026", "year = 2025"),
    Planted(
        "broken syntax",
        LICENCE,
        'issuer = "市场监督管理部门"',
        'issuer = "市场监督管理部门',
        "",
        "语法错误",
        "issuer =",
    ),
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
