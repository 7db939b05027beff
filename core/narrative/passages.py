"""The person's own wording in the place of a template's, and whether what it was written over has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from core.errors import BadPacks
from core.exhibits import ExhibitNumbers
from core.i18n import _
from core.model import Case, Override
from core.narrative.blocks import Block, Heading, Paragraph, Passage, plain, written
from core.narrative.citations import words

LETTER = "letter/"
PORTAL = "portal/"


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of a text compared with an earlier one."""

    kind: Literal["same", "gone", "new"]
    text: str


def difference(was: str, now: str) -> tuple[Change, ...]:
    """Compares two wordings, character by character as Chinese is read: what stayed, what went, what came."""
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Change("same", was[a:b]))
            continue
        found.extend(change for change in (Change("gone", was[a:b]), Change("new", now[c:d])) if change.text)
    return tuple(found)


def own_wordings(case: Case) -> Mapping[str, Override]:
    """Returns the person's own wordings by passage."""
    return {own.passage: own for own in case.overrides}


def passage_of(id_: str, title: str, draft: str, own: Override | None) -> Passage:
    """Returns a passage as it stands now."""
    if own is None:
        return Passage(id_, title, draft, draft)
    return Passage(id_, title, draft, own.text, own.draft, "own" if own.draft == draft else "stale")


def worded(
    blocks: Iterable[Block], case: Case, exhibits: ExhibitNumbers
) -> tuple[tuple[Block, ...], tuple[Passage, ...]]:
    """Puts the person's own wordings into a letter; returns its blocks and what of them may be worded otherwise.

    Raises:
        BadPacks: A template calls two paragraphs by one name.
    """
    own = own_wordings(case)
    made: list[Block] = []
    passages: dict[str, Passage] = {}
    chapter = _("开头")
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter = plain(block.runs[1:])
        if not isinstance(block, Paragraph) or not block.passage:
            made.append(block)
            continue
        id_ = LETTER + block.passage
        if id_ in passages:
            raise BadPacks((_("模板有两段都叫 {name}，请给其中一段改名").format(name=block.passage),))
        passages[id_] = passage_of(id_, chapter, written(block.runs), own.get(id_))
        made.extend(_paragraphs(block, passages[id_], exhibits))
    return tuple(made), (*passages.values(), *_lost(own, passages))


def _paragraphs(block: Paragraph, passage: Passage, exhibits: ExhibitNumbers) -> Iterator[Block]:
    if passage.state == "draft":
        yield block
        return
    for line in passage.text.splitlines():
        if line.strip():
            yield Paragraph(words(line.strip(), exhibits).runs, block.kind, block.passage)


def _lost(own: Mapping[str, Override], known: Mapping[str, Passage]) -> Iterator[Passage]:
    """Yields own wordings of passages that the letter no longer has: they are told, never thrown away."""
    for id_, one in own.items():
        if id_.startswith(LETTER) and id_ not in known:
            yield Passage(id_, _("说明里已没有的一段"), "", one.text, one.draft, "lost")
