"""What the Typst document is told: plain data, never source.

Every piece of a person's text crosses as a JSON string and is set as characters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from core.checks.glyphs import printable
from core.model import ClaimKind, Commitment, ExhibitRef, Point
from core.narrative import (
    Block,
    Bold,
    Cite,
    Heading,
    ListBlock,
    Paragraph,
    Run,
    Runs,
    Signature,
    Table,
    Text,
    plain,
    told,
)
from core.narrative.citations import words as words_of
from core.narrative.values import day, issuer, moment
from core.packet import drawings
from core.packet.characters import Plain, characters
from core.packet.checked import checked, second_look
from core.packet.consistency import consistency
from core.packet.nearby import Near, with_spots
from core.packet.own_words import words
from core.packet.plan import Exhibit, Plan
from core.packet.summary import summary
from core.packet.targets import cite, target

_ORDER = (
    *("cover", "summary", "answers", "letter", "index", "timeline", "chains", "consistency"),
    *("commitment", "checked", "second", "exhibits"),
)
# Parts that follow each other on one page while they fit.
_TOGETHER: Final = (("summary", "answers"), ("index", "timeline", "chains", "consistency"))
# A row of so few characters stays on one page; a longer one may go on over the next, or it could run off the sheet.
_SHORT_ROW = 300
# So many rows of so many characters in all stay on one page: no last row stands alone under its header.
_SHORT_TABLE: Final = (5, 250)
# Ems of text within the cells of a table of the letter (156 mm in 10.5 pt), of the answer table's narrowest column,
# and of the columns of title and number in the index, the narrower of both forms: a number up to it stays whole.
_TABLE: Final = 42
_ANSWER: Final = 8
_INDEX_TITLE: Final = 10
_INDEX_NUMBER: Final = 7.8


def payload(plan: Plan) -> Plain:
    """Returns the content of the pages before the exhibits, of the packet or of one volume of it, for the layout."""
    # The first exhibit begins on the page after the last front page.
    ahead = [{"to": to, "pages": pages} for to, pages in exhibit_places(plan, 1).items()]
    return _shared(plan) | _content(plan, _ORDER) | {"at": ahead}


def front_payload(plan: Plan) -> Plain:
    """Returns the same for the screen."""
    content = payload(plan)
    content["letter"] = with_spots(content.get("letter", ()))
    return content | {"on-screen": True, "told": True}


def sheets_payload(plan: Plan, sheets: range, before: int) -> Plain:
    """Returns the content of some of a packet's or volume's exhibit sheets; `before` pages stand before the first."""
    items, first = [], 0
    for exhibit in plan.poured_here:
        count = len(exhibit.sheets)
        start, stop = max(sheets.start - first, 0), min(sheets.stop - first, count)
        if start < stop:
            item = _exhibit(exhibit)
            items.append(item | {"first": start + 1, "pages": item["pages"][start:stop]})
        first += count
    return _shared(plan) | {"first": before + sheets.start + 1, "parts": [], "exhibits": items}


def part_payload(plan: Plan, part: str, first: int, places: Mapping[str, int]) -> Plain:
    """Returns the content of one part, and of those that may share its pages, for the screen.

    Args:
        plan: The packet as it is now.
        part: One of `front_parts`.
        first: The page of the packet on which the first of them begins.
        places: On which page each other part and each exhibit began when all was last laid out.
    """
    here = together(part)
    at = [{"to": to, "pages": page - 1} for to, page in places.items() if to not in {f"s-{key}" for key in here}]
    return _shared(plan) | _content(plan, here) | {"on-screen": True, "first": first, "at": at}


def together(part: str) -> tuple[str, ...]:
    """Returns the parts that may share pages with a part, itself among them, in their order."""
    return next((group for group in _TOGETHER if part in group), (part,))


def near_payload(content: Plain, near: Near, shown: int) -> Plain:
    """Returns the content of the letter alone cut down to what is near page `shown` of the packet."""
    watched = shown - near.first + 1 if near.ends else 0
    cut = {"letter": list(near.blocks), "first": near.first, "continued": near.continued, "watched": watched}
    return content | cut


def sheet_payload(plan: Plan, exhibit: Exhibit, page: int, printed: int) -> Plain:
    """Returns the content of one exhibit page alone, 1-based; `printed` is the number it bears in the packet."""
    alone = _exhibit(exhibit) | {"first": page}
    alone["pages"] = alone["pages"][page - 1 : page]
    return _shared(plan) | {"on-screen": True, "first": printed, "parts": [], "exhibits": [alone]}


def bookmark_of(exhibit: Exhibit) -> str:
    """Returns how the outline names an exhibit."""
    return exhibit.label + str(words()["dot"]) + printable(exhibit.title)


def exhibit_places(plan: Plan, first: int) -> dict[str, int]:
    """Returns the page on which each exhibit begins, by its label, when the first one begins on page `first`."""
    places = {"s-exhibits": first} if plan.poured_here else {}
    for exhibit in plan.poured_here:
        places[_place(exhibit)] = first
        first += len(exhibit.sheets)
    return places


def _shared(plan: Plan) -> Plain:
    title, volume = printable(plan.letter.title), plan.volume
    return {
        "draft": plan.draft,
        "title": title,
        "document": f"{title}（{volume.title}）" if volume else title,
        "author": printable(plan.case.entity.name),
        "keywords": [printable(plan.case.notice.number)],
        "words": words(),
        "volume": volume.title if volume else "",
        "later": volume is not None and volume.number > 1,
        "on-screen": False,
        "first": 1,
        "at": [],
        "told": False,
        "continued": False,
        "watched": 0,
        "exhibits": [],
    }


def _content(plan: Plan, wanted: Sequence[str]) -> Plain:
    """Returns the content of the parts that have something to say, of those that are wanted."""
    later = plan.volume is not None and plan.volume.number > 1
    made = {part: _PARTS[part](plan) for part in wanted if part in _PARTS and (part in _LATER or not later)}
    there = [part for part, rows in made.items() if rows or part in _ALWAYS]
    if "cover" in made:
        made |= {"sections": [] if later else _sections(plan, set(there)), "index": _index(plan)}
    groups = [[part for part in group if part in there] for group in dict.fromkeys(map(together, there))]
    return made | {"parts": groups}


def commitment_blocks(plan: Plan) -> tuple[Block, ...]:
    """Returns the commitment. A sentence stands there only when the person confirmed it."""
    given = plan.case.commitment
    if not given.confirmed:
        return (Paragraph((Text("承诺尚未由本人确认，此页留空。"),)),)
    playbook = plan.packs.playbook(plan.case.playbook)
    statements = given.statements or (playbook.commitment if playbook else ())
    return (
        *(Paragraph((Text(statement),)) for statement in statements),
        Paragraph((Text(f"附：证据材料{len(plan.exhibits)}份，详见证据目录。"),)),
        _signing(plan, given),
    )


def _signing(plan: Plan, given: Commitment) -> Signature:
    blank = "_" * 12
    lines = (
        (Text(f"法定代表人（签字）：{blank}"),),
        (Text(f"确认人：{given.signed_by}"),),
        (Text(f"承诺人：{plan.case.entity.name}"),),
        (Text(day(given.on) or "　　　　年　　月　　日"),),
    )
    return Signature(lines, "盖公章处")


def _cover(plan: Plan) -> list[Plain]:
    case, platform = plan.case, plan.packs.platform(plan.case.platform)
    rows = (
        ("主送", platform.addressee if platform else ""),
        ("申诉主体", case.entity.name),
        ("统一社会信用代码", case.entity.uscc),
        ("店铺", " ".join(part for part in (case.shop.name, case.shop.id) if part)),
        ("违规编号", case.notice.number),
        ("违规类型", case.notice.violation),
        ("收到通知", moment(case.notice.received_at)),
        ("联系人", case.entity.contact),
        ("分册", _volume_line(plan)),
        ("证据", f"{len(plan.exhibits)}份，共{plan.exhibit_pages}页"),
        ("制作日期", day(plan.now)),
    )
    return [{"name": name, "runs": [*characters("text", value)]} for name, value in rows if value]


def _volume_line(plan: Plan) -> str:
    if plan.volume is None:
        return ""
    held = plan.poured_here
    if not held:
        return f"{plan.volume.title}（本册为说明，证据见后各册）"
    inside = held[0].label if len(held) == 1 else f"{held[0].label}至{held[-1].label}"
    return f"{plan.volume.title}（本册含{inside}）"


def _sections(plan: Plan, drawn: set[str]) -> list[Plain]:
    named = words()
    there = drawn - {"cover"} | ({"exhibits"} if plan.poured_here else set())
    return [{"title": named[key], "to": f"s-{key}"} for key in _ORDER if key in there]


def _answer(plan: Plan, number: int, point: Point) -> Plain:
    claims = [claim for claim in told(plan.case) if claim.point == point.id]
    # What is so on the left, or else why it came to that; what was done about it on the right; plans are the letter's.
    facts, causes = ([c.text for c in claims if c.kind is kind] for kind in (ClaimKind.FACT, ClaimKind.CAUSE))
    found = facts or causes or [point.cause] * bool(point.cause)
    done = [c for c in claims if c.kind in {ClaimKind.ANSWER, ClaimKind.DONE}]
    refs = [ref for claim in claims for ref in claim.cited]
    answering = [ExhibitRef(paper.id) for paper in plan.case.offered() if point.id in paper.answers]
    cites = [cite(plan, ref) for ref in dict.fromkeys(refs or answering)]
    return {
        "number": str(number),
        "quote": [*characters("text", point.quote, room=_ANSWER)],
        "finding": [_words(plan, text) for text in found],
        "action": [_words(plan, claim.text + (f"（{day(claim.on)}）" if claim.on else "")) for claim in done],
        "exhibits": [made for made in cites if made["text"]],
    }


def _index(plan: Plan) -> list[Plain]:
    """Returns the rows of the index: in the first volume those of all, in a later one only its own."""
    shown = plan.exhibits if plan.volume is None or plan.volume.number == 1 else plan.poured_here
    return [_index_row(plan, exhibit) for exhibit in shown]


def _index_row(plan: Plan, exhibit: Exhibit) -> Plain:
    place = plan.volume.elsewhere.get(exhibit.number) if plan.volume else None
    count = len(exhibit.sheets)
    converted = "（由 Word 文档转换）" if exhibit.conversion else ""
    return {
        "label": exhibit.label,
        "title": [*characters("text", exhibit.title + converted, room=_INDEX_TITLE)],
        "issuer": [*characters("text", issuer(exhibit.paper))],
        "number": [*characters("text", exhibit.paper.value("number"), narrow=True, room=_INDEX_NUMBER)],
        "count": count,
        "to": "" if place else _place(exhibit),
        "at": f"第{place[0]}册 {_range(place[1], count)}" if place else "",
    }


def _range(first: int, count: int) -> str:
    return str(first) if count == 1 else f"{first}–{first + count - 1}"


def _exhibit(exhibit: Exhibit) -> Plain:
    return {
        "label": exhibit.label,
        "title": printable(exhibit.title),
        "to": _place(exhibit),
        "first": 1,
        "count": len(exhibit.sheets),
        "note": _note(exhibit),
        "instead": printable(exhibit.instead),
        "pages": [
            {"width": sheet.width, "height": sheet.height, "frame": list(sheet.frame)} for sheet in exhibit.sheets
        ],
    }


def _place(exhibit: Exhibit) -> str:
    return f"ex-{exhibit.number}"


def _note(exhibit: Exhibit) -> str:
    """Returns how the copy differs from its original; the strip says so on every sheet."""
    told = (
        ("由 Word 文档转换", exhibit.conversion),
        ("有遮盖", exhibit.poured and exhibit.paper.masks),
        ("加有用途水印", exhibit.poured and exhibit.paper.watermark),
    )
    words_ = "、".join(word for word, so in told if so)
    return f"副本{words_}" if words_ else ""


def _block(plan: Plan, block: Block) -> Plain:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "runs": _runs(plan, block.runs)}
        case Paragraph():
            return {"kind": block.kind, "runs": _runs(plan, block.runs)}
        case ListBlock():
            return {"kind": "list", "items": [_runs(plan, item) for item in block.items]}
        case Table():
            return {
                "kind": "table",
                "widths": list(block.widths),
                "header": [_runs(plan, cell) for cell in block.header],
                "rows": [_cells(plan, row, block.widths) for row in block.rows],
                "whole": [sum(len(plain(cell)) for cell in row) <= _SHORT_ROW for row in block.rows],
                "kept": _is_short(block),
            }
        case Signature():
            return {
                "kind": "signature",
                "seal": printable(block.seal),
                "lines": [_runs(plan, line) for line in block.lines],
            }


def _is_short(table: Table) -> bool:
    letters = sum(len(plain(cell)) for row in table.rows for cell in row)
    return len(table.rows) <= _SHORT_TABLE[0] and letters <= _SHORT_TABLE[1]


def _cells(plan: Plan, row: Sequence[Runs], widths: Sequence[int]) -> list[list[Plain]]:
    rooms = [_TABLE * width / sum(widths) - 1 for width in widths]
    return [_runs(plan, cell, room) for cell, room in zip(row, rooms, strict=True)]


def _words(plan: Plan, text: str) -> list[Plain]:
    return _runs(plan, words_of(text, plan.numbers).runs, _ANSWER)


def _runs(plan: Plan, runs: Runs, room: float = 0) -> list[Plain]:
    return [piece for run in runs for piece in _run(plan, run, room)]


def _run(plan: Plan, run: Run, room: float) -> Iterable[Plain]:
    if isinstance(run, Cite):
        return ({"kind": "cite", "text": run.label, "to": target(plan, run.ref)},)
    return characters("bold" if isinstance(run, Bold) else "text", run.text, room=room)


def _answers(plan: Plan) -> list[Plain]:
    return [_answer(plan, number, point) for number, point in enumerate(plan.case.notice.points, 1)]


def _letter(plan: Plan) -> list[Plain]:
    return [_block(plan, block) for block in plan.letter.blocks]


def _commitment(plan: Plan) -> list[Plain]:
    return [_block(plan, block) for block in commitment_blocks(plan)]


_PARTS: Final[Mapping[str, Callable[[Plan], list[Plain]]]] = {
    "cover": _cover,
    "summary": summary,
    "answers": _answers,
    "letter": _letter,
    "index": _index,
    "timeline": drawings.timeline,
    "chains": drawings.chain,
    "consistency": consistency,
    "commitment": _commitment,
    "checked": checked,
    "second": second_look,
}
# A later volume holds only its exhibits and, on its cover, their index.
_LATER: Final = frozenset({"cover"})
# These are pages even when there is nothing to put on them; the others are left out.
_ALWAYS: Final = frozenset({"cover", "summary", "answers", "letter", "index", "commitment"})
