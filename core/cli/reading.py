"""A case as the window sees it: the facts of its files, read now where they are not kept, and what they propose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.board import Board, names_beside
from core.checks import CHANGED
from core.cli.pages import read_pages
from core.i18n import _
from core.jobs import Progress, stepping
from core.model import Case, FileFacts, Paper, Verdict
from core.packs import Packs
from core.probe import VERSION, Prober
from core.scratch import Scratch
from core.settings import home
from core.store import CaseFile
from core.survey import Survey, kept, survey


def survey_of(
    casefile: CaseFile, packs: Packs, now: datetime, progress: Progress, *, ocr: bool | None = None
) -> Survey:
    """Returns what the checks say of a case with all that its files propose.

    Pages that were recognised before count. With `ocr` the others are recognised now; without, none counts.
    """
    facts = read_facts(casefile, progress)
    if ocr:
        read_pages(casefile, facts, progress)
    _facts, readings = ({}, {}) if ocr is False else kept(casefile)
    return survey(casefile.case, packs, facts, now, readings, names=names_of_others(casefile.case))


def names_of_others(case: Case) -> tuple[str, ...]:
    """Returns the names of the other clients on this machine, which must not stand in this one's letter."""
    return names_beside(Board(home()).read(), case)


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
