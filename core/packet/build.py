"""Builds the packet: everything in a folder of its own beside the target, moved there only when it is proved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from core.built import BuiltPacket, Slot
from core.derive.workers import Workers
from core.errors import DiskFault, ExhibitFailed, ProofFailed
from core.filenames import refuse_no_text
from core.i18n import _
from core.jobs import Progress, no_progress
from core.packet import portal_set, telling
from core.packet.archive import Archive, Entry
from core.packet.building import own_folder
from core.packet.checking import Checking
from core.packet.checklist import NAME as CHECKLIST
from core.packet.checklist import checklist
from core.packet.composing import Composition
from core.packet.plan import Plan
from core.packet.portal_set import Pictures
from core.store import CaseFile


def build(plan: Plan, casefile: CaseFile, out: Path, progress: Progress = no_progress) -> BuiltPacket:
    """Writes `<case>-packet.zip` into `out`. A packet of an earlier build is replaced only by a whole one.

    Raises:
        PathNotText: The folder's path is no text.
        ExhibitFailed: A file can't be put in.
        ProofFailed: The result does not show what the originals show.
        DamagedCaseFile: An original has other bytes than those that were stored.
        DiskFault: The disk is full or refuses.
        Cancelled: Through `progress`.
    """
    refuse_no_text(out)
    target = out / f"{casefile.path.stem}-packet.zip"
    with _disk_faults(target):
        out.mkdir(parents=True, exist_ok=True)
        with own_folder(out, casefile.path.stem) as folder:
            made = folder / "packet.zip"
            with Workers() as workers, Archive(made, plan.now, progress) as archive:
                result = _make(Composition(plan, casefile, folder, workers, progress), archive)
            size = made.stat().st_size
            progress.step(1, 1, _("正在保存提交包"))
            os.replace(made, target)  # noqa: PTH105  # the one atomic step
            _settle(out)
    return replace(result, path=target, size=size)


def _make(composition: Composition, archive: Archive) -> BuiltPacket:
    """Goes through the steps; while the workers are busy with one, this process packs what is ready."""
    try:
        return _packed(composition, archive)
    except (ExhibitFailed, ProofFailed):
        _refuse_damaged(composition)  # which would be the reason
        raise


def _packed(composition: Composition, archive: Archive) -> BuiltPacket:
    plan = composition.plan
    composition.begin()
    composition.workers.warm("read")
    archive.add(_letter(composition))
    pages = composition.settle()
    pictures = Pictures(composition)
    checking = Checking(composition, pictures)
    archive.add(_originals(composition))
    _compare(composition, archive)
    archive.add(Entry(b.name, b.path, "packet", "", b.pages) for b in composition.bound)
    checking.settle()
    archive.add(pictures.entries())
    slots = _portal(composition, archive, pictures, checking)
    archive.add([telling.readiness(composition, checking.printed)])
    archive.finish(telling.head(composition, slots))
    return BuiltPacket(Path(), 0, pages, tuple(checking.findings), tuple(slots), plan.draft)


def _compare(composition: Composition, archive: Archive) -> None:
    """Compares what was put in as an original with the hash that it was stored under."""
    stored = {exhibit.entry: exhibit.paper.sha256 for exhibit in composition.plan.exhibits}
    for path, sha256 in archive.hashes.items():
        if stored.get(path, sha256) != sha256:
            raise composition.casefile.unlike(stored[path])


def _refuse_damaged(composition: Composition) -> None:
    for exhibit in composition.plan.exhibits:
        for sha256 in dict.fromkeys((exhibit.paper.sha256, exhibit.shown.sha256)):
            if not composition.casefile.has_whole(sha256, composition.progress):
                raise composition.casefile.unlike(sha256)


def _portal(composition: Composition, archive: Archive, pictures: Pictures, checking: Checking) -> tuple[Slot, ...]:
    """Adds what is uploaded beside the packet itself, and the list of all of it."""
    papers, paper_entries = portal_set.papers(composition)
    texts, text_entries = portal_set.texts(composition.plan, composition.folder)
    slots = (*texts, *portal_set.volumes(composition), *papers, *pictures.made, *pictures.marked)
    told = [finding.message for finding in checking.printed]
    listed = checklist(composition.plan, slots, told)
    archive.add(paper_entries)
    archive.add(text_entries)
    archive.add([telling.checklist_entry(composition.folder, CHECKLIST, listed)])
    return slots


def _letter(composition: Composition) -> list[Entry]:
    # Only here: whoever plans or previews a packet has no use for the libraries of Word files.
    from core.letterhead import fill, values_of
    from core.packet.word import letter_docx

    plan, path = composition.plan, composition.folder / "letter.docx"
    values = values_of(plan.case, plan.packs, plan.letter.title, plan.now)
    head = fill(plan.letterhead, values) if plan.letterhead else None
    letter_docx(plan.letter, path, author=plan.case.entity.name, now=plan.now, draft=plan.draft, head=head)
    return [Entry("letter.docx", path, "letter")]


def _originals(composition: Composition) -> list[Entry]:
    """Returns the originals as they were given. One with something masked stays behind: it still shows it."""
    return [
        Entry(e.entry, (composition.casefile, e.paper.sha256), "original", e.paper.id, len(e.sheets) if e.poured else 0)
        for e in sorted(composition.plan.exhibits, key=lambda e: e.entry)
        if not e.withheld
    ]


@contextmanager
def _disk_faults(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DiskFault(target, error) from error
    except DiskFault as fault:  # of a piece that nobody outside knows by its name
        raise DiskFault(target, fault.detail) from fault


def _settle(folder: Path) -> None:
    """Waits until the disk knows the new name, where the system lets us ask."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
