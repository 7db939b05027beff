"""Draws one page of a PDF or one frame of a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageOps

from core.probe.image import FORMATS, prepare
from core.probe.limits import Limits

Plain = dict[str, Any]
_FORM_DEPTH: Final = 8
_SCANNED: Final = 0.6  # of the page that one picture covers


def render(path: Path, kind: str, page: int, width: int, limits: Limits) -> tuple[Plain, bytes | None]:
    """Draws one page at a width in pixels; the answer has `pixels` and the bytes follow, or `failed`."""
    if width < 1 or width > limits.render_pixels:
        return {"failed": "too-large"}, None
    if kind == "pdf":
        return _pdf(path, page, width, limits)
    if kind in FORMATS:
        return _picture(path, kind, page, width, limits)
    return {"failed": "format"}, None


def _pdf(path: Path, number: int, width: int, limits: Limits) -> tuple[Plain, bytes | None]:
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        return {"failed": "encrypted" if "password" in str(error).lower() else "unreadable"}, None
    try:
        if not 1 <= number <= len(pdf):
            return {"failed": "no-such-page"}, None
        pdf.init_forms()  # without it PDFium draws neither form fields nor seals
        return _drawn(pdf[number - 1], width, limits)
    except pypdfium2.PdfiumError as error:
        return {"failed": "unreadable", "detail": str(error)[:300]}, None
    finally:
        pdf.close()


def _drawn(page: pypdfium2.PdfPage, width: int, limits: Limits) -> tuple[Plain, bytes | None]:
    points, height_points = page.get_size()
    if points <= 0 or height_points <= 0 or width * width * height_points / points > limits.render_pixels:
        return {"failed": "too-large"}, None
    if _largest_picture(page) > limits.pixels:
        return {"failed": "too-large"}, None
    image = page.render(scale=width / points, may_draw_forms=True).to_pil().convert("RGB")
    return _answer(image, width)


def scan_width(path: Path, number: int) -> int:
    """Returns how many pixels wide a page of a PDF is that is one scanned picture, 0 for any other page.

    The picture may be smaller than the page or lie in margins; its resolution is counted over the whole width.
    """
    pdf = pypdfium2.PdfDocument(path)
    try:
        page = pdf[number - 1]
        width, height = page.get_size()
        most = 0.0
        for picture in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=1):
            left, bottom, right, top = picture.get_bounds()
            if (right - left) * (top - bottom) >= _SCANNED * width * height:
                # Turned by a quarter, the picture's rows run along the width; the denser way is the true one.
                most = max(most, max(picture.get_px_size()) / max(right - left, top - bottom) * width)
        return round(most)
    except pypdfium2.PdfiumError:
        return 0
    finally:
        pdf.close()


def _largest_picture(page: pypdfium2.PdfPage) -> int:
    """Returns the pixels of the largest picture, from its dictionary alone: nothing is decoded."""
    pictures = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH)
    sizes = (picture.get_px_size() for picture in pictures)
    return max((width * height for width, height in sizes), default=0)


def _picture(path: Path, kind: str, frame: int, width: int, limits: Limits) -> tuple[Plain, bytes | None]:
    prepare(limits.pixels)
    try:
        with Image.open(path, formats=FORMATS[kind]) as picture:
            if not 1 <= frame <= int(getattr(picture, "n_frames", 1)):
                return {"failed": "no-such-page"}, None
            picture.seek(frame - 1)
            if kind == "jpeg":
                picture.draft("RGB", (width, width))  # decodes at a smaller scale where that is enough
            return _answer(ImageOps.exif_transpose(_flat(picture)), width, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return {"failed": "too-large"}, None
    except (OSError, SyntaxError, ValueError, EOFError, NotImplementedError) as error:
        return {"failed": "unreadable", "detail": str(error)[:300]}, None


def _flat(picture: Image.Image) -> Image.Image:
    """Puts what is transparent on white paper."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    layer = picture.convert("RGBA")
    paper = Image.new("RGBA", layer.size, "white")
    paper.alpha_composite(layer)
    flat = paper.convert("RGB")
    flat.info["exif"] = picture.info.get("exif", b"")
    return flat


def _answer(image: Image.Image, width: int, limits: Limits | None = None) -> tuple[Plain, bytes | None]:
    if image.width != width:
        height = max(1, round(image.height * width / image.width))
        if limits is not None and width * height > limits.render_pixels:
            return {"failed": "too-large"}, None
        image = image.resize(
            (width, height), Image.Resampling.BILINEAR if width > image.width else Image.Resampling.BOX
        )
    return {"pixels": True, "width": image.width, "height": image.height}, image.tobytes()
