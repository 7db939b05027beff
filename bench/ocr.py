"""Recognising pages through the product, against the bare recogniser on the same pages."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from bench.measure import Row, in_turn, repeated
from core.model import FileFacts, PageReading
from core.probe import Prober
from core.reading import Reader
from core.resources import data_root

PAPERS = ("营业执照.jpg", "送货单.jpg")
RUNS = 3


def rows() -> Iterator[Row]:
    """Reads two photos in a warm worker and in a warm recogniser of this process; start-up is counted apart.

    Both have the same models, threads and pages. As it comes, the recogniser's threads wait by spinning, which
    slows it on a busy machine; the second row takes that from it.
    """
    folder = data_root() / "assets" / "samples" / "papers"
    paths = [folder / name for name in PAPERS]
    with Prober() as prober, Reader(idle_seconds=600) as reader, tempfile.TemporaryDirectory() as scratch:
        facts = [prober.facts(path) for path in paths]
        _start(reader, prober, Path(scratch))
        what = f"recognise {len(paths)} photos, lines, codes and quality"
        for peer, bare in (("rapidocr, lines alone", _bare()), ("rapidocr, its threads waiting calmly", _calm())):
            ours, theirs = in_turn(partial(_read, reader, paths, facts), partial(_time, bare, paths), runs=RUNS)
            yield Row(what, peer, ours, theirs, limit=1.10)
        known = [{reading.page: reading for reading in reader.read(p, f)} for p, f in zip(paths, facts, strict=True)]
        second = repeated(partial(_again, reader, paths, facts, known), runs=RUNS)
        yield Row(f"look at {len(paths)} photos again, nothing recognised", ours=second)


def _start(reader: Reader, prober: Prober, folder: Path) -> None:
    path = folder / "blank.png"
    Image.new("RGB", (64, 64), "white").save(path)
    reader.read(path, prober.facts(path))


def _read(reader: Reader, paths: list[Path], facts: list[FileFacts]) -> float:
    begin = time.perf_counter()
    for path, each in zip(paths, facts, strict=True):
        assert reader.read(path, each)[0].lines
    return time.perf_counter() - begin


def _again(reader: Reader, paths: list[Path], facts: list[FileFacts], known: list[dict[int, PageReading]]) -> float:
    begin = time.perf_counter()
    for path, each, before in zip(paths, facts, known, strict=True):
        assert tuple(before.values()) == reader.read(path, each, known=before)
    return time.perf_counter() - begin


def _bare() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _calm() -> Any:
    from omegaconf import flag_override

    from core.reading.recognise import model_paths, session

    engine = _bare()
    with flag_override(engine.cfg, "allow_objects", values=True):
        for part, path in model_paths().items():
            engine.cfg[part].session = session(path)
    return engine


def _time(engine: Any, paths: list[Path]) -> float:
    begin = time.perf_counter()
    for path in paths:
        with Image.open(path) as picture:
            pixels = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
        assert engine(pixels[:, :, ::-1]).txts
    return time.perf_counter() - begin
