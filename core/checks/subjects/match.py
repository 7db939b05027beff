"""Whether the papers name the same firm, people and places as the case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.checks import names
from core.checks.chains import AUTHORISATION, Ring, parties, rings
from core.checks.hit import Hit, at_field, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.checks.wording import confirm, field_title
from core.i18n import _, mark
from core.model import Field, Level, Paper
from core.packs.shapes import PaperType

LICENCE: Final = "business-licence"
SOURCE: Final = mark("跨文件一致性要求（平台驳回口径的公开转述）：店铺主体=营业执照=被授权方=发票购方=合同买方")
_CODES: Final = {"holder": "holder", "buyer": "buyer"}


@check(
    id="match/party",
    title=mark("材料写的主体是否是店铺主体"),
    why=mark("材料写的是别人，就不能证明本店的情况。"),
    source=SOURCE,
    fix=mark("请核对原件：写错的请出具方更正重开；属于上游环节的，在授权链或说明中交代它的位置。"),
    codes=("holder", "buyer", "other-party"),
)
def party(review: Review) -> Iterator[Hit]:
    owner = review.case.entity.name
    named = [(p, t) for p in review.case.offered() if (t := review.type_of(p)) and t.party and p.type != LICENCE]
    if not owner or not named:
        yield skip(_("案件没有主体名称，或除营业执照外没有写明主体的材料，未核对二者。"))
        return
    upstream = parties(review)
    hits = [hit for paper, type_ in named for hit in _party(paper, type_, owner, upstream)]
    yield from hits
    if not hits:
        yield passed(_("材料写的主体都是店铺主体“{owner}”。").format(owner=owner))


def _party(paper: Paper, type_: PaperType, owner: str, upstream: frozenset[str]) -> Iterator[Hit]:
    field = paper.field(type_.party)
    if field is None:
        yield confirm(paper, type_, type_.party)
        return
    if names.same(field.value, owner):
        return
    title = field_title(type_, field.name)
    text = _("{file} 的{title}是“{value}”，而店铺主体是“{owner}”。")
    message = text.format(file=paper.file, title=title, value=field.value, owner=owner)
    code = _CODES.get(field.name, "other-party")
    if names.fold(field.value) in upstream:
        fix = _("它是授权链上的一方。请在说明中写清这份材料属于哪一环。")
        yield at_field(Level.INFO, code, message, paper=paper, field=field, fix=fix)
    else:
        # A report may rightly be ordered by the producer; a licence or an invoice of the shop can't be another's.
        level = Level.FAIL if code in _CODES else Level.WARN
        yield at_field(level, code, message, paper=paper, field=field)


@check(
    id="match/uscc",
    title=mark("材料上的统一社会信用代码是否是店铺主体的"),
    why=mark("名称相同而代码不同，说明是另一个主体，或材料有误。"),
    source=SOURCE,
    fix=mark("请对照营业执照核对代码；材料写错的请出具方更正重开，案件填错的请改正。"),
    codes=("uscc",),
)
def uscc(review: Review) -> Iterator[Hit]:
    owner = review.case.entity
    ours = [(p, f) for p in review.case.offered() if p.type != LICENCE and (f := _code_of(review, p))]
    if not owner.uscc or not ours:
        yield skip(_("案件没有统一社会信用代码，或材料上没有已确认的代码，未核对二者。"))
        return
    wrong = [(p, f) for p, f in ours if not names.same(f.value.upper(), owner.uscc.upper())]
    hits = [_other_code(paper, field, owner.uscc) for paper, field in wrong if _names_shop(review, paper)]
    yield from hits
    if not hits:
        yield passed(_("材料上的统一社会信用代码与店铺主体一致。"))


def _code_of(review: Review, paper: Paper) -> Field | None:
    """Returns the confirmed code of the party that must be the shop's own firm."""
    type_ = review.type_of(paper)
    if type_ is None or type_.party not in _CODES:
        return None
    return paper.field("uscc" if type_.party == "holder" else "buyer_uscc")


def _names_shop(review: Review, paper: Paper) -> bool:
    # Where the paper names another firm, its other code is no second fault; match/party tells it.
    type_ = review.type_of(paper)
    named = paper.value(type_.party) if type_ else ""
    return not named or names.same(named, review.case.entity.name)


def _other_code(paper: Paper, field: Field, own: str) -> Hit:
    text = _("{file} 上的统一社会信用代码是 {value}，而店铺主体的是 {uscc}。")
    message = text.format(file=paper.file, value=field.value, uscc=own)
    return at_field(Level.FAIL, "uscc", message, paper=paper, field=field)


