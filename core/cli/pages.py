"""What stands on the pages of files: kept readings, and the others recognised now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core import fields
from core.cli.terminal import Terminal
from core.i18n import _
from core.jobs import Progress
from core.model import Field, FileFacts, PageReading
from core.packs import Packs
from core.reading import VERSION, Reader, pages_to_read
from core.scratch import Scratch
from core.store import CaseFile

Readings = Mapping[str, Sequence[PageReading]]


def read_pages(casefile: CaseFile, facts: Mapping[str, FileFacts], progress: Progress) -> None:
    """Recognises every page of a case's files that was not yet; each is kept as soon as it is read."""
    papers = {paper.sha256: paper for paper in casefile.case.papers if paper.sha256 in facts}
    with Scratch() as folder, Reader() as reader:
        for sha256, paper in papers.items():
            known = casefile.readings(sha256, VERSION)
            copy = folder / sha256
            named = replace(facts[sha256], file=paper.file)
            if any(request.page not in known for request in pages_to_read(copy, named)):
                casefile.copy_original(sha256, copy)
            reader.read(copy, named, known=known, keep=casefile.save_reading, progress=progress)
            copy.unlink(missing_ok=True)


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
