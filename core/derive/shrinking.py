"""Draws a page as a JPEG within a platform's limits, at the best quality that fits."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image

# Where the platform states no size: about 180 dpi on A4, which reads well and uploads quickly.
_LONG_SIDE: Final = 2000
_QUALITIES: Final = (92, 85, 75, 65)
_SMALLEST_SIDE: Final = 600


def drawn_jpeg(source: Path, number: int, px: int | None, kb: int | None) -> bytes:
    """Returns page `number` (0-based) as a JPEG; the smallest try when even that is over `kb`."""
    side = px or _LONG_SIDE
    while True:
        with pypdfium2.PdfDocument(source) as pdf:
            page = pdf[number]
            picture = page.render(scale=side / max(page.get_size())).to_pil().convert("RGB")
        for quality in _QUALITIES:
            content = _jpeg(picture, quality)
            if kb is None or len(content) <= kb * 1024:
                return content
        if side <= _SMALLEST_SIDE:
            return content  # still too heavy: the parent compares with the limit and says so
        side = int(side * 0.8)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, subsampling=0, optimize=True)
    return buffer.getvalue()
