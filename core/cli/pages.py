"""What stands on the pages of files: kept readings, and the others recognised now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core import fields
from core.cli.terminal import Terminal
from core.i18n import _
from core.jobs import Progress
from core.model import Case, Field, FileFacts, PageReading, Paper
from core.packs import Packs
from core.reading import VERSION, Reader, pages_to_read
from core.scratch import Scratch
from core.store import CaseFile

Readings = Mapping[str, Sequence[PageReading]]


def read_case(
    casefile: CaseFile, facts: Mapping[str, FileFacts], progress: Progress
) -> dict[str, tuple[PageReading, ...]]:
    """Returns what stands on every page of a case's files, by SHA-256; each page is kept as soon as it is read."""
    papers = {paper.sha256: paper for paper in casefile.case.papers if paper.sha256 in facts}
    found: dict[str, tuple[PageReading, ...]] = {}
    with Scratch() as folder, Reader() as reader:
        for sha256, paper in papers.items():
            known = casefile.readings(sha256, VERSION)
            copy = folder / sha256
            named = replace(facts[sha256], file=paper.file)
            if any(request.page not in known for request in pages_to_read(copy, named)):
                casefile.copy_original(sha256, copy)
            found[sha256] = reader.read(copy, named, known=known, keep=casefile.save_reading, progress=progress)
            copy.unlink(missing_ok=True)
    return found


def with_proposals(case: Case, installed: Packs, facts: Mapping[str, FileFacts], readings: Readings) -> Case:
    """Returns the case with what the papers say proposed where nobody gave a value; nothing is confirmed or saved."""

    def proposed(paper: Paper) -> Paper:
        known = facts.get(paper.sha256)
        type_ = installed.paper(paper.type) if paper.type else None
        if known is None or type_ is None:
            return paper
        given = {field.name for field in paper.fields}
        found = fields.propose(type_, known, readings.get(paper.sha256, ()))
        return replace(paper, fields=(*paper.fields, *(f for f in found if f.name not in given)))

    return replace(case, papers=tuple(proposed(paper) for paper in case.papers))


def propose(facts: FileFacts, installed: Packs, readings: Sequence[PageReading]) -> tuple[Field, ...]:
    """Returns the proposals for a file whose type nobody said."""
    guess = fields.guess_type(facts, installed, readings)
    paper_type = installed.paper(guess) if guess else None
    return fields.propose(paper_type, facts, readings) if paper_type is not None else ()


def tell_unread(terminal: Terminal, file: str, readings: Sequence[PageReading]) -> None:
    """Says which pages could not be read."""
    for reading in readings:
        if reading.reason:
            text = _("? {file} 第 {page} 页未能识别（{code}）。请对照原件人工核对，或换一份清晰的文件。")
            terminal.note(text.format(file=file, page=reading.page, code=reading.reason))
