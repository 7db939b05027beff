"""Packages, e-invoices and HEIC: what they say, and what in them a person should know."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from core.checks import run_files
from core.model import Verdict
from core.probe import Prober
from tests.samples import make_hostile as make

INVOICE = (
    "<eInvoice xmlns:fp='http://www.edrm.org.cn/schema/e-invoice/2019'><fp:InvoiceNo>83089647</fp:InvoiceNo>"
    "<fp:IssueDate>2020年07月23日</fp:IssueDate><fp:Buyer><fp:BuyerName>样例&amp;公司</fp:BuyerName></fp:Buyer>"
    "<fp:SellerName>供方</fp:SellerName></eInvoice>"
)


def write(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_a_word_document_is_read_part_by_part(prober: Prober, tmp_path: Path) -> None:
    parts = make.docx_parts("情况说明\n我店已核查。")
    parts["word/header1.xml"] = f'<w:hdr xmlns:w="{make.W}"><w:p><w:r><w:t>样例公司</w:t></w:r></w:p></w:hdr>'
    facts = prober.facts(write(tmp_path, "说明.docx", make.zipped(parts)))
    assert (facts.kind, facts.verdict, facts.active) == ("docx", Verdict.OK, ())
    assert facts.office is not None
    assert facts.office.parts == (
        ("word/document.xml", "情况说明\n我店已核查。"),
        ("word/header1.xml", "样例公司"),
    )


def test_a_table_is_read_with_its_shared_texts(prober: Prober, tmp_path: Path) -> None:
    cells = "<row><c t='s'><v>1</v></c><c><v>12.5</v></c></row><row><c t='inlineStr'><is><t>合计</t></is></c></row>"
    data = make.zipped(make.xlsx_parts(cells, "<si><t>甲</t></si><si><r><t>数</t></r><r><t>量</t></r></si>"))
    facts = prober.facts(write(tmp_path, "清单.xlsx", data))
    assert facts.verdict is Verdict.OK
    assert facts.office is not None
    assert facts.office.parts == (("xl/worksheets/sheet1.xml", "数量\t12.5\n合计"),)


@pytest.mark.parametrize(
    ("relation", "kind"),
    [
        (f'<Relationship Id="a" Type="{make.R}/attachedTemplate" TargetMode="External" Target="x"/>', "external-link"),
        (f'<Relationship Id="a" Type="{make.R}/image" TargetMode="External" Target="x"/>', "external-link"),
        (f'<Relationship Id="a" Type="{make.R}/oleObject" Target="embeddings/oleObject1.bin"/>', "ole-object"),
        (f'<Relationship Id="a" Type="{make.R}/package" Target="embeddings/a.xlsx"/>', "embedded-file"),
        (f'<Relationship Id="a" Type="{make.R}/hyperlink" TargetMode="External" Target="x"/>', ""),
    ],
)
def test_what_reaches_outside_or_hides_inside_a_document_is_named(
    relation: str, kind: str, prober: Prober, tmp_path: Path
) -> None:
    facts = prober.facts(write(tmp_path, "说明.docx", make.zipped(make.docx_parts(relations=relation))))
    assert facts.verdict is Verdict.OK
    assert {active.kind for active in facts.active} == ({kind} if kind else set())


@pytest.mark.parametrize("lost", ["word/document.xml", "_rels/.rels"])
def test_a_document_without_its_heart_is_damaged(lost: str, prober: Prober, tmp_path: Path) -> None:
    parts = {name: part for name, part in make.docx_parts().items() if name != lost}
    facts = prober.facts(write(tmp_path, "说明.docx", make.zipped({**parts, "word/other.xml": "<a/>"})))
    assert (facts.kind, facts.verdict, facts.reason) == ("docx", Verdict.CORRUPT, "damaged")


def test_a_flipped_bit_in_a_packed_document_is_noticed(prober: Prober, tmp_path: Path) -> None:
    data = bytearray(make.zipped(make.docx_parts("长" * 500)))
    data[data.index(b"word/document.xml") + 60] ^= 0x20
    assert prober.facts(write(tmp_path, "说明.docx", bytes(data))).verdict is Verdict.CORRUPT


def test_an_ofd_is_read_page_by_page_with_its_invoice_apart(prober: Prober, tmp_path: Path) -> None:
    facts = prober.facts(write(tmp_path, "发票.ofd", make.zipped(make.ofd_parts("电子发票", "", INVOICE.encode()))))
    assert (facts.kind, facts.verdict) == ("ofd", Verdict.OK)
    assert [(round(p.width), round(p.height), p.text) for p in facts.pages] == [(595, 397, "电子发票")]
    assert facts.ofd is not None
    assert (facts.ofd.created, facts.ofd.attachments) == ("2026-03-01", ("original_invoice",))
    assert facts.invoice is not None
    assert ("BuyerName", "样例&公司") in facts.invoice.values
    assert facts.invoice.strict


def test_an_invoice_whose_xml_is_not_well_formed_is_still_read(prober: Prober, tmp_path: Path) -> None:
    broken = INVOICE.replace("<eInvoice", "<:eInvoice").replace("</eInvoice", "</:eInvoice")
    facts = prober.facts(write(tmp_path, "发票.ofd", make.zipped(make.ofd_parts(attachment=broken.encode()))))
    assert facts.verdict is Verdict.OK
    assert facts.invoice is not None
    assert (facts.invoice.strict, dict(facts.invoice.values)["InvoiceNo"]) == (False, "83089647")


def test_an_einvoice_by_itself_is_read_in_both_encodings(prober: Prober, tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        head = f"<?xml version='1.0' encoding='{encoding}'?>"
        facts = prober.facts(write(tmp_path, "发票.xml", (head + INVOICE).encode(encoding)))
        assert facts.verdict is Verdict.OK
        assert facts.invoice is not None
        assert dict(facts.invoice.values)["IssueDate"] == "2020年07月23日"


def test_the_attached_data_of_an_invoice_are_no_smuggled_file(prober: Prober, tmp_path: Path) -> None:
    invoice = prober.facts(write(tmp_path, "发票.ofd", make.zipped(make.ofd_parts(attachment=INVOICE.encode()))))
    other = prober.facts(write(tmp_path, "文件.ofd", make.zipped(make.ofd_parts(attachment=b"<a/>"))))
    assert "file/embedded-file" not in {f.id for f in run_files([invoice])}
    assert "file/embedded-file" in {f.id for f in run_files([other])}


def test_a_heic_photo_is_measured_drawn_and_hashed(prober: Prober, corpus: Path) -> None:
    photo = corpus / "images" / "pillow_heif__arrow.heic"
    facts = prober.facts(photo)
    assert (facts.kind, facts.verdict, len(facts.pages)) == ("heic", Verdict.OK, 1)
    assert facts.image is not None
    assert (facts.image.width, facts.image.height) == (3024, 4032)
    page = prober.render(photo, 1, 300)
    assert (page.width, page.height) == (300, 400)


def test_the_ofd_invoices_of_the_tax_office_say_what_they_are(prober: Prober, corpus: Path) -> None:
    read = [prober.facts(path) for path in sorted((corpus / "invoice").glob("*.ofd"))]
    assert len(read) == 7
    assert all(facts.pages and facts.pages[0].text for facts in read)
    assert sum(facts.invoice is not None for facts in read) == 5
    assert sum(facts.ofd.jbig2 for facts in read if facts.ofd) >= 2
    assert {s.algorithm for facts in read for s in facts.signatures} <= {"sm2", ""}


def test_a_picture_tells_how_it_came_about(prober: Prober, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0131] = "Adobe Photoshop 25.0 (Windows)"
    exif.get_ifd(0x8769)[0x9003] = "2026:03:01 09:30:00"
    path = tmp_path / "执照.jpg"
    Image.new("RGB", (40, 20), "white").save(path, exif=exif)
    facts = prober.facts(path)
    assert facts.image is not None
    assert (facts.image.software, facts.image.taken) == ("Adobe Photoshop 25.0 (Windows)", "2026:03:01 09:30:00")
