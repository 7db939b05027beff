"""A packet of 25 scanned exhibits against `qpdf --empty --pages … --` on the very same files.

qpdf only puts the pages one after another. packet.pdf is the same job done our way: originals out of the case
file, each flattened and stripped in a contained process (warm, as in the app), every page laid out and numbered, all
exhibits poured.
The second row adds what qpdf has no part of: starting the processes, the proof of every page, DOCX, pictures for the
portal, originals, hashes, and waiting for the disk. All pages are different: qpdf shares repeated ones.
"""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from shutil import which
from typing import Final

import numpy as np
import pikepdf
from pikepdf import Dictionary, Name, Stream
from PIL import Image

from bench.measure import Row, in_turn
from core import packet, packs, store
from core.checks import Report
from core.derive.workers import Workers
from core.model import Case, Entity, FileFacts, Finding, Level, Notice, PageFacts, Paper, Point, Role, Verdict
from core.model.values import CHINA
from core.packet.composing import Composition
from core.store import CaseFile

EXHIBITS: Final = 25
PAGES: Final = 8
LIMIT: Final = 4.0
PEER: Final = "qpdf --empty --pages"
NOW = datetime(2026, 11, 22, tzinfo=CHINA)
_PIXELS = (1654, 2339)  # A4 at 200 dpi
_POINTS = (595.44, 842.04)


def rows() -> Iterator[Row]:
    what = f"{EXHIBITS} exhibits × {PAGES} scanned A4 pages"
    if which("qpdf") is None:
        yield Row(what, PEER, skipped="qpdf is not installed")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        scans = [_scan(folder / f"{number:02d}.pdf", number) for number in range(1, EXHIBITS + 1)]
        size = sum(path.stat().st_size for path in scans) / 2**20
        with case_file(folder / "bench.fushen", scans) as casefile:
            facts = {paper.sha256: _facts(paper) for paper in casefile.case.papers}
            report = Report((Finding("notice", "ok", Level.PASS, "-"),))
            plan = packet.plan(casefile.case, packs.load(), report, facts, NOW)
            with Workers() as workers:
                ours, theirs = in_turn(
                    lambda: composed(plan, casefile, folder, workers),
                    lambda: joined(scans, folder / "joined.pdf"),
                    runs=7,
                )
            yield Row(f"packet.pdf: {what}, {size:.0f} MB", PEER, ours, theirs, LIMIT)
            ours, theirs = in_turn(
                lambda: build(plan, casefile, folder), lambda: joined(scans, folder / "joined.pdf"), runs=5
            )
            yield Row("the whole ZIP: started cold, proved, with originals and pictures", PEER, ours, theirs)


def composed(plan: packet.Plan, casefile: CaseFile, folder: Path, workers: Workers) -> Composition:
    composition = Composition(plan, casefile, folder, workers)
    composition.begin()
    composition.settle()
    return composition


def build(plan: packet.Plan, casefile: CaseFile, folder: Path) -> None:
    packet.build(plan, casefile, folder / "out")


def joined(scans: list[Path], target: Path) -> None:
    subprocess.run(["qpdf", "--empty", "--pages", *map(str, scans), "--", str(target)], check=True)


def case_file(path: Path, scans: list[Path], platform: str = "tmall") -> CaseFile:
    case = Case("bench", NOW, "qualification-reappeal", platform, entity=Entity("示例有限公司"))
    casefile = store.create(path, case)
    originals = [casefile.add_original(scan) for scan in scans]
    papers = tuple(
        Paper(f"P{number}", original.name, original.sha256, original.size, role=Role.EVIDENCE)
        for number, original in enumerate(originals, start=1)
    )
    changed = Case(
        "bench",
        NOW,
        "qualification-reappeal",
        platform,
        entity=Entity("示例有限公司"),
        notice=Notice("B-1", points=(Point("N1", "材料不足"),)),
        papers=papers,
    )
    casefile.apply(changed, "bench")
    return casefile


def _facts(paper: Paper) -> FileFacts:
    pages = (PageFacts(*_POINTS),) * PAGES
    return FileFacts(paper.file, "pdf", paper.sha256, paper.size, Verdict.OK, pages=pages)


def _scan(path: Path, seed: int) -> Path:
    """Writes a scan of eight pages: paper grain, lines of “print” and a red ring, about 300 KB a page."""
    with pikepdf.Pdf.new() as pdf:
        for number in range(PAGES):
            values = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=_PIXELS[0], Height=_PIXELS[1])
            values.BitsPerComponent, values.ColorSpace, values.Filter = 8, Name.DeviceRGB, Name.DCTDecode
            page = pdf.add_blank_page(page_size=_POINTS)
            stream = Stream(pdf, _jpeg(seed * PAGES + number), values)
            page.obj.Resources = Dictionary(XObject=Dictionary(Im0=stream))
            page.obj.Contents = Stream(pdf, f"q {_POINTS[0]} 0 0 {_POINTS[1]} 0 0 cm /Im0 Do Q".encode())
        pdf.save(path, static_id=True)
    return path


def _jpeg(seed: int) -> bytes:
    random = np.random.default_rng(seed)
    pixels = random.integers(236, 252, (_PIXELS[1], _PIXELS[0], 1), dtype=np.uint8).repeat(3, axis=2)
    for line in range(200, 2000, 48):
        ink = random.integers(0, 2, _PIXELS[0] // 8, dtype=np.uint8).repeat(8)[: _PIXELS[0] - 400]
        pixels[line : line + 24, 200 : 200 + ink.size][:, ink > 0] = 40
    pixels[1700:1900, 1200:1400] = (200, 30, 40)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=70, dpi=(200, 200))
    return buffer.getvalue()
