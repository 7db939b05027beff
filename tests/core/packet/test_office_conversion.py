"""A Word document becomes a PDF only where a program can do it, nothing acts, and the PDF says the same."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from core.conversions import says_the_same
from core.derive import office
from core.derive.office import convert, office_program
from core.errors import NotConverted
from core.jobs import Cancelled, StoppableProgress
from core.model import FileFacts, PageFacts, Verdict
from core.model.facts import OfficeFacts
from core.probe import Prober
from tests.samples import make_hostile as make

needs_office = pytest.mark.skipif(office_program() is None, reason="no LibreOffice here")
TEXT = "本公司于二〇二六年三月一日取得品牌方授权，授权期限至二〇二七年二月二十八日，详见附件。"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """Two pages with a running head, a table and a paragraph that goes over the page's end."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "示例商贸有限公司"
    document.add_heading("情况说明", 1)
    for number in range(30):
        document.add_paragraph(f"第{number}条：{TEXT}")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("品名", "保温杯", "数量", "1200"), strict=True):
        cell.text = text
    path = tmp_path / "情况说明.docx"
    document.save(str(path))
    return path


@needs_office
def test_a_document_becomes_a_pdf_that_says_the_same_and_stays_as_it_is(
    letter: Path, prober: Prober, tmp_path: Path
) -> None:
    before = letter.read_bytes()
    made = convert(letter, prober.facts(letter), tmp_path / "情况说明.pdf", prober)
    assert (made.facts.kind, made.facts.verdict) == ("pdf", Verdict.OK)
    assert len(made.facts.pages) >= 2
    assert TEXT in "".join(made.facts.pages[0].text.split())
    assert letter.read_bytes() == before


@needs_office
def test_a_pdf_that_says_something_else_is_not_taken(letter: Path, prober: Prober, tmp_path: Path) -> None:
    facts = prober.facts(letter)
    assert facts.office is not None
    parts = tuple((name, text.replace("1200", "1300")) for name, text in facts.office.parts)
    with pytest.raises(NotConverted, match=r"不一致.*另存为 PDF") as caught:
        convert(letter, replace(facts, office=replace(facts.office, parts=parts)), tmp_path / "a.pdf", prober)
    assert caught.value.code == "text-differs"
    assert not (tmp_path / "a.pdf").exists()


@needs_office
@pytest.mark.alone
def test_cancelling_ends_the_program_within_a_second(letter: Path, prober: Prober, tmp_path: Path) -> None:
    facts = prober.facts(letter)
    steps: list[float] = []

    def stop_at_third(_done: int, _total: int, _message: str) -> None:
        steps.append(time.monotonic())
        if len(steps) == 2:
            progress.stop()

    progress = StoppableProgress(stop_at_third)
    with pytest.raises(Cancelled):
        convert(letter, facts, tmp_path / "a.pdf", prober, progress)
    assert time.monotonic() - steps[-1] < 1.5
    assert not (tmp_path / "a.pdf").exists()


@needs_office
def test_a_program_that_takes_too_long_is_ended(
    letter: Path, prober: Prober, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_SECONDS", 0.1)
    with pytest.raises(NotConverted) as caught:
        convert(letter, prober.facts(letter), tmp_path / "a.pdf", prober)
    assert caught.value.code == "timed-out"


def test_without_a_program_it_is_said_with_what_to_do(
    letter: Path, prober: Prober, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "office_program", lambda: None)
    with pytest.raises(NotConverted, match=r"没有 LibreOffice.*另存为 PDF"):
        convert(letter, prober.facts(letter), tmp_path / "a.pdf", prober)


@pytest.mark.parametrize("name", ["宏.docx", "动态数据.docx", "外部实体.docx"])
def test_what_acts_never_reaches_the_program(name: str, prober: Prober, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(make.HOSTILE[name][0]())
    with pytest.raises(NotConverted) as caught:
        convert(path, prober.facts(path), tmp_path / "a.pdf", prober)
    assert caught.value.code == "kind"


def test_a_picture_fetched_from_elsewhere_is_unsafe(prober: Prober, tmp_path: Path) -> None:
    link = f'<Relationship Id="r9" Type="{make.R}/image" Target="http://192.0.2.1/a.png" TargetMode="External"/>'
    path = tmp_path / "外链.docx"
    path.write_bytes(make.zipped(make.docx_parts(relations=link)))
    with pytest.raises(NotConverted) as caught:
        convert(path, prober.facts(path), tmp_path / "a.pdf", prober)
    assert caught.value.code == "unsafe"


@pytest.mark.parametrize(
    ("pages", "same"),
    [
        (["甲方：示例公司 数量 12", "第二段到此"], True),
        (["甲方：示例公司 数量 12 第二", "段到此"], True),  # over the end of a page
        (["甲方：示例公司数量１２", "第二段到此"], True),  # the same in full width
        (["甲方：示例公司 数量 13", "第二段到此"], False),
        (["甲方：示例公司 数量 12"], False),
        (["甲方：示例公司 数量 12", "第二段到此" + "另外多出许多没有写过的话" * 3], False),
        ([], False),
    ],
)
def test_texts_are_the_same_but_for_spaces_widths_and_page_ends(pages: list[str], same: bool) -> None:
    parts = (("word/document.xml", "甲方：示例公司\n数量\t12\n第二段到此"),)
    document = FileFacts("a.docx", "docx", "0", 1, Verdict.OK, office=OfficeFacts(parts=parts))
    pdf = FileFacts("a.pdf", "pdf", "0", 1, Verdict.OK, pages=tuple(PageFacts(595, 842, 0, text) for text in pages))
    assert says_the_same(document, pdf) is same
