from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from core import intake
from core.errors import AlreadyThere, BadIntake, NotReadable
from core.model.values import CHINA
from core.packs import Packs

NOW = datetime(2026, 11, 22, 9, tzinfo=CHINA)
PAGE = (Path(__file__).parents[3] / "docs" / "file-format.md").read_text(encoding="utf-8")
Write = Callable[..., Path]


def mistakes(path: Path, packs: Packs) -> tuple[str, ...]:
    with pytest.raises(BadIntake) as bad:
        intake.read(path, packs)
    assert f"{len(bad.value.mistakes)} 处错误" in bad.value.message
    return bad.value.mistakes


def places(found: tuple[str, ...]) -> list[str]:
    """The dotted keys of mistakes."""
    return [re.match(r"INTAKE\.toml:\d+ (?:(\S+): )?", one)[1] for one in found]  # type: ignore[index]  # else it fails


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[answers]\nfoood = true", "answers.foood"),
        ('[answers]\nfood = "也许"', "answers.food"),
        ("[answers]\nfood = 1", "answers.food"),
        ('[[unavailable]]\nrequirement = "licnce"\nreason = "x"', "unavailable[1].requirement"),
        ('[commitment]\nconfirmed = "yes"', "commitment.confirmed"),
        ("money_at_risk = nan", "money_at_risk"),
        ('id = "7"', "id"),
        ("[[round]]\nnumber = 1\n[[round]]\nnumber = 1", "round[2].number"),
        ('[[paper]]\nfile = "授权书.pdf"\nname = "../x"', "paper[1].name"),
        ('[[paper]]\nfile = "授权书.pdf"\nmask = [{page = 0, box = [0.1, 0.2, 0.3, 0.4]}]', "paper[1].mask[1].page"),
        ('[[paper]]\nfile = "授权书.pdf"\nmask = [{page = 1, box = [0.5, 0.2, 0.3, 0.4]}]', "paper[1].mask[1].box"),
        ('[[paper]]\nfile = "."', "paper[1].file"),
        (
            '[[paper]]\nfile = "授权书.pdf"\nfields = {holder = [{value = "甲"}, {value = "乙"}]}',
            "paper[1].fields.holder",
        ),
        ('[[paper]]\nfile = "授权书.pdf"\nfields = {holder = {valu = "甲"}}', "paper[1].fields.holder"),
        (
            '[[paper]]\nfile = "授权书.pdf"\ntype = "brand-authorisation"\nfields = {valid_to = "明年"}',
            "paper[1].fields.valid_to",
        ),
    ],
)
def test_a_single_mistake_is_told_alone(written: Write, installed: Packs, text: str, place: str) -> None:
    assert places(mistakes(written(text), installed)) == [place]


