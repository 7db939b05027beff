"""Packets of real-size scans by growth, 10 and 100 pages, beside `qpdf --empty --pages`; `whole` goes on to 1,002.

The whole is 100 exhibits: 20 photographed papers of a few MB (JPEG) and 80 scanned PDFs. qpdf takes no JPEGs, so it
gets the same ones, each already on a page of its own. No platform is chosen, so that no limit divides the packet: that
would be another job than qpdf's. Each run begins in an empty folder, as a build does. The first row of a size is the
making of packet.pdf by warm processes, the second the proof of all its pages alone, the third the whole ZIP. Memory is
what a process holds privately (RssAnon of /proc), sampled while the ZIP is made by a process of its own, as the window
and the command line do: the limit is for it and its workers together.
"""

from __future__ import annotations

import io
import os
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from shutil import which
from typing import Final, cast

import numpy as np
import pikepdf
from pikepdf import Dictionary, Name, Stream
from PIL import Image

from bench.measure import Megabytes, Row, Times, in_turn, repeated, timed
from bench.packet import NOW, PEER, build, case_file, composed, joined
from core import packet, packs, store
from core.built import Slot
from core.checks import Report
from core.derive import picture
from core.derive.worker import Plain
from core.derive.workers import Workers
from core.model import FileFacts, Finding, Level, PageFacts, Verdict
from core.packet.checking import Checking
from core.packet.plan import Exhibit
from core.packet.portal_set import Pictures
from core.store import CaseFile

LIMIT: Final = 2.0
MOST_MB: Final = 400.0
# What a long packet's index and tables of references add may be so much of what a short packet takes.
GROWTH: Final = 1.25
_PIXELS: Final = (1654, 2339)  # A4 at 200 dpi
_PHOTO: Final = (3024, 4032)  # twelve megapixels
_POINTS: Final = (595.44, 842.04)
# So few are really drawn; a comment makes each page's bytes its own, for drawing a thousand takes minutes.
_DRAWN: Final = 4
_BEAT: Final = 0.02
# Photographs, scanned PDFs, pages of all of them.
SIZES: Final = ((2, 1, 10), (4, 8, 100))
WHOLE: Final = (20, 80, 1002)


@dataclass(frozen=True, slots=True)
class Scan:
    """Attributes: path: The paper; joined: the same pages as a PDF, for qpdf; pages: how many."""

    path: Path
    joined: Path
    pages: int


@dataclass(slots=True)
class Most:
    """The most memory seen, in MB: of one process, and of all at one moment."""

    one: float = 0.0
    all: float = 0.0


def rows(sizes: tuple[tuple[int, int, int], ...] = SIZES) -> Iterator[Row]:
    """Yields the rows of each size, in a folder that is removed."""
    if which("qpdf") is None or not Path("/proc/self/status").exists():
        yield Row("packets of real-size scans", PEER, skipped="qpdf or /proc is missing")
        return
    short: Megabytes | None = None
    for photos, papers, pages in sizes:
        with tempfile.TemporaryDirectory() as name:
            short = yield from _of_size(Path(name), _scans(Path(name), photos, papers, pages), short)


def _of_size(folder: Path, scans: list[Scan], short: Megabytes | None) -> Generator[Row, None, Megabytes]:
    """Yields the rows of a size; returns what the smallest one took, which is `short` once that was measured."""
    pages, size = sum(scan.pages for scan in scans), sum(scan.path.stat().st_size for scan in scans) / 2**20
    with case_file(folder / "bench.fushen", [scan.path for scan in scans], platform="") as casefile:
        papers = zip(casefile.case.papers, scans, strict=True)
        facts = {paper.sha256: _facts(paper.file, paper.sha256, paper.size, scan) for paper, scan in papers}
        plan = _plan(casefile, facts)
        pieces = [scan.joined for scan in scans]
        os.sync()  # what was prepared has nothing to write while either is timed
        with Workers() as workers:
            ours, theirs = in_turn(
                lambda: _anew(folder, lambda fresh: composed(plan, casefile, fresh, workers)),
                lambda: _anew(folder, lambda fresh: joined(pieces, fresh / "joined.pdf")),
                runs=3,
            )
            proof = _proof(plan, casefile, folder, workers)
        yield Row(f"packet.pdf: {pages} pages, {len(scans)} exhibits, {size:.0f} MB", PEER, ours, theirs, LIMIT)
        yield Row(f"read back and every page proved: {pages} pages", PEER, proof, theirs)
    # In a process of its own, as the program builds: this one keeps what timing and the sizes before have left.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone, _watched() as most:
        whole = alone.submit(_whole, folder, facts).result()
    yield Row(f"the whole ZIP, proved: {pages} pages", PEER, whole, theirs)
    limit = Megabytes((MOST_MB,))
    taken = Megabytes((most.all,))
    yield Row(f"most private memory of all processes: {pages} pages", "limit", taken, limit, 1.0)
    yield Row(f"most private memory of one process: {pages} pages", ours=Megabytes((most.one,)))
    if short:
        yield Row(f"memory does not grow with the packet: {pages} pages", "the smallest packet", taken, short, GROWTH)
    return short or taken


