"""E-invoice XML and the text of OFD files become proposals; what does not prove itself is never sure."""

from __future__ import annotations

from pathlib import Path

from core import fields, packs
from core.fields.values import HIGHEST
from core.model import Field, FieldSource, FileFacts
from core.probe import Prober

_XML = """<?xml version="1.0" encoding="UTF-8"?>
<EInvoice><Header><EIid>26427000000375586818</EIid></Header><EInvoiceData>
<SellerInformation><SellerIdNum>91350100M000100Y43</SellerIdNum><SellerName>样例贸易（福州）有限公司</SellerName></SellerInformation>
<BuyerInformation><BuyerIdNum>91350100M000100Y4Z</BuyerIdNum><BuyerName>样例百货店</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>100.00</TotalAmWithoutTax><TotalTaxAm>13.00</TotalTaxAm>
<TotalTax-includedAmount>{total}</TotalTax-includedAmount>
<RequestTime>2026-04-30 10:00:00</RequestTime></BasicInformation>
{items}</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>26427000000375586818</InvoiceNumber>
<IssueTime>2026-04-30</IssueTime></TaxSupervisionInfo></EInvoice>"""
_ITEM = """<IssuItemInformation><ItemName>*纺织产品*{name}</ItemName><SpecMod>M-1</SpecMod>
<Quantity>{count}</Quantity></IssuItemInformation>"""


def _facts(prober: Prober, folder: Path, *, total: str = "113.00", items: str = "") -> FileFacts:
    path = folder / "发票.xml"
    path.write_text(_XML.format(total=total, items=items or _ITEM.format(name="毛巾", count="10.0")), encoding="utf-8")
    return prober.facts(path)


def _best(facts: FileFacts, kind: str = "invoice") -> dict[str, Field]:
    shape = packs.load().paper(kind)
    assert shape is not None
    best: dict[str, Field] = {}
    for field in fields.propose(shape, facts):
        best.setdefault(field.name, field)
    return best


def test_an_einvoice_by_itself_fills_the_fields_of_an_invoice(prober: Prober, tmp_path: Path) -> None:
    best = _best(_facts(prober, tmp_path))
    assert {name: field.value for name, field in best.items()} == {
        "invoice_number": "26427000000375586818",
        "invoice_date": "2026-04-30",
        "buyer": "样例百货店",
        "seller": "样例贸易(福州)有限公司",
        "seller_uscc": "91350100M000100Y43",  # the buyer's code is no code and is not proposed
        "items": "毛巾",
        "model": "M-1",
        "quantity": "10",
        "amount": "100.00",
        "tax": "13.00",
        "total": "113.00",
    }
    assert {field.source for field in best.values()} == {FieldSource.XML}
    assert {name for name, field in best.items() if field.score >= HIGHEST} == {"amount", "tax", "total"}


def test_sums_of_an_xml_that_do_not_add_up_are_never_sure(prober: Prober, tmp_path: Path) -> None:
    best = _best(_facts(prober, tmp_path, total="113.01"))
    assert best["total"].value == "113.01"
    assert all(field.score < HIGHEST for field in best.values())


def test_of_several_goods_no_model_or_count_is_the_invoices(prober: Prober, tmp_path: Path) -> None:
    several = _ITEM.format(name="毛巾", count="10") + _ITEM.format(name="浴巾", count="3")
    best = _best(_facts(prober, tmp_path, items=several))
    assert best["items"].value == "毛巾；浴巾"
    assert not {"model", "quantity"} & set(best)


def test_an_invoices_xml_says_nothing_about_other_papers(prober: Prober, tmp_path: Path) -> None:
    assert _best(_facts(prober, tmp_path), "business-licence") == {}


def test_real_ofd_invoices_give_number_date_and_sums_that_fit(prober: Prober, corpus: Path) -> None:
    files = sorted((corpus / "invoice").glob("*.ofd"))
    read = {path.stem.removeprefix("ofdrw__"): _best(prober.facts(path)) for path in files}
    assert {name: best["invoice_number"].value for name, best in read.items()} == {
        "1": "83089647",
        "20240531141733": "24112000000048542163",
        "draw_param_ref": "71500013",
        "fptpl": "12235358",
        "no_page_container": "04875996",
        "v4signed": "99999951",
        "发票示例": "99999951",
    }
    assert all({"invoice_date", "buyer", "seller", "total"} <= set(best) for best in read.values())
    # Without an XML of its own, all stands in the text.
    plain = read["20240531141733"]
    assert {field.source for field in plain.values()} == {FieldSource.TEXT}
    assert (plain["amount"].value, plain["tax"].value, plain["total"].value) == ("4197.17", "251.83", "4449.00")
