"""Builds the packet: everything in a folder of its own beside the target, moved there only when it is proved."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from core.checks.export import to_hand_out, to_json
from core.checks.report import Report
from core.checks.review import Review
from core.derive.worker import Plain
from core.derive.workers import Workers, gather
from core.errors import DiskFault, ProofFailed
from core.i18n import _, in_source_language
from core.jobs import Progress, no_progress
from core.model import Finding
from core.model.values import CHINA
from core.packet import findings
from core.packet.archive import FORMAT, VERSION, Archive, Entry, sha256_of
from core.packet.building import own_folder
from core.packet.composing import Composition, masks_of, named
from core.packet.overlays import mark_text
from core.packet.plan import Exhibit, Plan, report_for_the_packet
from core.packet.word import letter_docx
from core.store import CaseFile

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True)
class BuiltPacket:
    """A finished, proved packet.

    Attributes:
        pages: Pages of packet.pdf.
        findings: What the person should still know, such as a portal's limit that is exceeded.
    """

    path: Path
    size: int
    pages: int
    findings: tuple[Finding, ...]

    @property
    def sha256(self) -> str:
        """Hash of the ZIP, for the submission log; read from the disk each time it is asked for."""
        return sha256_of(self.path)


@dataclass(slots=True)
class _Work:
    """What one build has at hand."""

    composition: Composition
    archive: Archive
    findings: list[Finding] = field(default_factory=list)
    printed: list[Finding] = field(default_factory=list)  # the same in Chinese, for the readiness sheet

    @property
    def plan(self) -> Plan:
        return self.composition.plan

    @property
    def folder(self) -> Path:
        return self.composition.folder

    @property
    def workers(self) -> Workers:
        return self.composition.workers


def build(plan: Plan, casefile: CaseFile, out: Path, progress: Progress = no_progress) -> BuiltPacket:
    """Writes `<case>-packet.zip` into `out`. A packet of an earlier build is replaced only by a whole one.

    Raises:
        ExhibitFailed: A file can't be put in.
        ProofFailed: The result does not show what the originals show.
        DiskFault: The disk is full or refuses.
        Cancelled: Through `progress`.
    """
    target = out / f"{casefile.path.stem}-packet.zip"
    with _disk_faults(target):
        out.mkdir(parents=True, exist_ok=True)
        with own_folder(out, casefile.path.stem) as folder:
            made = folder / "packet.zip"
            with Workers() as workers, Archive(made, plan.now, progress) as archive:
                pages, found = _make(_Work(Composition(plan, casefile, folder, workers, progress), archive))
            size = made.stat().st_size
            progress.step(1, 1, _("正在保存提交包"))
            os.replace(made, target)  # noqa: PTH105  # the one atomic step
            _settle(out)
    return BuiltPacket(target, size, pages, found)


def _make(work: _Work) -> tuple[int, tuple[Finding, ...]]:
    """Goes through the steps; while the workers are busy with one, this process packs what is ready."""
    composition = work.composition
    composition.derive()
    composition.lay_out()
    composition.pour()
    work.workers.warm("read")
    work.archive.add(_letter(work))
    work.archive.add(_originals(work))
    pages = composition.settle()
    checking = _Checking(work, pages)
    work.archive.add([Entry("packet.pdf", composition.packet, "packet", "", pages)])
    checking.settle()
    work.archive.add(checking.pictures)
    work.archive.add(_texts(work))
    work.archive.add([_readiness(work)])
    work.archive.finish(_head(work))
    return pages, tuple(work.findings)


def _letter(work: _Work) -> list[Entry]:
    plan, path = work.plan, work.folder / "letter.docx"
    letter_docx(plan.letter, path, author=plan.case.entity.name, now=plan.now, draft=plan.draft)
    return [Entry("letter.docx", path, "letter")]


def _originals(work: _Work) -> list[Entry]:
    return [
        Entry(e.entry, work.composition.original(e), "original", e.paper.id, len(e.sheets) if e.poured else 0)
        for e in sorted(work.plan.exhibits, key=lambda e: e.entry)
    ]


def _texts(work: _Work) -> list[Entry]:
    names: dict[str, str] = {}
    for text in work.plan.texts:
        names[next(n for n in _text_names(text.amount) if n not in names)] = text.text
    for name, content in names.items():
        (work.folder / name).write_text(content, "utf-8", newline="")
    return [Entry(f"portal/{name}", work.folder / name, "portal-text") for name in sorted(names)]


def _text_names(amount: int) -> Iterator[str]:
    yield f"text-{amount}.txt"
    yield from (f"text-{amount}-{number}.txt" for number in range(2, 100))


class _Checking:
    """The proof of the packet, page by page, and the portal's pictures; both run side by side."""

    def __init__(self, work: _Work, pages: int) -> None:
        self._work = work
        self._pages, self._first = pages, pages - work.plan.exhibit_pages
        self.pictures: list[Entry] = []
        poured = _poured_pages(work.plan, self._first)
        self._reading = work.workers.submit(
            "read", packet=str(work.composition.packet), front=self._first, poured=poured
        )
        self._proofs: list[tuple[Exhibit, Future[Plain]]] = []
        self._drawn: list[Future[Plain]] = []
        start = self._first
        for exhibit in work.plan.exhibits:
            if exhibit.poured:
                self._submit(exhibit, start)
            start += len(exhibit.sheets)

    def settle(self) -> None:
        """Waits for all answers and judges them.

        Raises:
            ProofFailed: With everything that does not hold.
        """
        work, plan = self._work, self._work.plan
        futures = [self._reading, *(future for _exhibit, future in self._proofs), *self._drawn]
        with named("packet.pdf"):
            gather(futures, work.composition.progress, _("正在逐页核对"))
        bad = [*_read_back(plan, self._reading.result(), self._pages, self._first)]
        for exhibit, future in self._proofs:
            bad.extend(findings.about_exhibit(exhibit, _proved(future.result(), exhibit)))
        if bad:
            raise ProofFailed([f"[{finding.id}] {finding.message}{finding.quote}" for finding in bad])
        work.findings.extend(self._limits())
        with in_source_language():
            work.printed.extend(self._limits())

    def _limits(self) -> Iterator[Finding]:
        work, plan = self._work, self._work.plan
        sizes = [entry.file.stat().st_size for entry in self.pictures]
        yield from findings.about_size(plan, work.composition.packet.stat().st_size)
        yield from findings.about_pictures(plan, sizes)

    def _submit(self, exhibit: Exhibit, start: int) -> None:
        workers = self._work.workers
        self._proofs.append((exhibit, workers.submit("prove", **_proof_request(self._work, exhibit, start))))
        mine = _pictures(self._work, exhibit, len(self.pictures) + 1)
        self.pictures.extend(mine)
        self._drawn.append(workers.submit("pictures", **_picture_request(self._work, exhibit, mine)))


