"""Whether the letter's words would better be put otherwise, and whether a person's own wording is still up to date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.checks.wording import start_of
from core.errors import BadPacks
from core.i18n import _, mark
from core.model import Level
from core.narrative import Letter, PortalText, drafts, exhibit_order, letter, outdated, portal_texts
from core.narrative.wording import Mark, Marker

_ADVICE: Final = "规则包里的用语规则：复申整理的写作建议，不是平台规则"
_OWN: Final = "复申：本人改写时模板的原文与现在的对照"


@check(
    id="narrative/wording",
    title=mark("说明的用语是否得当"),
    why=mark("绝对的保证、情绪和空话让审核方难以核对，也会冲淡证据。"),
    source=_ADVICE,
    fix=mark("请按所给的写法改写，或删去。"),
    codes=(
        "placeholder", "absolute", "threat", "emotion", "blame", "will-for-done", "empty-phrase", "other-party-name",
        "date-conflict", "unverified-rule",
    ),
)  # fmt: skip
def wording(review: Review) -> Iterator[Hit]:
    case = review.case
    if not case.claims and not case.overrides:
        yield skip(_("还没有写任何语句，未检查用语。"))
        return
    if review.packs.wording is None:
        yield skip(_("没有安装用语规则，未检查用语。"))
        return
    marker = Marker(case, review.packs, review.others)
    hits = [hit for claim in case.claims for hit in _told(claim.id, marker.of_claim(claim))]
    hits += [hit for own in case.overrides for hit in _told(own.passage, marker.of_text(own.text))]
    yield from hits
    if not hits:
        yield passed(_("说明的用语没有需要改写的地方。"))


def _told(subject: str, marks: Iterable[Mark]) -> Iterator[Hit]:
    # Blanks are told by narrative/placeholder.
    kept = sorted((one for one in marks if one.rule != "placeholder"), key=lambda one: (one.code, one.rule))
    for (code, _rule), group in groupby(kept, key=lambda one: (one.code, one.rule)):
        same = list(group)
        quote = _("”“").join(dict.fromkeys(one.quote for one in same))
        message = _("{title}：“{quote}”").format(title=same[0].title, quote=quote)
        yield Hit(same[0].level, code, message, same[0].better, subject=subject, quote=same[0].quote)


@check(
    id="narrative/own-words",
    title=mark("改写过的文字是否跟上了事实"),
    why=mark("改写之后案情有了变化，旧话可能与新材料矛盾；超过字数的文字平台收不下。"),
    source=_OWN,
    fix=mark("请在“说明”里对照前后差异，选择采用新稿或保留自己的写法。"),
    codes=("stale", "too-long"),
)
def own_words(review: Review) -> Iterator[Hit]:
    case = review.case
    if not case.overrides and not any(claim.source for claim in case.claims):
        yield passed(_("没有改写过模板的文字。"), idle=True)
        return
    try:
        hits = [*_stale(review), *_long(review)]
    except BadPacks:
        yield skip(_("说明的模板有错误，未核对改写过的文字。"))
        return
    yield from hits
    if not hits:
        yield passed(_("改写过的文字都与现在的案情一致。"))


def _stale(review: Review) -> Iterator[Hit]:
    case, packs = review.case, review.packs
    numbers = exhibit_order(case)
    texts = {claim.id: claim for claim in case.claims}
    for claim in outdated(case, packs, drafts(case, packs, numbers)):
        message = _("“{start}”这句话起草时的依据有了变化。").format(start=start_of(texts[claim]))
        yield Hit(Level.WARN, "stale", message, subject=claim)
    written: Letter = letter(case, packs, numbers)
    boxes = (text.passage for text in portal_texts(case, packs, numbers))
    for one in (*written.passages, *boxes):
        if one.state in {"stale", "lost"}:
            text = (
                _("改写过的“{title}”：模板现在的写法与改写时不同。")
                if one.state == "stale"
                else _("改写过的一段在说明里已经没有位置，没有放进去：“{text}”")
            )
            yield Hit(Level.WARN, "stale", text.format(title=one.title, text=one.text[:40]), subject=one.id)


def _long(review: Review) -> Iterator[Hit]:
    for text in portal_texts(review.case, review.packs, exhibit_order(review.case)):
        if text.too_long:
            yield _over(text)


def _over(text: PortalText) -> Hit:
    words = _("“{title}”有 {count} 字，文本框最多 {most} 字。")
    message = words.format(title=_(text.title), count=text.length, most=text.amount)
    fix = _("请删短这一段；证据的细节可以只留在说明全文里。")
    return Hit(Level.FAIL, "too-long", message, fix, subject=text.passage.id)
