"""Packs are taken in, given out, taken back, and never half."""

from __future__ import annotations

import io
import stat
import tomllib
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from core.errors import BadPacks, FushenError
from core.library import Library
from core.library.shelf import FORMAT
from core.model.values import CHINA
from core.packs import lint, load
from core.packs.bundle import FILE_BYTES_MAX, LIST_NAME, pack, unpack
from core.packs.own import OwnSource, OwnValue, settable
from core.packs.tree import Tree, of_folder

NOW = datetime(2026, 11, 22, 9, tzinfo=CHINA)
TMALL = "platforms/tmall"
TEN_DAYS = (("amount = 15\nunit", "amount = 10\nunit"), ('version = "1.1.0"', 'version = "8.0.0"'))
Edited = Callable[..., Path]


def _window(library: Library) -> int:
    return library.packs().platforms["tmall"].windows[0].amount


def test_without_anything_taken_in_the_shipped_packs_are_used(library: Library) -> None:
    assert library.packs().digest == load().digest
    assert {one.unit.key for one in library.installed()} >= {TMALL, "reasons", "letters", "deposits", "calendars/2026"}
    assert not any(one.taken or one.can_roll_back for one in library.installed())


def test_a_pack_that_is_taken_in_is_used_and_can_be_taken_back(library: Library, edited: Edited) -> None:
    (unit,) = library.take_in(edited(TMALL, *TEN_DAYS), NOW)
    assert (unit.key, unit.version, _window(library)) == (TMALL, "8.0.0", 10)
    (one,) = [one for one in library.installed() if one.taken]
    assert one.taken is not None
    assert (one.shipped, one.taken.at, one.taken.name) == ("1.1.0", "2026-11-22T09:00:00+08:00", "新规则.zip")
    assert library.take_in(edited(TMALL, *TEN_DAYS), NOW) == ()
    back = library.roll_back(TMALL)
    assert back is not None
    assert (back.version, _window(library)) == ("1.1.0", 15)
    with pytest.raises(FushenError, match="没有更早的"):
        library.roll_back(TMALL)


def test_rolling_back_goes_one_version_at_a_time(library: Library, edited: Edited) -> None:
    library.take_in(edited(TMALL, *TEN_DAYS), NOW)
    library.take_in(edited(TMALL, ("amount = 15\nunit", "amount = 7\nunit"), ('"1.1.0"', '"9.0.0"')), NOW)
    assert _window(library) == 7
    assert [library.roll_back(TMALL), library.roll_back(TMALL)] != [None, None]
    assert _window(library) == 15
    library.take_in(edited(TMALL, *TEN_DAYS), NOW)
    assert _window(library) == 10


def test_a_new_pack_is_gone_again_when_it_is_rolled_back(library: Library, shipped: Path, tmp_path: Path) -> None:
    text = (shipped / "papers/chat-record.toml").read_text("utf-8").replace('id = "chat-record"', 'id = "gift-record"')
    path = tmp_path / "新材料.toml"
    path.write_text(text, "utf-8")
    (unit,) = library.take_in(path, NOW)
    assert unit.key == "papers/gift-record"
    assert "gift-record" in library.packs().papers
    assert library.roll_back("papers/gift-record") is None
    assert "gift-record" not in library.packs().papers


def test_a_pack_with_mistakes_is_refused_with_all_of_them_and_nothing_changes(library: Library, edited: Edited) -> None:
    bad = edited(TMALL, ("amount = 15", "amount = 0"), ('certainty = "B"', 'certainty = "D"'))
    with pytest.raises(BadPacks) as caught:
        library.take_in(bad, NOW)
    assert all(line.startswith("platforms/tmall.toml:") for line in caught.value.mistakes)
    assert len(caught.value.mistakes) == 2
    assert _window(library) == 15
    assert not (library.folder / "installed.json").exists()


def test_what_other_packs_need_can_not_be_taken_back(library: Library, shipped: Path, tmp_path: Path) -> None:
    paper = (shipped / "papers/chat-record.toml").read_text("utf-8").replace("chat-record", "gift-record")
    book = of_folder(shipped).under("playbooks/dispute-appeal/")
    main = "playbooks/dispute-appeal/playbook.toml"
    book[main] = book[main].replace(b'any_of = ["chat-record"]', b'any_of = ["chat-record", "gift-record"]', 1)
    assert b"gift-record" in book[main]
    path = tmp_path / "两个.zip"
    path.write_bytes(pack({**book, "papers/gift-record.toml": paper.encode()}))
    assert [unit.key for unit in library.take_in(path, NOW)] == ["playbooks/dispute-appeal", "papers/gift-record"]
    with pytest.raises(BadPacks, match="gift-record"):
        library.roll_back("papers/gift-record")
    assert "gift-record" in library.packs().papers


