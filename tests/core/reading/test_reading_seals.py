"""Print under a red seal is read in red light; what was read well already stays as it is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from core.model import PageReading
from core.reading.recognise import Found
from core.reading.seals import _taken
from core.resources import data_root
from tests.core.reading.pages import draw_page

ReadImage = Callable[..., PageReading]
LINES = ("营业执照", "名称 宁波启明星辰电子商务有限公司", "登记机关 样例市场监督管理局", "2026年10月15日")
RED = (214, 40, 46)


def sealed(page: Image.Image, centre: tuple[int, int], ink: tuple[int, int, int] = RED) -> Image.Image:
    """Stamps a page: ink lets through what is printed under it."""
    stamp = Image.new("RGB", page.size, "white")
    draw, (x, y) = ImageDraw.Draw(stamp), centre
    font = ImageFont.truetype(data_root() / "assets" / "fonts" / "NotoSansSC-Bold.ttf", 42)
    draw.ellipse((x - 100, y - 100, x + 100, y + 100), outline=ink, width=8)
    for line in range(3):
        draw.text((x - 84, y - 76 + line * 46), "样例专用", ink, font)
    return ImageChops.multiply(page, stamp)


@pytest.fixture(scope="module")
def page() -> Image.Image:
    return draw_page(LINES, (900, 420))


def test_a_day_under_a_red_seal_is_read(read_image: ReadImage, page: Image.Image) -> None:
    reading = read_image(sealed(page, (190, 270)))
    found = [line for line in reading.lines if "2026年10月15日" in line.text.replace(" ", "")]
    assert len(found) == 1
    assert found[0].box == pytest.approx((70 / 900, 255 / 420, 330 / 900, 298 / 420), abs=0.05)
    assert any("样例市场监督管理局" in line.text for line in reading.lines)


def test_a_page_without_a_seal_is_read_once(read_image: ReadImage, page: Image.Image) -> None:
    texts = [line.text.replace(" ", "") for line in read_image(page).lines]
    assert texts == [line.replace(" ", "") for line in LINES]


def line(text: str, score: float, left: float = 0, right: float = 100) -> Found:
    return Found(text, score, np.array([(left, 0), (right, 0), (right, 20), (left, 20)], np.float64), flipped=False)


@pytest.mark.parametrize(
    ("before", "new", "after"),
    [
        ([("04年01月25日", 0.93)], ("2024年01月25日", 0.99), ["2024年01月25日"]),
        ([("南宗市市场监督管理局", 0.93)], ("南宁市市场监督管理局", 0.99), ["南宁市市场监督管理局"]),
        ([("郴州国市际医司", 0.32), ("市", 1.0)], ("2024年", 0.9), ["2024年"]),
        ([("登记机关", 1.0)], ("登记机关", 0.99), ["登记机关"]),
        ([("登记机关", 0.99)], ("登记机美", 0.97), ["登记机关"]),
        ([("2026年10月15日", 0.9)], ("2026年10月", 1.0), ["2026年10月15日"]),
        ([("2026年10月15日", 0.9)], ("2026年10月15日止日", 0.6), ["2026年10月15日"]),
        ([("2012年09月26日", 1.0)], ("2012年 09月 26口", 0.99), ["2012年09月26日"]),
        ([("2012年09月26日", 1.0)], ("2012年09月26口主口", 0.87), ["2012年09月26日"]),
        ([], ("局", 1.0), []),
    ],
)
def test_a_line_in_red_light_counts_when_it_says_more_or_is_surer(
    before: list[tuple[str, float]], new: tuple[str, float], after: list[str]
) -> None:
    assert [found.text for found in _taken(line(*new), [line(*one) for one in before])] == after


def test_lines_beside_a_new_one_stay() -> None:
    kept = _taken(line("2024年", 0.99), [line("登记机关", 1.0, 200, 300)])
    assert [found.text for found in kept] == ["登记机关", "2024年"]
