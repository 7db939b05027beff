"""Awkward files, made on the fly: what merchants, scanners and attackers really hand over.

`AWKWARD` maps a file name to what makes its bytes; `write_all(folder)` writes every one. Each maker
says why the file is here. Nothing in them is taken from anybody's file.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw

from assets.samples.generate import bind, seal

A4 = (595.0, 842.0)
PASSWORD = "awkward"
ORIENTATION_TAG = 0x0112


def plain_pdf(pages: int = 2, size: tuple[float, float] = A4) -> bytes:
    """The measure for the others: nothing is wrong with it. Each page carries its number as text."""
    return _saved(_document(pages, size))


def encrypted_pdf() -> bytes:
    """Banks and e-sign services send papers behind a password; nobody can read them without it."""
    lock = pikepdf.Encryption(user=PASSWORD, owner=PASSWORD, R=6)
    return _saved(_document(1), encryption=lock)


def restricted_pdf() -> bytes:
    """Opens without a password but forbids copying: it reads well, and must not be called locked."""
    lock = pikepdf.Encryption(user="", owner=PASSWORD, R=6, allow=pikepdf.Permissions(extract=False))
    return _saved(_document(1), encryption=lock)


def truncated_pdf() -> bytes:
    """A download that broke off: the head is a PDF's, the pages and the cross-reference are gone."""
    whole = plain_pdf(4)
    return whole[: len(whole) // 3]


def garbage_pdf() -> bytes:
    """Begins like a PDF and goes on like noise; no reader can mend it."""
    return b"%PDF-1.7\n" + bytes((n * 197 + 31) % 256 for n in range(4096))


def mended_pdf() -> bytes:
    """The cross-reference points to the wrong place, as after a mail gateway's meddling; readers can rebuild it."""
    whole = _saved(_document(2), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return whole.replace(b"startxref\n", b"startxref\n9", 1)


def javascript_pdf() -> bytes:
    """Runs a script when it is opened; a reviewer's virus scanner throws it out."""
    pdf = _document(1)
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert('hello');"))
    return _saved(pdf)


def launching_pdf() -> bytes:
    """Starts a program when its link is clicked."""
    pdf = _document(1)
    action = Dictionary(S=Name.Launch, F=String("calc.exe"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array((72, 700, 200, 730)), A=action)
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])
    return _saved(pdf)


def carrying_pdf() -> bytes:
    """Carries another file inside it, as some invoices do; the packet can't show what is in there."""
    pdf = _document(1)
    pdf.attachments["inside.txt"] = pikepdf.AttachedFileSpec(pdf, b"inside", filename="inside.txt")
    return _saved(pdf)


def pageless_pdf() -> bytes:
    """A well-formed PDF without a page: opening it works, showing it can't."""
    return _saved(_document(0))


def turned_pdf() -> bytes:
    """Four pages turned by 0, 90, 180 and 270 degrees: scanners turn pages by a mark, not by moving pixels."""
    pdf = _document(4)
    for quarter, page in enumerate(pdf.pages):
        page.Rotate = quarter * 90
    return _saved(pdf)


def landscape_pdf() -> bytes:
    """A lying page among standing ones: tables of results come so and must stay readable."""
    pdf = _document(3)
    pdf.pages[1].MediaBox = Array((0, 0, A4[1], A4[0]))
    return _saved(pdf)


def cropped_pdf() -> bytes:
    """Shows only a part of the sheet, and the sheet does not begin at 0, 0."""
    pdf = _document(1)
    pdf.pages[0].MediaBox = Array((-100, -50, 600, 900))
    pdf.pages[0].CropBox = Array((0, 0, 400, 500))
    return _saved(pdf)


def stamped_pdf() -> bytes:
    """The red seal is a stamp annotation: merging pages without flattening loses it."""
    return bind.with_stamp(plain_pdf(1), _seal(), 1, (380, 120, 500, 240))


def widget_sealed_pdf() -> bytes:
    """The red seal is the look of a signature field: merging pages drops forms, and the seal with them."""
    return bind.with_signature_widget(plain_pdf(1), _seal(), 1, (380, 120, 500, 240))


def twice_saved_pdf() -> bytes:
    """Saved once more on top of itself: an incremental update, harmless but worth telling."""
    first = _saved(_document(1), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = first.rindex(b"startxref") + len(b"startxref")
    previous = int(first[start:].split()[0])
    with pikepdf.open(BytesIO(first)) as pdf:
        size, root = int(pdf.trailer.Size), pdf.Root.objgen[0]
    at = len(first)
    added = f"{size} 0 obj\n(added later)\nendobj\n"
    xref = f"xref\n{size} 1\n{at:010d} 00000 n \n"
    trailer = f"trailer\n<< /Size {size + 1} /Root {root} 0 R /Prev {previous} >>\n"
    return first + f"{added}{xref}{trailer}startxref\n{at + len(added)}\n%%EOF\n".encode()


def plain_jpeg(size: tuple[int, int] = (1240, 1754)) -> bytes:
    """The measure for the other pictures."""
    return _picture(_sheet(size), "JPEG", dpi=(150, 150))


def turned_jpeg(orientation: int = 6) -> bytes:
    """A phone stores what it saw lying down and adds a note that it stands."""
    exif = Image.Exif()
    exif[ORIENTATION_TAG] = orientation
    return _picture(_sheet((1754, 1240)), "JPEG", exif=exif)


def truncated_jpeg() -> bytes:
    """A picture whose lower half never arrived."""
    whole = plain_jpeg()
    return whole[: len(whole) // 2]


def cmyk_jpeg() -> bytes:
    """Printers' colours: some readers turn them inside out."""
    return _picture(_sheet((620, 877)).convert("CMYK"), "JPEG")


def clear_png() -> bytes:
    """Transparent where there is no ink; on a dark screen a careless viewer shows black on black."""
    sheet = _sheet((620, 877)).convert("RGBA")
    sheet.putalpha(sheet.convert("L").point(lambda level: 255 - level))
    return _picture(sheet, "PNG")


def bomb_png() -> bytes:
    """A few kilobytes that claim 60000 × 60000 pixels: reading them would fill the memory."""
    side = 60_000
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1024 * 1024), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def renamed_png() -> bytes:
    """A picture that somebody called .pdf: the portal will refuse it."""
    return _picture(_sheet((620, 877)), "PNG")


def empty() -> bytes:
    """No byte at all: a failed download or a full stick."""
    return b""


AWKWARD: Mapping[str, Callable[[], bytes]] = MappingProxyType(
    {
        "正常.pdf": plain_pdf,
        "加密.pdf": encrypted_pdf,
        "限制复制.pdf": restricted_pdf,
        "截断.pdf": truncated_pdf,
        "乱码.pdf": garbage_pdf,
        "可修复.pdf": mended_pdf,
        "脚本.pdf": javascript_pdf,
        "启动程序.pdf": launching_pdf,
        "内嵌文件.pdf": carrying_pdf,
        "无页.pdf": pageless_pdf,
        "转页.pdf": turned_pdf,
        "横页.pdf": landscape_pdf,
        "裁切.pdf": cropped_pdf,
        "注释印章.pdf": stamped_pdf,
        "域印章.pdf": widget_sealed_pdf,
        "增量保存.pdf": twice_saved_pdf,
        "正常.jpg": plain_jpeg,
        "手机横放.jpg": turned_jpeg,
        "截断.jpg": truncated_jpeg,
        "印刷色.jpg": cmyk_jpeg,
        "透明.png": clear_png,
        "超大像素.png": bomb_png,
        "改名图片.pdf": renamed_png,
        "空.pdf": empty,
    }
)


def write_all(folder: Path) -> dict[str, Path]:
    """Writes every awkward file into `folder` and returns where each lies, by its name."""
    places = {name: folder / name for name in AWKWARD}
    for name, place in places.items():
        place.write_bytes(AWKWARD[name]())
    return places


def _document(pages: int, size: tuple[float, float] = A4) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=size)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 24 Tf 72 {size[1] - 100:.0f} Td (Page {number}) Tj ET".encode())
    return pdf


def _saved(
    pdf: pikepdf.Pdf,
    *,
    encryption: pikepdf.Encryption | None = None,
    object_stream_mode: pikepdf.ObjectStreamMode = pikepdf.ObjectStreamMode.preserve,
) -> bytes:
    out = BytesIO()
    # A locked file holds random salt, so only an open one can have an id that depends on its content.
    pdf.save(
        out,
        encryption=encryption if encryption is not None else False,
        deterministic_id=encryption is None,
        object_stream_mode=object_stream_mode,
    )
    return out.getvalue()


def _seal() -> bytes:
    return seal.draw("样例有限公司", seed=5)


def _sheet(size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, size[0] - 40, size[1] - 40), outline="black", width=4)
    pen.text((80, 80), "SAMPLE", fill="black", font_size=48)
    return sheet


def _picture(picture: Image.Image, form: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
