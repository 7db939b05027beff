"""Whether there is still time, and whether the way in is still open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.deadlines import Reckoning, reckon
from core.i18n import _, mark
from core.model import Level, SecondChanceKind
from core.model.values import CHINA
from core.verdicts import awaited

_SOURCE: Final = mark("通知写明的期限；规则包里的平台规则：各种口径的申诉期限（附来源和日期），取最早的一个")
# When to begin to press: a working choice of this product, no rule of any platform.
SOON: Final = timedelta(hours=72)
# These ways do not lead through the portal's entry.
_WITHOUT_ENTRY: Final = frozenset({SecondChanceKind.FALLBACK, SecondChanceKind.RE_INSPECTION})


@check(
    id="deadline/due",
    title=mark("距离截止还有多久"),
    why=mark("错过期限，再好的材料也交不上去；口径不一时按最早的算。"),
    source=_SOURCE,
    fix=mark("请以平台页面显示的剩余时间为准，把它填进受理一步；来得及的，先提交已经齐备的部分。"),
    codes=("passed", "soon", "unknown"),
)
def due(review: Review) -> Iterator[Hit]:
    reckoning = reckon(review.case, review.packs, review.now)
    if (sent := awaited(review.case, review.packs)) is not None:
        yield passed(_("第 {n} 轮已于 {time} 提交。").format(n=sent.round, time=_written(sent.sent)))
    elif reckoning.due is None:
        message = _("还算不出截止时间。")
        fix = _("请在受理一步填写收到通知的时间，或平台页面显示的截止时间。")
        yield Hit(Level.WARN, "unknown", message, fix)
    elif reckoning.due <= review.now:
        yield _passed(review, reckoning, reckoning.due)
    elif reckoning.due - review.now <= SOON:
        text = _("距离截止只剩 {hours} 小时（{due}）。")
        hours = int((reckoning.due - review.now).total_seconds() // 3600)
        fix = _("请尽快解决必须解决的各项并提交；剩余时间以平台页面显示的为准。")
        yield Hit(Level.WARN, "soon", text.format(hours=hours, due=_written(reckoning.due)), fix)
    else:
        yield passed(_("按最早的口径，{due} 截止。").format(due=_written(reckoning.due)))


def _passed(review: Review, reckoning: Reckoning, due: datetime) -> Hit:
    if review.case.second_chance.kind is SecondChanceKind.FALLBACK:
        text = _("正式申诉的期限已于 {due} 过去，本案走的是其他渠道。")
        return Hit(Level.INFO, "passed", text.format(due=_written(due)), _("请在说明中写明逾期的原因和凭据。"))
    ends = (*(reading.due for reading in reckoning.readings), review.case.notice.deadline)
    later = [end for end in ends if end is not None and end > review.now]
    if later and not reckoning.stated:
        text = _("按最早的口径，期限已于 {due} 过去；按另一种口径到 {later}。")
        fix = _("请立即到平台页面确认入口和剩余时间，填进受理一步，并尽快提交。")
        message = text.format(due=_written(due), later=_written(max(later)))
        return Hit(Level.WARN, "passed", message, fix)
    text = _("期限已于 {due} 过去。")
    fix = _("请先确认入口是否还开着；已关闭的，在受理一步改选“其他渠道”，保存不能归责于您的凭据。")
    return Hit(Level.FAIL, "passed", text.format(due=_written(due)), fix)


def _written(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


@check(
    id="deadline/calendar",
    title=mark("推算期限用的放假安排是否齐全"),
    why=mark("工作日要按国务院办公厅公布的放假安排数；缺了那一年，就算不准。"),
    source=mark("国务院办公厅关于部分节假日安排的通知（每年一份）"),
    fix=mark("公布之后，请在“规则与来源”中导入这一年的放假安排；也可以直接填写平台页面显示的截止时间。"),
    codes=("calendar-missing",),
)
def calendar(review: Review) -> Iterator[Hit]:
    years = sorted(set(reckon(review.case, review.packs, review.now).missing_years))
    if years:
        text = _("{years} 年的放假安排尚未公布，或还没有导入，跨到那一年的口径没有推算。")
        yield Hit(Level.WARN, "calendar-missing", text.format(years=_("、").join(map(str, years))))
    else:
        yield passed(_("推算期限所需的放假安排齐全。"), idle=review.case.notice.received_at is None)


@check(
    id="deadline/entry",
    title=mark("申诉入口是否还开着"),
    why=mark("多数情形只有一次机会；入口关了，就要换一条路。"),
    source=mark("规则包里的平台规则：二次申诉的几种形态（附来源和日期）"),
    fix=mark("请在受理一步改选“其他渠道”（客服、邮件、要求人工复核等）；仍有入口的，更正这一项。"),
    codes=("entry-closed",),
)
def entry(review: Review) -> Iterator[Hit]:
    chance = review.case.second_chance
    if chance.entry_open is None:
        yield skip(_("还不知道申诉入口是否开着。"), _("请到平台页面看一看，并在受理一步选定。"))
    elif not chance.entry_open and chance.kind not in _WITHOUT_ENTRY:
        yield Hit(Level.FAIL, "entry-closed", _("申诉入口已经关闭，按现在选的形态交不上去。"))
    else:
        yield passed(_("申诉入口开着，或已选择其他渠道。"))
