"""Recognising pages through the product, against the bare recogniser on the same pages."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from bench.measure import Row, in_turns, repeated
from core.model import FileFacts, PageReading
from core.probe import Prober
from core.reading import Reader, pages_to_read
from core.reading.reader import PageRequest
from core.resources import data_root

# A photo with large print, one that leans with a table, and a scanned page full of small print.
PAPERS = ("营业执照.jpg", "送货单.jpg", "购销合同.pdf")
RUNS = 5
# The recogniser as its package opens it, and with what our sessions are told. The second leaves only what we do
# beside it: on a machine that reckons as fast with the smallest numbers as with others, the first is like it.
PEERS: Mapping[str, Mapping[str, str] | None] = {
    "rapidocr as it comes, lines alone": None,
    "rapidocr with our sessions' settings": {
        "session.intra_op.allow_spinning": "0",
        "session.set_denormal_as_zero": "1",
    },
}


def rows() -> Iterator[Row]:
    """Reads the first page of three papers, all sides warm and in processes of their own; start-up is counted apart.

    All have the same models, pages and as many threads. Ours looks for codes and judges the page as well.
    """
    folder = data_root() / "assets" / "samples" / "papers"
    paths = [folder / name for name in PAPERS]
    with ExitStack() as stack:
        prober, reader = stack.enter_context(Prober()), stack.enter_context(Reader(idle_seconds=600))
        facts = [prober.facts(path) for path in paths]
        pages = [pages_to_read(path, each)[0] for path, each in zip(paths, facts, strict=True)]
        bare = [partial(_bare, stack.enter_context(_process(told)), pages) for told in PEERS.values()]
        ours, *theirs = in_turns(partial(_read, reader, pages), *bare, runs=RUNS)
        what = f"recognise {len(pages)} pages, lines, codes and quality"
        for peer, times in zip(PEERS, theirs, strict=True):
            yield Row(what, peer, ours, times, limit=1.10)
        known = {page.sha256: {1: reader.submit(page).result()} for page in pages[:2]}
        second = repeated(partial(_again, reader, paths[:2], facts[:2], known), runs=RUNS)
        yield Row("look at 2 photos again, nothing recognised", ours=second)


def _read(reader: Reader, pages: list[PageRequest]) -> float:
    begin = time.perf_counter()
    for page in pages:
        assert reader.submit(page).result().lines
    return time.perf_counter() - begin


def _again(
    reader: Reader, paths: list[Path], facts: list[FileFacts], known: Mapping[str, Mapping[int, PageReading]]
) -> float:
    begin = time.perf_counter()
    for path, each in zip(paths, facts, strict=True):
        assert tuple(known[each.sha256].values()) == reader.read(path, each, known=known[each.sha256])
    return time.perf_counter() - begin


def _process(settings: Mapping[str, str] | None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_open, initargs=(settings,))


def _bare(process: ProcessPoolExecutor, pages: list[PageRequest]) -> float:
    return process.submit(_time, pages).result()


_engines: list[Any] = []  # the one of this process


def _open(settings: Mapping[str, str] | None) -> None:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})
    if settings is not None:
        _set(engine, settings)
    _engines.append(engine)


def _set(engine: Any, settings: Mapping[str, str]) -> None:
    import onnxruntime
    from omegaconf import flag_override

    from core.reading.models import model_paths

    with flag_override(engine.cfg, "allow_objects", values=True):
        for part, path in model_paths().items():
            options = onnxruntime.SessionOptions()
            options.enable_cpu_mem_arena = False
            for name, value in settings.items():
                options.add_session_config_entry(name, value)
            engine.cfg[part].session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _time(pages: list[PageRequest]) -> float:
    begin = time.perf_counter()
    for page in pages:
        assert _engines[0](_picture(page)).txts
    return time.perf_counter() - begin


def _picture(page: PageRequest) -> Any:
    """Returns the page as the recogniser takes it: a PDF's drawn in the size in which ours reads it."""
    if page.kind == "pdf":
        import pypdfium2

        with pypdfium2.PdfDocument(page.path) as pdf:
            first = pdf[page.page - 1]
            return first.render(scale=page.width / first.get_width()).to_numpy()
    with Image.open(page.path) as picture:
        return np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))[:, :, ::-1]
