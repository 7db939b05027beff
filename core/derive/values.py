"""Values of form fields that the library which flattens can't draw: Chinese, several lines, set to the right.

A field may hold a value and no picture of it; every viewer then draws one. The library that makes such pictures knows
one-byte fonts and one line only, and would write question marks. Those values are drawn here, as shapes of a font that
comes with the product, with invisible text over them, so that they can be searched as well as seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from core.derive.marking import outlines
from core.derive.textlayer import Area, Line, TextLayer
from core.derive.worker import TaskFailed
from core.resources import data_root

_FONT: Final = "NotoSansSC-Regular.ttf"
_MULTILINE, _PASSWORD, _COMB = 1 << 12, 1 << 13, 1 << 24  # ISO 32000-1, table 228
_PLAIN: Final = re.compile(r"[ -~]*")
_DEEPEST: Final = 50
_COLOUR: Final = re.compile(r"(?:[\d.]+\s+){1,4}(?:g|rg|k)\b")
_SIZE: Final = re.compile(r"(-?[\d.]+)\s+Tf\b")
_FONT_ASKED: Final = re.compile(r"(/[^\s/]+)\s+-?[\d.]+\s+Tf\b")
_LARGEST, _SMALLEST, _STEP = 12.0, 4.0, 0.5
_PADDING: Final = 2.0
_LEADING: Final = 1.25
_RISE: Final = 0.36  # from the middle of a line to where its letters stand, of their size
_EM: Final = 1000


def draw_values(pdf: Pdf) -> list[tuple[int, Object, str]]:
    """Gives a picture to each field that needs one from here; returns its page (from 0), the field and its value.

    Raises:
        TaskFailed: A value has a character for which there is no shape, or is too long for its field.
    """
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        return []
    anew = bool(form.get(Name.NeedAppearances))
    layer, drawn = TextLayer(pdf), []
    for number, page in enumerate(pdf.pages):
        for widget in page.obj.get(Name.Annots, Array()):
            value = _value_to_draw(widget, form, anew=anew)
            if value:
                widget.AP = Dictionary(N=_Picture(widget, form, value).stream(pdf, layer))
                drawn.append((number, widget, value))
    layer.finish()
    return drawn


def inherited(field: Object, key: Name) -> Object | None:
    """Returns what stands on a field, or on one that it belongs to."""
    for _depth in range(_DEEPEST):
        if key in field or not isinstance(field.get(Name.Parent), Dictionary):
            break
        field = field[Name.Parent]
    return field.get(key)


def _value_to_draw(widget: object, form: Dictionary, *, anew: bool) -> str:
    """Returns the value that is drawn here; "" when there is none, or the library can draw it."""
    if not isinstance(widget, Dictionary) or widget.get(Name.Subtype) != Name.Widget:
        return ""
    if Name.AP in widget and not anew:
        return ""
    value = inherited(widget, Name.V)
    if inherited(widget, Name.FT) not in (Name.Tx, Name.Ch) or not isinstance(value, String):
        return ""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if _flags(widget) & _PASSWORD:
        return "*" * len(text)
    odd = not _PLAIN.fullmatch(text) or _flags(widget) & (_MULTILINE | _COMB) or _turn(widget)
    return text if odd or _quadding(widget, form) or not _has_font(widget, form) else ""


def _has_font(widget: Object, form: Dictionary) -> bool:
    """Says whether the font that a field asks for is there: without it some viewers would show nothing."""
    named = _FONT_ASKED.findall(str(inherited(widget, Name.DA) or form.get(Name.DA) or ""))
    resources = form.get(Name.DR)
    fonts = resources.get(Name.Font) if isinstance(resources, Dictionary) else None
    return bool(named) and isinstance(fonts, Dictionary) and named[-1] in fonts


def _flags(widget: Object) -> int:
    return int(inherited(widget, Name.Ff) or 0)


def _quadding(widget: Object, form: Dictionary) -> int:
    found = inherited(widget, Name.Q)
    return int(form.get(Name.Q, 0) if found is None else found)


def _turn(widget: Object) -> int:
    look = widget.get(Name.MK)
    return int(look.get(Name.R, 0)) % 360 if isinstance(look, Dictionary) else 0


@dataclass(frozen=True, slots=True)
class _Row:
    """Characters that stand on one line, from `left` with the letters' foot at `foot`."""

    text: str
    left: float
    foot: float


