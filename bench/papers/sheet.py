"""What every kind of test paper is made of: a sheet of blocks, and the values that stand on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import zxingcpp
from PIL import Image

from assets.samples.generate import seal
from bench.papers.values import Values, written

Block = dict[str, Any]
A4 = (210.0, 297.0)
LYING = (297.0, 210.0)


@dataclass(frozen=True, slots=True)
class Style:
    """How one paper differs from its like.

    Attributes:
        layout: Which of the layouts of its kind, from 0; each kind takes it modulo what it has.
        face: Of the values; `label_face` of the labels.
        days: How days are written where the kind of paper leaves it open.
        sealed: Whether a seal is pressed on it; `over` whether it lies on printed words.
        printed: Whether it stays a document with its own text, in which pictures can't be read.
    """

    layout: int
    face: str
    label_face: str
    days: str
    sealed: bool
    over: bool
    printed: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper's type, what is set, and the values that stand on it by field name."""

    type: str
    words: dict[str, Any]
    truth: Mapping[str, str] = field(default_factory=dict)


def sheet(style: Style, paper: tuple[float, float], blocks: Sequence[Block], **more: Any) -> dict[str, Any]:
    words: dict[str, Any] = {
        "width": paper[0], "height": paper[1], "margin": (26, 26, 20), "face": style.face,
        "label_face": style.label_face, "size": 12, "blocks": [*blocks],
    }  # fmt: skip
    return words | more


def lines(*rows: str | Block, **more: Any) -> Block:
    return {"b": "lines", "rows": [*rows], **more}


def title(text: str, size: float = 26, spread: float = 4, **more: Any) -> Block:
    return lines({"text": text, "size": size, "spread": spread, "weight": "bold"}, align="center", **more)


def rows(*pairs: tuple[str, str], **more: Any) -> Block:
    return {"b": "rows", "rows": [list(p) for p in pairs], **more}


def inline(*pairs: tuple[str, str], **more: Any) -> Block:
    return {"b": "inline", "rows": [list(p) for p in pairs], **more}


def pairs(widths: Sequence[float], *four: Sequence[str], **more: Any) -> Block:
    return {"b": "pairs", "widths": [*widths], "rows": [list(r) for r in four], **more}


def table(widths: Sequence[float], *cells: Sequence[Any], **more: Any) -> Block:
    return {"b": "table", "widths": [*widths], "rows": [list(r) for r in cells], **more}


def text(*paragraphs: str, **more: Any) -> Block:
    return {"b": "text", "rows": [*paragraphs], **more}


def at(x: float, y: float, width: float, *blocks: Block, **more: Any) -> Block:
    return {"b": "at", "x": x, "y": y, "width": width, "blocks": [*blocks], **more}


def space(height: float) -> Block:
    return {"b": "space", "height": height}


def qr(payload: str, width: float = 22) -> Block:
    """A readable QR code of what the paper says."""
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level="L")
    image = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4))
    return {"b": "picture", "picture": {"bytes": [*_png(image)], "width": width}, "align": "left"}


def mark(brand: str, width: float = 46) -> Block:
    """The picture of a trademark: letters that no text layer holds."""
    from bench.papers.press import drawn_words  # fonts are the press's business

    return {"b": "picture", "picture": {"bytes": [*_png(drawn_words(brand))], "width": width}}


def stamp(name: str, x: float, y: float, chance: Values, size: float = 38) -> dict[str, Any]:
    """A red seal at a place of the sheet, in millimetres."""
    png = seal.draw(name, seed=chance.chance.randint(1, 999))
    return {"bytes": [*png], "width": size, "x": x, "y": y, "turn": chance.chance.randint(-14, 14)}


def spread(label: str, blanks: int = 2) -> str:
    """Sets a short label's letters apart, as forms do: 名　　称."""
    return ("　" * blanks).join(label) if len(label) == 2 else label


def day(style: Style, value: date, *forms: str) -> str:
    """Writes a day in the style's form where this kind of paper knows it, else in its first one."""
    return written(value, style.days if style.days in forms else forms[0])


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
