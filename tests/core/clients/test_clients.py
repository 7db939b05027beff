"""Clients: entered once, proven by papers, and taken from lists without surprises."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from core import clients, packs, store
from core.clients import ClientShelf, Fact, Proof, shelf
from core.clients import importing as lists
from core.clients.profiles import new
from core.clients.tables import Table, read
from core.errors import DamagedDocument, NotATable, NotReadable
from core.model import Case, Entity, Field, FieldSource, Paper, Role, Shop
from core.model.values import CHINA

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
CODE = "91330200MAXX00170W"
HEADER = "客户名称,公司名称,统一社会信用代码,法人,店铺名称,平台"


def case() -> Case:
    return Case("00000000-0000-4000-8000-000000000000", NOW, "qualification-reappeal", "tmall")


def table(*lines: str, header: str = HEADER) -> Table:
    return Table(tuple(header.split(",")), tuple((n, tuple(line.split(","))) for n, line in enumerate(lines, 2)))


def look(found: Table, known: tuple[clients.Client, ...] = ()) -> lists.Preview:
    return lists.preview(found, lists.guess(found.header), known, packs.load())


def test_a_case_tells_of_its_client_and_a_new_case_begins_with_it_and_its_papers(tmp_path: Path) -> None:
    licence = tmp_path / "营业执照.jpg"
    licence.write_bytes(b"licence")
    kept = ClientShelf(tmp_path / "home")
    paper = kept.keep(licence, "business-licence")
    fields = (
        Field("holder", "宁波启明", FieldSource.OCR, confirmed=True, page=1),
        Field("uscc", "读错了", FieldSource.OCR, confirmed=False, page=1),
    )
    offered = Paper(
        "P1", licence.name, paper.sha256, paper.size, "business-licence", True, Role.EVIDENCE, fields=fields
    )
    told = replace(
        case(), entity=Entity("宁波启明", CODE), shop=Shop("启明星辰旗舰店"), client="启明", papers=(offered,)
    )
    client = clients.from_case(told, None)
    assert client.fact("name") == Fact("name", "宁波启明", Proof(paper.sha256, 1))
    assert client.fact("uscc") == Fact("uscc", CODE)  # nobody confirmed what the paper says of it
    kept.write((client,))
    (again,) = kept.read()
    assert again == client

    begun = clients.begin(case(), again, "启明星辰旗舰店")
    assert begun.entity == Entity("宁波启明", CODE)
    assert [(p.id, p.value("holder"), p.type) for p in begun.papers] == [("P1", "宁波启明", "business-licence")]
    path = tmp_path / "new.fushen"
    with store.create(path, begun, originals=kept.originals(again)) as file, file.open_original(paper.sha256) as stored:
        assert stored.read() == b"licence"


def test_another_value_in_a_case_does_not_keep_the_old_proof() -> None:
    client = new("启明").with_fact(Fact("name", "旧名", Proof("a" * 64, 1)))
    told = clients.from_case(replace(case(), entity=Entity("新名")), client)
    assert told.fact("name") == Fact("name", "新名")
    same = clients.from_case(replace(case(), entity=Entity("旧名")), client)
    assert same.fact("name") == client.fact("name")


def test_a_paper_that_is_gone_is_told(tmp_path: Path) -> None:
    kept = ClientShelf(tmp_path)
    source = tmp_path / "x.pdf"
    source.write_bytes(b"x")
    client = new("甲").with_paper(kept.keep(source))
    kept.path_of(client.papers[0].sha256).unlink()
    with pytest.raises(NotReadable, match=r"x\.pdf"):
        kept.originals(client)


def test_a_damaged_file_of_clients_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "clients.json").write_text('{"format": 1, "clients": [{"id": 3}]}', encoding="utf-8")
    with pytest.raises(DamagedDocument):
        ClientShelf(tmp_path).read()
    assert "3" in (tmp_path / "clients.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_the_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "客户.csv"
    text = f"客户清单\n{HEADER}\n启明,宁波启明,{CODE},王一,启明旗舰店,天猫\n\n".replace(",", delimiter)
    path.write_bytes(text.encode(encoding))
    found = read(path)
    assert found.header == tuple(HEADER.split(","))
    assert found.rows == ((3, ("启明", "宁波启明", CODE, "王一", "启明旗舰店", "天猫")),)


def test_formulas_of_a_workbook_are_not_worked_out(tmp_path: Path) -> None:
    path = tmp_path / "客户.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["客户名称", "统一社会信用代码", "电话"])
    sheet.append(["启明", '=HYPERLINK("http://x.invalid","91")', 13800000000.0])
    book.save(path)
    found = read(path)
    assert found.rows == ((2, ("启明", "", "13800000000")),)
    assert found.formulas == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89PNG\r\n\x1a\n\0\0\0", b"PK\x03\x04broken", b"\n\n"],
    ids=["empty", "png", "zip", "blank"],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(NotATable):
        read(path)


def test_a_workbook_damaged_anywhere_is_read_or_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "客户.xlsx"
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADER.split(","))
    book.save(path)
    whole, refused = path.read_bytes(), 0
    for place in range(0, len(whole), 37):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        try:
            read(path)
        except NotATable:
            refused += 1
    assert refused > 20


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (41 << 20))
    with pytest.raises(NotATable, match="过大"):
        read(path)


def test_columns_are_guessed_each_meaning_once() -> None:
    header = ("序号", "公司名称", "法人", "税号", "联系电话", "注册地址", "网店", "店铺ID", "平台", "客户简称")
    assert lists.guess(header) == (
        "", "name", "legal_representative", "uscc", "contact", "address", "shop", "shop_id", "platform", "client",
    )  # fmt: skip


def test_all_mistakes_of_a_list_are_told_together_and_such_lines_are_left_out() -> None:
    found = look(
        table("启明,宁波启明,123,王一,启明旗舰店,火星商城", ",,,,,天猫", f"森屿,森屿公司,{CODE},李二,森屿专卖店,天猫")
    )
    assert [row.status for row in found.rows] == ["mistake", "mistake", "new"]
    assert len(found.rows[0].told) == 2
    assert [client.name for client in found.clients] == ["森屿"]
    assert found.clients[0].shops[0].platform == "tmall"


def test_duplicates_are_shown_and_add_only_what_was_not_known() -> None:
    first = look(table(f"启明,宁波启明,{CODE},王一,启明旗舰店,天猫")).clients
    again = look(
        table(
            f"启明,宁波启明,{CODE},王一,启明旗舰店,天猫",
            f"启明电商,宁波启明,{CODE},赵四,启明专营店,淘宝",
        ),
        first,
    )
    assert [row.status for row in again.rows] == ["same", "known"]
    (client,) = again.clients
    assert client.id == first[0].id
    assert client.value("legal_representative") == "王一"  # what was there is kept, and said
    assert any("王一" in told for told in again.rows[1].told)
    assert [s.shop.name for s in client.shops] == ["启明旗舰店", "启明专营店"]


def test_one_client_with_two_shops_in_one_list_becomes_one_client() -> None:
    found = look(table(f"启明,,{CODE},,甲店,天猫", f"启明,,{CODE},,乙店,京东"))
    assert len(found.clients) == 1
    assert shelf.of_case(found.clients, name="", uscc=CODE) == found.clients[0]