@check(
    id="match/people",
    title=mark("法定代表人是否一致"),
    why=mark("法定代表人不一致，可能是变更后没有更新材料，审核方会要求说明。"),
    source=SOURCE,
    fix=mark("请核对营业执照；已变更的，附变更登记通知书，并更新旧材料。"),
    codes=("legal-representative",),
)
def people(review: Review) -> Iterator[Hit]:
    owner = review.case.entity
    fields = [(p, name) for p in review.case.offered() for name in _person_fields(review, p)]
    known = [(p, f) for p, name in fields if (f := p.field(name))]
    if not owner.legal_representative or not known:
        yield skip(_("案件或材料没有已确认的法定代表人，未核对二者。"))
        return
    found = False
    for paper, field in known:
        if names.same(field.value, owner.legal_representative):
            continue
        found = True
        text = _("{file} 上是“{value}”，而案件中的法定代表人是“{person}”。")
        message = text.format(file=paper.file, value=field.value, person=owner.legal_representative)
        level = Level.FAIL if paper.type == LICENCE else Level.WARN
        yield at_field(level, "legal-representative", message, paper=paper, field=field)
    if not found:
        yield passed(_("材料上的法定代表人与案件一致。"))


def _person_fields(review: Review, paper: Paper) -> tuple[str, ...]:
    if paper.type == "id-card":
        return ("holder",)
    type_ = review.type_of(paper)
    if type_ is None or type_.party != "holder" or not names.same(paper.value("holder"), review.case.entity.name):
        return ()
    return ("legal_representative",)


@check(
    id="match/address",
    title=mark("住所是否与营业执照一致"),
    why=mark("住所不一致，会被怀疑不是同一主体。"),
    source=SOURCE,
    fix=mark("请对照营业执照核对；只是写法不同（如省略省市）的，改成与执照一致即可。"),
    codes=("address",),
)
def address(review: Review) -> Iterator[Hit]:
    owner = review.case.entity
    papers = [p for p in review.of_type(LICENCE) if p.value("address") and names.same(p.value("holder"), owner.name)]
    if not owner.address or not papers:
        yield skip(_("案件或营业执照没有已确认的住所，未核对二者。"))
        return
    found = False
    for paper in papers:
        field = paper.field("address")
        if field is None or names.same(field.value, owner.address):
            continue
        found = True
        text = _("{file} 上的住所是“{value}”，而案件中写的是“{address}”。")
        message = text.format(file=paper.file, value=field.value, address=owner.address)
        yield at_field(Level.WARN, "address", message, paper=paper, field=field)
    if not found:
        yield passed(_("住所与营业执照一致。"))


@check(
    id="match/others",
    title=mark("授权书、合同和发票的各方是否对得上"),
    why=mark("同一件事里的各方要在各份材料里写成同一个名称，货物和授权的来路才连得起来。"),
    source=SOURCE,
    fix=mark("请对照原件核对；属于另一环节的，把它录入授权链或在说明中交代。"),
    codes=("other-party",),
)
def others(review: Review) -> Iterator[Hit]:
    hits = [*_links_and_papers(review), *_unlinked(review), *_sellers(review)]
    yield from hits
    if not review.case.links and not review.of_type(AUTHORISATION, "purchase-contract"):
        yield skip(_("没有授权链和合同，未核对各方名称。"))
    elif not hits:
        yield passed(_("授权书、合同和发票的各方名称对得上。"))


def _links_and_papers(review: Review) -> Iterator[Hit]:
    for ring in rings(review):
        wrong = [said for name, value in _stated(ring) if (said := _differs(review, ring, name, value))]
        if wrong:
            yield Hit(Level.WARN, "other-party", _("；").join(wrong), paper=ring.paper, subject=ring.id)


def _stated(ring: Ring) -> tuple[tuple[str, str], ...]:
    return ("grantor", ring.link.grantor), ("grantee", ring.link.grantee)


def _differs(review: Review, ring: Ring, name: str, value: str) -> str:
    read = ring.paper.value(name) if ring.paper else ""
    if ring.paper is None or not value or not read or names.same(value, read):
        return ""
    text = _("授权链第 {n} 环的{title}写的是“{value}”，{file} 上是“{read}”。")
    title = field_title(review.type_of(ring.paper), name)
    return text.format(n=ring.number, title=title, value=value, file=ring.paper.file, read=read)


def _unlinked(review: Review) -> Iterator[Hit]:
    linked = {link.paper for link in review.case.links}
    known = parties(review) | {names.fold(review.case.entity.name)}
    for paper in review.of_type(AUTHORISATION):
        field = paper.field("grantee")
        if paper.id in linked or field is None or names.fold(field.value) in known:
            continue
        text = _("{file} 授权给“{grantee}”，既不是店铺主体，也不在授权链里。")
        message = text.format(file=paper.file, grantee=field.value)
        yield at_field(Level.WARN, "other-party", message, paper=paper, field=field)


def _sellers(review: Review) -> Iterator[Hit]:
    contracts = {names.fold(v) for p in review.of_type("purchase-contract") if (v := p.value("seller"))}
    if not contracts:
        return
    for paper in review.of_type("invoice", "delivery-proof"):
        field = paper.field("seller")
        if field is None or names.fold(field.value) in contracts | parties(review):
            continue
        text = _("{file} 的销售方“{seller}”不是任何一份合同的卖方。")
        message = text.format(file=paper.file, seller=field.value)
        yield at_field(Level.WARN, "other-party", message, paper=paper, field=field)
