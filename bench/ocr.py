"""Recognising pages through the product, against the bare recogniser on the same pages."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from bench.measure import Row, in_turn
from core.model import FileFacts
from core.probe import Prober
from core.reading import Reader
from core.resources import data_root

PAPERS = ("营业执照.jpg", "送货单.jpg")
RUNS = 3


def rows() -> Iterator[Row]:
    """Reads two photos in a warm worker and in a warm recogniser of this process; start-up is counted apart."""
    folder = data_root() / "assets" / "samples" / "papers"
    paths = [folder / name for name in PAPERS]
    with Prober() as prober, Reader(idle_seconds=600) as reader, tempfile.TemporaryDirectory() as scratch:
        facts = [prober.facts(path) for path in paths]
        _start(reader, prober, Path(scratch))
        bare = _bare()
        ours, theirs = in_turn(lambda: _read(reader, paths, facts), lambda: bare(paths), runs=RUNS)
    what = f"recognise {len(paths)} photos, lines, codes and sharpness"
    yield Row(what, "rapidocr, lines alone", ours, theirs, limit=1.10)


def _start(reader: Reader, prober: Prober, folder: Path) -> None:
    path = folder / "blank.png"
    Image.new("RGB", (64, 64), "white").save(path)
    reader.read(path, prober.facts(path))


def _read(reader: Reader, paths: list[Path], facts: list[FileFacts]) -> float:
    begin = time.perf_counter()
    for path, each in zip(paths, facts, strict=True):
        assert reader.read(path, each)[0].lines
    return time.perf_counter() - begin


def _bare():  # type: ignore[no-untyped-def]  # a function of the recogniser's own package, which has no types
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})

    def read(paths: list[Path]) -> float:
        begin = time.perf_counter()
        for path in paths:
            with Image.open(path) as picture:
                pixels = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
            assert engine(pixels[:, :, ::-1]).txts
        return time.perf_counter() - begin

    return read
