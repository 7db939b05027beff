"""Builds the packet: everything in a folder of its own beside the target, moved there only when it is proved."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from core.checks.export import to_json
from core.checks.report import Report
from core.checks.review import Review
from core.derive.worker import Plain, TaskFailed
from core.derive.workers import Workers, gather
from core.errors import DiskFault, ExhibitFailed, ProofFailed
from core.i18n import _
from core.jobs import Progress, no_progress
from core.model import Finding
from core.model.values import CHINA
from core.packet import findings, typeset
from core.packet.archive import FORMAT, VERSION, Entry, sha256_of, write_zip
from core.packet.payload import payload
from core.packet.plan import Exhibit, Plan
from core.packet.word import letter_docx
from core.store import CaseFile

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_POUR_SECONDS: Final = 600.0


@dataclass(frozen=True, slots=True)
class BuiltPacket:
    """A finished, proved packet.

    Attributes:
        sha256: Of the ZIP, for the submission log.
        pages: Pages of packet.pdf.
        findings: What the person should still know, such as a portal's limit that is exceeded.
    """

    path: Path
    sha256: str
    size: int
    pages: int
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Work:
    """What one build has at hand."""

    plan: Plan
    casefile: CaseFile
    folder: Path
    workers: Workers
    progress: Progress
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def packet(self) -> Path:
        return self.folder / "packet.pdf"

    def original(self, exhibit: Exhibit) -> Path:
        return self.folder / f"original-{exhibit.number}"

    def derived(self, exhibit: Exhibit) -> Path:
        return self.folder / f"derived-{exhibit.number}.pdf"


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
        # Beside the target, so that the last step is a rename on one disk.
        folder = Path(tempfile.mkdtemp(prefix=f".{casefile.path.stem}-", suffix=".building", dir=out))
        try:
            with Workers() as workers:
                pages = _make(_Work(plan, casefile, folder, workers, progress), folder / "packet.zip")
            sha256, size = sha256_of(folder / "packet.zip"), (folder / "packet.zip").stat().st_size
            progress.step(1, 1, _("正在保存提交包"))
            os.replace(folder / "packet.zip", target)  # noqa: PTH105  # the one atomic step
            _settle(out)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return BuiltPacket(target, sha256, size, *pages)


def _make(work: _Work, target: Path) -> tuple[int, tuple[Finding, ...]]:
    _derive(work)
    pages = _pour(work)
    _write_letter(work)
    _prove_and_picture(work, pages)
    _write_readiness(work)
    write_zip(target, work.entries, _head(work.plan), work.plan.now, work.progress, _("正在打包"))
    return pages, tuple(work.findings)


def _derive(work: _Work) -> None:
    """Takes the originals out of the case and has each derived in a contained process."""
    futures = []
    exhibits = work.plan.exhibits
    for number, exhibit in enumerate(exhibits):
        work.progress.step(number, len(exhibits), _("正在取出原件：{label}").format(label=exhibit.label))
        work.casefile.copy_original(exhibit.paper.sha256, work.original(exhibit))
        pages = len(exhibit.sheets) if exhibit.poured else 0
        work.entries.append(Entry(exhibit.entry, work.original(exhibit), "original", exhibit.paper.id, pages))
        if exhibit.poured:
            source, target = str(work.original(exhibit)), str(work.derived(exhibit))
            futures.append((exhibit, work.workers.submit("derive", kind=exhibit.kind, source=source, target=target)))
    for exhibit, future in futures:
        with _named(exhibit.paper.file):
            gather([future], work.progress, _("正在整理附件：{label}").format(label=exhibit.label))
            _accept_pages(future.result(), exhibit)


def _accept_pages(answer: Plain, exhibit: Exhibit) -> None:
    """Believes the worker only when it found as many pages as were planned."""
    pages = answer.get("pages")
    if not isinstance(pages, list) or len(pages) != len(exhibit.sheets):
        raise TaskFailed("page-count")


def _pour(work: _Work) -> int:
    """Lays out all pages and pours the exhibits in; returns the number of pages."""
    work.progress.step(0, 1, _("正在排版"))
    frames = work.folder / "frames.pdf"
    frames.write_bytes(typeset.to_pdf(payload(work.plan), work.plan.now.astimezone(CHINA)))
    exhibits = [
        {"source": str(work.derived(e)) if e.poured else "", "sheets": [asdict(sheet) for sheet in e.sheets]}
        for e in work.plan.exhibits
    ]
    with _named("packet.pdf"):
        request = {"frames": str(frames), "target": str(work.packet), "exhibits": exhibits}
        future = work.workers.submit("pour", _POUR_SECONDS, **request)
        gather([future], work.progress, _("正在合成提交册"))
    pages = int(future.result()["pages"])
    work.entries.append(Entry("packet.pdf", work.packet, "packet", "", pages))
    return pages


def _write_letter(work: _Work) -> None:
    plan = work.plan
    path = work.folder / "letter.docx"
    letter_docx(plan.letter, path, author=plan.case.entity.name, now=plan.now, draft=plan.draft)
    work.entries.append(Entry("letter.docx", path, "letter"))
    used: set[str] = set()
    for text in plan.texts:
        name = next(n for n in _text_names(text.amount) if n not in used)
        used.add(name)
        (work.folder / name).write_text(text.text, "utf-8", newline="")
        work.entries.append(Entry(f"portal/{name}", work.folder / name, "portal-text"))


def _text_names(amount: int) -> Iterator[str]:
    yield f"text-{amount}.txt"
    yield from (f"text-{amount}-{number}.txt" for number in range(2, 100))


def _prove_and_picture(work: _Work, pages: int) -> None:
    """Proves the packet page by page and makes the portal's pictures; both run side by side."""
    plan, first = work.plan, pages - work.plan.exhibit_pages
    reading = work.workers.submit("read", packet=str(work.packet), front=first, poured=_poured_pages(plan, first))
    proofs, pictures = [], []
    start, sequence = first, 1
    for exhibit in plan.exhibits:
        if exhibit.poured:
            proofs.append((exhibit, work.workers.submit("prove", **_proof_request(work, exhibit, start))))
            pictures.append(work.workers.submit("pictures", **_picture_request(work, exhibit, sequence)))
            sequence += len(exhibit.sheets)
        start += len(exhibit.sheets)
    futures = [reading, *(future for _exhibit, future in proofs), *pictures]
    with _named("packet.pdf"):
        gather(futures, work.progress, _("正在逐页核对"))
    bad = [*_read_back(plan, reading.result(), pages, first)]
    for exhibit, future in proofs:
        bad.extend(findings.about_exhibit(exhibit, _proved(future.result(), exhibit)))
    if bad:
        raise ProofFailed([f"[{finding.id}] {finding.message}{finding.quote}" for finding in bad])
    sizes = [int(picture["size"]) for future in pictures for picture in future.result()["pictures"]]
    work.findings.extend(findings.about_size(plan, work.packet.stat().st_size))
    work.findings.extend(findings.about_pictures(plan, sizes))


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
        "source": str(work.original(exhibit)),
        "kind": exhibit.kind,
        "packet": str(work.packet),
        "first": first,
        "sheets": [asdict(sheet) for sheet in exhibit.sheets],
    }


