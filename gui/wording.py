"""Plain words for the model's values, and times as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from core.i18n import _, title_of
from core.model import (
    Case,
    ClaimKind,
    Field,
    FieldSource,
    FileFacts,
    Finding,
    Judgement,
    Level,
    Paper,
    Role,
    ShopKind,
    Verdict,
)
from core.model.values import CHINA
from gui.theme import Tone

if TYPE_CHECKING:  # only named here; loading them would hold up the start
    from core.packs import Packs

_SOON = timedelta(hours=48)
_NEAR = timedelta(days=5)
INNER_QUOTES = str.maketrans({"“": "‘", "”": "’", '"': "'"})  # quotes inside quotes, to `str.translate` with


def remaining(due: datetime | None, now: datetime) -> tuple[str, Tone]:
    """Returns how long is left in words, and how urgent that looks."""
    if due is None:
        return _("期限未知"), "warn"
    left = due - now
    if left <= timedelta():
        return _("已过期限"), "fail"
    tone: Tone = "fail" if left < _SOON else "warn" if left < _NEAR else "ok"
    hours = int(left.total_seconds() // 3600)
    if left < timedelta(hours=1):
        return _("剩 {minutes} 分钟").format(minutes=int(left.total_seconds() // 60)), tone
    if hours < 24:
        return _("剩 {hours} 小时").format(hours=hours), tone
    if left < _NEAR:
        return _("剩 {days} 天 {hours} 小时").format(days=hours // 24, hours=hours % 24), tone
    return _("剩 {days} 天").format(days=hours // 24), tone


def moment(at: datetime | None) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if at else ""


def short_moment(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%m-%d %H:%M")


def money(amount: Decimal | None) -> str:
    return f"¥{amount:,.0f}" if amount is not None else ""


def size(count: int) -> str:
    if count >= 1 << 20:
        return f"{count / (1 << 20):.1f} MB"
    return f"{max(1, count >> 10)} KB"


def case_title(case: Case, packs: Packs) -> str:
    """Returns “shop · platform · violation”."""
    platform = packs.platform(case.platform)
    parts = (case.shop.name or _("未命名店铺"), title(platform) if platform else case.platform, case.notice.violation)
    return " · ".join(part for part in parts if part)


title = title_of  # the one of core, under the name that the window uses


def paper_title(paper: Paper, packs: Packs) -> str:
    """Returns the person's own title of a paper, else its type, else its file name."""
    kind = packs.paper(paper.type)
    return paper.title or (title(kind) if kind else "") or paper.file


def judgements() -> tuple[tuple[str, str], ...]:
    return (
        (Judgement.NONE, _("尚未判断")),
        (Judgement.GENUINE, _("真实有效")),
        (Judgement.EXPIRED, _("真实，但已过期")),
        (Judgement.INCOMPLETE, _("真实，但不完整")),
        (Judgement.ALTERED, _("有改动")),
        (Judgement.FORGED, _("确为虚假")),
        (Judgement.UNSURE, _("无法判断")),
    )


def claim_kinds() -> tuple[tuple[str, str], ...]:
    return (
        (ClaimKind.FACT, _("事实")),
        (ClaimKind.CAUSE, _("原因")),
        (ClaimKind.DONE, _("已完成")),
        (ClaimKind.WILL, _("将执行")),
        (ClaimKind.ANSWER, _("回应")),
    )


def shop_kinds() -> tuple[tuple[str, str], ...]:
    return (
        (ShopKind.FLAGSHIP, _("旗舰店")),
        (ShopKind.EXCLUSIVE, _("专卖店")),
        (ShopKind.SPECIALTY, _("专营店")),
        (ShopKind.OTHER, _("其他店铺")),
    )


def roles() -> tuple[tuple[str, str], ...]:
    return (
        (Role.REPLACEMENT, _("替换件")),
        (Role.EVIDENCE, _("佐证")),
        (Role.REJECTED, _("被驳回件")),
    )


def source_title(source: FieldSource) -> str:
    return {
        FieldSource.TYPED: _("手填"),
        FieldSource.TEXT: _("文字层"),
        FieldSource.OCR: _("识别"),
        FieldSource.QR: _("二维码"),
        FieldSource.XML: _("电子数据"),
    }[source]


def verdict_title(verdict: Verdict) -> tuple[str, Tone]:
    return {
        Verdict.OK: (_("可读"), "ok"),
        Verdict.ENCRYPTED: (_("已加密"), "fail"),
        Verdict.CORRUPT: (_("已损坏"), "fail"),
        Verdict.REPAIRED: (_("曾修复"), "warn"),
        Verdict.HOSTILE: (_("有危险内容"), "fail"),
        Verdict.UNSUPPORTED: (_("格式不支持"), "fail"),
    }[verdict]  # type: ignore[return-value]  # the tones are literals


def facts_line(paper: Paper, facts: FileFacts | None) -> str:
    """Returns pages and size, or that the file is being read."""
    if facts is None:
        return _("读取中… {size}").format(size=size(paper.size))
    if facts.pages:
        return _("{pages} 页，{size}").format(pages=len(facts.pages), size=size(paper.size))
    return size(paper.size)


def level_tone(level: Level) -> Tone:
    return {
        Level.ERROR: "fail",
        Level.FAIL: "fail",
        Level.WARN: "warn",
        Level.INFO: "accent",
        Level.SKIP: "",
        Level.PASS: "ok",
    }[level]  # type: ignore[return-value]  # the tones are literals


def level_icon(level: Level) -> str:
    return {
        Level.ERROR: "cross",
        Level.FAIL: "cross",
        Level.WARN: "warn",
        Level.INFO: "info",
        Level.SKIP: "skip",
        Level.PASS: "check",
    }[level]


def level_title(level: Level) -> str:
    return {
        Level.ERROR: _("检查本身出错"),
        Level.FAIL: _("必须解决"),
        Level.WARN: _("建议处理"),
        Level.INFO: _("供参考"),
        Level.SKIP: _("未能检查"),
        Level.PASS: _("已通过"),
    }[level]


def finding_place(finding: Finding) -> str:
    """Returns “授权书.pdf 第2页”, or ""."""
    if finding.file and finding.page:
        return _("{file} 第{page}页").format(file=finding.file, page=finding.page)
    return finding.file


def field_value(value: str) -> str:
    """Returns a canonical value as a person writes it."""
    return {"true": _("是"), "false": _("否")}.get(value, value)


def sureness(score: float) -> str:
    """Returns how far a reading can be trusted, in words; the bands are those of `core.fields`."""
    if score >= 0.9:
        return _("很有把握")
    if score >= 0.8:
        return _("较有把握")
    return _("把握一般") if score >= 0.6 else _("没有把握")


def read_from(field: Field, *, differs: bool = False) -> str:
    """Returns “识别 · 第 2 页 · 较有把握”."""
    lead = _("与已填的不同") if differs else ""
    page = _("第 {page} 页").format(page=field.page) if field.page else ""
    return " · ".join(part for part in (lead, source_title(field.source), page, sureness(field.score)) if part)
