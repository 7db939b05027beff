"""Whether the codes on papers can be read, are whole, and say what the paper says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.fields.payloads import InvoiceCode, belongs_to, host, invoice_code
from core.i18n import _, mark
from core.model import Code, Level, Paper

_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
# Codes of these papers lead to the register that issued them.
_LICENCE: Final = "business-licence"
_NOT_READ: Final = mark("还没有识别过页面，未检查二维码。")
_NOT_COMPARED: Final = mark("还没有识别过页面，未核对二维码与票面是否一致。")
_READ: Final = mark("请先识别页面，再检查一次，或用手机扫码人工核对。")


@check(
    id="qr/payload",
    title=mark("二维码能否读出、是否完整"),
    why=mark("审核方会扫码查验；扫不出或被遮改的二维码，会让真实的材料也显得可疑。"),
    source=mark("发票二维码的 CRC-16/UMTS 校验（由公开样本推得，不是签名，不能说明真假）；营业执照登记机关公布的网址"),
    fix=mark("请换用清晰、未遮挡的原件重新扫描；发票请到国家税务总局全国增值税发票查验平台核对。"),
    codes=("checksum", "unreadable", "foreign-domain"),
    files=True,
)
def payload(review: Review) -> Iterator[Hit]:
    found = list(_codes(review))
    hits = [hit for paper, code in found for hit in _faults(review, paper, code)]
    yield from hits
    if not review.readings and review.case.papers:
        yield skip(_(_NOT_READ), _(_READ))
    elif not hits:
        yield passed(_("读出 {count} 个二维码或条码，没有发现问题。").format(count=len(found)), idle=not found)


@check(
    id="qr/agrees",
    title=mark("二维码的内容与已确认的内容是否一致"),
    why=mark("二维码与票面不一致，是审核方最容易查出的矛盾。"),
    source=mark("发票二维码与票面应为同一张发票；复申逐项比对"),
    fix=mark("请对照原件核对：录入有误的请改正；原件就是如此的，请向开票方核实，不要提交。"),
    codes=("mismatch",),
)
def agrees(review: Review) -> Iterator[Hit]:
    coded = [(paper, code, said) for paper, code in _codes(review) if (said := _said(code)) and paper.type == "invoice"]
    hits = [hit for paper, code, said in coded for hit in _differences(paper, code, said)]
    yield from hits
    if not review.readings and review.case.papers:
        yield skip(_(_NOT_COMPARED), _(_READ))
    elif not hits:
        text = _("{count} 张发票的二维码与已确认的内容一致。")
        yield passed(text.format(count=len({p.id for p, _c, _s in coded})), idle=not coded)


def _codes(review: Review) -> Iterator[tuple[Paper, Code]]:
    for paper in review.case.papers:
        for reading in review.readings.get(paper.sha256, ()):
            yield from ((paper, code) for code in reading.codes)


def _said(code: Code) -> InvoiceCode | None:
    return invoice_code(code.text) if code.kind == "qr" else None


def _faults(review: Review, paper: Paper, code: Code) -> Iterator[Hit]:
    if not code.text:
        text = _("{file} 第 {page} 页有一个二维码，但读不出内容。")
        yield _at(code, paper, "unreadable", text.format(file=paper.file, page=code.page))
    said = _said(code)
    if said is not None and not said.intact:
        text = _("{file} 的二维码校验值不符：它被遮挡、打码或改动过，也可能是识别有误。这不说明发票是假的。")
        fix = _("请到国家税务总局全国增值税发票查验平台核对，并换用未遮挡的原件。")
        yield _at(code, paper, "checksum", text.format(file=paper.file), fix)
    name, known = host(code.text), _registers(review, paper)
    if name and known and not belongs_to(name, known):
        text = _("{file} 的二维码指向 {host}，不是登记机关的网址（{known}）。复申没有打开它。")
        fix = _("请不要扫码打开；请从登记机关或电子营业执照小程序重新取得执照。")
        message = text.format(file=paper.file, host=name, known=_("、").join(known))
        yield _at(code, paper, "foreign-domain", message, fix)


def _at(code: Code, paper: Paper, what: str, message: str, fix: str = "") -> Hit:
    return Hit(Level.WARN, what, message, fix, paper=paper, page=code.page, box=code.box, quote=code.text)


def _registers(review: Review, paper: Paper) -> tuple[str, ...]:
    """Returns the registers to which a paper's code may lead, as its pack names them."""
    type_ = review.type_of(paper) if paper.type == _LICENCE else None
    channels = type_.verify if type_ else ()
    return tuple(sorted({name.removeprefix("www.") for channel in channels for name in _HOST.findall(channel.where)}))


def _differences(paper: Paper, code: Code, said: InvoiceCode) -> Iterator[Hit]:
    coded = {
        "invoice_code": said.code,
        "invoice_number": said.number,
        "invoice_date": said.day.isoformat(),
        "total" if said.with_tax else "amount": str(said.amount),
    }
    for name, value in coded.items():
        printed = paper.value(name)
        if printed and value and not _same(printed, value):
            text = _("{file} 的二维码写的是“{coded}”，已确认的是“{printed}”（{field}）。")
            message = text.format(file=paper.file, coded=value, printed=printed, field=name)
            # A code that was changed on its way proves nothing against the paper.
            level = Level.FAIL if said.intact else Level.WARN
            yield replace(_at(code, paper, "mismatch", message), level=level, subject=name, quote=value)


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one == other
