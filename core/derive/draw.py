"""Draws one page of a PDF as a PNG picture, for the preview."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

from core.derive.worker import Plain, TaskFailed


def task(request: Plain) -> Plain:
    """Draws page `page` (0-based) of `source` at `width` pixels for `points`; returns its size in pixels."""
    with pypdfium2.PdfDocument(request["source"]) as pdf:
        if not 0 <= request["page"] < len(pdf):
            raise TaskFailed("no-such-page")
        picture = pdf[request["page"]].render(scale=request["width"] / request["points"]).to_pil()
    # Not compressed: the picture is shown once and thrown away.
    _plainest(picture).save(Path(request["target"]), "PNG", compress_level=0)
    return {"size": list(picture.size)}


def _plainest(picture: Image.Image) -> Image.Image:
    """Returns a picture without colour in one channel, which is written three times as fast; any other as it is."""
    if picture.mode != "RGB":
        return picture
    red, green, blue = picture.split()
    grey = ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(green, blue).getbbox() is None
    return red if grey else picture
