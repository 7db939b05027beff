"""Red round seals of the fictional companies, each carrying 样例 under its star."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from math import cos, pi, sin
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parents[2] / "fonts" / "NotoSerifSC-Bold.ttf"
SIDE = 900  # drawn large, then halved: smooth edges without a vector library
INK = (196, 28, 34)


def draw(name: str, title: str = "", *, seed: int = 1) -> bytes:
    """Draws a seal as a PNG with transparency.

    Args:
        name: Written around the upper arc.
        title: Written straight along the foot, such as 合同专用章.
        seed: Of the speckle that makes the ink look pressed, not printed.
    """
    cover = Image.new("L", (SIDE, SIDE), 0)
    pen = ImageDraw.Draw(cover)
    pen.ellipse((20, 20, SIDE - 20, SIDE - 20), outline=255, width=24)
    pen.polygon(_star(SIDE / 2, SIDE / 2 - 20, 125), fill=255)
    _write_arc(cover, name)
    pen.text((SIDE / 2, SIDE / 2 + 165), "样例", font=_font(84), fill=255, anchor="mm")
    if title:
        pen.text((SIDE / 2, SIDE / 2 + 275), title, font=_font(76), fill=255, anchor="mm")
    return _ink(cover.resize((SIDE // 2, SIDE // 2), Image.Resampling.LANCZOS), seed)


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    turns = [(radius if i % 2 == 0 else radius * 0.382, pi * i / 5 - pi / 2) for i in range(10)]
    return [(x + r * cos(a), y + r * sin(a)) for r, a in turns]


def _write_arc(cover: Image.Image, name: str) -> None:
    spread = min(250.0, 17.5 * (len(name) - 1))
    size = 104 if len(name) < 14 else 92
    for place, character in enumerate(name):
        angle = -spread / 2 + spread * place / max(1, len(name) - 1)
        glyph = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(glyph).text((size, size), character, font=_font(size), fill=255, anchor="mm")
        glyph = glyph.resize((int(size * 1.6), size * 2), Image.Resampling.LANCZOS)  # seal letters stand narrow
        glyph = glyph.rotate(-angle, expand=True, resample=Image.Resampling.BICUBIC)
        radius = SIDE / 2 - 118
        x = SIDE / 2 + radius * sin(angle * pi / 180) - glyph.width / 2
        y = SIDE / 2 - radius * cos(angle * pi / 180) - glyph.height / 2
        cover.paste(255, (int(x), int(y)), glyph)


def _ink(cover: Image.Image, seed: int) -> bytes:
    chance = np.random.default_rng(seed)
    coarse = Image.fromarray((chance.random((28, 28)) * 255).astype(np.uint8)).resize(cover.size)
    press = 0.66 + 0.26 * np.asarray(coarse, dtype=np.float64) / 255
    speckle = np.where(chance.random(press.shape) < 0.035, 0.35, 1.0)
    alpha = np.asarray(cover, dtype=np.float64) * press * speckle
    seal = Image.new("RGBA", cover.size, (*INK, 0))
    seal.putalpha(Image.fromarray(alpha.astype(np.uint8)))
    out = BytesIO()
    seal.save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)
