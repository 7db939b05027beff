"""Whether the firm of the case is the firm on its business licence."""

from __future__ import annotations

from collections.abc import Iterator

from core.checks import names
from core.checks.chains import parties
from core.checks.hit import Hit, at_field, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.checks.subjects.match import LICENCE, SOURCE
from core.checks.wording import confirm
from core.i18n import _, mark
from core.model import Entity, Level, Paper


@check(
    id="entity/licence",
    title=mark("店铺主体是否与营业执照一致"),
    why=mark("主体对不上，其余材料再全也不能证明是这家店的。"),
    source=SOURCE,
    fix=mark("请对照营业执照改正案件中的主体；主体已更名的，附变更登记通知书；执照放错的，换成店铺主体的执照。"),
    codes=("uscc-mismatch", "name-mismatch"),
)
def licence(review: Review) -> Iterator[Hit]:
    owner, papers = review.case.entity, review.of_type(LICENCE)
    if not papers or not (owner.name or owner.uscc):
        yield skip(_("没有营业执照，或案件没有主体信息，未核对二者。"), _("请添加营业执照，并填写主体名称和代码。"))
        return
    unread = [p for p in papers if not (p.value("holder") or p.value("uscc"))]
    for paper in unread:
        yield confirm(paper, review.type_of(paper), "holder")
    read = [p for p in papers if p not in unread]
    own = [p for p in read if _is_own(p, owner)]
    hits = [hit for paper in own for hit in _differences(paper, owner)]
    hits += [hit for paper in read if paper not in own for hit in _strange(review, paper, alone=not own)]
    yield from hits
    if own and not hits:
        yield passed(_("店铺主体与营业执照一致。"))


def _is_own(paper: Paper, owner: Entity) -> bool:
    """Returns whether this is the shop's licence: the same name or the same code."""
    return names.same(paper.value("holder"), owner.name) or names.same(paper.value("uscc").upper(), owner.uscc.upper())


def _differences(paper: Paper, owner: Entity) -> Iterator[Hit]:
    holder, code = paper.field("holder"), paper.field("uscc")
    if holder and owner.name and not names.same(holder.value, owner.name):
        text = _("{file} 上的名称是“{value}”，而案件的主体是“{name}”，代码却相同。")
        message = text.format(file=paper.file, value=holder.value, name=owner.name)
        yield at_field(Level.FAIL, "name-mismatch", message, paper=paper, field=holder)
    if code and owner.uscc and not names.same(code.value.upper(), owner.uscc.upper()):
        text = _("{file} 上的统一社会信用代码是 {value}，而案件中写的是 {uscc}。")
        message = text.format(file=paper.file, value=code.value, uscc=owner.uscc)
        yield at_field(Level.FAIL, "uscc-mismatch", message, paper=paper, field=code)


def _strange(review: Review, paper: Paper, *, alone: bool) -> Iterator[Hit]:
    """Yields what to say of a licence of another firm; a supplier's beside the shop's own is nothing odd."""
    holder = paper.field("holder") or paper.field("uscc")
    if holder is None or (not alone and names.fold(paper.value("holder")) in parties(review)):
        return
    text = _("{file} 是“{value}”的执照，而案件的主体是“{name}”（{uscc}）。")
    owner = review.case.entity
    message = text.format(file=paper.file, value=holder.value, name=owner.name, uscc=owner.uscc or _("代码未填"))
    if alone:
        yield at_field(Level.FAIL, "name-mismatch", message, paper=paper, field=holder)
        yield from _differences(paper, Entity(uscc=owner.uscc))
    else:
        fix = _("属于供应商或权利人的，把它的环节录入授权链或在说明中交代；放错的请移出。")
        yield at_field(Level.WARN, "name-mismatch", message, paper=paper, field=holder, fix=fix)
