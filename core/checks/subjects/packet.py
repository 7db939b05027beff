"""Whether the packet can be printed as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.checks.glyphs import lacking
from core.checks.hit import Hit, passed
from core.checks.registry import check
from core.checks.review import Review
from core.checks.wording import sentence
from core.i18n import _, mark
from core.model import Case, Level, Paper


@dataclass(frozen=True, slots=True)
class _Printed:
    """Texts of one place that get printed."""

    place: str
    subject: str
    texts: tuple[str, ...]
    paper: Paper | None = None


@check(
    id="packet/glyphs",
    title=mark("文字是否都能印出来"),
    why=mark("内置字体没有的字会印成空框或编号，审核方看不懂。"),
    source=mark("复申：assets/fonts 中思源字体的字符表"),
    fix=mark("请换成常用的字；姓名、名称中的生僻字确实无法替换的，请在豁免时写明，并在原件上核对。"),
    codes=("missing-glyph",),
)
def glyphs(review: Review) -> Iterator[Hit]:
    found = False
    for printed in _printed(review):
        lost = lacking("".join(printed.texts))
        if lost:
            found = True
            text = _("{place}：有字体印不出的字 {signs}（{codes}）。")
            codes = " ".join(f"U+{ord(sign):04X}" for sign in lost)
            message = text.format(place=printed.place, signs=" ".join(lost), codes=codes)
            yield Hit(
                Level.FAIL, "missing-glyph", message, paper=printed.paper, subject=printed.subject, quote=" ".join(lost)
            )
    if not found:
        case = review.case
        written = case.notice.text or case.notice.points or case.claims or case.papers
        yield passed(_("要印的文字都能印出来。"), idle=not written)


def _printed(review: Review) -> Iterator[_Printed]:
    case = review.case
    yield from _case(case)
    yield from (_Printed(sentence(c), c.id, (c.text, c.owner)) for c in case.claims)
    for point in case.notice.points:
        yield _Printed(_("理由 {id}").format(id=point.id), point.id, (point.quote, point.cause))
    for n, link in enumerate(case.links, start=1):
        texts = (link.grantor, link.grantee, link.brand, link.trademark, link.territory, *link.platforms)
        yield _Printed(_("授权链第 {n} 环").format(n=n), f"L{n}", texts)
    for paper in case.papers:
        yield _Printed(_("{file} 的名称和说明").format(file=paper.file), "", _paper(paper), paper)


def _case(case: Case) -> Iterator[_Printed]:
    shop, owner, notice, commitment = case.shop, case.entity, case.notice, case.commitment
    yield _Printed(_("店铺信息"), "shop", (shop.name, shop.id, shop.category))
    who = (owner.name, owner.uscc, owner.legal_representative, owner.address, owner.contact)
    yield _Printed(_("主体信息"), "entity", who)
    yield _Printed(_("通知"), "notice", (notice.number, notice.violation))
    yield _Printed(_("上一轮结果"), "rounds", tuple(turn.verdict_text for turn in case.rounds))
    yield _Printed(_("取得不了的材料"), "unavailable", tuple(f"{u.reason}{u.alternative}" for u in case.unavailable))
    yield _Printed(_("承诺"), "commitment", (commitment.signed_by, *commitment.statements))
    yield _Printed(_("水印"), "watermark", (case.packet.watermark_text,))


def _paper(paper: Paper) -> tuple[str, ...]:
    came = (paper.obtained.source, paper.obtained.how) if paper.obtained else ()
    seen = (paper.verified.channel, paper.verified.result) if paper.verified else ()
    return paper.file, paper.title, paper.note, paper.judgement_note, *came, *seen
