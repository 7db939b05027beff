"""The letter as DOCX, opened by an office program."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from docx import Document

from core.model import Claim, ClaimKind, Paper
from core.narrative import Letter, exhibit_order, letter
from core.packet.word import letter_docx
from tests.core.packet import parts

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def written(path: Path, **changes: object) -> Letter:
    """Writes the letter of a case with three papers to `path`."""
    names = ("商标转让证明", "品牌授权书", "检测报告")
    papers = tuple(Paper(f"P{n}", f"{name}.pdf", f"{n:064d}", 1, title=name) for n, name in enumerate(names, start=1))
    case = parts.case(papers=papers, **changes)
    made = letter(case, parts.packs(), exhibit_order(case))
    letter_docx(made, path, author=case.entity.name, now=parts.NOW, draft=False)
    return made


def bare(text: str) -> str:
    # Quotation marks come from whichever face the machine has, and not every face names them.
    return "".join(sign for sign in text if sign not in "“”" and not sign.isspace())


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: nobody opened the DOCX")
def test_libreoffice_opens_the_letter_and_shows_all_of_it(tmp_path: Path) -> None:
    made = written(tmp_path / "letter.docx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "letter.docx"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = pypdf.PdfReader(tmp_path / "letter.pdf")
    shown = bare("".join(page.extract_text() for page in pdf.pages))
    assert [text for text in made.texts() if bare(text) not in shown] == []
    assert all(abs(float(page.mediabox.width) - 595.3) < 1 for page in pdf.pages)
    # The signature never stands on a page alone.
    assert "真实性承诺见本材料所附承诺书" in bare(pdf.pages[-1].extract_text())


def test_columns_are_as_wide_as_the_template_says(tmp_path: Path) -> None:
    written(tmp_path / "letter.docx")
    table = Document(str(tmp_path / "letter.docx")).tables[1]
    widths = [column.width.mm for column in table.columns if column.width]
    assert [round(width / widths[0], 1) for width in widths] == [1.0, 2.2, 1.0]
    assert [cell.width for cell in table.rows[0].cells] == [column.width for column in table.columns]


def test_a_letter_of_many_paragraphs_is_written_in_well_under_a_second(tmp_path: Path) -> None:
    from time import process_time

    claims = tuple(Claim(f"C{n}", "N1", ClaimKind.DONE, f"第{n}项措施。") for n in range(200))
    begun = process_time()
    written(tmp_path / "letter.docx", claims=claims)
    assert process_time() - begun < 2
    assert len(Document(str(tmp_path / "letter.docx")).tables[2].rows) == 201


def test_equal_letters_are_equal_files(tmp_path: Path) -> None:
    written(tmp_path / "a.docx")
    written(tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    changed = replace(parts.case().claims[0], text="另一句。")
    written(tmp_path / "c.docx", claims=(changed,))
    assert (tmp_path / "a.docx").read_bytes() != (tmp_path / "c.docx").read_bytes()