def test_an_exported_pack_has_the_same_bytes_every_time_and_is_taken_in_elsewhere(
    library: Library, edited: Edited, shipped: Path, tmp_path: Path
) -> None:
    library.take_in(edited(TMALL, *TEN_DAYS), NOW)
    first = library.export([TMALL, "reasons"])
    assert first == library.export(["reasons", TMALL, TMALL])
    listed = tomllib.loads(unpack(first)[LIST_NAME].decode())
    assert listed["format"] == FORMAT
    assert [(row["pack"], row["version"]) for row in listed["packs"]] == [(TMALL, "8.0.0"), ("reasons", "1.1.0")]
    other = Library(tmp_path / "另一台", shipped)
    path = tmp_path / "给您.zip"
    path.write_bytes(first)
    assert [unit.key for unit in other.take_in(path, NOW)] == [TMALL]
    assert other.export([TMALL, "reasons"]) == first


def test_everything_exported_is_everything_that_is_used(library: Library) -> None:
    files = unpack(library.export([]))
    files.pop(LIST_NAME)
    assert Tree(files).digest == library.packs().digest


def test_a_bundle_that_was_changed_on_the_way_is_refused(library: Library, tmp_path: Path) -> None:
    files = unpack(library.export([TMALL]))
    files["platforms/tmall.toml"] = files["platforms/tmall.toml"].replace(b"amount = 15", b"amount = 90", 1)
    path = tmp_path / "改过.zip"
    path.write_bytes(pack(files))
    with pytest.raises(BadPacks, match="可能在传送中被改动"):
        library.take_in(path, NOW)


def test_a_bundle_damaged_anywhere_is_read_or_refused_in_words() -> None:
    whole = pack({"platforms/tmall.toml": b"id = 'tmall'\n" * 99}, small=True)
    refused = 0
    for place in range(len(whole)):
        damaged = whole[:place] + bytes([whole[place] ^ 0x15]) + whole[place + 1 :]
        try:
            unpack(damaged)
        except BadPacks:
            refused += 1
    assert refused > len(whole) // 3


def test_a_folder_around_the_packs_does_no_harm(library: Library, edited: Edited, tmp_path: Path) -> None:
    inner = unpack(edited(TMALL, *TEN_DAYS).read_bytes())
    path = tmp_path / "一层.zip"
    path.write_bytes(pack({f"copy/{name}": content for name, content in inner.items()}))
    assert [unit.version for unit in library.take_in(path, NOW)] == ["8.0.0"]


