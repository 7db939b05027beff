"""The sample case: marked on every page, fictional but well formed, and drawn the same each time."""

from __future__ import annotations

import re
import tomllib
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdf
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps
from stdnum.cn import uscc

from assets.samples.generate import story
from assets.samples.generate.papers import PASSWORD, all_papers, seals
from assets.samples.generate.press import Press
from core.resources import data_root

SAMPLES = data_root() / "assets" / "samples"
PAPERS = {paper.path: paper for paper in all_papers()}
PDFS = sorted(path for path in PAPERS if path.endswith(".pdf"))
PICTURES = sorted(path for path in PAPERS if not path.endswith(".pdf"))
LIMIT_MB = 12
MARK_SHARE = 0.002
USCC = re.compile(r"\b9[0-9A-HJ-NPQRTUWXY]{17}\b")


def test_every_committed_paper_has_its_drawing_and_none_is_left_over() -> None:
    there = {p.relative_to(SAMPLES).as_posix() for p in SAMPLES.rglob("papers/*") if p.is_file()}
    assert there == set(PAPERS)


def test_the_samples_stay_small() -> None:
    sizes = [p.stat().st_size for p in SAMPLES.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert sum(sizes) < LIMIT_MB * 1024 * 1024


@pytest.mark.parametrize("path", PDFS)
def test_every_pdf_page_carries_the_mark(path: str) -> None:
    text, pictures = _text_and_pages(SAMPLES / path)
    for words, page in zip(text, pictures, strict=True):
        assert _mark_blue_share(page) > MARK_SHARE
        if words.strip():
            assert "样例 SAMPLE" in words


@pytest.mark.parametrize("path", PICTURES)
def test_every_picture_carries_the_mark(path: str) -> None:
    picture = ImageOps.exif_transpose(Image.open(SAMPLES / path)).convert("RGB")
    assert _mark_blue_share(picture) > MARK_SHARE


def test_a_page_without_the_mark_would_be_noticed(tmp_path: Path) -> None:
    press = Press(tmp_path, seals())
    common = tmp_path / "common.typ"
    common.write_text(common.read_text("utf-8").replace("foreground: mark,", ""), "utf-8")
    pages = press.pages("report", PAPERS["papers/检测报告-CMA.pdf"].words, 72)
    assert [_mark_blue_share(Image.open(BytesIO(page))) for page in pages] == [0, 0, 0, 0]


@pytest.mark.parametrize("path", sorted(PAPERS))
def test_drawing_again_gives_the_same_paper(path: str, redrawn: Path) -> None:
    committed, again = (SAMPLES / path).read_bytes(), (redrawn / path).read_bytes()
    # The bytes depend on the versions of the image and type-setting libraries and on the processor's
    # arithmetic; where those differ, what is seen must not.
    assert committed == again or _look_alike(committed, again)


def test_two_drawings_in_one_place_have_the_same_bytes(redrawn: Path, tmp_path: Path) -> None:
    seals.cache_clear()
    chosen = ("papers/正品声明函.jpg", "papers/授权书-注册人至运营方.pdf", "flawed/papers/购销合同-加密.pdf")
    for path in chosen:
        paper = PAPERS[path]
        assert paper.form(Press(tmp_path, seals()), paper.template, paper.words) == (redrawn / path).read_bytes()


def test_the_companies_codes_are_well_formed_and_differ() -> None:
    companies = (story.SHOP, story.OPERATOR, story.OWNER, story.FORMER_OWNER, story.AFFILIATE, story.LAB)
    codes = [company["uscc"] for company in companies]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert uscc.is_valid(code)
        assert code[8:12] == "MAXX"


def test_the_only_wrong_code_is_the_planted_one() -> None:
    wrong = {name: _wrong_codes(name) for name in ("flawed", "ready")}
    assert wrong == {"flawed": {"91330100MAXX002689"}, "ready": set()}


@pytest.mark.parametrize("name", ["flawed", "ready"])
def test_every_file_that_an_intake_names_is_there(name: str) -> None:
    for paper in _intake(name)["paper"]:
        assert (SAMPLES / name / paper["file"]).is_file(), paper["file"]


def test_the_resubmitted_report_is_the_rejected_one_byte_for_byte() -> None:
    rejected = (SAMPLES / "papers/第一轮-检测报告.pdf").read_bytes()
    assert (SAMPLES / "flawed/papers/检测报告-重新提交.pdf").read_bytes() == rejected


def test_the_locked_contract_opens_with_its_password_only() -> None:
    path = SAMPLES / "flawed/papers/购销合同-加密.pdf"
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password=PASSWORD) as pdf:
        assert len(pdf.pages) == 2