def _proved(answer: Plain, exhibit: Exhibit) -> list[str]:
    proved = [str(how) for how in answer["pages"]]
    # A worker that says nothing about a page has not proved it.
    return proved + ["lost"] * (len(exhibit.sheets) - len(proved))


def _picture_request(work: _Work, exhibit: Exhibit, sequence: int) -> dict[str, Any]:
    platform = work.plan.packs.platform(work.plan.case.platform)
    targets = []
    for page in range(1, len(exhibit.sheets) + 1):
        name = f"{sequence:02d}-{exhibit.label}-{page}.jpg"
        file = work.folder / f"image-{sequence}.jpg"
        work.entries.append(Entry(f"portal/images/{name}", file, "portal-image", exhibit.paper.id, 1))
        targets.append(str(file))
        sequence += 1
    return {
        "source": str(work.derived(exhibit)),
        "targets": targets,
        "px_max": platform.portal.image_px_max if platform else None,
        "kb_max": platform.portal.image_kb_max if platform else None,
    }


def _write_readiness(work: _Work) -> None:
    plan = work.plan
    report = Report((*plan.report.findings, *work.findings))
    told = to_json(report, Review(plan.case, plan.packs, plan.facts, plan.now)) | {"draft": plan.draft}
    path = work.folder / "readiness.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8", newline="")
    work.entries.append(Entry("readiness.json", path, "readiness"))


def _head(plan: Plan) -> dict[str, Any]:
    playbook, platform = plan.packs.playbook(plan.case.playbook), plan.packs.platform(plan.case.platform)
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": plan.case.id,
        "playbook": {"id": plan.case.playbook, "version": playbook.version if playbook else ""},
        "platform": {"id": plan.case.platform, "version": platform.version if platform else ""},
        "on": plan.now.astimezone(CHINA).date().isoformat(),
        "draft": plan.draft,
    }


@contextmanager
def _named(file: str) -> Iterator[None]:
    """Turns a failed task into what the person can mend."""
    try:
        yield
    except TaskFailed as error:
        if error.code == "disk":
            raise OSError(errno.ENOSPC, error.detail) from error
        raise ExhibitFailed(file, f"{error.code} {error.detail}".strip()) from error


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
