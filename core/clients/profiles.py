"""What is known of a client, and how it goes into a case and comes out of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

from core import edits
from core.model import Case, Entity, Field, FieldSource, Paper, Role, Shop, ShopKind

# The facts of a client are those of the legal person behind its shops, and the field that proves each on a paper.
FACTS: Final = {
    "name": "holder",
    "uscc": "uscc",
    "legal_representative": "legal_representative",
    "address": "address",
    "contact": "",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """The paper on which a fact stands.

    Attributes:
        paper: SHA-256 of the paper, which lies with the clients.
        page: 1-based page where it stands; 0 when nobody said.
    """

    paper: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so; without a proof it was only said."""

    name: str
    value: str
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class ProvenPaper:
    """A paper that proves facts, byte by byte as it was given."""

    sha256: str
    file: str
    size: int
    type: str = ""


@dataclass(frozen=True, slots=True)
class Storefront:
    """A shop of a client. `platform` is an id of the packs, or "" when not said."""

    shop: Shop
    platform: str = ""


@dataclass(frozen=True, slots=True)
class Client:
    """One client.

    Attributes:
        id: A random UUID.
        name: What the firm calls it; short.
    """

    id: str
    name: str
    facts: tuple[Fact, ...] = ()
    shops: tuple[Storefront, ...] = ()
    papers: tuple[ProvenPaper, ...] = ()
    note: str = ""

    def fact(self, name: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.name == name), None)

    def value(self, name: str) -> str:
        fact = self.fact(name)
        return fact.value if fact else ""

    def paper(self, sha256: str) -> ProvenPaper | None:
        return next((paper for paper in self.papers if paper.sha256 == sha256), None)

    def with_fact(self, fact: Fact) -> Client:
        """Returns the client with a fact in the place of the one of that name; an empty value takes it away."""
        kept = tuple(f for f in self.facts if f.name != fact.name)
        facts = (*kept, fact) if fact.value else kept
        return replace(self, facts=tuple(sorted(facts, key=lambda f: list(FACTS).index(f.name))))

    def with_paper(self, paper: ProvenPaper) -> Client:
        kept = tuple(p for p in self.papers if p.sha256 != paper.sha256)
        return replace(self, papers=(*kept, paper))

    def with_shop(self, storefront: Storefront) -> Client:
        """Returns the client with a shop, in the place of the one of that name and platform."""
        key = (storefront.shop.name, storefront.platform)
        kept = tuple(s for s in self.shops if (s.shop.name, s.platform) != key)
        return replace(self, shops=(*kept, storefront))

    def without_shop(self, storefront: Storefront) -> Client:
        return replace(self, shops=tuple(s for s in self.shops if s != storefront))


def new(name: str) -> Client:
    """Returns a client of whom nothing else is known."""
    return Client(str(uuid4()), name)


def entity_of(client: Client) -> Entity:
    """Returns the legal person as a case states it."""
    return Entity(**{name: client.value(name) for name in FACTS})


def begin(case: Case, client: Client, shop_name: str) -> Case:
    """Returns a new case with what is known of its client: entity, shop and the papers that prove the facts.

    Each fact goes along as a confirmed value of its paper, because a person confirmed it when it was entered.
    """
    known = next((s.shop for s in client.shops if s.shop.name == shop_name), None)
    shop = replace(known or Shop(), name=shop_name)
    case = replace(case, client=client.name, entity=entity_of(client), shop=shop)
    papers = (_paper(client, paper) for paper in client.papers)
    return edits.add_papers(case, (replace(p, round=edits.current_round(case)) for p in papers))


def from_case(case: Case, client: Client | None) -> Client:
    """Returns what a case tells of its client, over what was known; nothing known is lost.

    A fact is proven by the first paper that is offered and on which the person confirmed the same value.
    """
    known = client or new(case.client or case.entity.name or case.shop.name)
    for name, field_name in FACTS.items():
        value = getattr(case.entity, name)
        if not value:
            continue
        found = _proof(case.offered(), field_name, value)
        old = known.fact(name)
        if found is not None:
            paper, field = found
            known = known.with_paper(ProvenPaper(paper.sha256, paper.file, paper.size, paper.type))
            known = known.with_fact(Fact(name, value, Proof(paper.sha256, field.page)))
        elif old is None or old.value != value:
            known = known.with_fact(Fact(name, value))
    return known.with_shop(Storefront(case.shop, case.platform)) if case.shop.name else known


def _proof(papers: Iterable[Paper], field_name: str, value: str) -> tuple[Paper, Field] | None:
    if not field_name:
        return None
    for paper in papers:
        field = paper.field(field_name)
        if field is not None and field.value == value and paper.sha256:
            return paper, field
    return None


def _paper(client: Client, paper: ProvenPaper) -> Paper:
    facts = [f for f in client.facts if f.proof is not None and f.proof.paper == paper.sha256 and FACTS[f.name]]
    fields = tuple(
        Field(FACTS[f.name], f.value, FieldSource.TYPED, confirmed=True, page=f.proof.page if f.proof else 0)
        for f in facts
    )
    return Paper("", paper.file, paper.sha256, paper.size, paper.type, bool(paper.type), Role.EVIDENCE, fields=fields)


def shop_kind(text: str) -> ShopKind:
    """Returns the kind that a shop's name ends in, as platforms have it; other when it tells none."""
    endings = {"旗舰店": ShopKind.FLAGSHIP, "专卖店": ShopKind.EXCLUSIVE, "专营店": ShopKind.SPECIALTY}
    return next((kind for ending, kind in endings.items() if text.endswith(ending)), ShopKind.OTHER)