class _Picture:
    """The picture of one field's value."""

    def __init__(self, widget: Object, form: Dictionary, value: str) -> None:
        left, bottom, right, top = (float(side) for side in widget.Rect)
        sides = abs(right - left), abs(top - bottom)
        self._box, self._turn = sides, _turn(widget)
        self._width, self._height = sides[::-1] if self._turn % 180 else sides
        told = str(inherited(widget, Name.DA) or form.get(Name.DA) or "")
        self._colour = (_COLOUR.findall(told) or ["0 g"])[-1]
        self._given = abs(float((_SIZE.findall(told) or ["0"])[-1]))
        self._quadding, self._flags = _quadding(widget, form), _flags(widget)
        self._cells = int(inherited(widget, Name.MaxLen) or 0) if self._flags & _COMB else 0
        self._value = value if self._flags & _MULTILINE else value.replace("\n", " ")

    def stream(self, pdf: Pdf, layer: TextLayer) -> Object:
        size, rows = self._set()
        shown, hidden = [], []
        for row in rows:
            length, shapes = outlines(row.text, _font())
            scale = size / _EM
            shown.append(f"q {scale:.6f} 0 0 {scale:.6f} {row.left:.3f} {row.foot:.3f} cm\n".encode("ascii"))
            shown.append(shapes + b"\nQ")
            top, foot = row.foot + size * 0.85, row.foot - size * 0.18
            wide, high = self._width, self._height
            box = (row.left / wide, 1 - top / high, (row.left + length * scale) / wide, 1 - foot / high)
            hidden.append(Line(row.text, box))
        area = Area(0, 0, self._width, self._height)
        clip = f"q 0 0 {self._width:.3f} {self._height:.3f} re W n {self._colour}\n".encode("ascii")
        look = Stream(pdf, clip + b"\n".join(shown) + b"\nQ\n" + layer.content("FushenText", hidden, area, 0))
        look.Type, look.Subtype = Name.XObject, Name.Form
        look.BBox = Array([0, 0, self._width, self._height])
        look.Matrix = Array(self._matrix())
        look.Resources = Dictionary(Font=Dictionary(FushenText=layer.font))
        return pdf.make_indirect(look)

    def _matrix(self) -> list[float]:
        wide, high = self._box
        turned: dict[int, list[float]] = {
            90: [0, 1, -1, 0, wide, 0],
            180: [-1, 0, 0, -1, wide, high],
            270: [0, -1, 1, 0, 0, high],
        }
        return turned.get(self._turn, [1, 0, 0, 1, 0, 0])

    def _set(self) -> tuple[float, list[_Row]]:
        """Sets the value as large as it was meant to be, or as fits: a value that is cut off says something else."""
        size = self._given or min(_LARGEST, max(_SMALLEST, self._height / _LEADING))
        while True:
            rows = self._rows(size)
            fits = all(row.left >= 0 and row.foot >= 0 for row in rows) and self._is_narrow(rows, size)
            if fits:
                return size, rows
            if size <= _SMALLEST:
                raise TaskFailed("field-text", "a value is too long for its field")
            size = max(_SMALLEST, size - _STEP)

    def _is_narrow(self, rows: list[_Row], size: float) -> bool:
        return all(row.left + _length(row.text) * size <= self._width + 0.01 for row in rows)

    def _rows(self, size: float) -> list[_Row]:
        if self._cells:
            cell = self._width / self._cells
            foot = self._height / 2 - size * _RISE
            return [
                _Row(sign, cell * (n + 0.5) - _length(sign) * size / 2, foot)
                for n, sign in enumerate(self._value[: self._cells])
                if sign.strip()
            ]
        texts = list(self._wrapped(size)) if self._flags & _MULTILINE else [self._value]
        first = self._height / 2 - size * _RISE
        if self._flags & _MULTILINE:
            first = self._height - _PADDING - size * 0.9
        return [
            _Row(text, self._left(text, size), first - n * size * _LEADING)
            for n, text in enumerate(texts)
            if text.strip()
        ]

    def _left(self, text: str, size: float) -> float:
        room = self._width - 2 * _PADDING - _length(text) * size
        return _PADDING + {1: room / 2, 2: room}.get(self._quadding, 0.0)

    def _wrapped(self, size: float) -> Iterator[str]:
        room = (self._width - 2 * _PADDING) / size
        for paragraph in self._value.split("\n"):
            line = ""
            for piece in re.findall(r"[!-~]+ *|.", paragraph):
                if line and _length((line + piece).rstrip()) > room:
                    yield line.rstrip()
                    line = ""
                line += piece
            yield line.rstrip()


def _font() -> Path:
    return data_root() / "assets" / "fonts" / _FONT


def _length(text: str) -> float:
    """Returns how long a text is, in its own size."""
    widths = _widths()
    if unknown := [sign for sign in text if sign not in widths]:
        raise TaskFailed("field-text", f"no shape for U+{ord(unknown[0]):04X}")
    return sum(widths[sign] for sign in text)


@cache
def _widths() -> dict[str, float]:
    from fontTools.ttLib import TTFont

    with TTFont(_font(), lazy=True) as opened:
        em, advances = opened["head"].unitsPerEm, opened["hmtx"].metrics
        return {chr(code): advances[name][0] / em for code, name in opened.getBestCmap().items()}