def _zip(*entries: tuple[str, bytes], mode: int = stat.S_IFREG) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (mode | 0o755) << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (_zip(("../platforms/x.toml", b"")), "路径不能用"),
        (_zip(("/platforms/x.toml", b"")), "路径不能用"),
        (_zip(("platforms\\x.toml", b"")), "路径不能用"),
        (_zip(("C:/x.toml", b"")), "路径不能用"),
        (_zip(("platforms/x.py", b"")), "不是规则包的文件"),
        (_zip(("packet/packet.typ", b""), ("reasons.toml", b"")), "不是规则包的文件"),
        (_zip(("copy/packet/packet.typ", b"")), "不是规则包的文件"),
        (_zip(("platforms/run.exe", b"MZ")), "不是规则包的文件"),
        (_zip(("platforms/x.toml", b"target"), mode=stat.S_IFLNK), "不是普通文件"),
        (_zip(("platforms/x.toml", b" " * (FILE_BYTES_MAX + 1))), "太大"),
        (_zip(("platforms/x.toml", b""), ("platforms/X.toml", b"")), "出现了两次"),
        (_zip(*((f"platforms/x{n}.toml", b"") for n in range(2001))), "文件太多"),
        (_zip(*((f"platforms/x{n}.toml", b" " * 900_000) for n in range(20))), "解开后太大"),
        (_zip(), "什么也没有"),
        (b"PK but no archive", "不是完好的规则包文件"),
    ],
)
def test_what_no_bundle_of_packs_is_stays_outside(content: bytes, says: str, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "陌生.zip"
    path.write_bytes(content)
    with pytest.raises(BadPacks, match=says):
        library.take_in(path, NOW)
    assert not library.folder.exists()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{% for a in range(9) %}{% endfor %}", "range"),
        ("{{ 'x' * 99999999999 }}", r"不能用 \*"),
        ("{{ 9 ** (9 ** 9) }}", r"不能用 \*\*"),
        ("{% macro m() %}{{ m() }}{% endmacro %}", "不能用 macro"),
        ("{% include 'playbooks/spot-check/letter.md.j2' %}", "没有尽头|不会有尽头"),
        ("{% import 'letters/tail.md.j2' as t %}", "不能用 import"),
        ("{{ 'x'|center(999999999) }}", r"\|center"),
        ("{{ points|map('center', 999999999) }}", r"\|map"),
        ("{{ '%999999999d' % 1 }}", "不能用 %"),
        ("{{ 'x'.ljust(999999999) }}", r"不能用 \(\)"),
        ("{% set a = 'x' %}" + "{% set a = a ~ a %}" * 60, "不能用 ~"),
        ("{% set a = points %}" + "{% set a = a + a %}" * 60, r"set … \+"),
        ("{% if points %}" * 2000 + "{% endif %}" * 2000, "套得太深"),
        ("".join(f"{{% for a{n} in points %}}" for n in range(5)) + "{% endfor %}" * 5, "循环套得太深"),
    ],
)
def test_a_template_that_might_never_end_is_refused(line: str, says: str, library: Library, edited: Edited) -> None:
    first = (library.root / "playbooks/spot-check/letter.md.j2").read_text("utf-8").splitlines()[0]
    with pytest.raises(BadPacks, match=says):
        library.take_in(edited("playbooks/spot-check", (first, f"{first}\n{line}")), NOW)


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("{{% include 'letters/b{next}.md.j2' %}}" * 2, "引用的段落太多"),
        ("{{% for a in points %}}{{% include 'letters/b{next}.md.j2' %}}{{% endfor %}}", "循环套得太深"),
    ],
    ids=["doubling", "looping"],
)
def test_paragraphs_that_include_each_other_without_bounds_are_refused_at_once(
    part: str, says: str, shipped: Path
) -> None:
    for number in range(40):
        text = part.format(next=number + 1) if number < 39 else "完"
        (shipped / f"letters/b{number}.md.j2").write_text(text, "utf-8")
    letter = shipped / "playbooks/spot-check/letter.md.j2"
    letter.write_text(letter.read_text("utf-8") + "\n{% include 'letters/b0.md.j2' %}\n", "utf-8")
    assert any(says in str(mistake) for mistake in lint(shipped))


def test_an_imported_pack_that_a_later_program_can_not_read_is_left_out_and_told(
    library: Library, edited: Edited, shipped: Path
) -> None:
    library.take_in(edited(TMALL, *TEN_DAYS), NOW)
    book = shipped / "playbooks/qualification-reappeal/playbook.toml"
    for path in (shipped / "playbooks").glob("*/playbook.toml"):
        path.write_text(path.read_text("utf-8").replace('"tmall", ', ""), "utf-8")
    assert '"tmall", ' not in book.read_text("utf-8")
    stored = next((library.folder / "store").iterdir())
    files = {n: c.replace(b"names = ", b"namen = ") for n, c in unpack(stored.read_bytes()).items()}
    stored.write_bytes(pack(files))
    packs = library.packs()
    assert packs.platforms["tmall"].windows[0].amount == 15
    assert "暂时改用程序自带的" in packs.said[0]


def test_a_lost_pack_is_told_and_the_shipped_one_used(library: Library, edited: Edited) -> None:
    library.take_in(edited(TMALL, *TEN_DAYS), NOW)
    next((library.folder / "store").iterdir()).unlink()
    packs = library.packs()
    assert packs.platforms["tmall"].windows[0].amount == 15
    assert "platforms/tmall 8.0.0 已找不到" in packs.said[0]
    (library.folder / "installed.json").write_text("{", "utf-8")
    assert library.packs().said == ()


# A year of working days


def _year(shipped: Path, tmp_path: Path, *pairs: tuple[str, str]) -> Path:
    text = (
        (shipped / "calendars/2026.toml").read_text("utf-8").replace("2026", "2027").replace("2025-11-04", "2026-11-20")
    )
    text = text.replace("workdays = [", "workdays = []\n# ", 1)
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "放假安排.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_year_file_is_put_where_it_belongs(library: Library, shipped: Path, tmp_path: Path) -> None:
    path = _year(shipped, tmp_path)
    (unit,) = library.take_in(path, NOW)
    assert (unit.key, unit.title) == ("calendars/2027", "2027 年放假与调休")
    assert set(library.packs().calendars) == {2026, 2027}


