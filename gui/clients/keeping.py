"""From an open case to the clients."""

from __future__ import annotations

from pathlib import Path

from core import clients
from core.clients import Client, ClientShelf, shelf
from core.model import Case
from core.store import CaseFile
from gui.originals import copy_of


def keep(case: Case, casefile: CaseFile, kept: ClientShelf, scratch: Path) -> Client:
    """Takes what a case tells of its client, with copies of the papers that prove it; off the interface thread."""
    every = kept.read()
    known = shelf.of_case(every, name=case.client or case.entity.name, uscc=case.entity.uscc)
    client = clients.from_case(case, known)
    for paper in client.papers:
        if not kept.path_of(paper.sha256).exists():
            kept.keep(copy_of(casefile, scratch, paper.sha256), paper.type, paper.file)
    kept.write(shelf.put(every, client))
    return client
