"""What the packet will hold, decided before anything is written. Pure: no file is opened here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.checks import Review, run
from core.checks.glyphs import lacking
from core.checks.report import Report
from core.derive.geometry import Sheet, sheet_for
from core.errors import BuildRefused
from core.filenames import safe_name
from core.i18n import _, in_source_language, speaks_source
from core.model import Case, ExhibitRef, FileFacts, Finding, Level, Paper, Verdict, Waiver
from core.narrative import ExhibitNumbers, Letter, PortalText, exhibit_order, letter, paper_title, portal_texts
from core.packs import Packs

POURED_KINDS = frozenset({"pdf", "jpeg", "png", "webp", "tiff", "bmp", "heic"})
# A file with active content is poured too: the derived copy leaves it behind.
_POURED_VERDICTS = frozenset({Verdict.OK, Verdict.REPAIRED, Verdict.HOSTILE})


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One paper of the packet.

    Attributes:
        number: Its place among all, from 1; what it is called is in `label` (附件3, 附件3A).
        entry: Where its original lies in the ZIP.
        sheets: One for each page; one alone when the file itself can't be poured.
        instead: What its sheet says when the file can't be poured, else "".
    """

    number: int
    label: str
    title: str
    paper: Paper
    kind: str
    entry: str
    sheets: tuple[Sheet, ...]
    instead: str = ""

    @property
    def poured(self) -> bool:
        return not self.instead


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything `build` needs; equal plans give equal packets.

    Attributes:
        report: The findings of the checks together with the packet's own.
        facts: By SHA-256.
        now: The moment that the packet says it was made.
        draft: Built over open findings, and marked so on every front page.
    """

    case: Case
    packs: Packs
    report: Report
    facts: Mapping[str, FileFacts]
    now: datetime
    draft: bool
    numbers: ExhibitNumbers
    exhibits: tuple[Exhibit, ...]
    letter: Letter
    texts: tuple[PortalText, ...]

    @property
    def exhibit_pages(self) -> int:
        return sum(len(exhibit.sheets) for exhibit in self.exhibits)

    @property
    def original_bytes(self) -> int:
        """Bytes of the originals that go in; known before building."""
        return sum(exhibit.paper.size for exhibit in self.exhibits)


def plan(
    case: Case,
    packs: Packs,
    report: Report,
    facts: Mapping[str, FileFacts],
    now: datetime,
    *,
    draft: bool = False,
) -> Plan:
    """Decides what the packet holds and in which order.

    Raises:
        BuildRefused: With every finding that blocks, unless a draft is asked for.
        BadPacks: A letter template is missing or wrong.
    """
    numbers = exhibit_order(case)
    exhibits = tuple(_exhibit(case, packs, facts, numbers, paper) for paper in numbers.papers)
    written = letter(case, packs, numbers)
    texts = portal_texts(case, packs, numbers)
    whole = _with_own(report, case, facts, exhibits, written)
    if whole.blocking and not draft:
        raise BuildRefused([_sentence(finding) for finding in whole.blocking])
    return Plan(case, packs, whole, facts, now, draft, numbers, exhibits, written, texts)


def report_for_the_packet(plan: Plan) -> Report:
    """Returns the plan's report in Chinese: the packet says the same whatever language the interface has."""
    if speaks_source():
        return plan.report
    with in_source_language():
        told = run(Review(plan.case, plan.packs, plan.facts, plan.now))
        return _with_own(told, plan.case, plan.facts, plan.exhibits, plan.letter)


def _with_own(
    report: Report, case: Case, facts: Mapping[str, FileFacts], exhibits: tuple[Exhibit, ...], written: Letter
) -> Report:
    return Report((*report.findings, *_waived(_own_findings(facts, exhibits, written), case.waivers)))


def _exhibit(
    case: Case, packs: Packs, facts: Mapping[str, FileFacts], numbers: ExhibitNumbers, paper_id: str
) -> Exhibit:
    paper = case.paper(paper_id)
    if paper is None:
        raise LookupError(paper_id)  # exhibit_order names only papers of the case
    found = facts.get(paper.sha256)
    number = numbers.papers.index(paper_id) + 1
    label = numbers.label(ExhibitRef(paper_id))
    entry = f"originals/{_padded(numbers.name(paper_id))}-{safe_name(paper.file)}"
    with in_source_language():  # it is printed
        instead = _instead(paper, found, entry)
    pages = found.pages if found and not instead else ()
    sheets = tuple(sheet_for(page.width, page.height) for page in pages) or (sheet_for(1, 2),)
    return Exhibit(number, label, paper_title(paper, packs), paper, found.kind if found else "", entry, sheets, instead)


def _padded(name: str) -> str:
    """Writes 3 as 03 and 3A as 03A, so that files sort as the exhibits do."""
    digits = name.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{int(digits):02d}{name[len(digits) :]}"


def _instead(paper: Paper, found: FileFacts | None, entry: str) -> str:
    if found is None:
        return _("{file} 尚未读取，未能排入。").format(file=paper.file)
    if found.kind not in POURED_KINDS:
        text = _("{file} 不是 PDF 或图片，未排入本册；原件见压缩包内 {entry}。")
        return text.format(file=paper.file, entry=entry)
    if found.verdict not in _POURED_VERDICTS or not found.pages:
        return _("{file} 无法读取，未能排入；原件见压缩包内 {entry}。").format(file=paper.file, entry=entry)
    return ""


def _own_findings(facts: Mapping[str, FileFacts], exhibits: tuple[Exhibit, ...], written: Letter) -> Iterable[Finding]:
    yield from _unprintable(exhibits, written)
    for exhibit in exhibits:
        if not exhibit.poured:
            yield Finding(
                "packet",
                "exhibit-missing",
                Level.WARN,
                _instead(exhibit.paper, facts.get(exhibit.paper.sha256), exhibit.entry),
                why=_("审核人员只看合订的 PDF 时，看不到这份材料。"),
                fix=_("请将它另存为 PDF 或图片后重新添加。"),
                paper=exhibit.paper.id,
                file=exhibit.paper.file,
            )


def _unprintable(exhibits: tuple[Exhibit, ...], written: Letter) -> Iterable[Finding]:
    texts = (*written.texts(), *(e.title for e in exhibits), *(e.paper.value("issuer") for e in exhibits))
    lost = lacking("".join(texts))
    if lost:
        named = _("、").join(f"“{c}”（U+{ord(c):04X}）" for c in lost[:20])
        yield Finding(
            "packet",
            "missing-glyph",
            Level.FAIL,
            _("内置字体没有以下字符：{named}。").format(named=named),
            why=_("打印出来会是方框，审核人员无法辨认。"),
            fix=_("请在说明文字或材料名称中换用别的写法。"),
            quote="".join(lost[:20]),
        )


def _waived(findings: Iterable[Finding], waivers: tuple[Waiver, ...]) -> Iterable[Finding]:
    by_key = {waiver.finding: waiver for waiver in waivers}
    return (replace(finding, waived=by_key.get(finding.key)) for finding in findings)


def _sentence(finding: Finding) -> str:
    return " ".join(part for part in (f"[{finding.id}]", finding.message, finding.fix) if part)
