"""From an intake to a case file, wholly or not at all; and the empty case that a person begins with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from core import library, store
from core.errors import AlreadyThere
from core.intake.building import case_of
from core.intake.reading import Intake
from core.jobs import Progress, no_progress
from core.model import Case
from core.packs import Packs
from core.store import CaseFile
from core.store.originals import OneOfMany, measure


def new_case(playbook: str, platform: str, now: datetime, packs: Packs) -> Case:
    """Makes an empty case with a new id that goes by the packs in use (`library.text_of` for its file)."""
    return library.pinned(Case(str(uuid4()), now, playbook, platform), packs)


def create_empty(
    target: Path,
    case: Case,
    packs: Packs,
    *,
    originals: Sequence[Path] = (),
    progress: Progress = no_progress,
) -> CaseFile:
    """Makes the case file of a new case, with the packs that it goes by and the papers it begins with.

    Raises:
        AlreadyThere, DiskFault: As for `create`.
    """
    return store.create(target, case, rules=library.text_of(packs), originals=originals, progress=progress)


def create(intake: Intake, target: Path, now: datetime, progress: Progress = no_progress) -> CaseFile:
    """Makes the case file of an intake, its originals copied in.

    Raises:
        AlreadyThere: The target's name is taken.
        NotReadable: A paper can't be read, or changed meanwhile.
        DiskFault: It could not be written. Whatever is raised, nothing is left at the target.
    """
    if Path(target).exists():
        raise AlreadyThere(Path(target))
    sources = [*intake.files.items(), *intake.conversions.items()]
    total = 2 * len(sources)  # each is measured, then stored
    measured = [measure(path, OneOfMany(progress, done, total)) for done, (_paper, path) in enumerate(sources)]
    originals = dict(zip(intake.files, measured, strict=False))
    made = dict(zip(intake.conversions, measured[len(originals) :], strict=True))
    case = case_of(intake.shape, intake.pins, originals, now, made)
    case = replace(case, rules=intake.packs.digest)
    text = library.text_of(intake.packs)
    # A conversion of other bytes than the paper now has is left behind.
    kept = [path for one, path in intake.conversions.items() if (paper := case.paper(one)) and paper.conversion]
    return store.create(Path(target), case, originals=(*intake.files.values(), *kept), rules=text, progress=progress)
