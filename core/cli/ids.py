"""Every id that a case or a pack may name, each with what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core import checks
from core.i18n import _
from core.packs import Packs
from core.packs.answers import answerable
from core.packs.names import FINDING_IDS
from core.packs.shapes import AuditQuestion, Playbook, Question


@dataclass(frozen=True, slots=True)
class Named:
    """An id and its meaning.

    Attributes:
        more: What else other programs may want to know of it.
    """

    id: str
    title: str
    more: dict[str, Any] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        return {"id": self.id, "title": self.title} | self.more


def findings() -> list[Named]:
    """Returns the ids of the program's own findings with the question behind each, and whether it is asked yet."""
    titles: dict[str, list[str]] = {}
    for check in checks.registered():
        for code in check.codes if isinstance(check.codes, tuple) else ():
            titles.setdefault(f"{check.subject}/{code}", []).append(_(check.title))
    return [_finding(name, titles.get(name, [])) for name in sorted(FINDING_IDS | titles.keys())]


def _finding(name: str, titles: list[str]) -> Named:
    # What is known of a packet is only known once it is built; no registered check looks at it.
    told = titles or [_("生成提交包时核对") if name.startswith("packet/") else _("留给以后的检查，本版本不会报告")]
    return Named(name, _("；").join(dict.fromkeys(told)), {"checked": bool(titles) or name.startswith("packet/")})


def reasons(packs: Packs) -> list[Named]:
    """Returns why appeals fail, as `reason` of a point names it."""
    return [
        Named(one.id, one.title, {"title_en": one.title_en, "remedy": one.remedy}) for one in packs.reasons.values()
    ]


def of_playbook(book: Playbook) -> list[tuple[str, str, list[Named]]]:
    """Returns key, heading and ids of what a playbook alone defines."""
    return [
        ("questions", _("问题与自查（写在 [answers]）"), [_question(one) for one in answerable(book)]),
        ("requirements", _("材料要求（写在 [[unavailable]]）"), _requirements(book)),
        ("checks", _("规则包自带的检查"), [Named(f"pack/{one.id}", one.title, {}) for one in book.checks]),
    ]


def _question(one: Question | AuditQuestion) -> Named:
    if isinstance(one, AuditQuestion):
        return Named(one.id, one.title, {"kind": "yes-no", "options": []})
    return Named(
        one.id, one.title, {"kind": one.kind, "options": [{"id": o.value, "title": o.title} for o in one.options]}
    )


def _requirements(book: Playbook) -> list[Named]:
    return [
        Named(one.id, one.title, {"alternatives": [{"id": a.id, "title": a.title} for a in one.alternatives]})
        for one in book.requirements
    ]
