"""Traces of how a file came about. All are neutral: most have an innocent reason, and none is a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark
from core.model import FileFacts, Level, Paper, Role

_SOURCE: Final = mark("复申：文件自带的制作信息（EXIF、PDF 文档信息、增量保存）")
_WHY: Final = mark("审核方也能看到这些痕迹。它们多半有正常的来由，事先说明比被问起好。")
_FIX: Final = mark("不必改动文件。请在自查中想清楚来由；需要时在说明里用一句话交代，或重新拍摄、扫描原件。")
# Programs that retouch pictures, by the names they write into files; viewers and scanners are not among them.
_EDITORS: Final = re.compile(
    r"photoshop|lightroom|\bgimp\b|affinity photo|pixelmator|snapseed|picsart|meitu|美图|醒图|稿定|coreldraw",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"(?:D:)?(\d{4})[-:/]?(\d{2})[-:/]?(\d{2})")


def _read(review: Review) -> list[tuple[Paper, FileFacts]]:
    # What was rejected lies in the past; its traces matter to the self-audit and are told as well.
    return [(paper, facts) for paper in review.case.papers if (facts := review.facts_of(paper))]


def _all(review: Review, hits: list[Hit], clean: str) -> Iterator[Hit]:
    yield from hits
    if not _read(review):
        yield skip(_("还没有读取过任何文件，未查看制作痕迹。"))
    elif not hits:
        yield passed(clean)


@check(
    id="trace/editor",
    title=mark("文件是否经过图像编辑软件"),
    why=_WHY,
    source=_SOURCE,
    fix=_FIX,
    codes=("edited-by-image-editor",),
    files=True,
)
def editor(review: Review) -> Iterator[Hit]:
    hits = []
    for paper, facts in _read(review):
        used = next((name for name in _makers(facts) if _EDITORS.search(name)), "")
        if used:
            text = _("{file} 的制作信息里有图像编辑软件（{software}）。裁剪、调亮度也会留下这样的记录。")
            message = text.format(file=paper.file, software=used)
            hits.append(Hit(Level.INFO, "edited-by-image-editor", message, paper=paper, quote=used))
    yield from _all(review, hits, _("文件的制作信息里没有图像编辑软件。"))


def _makers(facts: FileFacts) -> tuple[str, ...]:
    of_picture = (facts.image.software,) if facts.image else ()
    return (*of_picture, facts.pdf.creator, facts.pdf.producer) if facts.pdf else of_picture


@check(
    id="trace/saved",
    title=mark("文件在签名后或出具后是否又保存过"),
    why=_WHY,
    source=_SOURCE,
    fix=_FIX,
    codes=("saved-after-signing", "incremental-update"),
    files=True,
)
def saved(review: Review) -> Iterator[Hit]:
    hits = [hit for paper, facts in _read(review) if (hit := _saved(paper, facts))]
    yield from _all(review, hits, _("没有发现签名后再保存或分次保存的文件。"))


def _saved(paper: Paper, facts: FileFacts) -> Hit | None:
    later = [s for s in facts.signatures if s.changes in {"permitted", "other"} and s.state == "intact"]
    newest = any(s.coverage == "whole" and s.changes == "none" for s in facts.signatures)
    if facts.reason == "signature-coverage" or (later and not newest):
        text = _("{file} 在电子签名之后又保存过。加盖第二个签章、填写表单也会这样。")
        return Hit(Level.INFO, "saved-after-signing", text.format(file=paper.file), paper=paper)
    # Each signature is a save of its own.
    if facts.pdf and facts.pdf.revisions > 1 + facts.pdf.signatures:
        text = _("{file} 分 {count} 次保存而成，较早的版本还留在文件里。")
        message = text.format(file=paper.file, count=facts.pdf.revisions)
        return Hit(Level.INFO, "incremental-update", message, paper=paper)
    return None


@check(
    id="trace/dates",
    title=mark("文件的制作日期是否早于落款日期"),
    why=_WHY,
    source=_SOURCE,
    fix=mark("请核对录入的落款日期；无误的，不必改动文件，想清楚为什么先有文件、后有落款即可。"),
    codes=("date-conflict",),
)
def dates(review: Review) -> Iterator[Hit]:
    hits = []
    for paper, facts in _read(review):
        made, signed = _made(facts), paper.date("issued_on")
        if made is not None and isinstance(signed, date) and made < signed and paper.role is not Role.REJECTED:
            text = _("{file} 制作于 {made}，早于它落款的 {signed}。先拟稿后落款、相机时间不准都会这样。")
            message = text.format(file=paper.file, made=made.isoformat(), signed=signed.isoformat())
            hits.append(Hit(Level.INFO, "date-conflict", message, paper=paper, subject="issued_on"))
    yield from _all(review, hits, _("没有发现制作日期早于落款日期的文件。"))


def _made(facts: FileFacts) -> date | None:
    """Returns the latest day on which the file says it was made or changed."""
    told: list[str] = []
    if facts.pdf:
        told += [facts.pdf.created, facts.pdf.modified]
    if facts.image:
        told += [facts.image.taken, facts.image.changed]
    if facts.ofd:
        told += [facts.ofd.created, facts.ofd.modified]
    days = [day for text in told if (day := _day(text))]
    return max(days, default=None)


def _day(text: str) -> date | None:
    match = _DAY.match(text)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
