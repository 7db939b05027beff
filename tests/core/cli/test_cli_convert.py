"""`convert`: a Word document as PDF where the machine can do it, and what to do where it can't."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from core import store
from core.derive import office

Fushen = Callable[..., Any]


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("本公司授权示例商贸有限公司销售保温杯。")
    path = tmp_path / "授权书.docx"
    document.save(str(path))
    return path


@pytest.mark.skipif(office.office_program() is None, reason="no LibreOffice here")
def test_a_document_becomes_a_pdf_and_is_told_with_its_pages(fushen: Fushen, letter: Path) -> None:
    done = fushen("convert", letter, "--out", letter.with_suffix(".pdf"))
    assert done.status == 0
    assert "共 1 页，文字与原文一致" in done.out
    assert letter.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


def test_without_a_program_the_status_is_1_and_nothing_is_written(
    fushen: Fushen, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "office_program", lambda: None)
    done = fushen("convert", letter, "--out", letter.with_suffix(".pdf"))
    assert done.status == 1
    assert "另存为 PDF" in done.err
    assert not letter.with_suffix(".pdf").exists()


def test_nothing_is_written_over(fushen: Fushen, letter: Path) -> None:
    there = letter.with_suffix(".pdf")
    there.write_bytes(b"x")
    assert fushen("convert", letter, "--out", there).status == 2
    assert there.read_bytes() == b"x"


@pytest.fixture
def case(fushen: Fushen, letter: Path, tmp_path: Path) -> Path:
    intake = tmp_path / "INTAKE.toml"
    head = 'playbook = "qualification-reappeal"\nplatform = "tmall"\n'
    paper = f'[[paper]]\nfile = "{letter.name}"\ntype = "brand-authorisation"\nrole = "replacement"\n'
    intake.write_text(head + paper, "utf-8")
    assert fushen("new", tmp_path / "a.fushen", "--from", intake).status == 0
    return tmp_path / "a.fushen"


@pytest.mark.skipif(office.office_program() is None, reason="no LibreOffice here")
def test_a_paper_of_a_case_is_converted_into_the_case_and_its_packet_shows_it(
    fushen: Fushen, case: Path, tmp_path: Path
) -> None:
    done = fushen("convert", case, "--paper", "P1")
    assert done.status == 0, done.err
    assert "P1 已由 LibreOffice" in done.out
    with store.open(case) as casefile:
        made = casefile.case.papers[0].conversion
        assert made is not None
        assert casefile.undo_label == "把 授权书.docx 转换为 PDF"
        assert casefile.check_integrity() == ()
    assert fushen("build", case, "--out", tmp_path / "包", "--draft", "--on", "2026-11-22").status == 0
    found = fushen("check", case, "--json").json["findings"]
    assert not [f for f in found if f["code"] in {"unsupported", "exhibit-missing"}]


def test_a_paper_that_the_case_has_not_is_told_with_those_it_has(fushen: Fushen, case: Path) -> None:
    done = fushen("convert", case, "--paper", "P9")
    assert done.status == 2
    assert "没有材料 P9。现有：P1" in done.err


def test_a_case_without_a_program_stays_as_it_is(fushen: Fushen, case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "office_program", lambda: None)
    done = fushen("convert", case, "--paper", "P1")
    assert done.status == 1
    assert "另存为 PDF" in done.err
    with store.open(case) as casefile:
        assert casefile.case.papers[0].conversion is None
        assert len(casefile.originals()) == 1
