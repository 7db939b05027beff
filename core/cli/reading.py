"""The facts of a case's files: those kept in the case file, and the others read now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.checks import CHANGED, Review
from core.i18n import _
from core.jobs import Progress, stepping
from core.model import FileFacts, Paper, Verdict
from core.packs import Packs
from core.probe import VERSION, Prober
from core.scratch import Scratch
from core.store import CaseFile


def review_of(casefile: CaseFile, packs: Packs, now: datetime, progress: Progress) -> Review:
    """Returns the case with everything that its checks look at."""
    return Review(casefile.case, packs, read_facts(casefile, progress), now)


def read_facts(casefile: CaseFile, progress: Progress) -> Mapping[str, FileFacts]:
    """Returns the facts of every file by SHA-256; new ones are kept in the case file where it can be written."""
    papers = casefile.case.stored()
    whole = {name for name in papers if casefile.has_whole(name, progress)}
    known = {sha256: casefile.facts(sha256) for sha256 in papers}
    found = {sha256: facts for sha256, facts in known.items() if facts is not None and facts.probe == VERSION}
    missing = [paper for sha256, paper in papers.items() if sha256 not in found and sha256 in whole]
    if missing:
        found.update({facts.sha256: facts for facts in _read(casefile, missing, progress)})
    return found | {name: _changed(paper) for name, paper in papers.items() if name not in whole}


def _changed(paper: Paper) -> FileFacts:
    """Says of a file whose bytes are no longer those that were added, or are gone; never kept as its facts."""
    return FileFacts(paper.file, "unknown", paper.sha256, paper.size, Verdict.CORRUPT, CHANGED, probe=VERSION)


def _read(casefile: CaseFile, papers: list[Paper], progress: Progress) -> list[FileFacts]:
    found = []
    with Scratch() as folder, Prober() as prober:
        for paper in stepping(papers, progress, _("正在读取材料")):
            copy = folder / paper.sha256
            casefile.copy_original(paper.sha256, copy)
            facts = prober.facts(copy, name=paper.file)
            copy.unlink()
            if not casefile.read_only:
                casefile.save_facts(facts)
            found.append(facts)
    return found
