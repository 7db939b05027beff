"""Whether a test report can carry what it is meant to prove."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from core.checks.hit import Hit, at_field, passed
from core.checks.registry import check
from core.checks.review import Review
from core.checks.wording import confirm
from core.i18n import _, mark
from core.model import Level, Paper

_SOURCE: Final = mark("规则包里的检测报告：常见驳回原因")
# “第1页 共6页”, “共 6 页，第 1 页”.
_OF_PAGES: Final = re.compile(
    r"第\s*\d+\s*页[\s,，/／、]*共\s*(\d{1,3})\s*页|共\s*(\d{1,3})\s*页[\s,，/／、]*第\s*\d+\s*页"
)
_STANDARD: Final = re.compile(
    r"\b(GB/T|GB/Z|GB|QB/T|QB|FZ/T|YY/T|YY|T/[A-Z]{2,8}|NY/T|SN/T|JJF)\s?(\d{2,6}(?:\.\d{1,3})?)"
)
_ONLY_SAMPLE: Final = re.compile(r"仅\s*对\s*(来样|送检样品|所检样品|样品)\s*负责")


def _none(review: Review) -> Hit | None:
    return None if review.of_type("test-report") else passed(_("本轮材料里没有检测报告。"), idle=True)


def _text(review: Review, paper: Paper) -> str:
    facts = review.facts_of(paper)
    own = "\n".join(page.text for page in facts.pages) if facts else ""
    return own or "\n".join(reading.text for reading in review.readings.get(paper.sha256, ()))


@check(
    id="report/qualified",
    title=mark("检测报告有没有资质认定编号"),
    why=mark("没有 CMA 编号的报告不能对社会出具证明数据，平台一般不采信。"),
    source=mark("检验检测机构资质认定管理办法；规则包里的检测报告"),
    fix=mark("请对照报告首页填写 CMA 编号；报告上确实没有的，请送有资质的机构重新检测。"),
    codes=("no-cma",),
)
def qualified(review: Review) -> Iterator[Hit]:
    hits = []
    for paper in review.of_type("test-report"):
        if paper.value("cma_number"):
            continue
        if paper.proposals("cma_number"):
            hits.append(confirm(paper, review.type_of(paper), "cma_number"))
        else:
            message = _("{file} 没有填写资质认定编号（CMA）。").format(file=paper.file)
            hits.append(Hit(Level.WARN, "no-cma", message, paper=paper, subject="cma_number"))
    yield from hits
    if not hits:
        yield _none(review) or passed(_("检测报告都有资质认定编号；是否在有效范围内，请在官方平台查询。"))


@check(
    id="report/days",
    title=mark("检测报告的日期是否说得通"),
    why=mark("先检测、后抽样的报告不能说明被抽的那批货。"),
    source=_SOURCE,
    fix=mark("请对照原件改正录入；原件就是如此的，请向检测机构核实，或重新送检。"),
    codes=("before-sampling",),
)
def days(review: Review) -> Iterator[Hit]:
    hits = []
    for paper in review.of_type("test-report"):
        sampled, tested, field = paper.date("sampled_on"), paper.date("tested_on"), paper.field("tested_on")
        if isinstance(sampled, date) and isinstance(tested, date) and tested < sampled and field is not None:
            text = _("{file} 的检测日期 {tested} 早于抽样或收样日期 {sampled}。")
            message = text.format(file=paper.file, tested=tested.isoformat(), sampled=sampled.isoformat())
            hits.append(at_field(Level.FAIL, "before-sampling", message, paper=paper, field=field))
    yield from hits
    if not hits:
        yield _none(review) or passed(_("已确认的检测日期都不早于抽样日期。"))


@check(
    id="report/scope",
    title=mark("检测报告的依据与样品是否对得上"),
    why=mark("依据不同的标准，或只对来样负责的报告，不能推翻按另一标准所作的抽检。"),
    source=mark("新疆市场监管局（2025-03-14）：“仅对来样负责”的报告不能推翻抽检，只作佐证"),
    fix=mark("请按通知所依据的标准、对同一批次的货抽样检测；只有送样报告的，请在说明中如实写明。"),
    codes=("standard", "sample"),
)
def scope(review: Review) -> Iterator[Hit]:
    notice = review.case.notice
    wanted = _standards(" ".join((notice.text, *(point.quote for point in notice.points))))
    hits = [hit for paper in review.of_type("test-report") for hit in _scope(review, paper, wanted)]
    yield from hits
    if not hits:
        yield _none(review) or passed(_("没有发现依据或样品对不上的检测报告。"))


def _scope(review: Review, paper: Paper, wanted: frozenset[str]) -> Iterator[Hit]:
    field = paper.field("standard")
    used = _standards(field.value) if field else frozenset()
    if wanted and used and not wanted & used and field is not None:
        text = _("{file} 依据的是 {used}，通知里提到的是 {wanted}。")
        message = text.format(file=paper.file, used=_("、").join(sorted(used)), wanted=_("、").join(sorted(wanted)))
        yield at_field(Level.WARN, "standard", message, paper=paper, field=field)
    if found := _ONLY_SAMPLE.search(_text(review, paper)):
        text = _("{file} 写明只对来样负责，不能推翻抽检的结论，只能作佐证。")
        yield Hit(Level.INFO, "sample", text.format(file=paper.file), paper=paper, quote=found[0])


def _standards(text: str) -> frozenset[str]:
    """Returns standards without their year: a newer edition is for people to judge."""
    return frozenset(f"{kind} {number}" for kind, number in _STANDARD.findall(text))


@check(
    id="report/whole",
    title=mark("检测报告是否齐页"),
    why=mark("缺页的报告不能证明全部项目，也常被认为是截取。"),
    source=_SOURCE,
    fix=mark("请扫描包括封面、声明页在内的全部页，重新添加。"),
    codes=("incomplete",),
)
def whole(review: Review) -> Iterator[Hit]:
    hits = []
    for paper in review.of_type("test-report"):
        facts = review.facts_of(paper)
        told = [int(a or b) for a, b in _OF_PAGES.findall(_text(review, paper))]
        if facts is None or not told:
            continue
        if max(told) > len(facts.pages):
            text = _("{file} 写明共 {told} 页，文件里只有 {pages} 页。")
            message = text.format(file=paper.file, told=max(told), pages=len(facts.pages))
            hits.append(Hit(Level.WARN, "incomplete", message, paper=paper))
    yield from hits
    if not hits:
        yield _none(review) or passed(_("写明了总页数的检测报告都齐页。"))
