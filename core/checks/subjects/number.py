"""Whether the numbers and days on the papers can exist at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from core.checks.hit import Hit, at_field, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark, title_of
from core.model import Field, Level, Paper, Role, forever, parse_date
from core.numbers import FORMAT, InvalidNumber, find, parts
from core.packs.shapes import FieldSpec

# Their syntax and check digit are published as standards; of the others only usage is known, so a
# strange form is a doubt there, not an error.
_STANDARDISED: Final = frozenset({"uscc", "resident_id", "sc", "jy", "gtin"})
# Days on which something happened; they can't lie ahead.
_PAST: Final = frozenset({"issued_on", "invoice_date", "sampled_on", "tested_on"})


@check(
    id="number/written",
    title=mark("号码是否写对"),
    why=mark("号码有固定的写法和校验位；写错一位，审核方查不到，就会当作不真实。"),
    source=mark("GB 32100-2015、GB 11643-1999、GB/T 17710-1999 等号码标准；号码相符不等于真实，真实要到官方渠道查"),
    fix=mark("录入有误的请改正；原件就是如此的，请到官方渠道查询，并向出具方核实。"),
    codes=("format", "checksum", "date-impossible", "unknown-code"),
)
def written(review: Review) -> Iterator[Hit]:
    fields = list(_confirmed(review))
    numbered = [(paper, spec, field) for paper, spec, field in fields if spec.number]
    hits = [hit for paper, spec, field in numbered if (hit := _wrong(paper, spec, field))]
    hits += _entity(review)
    yield from hits
    yield from (hit for paper, spec, field in numbered for hit in _unknown_codes(review, paper, spec, field))
    if not numbered and not review.case.entity.uscc:
        yield skip(_("没有已确认的号码，未检查号码。"), _("请在材料一步对照原件确认号码。"))
    elif not hits:
        yield passed(_("已确认的 {count} 个号码写法无误。").format(count=len(numbered)))


def _confirmed(review: Review) -> Iterator[tuple[Paper, FieldSpec, Field]]:
    for paper in review.case.papers:
        type_ = review.type_of(paper)
        for spec in type_.fields if type_ else ():
            field = paper.field(spec.name)
            if field is not None and field.value.strip():
                yield paper, spec, field


def _wrong(paper: Paper, spec: FieldSpec, field: Field) -> Hit | None:
    module = find(spec.number)
    if module is None:
        text = _("规则包要求按“{number}”检查 {file} 的“{title}”，这个版本还不会，未作检查。")
        message = text.format(number=spec.number, file=paper.file, title=title_of(spec))
        return skip(message, paper=paper, subject=spec.name)
    try:
        module.validate(field.value)
    except InvalidNumber as error:
        text = _("{file} 的“{title}”写作 {value}。{why}")
        message = text.format(file=paper.file, title=title_of(spec), value=field.value, why=error.message)
        level = _level(paper, doubtful=error.code == FORMAT and spec.number not in _STANDARDISED)
        return at_field(level, error.code, message, paper=paper, field=field)
    return None


def _unknown_codes(review: Review, paper: Paper, spec: FieldSpec, field: Field) -> Iterator[Hit]:
    """Notes digits that stand in no table. Tables grow, so this says nothing against the number."""
    module, known = find(spec.number), review.packs.codes.get(spec.number)
    if module is None or known is None or not module.is_valid(field.value):
        return
    for part in parts(module.compact(field.value), known.parts):
        if not part.meaning:
            text = _("{file} 的“{title}”写作 {value}，其中{part}代码 {code} 不在 {day} 整理的码表里，可能是新设的。")
            named = {"file": paper.file, "title": spec.title, "value": field.value, "part": part.title}
            message = text.format(**named, code=part.code, day=known.effective)
            yield at_field(Level.INFO, "unknown-code", message, paper=paper, field=field)


def _level(paper: Paper, *, doubtful: bool) -> Level:
    # A rejected paper is not sent again; a wrong number on it only explains the rejection.
    return Level.WARN if doubtful or paper.role is Role.REJECTED else Level.FAIL


def _entity(review: Review) -> Iterator[Hit]:
    code, module = review.case.entity.uscc, find("uscc")
    if not code or module is None:
        return
    try:
        module.validate(code)
    except InvalidNumber as error:
        text = _("案件主体的统一社会信用代码写作 {value}。{why}")
        message = text.format(value=code, why=error.message)
        yield Hit(Level.FAIL, error.code, message, subject="uscc", quote=code)


@check(
    id="number/dates",
    title=mark("日期是否可能"),
    why=mark("不存在的日期、还没到的签发日、先止后起的期限，都会让人怀疑材料。"),
    source=mark("公历；材料的签发、检测、开票日期不晚于当天"),
    fix=mark("请对照原件核对日期；录入有误的请改正，原件就是如此的，请出具方更正重开。"),
    codes=("date-impossible", "format"),
)
def dates(review: Review) -> Iterator[Hit]:
    dated = [(paper, spec, field) for paper, spec, field in _confirmed(review) if spec.kind == "date"]
    if not dated:
        yield skip(_("没有已确认的日期，未检查日期。"), _("请在材料一步对照原件确认日期。"))
        return
    hits = [hit for paper, spec, field in dated for hit in _strange(review, paper, spec, field)]
    hits += [hit for paper in review.case.papers for hit in _reversed(review, paper)]
    yield from hits
    if not hits:
        yield passed(_("已确认的 {count} 个日期都有可能。").format(count=len(dated)))


def _strange(review: Review, paper: Paper, spec: FieldSpec, field: Field) -> Iterator[Hit]:
    day = parse_date(field.value)
    if day is None:
        text = _("{file} 的“{title}”写作 {value}，不是一个存在的日期。")
        message = text.format(file=paper.file, title=title_of(spec), value=field.value)
        yield at_field(_level(paper, doubtful=False), "date-impossible", message, paper=paper, field=field)
    elif day is forever and not spec.forever:
        text = _("{file} 的“{title}”写作“长期”，这一项通常是具体的日期。")
        message = text.format(file=paper.file, title=title_of(spec))
        yield at_field(Level.WARN, "format", message, paper=paper, field=field)
    elif isinstance(day, date) and spec.name in _PAST and day > review.today:
        text = _("{file} 的“{title}”是 {value}，晚于今天 {today}。")
        message = text.format(file=paper.file, title=title_of(spec), value=field.value, today=review.today)
        yield at_field(_level(paper, doubtful=False), "date-impossible", message, paper=paper, field=field)


def _reversed(review: Review, paper: Paper) -> Iterator[Hit]:
    type_ = review.type_of(paper)
    if type_ is None or not (type_.valid_from and type_.valid_to):
        return
    first, last, field = paper.date(type_.valid_from), paper.date(type_.valid_to), paper.field(type_.valid_to)
    if isinstance(first, date) and isinstance(last, date) and field is not None and first > last:
        text = _("{file} 的有效期从 {first} 到 {last}，先止后起。")
        message = text.format(file=paper.file, first=first, last=last)
        yield at_field(_level(paper, doubtful=False), "date-impossible", message, paper=paper, field=field)
