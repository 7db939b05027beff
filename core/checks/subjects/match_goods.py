"""Whether the papers speak of the same goods, the same batch, and no more of them than were ordered and delivered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from core.checks.hit import Hit, at_field, passed, skip
from core.checks.matrix import Row, fields_of, matrix
from core.checks.registry import check
from core.checks.review import Review, natural
from core.i18n import _, mark
from core.model import Level, Paper

_SOURCE: Final = mark("跨文件一致性要求（平台驳回口径的公开转述）：品名、型号、批号须与被罚商品对应，进货数量要说得清")
_INVOICE: Final = "invoice"
# What an invoice can't exceed: the goods that were ordered, and those that came.
_BEHIND: Final = (("purchase-contract", mark("合同")), ("delivery-proof", mark("送货凭证")))


@check(
    id="match/goods",
    title=mark("材料说的是否是同一种商品"),
    why=mark("品名或型号对不上，审核方会认为凭证与被罚商品无关。"),
    source=_SOURCE,
    fix=mark("请对照原件核对：录错的请改正；确是同一商品的不同写法，在说明中写明；属于别的商品的，换成对应的凭证。"),
    codes=("product",),
)
def goods(review: Review) -> Iterator[Hit]:
    yield from _compared(review, ("product", "model"), "product", _("品名和型号"))


@check(
    id="match/batch",
    title=mark("材料说的是否是同一批次"),
    why=mark("检测报告或检疫证明只说明它写的那一批货；批号不同，就说明不了被罚的那一批。"),
    source=_SOURCE,
    fix=mark("请对照通知核对批号：录错的请改正；整改后用新批次送检的，请在说明中写明是新批次。"),
    codes=("batch",),
)
def batch(review: Review) -> Iterator[Hit]:
    yield from _compared(review, ("batch",), "batch", _("批号"))


def _compared(review: Review, ids: tuple[str, ...], code: str, what: str) -> Iterator[Hit]:
    rows = [row for row in matrix(review.case, review.packs) if row.id in ids]
    hits = [hit for row in rows for hit in _differing(review, row, code)]
    yield from hits
    if waiting := _unconfirmed(review, ids):
        text = _("{file} 的{what}还没有人确认，未与其他材料核对。")
        yield skip(text.format(file=waiting.file, what=what), _("请在材料一步对照原件确认。"), paper=waiting)
    elif not hits:
        yield passed(_("写明{what}的材料互相对得上，或只有一份。").format(what=what), idle=not rows)


def _unconfirmed(review: Review, ids: tuple[str, ...]) -> Paper | None:
    """Returns a paper of which these things were read and nobody confirmed any."""
    names = [name for id_ in ids for name in fields_of(id_)]
    waiting = (p for p in sorted(review.case.offered(), key=lambda p: natural(p.id)) if _proposes(p, names))
    return next((p for p in waiting if not any(p.field(name) for name in names)), None)


def _proposes(paper: Paper, names: list[str]) -> bool:
    return any(paper.proposals(name) for name in names)


def _differing(review: Review, row: Row, code: str) -> Iterator[Hit]:
    for cell in row.differs:
        paper = review.case.paper(cell.paper)
        field = paper.field(cell.field) if paper else None
        if paper is None or field is None:
            continue
        text = _("{file} 的{title}是“{value}”，其他材料是“{expected}”。")
        message = text.format(file=cell.file, title=row.title, value=cell.value, expected=row.expected)
        # Goods are written in many ways, so it is a question to the person.
        yield at_field(Level.WARN, code, message, paper=paper, field=field)


@check(
    id="match/quantity",
    title=mark("发票数量是否与合同、送货相符"),
    why=mark("开票的数量多于订购或送到的数量，审核方会怀疑多出的部分没有真实交易。"),
    source=_SOURCE,
    fix=mark("请对照原件核对数量；分批订购或送货的，把其余的合同、送货凭证一并添加，或在说明中写明。"),
    codes=("quantity",),
)
def quantity(review: Review) -> Iterator[Hit]:
    bought = _total(review.of_type(_INVOICE))
    known = [(kind, title, total) for kind, title in _BEHIND if (total := _total(review.of_type(kind))) is not None]
    if bought is None or not known:
        yield passed(_("没有数量齐全的发票，或没有写明数量的合同和送货凭证，无需互相核对。"), idle=True)
        return
    short = [(kind, title, total) for kind, title, total in known if bought > total]
    for kind, title, total in short:
        text = _("已确认的发票共 {bought} 件，多于{behind}的 {total} 件。")
        message = text.format(bought=bought, behind=_(title), total=total)
        yield Hit(Level.WARN, "quantity", message, subject=kind)
    if not short:
        yield passed(_("发票的数量不多于合同和送货的数量。"))


def _total(papers: tuple[Paper, ...]) -> Decimal | None:
    """Returns the sum of the confirmed quantities; None while there is no paper or one of them tells none."""
    amounts = [_amount(paper.value("quantity")) for paper in papers]
    if not amounts or None in amounts:
        return None
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _amount(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
