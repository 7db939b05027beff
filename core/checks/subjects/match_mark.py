"""Whether the papers speak of the same trademark: its name, its number and its classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.checks import names
from core.checks.chains import CERTIFICATE, classes_of, number_of, rings
from core.checks.hit import Hit, at_field, passed, skip
from core.checks.registry import check
from core.checks.review import Review, natural
from core.i18n import _, mark
from core.model import Field, Level, Paper
from core.numbers import trademark

_SOURCE: Final = mark("商标法第56条；平台品牌授权要求的公开转述：品牌名、商标号、类别须与商标注册证一致")


@check(
    id="match/brand",
    title=mark("材料上的品牌是否与商标注册证一致"),
    why=mark("品牌名与注册证不一致，就看不出说的是同一个商标。"),
    source=_SOURCE,
    fix=mark("请对照商标注册证核对；写错或写漏的请出具方更正，另有注册证的请一并添加。"),
    codes=("brand",),
)
def brand(review: Review) -> Iterator[Hit]:
    certified = [p.value("brand") for p in review.of_type(CERTIFICATE) if p.value("brand")]
    named = _others_with(review, "brand")
    if not certified or not named:
        yield skip(_("没有已确认品牌的商标注册证，或其他材料没有品牌，未核对二者。"))
        return
    known = [names.marks(one) for one in certified]
    hits = [hit for paper, field in named for hit in _brand(review, paper, field, known, certified)]
    yield from hits
    if not hits:
        yield passed(_("材料上的品牌与商标注册证一致。"))


def _brand(
    review: Review, paper: Paper, field: Field, known: list[frozenset[str]], certified: list[str]
) -> Iterator[Hit]:
    mine = names.marks(field.value)
    overlap = any(mine & one for one in known)
    binding = _binds(review, paper)
    # Goods papers may name only one of the two languages; an authorisation should name the mark as registered.
    if overlap and (not binding or mine in known):
        return
    text = _("{file} 上的品牌是“{value}”，商标注册证上是“{brand}”。")
    message = text.format(file=paper.file, value=field.value, brand=_("、").join(sorted(set(certified))))
    level = Level.FAIL if binding and not overlap else Level.WARN
    yield at_field(level, "brand", message, paper=paper, field=field)


def _binds(review: Review, paper: Paper) -> bool:
    """Returns whether the paper grants or moves rights in a mark, and so must name it exactly."""
    type_ = review.type_of(paper)
    return type_ is not None and any(spec.name in {"trademark_number", "grantor"} for spec in type_.fields)


@check(
    id="match/trademark-number",
    title=mark("商标号是否与商标注册证一致"),
    why=mark("商标号对不上，授权的就可能是另一个商标。"),
    source=_SOURCE,
    fix=mark("请对照商标注册证核对号码；写错的请出具方更正重开，另有注册证的请一并添加。"),
    codes=("trademark-number",),
)
def trademark_number(review: Review) -> Iterator[Hit]:
    certified = {trademark.compact(n): n for p in review.of_type(CERTIFICATE) if (n := number_of(p))}
    named = _others_with(review, "trademark_number")
    typed = [ring for ring in rings(review) if ring.link.trademark.strip()]
    if not certified or not (named or typed):
        yield skip(_("没有已确认商标号的商标注册证，或其他材料没有商标号，未核对二者。"))
        return
    shown = _("、").join(sorted(certified.values(), key=natural))
    wrong = [(paper, field) for paper, field in named if trademark.compact(field.value) not in certified]
    for paper, field in wrong:
        text = _("{file} 上的商标号是 {value}，商标注册证上是 {numbers}。")
        message = text.format(file=paper.file, value=field.value, numbers=shown)
        yield at_field(Level.FAIL, "trademark-number", message, paper=paper, field=field)
    strange = [ring for ring in typed if trademark.compact(ring.link.trademark) not in certified]
    for ring in strange:
        text = _("授权链第 {n} 环的商标号是 {value}，商标注册证上是 {numbers}。")
        message = text.format(n=ring.number, value=ring.link.trademark, numbers=shown)
        yield Hit(Level.FAIL, "trademark-number", message, paper=ring.paper, subject=ring.id, quote=ring.link.trademark)
    if not wrong and not strange:
        yield passed(_("材料上的商标号与商标注册证一致。"))


@check(
    id="match/class",
    title=mark("材料上的类别是否在商标核定类别之内"),
    why=mark("注册证没有核定的类别，不能凭它授权或主张。"),
    source=_SOURCE,
    fix=mark("请对照商标注册证核对类别；写错的请出具方更正，另有注册证的请一并添加。"),
    codes=("class",),
)
def nice_class(review: Review) -> Iterator[Hit]:
    certified = {c for p in review.of_type(CERTIFICATE) for c in classes_of(p)}
    linked = {link.paper for link in review.case.links}  # these are told by chain/class
    named = [(p, f) for p, f in _others_with(review, "classes") if p.id not in linked]
    if not certified:
        yield skip(_("没有已确认类别的商标注册证，未核对材料上的类别。"))
        return
    found = False
    for paper, field in named:
        beyond = sorted(set(classes_of(paper)) - certified)
        if beyond:
            found = True
            text = _("{file} 写的第 {classes} 类不在商标注册证核定的类别里。")
            message = text.format(file=paper.file, classes=_("、").join(map(str, beyond)))
            yield at_field(Level.FAIL, "class", message, paper=paper, field=field)
    if not found:
        yield passed(_("材料上的类别都在商标核定类别之内。"))


def _others_with(review: Review, name: str) -> list[tuple[Paper, Field]]:
    """Returns the offered papers beside the certificates that have this field confirmed."""
    offered = (p for p in review.case.offered() if p.type != CERTIFICATE)
    return [(paper, field) for paper in offered if (field := paper.field(name))]
