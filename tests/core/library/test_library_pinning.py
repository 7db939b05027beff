"""A case goes by the packs that it was begun with until it is moved; what would change is told in sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from core import intake, store
from core.checks import Review, run
from core.deadlines import reckon
from core.i18n import use_language
from core.library import Library, move, rules_of, text_of
from core.model import Case, Notice, SecondChance, SecondChanceKind
from core.model.values import CHINA
from core.narrative import exhibit_order, portal_texts
from core.packs import Packs, load
from core.packs.bundle import pack
from core.packs.changes import changes
from core.packs.own import OwnValue
from core.packs.units import grouped
from core.store import CaseFile

NOW = datetime(2026, 11, 22, 9, tzinfo=CHINA)
TMALL = "platforms/tmall"
Edited = Callable[..., Path]
TWO_DAYS = (
    ("amount = 15\nunit", "amount = 2\nunit"),
    ("amount = 200\n", "amount = 320\n"),
    ('version = "1.1.0"', 'version = "8.0.0"'),
)


def _begun(path: Path, packs: Packs) -> CaseFile:
    case = intake.new_case("qualification-reappeal", "tmall", NOW, packs)
    notice = Notice("V-1", "提供虚假凭证", datetime(2026, 11, 21, 9, tzinfo=CHINA))
    case = replace(case, notice=notice, second_chance=SecondChance(SecondChanceKind.SUPPLEMENT, True))
    return intake.create_empty(path, case, packs)


def test_a_case_goes_by_its_own_packs_until_it_is_moved_and_an_undo_goes_back(
    library: Library, edited: Edited, tmp_path: Path
) -> None:
    with _begun(tmp_path / "案件.fushen", library.packs()) as file:
        old = rules_of(file, library.packs())
        assert (old.pinned, old.changes(file.case)) == (True, ())
        assert [(pin.id, pin.version) for pin in file.case.packs] == [
            ("qualification-reappeal", load().playbooks["qualification-reappeal"].version),
            ("tmall", "1.1.0"),
        ]
        library.take_in(edited(TMALL, *TWO_DAYS), NOW)
        rules = rules_of(file, library.packs())
        assert _seen(file.case, rules.packs) == _seen(file.case, old.packs)
        told = [one.sentence for one in rules.changes(file.case)]
        assert len(told) == 2
        assert "时长由“15 个自然日”改为“2 个自然日”（来源：wholisticcareny.com" in told[0]
        file.apply(move(file, rules.installed), "更新到新版规则")
        new = rules_of(file, library.packs())
        assert (new.changes(file.case), file.case.packs[1].version) == ((), "8.0.0")
        assert _seen(file.case, new.packs)[0].day == 22
        assert _seen(file.case, new.packs)[1:] == (True, [320, 500])
        assert file.undo() == "更新到新版规则"
        assert _seen(file.case, rules_of(file, library.packs()).packs) == _seen(file.case, old.packs)


def _seen(case: Case, packs: Packs) -> tuple[datetime, bool, list[int]]:
    """What screen, check and packet are made of."""
    due = reckon(case, packs, NOW).due
    assert due is not None
    soon = any(f.id == "deadline/soon" for f in run(Review(case, packs, {}, NOW)).findings)
    return due, soon, [text.amount for text in portal_texts(case, packs, exhibit_order(case))]


def test_the_case_reads_the_same_on_a_machine_that_has_other_packs(
    library: Library, shipped: Path, tmp_path: Path
) -> None:
    with _begun(tmp_path / "案件.fushen", library.packs()) as file:
        before = _seen(file.case, library.packs())
    later = shipped / "platforms/tmall.toml"
    later.write_text(later.read_text("utf-8").replace("amount = 15\n", "amount = 3\n", 1), "utf-8")
    letter = shipped / "playbooks/qualification-reappeal/letter.md.j2"
    letter.write_text(letter.read_text("utf-8").replace("## 申诉请求", "## 请求事项", 1), "utf-8")
    elsewhere = Library(tmp_path / "另一台", shipped)
    with store.open(tmp_path / "案件.fushen", read_only=True) as file:
        rules = rules_of(file, elsewhere.packs())
        assert rules.pinned
        assert _seen(file.case, rules.packs) == before
        told = rules.changes(file.case)
        assert [one.kind for one in told] == ["changed", "changed"]
        assert any(line.startswith("+") and "请求事项" in line for one in told for line in one.lines)


def test_a_year_that_is_known_by_now_is_known_to_an_older_case_too(
    library: Library, shipped: Path, tmp_path: Path
) -> None:
    with _begun(tmp_path / "案件.fushen", library.packs()) as file:
        text = (shipped / "calendars/2026.toml").read_text("utf-8").replace("2026", "2027")
        path = tmp_path / "2027.toml"
        path.write_text(text.replace("workdays = [", "workdays = []\n# "), "utf-8")
        library.take_in(path, NOW)
        rules = rules_of(file, library.packs())
        assert set(rules.packs.calendars) == {2026, 2027}
        assert rules.changes(file.case) == ()


def test_a_change_that_does_not_concern_the_case_is_not_told(library: Library, edited: Edited, tmp_path: Path) -> None:
    with _begun(tmp_path / "案件.fushen", library.packs()) as file:
        library.take_in(edited("platforms/jd", ("京东", "京东商城")), NOW)
        assert rules_of(file, library.packs()).changes(file.case) == ()


def test_a_case_without_packs_goes_by_what_is_installed_until_it_is_given_some(
    library: Library, tmp_path: Path
) -> None:
    old = replace(intake.new_case("spot-check", "tmall", NOW, library.packs()), packs=(), rules="")
    with store.create(tmp_path / "案件.fushen", old) as file:
        rules = rules_of(file, library.packs())
        assert (rules.pinned, rules.said, rules.packs.digest) == (False, (), library.packs().digest)
        file.apply(move(file, rules.installed), "固定规则")
        assert rules_of(file, library.packs()).pinned


@pytest.mark.parametrize("kept", [b"", b"no zip"])
def test_packs_of_a_case_that_can_not_be_read_are_told_and_replaced_by_the_installed(
    kept: bytes, library: Library, tmp_path: Path
) -> None:
    case = replace(intake.new_case("spot-check", "tmall", NOW, library.packs()), rules="d" * 64)
    with store.create(tmp_path / "案件.fushen", case, rules=kept) as file:
        rules = rules_of(file, library.packs())
        assert (rules.pinned, len(rules.said)) == (False, 1)
        assert "改用现在安装的" in rules.said[0]


def test_packs_that_are_not_what_the_case_names_are_not_used(library: Library, edited: Edited, tmp_path: Path) -> None:
    case = replace(intake.new_case("spot-check", "tmall", NOW, library.packs()), rules="d" * 64)
    with store.create(tmp_path / "案件.fushen", case, rules=text_of(library.packs())) as file:
        assert not rules_of(file, library.packs()).pinned


def test_letters_of_a_case_that_might_never_end_are_not_used(library: Library, tmp_path: Path) -> None:
    tree = library.packs().tree
    name = "playbooks/spot-check/letter.md.j2"
    endless = tree.over({name: tree.files[name] + b"{{ 'x' * 999999999 }}"})
    case = replace(intake.new_case("spot-check", "tmall", NOW, library.packs()), rules=endless.digest)
    with store.create(tmp_path / "案件.fushen", case, rules=pack(endless.files)) as file:
        rules = rules_of(file, library.packs())
        assert (rules.pinned, rules.packs.digest) == (False, library.packs().digest)


def test_a_value_of_the_persons_own_holds_for_an_older_case_too(
    library: Library, edited: Edited, tmp_path: Path
) -> None:
    with _begun(tmp_path / "案件.fushen", library.packs()) as file:
        library.take_in(edited(TMALL, *TWO_DAYS), NOW)
        library.set_own(OwnValue("platforms/tmall.toml", "portal.images_max", 6, NOW.date()))
        rules = rules_of(file, library.packs())
        assert rules.packs.digest != rules.installed.digest
        assert rules.packs.platforms["tmall"].portal.images_max == 6
        assert rules.packs.platforms["tmall"].windows[0].amount == 15


def test_an_exported_case_brings_its_packs_with_it(library: Library, edited: Edited, tmp_path: Path) -> None:
    with _begun(tmp_path / "案件.fushen", library.packs()) as file:
        case = file.case
        intake.export(file, tmp_path / "出")
    library.take_in(edited(TMALL, *TWO_DAYS), NOW)
    again = intake.read(tmp_path / "出" / "INTAKE.toml", library.packs())
    with intake.create(again, tmp_path / "2.fushen", NOW) as second:
        assert second.case == case
        assert len(rules_of(second, library.packs()).changes(second.case)) == 2


def test_an_exported_case_with_broken_packs_is_refused(library: Library, tmp_path: Path) -> None:
    with _begun(tmp_path / "案件.fushen", library.packs()) as file:
        intake.export(file, tmp_path / "出")
    (tmp_path / "出" / "rules.zip").write_bytes(b"")
    with pytest.raises(intake.reading.BadIntake, match="rules: 这不是完好的规则包文件"):
        intake.read(tmp_path / "出" / "INTAKE.toml", library.packs())


BOOK = "playbooks/spot-check"


@pytest.mark.parametrize(
    ("key", "old", "new", "says"),
    [
        (
            "platforms/taobao",
            'attempts = "处罚前、处罚后各一次"',
            'attempts = "仅一次"',
            "由“处罚前、处罚后各一次”改为“仅一次”",
        ),
        ("platforms/taobao", "file_mb_max = 5", "file_mb_max = 5\nimages_max = 9", "图片张数上限由“未知”改为“9”"),
        ("platforms/taobao", "days = 365", "days = 180", "最多早多少天由“365”改为“180”"),
        ("platforms/taobao", 'id = "live-5-days"\ntitle = "淘宝', 'id = "live"\ntitle = "', "新增期限“直播违规"),
        ("platforms/taobao", 'id = "live-5-days"\ntitle = "淘宝', 'id = "live"\ntitle = "', "删去期限“淘宝直播违规"),
        ("platforms/taobao", 'id = "live-5-days"', 'id = "live"', ""),
        ("platforms/taobao", "amount = 500\n", "amount = 300\n", "文本框“申诉理由（500字）”：长度由“500”改为“300”"),
        ("papers/invoice", "least_days = 1", "least_days = 2", "通常用时：最短天数由“1”改为“2”"),
        ("papers/invoice", "required = true", "required = false", "是否必填由“是”改为“否”"),
        (BOOK, 'level = "warn"', 'level = "fail"', "轻重由“建议处理”改为“必须解决”"),
        ("letters", "title = ", 'title = "文段" # ', "名称由“几个剧本共用的段落”改为“文段”"),
    ],
)
def test_a_change_reads_as_a_sentence_with_its_source(key: str, old: str, new: str, says: str) -> None:
    tree = load().tree
    files = grouped(tree.files)[key]
    assert any(old.encode() in content for content in files.values()), old
    newer = {name: content.replace(old.encode(), new.encode(), 1) for name, content in files.items()}
    told = [one.sentence for one in changes(tree, tree.over(newer))]
    assert any(says in sentence for sentence in told) if says else told == [], told
    assert changes(tree, tree) == ()


def test_an_english_change_names_platform_and_box_as_the_window_does() -> None:
    tree = load().tree
    files = grouped(tree.files)["platforms/tmall"]
    newer = {name: content.replace(b"amount = 200\n", b"amount = 320\n", 1) for name, content in files.items()}
    use_language("en")  # every test begins in Chinese again
    told = [one.sentence for one in changes(tree, tree.over(newer))]
    box = 'text box "Short (200 characters)": length changed from "200" to "320"'
    assert any(sentence.startswith("Tmall · ") and box in sentence for sentence in told), told


def test_a_pack_that_comes_or_goes_is_one_change() -> None:
    tree = load().tree
    less = tree.without(frozenset({"papers/other.toml"}))
    ((gone,), (come,)) = changes(tree, less), changes(less, tree)
    assert (gone.kind, come.kind, gone.before == come.after) == ("removed", "added", True)