def test_what_is_written_on_the_page_is_read(tmp_path: Path, installed: Packs) -> None:
    whole, proposal = re.findall(r"```toml\n(.+?)```", PAGE, re.DOTALL)
    # The two ways to write `fields` of one paper can't stand side by side.
    with_proposal = re.sub(r"fields = .+", "", whole).replace("[[paper.mask]]", proposal + "[[paper.mask]]")
    for name in ("授权书.pdf", "授权书-新.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "通知.txt").write_bytes("审核未通过。".encode("gb18030"))
    (tmp_path / "INTAKE.toml").write_text(with_proposal, encoding="utf-8")
    with intake.create(intake.read(tmp_path / "INTAKE.toml", installed), tmp_path / "a.fushen", NOW) as opened:
        case = opened.case
    assert case.notice.text == "审核未通过。"
    assert intake.read(_page_as_it_is(tmp_path, whole), installed).shape.paper[1].fields["grantor"] == "甲公司"
    assert [f.name for f in case.papers[1].proposals("holder")] == ["holder"]
    assert case.papers[1].masks[0].box == (0.1, 0.2, 0.4, 0.25)


def _page_as_it_is(folder: Path, text: str) -> Path:
    path = folder / "whole.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("content", [b"playbook = ", b"\xff\xfe\x00", b"a = 1\na = 2", b"x = [" * 3000])
def test_what_is_no_toml_is_told(tmp_path: Path, installed: Packs, content: bytes) -> None:
    path = tmp_path / "INTAKE.toml"
    path.write_bytes(content)
    assert len(mistakes(path, installed)) == 1


def test_a_missing_file_is_not_readable(tmp_path: Path, installed: Packs) -> None:
    for path in (tmp_path, tmp_path / "没有.toml"):
        with pytest.raises(NotReadable):
            intake.read(path, installed)


def test_a_windows_notepad_file_is_read(written: Write, installed: Packs) -> None:
    path = written("[shop]\nname = '样例'\n")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert intake.read(path, installed).shape.shop.name == "样例"


def test_a_target_that_is_there_is_left_alone(written: Write, installed: Packs, tmp_path: Path) -> None:
    read = intake.read(written('[[paper]]\nfile = "授权书.pdf"'), installed)
    target = tmp_path / "案件.fushen"
    target.write_bytes(b"mine")
    with pytest.raises(AlreadyThere):
        intake.create(read, target, NOW)
    assert target.read_bytes() == b"mine"


def test_a_paper_that_goes_away_meanwhile_leaves_no_half_file(written: Write, installed: Packs, tmp_path: Path) -> None:
    read = intake.read(written('[[paper]]\nfile = "授权书.pdf"\n[[paper]]\nfile = "新 授权书.pdf"'), installed)

    class Meddling:
        def step(self, done: int, total: int, message: str) -> None:
            if done > 1:  # of 4: both were measured, the first is being stored
                (tmp_path / "新 授权书.pdf").unlink(missing_ok=True)

    with pytest.raises(NotReadable):
        intake.create(read, tmp_path / "案件.fushen", NOW, progress=Meddling())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["INTAKE.toml", "授权书.pdf"]


def test_a_new_case_has_an_id_and_its_packs(installed: Packs) -> None:
    one, other = (intake.new_case("qualification-reappeal", "tmall", NOW, installed) for _ in range(2))
    assert one.id != other.id
    assert replace(one, id="") == replace(other, id="")
    assert [pin.id for pin in one.packs] == ["qualification-reappeal", "tmall"]


@pytest.mark.timeout(20)
def test_what_no_case_file_could_hold_is_told_with_all_the_rest(written: Write, installed: Packs) -> None:
    deep = ".".join(["a"] * 2000)
    path = written(f"""
[[round]]
number = 0x{"f" * 4000}
[answers]
{deep} = 1
sold-quantity = 99999999999999999999
[[claim]]
kind = "x"
""")
    assert {"round[1].number", "answers.sold-quantity", "claim[1].kind", "claim[1].text"} < {
        place if len(place) < 30 else place[:10] for place in places(mistakes(path, installed))
    }


def test_a_number_of_thousands_of_digits_is_a_mistake_in_the_toml(written: Write, installed: Packs) -> None:
    (only,) = mistakes(written(f"[[round]]\nnumber = {'9' * 5000}\n"), installed)
    assert "TOML" in only


def test_a_bad_region_hides_no_other_mistake(written: Write, installed: Packs) -> None:
    path = written("""
[[paper]]
id = "P1"
file = "没有.pdf"
[[paper.mask]]
page = 1
box = [nan, 2, 3, 0, 0, 0, 0, 0, 0, 4, 5]
[[claim]]
kind = "fact"
text = "一"
exhibits = [1, 2, "P1", 4, 5, 6, 7, 8, 9, 10, 11, "P8"]
""")
    found = places(mistakes(path, installed))
    assert {"paper[1].file", "claim[1].exhibits[1]", "claim[1].exhibits[11]"} <= set(found)
    assert any(place.startswith("paper[1].mask[1].box") for place in found)


@pytest.mark.timeout(20)
def test_a_text_file_that_is_no_file_is_a_mistake(written: Write, installed: Packs, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    for name in ("管道.txt", r"a\u0000b", "."):
        assert places(mistakes(written(f'[notice]\ntext_file = "{name}"\n'), installed)) == ["notice.text_file"]


@pytest.mark.parametrize("exhibit", ["P１:２", "P1:٣", "P1:" + "9" * 5000, "P1:00"])
def test_an_exhibit_is_written_in_plain_short_figures(written: Write, installed: Packs, exhibit: str) -> None:
    paper = '[[paper]]\nid = "P1"\nfile = "授权书.pdf"\n'
    path = written(f'{paper}[[claim]]\nkind = "fact"\ntext = "一"\nexhibits = ["{exhibit}"]\n')
    assert places(mistakes(path, installed)) == ["claim[1].exhibits[1]"]


@pytest.mark.parametrize("paper", ["P１", "P1２", "P" + "9" * 5000])
def test_an_id_is_written_in_plain_short_figures(written: Write, installed: Packs, paper: str) -> None:
    assert places(mistakes(written(f'[[paper]]\nid = "{paper}"\nfile = "授权书.pdf"\n'), installed)) == ["paper[1].id"]


def test_a_key_with_a_tab_is_read_like_any_other(written: Write, installed: Packs) -> None:
    assert len(mistakes(written('"a\tb" = 1\n'), installed)) == 1


@pytest.mark.timeout(20)
def test_thousands_of_mistakes_are_told_in_seconds(written: Write, installed: Packs) -> None:
    text = "".join(f'[[paper]]\nid = "P{n}"\nfile = "没有{n}.pdf"\ncolour = 3\nrole = "x"\n' for n in range(1, 1501))
    assert len(mistakes(written(text), installed)) == 4500


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", '"1066-10-14"'])
def test_a_moment_that_no_calendar_can_carry_to_china_is_a_mistake(
    written: Write, installed: Packs, moment: str
) -> None:
    (only,) = mistakes(written(f"[notice]\ndeadline = {moment}\n"), installed)
    assert "notice.deadline" in only
    assert "datetime" not in only


def test_mistakes_are_told_in_the_words_of_the_file(written: Write, installed: Packs) -> None:
    path = written(f"""
money_at_risk = nan
[shop]
name = 1.5
id = [1, {{ a = 2 }}]
[notice]
received_at = 12:00:00
[[paper]]
file = "授权书.pdf"
role = "{"很长" * 500}"
[[claim]]
kind = "fax"
text = "一"
""")
    found = "".join(mistakes(path, installed))
    assert not re.search(r"Decimal|datetime|finite|\{'", found)
    assert "、answer" not in found.split("fax")[1][:10]
    assert len(found) < 800


def test_an_intake_and_its_papers_are_bounded_in_size(written: Write, installed: Packs) -> None:
    path = written('[[paper]]\nfile = "录像.mp4"\n')
    with (path.parent / "录像.mp4").open("wb") as file:
        file.truncate(5 << 30)  # takes no room on the disk
    assert any("录像.mp4" in mistake and "MB" in mistake for mistake in mistakes(path, installed))
    with path.open("r+b") as file:
        file.truncate(5 << 30)
    with pytest.raises(BadIntake, match="MB"):
        intake.read(path, installed)
