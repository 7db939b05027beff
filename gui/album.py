"""Contact sheets: all pictures of a folder on one, and a page that leads to them."""

from __future__ import annotations

import html
import math
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

_WIDTH, _HEIGHT, _TITLE, _GAP, _COLUMNS = 620, 390, 22, 12, 4
_SHEET = "contact-sheet.png"


def write_sheet(folder: Path) -> None:
    """Writes the contact sheet of a folder of pictures, and the page over all folders beside it."""
    pictures = [(path.stem, QImage(str(path))) for path in sorted(folder.glob("[0-9]*.png"))]
    if not pictures:
        return
    rows = math.ceil(len(pictures) / _COLUMNS)
    cell_width, cell_height = _WIDTH + _GAP, _HEIGHT + _TITLE + _GAP
    sheet = QImage(_COLUMNS * cell_width + _GAP, rows * cell_height + _GAP, QImage.Format.Format_RGB32)
    sheet.fill(QColor(128, 128, 128))
    painter = QPainter(sheet)
    for n, (name, image) in enumerate(pictures):
        left, top = _GAP + n % _COLUMNS * cell_width, _GAP + n // _COLUMNS * cell_height
        painter.drawText(QRectF(left, top, _WIDTH, _TITLE), int(Qt.AlignmentFlag.AlignVCenter), name)
        small = image
        if image.width() > _WIDTH or image.height() > _HEIGHT:
            keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            small = image.scaled(_WIDTH, _HEIGHT, keep, smooth)
        small.setDevicePixelRatio(1.0)
        painter.drawImage(left, top + _TITLE, small)
    painter.end()
    sheet.save(str(folder / _SHEET))
    _write_page(folder.parent)


def _write_page(out: Path) -> None:
    sheets = sorted(path for path in out.glob(f"*/{_SHEET}"))
    items = "\n".join(_item(html.escape(path.parent.name)) for path in sheets)
    page = f'<!doctype html><meta charset="utf-8"><title>Fushen</title>\n{items}\n'
    (out / "index.html").write_text(page, encoding="utf-8")


def _item(name: str) -> str:
    return f'<h2>{name}</h2><a href="{name}/"><img src="{name}/{_SHEET}" width="1200"></a>'
