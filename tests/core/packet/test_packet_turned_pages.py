"""A page lies in the packet as it is shown: turned, cropped, in larger units, or mixed with others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array

from core.derive import proof
from core.derive.geometry import Sheet, placed
from core.derive.masking import mask
from tests.core.packet import makers
from tests.core.packet.conftest import facts_of
from tests.core.packet.test_packet_seals import poured

CROPS = {"whole": None, "cropped": (60.0, 100.0, 500.0, 700.0), "beyond": (-50.0, 20.0, 500.0, 2000.0)}


def page_of(path: Path, rotate: int, crop: str, unit: float, *, inherited: bool = False) -> Path:
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(
            pdf, rotate=0 if inherited else rotate, word="TURNED", extra=b"1 0 0 rg 380 600 80 60 re f"
        )
        if inherited:
            pdf.Root.Pages.Rotate = rotate
        box = CROPS[crop]
        if box is not None:
            page.obj.CropBox = Array(list(box))
        if unit != 1:
            page.obj.UserUnit = unit
        return makers.save(pdf, path)


def shown(path: Path, page: int = 0) -> np.ndarray:
    with pypdfium2.PdfDocument(path) as pdf:
        return np.asarray(pdf[page].render(scale=2).to_pil().convert("L").resize((400, 560)), np.int16)


@pytest.mark.parametrize("unit", [1.0, 2.5])
@pytest.mark.parametrize("crop", CROPS)
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_is_shown_as_its_original_is(tmp_path: Path, rotate: int, crop: str, unit: float) -> None:
    source = page_of(tmp_path / "a.pdf", rotate, crop, unit)
    request = poured(tmp_path, source)
    assert proof.task(request)["pages"] != ["lost"]
    with pypdfium2.PdfDocument(source) as pdf:
        width, height = pdf[0].get_size()
    (plain,) = request["sheets"]  # type: ignore[misc]  # one page
    sheet = Sheet(plain["width"], plain["height"], tuple(plain["frame"]))
    assert (sheet.width > sheet.height) == (width > height)
    with pypdfium2.PdfDocument(tmp_path / "packet.pdf") as pdf:
        drawn = pdf[0].render(scale=2).to_pil().convert("L")
    scale, x, y = placed(sheet, width, height)
    box = [2 * v for v in (x, sheet.height - y - height * scale, x + width * scale, sheet.height - y)]
    part = drawn.crop(tuple(round(v) for v in box)).resize((400, 560))
    assert np.abs(np.asarray(part, np.int16) - shown(source)).mean() < 6


def test_a_rotation_that_stands_on_the_parent_counts(tmp_path: Path) -> None:
    source = page_of(tmp_path / "a.pdf", 90, "whole", 1, inherited=True)
    assert "lost" not in proof.task(poured(tmp_path, source))["pages"]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_what_the_probe_measures_is_what_is_poured(tmp_path: Path, rotate: int) -> None:
    source = page_of(tmp_path / "a.pdf", rotate, "cropped", 1)
    with pikepdf.open(source) as pdf:
        count = len(pdf.pages)
    (page,) = facts_of(source).pages
    expected = (440, 600) if rotate == 180 else (600, 440)
    assert (count, round(page.width), round(page.height)) == (1, *expected)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", ["whole", "cropped"])
def test_a_mask_covers_what_is_seen_there_however_the_page_is_turned(tmp_path: Path, rotate: int, crop: str) -> None:
    source = page_of(tmp_path / "a.pdf", rotate, crop, 1)
    poured(tmp_path, source)
    before = shown(tmp_path / "derived.pdf")
    mask(tmp_path / "derived.pdf", {1: [(0.0, 0.0, 0.5, 0.5)]})
    after = shown(tmp_path / "derived.pdf")
    assert after[5:270, 5:190].max() < 48
    assert np.abs(after[290:, 210:] - before[290:, 210:]).mean() < 6


def test_mixed_sizes_and_directions_each_get_their_sheet(tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        for size, rotate in (((595, 842), 0), ((842, 595), 0), ((595, 842), 90), ((2384, 3370), 0), ((120, 300), 270)):
            makers.text_page(pdf, size, rotate=rotate)
        source = makers.save(pdf, tmp_path / "a.pdf")
    request = poured(tmp_path, source)
    wide = [sheet["width"] > sheet["height"] for sheet in request["sheets"]]  # type: ignore[attr-defined]  # a list
    assert wide == [False, True, True, False, True]
    assert "lost" not in proof.task(request)["pages"]


def test_a_page_whose_own_box_is_empty_goes_in_as_readers_show_it(tmp_path: Path) -> None:
    path = page_of(tmp_path / "original.pdf", 0, "whole", 1)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.MediaBox = Array([0, 0, 0, 0])
        pdf.save(path)
    assert "lost" not in proof.task(poured(tmp_path, path))["pages"]
