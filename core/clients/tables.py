"""Reads a list of clients: the cells of an XLSX or CSV file as plain text, within limits, nothing worked out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from core import zips
from core.errors import NotATable, NotReadable, reason
from core.i18n import _

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
MOST_BYTES: Final = 40 << 20  # of a CSV, and of all parts of an XLSX unpacked
MOST_PARTS: Final = 2_000
_LONGEST_CELL: Final = 1_000
_HEADER_WITHIN: Final = 10  # titles and notes may stand above it
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
# Beside what unpacking raises: what the reader raises for parts that do not fit together.
_DAMAGE: Final = (*zips.DAMAGE, TypeError, AttributeError, SyntaxError)


@dataclass(frozen=True, slots=True)
class Table:
    """The cells below a header.

    Attributes:
        header: What stands above each column.
        rows: (line number in the file, cells); each as long as the header.
        formulas: Cells that hold a formula without a value that was saved with it; they are shown as empty.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    formulas: int = 0


def read(path: Path) -> Table:
    """Reads the first sheet of an XLSX file, or a CSV file in UTF-8 or GB 18030.

    Raises:
        NotATable: It is neither, damaged, or larger than the limits.
        NotReadable: The file can't be opened.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotATable(path, _("文件过大，请拆分后再导入"))
        if _starts_like_zip(path):
            return _table(path, *_xlsx(path))
        return _table(path, _csv(path), 0)
    except OSError as error:
        raise NotReadable(path, reason(error)) from error


def _starts_like_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def _table(path: Path, lines: Iterable[tuple[int, list[str]]], formulas: int) -> Table:
    filled = [(n, cells) for n, cells in lines if any(cells)]
    if not filled:
        raise NotATable(path, _("表格里没有内容"))
    # The header is the fullest of the first lines: a title above it fills one cell or two.
    first = max(filled[:_HEADER_WITHIN], key=lambda line: sum(map(bool, line[1])))
    header = first[1]
    while header and not header[-1]:
        header = header[:-1]
    width = len(header)
    rows = ((n, (cells + [""] * width)[:width]) for n, cells in filled if n > first[0])
    return Table(tuple(header), tuple((n, tuple(cells)) for n, cells in rows if any(cells)), formulas)


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    content = path.read_bytes()
    if b"\0" in content[:4096]:
        raise NotATable(path, _("不是表格。请选择 .xlsx 或 .csv 文件"))
    text = _decoded(path, content)
    head = text[:8192]
    delimiter = max(",;\t，", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for n, cells in enumerate(reader, 1):
            if n > MOST_ROWS:
                raise NotATable(path, _("超过 {count} 行，请拆分后再导入").format(count=MOST_ROWS))
            yield n, [_clean(cell) for cell in cells[:MOST_COLUMNS]]
    except csv.Error as error:
        raise NotATable(path, _("文件已损坏，请重新导出这份表格")) from error


def _decoded(path: Path, content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NotATable(path, _("文字编码无法识别。请另存为 UTF-8 的 CSV 或 .xlsx"))


def _xlsx(path: Path) -> tuple[list[tuple[int, list[str]]], int]:
    _refuse_bombs(path)
    values, formulas = _sheet(path, values=True), _sheet(path, values=False)
    lines, lost = [], 0
    for n, (cells, written) in enumerate(zip(values, formulas, strict=False), 1):
        if n > MOST_ROWS:
            raise NotATable(path, _("超过 {count} 行，请拆分后再导入").format(count=MOST_ROWS))
        lost += sum(not v and f.startswith("=") for v, f in zip(cells, written, strict=False))
        lines.append((n, cells))
    return lines, lost


def _refuse_bombs(path: Path) -> None:
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except _DAMAGE as error:
        raise NotATable(path, _("文件已损坏，请重新导出这份表格")) from error
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise NotATable(path, _("不是表格。请选择 .xlsx 或 .csv 文件"))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise NotATable(path, _("文件过大，请拆分后再导入"))


def _sheet(path: Path, *, values: bool) -> Iterator[list[str]]:
    # `data_only`: the value that was saved with a formula; a formula itself is text to us and never worked out.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=values, keep_links=False)
            sheet = book.worksheets[0]
            for row in sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True):
                yield [_text(cell) for cell in row]
            book.close()
    except (InvalidFileException, *_DAMAGE) as error:
        raise NotATable(path, _("文件已损坏，请重新导出这份表格")) from error


def _text(cell: object) -> str:
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a code that the spreadsheet took for a number
    return _clean(str(cell))


def _clean(text: str) -> str:
    return "".join(c for c in text.strip()[:_LONGEST_CELL] if c.isprintable())
