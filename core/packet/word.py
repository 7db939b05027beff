"""The letter as an editable DOCX, from the same blocks as the PDF."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from core.model.values import CHINA
from core.narrative import Block, Bold, Heading, Letter, ListBlock, Paragraph, Runs, Signature, Table

# Word's own faces; they are named, not shipped. A machine without them shows the face it has instead.
_BODY_FACE, _HEAD_FACE = "仿宋", "黑体"
_LATIN_FACE: Final = "Times New Roman"
_PITCH: Final = Pt(29)
_TEXT_WIDTH: Final = 156  # mm
# Signs of both scripts: without a hint Word sets them in the Latin face, quotation marks half as wide.
_SHARED: Final = frozenset("“”‘’…—·×")
# Characters that XML can't hold; they can't be typed either, only pasted.
_NOT_XML: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def letter_docx(letter: Letter, target: Path, *, author: str, now: datetime, draft: bool) -> None:
    """Writes the letter; equal letters give equal bytes."""
    document = docx.Document()
    _page(document)
    _styles(document)
    _header_and_footer(document, draft=draft)
    writer = _Writer(document)
    writer.paragraph("Title").add_run(_xml(letter.title))
    for block, following in zip_longest(letter.blocks, letter.blocks[1:]):
        writer.add(block)
        if isinstance(following, Signature):
            writer.keep_with_next()
    _properties(document, letter.title, author, now)
    buffer = io.BytesIO()
    document.save(buffer)
    target.write_bytes(_settled(buffer.getvalue(), now))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _styles(document: Any) -> None:
    styles = document.styles
    _style(styles["Normal"], _BODY_FACE, 16, indent=True)
    _style(styles["Title"], _HEAD_FACE, 22, after=24)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(styles["Heading 1"], _HEAD_FACE, 16, before=8)
    _style(styles["Heading 2"], _BODY_FACE, 16, bold=True, before=4)
    for name, indent in (("Flush", False), ("Cell", False)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        _style(made, _BODY_FACE, 12 if name == "Cell" else 16, indent=indent)
    styles["Cell"].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    styles["Cell"].paragraph_format.space_before = styles["Cell"].paragraph_format.space_after = Pt(3)
    _style(styles["Quote"], _BODY_FACE, 16)
    styles["Quote"].font.italic = False
    styles["Quote"].paragraph_format.left_indent = Pt(32)
    _style(styles["List Bullet"], _BODY_FACE, 16)


def _style(
    style: Any, face: str, size: int, *, indent: bool = False, bold: bool = False, before: int = 0, after: int = 0
) -> None:
    _face(style.element.get_or_add_rPr(), face)
    style.font.size, style.font.bold = Pt(size), bold
    style.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if style.name not in {"Title"}:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, _PITCH
    shape.first_line_indent = Pt(2 * size) if indent else Pt(0)
    if style.name == "Title":
        for border in style.element.pPr.findall(qn("w:pBdr")):
            style.element.pPr.remove(border)


def _face(properties: Any, face: str) -> None:
    """Sets the East Asian face too: without it Word falls back to a wrong one for Chinese."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script, name in (("ascii", _LATIN_FACE), ("hAnsi", _LATIN_FACE), ("eastAsia", face)):
        fonts.set(qn(f"w:{script}"), name)


def _header_and_footer(document: Any, *, draft: bool) -> None:
    section = document.sections[0]
    section.header_distance, section.footer_distance = Mm(20), Mm(22)
    if draft:
        head = section.header.paragraphs[0]
        head.style = document.styles["Cell"]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        head.add_run("草稿 · 尚有未解决事项，请勿提交")
    foot = section.footer.paragraphs[0]
    foot.style = document.styles["Cell"]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    _page_number(foot.add_run())
    foot.add_run(" —")


def _page_number(run: Any) -> None:
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001  # python-docx offers no fields


class _Writer:
    """Adds blocks to a document. It looks up each style once: python-docx searches all of them every time."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._ids = {style.name: style.style_id for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}

    def paragraph(self, style: str) -> Any:
        """Adds an empty paragraph."""
        return self.styled(self._document.add_paragraph(), style)

    def styled(self, paragraph: Any, style: str) -> Any:
        paragraph._p.style = self._ids[style]  # noqa: SLF001  # the public setter searches all styles
        return paragraph

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                _runs(self.paragraph(f"Heading {block.level}"), block.runs)
            case Paragraph():
                style = {"body": "Normal", "flush": "Flush", "quote": "Quote"}[block.kind]
                _runs(self.paragraph(style), block.runs)
            case ListBlock():
                for item in block.items:
                    _runs(self.paragraph("List Bullet"), item)
            case Table():
                self._table(block)
            case Signature():
                self._signature(block)

    def keep_with_next(self) -> None:
        """Keeps the last paragraph on the page of the signature, which never stands on a page alone."""
        if self._document.element.body[-2].tag == qn("w:p"):  # the last of all is the section
            self._document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _table(self, block: Table) -> None:
        rows = ([block.header] if block.header else []) + list(block.rows)
        table = self._document.add_table(len(rows), len(block.widths), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = [Mm(_TEXT_WIDTH * width / sum(block.widths)) for width in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width  # Word reads the cells' widths, LibreOffice the columns'
        for row, runs_of_row in zip(table.rows, rows, strict=True):
            for cell, width, runs in zip(row.cells, widths, runs_of_row, strict=True):
                cell.width = width
                _runs(self.styled(cell.paragraphs[0], "Cell"), runs)
        if block.header:
            repeated = OxmlElement("w:tblHeader")
            table.rows[0]._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001  # python-docx offers no repeated header

    def _signature(self, block: Signature) -> None:
        for line in ((), *block.lines):
            paragraph = self.paragraph("Flush")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(32)
            paragraph.paragraph_format.keep_with_next = True
            _runs(paragraph, line)
        if block.seal:
            paragraph = self.paragraph("Flush")
            paragraph.add_run(f"（{_xml(block.seal)}）")
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            paragraph.paragraph_format.right_indent = Pt(32)


def _runs(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        # python-docx turns line ends and tabs of the text into breaks and tabs of its own.
        made = paragraph.add_run(_xml(run.text.replace("\r\n", "\n").replace("\r", "\n")))
        if isinstance(run, Bold):
            made.bold = True
        if not _SHARED.isdisjoint(run.text):
            made._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")  # noqa: SLF001  # no public way


def _xml(text: str) -> str:
    return text.translate(_NOT_XML)


def _properties(document: Any, title: str, author: str, now: datetime) -> None:
    core = document.core_properties
    core.title, core.author, core.last_modified_by = _xml(title)[:255], _xml(author)[:255], _xml(author)[:255]
    core.created = core.modified = now.astimezone(CHINA).replace(tzinfo=None, microsecond=0)
    core.revision, core.comments, core.language = 1, "", "zh-CN"


def _settled(content: bytes, now: datetime) -> bytes:
    """Rewrites the ZIP with fixed times and order, so that equal letters are equal files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, now.astimezone(CHINA).timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            target.writestr(info, source.read(name))
    return buffer.getvalue()
