"""The upload checklist: each thing to paste or to upload, in order, with its size and what the platform takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from core.built import Slot
from core.narrative.values import day
from core.packet.plan import Plan
from core.packet.portal_set import portal_of

NAME = "portal/上传清单.txt"
_HOW = {
    "kept": "原图，未重新压缩",
    "lossless": "与原图像素相同，未压缩画质",
    "drawn": "由页面绘制成图片",
    "reduced": "按平台上限缩小，已重新压缩",
}
_UNKNOWN = "未知，以提交页面为准"


def checklist(plan: Plan, slots: Sequence[Slot], told: Iterable[str]) -> str:
    """Returns the list as a text with Windows line ends, so that every editor shows its lines.

    Args:
        plan: Whose platform and exhibits it is about.
        slots: In the order of uploading.
        told: Sentences that the person should know before uploading.
    """
    parts = (
        _head(plan),
        _section("一、平台的限制", _limits(plan)),
        _section("二、粘贴的文字", _rows(slots, "text")),
        _section("三、合订本与各附件 PDF", _rows(slots, "pdf")),
        _section("四、图片（按顺序上传）", _rows(slots, "image")),
        _section("五、请留意", [*told, *_withheld(plan)]),
    )
    lines = [line for part in parts for line in part]
    return "\r\n".join(lines).rstrip() + "\r\n"


def row(slot: Slot) -> str:
    """Returns one thing to upload in one line."""
    if slot.kind == "text":
        return f"{slot.title}：{slot.name}，{slot.characters}/{slot.most} 字"
    if slot.kind == "pdf":
        return f"{slot.name}：{slot.title}，{slot.pages} 页，{size(slot.size)}"
    about = f"{slot.width}×{slot.height} 像素，{size(slot.size)}，{_HOW[slot.how]}"
    return f"{slot.name}：{slot.title}，{about}"


def size(amount: int) -> str:
    """Writes an amount of bytes as people read it."""
    return f"{amount / 1_000_000:.1f} MB" if amount >= 1_000_000 else f"{max(1, round(amount / 1000))} KB"


def _head(plan: Plan) -> Iterator[str]:
    platform = plan.packs.platform(plan.case.platform)
    yield f"上传清单　{platform.title if platform else plan.case.platform}"
    yield f"违规编号：{plan.case.notice.number or '未填写'}　店铺：{plan.case.shop.name or '未填写'}"
    yield f"制作日期：{day(plan.now)}{'　草稿，请勿提交' if plan.draft else ''}"
    yield ""


def _limits(plan: Plan) -> Iterator[str]:
    portal = portal_of(plan)
    yield f"图片张数：{_known(portal.images_max, '张')}"
    yield f"单张大小：{_known(portal.image_kb_max, 'KB')}"
    yield f"单张像素（长边）：{_known(portal.image_px_max, '像素')}"
    yield f"单个文件：{_known(portal.file_mb_max, 'MB')}"
    yield f"每册页数：{_known(portal.volume_pages_max, '页')}"
    yield f"格式：{'、'.join(portal.formats) or _UNKNOWN}"
    if portal.fact is not None:
        fact = portal.fact
        yield f"来源：{fact.source}（{fact.as_of.isoformat()}，{fact.certainty}）{fact.note}"


def _known(amount: int | None, unit: str) -> str:
    return _UNKNOWN if amount is None else f"不超过 {amount} {unit}"


def _rows(slots: Sequence[Slot], kind: str) -> Iterator[str]:
    chosen = [slot for slot in slots if slot.kind == kind]
    yield from (f"[  ] {number}. {row(slot)}" for number, slot in enumerate(chosen, start=1))


def _withheld(plan: Plan) -> Iterator[str]:
    for exhibit in plan.exhibits:
        if exhibit.withheld:
            yield f"{exhibit.label}有遮盖：提交包里只有遮盖后的副本，原件未放入。平台另要原件的，请自行决定是否提供。"
        if exhibit.conversion:
            yield f"{exhibit.label}由 Word 文档转换为 PDF 排入，文字与原文一致。"
        if not exhibit.poured:
            yield f"{exhibit.label}：{exhibit.instead}"


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    lines = list(rows)
    if lines:
        yield title
        yield from lines
        yield ""
