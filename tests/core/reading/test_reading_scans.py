"""Scans: pages of a PDF that are one picture, and pages of a TIFF, measured in the picture's own pixels."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from core.checks import run_files
from core.model import FileFacts, PageReading
from core.probe import Prober
from core.reading import Reader
from tests.core.reading.pages import draw_page

A4_LINES = tuple(f"第{number}条 兹授权示例商贸有限公司销售本品牌商品" for number in range(1, 9))


def _scan(path: Path, dpi: int) -> Path:
    """Writes an A4 page of 10.5-point print as a PDF that holds one picture of so many dots an inch."""
    height = round(10.5 / 72 * dpi)
    page = draw_page(A4_LINES, (round(8.27 * dpi), round(11.69 * dpi)), height)
    page.save(path, "PDF", resolution=dpi, quality=90)
    return path


def _read(path: Path, reader: Reader, prober: Prober) -> tuple[FileFacts, tuple[PageReading, ...], set[str]]:
    facts = prober.facts(path)
    readings = reader.read(path, facts)
    found = run_files([facts], {facts.sha256: readings})
    return facts, readings, {f.code for f in found if f.check == "image" and f.level == "warn"}


@pytest.mark.parametrize(("dpi", "named"), [(200, set()), (150, set()), (70, {"low-resolution"})])
def test_a_scanned_pdf_is_judged_by_the_dots_of_its_scan(
    dpi: int, named: set[str], reader: Reader, prober: Prober, tmp_path: Path
) -> None:
    _facts, (reading,), codes = _read(_scan(tmp_path / "扫描.pdf", dpi), reader, prober)
    assert reading.quality is not None
    assert reading.quality.width == pytest.approx(8.27 * dpi, abs=2)
    assert reading.quality.line_height == pytest.approx(10.5 / 72 * dpi * 1.15, rel=0.35)
    assert codes == named


def test_a_page_drawn_by_lines_is_not_called_blurred_for_having_no_pixels(
    reader: Reader, prober: Prober, tmp_path: Path
) -> None:
    """Two half pictures side by side: neither is the page."""
    whole = draw_page()
    halves = whole.crop((0, 0, 450, 420)), whole.crop((450, 0, 900, 420))
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(900, 420))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary())
    content = b""
    for number, half in enumerate(halves):
        picture = pikepdf.Stream(pdf, half.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        picture.Width, picture.Height, picture.BitsPerComponent = half.width, half.height, 8
        picture.ColorSpace = pikepdf.Name.DeviceRGB
        page.Resources.XObject[f"/Im{number}"] = picture
        content += b"q 450 0 0 420 %d 0 cm /Im%d Do Q " % (number * 450, number)
    page.Contents = pikepdf.Stream(pdf, content)
    pdf.save(tmp_path / "两半.pdf")
    _facts, (reading,), codes = _read(tmp_path / "两半.pdf", reader, prober)
    assert reading.quality is not None
    assert (reading.quality.width, reading.quality.line_height) == (0, 0)
    assert reading.lines
    assert codes == set()


def test_every_page_of_a_tiff_is_read(reader: Reader, prober: Prober, tmp_path: Path) -> None:
    first, second = draw_page(("第一页 授权书",)), draw_page(("第二页 附件清单",))
    path = tmp_path / "扫描.tif"
    first.save(path, save_all=True, append_images=[second], compression="tiff_deflate", dpi=(200, 200))
    _facts, readings, _codes = _read(path, reader, prober)
    assert [reading.text.replace(" ", "").strip() for reading in readings] == ["第一页授权书", "第二页附件清单"]
    assert [reading.quality.width for reading in readings if reading.quality] == [900, 900]
