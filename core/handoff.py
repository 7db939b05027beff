"""What is handed to an adviser (a lawyer, a qualification consultant): a note of the case, and the papers it speaks of.

The note is Chinese in every language of the interface, as the packet is. Originals go along byte by byte.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from core.advice import ToReview, to_review
from core.checks import Report
from core.errors import DiskFault
from core.filenames import safe_name
from core.i18n import _, in_source_language
from core.jobs import Progress, no_progress, stepping
from core.model import Case, Judgement, Level, Paper
from core.model.values import CHINA
from core.packs import Packs
from core.store import CaseFile

NOTE: Final = "请顾问过目.txt"
_JUDGED: Final = {
    Judgement.NONE: "尚未判断",
    Judgement.GENUINE: "真实有效",
    Judgement.EXPIRED: "真实，但已过期",
    Judgement.INCOMPLETE: "真实，但不完整",
    Judgement.ALTERED: "有改动",
    Judgement.FORGED: "确为虚假",
    Judgement.UNSURE: "无法判断",
}


def papers_of(case: Case, packs: Packs) -> tuple[Paper, ...]:
    """Returns the papers that go along: those the playbook names for an adviser, each once, in the case's order."""
    named = {paper.id for one in to_review(case, packs) for paper in one.papers}
    return tuple(paper for paper in case.papers if paper.id in named)


def note(case: Case, packs: Packs, report: Report, now: datetime) -> str:
    """Returns the note: the notice, its points, what the self-audit found, what to look at, what is still open."""
    with in_source_language():
        parts = (
            _head(case, packs, now),
            _section("一、平台的理由与自查", _points(case, packs)),
            _section("二、上一轮提交的材料（本单位自己的判断）", _rejected(case)),
            _section("三、请顾问过目", _items(to_review(case, packs))),
            _section("四、检查中尚未解决的问题", _open(report)),
            _section("五、随附文件（与原件逐字节相同）", _files(papers_of(case, packs))),
        )
    return "\n\n".join(parts) + "\n"


def export(
    casefile: CaseFile, packs: Packs, report: Report, target: Path, now: datetime, progress: Progress = no_progress
) -> Path:
    """Writes the note and the papers into one ZIP, whole or not at all.

    Raises:
        DiskFault: It could not be written; what was there before is whole.
        DamagedCaseFile: An original is missing or changed.
        Cancelled: Nothing is left.
    """
    part = target.with_name(f".{uuid4().hex}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(archive, NOTE, now, ("\ufeff" + note(casefile.case, packs, report, now)).encode())
            for number, paper in enumerate(stepping(papers_of(casefile.case, packs), progress, _("正在写出原件")), 1):
                with casefile.open_original(paper.sha256) as source:
                    info = _info(f"材料/{number:02d}-{safe_name(paper.file)}", now)
                    with archive.open(info, "w", force_zip64=True) as entry:
                        shutil.copyfileobj(source, entry)
        part.replace(target)
    except OSError as error:
        raise DiskFault(target, error) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def _write(archive: zipfile.ZipFile, name: str, now: datetime, content: bytes) -> None:
    archive.writestr(_info(name, now), content)


def _info(name: str, now: datetime) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, now.astimezone(CHINA).timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _head(case: Case, packs: Packs, now: datetime) -> str:
    platform, playbook = packs.platform(case.platform), packs.playbook(case.playbook)
    notice = case.notice
    due = f"{notice.deadline.astimezone(CHINA):%Y-%m-%d %H:%M}" if notice.deadline else "通知未写明"
    rows = (
        "请顾问过目",
        f"整理于 {now.astimezone(CHINA):%Y-%m-%d}。由申诉人自己整理，内容以原件和平台后台为准。",
        "",
        f"店铺：{case.shop.name}",
        f"主体：{case.entity.name} {case.entity.uscc}".rstrip(),
        f"平台与事项：{platform.title if platform else case.platform}，{playbook.title if playbook else case.playbook}",
        f"通知：{notice.number} {notice.violation}".rstrip(),
        f"截止时间：{due}",
    )
    return "\n".join(rows)


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join((title, *(tuple(lines) or ("（无）",))))


def _points(case: Case, packs: Packs) -> Iterator[str]:
    for point in case.notice.points:
        reason = packs.reasons.get(point.reason)
        sure = "" if point.reason_confirmed else "（推测，未确认）"
        yield f"{point.id} 原文：{point.quote}"
        yield f"   归类：{reason.title + sure if reason else '未归类'}"
        yield f"   原因：{point.cause or '未填写'}"


def _rejected(case: Case) -> Iterator[str]:
    for paper in case.rejected():
        told = f"：{paper.judgement_note}" if paper.judgement_note else ""
        yield f"{paper.id} {paper.file}　{_JUDGED[paper.judgement]}{told}"


def _items(items: tuple[ToReview, ...]) -> Iterator[str]:
    for number, one in enumerate(items, start=1):
        papers = "、".join(f"{paper.id} {paper.file}" for paper in one.papers)
        yield f"{number}. {one.item.title}" + (f"（{papers}）" if papers else "")


def _open(report: Report) -> Iterator[str]:
    for finding in report.again().findings:
        if finding.level.weight >= Level.WARN.weight:
            waived = f"（{finding.waived.by} 豁免：{finding.waived.reason}）" if finding.waived else ""
            yield f"· {finding.message}{waived}"


def _files(papers: tuple[Paper, ...]) -> Iterator[str]:
    for number, paper in enumerate(papers, start=1):
        yield f"{number:02d} {paper.file}　SHA-256 {paper.sha256}"