def _plan(casefile: CaseFile, facts: Mapping[str, FileFacts]) -> packet.Plan:
    report = Report((Finding("notice", "ok", Level.PASS, "-"),))
    return packet.plan(casefile.case, packs.load(), report, facts, NOW)


def _whole(folder: Path, facts: Mapping[str, FileFacts]) -> Times:
    with store.open(folder / "bench.fushen") as casefile:
        plan = _plan(casefile, facts)
        return repeated(lambda: _anew(folder, lambda fresh: build(plan, casefile, fresh)), runs=1, warm_up=0)


def _anew(folder: Path, work: Callable[[Path], object]) -> float:
    """Times one run in an empty folder; taking away what it wrote is not counted."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        return timed(lambda: work(Path(name)))


class _NoPictures:
    """Stands for the portal's pictures, which are no part of the proof."""

    def __init__(self) -> None:
        self.futures: list[Future[Plain]] = []
        self.made: list[Slot] = []

    def lost(self) -> tuple[Finding, ...]:
        return ()

    def begin(self, exhibit: Exhibit) -> None:
        pass

    def settle(self) -> None:
        pass


def _proof(plan: packet.Plan, casefile: CaseFile, folder: Path, workers: Workers) -> Times:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        composition = composed(plan, casefile, Path(name), workers)
        pictures = cast("Pictures", _NoPictures())
        return repeated(lambda: Checking(composition, pictures).settle(), runs=3)


def _facts(file: str, sha256: str, size: int, scan: Scan) -> FileFacts:
    with pikepdf.open(scan.joined) as pdf:
        sizes = tuple(PageFacts(float(page.mediabox[2]), float(page.mediabox[3])) for page in pdf.pages)
    kind = "jpeg" if scan.path.suffix == ".jpg" else "pdf"
    return FileFacts(file, kind, sha256, size, Verdict.OK, pages=sizes)


def _scans(folder: Path, photos: int, papers: int, pages: int) -> list[Scan]:
    made = []
    for number in range(photos):
        path, alone = folder / f"photo-{number:03d}.jpg", folder / f"photo-{number:03d}.pdf"
        path.write_bytes(_told_apart(_drawn(_PHOTO, number % _DRAWN), number))
        with path.open("rb") as photo:
            picture.to_pdf(photo, alone, "jpeg")
        made.append(Scan(path, alone, 1))
    counts = [(pages - photos) // papers + (number < (pages - photos) % papers) for number in range(papers)]
    for number, count in enumerate(counts):
        path = _scanned(folder / f"scan-{number:03d}.pdf", count, photos + number * 100)
        made.append(Scan(path, path, count))
    return made


def _scanned(path: Path, pages: int, first: int) -> Path:
    with pikepdf.Pdf.new() as pdf:
        for number in range(first, first + pages):
            values = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=_PIXELS[0], Height=_PIXELS[1])
            values.BitsPerComponent, values.ColorSpace, values.Filter = 8, Name.DeviceRGB, Name.DCTDecode
            page = pdf.add_blank_page(page_size=_POINTS)
            stream = Stream(pdf, _told_apart(_drawn(_PIXELS, number % _DRAWN), number), values)
            page.obj.Resources = Dictionary(XObject=Dictionary(Im0=stream))
            page.obj.Contents = Stream(pdf, f"q {_POINTS[0]} 0 0 {_POINTS[1]} 0 0 cm /Im0 Do Q".encode())
        pdf.save(path, static_id=True)
    return path


def _told_apart(jpeg: bytes, number: int) -> bytes:
    return jpeg[:2] + b"\xff\xfe\x00\x0a" + f"{number:08d}".encode("ascii") + jpeg[2:]


@cache
def _drawn(size: tuple[int, int], seed: int) -> bytes:
    """Returns a JPEG of paper grain with print and a red seal: about half a megabyte for a scan, 4 MB for a photo."""
    random = np.random.default_rng(seed)
    grain = random.integers(228, 252, (size[1], size[0], 1), dtype=np.uint8).repeat(3, axis=2)
    for line in range(200, size[1] - 300, 48):
        grain[line : line + 24, 200 : size[0] - 200 - (line * 7) % 300 : 9] = 40
    grain[-640:-440, -450:-250] = (200, 30, 40)
    buffer = io.BytesIO()
    Image.fromarray(grain).save(buffer, "JPEG", quality=80 if size == _PIXELS else 92)
    return buffer.getvalue()


@contextmanager
def _watched() -> Iterator[Most]:
    """Samples all that this process starts, until the end."""
    most, over = Most(), threading.Event()

    def watch() -> None:
        while not over.wait(_BEAT):
            held = [_private_mb(pid) for child in _children(os.getpid()) for pid in _family(child)] or [0.0]
            most.one, most.all = max(most.one, *held), max(most.all, sum(held))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def _family(pid: int) -> Iterator[int]:
    """Yields a process and all that it started, and what those started."""
    yield pid
    for child in _children(pid):
        yield from _family(child)


def _children(pid: int) -> Iterator[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:  # the process has ended meanwhile
        return
    for task in tasks:
        try:
            yield from map(int, (task / "children").read_text().split())
        except OSError:  # so has the thread
            continue


def _private_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:  # so has the process
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon:"))