@pytest.mark.parametrize(
    ("pair", "says"),
    [
        (("year = 2027", "year = 2037"), "不在 2037 年"),
        (("first = 2027-10-01", "first = 2027-10-09"), "结束日早于开始日"),
        (("workdays = [", "workdays = [2027-06-02, "), "不是周末"),
        (("workdays = [", "workdays = [2027-10-02, "), "是假期里的一天"),
        (("first = 2027-10-01", "first = 2027-09-25"), "与另一个假期重叠"),
        (("[fact]", "[[fact]]"), "fact"),
    ],
)
def test_a_year_file_with_mistakes_is_refused(
    pair: tuple[str, str], says: str, library: Library, shipped: Path, tmp_path: Path
) -> None:
    with pytest.raises(BadPacks, match=says):
        library.take_in(_year(shipped, tmp_path, pair), NOW)
    assert set(library.packs().calendars) == {2026}


def test_a_file_that_is_no_pack_is_told_so(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "别的.toml"
    path.write_text('name = "x"', "utf-8")
    with pytest.raises(BadPacks, match="看不出"):
        library.take_in(path, NOW)
    path.write_text("name = “x”", "utf-8")
    with pytest.raises(BadPacks, match="英文双引号"):
        library.take_in(path, NOW)


# What the person set

IMAGES = OwnValue("platforms/tmall.toml", "portal.images_max", 6, date(2026, 11, 22), "后台提交页所见")


def test_a_value_of_the_persons_own_is_used_with_its_day_and_outlives_an_upgrade(
    library: Library, edited: Edited
) -> None:
    assert library.packs().platforms["tmall"].portal.images_max is None
    library.set_own(IMAGES)
    library.take_in(edited(TMALL, *TEN_DAYS), NOW)
    portal = library.packs().platforms["tmall"].portal
    assert (portal.images_max, _window(library)) == (6, 10)
    assert isinstance(portal.fact, OwnSource)
    assert (portal.fact.source, portal.fact.as_of, portal.fact.note) == (
        "您的设定",
        date(2026, 11, 22),
        "后台提交页所见",
    )
    assert library.packs().digest == Library(library.folder.parent, library.root).packs().digest
    library.drop_own(IMAGES.file, IMAGES.place)
    assert library.packs().platforms["tmall"].portal.images_max is None


def test_a_value_in_a_list_is_found_by_its_key_whatever_its_place(library: Library) -> None:
    name = library.packs().platforms["tmall"].windows[1].id
    library.set_own(OwnValue("platforms/tmall.toml", f"windows.{name}.amount", 9, date(2026, 11, 22)))
    window = library.packs().platforms["tmall"].windows[1]
    assert (window.amount, window.fact.source) == (9, "您的设定")
    assert _window(library) == 15


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("portal.images_max", "六"),
        ("portal.nothing", 6),
        ("windows.none.amount", 6),
        ("title", "x"),
        ("windows.general-15-days.amount", 0),
        ("windows.general-15-days.unit", "week"),
    ],
)
def test_a_value_that_can_not_stand_there_is_refused(place: str, value: int | str, library: Library) -> None:
    with pytest.raises(BadPacks, match="不能设为"):
        library.set_own(OwnValue("platforms/tmall.toml", place, value, date(2026, 11, 22)))
    assert library.own_values() == ()


def test_a_value_whose_place_is_gone_rests_and_is_told(library: Library, shipped: Path) -> None:
    name = library.packs().platforms["tmall"].windows[0].id
    value = OwnValue("platforms/tmall.toml", f"windows.{name}.amount", 9, date(2026, 11, 22))
    library.set_own(value)
    path = shipped / "platforms/tmall.toml"
    path.write_text(path.read_text("utf-8").replace(f'id = "{name}"', 'id = "renamed"', 1), "utf-8")
    assert _window(library) == 15
    assert library.idle_own() == (value,)
    assert library.own_values() == (value,)


def test_every_value_that_may_be_set_has_its_place(library: Library) -> None:
    packs = library.packs()
    for file, shape in ((f"platforms/{p.id}.toml", p) for p in packs.platforms.values()):
        places = [one.place for one in settable(shape)]
        assert len(places) == len(set(places)) >= 5
        for one in settable(shape):
            value = one.value if one.value is not None else 3
            library.set_own(OwnValue(file, one.place, value, date(2026, 11, 22)))
    assert library.idle_own() == ()
