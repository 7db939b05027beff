"""A Word paper is shown by a stored PDF: the packet says so, has its text, and is the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from core import intake, packet, packs
from core.checks import Review, run
from core.conversions import standing_for
from core.derive.office import convert_paper, office_program
from core.model import Level
from core.probe import Prober
from tests.core.packet.conftest import Make, Ready

needs_office = pytest.mark.skipif(office_program() is None, reason="no LibreOffice here")
TEXT = "本公司授权杭州青禾食品有限公司销售保温杯，授权期限至二〇二七年二月二十八日。"
AT = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.fixture
def written(make: Make, tmp_path: Path) -> Ready:
    document = docx.Document()
    for number in range(1, 41):
        document.add_paragraph(f"第{number}条　{TEXT}")
    path = tmp_path / "授权书.docx"
    document.save(str(path))
    return make(path)


@pytest.fixture
def converted(written: Ready, prober: Prober) -> Ready:
    """The same case, its paper converted by the real program."""
    paper = written.case.papers[0]
    made, facts = convert_paper(written.casefile, paper, prober, AT)
    case = replace(written.case, papers=(replace(paper, conversion=made),))
    written.casefile.apply(case, "转换")
    return replace(written, case=case, facts=written.facts | {facts.sha256: facts})


def head_of(built: packet.BuiltPacket) -> dict[str, object]:
    with zipfile.ZipFile(built.path) as archive:
        return dict(json.loads(archive.read("manifest.json")))


@needs_office
def test_the_packet_shows_the_conversion_names_it_and_keeps_the_original(converted: Ready, tmp_path: Path) -> None:
    built = converted.build()
    paper, made = converted.case.papers[0], converted.case.papers[0].conversion
    assert made is not None
    assert packet.verify(built.path).intact
    with zipfile.ZipFile(built.path) as archive:
        archive.extract("packet.pdf", tmp_path)
        original = archive.read("originals/01-授权书.docx")
    assert hashlib.sha256(original).hexdigest() == paper.sha256
    said = subprocess.run(["pdftotext", str(tmp_path / "packet.pdf"), "-"], capture_output=True, check=True).stdout
    text = "".join(said.decode().split())
    assert all(f"第{number}条{TEXT}" in text for number in (1, 40))
    assert "（由Word文档转换）" in text  # the index
    assert "副本由Word文档转换" in text  # the strip of each page
    (named,) = head_of(built)["converted"]  # type: ignore[misc]  # a list of one
    assert (named["source"], named["original"], named["sha256"]) == ("P1", paper.sha256, made.sha256)
    assert (named["program"], named["text"]) == ("LibreOffice", "same")
    assert named["version"]


@needs_office
def test_each_build_of_it_writes_the_same_bytes(converted: Ready) -> None:
    first = converted.build().path.read_bytes()
    assert converted.build().path.read_bytes() == first


@needs_office
def test_undoing_the_conversion_takes_its_pages_out_again(converted: Ready) -> None:
    assert converted.casefile.undo() == "转换"
    undone = replace(converted, case=converted.casefile.case)
    (exhibit,) = undone.plan().exhibits
    assert (exhibit.poured, exhibit.conversion) == (False, None)
    assert converted.casefile.check_integrity() == ()
    assert converted.casefile.unused_originals() == ()  # a redo would want it


@needs_office
def test_a_pdf_that_says_something_else_never_stands_for_a_document(converted: Ready) -> None:
    paper = converted.case.papers[0]
    shown = paper.as_pdf.sha256
    found = converted.facts[shown]
    other = replace(found, pages=tuple(replace(page, text=page.text.replace("七年", "八年")) for page in found.pages))
    assert standing_for(paper, converted.facts) == found
    assert standing_for(paper, converted.facts | {shown: other}) is None
    (exhibit,) = replace(converted, facts=converted.facts | {shown: other}).plan().exhibits
    assert not exhibit.poured


@needs_office
def test_the_conversion_goes_with_an_exported_case_and_a_changed_document_loses_it(
    converted: Ready, tmp_path: Path
) -> None:
    folder, case = tmp_path / "出", replace(converted.case, claims=())
    converted.casefile.apply(case, "去掉引用")  # the house's case cites papers that this one has not
    intake.export(converted.casefile, folder)
    installed = packs.load()
    with intake.create(intake.read(folder / "INTAKE.toml", installed), tmp_path / "a.fushen", AT) as again:
        assert again.case.papers == case.papers
        assert again.check_integrity() == ()
    other = docx.Document()
    other.add_paragraph("换过的内容。")
    other.save(str(folder / "originals" / "P1" / "授权书.docx"))
    with intake.create(intake.read(folder / "INTAKE.toml", installed), tmp_path / "b.fushen", AT) as changed:
        assert changed.case.papers[0].conversion is None


def test_without_a_conversion_it_is_said_what_to_do(written: Ready) -> None:
    review = Review(written.case, written.packs, written.facts, AT)
    found = [f for f in run(review).findings if f.id == "file/unsupported"]
    own = [f for f in written.plan().report.findings if f.id == "packet/exhibit-missing"]
    assert [f.level for f in (*found, *own)] == [Level.WARN, Level.WARN]
    assert all("转换为 PDF" in f.fix and "另存为 PDF" in f.fix for f in (*found, *own))


@needs_office
def test_with_a_conversion_nothing_is_found_wrong(converted: Ready) -> None:
    review = Review(converted.case, converted.packs, converted.facts, AT)
    assert not [f for f in run(review).findings if f.id == "file/unsupported"]
    assert not [f for f in converted.plan().report.findings if f.id == "packet/exhibit-missing"]
