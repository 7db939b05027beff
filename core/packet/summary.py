"""One page for a reader with two minutes: what is asked, what was answered, what replaced what, what was done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from core.checks.glyphs import printable
from core.model import Claim, ClaimKind, ExhibitRef
from core.narrative import paper_title, told
from core.narrative.citations import words
from core.narrative.values import day
from core.packet.characters import Plain, characters
from core.packet.plan import Plan
from core.packet.targets import cite

# So many rows of so many characters fit on the page whatever they say; the answer table and the letter hold all.
_MOST_ROWS: Final = 4
_MOST_POINTS: Final = 6
# Characters: a point takes three lines at either size, any other row two.
_LONGEST: Final = 48
_ANSWERED: Final = 54
_QUOTED: Final = 28
# A shortened text ends where a reader pauses, if that is not too far back.
_PAUSES: Final = "。；，、：）"
_MOST_CITES: Final = 3
# What words and numbers in Latin letters are made of.
_NARROW: Final = "".join(map(chr, range(0x20, 0x7F)))


def summary(plan: Plan) -> list[Plain]:
    """Returns the page's parts that have something to say, each a title and rows with citations."""
    parts = (
        ("逐条回应", _points(plan)),
        ("更换的材料", _replaced(plan)),
        ("已完成的整改", _claims(plan, ClaimKind.DONE)),
        ("后续措施", _claims(plan, ClaimKind.WILL)),
        (
            "证据",
            [_row(plan, f"共{len(plan.exhibits)}份，{plan.exhibit_pages}页", ())],
        ),
    )
    return [
        _part(title, rows, _MOST_POINTS if number == 0 else _MOST_ROWS)
        for number, (title, rows) in enumerate(parts)
        if rows
    ]


def _part(title: str, rows: list[Plain], most: int) -> Plain:
    more = len(rows) - most
    # Shortened rows are told, never dropped in silence.
    left = f"另有{more}项，见后文。" if more > 0 else ""
    return {"title": title, "rows": rows[:most], "more": left}


def _points(plan: Plan) -> list[Plain]:
    return [
        _point(plan, number, point.id, point.quote) for number, point in enumerate(plan.case.notice.points, start=1)
    ]


def _point(plan: Plan, number: int, point: str, quote: str) -> Plain:
    claims = [claim for claim in told(plan.case) if claim.point == point]
    answer = next(
        (c for kind in (ClaimKind.ANSWER, ClaimKind.DONE, ClaimKind.FACT) for c in claims if c.kind is kind), None
    )
    # Few find room: first what proves the sentence that is shown.
    refs = [ref for claim in ([answer] if answer else []) + claims for ref in claim.cited]
    answering = [ExhibitRef(paper.id) for paper in plan.case.offered() if point in paper.answers]
    said = str(words(answer.text, plan.numbers)) if answer else "见申诉说明。"
    text = f"{number}. “{_short(quote, _QUOTED)}”——{_short(said, _ANSWERED)}"
    return _row(plan, text, refs or answering)


def _replaced(plan: Plan) -> list[Plain]:
    return [
        row for paper in plan.case.rejected() for row in _replacements(plan, paper.id, paper_title(paper, plan.packs))
    ]


def _replacements(plan: Plan, rejected: str, title: str) -> Iterator[Plain]:
    for new in (paper for paper in plan.case.offered() if paper.replaces == rejected):
        source = new.obtained.source if new.obtained else ""
        proved = new.verified.channel if new.verified else ""
        named = f"{title} → {paper_title(new, plan.packs)}"
        given, seen = (f"，由{source}提供" if source else ""), (f"，经{proved}核验" if proved else "")
        # Who gave it and how it was verified where there is room; the letter tells it all.
        fitting = (text for text in (named + given + seen, named + given, named + seen) if len(text) <= _LONGEST)
        yield _row(plan, _short(next(fitting, named)), [ExhibitRef(new.id)])


def _claims(plan: Plan, kind: ClaimKind) -> list[Plain]:
    return [_row(plan, _claim(plan, claim), claim.cited) for claim in told(plan.case) if claim.kind is kind]


def _claim(plan: Plan, claim: Claim) -> str:
    return _short(str(words(claim.text, plan.numbers))) + (f"（{day(claim.on)}）" if claim.on else "")


def _row(plan: Plan, text: str, refs: Iterable[ExhibitRef]) -> Plain:
    cites = [made for ref in dict.fromkeys(refs) if (made := cite(plan, ref))["text"]]
    return {"runs": [*characters("text", printable(text))], "cites": cites[:_MOST_CITES]}


def _short(text: str, most: int = _LONGEST) -> str:
    line = " ".join(text.split())
    if len(line) <= most:
        return line.rstrip("。")
    cut = line[: most - 2]
    pause = max(cut.rfind(sign) for sign in _PAUSES)
    kept = cut[: pause + 1].rstrip("。；，、：") if pause >= most // 2 else cut
    if kept == cut and line[len(cut)] in _NARROW:  # nor does half a number
        kept = cut.rstrip(_NARROW) or cut
    if kept.count("（") > kept.count("）") and kept.rindex("（") >= most // 2:  # half a bracket says nothing
        kept = kept[: kept.rindex("（")]
    return f"{kept}……"
