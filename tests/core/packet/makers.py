"""Makes small real PDFs and pictures with seals, each the way real papers carry them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from PIL import Image, ImageDraw


def text_page(
    pdf: Pdf, size: tuple[float, float] = (595, 842), *, rotate: int = 0, word: str = "PAPER", extra: bytes = b""
) -> pikepdf.Page:
    """Adds a page with a line of text, a frame and a mark in one corner, so that its orientation shows."""
    page = pdf.add_blank_page(page_size=size)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
    frame = f"2 w 20 20 {size[0] - 40} {size[1] - 40} re S 0 0 0 rg 30 30 60 25 re f".encode()
    text = f"BT /F1 36 Tf 80 {size[1] / 2} Td ({word}) Tj ET".encode()
    page.obj.Contents = Stream(pdf, b"\n".join((frame, text, extra)))
    if rotate:
        page.obj.Rotate = rotate
    return page


def pour_onto(sheets: Path, target: Path, exhibits: list[dict[str, Any]], token: str = "") -> dict[str, Any]:
    """Pours exhibits onto sheets alone, with no pages before them."""
    from core.derive.pour import Pouring

    with Pdf.new() as nothing:
        front = save(nothing, target.with_name("front.pdf"))
    pouring = Pouring(front, target, token)
    pouring.lay(sheets)
    for exhibit in exhibits:
        pouring.add(exhibit)
    return pouring.finish()


def save(pdf: Pdf, path: Path) -> Path:
    pdf.save(path, static_id=True)
    return path


def plain(path: Path, pages: int = 1, size: tuple[float, float] = (595, 842), rotate: int = 0) -> Path:
    with Pdf.new() as pdf:
        for number in range(pages):
            text_page(pdf, size, rotate=rotate, word=f"PAGE {number + 1}")
        return save(pdf, path)


def appearance(pdf: Pdf) -> Stream:
    """A red seal of 120 points: a ring and a bar, as an appearance stream."""
    form = Stream(pdf, b"q 0.85 0.05 0.1 RG 7 w 10 10 100 100 re S 0.85 0.05 0.1 rg 30 52 60 14 re f Q")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 120, 120])
    return pdf.make_indirect(form)  # type: ignore[return-value]


def stamped(path: Path, rotate: int = 0, size: tuple[float, float] = (595, 842)) -> Path:
    """A seal as a stamp annotation."""
    with Pdf.new() as pdf:
        page = text_page(pdf, size, rotate=rotate)
        stamp = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Stamp,
            Rect=Array([300, 150, 420, 270]),
            F=4,
            AP=Dictionary(N=appearance(pdf)),
        )
        page.obj.Annots = Array([pdf.make_indirect(stamp)])
        return save(pdf, path)


def signed(path: Path, rotate: int = 0) -> Path:
    """A seal as the appearance of a signature field."""
    with Pdf.new() as pdf:
        page = text_page(pdf, rotate=rotate)
        value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), SubFilter=Name("/adbe.pkcs7.detached"))
        value.ByteRange, value.Contents = Array([0, 1, 2, 3]), pikepdf.String("00")
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T="Signature1",
                V=value,
                F=132,
                Rect=Array([300, 150, 420, 270]),
                AP=Dictionary(N=appearance(pdf)),
                P=page.obj,
            )
        )
        page.obj.Annots = Array([widget])
        pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), SigFlags=3)
        return save(pdf, path)


def filled(path: Path, word: str) -> Path:
    """Small print in a text field, as signature fields and forms carry it."""
    with Pdf.new() as pdf:
        page = text_page(pdf)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)
        lines = " ".join(f"1 0 0 1 4 {y} Tm ({word}) Tj" for y in range(8, 116, 12))
        form = Stream(pdf, f"/Tx BMC BT /F1 9 Tf {lines} ET EMC".encode())
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 120])
        form.Resources = Dictionary(Font=Dictionary(F1=font))
        widget = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T="Text1",
                V=word,
                F=4,
                Rect=Array([300, 150, 500, 270]),
                AP=Dictionary(N=pdf.make_indirect(form)),
                P=page.obj,
            )
        )
        page.obj.Annots = Array([widget])
        pdf.Root.AcroForm = Dictionary(Fields=Array([widget]), DA="/F1 9 Tf 0 g")
        return save(pdf, path)


def acting(path: Path) -> Path:
    """JavaScript, an open action, a page action, a launch link and an embedded file beside a plain page."""
    with Pdf.new() as pdf:
        page = text_page(pdf)
        script = Dictionary(S=Name.JavaScript, JS="app.alert('x')")
        pdf.Root.OpenAction = script
        pdf.Root.AA = Dictionary(WC=script)
        page.obj.AA = Dictionary(O=script)
        launch = Dictionary(S=Name.Launch, F="calc.exe")
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 50, 50]), A=launch)
        page.obj.Annots = Array([pdf.make_indirect(link)])
        pdf.attachments["secret.txt"] = b"embedded"
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(pdf, b"<xdp/>"))
        return save(pdf, path)


def picture(size: tuple[int, int] = (800, 1130), *, seal: bool = True, seed: int = 0) -> Image.Image:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    wide, high = size
    draw.rectangle((20, 20, wide - 20, high - 20), outline="black", width=4)
    draw.rectangle((40, 40, 40 + wide // 4, 80), fill="black")
    for line in range(5, 18):
        draw.line(
            (60, high * line // 20, wide - 60 - (line * 37 + seed * 13) % (wide // 3), high * line // 20), "black", 5
        )
    if seal:
        box = (wide * 6 // 10, high * 7 // 10, wide * 6 // 10 + wide // 4, high * 7 // 10 + wide // 4)
        draw.ellipse(box, outline=(215, 25, 30), width=10)
    return image


def photo(path: Path, orientation: int = 1, size: tuple[int, int] = (1130, 800), **options: object) -> Path:
    """A JPEG as a phone writes it, with its orientation and a place in EXIF."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRETPHONE"
    picture(size).save(path, "JPEG", quality=88, exif=exif, **options)  # type: ignore[arg-type]
    return path


def scanned(path: Path, pages: int, *, seed: int, size: tuple[int, int] = (1654, 2339), noise: bool = True) -> Path:
    """A scan: one JPEG a page, all different, about the size of real ones."""
    import numpy as np

    with Pdf.new() as pdf:
        for number in range(pages):
            image = picture(size, seed=seed * 100 + number)
            if noise:
                grain = np.random.default_rng(seed * 1000 + number).integers(
                    0, 14, (size[1], size[0], 1), dtype=np.uint8
                )
                image = Image.fromarray(np.asarray(image) - np.minimum(grain, np.asarray(image)))
            buffer = io.BytesIO()
            image.save(buffer, "JPEG", quality=75, dpi=(200, 200))
            values = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=size[0], Height=size[1])
            values.BitsPerComponent, values.ColorSpace, values.Filter = 8, Name.DeviceRGB, Name.DCTDecode
            page = pdf.add_blank_page(page_size=(595.44, 842.04))
            page.obj.Resources = Dictionary(XObject=Dictionary(Im0=Stream(pdf, buffer.getvalue(), values)))
            page.obj.Contents = Stream(pdf, b"q 595.44 0 0 842.04 0 0 cm /Im0 Do Q")
        return save(pdf, path)
