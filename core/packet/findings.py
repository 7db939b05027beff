"""What the proof of a built packet has to say, as findings."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.built import Limits
from core.checks.glyphs import printable
from core.i18n import _
from core.model import Finding, Level
from core.narrative import Letter
from core.packet.hidden import standing_in
from core.packet.plan import Exhibit, Plan
from core.packet.pouring import Bound
from core.packet.volumes import MEGABYTE

_SPACE = re.compile(r"\s+")
# Look-alikes of common characters that a faulty PDF hands out instead of them (⽴ for 立).
_RADICALS = re.compile("[\u2e80-\u2fdf]")


def about_pages(counted: int, planned: int) -> Iterable[Finding]:
    """Says when the second reader counts other pages than were planned."""
    if counted != planned:
        text = _("提交册应有 {planned} 页，另一读取程序数出 {counted} 页。")
        yield _failed("page-count", text.format(planned=planned, counted=counted))


def about_exhibit(exhibit: Exhibit, proved: list[str]) -> Iterable[Finding]:
    """Says which pages of an exhibit don't show what the original shows."""
    for page, how in enumerate(proved, start=1):
        if how == "lost":
            text = _("{label} 第 {page} 页与原件不一致，可能丢失了印章或内容。")
            yield _failed("seal-lost", text.format(label=exhibit.label, page=page), exhibit, page)


def about_empty(exhibit: Exhibit, pages: list[int]) -> Iterable[Finding]:
    """Says which pages of an exhibit hold nothing."""
    for page in pages:
        text = _("{label} 第 {page} 页没有排入内容。")
        yield _failed("exhibit-missing", text.format(label=exhibit.label, page=page), exhibit, page)


def about_letter(letter: Letter, texts: list[str]) -> Iterable[Finding]:
    """Says which text of the letter can't be read back from the finished pages, character by character."""
    pages = [_page_text(number, text) for number, text in enumerate(texts, start=1)]
    found = "".join(pages)
    for text in letter.texts():
        wanted = _bare(printable(_bare(text)))
        if wanted not in found and not _is_in_a_broken_row(wanted, pages):
            yield _failed("text-lost", _("说明中的这段文字未能完整排入。"), quote=text[:80])
    strange = set(_RADICALS.findall(found)) - set(_RADICALS.findall("".join(letter.texts())))
    if strange:
        yield _failed("text-lost", _("说明中的部分汉字会被复制成形近的部首字符。"), quote="".join(sorted(strange)))


def _is_in_a_broken_row(wanted: str, pages: list[str]) -> bool:
    """Says whether a text goes on over the next pages, where other cells of its row stand between the parts."""
    return any(_runs_from(wanted, pages[first:]) for first in range(len(pages)))


def _runs_from(wanted: str, pages: list[str]) -> bool:
    # The longest beginning that a page holds is always right: what is left is then the shortest.
    for page in pages:
        taken = bisect_left(range(1, len(wanted) + 1), True, key=lambda amount: wanted[:amount] not in page)
        wanted = wanted[taken:]
        if not taken or not wanted:
            break
    return not wanted


def about_volume(bound: Bound, limits: Limits) -> Iterable[Finding]:
    """Says when a file of the packet is more than the platform takes, and why it could not be divided further."""
    over = []
    if limits.bytes is not None and bound.size > limits.bytes:
        over.append(
            _("{size:.1f} MB，上限 {most} MB").format(size=bound.size / MEGABYTE, most=limits.bytes // MEGABYTE)
        )
    if limits.pages is not None and bound.pages > limits.pages:
        over.append(_("{pages} 页，上限 {most} 页").format(pages=bound.pages, most=limits.pages))
    if not over:
        return
    text = _("{file} 超过平台上限（{over}）：{what}不能再拆分。")
    what = _("、").join(exhibit.label for exhibit in bound.exhibits) or _("说明部分")
    message = text.format(file=bound.name, over=_("；").join(over), what=what)
    fix = _("请以较低分辨率重新扫描这份材料，或按提交页面的说明另行提供。")
    yield Finding("packet", "too-large", Level.WARN, message, fix=fix, subject=bound.name)


def about_masked(hidden: Sequence[str], file: str, texts: Iterable[str]) -> Iterable[Finding]:
    """Says on which pages a number can be read that lies under a mask elsewhere."""
    for number, text in enumerate(texts, start=1):
        if standing_in(text, hidden):
            message = _("{file} 第 {page} 页仍能搜到被遮盖的号码。").format(file=file, page=number)
            fix = _("请改写说明，或给另一份材料也加上遮盖，再重新生成。")
            yield replace(_failed("masked-shown", message), fix=fix)


def is_waived(plan: Plan, code: str) -> bool:
    """Says whether a person took it on by name that findings of this code stand."""
    return any(f.code == code and f.waived is not None for f in plan.report.findings)


def about_pictures(plan: Plan, sizes: list[int]) -> Iterable[Finding]:
    """Says when there are more pictures than the portal takes, or heavier ones."""
    platform = plan.packs.platform(plan.case.platform)
    if platform is None:
        return
    most, kb = platform.portal.images_max, platform.portal.image_kb_max
    if most is not None and len(sizes) > most:
        text = _("图片共 {count} 张，超过平台上限 {most} 张。").format(count=len(sizes), most=most)
        yield Finding("packet", "portal-too-many", Level.WARN, text, fix=_("请按顺序先传最重要的图片，或上传 PDF。"))
    heavy = sum(kb is not None and size > kb * 1024 for size in sizes)
    if heavy:
        text = _("{count} 张图片超过平台上限 {kb} KB。").format(count=heavy, kb=kb)
        yield Finding("packet", "portal-too-large", Level.WARN, text, fix=_("请改用 PDF 上传，或拆分该页。"))


def _failed(code: str, message: str, exhibit: Exhibit | None = None, page: int = 0, quote: str = "") -> Finding:
    return Finding(
        "packet",
        code,
        Level.FAIL,
        message,
        why=_("审核人员看到的必须与原件一致。"),
        fix=_("请将该文件另存为 PDF 或重新扫描后再添加；说明文字请换一种写法。"),
        paper=exhibit.paper.id if exhibit else "",
        file=exhibit.paper.file if exhibit else "",
        page=page,
        quote=quote,
    )


def _page_text(number: int, text: str) -> str:
    """Returns a page's text without what the layout adds at its head and foot."""
    bare = _bare(text)
    for added in (f"—{number}—", _bare("草稿 · 尚有未解决事项，请勿提交"), _bare("草稿")):
        bare = bare.removeprefix(added).removesuffix(added)
    return bare


def _bare(text: str) -> str:
    # A sign with its accent is one character or two, as its writer, the fonts and the readers like it.
    return unicodedata.normalize("NFC", _SPACE.sub("", text))
