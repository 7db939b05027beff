"""Sets test papers with Typst, in the project's own faces and such of the system's as look like office print."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import typst
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "assets" / "fonts"
SYSTEM = Path("/usr/share/fonts/truetype/arphic")  # fonts-arphic-ukai and -uming, where the system has them
SERIF, SANS, KAI, SONG = "Noto Serif SC", "Noto Sans SC", "AR PL UKai CN", "AR PL UMing CN"


@cache
def faces() -> tuple[str, ...]:
    """The faces there are; without the system's two the papers are set in serif and sans alone, and that is said."""
    if not (less := lacking()):
        return SERIF, SANS, KAI, SONG
    print(f"Test papers are set in {SERIF} and {SANS} alone{less}", file=sys.stderr)
    return SERIF, SANS, SERIF, SANS


def lacking() -> str:
    """Says which packages of faces the system lacks, "" when none."""
    packages = {"ukai.ttc": "fonts-arphic-ukai", "uming.ttc": "fonts-arphic-uming"}
    less = [package for file, package in packages.items() if not (SYSTEM / file).is_file()]
    return f" (not installed: {', '.join(less)})" if less else ""


def pdf(words: dict[str, Any]) -> bytes:
    made = _compiler().compile(str(HERE / "typst" / "sheet.typ"), format="pdf", sys_inputs=_inputs(words))
    assert isinstance(made, bytes)
    return made


def picture(words: dict[str, Any], ppi: float) -> bytes:
    """Returns the only page as a PNG."""
    made = _compiler().compile(str(HERE / "typst" / "sheet.typ"), format="png", ppi=ppi, sys_inputs=_inputs(words))
    assert isinstance(made, bytes)
    return made


def drawn_words(words: str) -> Image.Image:
    """Letters as a picture, as trademarks are printed."""
    font = ImageFont.truetype(FONTS / "NotoSansSC-Bold.ttf", 150)
    left, top, right, bottom = font.getbbox(words)
    image = Image.new("L", (int(right - left) + 80, int(bottom - top) + 80), 255)
    ImageDraw.Draw(image).text((40 - left, 40 - top), words, font=font, fill=0)
    return image


@cache
def _compiler() -> typst.Compiler:
    fonts = [str(FONTS), *([str(SYSTEM)] if SYSTEM.is_dir() else [])]
    return typst.Compiler(root=str(HERE), font_paths=fonts, ignore_system_fonts=True)


def _inputs(words: dict[str, Any]) -> dict[str, str]:
    return {"words": json.dumps(words, ensure_ascii=False)}
