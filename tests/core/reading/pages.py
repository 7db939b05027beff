"""Pages drawn for the tests: print on paper that is not quite white."""

from __future__ import annotations

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from core.resources import data_root

LINES = (
    "营业执照",
    "统一社会信用代码 91330200MAXX00170W",
    "名称 宁波启明星辰电子商务有限公司",
    "成立日期 2016年11月01日",
)


def draw_page(lines: tuple[str, ...] = LINES, size: tuple[int, int] = (900, 420), height: int = 34) -> Image.Image:
    """Draws lines of print on paper that is not quite white."""
    page = Image.new("RGB", size, (226, 224, 218))
    font = ImageFont.truetype(data_root() / "assets" / "fonts" / "NotoSansSC-Regular.ttf", height)
    for number, line in enumerate(lines):
        ImageDraw.Draw(page).text((70, 50 + number * height * 2), line, (30, 30, 30), font)
    return page


def draw_qr(text: str, module: int = 4) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(np.asarray(zxingcpp.write_barcode_to_image(code, scale=module)))
