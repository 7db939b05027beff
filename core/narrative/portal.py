"""The texts for the portal's boxes, at the lengths the platform accepts.

A template prints one sentence a line, each led by its rank: `1 ` matters most. Sentences go in by rank while
they fit, and stand in the template's order. None is ever cut; what did not fit is returned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.errors import BadPacks
from core.exhibits import ExhibitNumbers
from core.i18n import _
from core.model import Case
from core.narrative.blocks import plain
from core.narrative.rendering import Filled, fill
from core.narrative.values import letter_values
from core.packs import Packs
from core.packs.shapes import TextLimit

_LINE = re.compile(r"(\d) +(.+)")
_STOPS = tuple("。！？；…!?;.”")
_BRACKET = re.compile(r"（[^（）]*）$")
_NAME = re.compile(r"portal-(\d+)\.txt\.j2")


@dataclass(frozen=True, slots=True)
class PortalText:
    """Attributes: amount: The platform's limit in characters. dropped: The sentences that did not fit."""

    amount: int
    title: str
    text: str
    dropped: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass(frozen=True, slots=True)
class _Sentence:
    rank: int
    text: str


def portal_texts(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> tuple[PortalText, ...]:
    """Writes the text for each box of the platform's portal, shortest first.

    Raises:
        BadPacks: A template is missing or wrong.
    """
    platform = packs.platform(case.platform)
    limits = sorted(platform.portal.texts, key=lambda limit: limit.amount) if platform else []
    values = letter_values(case, packs, exhibits) if limits else {}
    return tuple(_text(limit, _sentences(packs, case.playbook, limit, values)) for limit in limits)


def _sentences(packs: Packs, playbook: str, limit: TextLimit, values: dict[str, object]) -> list[_Sentence]:
    name = _template(packs, playbook, limit.amount)
    filled = fill(packs.root, name, values)
    return [_sentence(name, filled, line) for line in filled.lines if line]


def _template(packs: Packs, playbook: str, amount: int) -> str:
    """Returns the longest template that is made for at most this many characters, else the shortest."""
    folder = packs.root / "playbooks" / playbook
    sizes = sorted(int(m[1]) for m in (_NAME.fullmatch(p.name) for p in folder.glob("portal-*.txt.j2")) if m)
    if not sizes:
        raise BadPacks((_("playbooks/{playbook} 缺少 portal-….txt.j2").format(playbook=playbook),))
    fitting = [size for size in sizes if size <= amount] or sizes[:1]
    return f"playbooks/{playbook}/portal-{fitting[-1]}.txt.j2"


def _sentence(name: str, filled: Filled, line: str) -> _Sentence:
    match = _LINE.fullmatch(line)
    if not match:
        raise BadPacks((_("{file} 的每一行须以一位数字和空格开头").format(file=name),))
    return _Sentence(int(match[1]), plain(filled.runs(match[2])))


def _text(limit: TextLimit, sentences: list[_Sentence]) -> PortalText:
    kept: set[int] = set()
    room = limit.amount
    closed = [_closed(sentence.text) for sentence in sentences]
    for index in sorted(range(len(sentences)), key=lambda i: (sentences[i].rank, i)):
        if len(closed[index]) <= room:
            room -= len(closed[index])
            kept.add(index)
    text = "".join(text for i, text in enumerate(closed) if i in kept)
    dropped = tuple(s.text for i, s in enumerate(sentences) if i not in kept)
    return PortalText(limit.amount, limit.title, text, dropped)


def _closed(text: str) -> str:
    """Returns a sentence with its full stop, which may stand before a bracket at its end."""
    return text if _BRACKET.sub("", text).endswith(_STOPS) else f"{text}。"
