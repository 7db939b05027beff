"""Graded series: the same page spoiled more and more, measured, and named by the check at the right step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFilter

from core.checks import run_files
from core.model import FileFacts, PageFacts, PageReading, Verdict
from tests.core.reading.pages import draw_page

ReadImage = Callable[..., PageReading]


@pytest.fixture(scope="module")
def page() -> Image.Image:
    return draw_page()


def codes(reading: PageReading) -> set[str]:
    facts = FileFacts("x.png", "png", reading.sha256, 1, Verdict.OK, pages=(PageFacts(1, 1),))
    found = run_files([facts], {reading.sha256: (reading,)})
    return {f.code for f in found if f.check == "image" and f.level == "warn"}


def series(read_image: ReadImage, pictures: list[Image.Image], measure: str) -> tuple[list[float], list[set[str]]]:
    readings = [read_image(picture, f"{number}.png") for number, picture in enumerate(pictures)]
    return [float(getattr(r.quality, measure)) for r in readings], [codes(r) for r in readings]


def test_blur_is_measured_in_steps_and_named_where_print_suffers(read_image: ReadImage, page: Image.Image) -> None:
    pictures = [page.filter(ImageFilter.GaussianBlur(radius)) for radius in (0, 1, 3, 8)]
    values, named = series(read_image, pictures, "sharpness")
    assert values == sorted(values, reverse=True)
    assert ["blurred" in each for each in named] == [False, False, True, True]


def test_small_print_is_measured_in_steps_and_named_where_it_gets_hard(
    read_image: ReadImage, page: Image.Image
) -> None:
    pictures = [page.resize((round(900 * s), round(420 * s)), Image.Resampling.LANCZOS) for s in (1, 0.5, 0.25)]
    values, named = series(read_image, pictures, "line_height")
    assert values == pytest.approx([39, 20, 10.5], abs=2)
    assert ["low-resolution" in each for each in named] == [False, False, True]
    assert ["very-small" in each for each in named] == [False, True, True]


def test_glare_is_measured_as_its_share_of_the_page(read_image: ReadImage, page: Image.Image) -> None:
    pictures = []
    for share in (0.0, 0.05, 0.2):
        lit = page.copy()
        side = round((900 * 420 * share) ** 0.5)
        ImageDraw.Draw(lit).rectangle((450, 40, 450 + side, 40 + side), fill="white")
        pictures.append(lit)
    values, named = series(read_image, pictures, "glare")
    assert values == pytest.approx([0, 0.05, 0.2], abs=0.03)
    assert ["glare" in each for each in named] == [False, True, True]


def test_white_paper_is_not_glare(read_image: ReadImage, page: Image.Image) -> None:
    scan = page.point(lambda value: 255 if value > 200 else value)
    reading = read_image(scan)
    assert reading.quality is not None
    assert reading.quality.glare == 0


def test_a_page_that_was_cut_through_its_text_names_the_edge(read_image: ReadImage, page: Image.Image) -> None:
    whole, cut = read_image(page.crop((50, 0, 900, 420))), read_image(page.crop((100, 0, 900, 420)))
    assert whole.quality is not None
    assert cut.quality is not None
    assert (whole.quality.cut, cut.quality.cut) == ((), ("left",))
    assert (codes(whole), codes(cut)) == (set(), {"cut-off"})


@pytest.mark.parametrize(("lean", "named"), [(2.0, False), (7.0, True)])
def test_a_lean_that_a_person_would_mind_is_named(
    read_image: ReadImage, page: Image.Image, lean: float, named: bool
) -> None:
    reading = read_image(page.rotate(-lean, Image.Resampling.BICUBIC, fillcolor=(226, 224, 218)))
    assert reading.quality is not None
    assert reading.quality.skew == pytest.approx(lean, abs=0.6)
    assert ("skewed" in codes(reading)) == named


def test_a_page_on_its_head_is_named(read_image: ReadImage, page: Image.Image) -> None:
    reading = read_image(page.rotate(180))
    assert reading.quality is not None
    assert reading.quality.turned == 180
    assert "rotated" in codes(reading)
