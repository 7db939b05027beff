"""What is read from pages: characters with their places, codes, and how well it went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from core.model import PageReading
from core.probe import Prober
from core.reading import Reader
from tests.core.reading.pages import LINES, draw_page, draw_qr

ReadImage = Callable[..., PageReading]


@pytest.fixture(scope="module")
def page() -> Image.Image:
    return draw_page()


def test_every_line_has_its_text_its_place_and_a_score(read_image: ReadImage, page: Image.Image) -> None:
    reading = read_image(page)
    assert [line.text.replace(" ", "") for line in reading.lines] == [line.replace(" ", "") for line in LINES]
    first, second = reading.lines[:2]
    assert first.box == pytest.approx((70 / 900, 58 / 420, 208 / 900, 96 / 420), abs=0.03)
    assert second.box[1] - first.box[1] == pytest.approx(68 / 420, abs=0.02)
    assert all(line.score > 0.9 for line in reading.lines)
    assert reading.recognised
    assert reading.quality is not None
    assert (reading.quality.width, reading.quality.height, reading.quality.turned) == (900, 420, 0)
    assert reading.quality.line_height == pytest.approx(40, abs=10)


def test_a_photo_that_says_it_was_held_sideways_is_read_upright(read_image: ReadImage, page: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by a quarter
    reading = read_image(page.transpose(Image.Transpose.ROTATE_90), "photo.jpg", exif=exif, quality=90)
    assert reading.lines[1].text.replace(" ", "") == LINES[1].replace(" ", "")
    assert reading.lines[0].box == pytest.approx((70 / 900, 58 / 420, 208 / 900, 96 / 420), abs=0.03)
    assert reading.quality is not None
    assert reading.quality.turned == 0


@pytest.mark.parametrize("lean", [3.0, -2.0])
def test_a_leaning_page_is_levelled_first_and_its_boxes_are_put_back(
    read_image: ReadImage, page: Image.Image, lean: float
) -> None:
    reading = read_image(page.rotate(-lean, Image.Resampling.BICUBIC, fillcolor=(226, 224, 218)))
    assert "91330200MAXX00170W" in reading.text
    assert reading.quality is not None
    assert reading.quality.skew == pytest.approx(lean, abs=0.5)
    # The first line begins far left of the centre: a page leaning clockwise has it higher up.
    level = (70 / 900, 58 / 420)
    top = min(reading.lines, key=lambda line: line.box[1]).box[1]
    assert (top < level[1]) == (lean > 0)


@pytest.mark.parametrize(("turn", "mend"), [(Image.Transpose.ROTATE_90, 90), (Image.Transpose.ROTATE_270, 270)])
def test_a_page_on_its_side_is_read_and_said_to_be(
    read_image: ReadImage, page: Image.Image, turn: Image.Transpose, mend: int
) -> None:
    reading = read_image(page.transpose(turn))
    assert "91330200MAXX00170W" in reading.text.replace(" ", "")
    assert reading.quality is not None
    assert reading.quality.turned == mend
    left, top, right, bottom = reading.lines[0].box
    assert (bottom - top) * 900 > (right - left) * 420  # its box stands upright on the page as it is shown


def test_codes_are_read_large_small_and_side_by_side(read_image: ReadImage, page: Image.Image) -> None:
    payload = "01,32,,26427000000375586818,10.70,20260430,,FAFB"
    for image in (draw_qr(payload, 4), draw_qr("https://www.gsxt.gov.cn/index.html", 2)):
        page.paste(image, (900 - image.width - 20 if image.width > 100 else 600, 420 - image.height - 10))
    reading = read_image(page)
    assert {(code.kind, code.text, code.page) for code in reading.codes} == {
        ("qr", payload, 1),
        ("qr", "https://www.gsxt.gov.cn/index.html", 1),
    }
    for code in reading.codes:
        assert code.box[3] == pytest.approx(1, abs=0.1)


def test_a_code_too_small_for_the_recogniser_is_found_in_the_larger_picture(
    reader: Reader, prober: Prober, tmp_path: Path
) -> None:
    photo = Image.new("RGB", (4000, 3000), (226, 224, 218))
    photo.paste(draw_qr("https://www.gsxt.gov.cn/" + "1" * 90, 2), (3000, 2000))
    photo.save(tmp_path / "photo.png")
    (reading,) = reader.read(tmp_path / "photo.png", prober.facts(tmp_path / "photo.png"))
    assert [code.text[:24] for code in reading.codes] == ["https://www.gsxt.gov.cn/"]
    assert reading.codes[0].box[0] == pytest.approx(0.75, abs=0.02)


def test_a_page_with_text_of_its_own_is_only_searched_for_codes(reader: Reader, prober: Prober, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pikepdf.Stream(pdf, b"BT /F1 24 Tf 72 700 Td (Enough text to speak for itself) Tj ET")
    pdf.save(tmp_path / "text.pdf")
    (reading,) = reader.read(tmp_path / "text.pdf", prober.facts(tmp_path / "text.pdf"))
    assert (reading.recognised, reading.lines, reading.reason) == (False, (), "")


@pytest.mark.parametrize("size", [(3, 3), (1, 1800), (1800, 2), (40, 40)])
def test_specks_and_strips_are_read_without_harm(read_image: ReadImage, size: tuple[int, int]) -> None:
    reading = read_image(Image.new("RGB", size, "white"))
    assert (reading.reason, reading.lines) == ("", ())
