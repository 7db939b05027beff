"""Originals outside the case file: copies that the worker process can read, and what it says of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from core.i18n import _
from core.jobs import Progress
from core.model import Case, FileFacts, Paper
from core.probe import Prober
from core.store import CaseFile


def unread(case: Case, facts: Mapping[str, FileFacts]) -> tuple[Paper, ...]:
    """Returns one paper for each stored file without facts; for a conversion, the paper as it shows it."""
    return tuple(paper for sha256, paper in case.stored().items() if sha256 and sha256 not in facts)


def copy_of(casefile: CaseFile, scratch: Path, sha256: str) -> Path:
    """Returns a copy of an original; called off the interface thread."""
    path = scratch / sha256
    if not path.exists():
        casefile.copy_original(sha256, path)
    return path


def read_all(
    casefile: CaseFile,
    prober: Prober,
    scratch: Path,
    papers: tuple[Paper, ...],
    tell: Callable[[FileFacts], object],
    progress: Progress,
) -> None:
    """Reads originals one by one and tells of each as soon as it is read."""
    for n, paper in enumerate(papers):
        progress.step(n, len(papers), _("读取 {file}").format(file=paper.file))
        tell(prober.facts(copy_of(casefile, scratch, paper.sha256), name=paper.file))
