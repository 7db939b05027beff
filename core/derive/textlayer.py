"""Text that is there to be searched and copied, not to be seen: what was recognised, laid over its picture.

One font for the whole packet has no shapes: every character is the same glyph that covers nothing, and a table
says which character each code stands for (ISO 32000-1, 9.7 and 9.10.3). So any script fits in a few
kilobytes, and what is copied is exactly what was recognised.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

_EM: Final = 1000
_MOST_CODES: Final = 0xFFFF
_BLOCK: Final = 100  # a table of codes is told in blocks of at most so many lines
# Where the line stands in its box: a box goes a little beyond the strokes of the characters.
_BASELINE: Final = 0.18
_UNKNOWN: Final = "\ufffd"
_FONT_NAME: Final = "FushenUnseen"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    def part(self, box: Sequence[float]) -> Area:
        """Returns the part that a box covers; a box counts in fractions from the upper left corner."""
        left, top, right, bottom = box
        across, down = (right - left) * self.width, (bottom - top) * self.height
        return Area(self.left + left * self.width, self.bottom + (1 - bottom) * self.height, across, down)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of characters and its box, in fractions of the page as shown."""

    text: str
    box: tuple[float, float, float, float]


class TextLayer:
    """The invisible text of one PDF. `content` for each page, then `finish` once."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._codes: dict[str, int] = {}
        self._font: Object | None = None

    @property
    def font(self) -> Object:
        """The font that a page with such text needs among its resources."""
        self._font = self._font or self._pdf.make_indirect(Dictionary(Type=Name.Font))
        return self._font

    def content(self, name: str, lines: Iterable[Line], area: Area, turned: int) -> bytes:
        """Returns page content that sets `lines` over the picture in `area`.

        Args:
            name: Of the font among the page's resources.
            lines: In reading order.
            area: Where the picture lies on the page.
            turned: Degrees by which the picture has to be turned clockwise to stand upright; its lines run so.
        """
        set_ = [piece for line in lines for piece in self._line(name, line, area, turned)]
        return b"\n".join((b"BT 3 Tr", *set_, b"ET")) if set_ else b""

    def finish(self) -> None:
        """Fills in the font, when any page asked for it."""
        if self._font is not None:
            for key, value in self._whole_font().items():
                self._font[key] = value

    def _line(self, name: str, line: Line, area: Area, turned: int) -> Iterator[bytes]:
        # Blanks at the ends stretch the rest; a control character has no place in a line.
        text = "".join(sign for sign in line.text.strip() if sign >= " ")
        place = area.part(line.box)
        if not text or min(place.width, place.height) <= 0:
            return
        across, size = (place.height, place.width) if turned % 180 else (place.width, place.height)
        # As size and stretch, not in the matrix: some readers take a letter one point high for none at all.
        stretch = across / len(text) / size * 100
        turn = " ".join(f"{number:.3f}" for number in _matrix(place, turned, size))
        codes = "".join(f"{self._code(sign):04X}" for sign in text)
        yield f"/{name} {size:.3f} Tf {stretch:.3f} Tz {turn} Tm <{codes}> Tj".encode("ascii")

    def _code(self, sign: str) -> int:
        if sign not in self._codes and len(self._codes) >= _MOST_CODES - 1:
            sign = _UNKNOWN
        return self._codes.setdefault(sign, len(self._codes) + 1)

    def _whole_font(self) -> Dictionary:
        pdf = self._pdf
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name(f"/{_FONT_NAME}"),
            Flags=4,
            FontBBox=Array([0, 0, _EM, _EM]),
            ItalicAngle=0,
            Ascent=_EM,
            Descent=0,
            CapHeight=_EM,
            StemV=80,
            FontFile2=pdf.make_indirect(Stream(pdf, empty_font())),
        )
        descendant = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=Name(f"/{_FONT_NAME}"),
            CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
            FontDescriptor=pdf.make_indirect(descriptor),
            DW=_EM,
            CIDToGIDMap=pdf.make_indirect(Stream(pdf, b"\0\0" + b"\0\1" * len(self._codes))),
        )
        return Dictionary(
            Subtype=Name.Type0,
            BaseFont=Name(f"/{_FONT_NAME}"),
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, self._table())),
        )

    def _table(self) -> bytes:
        """Returns the table from codes to characters (Adobe Technical Note 5411)."""
        rows = [f"<{code:04X}> <{sign.encode('utf-16-be').hex().upper()}>" for sign, code in self._codes.items()]
        blocks = [rows[start : start + _BLOCK] for start in range(0, len(rows), _BLOCK)]
        told = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
        return "\n".join((_TABLE_HEAD, *told, _TABLE_FOOT)).encode("ascii")


_TABLE_HEAD: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_TABLE_FOOT: Final = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def _matrix(place: Area, turned: int, size: float) -> tuple[float, ...]:
    """Returns the text matrix: which way the line runs, and where it begins."""
    left, bottom, right, top = place.left, place.bottom, place.left + place.width, place.bottom + place.height
    rise = _BASELINE * size
    return {
        0: (1, 0, 0, 1, left, bottom + rise),
        90: (0, 1, -1, 0, right - rise, bottom),  # the line runs upwards
        180: (-1, 0, 0, -1, right, top - rise),
        270: (0, -1, 1, 0, left + rise, top),  # and here downwards
    }[turned % 360]


def empty_font() -> bytes:
    """Returns a TrueType font whose one character covers nothing; the tables that a PDF asks for (9.9).

    It is a line to the corner of its em and back: without any extent, some readers take a line of them that
    runs upwards for nothing at all.
    """
    glyph = struct.pack(">hhhhhHH3B", 1, 0, 0, _EM, _EM, 2, 0, 1, 1, 1)
    glyph += struct.pack(">6h", 0, _EM, -_EM, 0, _EM, -_EM) + b"\0"
    head = struct.pack(
        ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, 0, _EM, _EM, 0, 8, 2, 0, 0
    )
    tables = {
        b"glyf": glyph,
        b"head": head,
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _EM, 0, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hhh", _EM, 0, 0),
        b"loca": struct.pack(">HHH", 0, 0, len(glyph) // 2),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 3, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    return _assembled(tables)


def _assembled(tables: dict[bytes, bytes]) -> bytes:
    """Puts tables together into a font file, with the sums that readers check (OpenType, “Font file”)."""
    entries, body, offset = [], b"", 12 + 16 * len(tables)
    for tag, content in sorted(tables.items()):
        padded = content + b"\0" * (-len(content) % 4)
        entries.append(struct.pack(">4sIII", tag, _sum(padded), offset + len(body), len(content)))
        body += padded
    power = 1 << (len(tables).bit_length() - 1)
    searched = (16 * power, power.bit_length() - 1, 16 * (len(tables) - power))
    whole = struct.pack(">IHHHH", 0x10000, len(tables), *searched) + b"".join(entries) + body
    at = offset + sum(len(content) + -len(content) % 4 for tag, content in sorted(tables.items()) if tag < b"head") + 8
    return whole[:at] + struct.pack(">I", (0xB1B0AFBA - _sum(whole)) & 0xFFFFFFFF) + whole[at + 4 :]


def _sum(content: bytes) -> int:
    words: tuple[int, ...] = struct.unpack(f">{len(content) // 4}I", content)
    return sum(words) & 0xFFFFFFFF