def _read_back(plan: Plan, read: Plain, pages: int, first: int) -> Iterator[Finding]:
    yield from findings.about_pages(int(read["pages"]), pages)
    yield from findings.about_letter(plan.letter, [str(text) for text in read["texts"]])
    empty = {int(number) for number in read["empty"]}
    for exhibit in plan.exhibits:
        own = range(first, first + len(exhibit.sheets))
        yield from findings.about_empty(exhibit, [number - first + 1 for number in own if number in empty])
        first += len(exhibit.sheets)


def _poured_pages(plan: Plan, first: int) -> list[int]:
    found: list[int] = []
    for exhibit in plan.exhibits:
        if exhibit.poured:
            found.extend(range(first, first + len(exhibit.sheets)))
        first += len(exhibit.sheets)
    return found


def _proof_request(work: _Work, exhibit: Exhibit, first: int) -> dict[str, Any]:
    return {
        "source": str(work.composition.original(exhibit)),
        "kind": exhibit.kind,
        "packet": str(work.composition.packet),
        "first": first,
        "sheets": [asdict(sheet) for sheet in exhibit.sheets],
        "masks": masks_of(exhibit),
    }


def _proved(answer: Plain, exhibit: Exhibit) -> list[str]:
    proved = [str(how) for how in answer["pages"]]
    # A worker that says nothing about a page has not proved it.
    return proved + ["lost"] * (len(exhibit.sheets) - len(proved))


def _pictures(work: _Work, exhibit: Exhibit, sequence: int) -> list[Entry]:
    made = []
    for page in range(1, len(exhibit.sheets) + 1):
        name = f"{sequence:02d}-{exhibit.label}-{page}.jpg"
        file = work.folder / f"image-{sequence}.jpg"
        made.append(Entry(f"portal/images/{name}", file, "portal-image", exhibit.paper.id, 1))
        sequence += 1
    return made


def _picture_request(work: _Work, exhibit: Exhibit, made: list[Entry]) -> dict[str, Any]:
    platform = work.plan.packs.platform(work.plan.case.platform)
    return {
        "source": str(work.composition.derived(exhibit)),
        "targets": [str(entry.file) for entry in made],
        "px_max": platform.portal.image_px_max if platform else None,
        "kb_max": platform.portal.image_kb_max if platform else None,
    }


def _readiness(work: _Work) -> Entry:
    plan = work.plan
    report = Report((*report_for_the_packet(plan).findings, *work.printed))
    # What was rejected and is no exhibit is not handed out again: its name and readings no more than its pages.
    shown = {exhibit.paper.id for exhibit in plan.exhibits}
    hidden = [paper for paper in plan.case.rejected() if paper.id not in shown]
    case = replace(plan.case, papers=tuple(paper for paper in plan.case.papers if paper not in hidden))
    with in_source_language():
        handed = to_hand_out(report, hidden)
    told = to_json(handed, Review(case, plan.packs, plan.facts, plan.now)) | {"draft": plan.draft}
    path = work.folder / "readiness.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8", newline="")
    return Entry("readiness.json", path, "readiness")


def _head(work: _Work) -> dict[str, Any]:
    plan = work.plan
    playbook, platform = plan.packs.playbook(plan.case.playbook), plan.packs.platform(plan.case.platform)
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": plan.case.id,
        "playbook": {"id": plan.case.playbook, "version": playbook.version if playbook else ""},
        "platform": {"id": plan.case.platform, "version": platform.version if platform else ""},
        "on": plan.now.astimezone(CHINA).date().isoformat(),
        "draft": plan.draft,
        # Copies differ from their originals on these pages.
        "masked": [
            {"source": e.paper.id, "pages": sorted({mask.page for mask in e.paper.masks})}
            for e in plan.exhibits
            if e.poured and e.paper.masks
        ],
        "watermarked": [
            {
                "source": e.paper.id,
                "text": mark_text(plan),
                "pages": [{"page": page, "placed": how} for page, how in enumerate(marks, start=1)],
            }
            for e in plan.exhibits
            if (marks := work.composition.marked.get(e.number))
        ],
    }


@contextmanager
def _disk_faults(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        detail = _("磁盘已满") if error.errno in _FULL else error.strerror or str(error)
        raise DiskFault(target, detail) from error


def _settle(folder: Path) -> None:
    """Waits until the disk knows the new name, where the system lets us ask."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
