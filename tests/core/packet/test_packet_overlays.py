"""Recognised text is found where it stands and seen nowhere; the purpose mark is seen and covers no number."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from core.derive.geometry import placed
from core.derive.marking import Marker
from core.derive.textlayer import Area
from core.model import Code, Mask, PageQuality, PageReading, TextLine
from core.model.case import PacketOptions
from core.packet import BuiltPacket
from core.reading import VERSION
from core.resources import data_root
from tests.core.packet import makers
from tests.core.packet.conftest import Make, Ready

FONT = data_root() / "assets" / "fonts" / "NotoSansSC-Regular.ttf"
_HEAD = 0.06  # of a sheet: the strip above a copy, which says how the copy differs
LINES = (
    ("授权书编号：SQ-2026（01）<甲&乙>", (0.10, 0.10, 0.70, 0.14)),
    ("商标 “青禾” 𬭎㛃 №12-34", (0.10, 0.30, 0.55, 0.33)),
    ("ABC abc 0123456789", (0.30, 0.80, 0.60, 0.825)),
)
pdftotext = pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")


def scan(path: Path, pages: int = 1, size: tuple[int, int] = (1000, 1414)) -> Path:
    return makers.scanned(path, pages, seed=5, size=size, noise=False)


def read(
    ready: Ready, lines: Sequence[tuple[str, tuple[float, ...]]] = LINES, *, turned: int = 0, page: int = 1
) -> None:
    """Keeps a reading of the first paper, as the reader would."""
    text = tuple(TextLine(words, box, 0.98) for words, box in lines)  # type: ignore[arg-type]  # four numbers
    codes = (Code("qr", "https://example.com", page, (0.70, 0.70, 0.90, 0.85)),)
    quality = PageQuality(1000, 1414, 20.0, 0.8, 0.0, turned)
    sha256 = ready.case.papers[0].sha256
    ready.casefile.save_reading(
        PageReading(sha256, page, VERSION, recognised=True, lines=text, codes=codes, quality=quality)
    )


def packet_of(built: BuiltPacket, folder: Path) -> Path:
    target = folder / "packet.pdf"
    with zipfile.ZipFile(built.path) as archive:
        target.write_bytes(archive.read("packet.pdf"))
    return target


def text_of(path: Path, page: int, *options: str) -> str:
    command = ["pdftotext", "-f", str(page), "-l", str(page), *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout


def picture(path: Path, page: int = -1, scale: float = 2) -> np.ndarray:
    with pypdfium2.PdfDocument(path) as pdf:
        return np.asarray(
            pdf[len(pdf) + page if page < 0 else page].render(scale=scale).to_pil().convert("L"), np.int16
        )


@pdftotext
def test_every_reader_copies_exactly_what_was_recognised(make: Make, tmp_path: Path) -> None:
    ready = make(scan(tmp_path / "扫描.pdf"))
    read(ready)
    built = packet_of(ready.build(), tmp_path)
    last = len(pypdf.PdfReader(built).pages)
    by_poppler = text_of(built, last, "-raw")
    with pypdfium2.PdfDocument(built) as pdf:
        by_pdfium = pdf[last - 1].get_textpage().get_text_range()
    for words, _box in LINES:
        assert words in by_poppler.splitlines()
        assert words in by_pdfium
        assert words.replace(" ", "") in pypdf.PdfReader(built).pages[-1].extract_text().replace(" ", "")


@pdftotext
def test_recognised_text_stands_where_it_was_seen(make: Make, tmp_path: Path) -> None:
    ready = make(scan(tmp_path / "扫描.pdf"))
    read(ready, (LINES[0], ("末行", (0.30, 0.80, 0.60, 0.825))))
    plan, built = ready.plan(), packet_of(ready.build(), tmp_path)
    sheet = plan.exhibits[0].sheets[0]
    found = text_of(built, len(pypdf.PdfReader(built).pages), "-bbox")
    (word,) = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">末行<', found)
    scale, x, y = placed(sheet, 595.44, 842.04)
    wide, high, top = 595.44 * scale, 842.04 * scale, sheet.height - y - 842.04 * scale
    left, upper, right, lower = (float(value) for value in word)
    assert left == pytest.approx(x + 0.30 * wide, abs=1.5)
    assert right == pytest.approx(x + 0.60 * wide, abs=1.5)
    middle = top + (0.80 + 0.825) / 2 * high
    assert upper < middle < lower


@pdftotext
@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_paper_that_lies_on_its_side_is_searched_along_its_lines(make: Make, tmp_path: Path, turned: int) -> None:
    ready = make(scan(tmp_path / "扫描.pdf"))
    boxes = {90: (0.2, 0.1, 0.24, 0.7), 180: (0.2, 0.5, 0.8, 0.53), 270: (0.6, 0.1, 0.64, 0.7)}
    read(ready, (("营业执照副本2026", boxes[turned]),), turned=turned)
    built = packet_of(ready.build(), tmp_path)
    assert "营业执照副本2026" in text_of(built, len(pypdf.PdfReader(built).pages), "-raw")
    with pypdfium2.PdfDocument(built) as pdf:
        page = pdf[len(pdf) - 1].get_textpage()
        at = page.get_text_range().index("营业执照副本2026")
        first, last = page.get_charbox(at), page.get_charbox(at + 9)
    ahead = {90: last[1] > first[1], 180: last[0] < first[0], 270: last[1] < first[1]}
    assert ahead[turned]


def test_recognised_text_is_not_seen_and_hardly_weighs(make: Make, tmp_path: Path) -> None:
    ready = make(scan(tmp_path / "扫描.pdf", 3))
    before = packet_of(ready.build(), tmp_path)
    plain, weight = picture(before), before.stat().st_size
    many = tuple((f"第{n}行文字内容{n * 7919}", (0.1, n / 60, 0.8, (n + 0.8) / 60)) for n in range(1, 55))
    for page in (1, 2, 3):
        read(ready, many, page=page)
    after = packet_of(ready.build(), tmp_path)
    assert (picture(after) == plain).all()
    assert after.stat().st_size - weight < 3 * 4000
    with pikepdf.open(after) as pdf:
        fonts = [
            page.obj.Resources.Font.Unseen for page in pdf.pages if "/Unseen" in page.obj.Resources.get("/Font", {})
        ]
        assert len(fonts) == 3
        assert len({font.objgen for font in fonts}) == 1


def test_a_line_under_a_mask_is_not_in_the_packet(make: Make, tmp_path: Path) -> None:
    ready = make(scan(tmp_path / "身份证.pdf"))
    (paper,) = ready.case.papers
    read(ready)
    ready.case = replace(ready.case, papers=(replace(paper, masks=(Mask(1, (0.25, 0.75, 0.7, 0.85)),)),))
    text = pypdf.PdfReader(packet_of(ready.build(), tmp_path)).pages[-1].extract_text()
    assert "青禾" in text
    assert "0123456789" not in text


def marked(ready: Ready, text: str = "") -> None:
    (paper,) = ready.case.papers
    options = PacketOptions(watermark_text=text)
    ready.case = replace(ready.case, papers=(replace(paper, watermark=True),), packet=options)


def ink(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    return (before - after) > 20


def test_the_purpose_mark_is_seen_and_leaves_numbers_and_codes_clear(make: Make, tmp_path: Path) -> None:
    ready = make(scan(tmp_path / "扫描.pdf"))
    read(ready)
    plain = picture(packet_of(ready.build(), tmp_path))
    marked(ready)
    built = ready.build()
    drawn = ink(plain, picture(packet_of(built, tmp_path)))
    assert drawn.sum() > 3000
    sheet = ready.plan().exhibits[0].sheets[0]
    scale, x, y = placed(sheet, 595.44, 842.04)
    left, top = x, sheet.height - y - 842.04 * scale
    for box in (*(box for words, box in LINES if any(c.isdigit() for c in words)), (0.70, 0.70, 0.90, 0.85)):
        across = [int((left + side * 595.44 * scale) * 2) for side in box[::2]]
        down = [int((top + side * 842.04 * scale) * 2) for side in box[1::2]]
        assert not drawn[down[0] : down[1], across[0] : across[1]].any()
    told = json.loads(zipfile.ZipFile(built.path).read("manifest.json"))["watermarked"]
    assert told == [{"source": "P1", "text": "仅供天猫申诉使用，他用无效", "pages": [{"page": 1, "placed": "between"}]}]


def test_where_nobody_knows_what_stands_there_only_the_edge_is_marked(make: Make, tmp_path: Path) -> None:
    ready = make(scan(tmp_path / "扫描.pdf"))
    plain = picture(packet_of(ready.build(), tmp_path))
    marked(ready, "仅供天猫复审 # $x$ {{ }} 使用")
    built = ready.build()
    drawn = ink(plain, picture(packet_of(built, tmp_path)))
    rows = np.flatnonzero(drawn.any(axis=1)) / drawn.shape[0]
    on_the_copy = rows[rows > _HEAD]
    assert on_the_copy.size
    assert on_the_copy.min() > 0.9
    told = json.loads(zipfile.ZipFile(built.path).read("manifest.json"))["watermarked"]
    assert [page["placed"] for page in told[0]["pages"]] == ["edge"]


def test_numbers_in_a_papers_own_text_stay_clear_even_when_the_page_is_turned(make: Make, tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        makers.text_page(pdf, word="110101199003070000", rotate=90)
        makers.save(pdf, tmp_path / "a.pdf")
    ready = make(tmp_path / "a.pdf")
    sha256 = ready.case.papers[0].sha256
    ready.casefile.save_reading(PageReading(sha256, 1, VERSION))  # only codes were looked for, and there are none
    plain = picture(packet_of(ready.build(), tmp_path))
    marked(ready)
    path = packet_of(ready.build(), tmp_path)
    drawn = ink(plain, picture(path))
    assert drawn.sum() > 2000
    with pypdfium2.PdfDocument(path) as pdf:
        text = pdf[len(pdf) - 1].get_textpage()
        at = text.get_text_range().index("110101")
        boxes = [text.get_charbox(at + n) for n in range(18)]
        height = pdf[len(pdf) - 1].get_height()
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    bottom, top = min(b[1] for b in boxes), max(b[3] for b in boxes)
    area = drawn[int((height - top) * 2) : int((height - bottom) * 2), int(left * 2) : int(right * 2)]
    assert area.size > 1000
    assert not area.any()


def test_clean_copies_and_originals_carry_no_mark(make: Make, tmp_path: Path) -> None:
    photo = makers.photo(tmp_path / "照片.jpg", size=(900, 1200))
    ready = make(photo)
    marked(ready)
    built = ready.build()
    with zipfile.ZipFile(built.path) as archive:
        assert archive.read("originals/01-照片.jpg") == photo.read_bytes()
        clean = Image.open(io.BytesIO(archive.read("portal/images/01-附件1-1.jpg")))
    with Image.open(photo) as original:
        assert clean.convert("L").tobytes() == original.convert("L").tobytes()


def test_a_seal_under_the_mark_is_still_proved(make: Make, tmp_path: Path) -> None:
    ready = make(makers.stamped(tmp_path / "盖章.pdf", 270))
    sha256 = ready.case.papers[0].sha256
    ready.casefile.save_reading(PageReading(sha256, 1, VERSION))
    marked(ready, "仅供申诉" * 6)
    assert ready.build().findings == ()


@pytest.mark.parametrize("clear", [[], [(0.0, 0.0, 1.0, 0.5)], [(0.3, 0.3, 0.7, 0.7), (0.0, 0.8, 1.0, 1.0)]])
def test_no_mark_ever_touches_what_must_stay_clear(clear: list[tuple[float, ...]]) -> None:
    area = Area(20, 30, 500, 700)
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(540, 760))
        marker = Marker(pdf, "仅供天猫申诉使用", FONT)
        found = marker.place(area, clear)
        page.obj.Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(M=marker.form), ExtGState=pikepdf.Dictionary(G=marker.state)
        )
        page.obj.Contents = pikepdf.Stream(pdf, marker.content("M", "G", found))
        buffer = io.BytesIO()
        pdf.save(buffer)
    assert found.how == "between"
    drawn = Image.fromarray((picture_of(buffer) < 250).astype(np.uint8) * 255)
    assert np.asarray(drawn).any()
    for left, top, right, bottom in clear:
        draw = ImageDraw.Draw(only := Image.new("L", drawn.size))
        draw.rectangle(
            ((20 + left * 500) * 2, (30 + top * 700) * 2, (20 + right * 500) * 2, (30 + bottom * 700) * 2), 255
        )
        assert not (np.asarray(only) & np.asarray(drawn)).any()


def picture_of(buffer: io.BytesIO) -> np.ndarray:
    with pypdfium2.PdfDocument(buffer.getvalue()) as pdf:
        return np.asarray(pdf[0].render(scale=2).to_pil().convert("L"), np.int16)


def test_a_page_full_of_numbers_gets_its_mark_on_the_edge() -> None:
    with pikepdf.Pdf.new() as pdf:
        found = Marker(pdf, "仅供天猫申诉使用", FONT).place(Area(0, 0, 500, 700), [(0, 0, 1, 1)])
    assert found.how == "edge"
