"""The packet claims PDF/A and PDF/UA only where every page keeps to them, and then really carries what they ask for."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name

from core.model import PageQuality, PageReading, TextLine
from core.packet import BuiltPacket
from core.reading import VERSION
from tests.core.packet import makers, parts
from tests.core.packet.conftest import Make


def packet(built: BuiltPacket) -> pikepdf.Pdf:
    with zipfile.ZipFile(built.path) as archive:
        return pikepdf.open(io.BytesIO(archive.read("packet.pdf")))


def volume(built: BuiltPacket) -> dict[str, object]:
    with zipfile.ZipFile(built.path) as archive:
        told: dict[str, object] = json.loads(archive.read("manifest.json"))["volumes"][0]
    return told


def claimed(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        return tuple(str(told[key]) for key in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part") if key in told)


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = node.get(Name.K) if isinstance(node, Dictionary) else None
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid
            yield from elements(kid)


def test_a_packet_of_scans_claims_both_standards_and_has_what_they_ask_for(make: Make, tmp_path: Path) -> None:
    scan, photo = (
        makers.scanned(tmp_path / "扫描.pdf", 2, seed=1, size=(800, 1130)),
        makers.photo(tmp_path / "照片.jpg", 6),
    )
    ready = make(scan, photo, claims=())
    lines = (TextLine("营业执照", (0.1, 0.1, 0.5, 0.15), 0.9),)
    sha256 = ready.case.papers[0].sha256
    ready.casefile.save_reading(PageReading(sha256, 2, VERSION, True, lines, quality=PageQuality()))
    built = ready.build()
    assert (volume(built)["claims"], volume(built)["unproved"]) == (["PDF/A-2b", "PDF/UA-1"], [])
    with packet(built) as pdf:
        assert claimed(pdf) == ("2", "B", "1")
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == Name.GTS_PDFA1
        assert len(intent.DestOutputProfile.read_bytes()) > 100
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("zh-CN", True)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.trailer.ID
        assert str(pdf.docinfo.Author) == ready.case.entity.name
        assert str(pdf.docinfo.Title) == ready.plan().letter.title
        figures = [element for element in elements(pdf.Root.StructTreeRoot) if Name.Figure == element.S]
        assert [str(figure.Alt) for figure in figures] == [
            "附件1：扫描，第1页，共2页", "附件1：扫描，第2页，共2页", "附件2：照片，第1页，共1页",
        ]  # fmt: skip
        assert [figure.Pg.objgen for figure in figures] == [page.obj.objgen for page in pdf.pages[-3:]]
        assert [len(figure.K) for figure in figures] == [1, 2, 1]
        assert all(
            b"MCID" in page.obj.Contents.read_bytes()
            for page in pdf.pages[-3:]
            if not isinstance(page.obj.Contents, Array)
        )
        fonts = [
            item for item in pdf.objects if isinstance(item, Dictionary) and item.get(Name.Type) == Name.FontDescriptor
        ]
        assert fonts
        assert all(any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")) for font in fonts)
        tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        for figure in figures:
            assert [item.objgen for item in tree[int(figure.Pg.StructParents)]] == [figure.objgen] * len(figure.K)


@pytest.mark.parametrize("breaks", ["text", "cmyk", "see-through"])
def test_an_exhibit_that_may_break_a_standard_takes_the_claim_back_and_is_named(
    make: Make, tmp_path: Path, breaks: str
) -> None:
    other = tmp_path / "另一份.pdf"
    if breaks == "text":  # its font is not embedded
        makers.plain(other)
    else:
        makers.scanned(other, 1, seed=2, size=(400, 560))
        with pikepdf.open(other, allow_overwriting_input=True) as pdf:
            image = pdf.pages[0].obj.Resources.XObject.Im0
            if breaks == "cmyk":
                image.ColorSpace = Name.DeviceCMYK
            else:
                image.SMask = pdf.make_indirect(pikepdf.Stream(pdf, b"\xff", Type=Name.XObject, Subtype=Name.Image))
            pdf.save(other)
    ready = make(makers.scanned(tmp_path / "扫描.pdf", 1, seed=1, size=(800, 1130)), other, claims=())
    built = ready.build()
    assert (volume(built)["claims"], volume(built)["unproved"]) == ([], ["附件2"])
    with packet(built) as pdf:
        assert claimed(pdf) == ()
        assert Name.StructTreeRoot in pdf.Root


def test_a_packet_without_exhibits_keeps_its_claims(make: Make) -> None:
    assert volume(make(claims=()).build())["claims"] == ["PDF/A-2b", "PDF/UA-1"]


def test_the_text_of_tagged_figures_is_read_by_others(make: Make, tmp_path: Path) -> None:
    built = make(makers.scanned(tmp_path / "扫描.pdf", 1, seed=1, size=(800, 1130)), claims=()).build()
    with zipfile.ZipFile(built.path) as archive:
        reader = pypdf.PdfReader(io.BytesIO(archive.read("packet.pdf")), strict=True)
    assert "附件 1" in reader.pages[-1].extract_text()
    assert parts.case().entity.name in str(reader.metadata.author if reader.metadata else "")


def test_a_reading_program_finds_headings_and_no_table_without_a_header(make: Make, tmp_path: Path) -> None:
    built = make(makers.photo(tmp_path / "照片.jpg", 6), claims=parts.case().claims[2:]).build()
    with packet(built) as pdf:
        found = list(elements(pdf.Root.StructTreeRoot))
        tables = [one for one in found if Name.Table == one.S]
        assert tables
        assert all(any(Name.TH == part.S for part in elements(table)) for table in tables)
        filled = {str(one.S) for one in found if Name.K in one}
        # Each part is a heading, each section of the letter one below it, each point one below that.
        assert {"/H1", "/H2", "/H3"} <= filled
