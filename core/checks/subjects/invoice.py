"""Whether the invoices carry what they are meant to prove."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from core.checks import names
from core.checks.hit import Hit, at_field, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.checks.wording import told_apart
from core.i18n import _, mark
from core.model import Level, Paper
from core.model.values import CHINA

_SOURCE: Final = mark("规则包里的发票：常见驳回原因")
_ROUNDING: Final = Decimal("0.05")
_SOLD: Final = "sold-quantity"  # the question of the playbooks
# Names of the buyer in the data of e-invoices, of 2019 and of 数电票.
_BUYER: Final = frozenset({"BuyerName", "PurchaserName", "购买方名称"})


def _none(review: Review) -> Hit | None:
    return None if review.of_type("invoice") else passed(_("本轮材料里没有发票。"), idle=True)


@check(
    id="invoice/day",
    title=mark("发票是否开在处罚之前"),
    why=mark("处罚之后才开的发票，没有补开说明时，常被认为不能证明当时的进货。"),
    source=_SOURCE,
    fix=mark("请附供应商的补开说明，以及当时的合同、付款和送货凭证；有处罚前的原始发票的，换用原始发票。"),
    codes=("after-penalty",),
)
def day(review: Review) -> Iterator[Hit]:
    received = review.case.notice.received_at
    if received is None:
        yield _none(review) or skip(_("没有填写收到通知的时间，未比对开票日期。"), _("请填写收到通知的时间。"))
        return
    penalty = received.astimezone(CHINA).date()
    hits = []
    for paper in review.of_type("invoice"):
        field, issued = paper.field("invoice_date"), paper.date("invoice_date")
        if field is not None and isinstance(issued, date) and issued > penalty:
            text = _("{file} 开于 {issued}，在收到通知的 {penalty} 之后。")
            message = text.format(file=paper.file, issued=issued.isoformat(), penalty=penalty.isoformat())
            hits.append(at_field(Level.WARN, "after-penalty", message, paper=paper, field=field))
    yield from hits
    if not hits:
        yield _none(review) or passed(_("已确认的开票日期都不晚于收到通知的日期。"))


@check(
    id="invoice/data",
    title=mark("电子发票的数据与录入是否一致"),
    why=mark("审核方查验的是电子发票的数据；购买方与录入的不同时，会被认为张冠李戴。"),
    source=mark("电子发票随附的结构化数据（OFD 附件或 XML）"),
    fix=mark("请对照原件改正录入；确是开错抬头的，请供应商红冲后重开。"),
    codes=("buyer",),
)
def data(review: Review) -> Iterator[Hit]:
    hits = []
    for paper in review.of_type("invoice"):
        told, field = _told(review, paper), paper.field("buyer")
        if not told or field is None:
            continue
        if not names.same(told, field.value):
            text = _("{file} 的数据里购买方是 {told}，录入的是 {value}。")
            message = text.format(file=paper.file, told=told, value=field.value)
            hits.append(at_field(Level.FAIL, "buyer", message, paper=paper, field=field))
    yield from hits
    if not hits:
        yield _none(review) or passed(_("带有数据的电子发票，购买方都与录入的一致。"))


def _told(review: Review, paper: Paper) -> str:
    facts = review.facts_of(paper)
    values = facts.invoice.values if facts and facts.invoice else ()
    return next((text for name, text in values if name in _BUYER), "")


@check(
    id="invoice/amounts",
    title=mark("进货数量是否足以覆盖销量"),
    why=mark("发票上的数量少于卖出的数量，审核方会问其余的货从哪里来。"),
    source=_SOURCE,
    fix=mark("请补充同一商品的其他进货发票；数量以箱、套计的，请在说明中写明换算。"),
    codes=("quantity-short",),
)
def amounts(review: Review) -> Iterator[Hit]:
    sold = _number(next((str(a.value) for a in review.case.answers if a.question == _SOLD), ""))
    bought = [_number(paper.value("quantity")) for paper in review.of_type("invoice")]
    if sold is None or not bought:
        yield _none(review) or passed(_("没有要求比对销量。"), idle=True)
        return
    if None in bought:
        yield skip(_("有发票的数量还没有确认，未与销量比对。"), _("请逐张确认发票的数量。"))
        return
    total = sum((amount for amount in bought if amount is not None), Decimal(0))
    if total < sold:
        text = _("已确认的发票共进货 {total} 件，少于卖出的 {sold} 件。")
        yield Hit(Level.WARN, "quantity-short", text.format(total=total, sold=sold))
    else:
        yield passed(_("已确认的发票共进货 {total} 件，不少于卖出的 {sold} 件。").format(total=total, sold=sold))


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


@check(
    id="invoice/numbers",
    title=mark("有没有两份文件用同一个发票号码"),
    why=mark("同一号码出现在两份内容不同的文件上，审核方会认为其中一份不真实。"),
    source=_SOURCE,
    fix=mark("是同一张发票的，留一份；号码录错的，请对照原件改正；确实不同的，请向供应商核实。"),
    codes=("duplicate-number",),
)
def numbers(review: Review) -> Iterator[Hit]:
    groups: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for paper in review.of_type("invoice"):
        if paper.value("invoice_number"):
            groups[paper.value("invoice_code").strip(), paper.value("invoice_number").strip()].append(paper)
    twice = [group for group in groups.values() if len({paper.sha256 for paper in group}) > 1]
    for group in twice:
        for paper in group[1:]:
            text = _("{file} 与 {first}的发票号码相同，内容却不是同一个文件。")
            message = text.format(file=paper.file, first=told_apart(group[0], paper))
            yield Hit(Level.WARN, "duplicate-number", message, paper=paper, subject="invoice_number")
    if not twice:
        yield _none(review) or passed(_("没有重复的发票号码。"))


@check(
    id="invoice/sums",
    title=mark("发票的金额、税额与价税合计是否相符"),
    why=mark("金额加税额不等于价税合计的发票不可能由开票系统开出，审核方一算就能看出。"),
    source=mark("增值税发票：价税合计 = 不含税金额 + 税额"),
    fix=mark("请对照原件核对这三个数：录错的请改正；票面如此的，请到国家税务总局发票查验平台核对。"),
    codes=("sum-mismatch",),
)
def sums(review: Review) -> Iterator[Hit]:
    hits = []
    for paper in review.of_type("invoice"):
        amount, tax, total = (_number(paper.value(name)) for name in ("amount", "tax", "total"))
        field = paper.field("total")
        # One fen may be lost in rounding on each line; a wrong figure is off by more.
        if amount is None or tax is None or total is None or field is None or abs(amount + tax - total) <= _ROUNDING:
            continue
        text = _("{file} 的金额 {amount} 加税额 {tax} 是 {sum}，价税合计却写作 {total}。")
        message = text.format(file=paper.file, amount=amount, tax=tax, sum=amount + tax, total=total)
        hits.append(at_field(Level.WARN, "sum-mismatch", message, paper=paper, field=field))
    yield from hits
    if not hits:
        yield _none(review) or passed(_("三个金额都已确认的发票，合计相符。"))
