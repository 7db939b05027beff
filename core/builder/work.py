"""What the building process does: it sees the case as the window does, and builds as the command line does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core import letterhead, packet, store
from core.builder.order import Order, Request
from core.built import Outcome
from core.errors import RulesChanged
from core.i18n import _
from core.jobs import Progress
from core.library import Library, rules_of
from core.model import Case, codec
from core.packs import Packs
from core.proposals import Proposals
from core.store import CaseFile
from core.survey import kept, survey

Plain = dict[str, Any]
_installed: dict[Path, Packs] = {}
_said: dict[str, Proposals] = {}


def done(request: Request, progress: Progress) -> Plain:
    """Does what is asked and returns the answer.

    Raises:
        FushenError: Whatever planning and building raise.
    """
    order = request.order
    progress.step(0, 0, _("检查案件"))
    with store.open(order.casefile, read_only=True) as file:
        plan = _plan(file, order, request, progress)
        if request.folder is None:
            return {"sizes": codec.to_plain(packet.estimate(plan))}
        built = packet.build(plan, file, request.folder, progress)
    progress.step(0, 0, _("核对提交包"))
    return {"outcome": codec.to_plain(Outcome(built, packet.verify(built.path)))}


def _plan(file: CaseFile, order: Order, request: Request, progress: Progress) -> packet.Plan:
    head = letterhead.read(order.letterhead) if order.letterhead else b""
    _put(order, file)
    packs = _rules(file, order.rules, request.home)
    facts, readings = kept(file)
    said = _said.setdefault(packs.digest, Proposals(packs))
    seen = survey(file.case, packs, facts, order.now, readings, said, order.names, progress)
    progress.step(0, 0, _("检查案件"))
    return packet.plan(file.case, packs, seen.report, facts, order.now, draft=request.draft, letterhead=head)


def _put(order: Order, file: CaseFile) -> None:
    """Lets the file, which is open for reading, be as the person sees it: nothing of this is written."""
    file.case = codec.load(Case, order.document)
    for facts in order.facts:
        file.save_facts(facts)
    for reading in order.readings:
        file.save_reading(reading)


def _rules(file: CaseFile, digest: str, home: Path) -> Packs:
    found = rules_of(file, _packs(home)).packs
    if found.digest != digest:  # others were installed since they were loaded here
        _installed.clear()
        found = rules_of(file, _packs(home)).packs
    if found.digest != digest:
        raise RulesChanged
    return found


def _packs(home: Path) -> Packs:
    library = Library(home)
    known = _installed.get(home)
    if known is None or known.own_values != library.own_values():
        known = _installed[home] = library.packs()
    return known
