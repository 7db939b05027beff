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


def drawn_jpeg(source: Path, number: int, px: int | None, kb: int | None) -> tuple[bytes, tuple[int, int], bool]:
    """Returns page `number` (0-based) as a JPEG, its size in pixels, and whether a limit made it coarser.

    When even the smallest try is over `kb`, it is returned all the same.
    """
    side = min(px or _LONG_SIDE, _LONG_SIDE)
    smaller = side < _LONG_SIDE
    while True:
        with pypdfium2.PdfDocument(source) as pdf:
            page = pdf[number]
            picture = page.render(scale=side / max(page.get_size())).to_pil().convert("RGB")
        if px is not None:
            picture.thumbnail((px, px))  # drawing rounds up
        for quality in _QUALITIES:
            content = _jpeg(picture, quality)
            if kb is None or len(content) <= kb * 1024:
                return content, picture.size, smaller or quality != _QUALITIES[0]
        if side <= _SMALLEST_SIDE:
            return content, picture.size, True  # still too heavy: the parent compares with the limit and says so
        side, smaller = int(side * 0.8), True


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, subsampling=0, optimize=True)
    return buffer.getvalue()
