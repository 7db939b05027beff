"""The letter as an editable DOCX, from the same blocks as the PDF."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, Twips

from core.letterhead import Place
from core.model.values import CHINA
from core.narrative import Block, Bold, Heading, Letter, ListBlock, Paragraph, Runs, Signature, Table, Text
from core.packet.characters import LINE_END
from core.packet.numbering import number_headings
from core.packet.word_styles import styles_of

# Signs of both scripts: without a hint Word sets them in the Latin face, quotation marks half as wide.
_SHARED: Final = frozenset("“”‘’…—·×")
# A row of so few characters stays on one page; a longer one may go on over the next.
_SHORT_ROW: Final = 300
_ROOM: Final = Pt(8)
_DRAFT: Final = "草稿 · 尚有未解决事项，请勿提交"
# Kinds of part in python-docx's blank document that say nothing of the letter.
_LEFTOVERS: Final = frozenset({"stylesWithEffects", "thumbnail", "extended-properties", "customXml"})
_WORD_2013: Final = "15"
# What the schema wants behind a table's borders; Word takes a file in another order for a damaged one.
_BEHIND_BORDERS: Final = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription")
# Characters that XML can't hold; they can't be typed either, only pasted.
_NOT_XML: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def letter_docx(
    letter: Letter, target: Path, *, author: str, now: datetime, draft: bool, head: Place | None = None
) -> None:
    """Writes the letter, on plain paper or into a letterhead; equal letters give equal bytes."""
    document = head.document if head else docx.Document()
    ids = styles_of(document, own=head is not None)
    if head is None:
        _without_leftovers(document)
        _page(document)
        _header_and_footer(document, letter.title, draft=draft)
        number_headings(document)
    written = len(document.element.body)
    section = _section_of(document, head.paragraph) if head else document.sections[-1]
    writer = _Writer(document, ids, _column_width(section), numbered=head is None)
    if draft and head:
        writer.paragraph("Flush").add_run(_DRAFT)
    writer.paragraph("Title").add_run(_xml(letter.title))
    for before, block, following in zip_longest((None, *letter.blocks[:-1]), letter.blocks, letter.blocks[1:]):
        writer.add(block)
        if isinstance(block, Heading | Paragraph):
            writer.room(above=isinstance(before, Table), below=isinstance(following, Table))
        if isinstance(following, Signature):
            writer.keep_with_next()
    if head:
        _move(document, written, head.paragraph)
    _properties(document, letter.title, author, now)
    buffer = io.BytesIO()
    document.save(buffer)
    target.write_bytes(_settled(buffer.getvalue(), now))


def _without_leftovers(document: Any) -> None:
    """Takes out what the blank document of python-docx brings along from somebody's Word of long ago.

    A second set of styles that differs from the letter's has Word repair the file; the picture of the first page is not
    of this one; and Word shows a document of the older kind under the title “compatibility mode”.
    """
    for owner in (document.part, document.part.package):
        for name in [name for name, rel in owner.rels.items() if rel.reltype.rpartition("/")[2] in _LEFTOVERS]:
            del owner.rels[name]
    settings = document.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:themeFontLang")).set(qn("w:eastAsia"), "zh-CN")
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _header_and_footer(document: Any, title: str, *, draft: bool) -> None:
    section = document.sections[0]
    section.header_distance, section.footer_distance = Mm(20), Mm(22)
    head = section.header.paragraphs[0]
    head.style = document.styles["Cell"]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    head.add_run(_DRAFT if draft else _xml(title)).font.size = Pt(9)
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

    def __init__(self, document: Any, ids: Mapping[str, str], width: int, *, numbered: bool) -> None:
        self._document, self._ids, self._width, self._numbered = document, ids, width, numbered

    def paragraph(self, style: str) -> Any:
        """Adds an empty paragraph."""
        return self.styled(self._document.add_paragraph(), style)

    def styled(self, paragraph: Any, style: str) -> Any:
        paragraph._p.style = self._ids[style]  # noqa: SLF001  # the public setter searches all styles
        return paragraph

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                # The number is the style's, so that Word counts on when somebody adds a section.
                _runs(self.paragraph(f"Heading {block.level}"), block.runs[1:] if self._numbered else block.runs)
            case Paragraph():
                style = {"body": "Normal", "flush": "Flush", "quote": "Quote"}[block.kind]
                _runs(self.paragraph(style), block.runs)
            case ListBlock():
                for item in block.items:
                    _runs(self.paragraph("List Bullet"), item if self._numbered else (Text("· "), *item))
            case Table():
                self._table(block)
            case Signature():
                self._signature(block)

    def keep_with_next(self) -> None:
        """Keeps the last paragraph on the page of the signature, which never stands on a page alone."""
        if self._document.element.body[-2].tag == qn("w:p"):  # the last of all is the section
            self._document.paragraphs[-1].paragraph_format.keep_with_next = True

    def room(self, *, above: bool, below: bool) -> None:
        """Leaves room between the last paragraph and a table: a table has none of its own."""
        shape = self._document.paragraphs[-1].paragraph_format
        if above:
            shape.space_before = _ROOM
        if below:
            shape.space_after = _ROOM

    def _table(self, block: Table) -> None:
        rows = ([block.header] if block.header else []) + list(block.rows)
        table = self._document.add_table(len(rows), len(block.widths))
        _grid(table)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        widths = [Emu(self._width * width // sum(block.widths)) for width in block.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width  # Word reads the cells' widths, LibreOffice the columns'
        for row, runs_of_row in zip(table.rows, rows, strict=True):
            if sum(len(run.text) for runs in runs_of_row for run in runs) <= _SHORT_ROW:
                row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  # no public way
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


def _section_of(document: Any, place: Any) -> Any:
    """Returns the section of the letterhead in which a paragraph stands: each ends with a paragraph that says so."""
    before = [element for element in place._p.itersiblings(preceding=True) if element.xpath("./w:pPr/w:sectPr")]  # noqa: SLF001
    return document.sections[len(before)]


def _column_width(section: Any) -> int:
    """Returns how wide text may be in a section: the page within its margins, or the narrowest of its columns."""
    whole = int(section.page_width - section.left_margin - section.right_margin)
    columns = section._sectPr.find(qn("w:cols"))  # noqa: SLF001  # python-docx offers no columns
    if columns is None:
        return whole
    each = [Twips(int(column.get(qn("w:w"), 0))) for column in columns]
    if any(each):
        return min(width for width in each if width)
    count, space = (int(columns.get(qn(f"w:{name}"), default)) for name, default in (("num", 1), ("space", 720)))
    return (whole - Twips(space) * (count - 1)) // max(count, 1)


def _grid(table: Any) -> None:
    """Draws the lines itself: a letterhead need not have a style for tables."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "auto")):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.insert_element_before(borders, *_BEHIND_BORDERS)  # noqa: SLF001  # python-docx offers no borders


def _move(document: Any, written: int, place: Any) -> None:
    """Puts what was written at the end into its place in the letterhead; the empty paragraph there goes."""
    body = document.element.body
    for element in list(body)[written - 1 : -1]:  # the last of all is the section
        place._p.addprevious(element)  # noqa: SLF001  # python-docx moves nothing
    body.remove(place._p)  # noqa: SLF001


def _runs(paragraph: Any, runs: Runs) -> None:
    for run in runs:
        # python-docx turns line ends and tabs of the text into breaks and tabs of its own.
        made = paragraph.add_run(_xml("\n".join(LINE_END.split(run.text))))
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
