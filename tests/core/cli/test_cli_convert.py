"""`convert`: a Word document as PDF where the machine can do it, and what to do where it can't."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

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
