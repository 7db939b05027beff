"""What the packet tells of itself in JSON: the manifest's head, and the readiness sheet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from core.built import Slot
from core.checks.export import to_hand_out, to_json
from core.checks.report import Report
from core.checks.review import Review
from core.i18n import in_source_language
from core.model import Finding
from core.model.values import CHINA
from core.packet.archive import FORMAT, VERSION, Entry
from core.packet.composing import Composition
from core.packet.hidden import covered
from core.packet.overlays import mark_text
from core.packet.plan import Plan, report_for_the_packet
from core.packet.pouring import Bound


def readiness(composition: Composition, printed: Sequence[Finding]) -> Entry:
    """Writes the findings at the time of building, waivers with names and reasons; nothing that is masked."""
    plan = composition.plan
    report = Report((*report_for_the_packet(plan).findings, *printed))
    # What was rejected and is no exhibit is not handed out again: its name and readings no more than its pages.
    shown = {exhibit.paper.id for exhibit in plan.exhibits}
    rejected = [paper for paper in plan.case.rejected() if paper.id not in shown]
    case = replace(plan.case, papers=tuple(paper for paper in plan.case.papers if paper not in rejected))
    with in_source_language():
        handed = to_hand_out(report, rejected)
    told = to_json(handed, Review(case, plan.packs, plan.facts, plan.now)) | {"draft": plan.draft}
    path = composition.folder / "readiness.json"
    text = covered(json.dumps(told, ensure_ascii=False, indent=1), composition.hidden)
    path.write_text(text, "utf-8", newline="")
    return Entry("readiness.json", path, "readiness")


def head(composition: Composition, slots: Sequence[Slot]) -> dict[str, Any]:
    """Returns what the manifest says beside its entries."""
    plan = composition.plan
    playbook, platform = plan.packs.playbook(plan.case.playbook), plan.packs.platform(plan.case.platform)
    return {
        "format": FORMAT,
        "version": VERSION,
        "case": plan.case.id,
        "playbook": {"id": plan.case.playbook, "version": playbook.version if playbook else ""},
        "platform": {"id": plan.case.platform, "version": platform.version if platform else ""},
        "on": plan.now.astimezone(CHINA).date().isoformat(),
        "draft": plan.draft,
        "volumes": [_volume(bound) for bound in composition.bound],
        "converted": _converted(plan),
        "masked": _masked(composition),
        "watermarked": _watermarked(composition),
        "portal": [_portal(slot) for slot in slots if slot.kind == "image"],
    }


def _volume(bound: Bound) -> dict[str, Any]:
    return {
        "path": bound.name,
        "pages": bound.pages,
        "front": bound.first,
        "exhibits": [exhibit.label for exhibit in bound.exhibits],
        # The claims stand in the file only while no exhibit may break them; the front pages keep to both in any case.
        "claims": list(bound.claims),
        "unproved": list(bound.unproved),
    }


def _converted(plan: Plan) -> list[dict[str, Any]]:
    """Says which exhibits are shown by a PDF made from their original, from which bytes and by what."""
    return [
        {
            "source": e.paper.id,
            "original": e.conversion.source,
            "sha256": e.conversion.sha256,
            "program": e.conversion.program,
            "version": e.conversion.version,
            "at": e.conversion.at.astimezone(CHINA).isoformat(),
            "text": "same",
        }
        for e in plan.exhibits
        if e.conversion
    ]


def _masked(composition: Composition) -> list[dict[str, Any]]:
    """Says on which pages copies differ from their originals, and that those originals stay behind."""
    return [
        {"source": e.paper.id, "pages": sorted({mask.page for mask in e.paper.masks}), "original": "withheld"}
        | ({"drawn": drawn} if (drawn := composition.drawn(e)) else {})
        for e in composition.plan.exhibits
        if e.withheld
    ]


def _watermarked(composition: Composition) -> list[dict[str, Any]]:
    plan = composition.plan
    return [
        {
            "source": e.paper.id,
            "text": mark_text(plan),
            "pages": [{"page": page, "placed": how} for page, how in enumerate(marks, start=1)],
        }
        for e in plan.exhibits
        if (marks := composition.marked.get(e.number))
    ]


def _portal(slot: Slot) -> dict[str, Any]:
    return {"path": slot.path, "how": slot.how, "width": slot.width, "height": slot.height}


def checklist_entry(folder: Path, name: str, text: str) -> Entry:
    """Writes the upload checklist."""
    path = folder / "checklist.txt"
    path.write_bytes(text.encode("utf-8-sig"))  # so that an old Notepad knows that it is UTF-8
    return Entry(name, path, "checklist")
