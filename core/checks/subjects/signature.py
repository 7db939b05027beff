"""What electronic signatures vouch for, and what becomes of them in a copy. Whom they name is never vouched for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark
from core.model import FileFacts, Level, Paper, Verdict
from core.model.facts import SignatureFacts
from core.model.values import CHINA

_STANDARD: Final = mark("PDF 32000-1 §12.8；GB/T 33190-2016（OFD）；复申：离线验证，不联网查询证书")


def _signed(review: Review) -> list[tuple[Paper, FileFacts]]:
    return [(p, f) for p in review.case.papers if (f := review.facts_of(p)) and f.signatures]


def _each(review: Review) -> Iterator[tuple[Paper, SignatureFacts]]:
    for paper, facts in _signed(review):
        for signature in facts.signatures:
            yield paper, signature


def _nothing(review: Review) -> Hit | None:
    """Returns what to say when no file has a signature to look at."""
    if not review.facts:
        return skip(_("还没有读取过任何文件，未检查电子签名。"))
    return None if _signed(review) else passed(_("文件里没有发现电子签名。"), idle=True)


@check(
    id="signature/coverage",
    title=mark("电子签名是否覆盖整份文件"),
    why=mark("签名没有覆盖的部分可以被换掉而签名仍显示有效，审核方的软件可能因此提示异常。"),
    source=mark("PDF 32000-1 §12.8：ByteRange 应覆盖签名以外的全部内容"),
    fix=mark("请向出具方索取签名后未再另存的原始电子文件，重新添加。"),
    codes=("partial-coverage",),
    files=True,
)
def coverage(review: Review) -> Iterator[Hit]:
    partial = [p for p in review.case.papers if (f := review.facts_of(p)) and _is_partial(f)]
    for paper in partial:
        text = _("{file} 的电子签名没有覆盖整份文件，签名不能说明未覆盖部分的来历。")
        yield Hit(Level.WARN, "partial-coverage", text.format(file=paper.file), paper=paper)
    if not partial:
        text = _("有电子签名的 {count} 份文件，签名都覆盖了整份文件。")
        yield _nothing(review) or passed(text.format(count=len(_signed(review))))


def _is_partial(facts: FileFacts) -> bool:
    if facts.verdict is Verdict.HOSTILE and facts.reason == "signature-coverage":
        return True
    whole = [s for s in facts.signatures if s.coverage == "whole" and s.changes != "other"]
    told = [s for s in facts.signatures if s.state == "intact"]
    # A first signature rightly ends at its own save; only where the newest vouches for no more is something open.
    return bool(told) and (not whole or any(s.changes == "other" for s in told))


@check(
    id="signature/state",
    title=mark("电子签名能否验证"),
    why=mark("签名失效的文件，审核方打开时会看到警告；本机不能验证的签名，也不等于无效。"),
    source=_STANDARD,
    fix=mark("请向出具方索取未改动过的原始电子文件；不要把签过名的文件打开后另存。"),
    codes=("broken", "unverifiable"),
    files=True,
)
def state(review: Review) -> Iterator[Hit]:
    hits = [hit for paper, signature in _each(review) if (hit := _state(paper, signature))]
    yield from hits
    if not hits:
        text = _("{count} 份文件的电子签名在签名后没有被改动；签名人的身份没有在此核实。")
        yield _nothing(review) or passed(text.format(count=len(_signed(review))))


def _state(paper: Paper, signature: SignatureFacts) -> Hit | None:
    if signature.state == "broken":
        text = _("{file} 的电子签名已失效：文件在签名后有过改动，或曾被重新保存。")
        return Hit(Level.WARN, "broken", text.format(file=paper.file), paper=paper, subject=signature.field)
    if signature.state != "unverifiable":
        return None
    if signature.algorithm == "sm2":
        text = _("{file} 有国密（SM2）电子签章，本机不能验证。这不表示签章有问题。")
    else:
        text = _("{file} 有电子签名，本机不能验证。这不表示签名有问题。")
    fix = _("需要证明签章有效时，请用出具方或国家平台提供的验章工具查验，并保留结果截图。")
    message = text.format(file=paper.file)
    return Hit(Level.INFO, "unverifiable", message, fix, paper=paper, subject=signature.field, quote=signature.detail)


@check(
    id="signature/certificate",
    title=mark("签名证书是否在有效期内"),
    why=mark("证书到期后，审核方的软件可能提示签名无效，虽然签名当时是有效的。"),
    source=_STANDARD,
    fix=mark("可请出具方重新签发电子文件；或在说明中写明签署日期，并附官方查询结果。"),
    codes=("certificate-expired",),
)
def certificate(review: Review) -> Iterator[Hit]:
    hits = []
    for paper, signature in _each(review):
        ended = _day(signature.not_after)
        if ended is not None and ended < review.today:
            signed = _day(signature.signed_at)
            text = _("{file} 的签名证书已于 {ended} 到期。") + (
                _("签名自称的时间是 {signed}，晚于到期日。") if signed and signed > ended else ""
            )
            message = text.format(file=paper.file, ended=ended.isoformat(), signed=signed.isoformat() if signed else "")
            level = Level.WARN if signed and signed > ended else Level.INFO
            hits.append(Hit(level, "certificate-expired", message, paper=paper, subject=signature.field))
    yield from hits
    if not hits:
        yield _nothing(review) or passed(_("签名证书都在有效期内，或没有写明期限。"))


@check(
    id="signature/copy",
    title=mark("合订后是否还保留电子签名"),
    why=mark("合订的 PDF 是展示件，只能保留签章的样子；电子签名只在原件里有效。"),
    source=_STANDARD,
    fix=mark("提交时请把原件一并上传；提交包的 originals 文件夹里有逐字节相同的原件。"),
    codes=("will-be-lost-in-copy",),
)
def lost(review: Review) -> Iterator[Hit]:
    offered = {paper.id for paper in review.case.offered()}
    papers = [paper for paper, _facts in _signed(review) if paper.id in offered]
    for paper in papers:
        text = _("{file} 带有电子签名。合订的 PDF 里只保留签章的样子，电子签名以随包的原件为准。")
        yield Hit(Level.INFO, "will-be-lost-in-copy", text.format(file=paper.file), paper=paper)
    if not papers:
        yield _nothing(review) or passed(_("本轮材料里没有电子签名会在合订时丢失。"))


def _day(moment: str) -> date | None:
    """Returns the day in China of an ISO moment; None for what is none."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return parsed.astimezone(CHINA).date() if parsed.tzinfo else parsed.date()
