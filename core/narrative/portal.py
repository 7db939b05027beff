"""The texts for the portal's boxes, at the lengths the platform accepts.

A template prints one sentence a line, each led by its rank: `1 ` matters most. `long || short` gives a second form for
when the first does not fit, so that a long answer is at least pointed to. Sentences go in by rank while they fit, and
stand in the template's order. None is ever cut; what did not fit is returned. The person may word a text otherwise;
then what of the template's sentences is not in it is returned.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.errors import BadPacks
from core.exhibits import ExhibitNumbers
from core.i18n import _
from core.model import Case, Override
from core.narrative.blocks import Passage, plain, written
from core.narrative.citations import words
from core.narrative.counting import CountingWay, count
from core.narrative.passages import PORTAL, own_wordings, passage_of
from core.narrative.rendering import Filled, fill
from core.narrative.values import letter_values
from core.packs import Packs
from core.packs.shapes import TextLimit

_LINE = re.compile(r"(\d) +(.+)")
_STOPS = tuple("。！？；…!?;.”")
_BRACKET = re.compile(r"（[^（）]*）$")
_NONE = Passage("", "", "", "")
_NAME = re.compile(r"portal-(\d+)\.txt\.j2")


@dataclass(frozen=True, slots=True)
class PortalText:
    """What goes into one box.

    Attributes:
        amount: The platform's limit, counted in its own way.
        dropped: The sentences that did not fit, or that the person's own words leave out.
        passage: The same text as the person edits it, and whether it is still what its sentences say.
    """

    amount: int
    title: str
    text: str
    dropped: tuple[str, ...] = ()
    counts: CountingWay = "characters"
    passage: Passage = _NONE

    @property
    def length(self) -> int:
        return count(self.text, self.counts)

    @property
    def too_long(self) -> bool:
        return self.length > self.amount


@dataclass(frozen=True, slots=True)
class _Form:
    """Attributes: text: As the platform reads it. source: As the person types it, exhibits cited as `@P3:2`."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    """Attributes: forms: The longest first."""

    rank: int
    forms: tuple[_Form, ...]

    @property
    def text(self) -> str:
        return self.forms[0].text


def portal_texts(case: Case, packs: Packs, exhibits: ExhibitNumbers) -> tuple[PortalText, ...]:
    """Writes the text for each box of the platform's portal, shortest first.

    Raises:
        BadPacks: A template is missing or wrong.
    """
    platform = packs.platform(case.platform)
    limits = sorted(platform.portal.texts, key=lambda limit: limit.amount) if platform else []
    values = letter_values(case, packs, exhibits) if limits else {}
    own = own_wordings(case)
    return tuple(
        _text(limit, _sentences(packs, case.playbook, limit, values), own.get(f"{PORTAL}{limit.amount}"), exhibits)
        for limit in limits
    )


def _sentences(packs: Packs, playbook: str, limit: TextLimit, values: dict[str, object]) -> list[_Sentence]:
    name = _template(packs, playbook, limit.amount)
    filled = fill(packs.tree, name, values)
    return [_sentence(name, filled, line) for line in filled.lines if line]


def _template(packs: Packs, playbook: str, amount: int) -> str:
    """Returns the longest template that is made for at most this many characters, else the shortest."""
    folder = f"playbooks/{playbook}/"
    names = (name.removeprefix(folder) for name in packs.tree.under(folder))
    sizes = sorted(int(m[1]) for m in map(_NAME.fullmatch, names) if m)
    if not sizes:
        raise BadPacks((_("playbooks/{playbook} 缺少 portal-….txt.j2").format(playbook=playbook),))
    fitting = [size for size in sizes if size <= amount] or sizes[:1]
    return f"playbooks/{playbook}/portal-{fitting[-1]}.txt.j2"


def _sentence(name: str, filled: Filled, line: str) -> _Sentence:
    match = _LINE.fullmatch(line)
    if not match:
        raise BadPacks((_("{file} 的每一行须以一位数字和空格开头").format(file=name),))
    forms = (filled.runs(form.strip()) for form in match[2].split("||"))
    return _Sentence(int(match[1]), tuple(_Form(_closed(plain(runs)), _closed(written(runs))) for runs in forms))


def _text(limit: TextLimit, sentences: list[_Sentence], own: Override | None, exhibits: ExhibitNumbers) -> PortalText:
    chosen = _fitting(limit, sentences)
    draft = "".join(form.source for form in chosen)
    passage = passage_of(f"{PORTAL}{limit.amount}", limit.title, draft, own)
    text = str(words(own.text, exhibits)) if own else "".join(form.text for form in chosen)
    dropped = tuple(one.text for one in sentences if not _told(one.text, text))
    return PortalText(limit.amount, limit.title, text, dropped, limit.counts, passage)


def _fitting(limit: TextLimit, sentences: list[_Sentence]) -> list[_Form]:
    """Chooses what goes in: of each rank first the shortest forms, then longer ones as far as there is room."""
    chosen: dict[int, _Form] = {}
    room = limit.amount
    for rank in sorted({one.rank for one in sentences}):
        places = [place for place, one in enumerate(sentences) if one.rank == rank]
        for form_of in (_shortest, _longest):
            for place in places:
                form, had = form_of(sentences[place]), chosen.get(place)
                cost = count(form.text, limit.counts) - (count(had.text, limit.counts) if had else 0)
                if cost <= room and form != had:
                    chosen[place], room = form, room - cost
    return [chosen[place] for place in sorted(chosen)]


def _shortest(sentence: _Sentence) -> _Form:
    return sentence.forms[-1]


def _longest(sentence: _Sentence) -> _Form:
    return sentence.forms[0]


def _told(sentence: str, text: str) -> bool:
    return sentence.rstrip("".join(_STOPS)) in text


def _closed(text: str) -> str:
    """Returns a sentence with its full stop, which may stand before a bracket at its end."""
    return text if _BRACKET.sub("", text).endswith(_STOPS) else f"{text}。"
