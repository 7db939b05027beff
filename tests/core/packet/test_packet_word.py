"""The letter as DOCX, opened by an office program."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Twips
from hypothesis import given, settings
from hypothesis import strategies as st

from core.letterhead import fill, values_of
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
    assert [round(width / widths[0], 1) for width in widths] == [1.0, 2.5, 0.8]
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


def shown(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


HOSTILE = "# $x$ {{ 7*7 }} {% raw %} <b>&amp;</b> & \\n \u200f右\u200e 😀 𬭎㛃 |a| **粗** _下_ \u202eabc\u202c"


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_hostile_text_of_a_person_is_in_the_docx_as_it_was_typed(tmp_path: Path, kind: ClaimKind) -> None:
    written(tmp_path / "letter.docx", claims=(Claim("C1", "N1", kind, HOSTILE),))
    assert HOSTILE in shown(tmp_path / "letter.docx")


def test_twenty_thousand_characters_arrive_whole(tmp_path: Path) -> None:
    text = "申诉&<𬭎>" * 3000
    written(tmp_path / "letter.docx", claims=(Claim("C1", "N1", ClaimKind.FACT, text),))
    assert text in shown(tmp_path / "letter.docx")


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1))
def test_any_text_arrives_as_it_was_typed(text: str) -> None:
    text = f"始{text}终"
    with TemporaryDirectory() as folder:
        written(Path(folder) / "letter.docx", claims=(Claim("C1", "N1", ClaimKind.DONE, text),))
        assert text in shown(Path(folder) / "letter.docx")


def test_headings_are_numbered_by_the_document_itself(tmp_path: Path) -> None:
    written(tmp_path / "letter.docx")
    document = Document(str(tmp_path / "letter.docx"))
    first = next(p for p in document.paragraphs if p.style and p.style.name == "Heading 1")
    assert not first.text.startswith("一、")
    numbering = document.part.numbering_part.element.xml
    assert numbering.count("chineseCounting") == 2
    assert document.styles["Heading 1"].element.pPr.numPr is not None


def test_short_rows_stay_whole_and_headers_are_repeated(tmp_path: Path) -> None:
    written(tmp_path / "letter.docx")
    xml = Document(str(tmp_path / "letter.docx")).element.xml
    assert "<w:cantSplit/>" in xml
    assert "<w:tblHeader/>" in xml


def test_every_style_names_a_face_for_chinese(tmp_path: Path) -> None:
    written(tmp_path / "letter.docx")
    styles = Document(str(tmp_path / "letter.docx")).styles
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Cell", "Quote", "List Bullet"):
        fonts = styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in {"仿宋", "黑体"}
        assert fonts.get(qn("w:eastAsiaTheme")) is None


def letterheaded(path: Path, template: bytes, **changes: object) -> Letter:
    case = parts.case(**changes)
    made = letter(case, parts.packs(), exhibit_order(case))
    head = fill(template, values_of(case, parts.packs(), made.title, parts.NOW))
    letter_docx(made, path, author=case.entity.name, now=parts.NOW, draft=False, head=head)
    return made


def template(folder: Path) -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ entity.name }} · 函件"
    document.add_paragraph("编号：{{ notice.number }}")
    document.add_paragraph("{{ letter }}")
    document.add_paragraph("地址：样例路1号")
    document.save(str(folder / "head.docx"))
    return (folder / "head.docx").read_bytes()


def test_the_letter_stands_in_the_letterheads_place_whole(tmp_path: Path) -> None:
    claims = (Claim("C1", "N1", ClaimKind.FACT, HOSTILE),)
    made = letterheaded(tmp_path / "letter.docx", template(tmp_path), claims=claims)
    document = Document(str(tmp_path / "letter.docx"))
    text = shown(tmp_path / "letter.docx")
    assert [one for one in made.texts() if one not in text] == []
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines[0].startswith("编号：TM2026")
    assert lines[1] == made.title
    assert lines[-1] == "地址：样例路1号"
    assert document.sections[0].header.paragraphs[0].text == "杭州青禾食品有限公司 · 函件"


def test_a_letterheads_own_styles_and_page_stay_as_the_firm_made_them(tmp_path: Path) -> None:
    content = template(tmp_path)
    before = Document(str(tmp_path / "head.docx"))
    letterheaded(tmp_path / "letter.docx", content)
    after = Document(str(tmp_path / "letter.docx"))
    assert after.sections[0].page_width == before.sections[0].page_width
    for name in ("Normal", "Title", "Heading 1"):
        assert after.styles[name].element.xml == before.styles[name].element.xml


@pytest.mark.parametrize(("columns", "sections"), [(1, 1), (2, 1), (1, 2), (3, 2)])
def test_tables_are_as_wide_as_the_column_in_which_the_letter_stands(
    tmp_path: Path, columns: int, sections: int
) -> None:
    """In a letterhead of two columns they lay over the text beside them."""
    document = Document()
    document.add_paragraph("{{ letter }}")
    document.sections[0]._sectPr.find(qn("w:cols")).set(qn("w:num"), str(columns))
    if sections > 1:
        document.add_section().left_margin = Mm(90)
        document.sections[1]._sectPr.find(qn("w:cols")).set(qn("w:num"), "1")
        document.add_paragraph("附页")
    document.save(str(tmp_path / "head.docx"))
    letterheaded(tmp_path / "letter.docx", (tmp_path / "head.docx").read_bytes())
    first = document.sections[0]
    whole = first.page_width - first.left_margin - first.right_margin
    wide = (whole - Twips(720) * (columns - 1)) // columns
    tables = Document(str(tmp_path / "letter.docx")).tables
    assert tables
    for table in tables:
        assert sum(column.width for column in table.columns) == pytest.approx(wide, rel=0.01)


def test_equal_letters_in_a_letterhead_are_equal_files(tmp_path: Path) -> None:
    content = template(tmp_path)
    letterheaded(tmp_path / "a.docx", content)
    letterheaded(tmp_path / "b.docx", content)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


# The order that ISO/IEC 29500 asks for in what the letter uses; Word takes a file in another order for a damaged one.
ORDERS = {
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
    "em lang",
}


@pytest.mark.parametrize("headed", [False, True], ids=["plain paper", "letterhead"])
def test_everything_stands_in_the_order_that_word_asks_for(tmp_path: Path, *, headed: bool) -> None:
    target = tmp_path / "letter.docx"
    letterheaded(target, template(tmp_path)) if headed else written(target)
    document = Document(str(target))
    seen = set()
    for root in (document.element, document.styles.element):
        for name, order in ORDERS.items():
            for found in root.iter(qn(f"w:{name}")):
                kids = [kid.tag.rpartition("}")[2] for kid in found]
                assert kids == sorted(kids, key=order.split().index), (name, kids)
                seen.add(name)
    assert seen == set(ORDERS)


def test_nothing_of_somebody_elses_blank_document_is_left_in_the_letter(tmp_path: Path) -> None:
    written(tmp_path / "letter.docx")
    with zipfile.ZipFile(tmp_path / "letter.docx") as archive:
        names = archive.namelist()
        settings_of = archive.read("word/settings.xml").decode()
    assert not [name for name in names if "stylesWithEffects" in name or "thumbnail" in name or "customXml" in name]
    assert "docProps/app.xml" not in names
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings_of
    assert "ja-JP" not in settings_of
