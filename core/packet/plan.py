"""What the packet will hold, decided before anything is written. Pure: no file is opened here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from core.checks.glyphs import lacking
from core.checks.report import Report
from core.conversions import standing_for
from core.derive.geometry import Sheet, sheet_for
from core.errors import BadLetterhead, BuildRefused
from core.filenames import safe_name
from core.i18n import _, in_source_language
from core.model import Case, Conversion, ExhibitRef, FileFacts, Finding, Level, Paper, Verdict, Waiver
from core.narrative import ExhibitNumbers, Letter, PortalText, exhibit_order, letter, paper_title, portal_texts
from core.packet import hidden as hiding
from core.packet.volumes import Volume
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
        withheld: Whether its original stays out of the ZIP, because something on it is masked.
        conversion: The PDF that is poured in place of a document, None when the paper itself is.
    """

    number: int
    label: str
    title: str
    paper: Paper
    kind: str
    entry: str
    sheets: tuple[Sheet, ...]
    instead: str = ""
    withheld: bool = False
    conversion: Conversion | None = None

    @property
    def poured(self) -> bool:
        return not self.instead

    @property
    def shown(self) -> Paper:
        """The paper whose pages are shown: as its conversion has it, where that stands for it."""
        return self.paper.as_pdf if self.conversion else self.paper


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything `build` needs; equal plans give equal packets.

    Attributes:
        case: As it may be handed out: without the fields that lie under a mask.
        given: The case as it is.
        hidden: Numbers under masks, which must stand nowhere in the packet.
        report: The findings of the checks together with the packet's own.
        facts: By SHA-256.
        now: The moment that the packet says it was made.
        draft: Built over open findings, and marked so on every front page.
        letterhead: The firm's template for letter.docx; empty for plain paper.
        volume: Which part of the packet this lays out, None while it is one file.
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
    given: Case
    hidden: tuple[str, ...] = ()
    volume: Volume | None = None
    letterhead: bytes = b""

    @property
    def exhibit_pages(self) -> int:
        return sum(len(exhibit.sheets) for exhibit in self.exhibits)

    @property
    def poured_here(self) -> tuple[Exhibit, ...]:
        """The exhibits that this volume holds; all of them when there is only one."""
        held = self.volume.exhibits if self.volume else None
        return tuple(e for e in self.exhibits if held is None or e.number in held)


def plan(
    case: Case,
    packs: Packs,
    report: Report,
    facts: Mapping[str, FileFacts],
    now: datetime,
    *,
    draft: bool = False,
    letterhead: bytes = b"",
) -> Plan:
    """Decides what the packet holds and in which order. A letterhead comes from the firm's settings alone.

    Raises:
        BuildRefused: With every finding that blocks, unless a draft is asked for.
        BadPacks: A letter template is missing or wrong.
        BadLetterhead: With everything that is wrong with the firm's template.
    """
    if letterhead:
        _accept(letterhead)
    made = sketch(case, packs, report, facts, now, draft=draft)
    texts = portal_texts(made.case, packs, made.numbers)
    made = replace(made, texts=texts, letterhead=letterhead)
    own = _waived(_own_findings(made), case.waivers)
    made = replace(made, report=Report((*report.findings, *own)))
    if made.report.blocking and not draft:
        raise BuildRefused([_sentence(finding) for finding in made.report.blocking])
    return made


def _accept(letterhead: bytes) -> None:
    from core.letterhead import inspect  # only here: the libraries of Word files are slow to load

    wrong = inspect(letterhead)
    if wrong:
        raise BadLetterhead(wrong)


def sketch(
    case: Case, packs: Packs, report: Report, facts: Mapping[str, FileFacts], now: datetime, *, draft: bool = False
) -> Plan:
    """Decides what the pages of packet.pdf hold: the part of a plan that the screen needs while a person types.

    Raises:
        BadPacks: A letter template is missing or wrong.
    """
    shown, hidden = hiding.shown(case, packs), hiding.secrets(case, packs)
    numbers = exhibit_order(shown)
    exhibits = tuple(_exhibit(shown, packs, facts, numbers, paper) for paper in numbers.papers)
    written = letter(shown, packs, numbers)
    return Plan(shown, packs, report, facts, now, draft, numbers, exhibits, written, (), case, hidden)


def report_for_the_packet(plan: Plan) -> Report:
    """Returns the plan's report in Chinese: the packet says the same whatever language the interface has."""
    with in_source_language():
        return plan.report.again()


def _exhibit(
    case: Case, packs: Packs, facts: Mapping[str, FileFacts], numbers: ExhibitNumbers, paper_id: str
) -> Exhibit:
    paper = case.paper(paper_id)
    if paper is None:
        raise LookupError(paper_id)  # exhibit_order names only papers of the case
    standing = standing_for(paper, facts)
    found = standing or facts.get(paper.sha256)
    number = numbers.papers.index(paper_id) + 1
    label = numbers.label(ExhibitRef(paper_id))
    entry = f"originals/{_padded(numbers.name(paper_id))}-{safe_name(paper.file)}"
    withheld = _is_masked(case, numbers, paper.sha256)
    with in_source_language():  # it is printed
        instead = _instead(paper, found, "" if withheld else entry)
    pages = found.pages if found and not instead else ()
    sheets = tuple(sheet_for(page.width, page.height) for page in pages) or (sheet_for(1, 2),)
    kind = found.kind if found else ""
    conversion = paper.conversion if standing else None
    return Exhibit(number, label, paper_title(paper, packs), paper, kind, entry, sheets, instead, withheld, conversion)


