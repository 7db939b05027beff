"""What a file is, told by the worker, against the bare calls of the libraries that it rests on."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from PIL import Image

from bench.measure import Row, in_turn
from core.model import Verdict
from core.probe import Prober
from core.resources import data_root

PAPERS = 40
RUNS = 5
_LOOK_SIDE = 480  # pixels of the longer side of the first page, which tells papers that look alike


def rows() -> Iterator[Row]:
    """Reads forty sample papers in a warm worker, and with bare libraries in this process; nothing is recognised."""
    found = (data_root() / "assets" / "samples").rglob("*")
    papers = sorted(path for path in found if path.suffix in {".pdf", ".png", ".jpg"})
    with Prober() as prober:
        paths = [path for path in papers if prober.facts(path).verdict is Verdict.OK][
            :PAPERS
        ]  # one is under a password
        ours, theirs = in_turn(lambda: _ours(prober, paths), lambda: _bare(paths), runs=RUNS)
    what = f"facts of {len(paths)} papers, without recognition"
    yield Row(what, "SHA-256, qpdf's check, PDFium's text and first page, Pillow's pixels", ours, theirs, limit=1.5)


def _ours(prober: Prober, paths: list[Path]) -> float:
    begin = time.perf_counter()
    futures = [prober.submit(path) for path in paths]
    assert all(future.result().verdict is Verdict.OK for future in futures)
    return time.perf_counter() - begin


def _bare(paths: list[Path]) -> float:
    begin = time.perf_counter()
    for path in paths:
        hashlib.sha256(path.read_bytes()).hexdigest()
        _bare_pdf(path) if path.suffix == ".pdf" else _bare_picture(path)
    return time.perf_counter() - begin


def _bare_pdf(path: Path) -> None:
    with pikepdf.open(path) as pdf:
        pdf.check_pdf_syntax()
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.get_textpage().get_text_range()
    document[0].render(scale=_LOOK_SIDE / max(document[0].get_size())).to_pil()
    document.close()


def _bare_picture(path: Path) -> None:
    with Image.open(path) as picture:
        picture.load()
