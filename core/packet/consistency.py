"""The table that lays side by side what several papers say of the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from core.checks import names
from core.checks.chains import CERTIFICATE, number_of, same_mark
from core.model import ExhibitRef, Paper
from core.packet.characters import Plain, characters
from core.packet.plan import Plan
from core.packet.targets import cite

_Same = Callable[[str, str], bool]
_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class _Said:
    """A value and where it stands; `ref` is None for what the person stated of the case."""

    value: str
    ref: ExhibitRef | None


def consistency(plan: Plan) -> list[Plain]:
    """Returns a row for each thing that two papers, or a paper and the case, name; differing values apart."""
    return [row for title, same, said in _things(plan) if (row := _row(plan, title, same, said))]


def _things(plan: Plan) -> Iterator[tuple[str, _Same, list[_Said]]]:
    entity = plan.case.entity
    yield "店铺主体", names.same, [*_stated(entity.name), *_parties(plan, entity.name)]
    yield "统一社会信用代码", _same_code, [*_stated(entity.uscc), *_codes(plan, entity.name)]
    yield "法定代表人", names.same, [*_stated(entity.legal_representative), *_legal(plan, entity.name)]
    yield "商标注册号", same_mark, [*_marks(plan)]
    for title, name in (("品牌", "brand"), ("产品", "product"), ("型号", "model"), ("批号", "batch")):
        yield title, _same_brand if name == "brand" else names.same, [*_field(plan, name)]


def _papers(plan: Plan) -> Iterator[Paper]:
    return (exhibit.paper for exhibit in plan.exhibits)


def _stated(value: str) -> Iterator[_Said]:
    if value.strip():
        yield _Said(value.strip(), None)


def _parties(plan: Plan, owner: str) -> Iterator[_Said]:
    """Yields what each paper calls its party, left out where it rightly names another link of the chain."""
    upstream = {names.fold(name) for link in plan.case.links for name in (link.grantor, link.grantee)}
    for paper in _papers(plan):
        kind = plan.packs.paper(paper.type)
        said = paper.field(kind.party) if kind and kind.party else None
        if said and (names.same(said.value, owner) or names.fold(said.value) not in upstream):
            yield _Said(said.value, ExhibitRef(paper.id, said.page))


def _codes(plan: Plan, owner: str) -> Iterator[_Said]:
    for party, name in (("holder", "uscc"), ("buyer", "buyer_uscc")):
        for paper in _papers(plan):
            if names.same(paper.value(party), owner):
                yield from _of(paper, name)


def _legal(plan: Plan, owner: str) -> Iterator[_Said]:
    for paper in _papers(plan):
        if names.same(paper.value("holder"), owner):
            yield from _of(paper, "legal_representative")


def _marks(plan: Plan) -> Iterator[_Said]:
    for paper in _papers(plan):
        said = paper.field("trademark_number")
        if said:
            yield _Said(said.value, ExhibitRef(paper.id, said.page))
        elif paper.type == CERTIFICATE and number_of(paper):
            yield _Said(number_of(paper), ExhibitRef(paper.id))


def _field(plan: Plan, name: str) -> Iterator[_Said]:
    for paper in _papers(plan):
        yield from _of(paper, name)


def _of(paper: Paper, name: str) -> Iterator[_Said]:
    said = paper.field(name)
    if said and said.value.strip():
        yield _Said(said.value.strip(), ExhibitRef(paper.id, said.page))


def _same_code(one: str, other: str) -> bool:
    return names.same(one.upper(), other.upper())


def _same_brand(one: str, other: str) -> bool:
    return bool(names.marks(one) & names.marks(other))


def _row(plan: Plan, title: str, same: _Same, said: list[_Said]) -> Plain | None:
    if len(said) < _FEWEST:
        return None
    groups: list[list[_Said]] = []
    for one in said:
        group = next((g for g in groups if same(g[0].value, one.value)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    values = [
        {"runs": [*characters("text", group[0].value)], "cites": [_place(plan, one) for one in group]}
        for group in groups
    ]
    return {"title": title, "values": values, "agrees": len(groups) == 1}


def _place(plan: Plan, said: _Said) -> Plain:
    if said.ref is None:
        return {"text": "申诉信息", "to": "", "at": ""}
    return cite(plan, said.ref)