def _padded(name: str) -> str:
    """Writes 3 as 03 and 3A as 03A, so that files sort as the exhibits do."""
    digits = name.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{int(digits):02d}{name[len(digits) :]}"


def _instead(paper: Paper, found: FileFacts | None, entry: str) -> str:
    if found is None:
        return _("{file} 尚未读取，未能排入。").format(file=paper.file)
    readable = found.verdict in _POURED_VERDICTS and bool(found.pages)
    if found.kind in POURED_KINDS and readable:
        return ""
    if not entry:
        return _("{file} 未能排入，其中要求遮盖的内容也无法遮盖，原件未放入压缩包。").format(file=paper.file)
    if found.kind not in POURED_KINDS:
        text = _("{file} 不是 PDF 或图片，未排入本册；原件见压缩包内 {entry}。")
        return text.format(file=paper.file, entry=entry)
    return _("{file} 无法读取，未能排入；原件见压缩包内 {entry}。").format(file=paper.file, entry=entry)


def _own_findings(plan: Plan) -> Iterable[Finding]:
    yield from _unprintable(plan.exhibits, plan.letter)
    yield from _masked(plan)
    for exhibit in plan.exhibits:
        if not exhibit.poured:
            yield Finding(
                "packet",
                "exhibit-missing",
                Level.WARN,
                _instead(
                    exhibit.paper, plan.facts.get(exhibit.paper.sha256), "" if exhibit.withheld else exhibit.entry
                ),
                why=_("审核人员只看合订的 PDF 时，看不到这份材料。"),
                fix=_to_mend(exhibit),
                paper=exhibit.paper.id,
                file=exhibit.paper.file,
            )


def _to_mend(exhibit: Exhibit) -> str:
    # The same on every machine, whatever is installed: it is written into the packet.
    if exhibit.kind == "docx":
        return _("请在“材料”页把它转换为 PDF（本机需有 LibreOffice），或用 Word、WPS 另存为 PDF 后重新添加。")
    return _("请将它另存为 PDF 或图片后重新添加。")


def _masked(plan: Plan) -> Iterable[Finding]:
    """Says where something that is masked would be handed out all the same, and which originals stay behind."""
    withheld = [exhibit for exhibit in plan.exhibits if exhibit.withheld]
    for exhibit in withheld:
        if not exhibit.poured or not exhibit.paper.masks:
            yield _still_shown("", exhibit.label, exhibit)
    for subject, place, holder, text in _handed_out(plan):
        if hiding.standing_in(text, plan.hidden):
            yield _still_shown(subject, place, holder)
    if withheld:
        names = _("、").join(exhibit.label for exhibit in withheld)
        text = _("{names} 有遮盖，原件不放入提交包，只放遮盖后的副本。").format(names=names)
        fix = _("平台另要原件的，请您自己决定是否单独提供。")
        yield Finding("packet", "original-withheld", Level.INFO, text, why=_("原件上仍有被遮盖的内容。"), fix=fix)


def _still_shown(subject: str, place: str, exhibit: Exhibit | None) -> Finding:
    return Finding(
        "packet",
        "masked-shown",
        Level.FAIL,
        _("被遮盖的内容仍会出现在：{place}。").format(place=place),
        why=_("遮盖之后，同一号码在提交包的任何地方都不应再能看到或搜到。"),
        fix=_("请改写这处文字，或给这份材料也加上遮盖；不介意显示的，请撤去遮盖。"),
        paper=exhibit.paper.id if exhibit else "",
        file=exhibit.paper.file if exhibit else "",
        subject=subject,
    )


def _handed_out(plan: Plan) -> Iterable[tuple[str, str, Exhibit | None, str]]:
    """Yields each place whose text goes into the packet by its lasting and its shown name, and that text."""
    case, notice = plan.case, plan.case.notice
    yield "letter", _("申诉说明"), None, "\n".join(plan.letter.texts())
    yield from ((f"text-{text.amount}", text.title, None, text.text) for text in plan.texts)
    owner = (*(getattr(case.entity, name) for name in case.entity.__slots__), case.shop.name, case.shop.id)
    yield "entity", _("主体和店铺"), None, "\n".join(owner)
    quotes = (point.quote for point in notice.points)
    yield "notice", _("通知"), None, "\n".join((notice.number, notice.violation, *quotes))
    yield "chain", _("授权链"), None, "\n".join(f"{link.grantor}\n{link.grantee}" for link in case.links)
    for exhibit in plan.exhibits:
        yield "", exhibit.label, exhibit, "\n".join(_texts_of(plan, exhibit))


def _texts_of(plan: Plan, exhibit: Exhibit) -> Iterable[str]:
    paper, found = exhibit.paper, plan.facts.get(exhibit.shown.sha256)
    masked = {mask.page for mask in paper.masks}
    yield from (paper.file, exhibit.title, *(field.value for field in paper.fields))
    if found is not None:
        # A masked page becomes a picture: of its own text nothing is left.
        yield from (page.text for number, page in enumerate(found.pages, start=1) if number not in masked)


def _is_masked(case: Case, numbers: ExhibitNumbers, sha256: str) -> bool:
    """Says whether any exhibit of these very bytes is masked."""
    exhibits = (case.paper(paper) for paper in numbers.papers)
    return any(paper is not None and paper.sha256 == sha256 and bool(paper.masks) for paper in exhibits)


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