@pytest.mark.parametrize(
    ("path", "subtype"),
    [
        ("papers/授权书-注册人至运营方.pdf", "/Stamp"),
        ("papers/授权书-运营方至店铺.pdf", "/Widget"),
        ("flawed/papers/授权书-注册人至运营方-续签.pdf", "/Stamp"),
    ],
)
def test_a_seal_that_is_an_annotation_is_red_on_the_page_and_gone_without_it(path: str, subtype: str) -> None:
    reader = pypdf.PdfReader(SAMPLES / path)
    annotations = [a.get_object() for a in reader.pages[0]["/Annots"]]
    assert [a["/Subtype"] for a in annotations] == [subtype]
    assert _red_share(_render(SAMPLES / path)[0]) > 0.002
    assert _red_share(_render(SAMPLES / path, annotations=False)[0]) == 0


def test_the_test_report_has_one_lying_page() -> None:
    pages = pypdf.PdfReader(SAMPLES / "papers/检测报告-CMA.pdf").pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, False, True, False]


def _intake(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / name / "intake.toml").read_text("utf-8"))


def _wrong_codes(name: str) -> set[str]:
    found = set(USCC.findall((SAMPLES / name / "intake.toml").read_text("utf-8")))
    assert found
    return {code for code in found if not uscc.is_valid(code)}


def _text_and_pages(path: Path) -> tuple[list[str], list[Image.Image]]:
    with pypdfium2.PdfDocument(path, password=PASSWORD) as pdf:
        text = [page.get_textpage().get_text_range() for page in pdf]
    return text, _render(path)


def _render(source: Path | bytes, *, annotations: bool = True) -> list[Image.Image]:
    with pypdfium2.PdfDocument(source, password=PASSWORD) as pdf:
        pdf.init_forms()
        return [
            page.render(scale=1, may_draw_forms=annotations, draw_annots=annotations).to_pil().convert("RGB")
            for page in pdf
        ]


def _mark_blue_share(page: Image.Image) -> float:
    """The share of pixels about as blue as the mark in the page's upper right, where nothing else is blue."""
    pixels = _pixels(page)[: page.height // 7, page.width * 11 // 20 :]
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    bluish = (blue - red > 40) & (blue > green) & (blue - green > 15) & (red < 120)
    return float(bluish.mean())


def _red_share(page: Image.Image) -> float:
    pixels = _pixels(page)
    return float(((pixels[..., 0] - pixels[..., 1] > 60) & (pixels[..., 0] - pixels[..., 2] > 60)).mean())


def _pixels(page: Image.Image) -> NDArray[np.int16]:
    return np.asarray(page.convert("RGB"), dtype=np.int16)


def _look_alike(one: bytes, other: bytes) -> bool:
    pairs = zip(_seen(one), _seen(other), strict=True)
    return all(a.size == b.size and np.abs(_pixels(a) - _pixels(b)).mean() < 2 for a, b in pairs)


def _seen(source: bytes) -> list[Image.Image]:
    return _render(source) if source.startswith(b"%PDF") else [Image.open(BytesIO(source)).convert("RGB")]
