"""Whether a trademark is registered yet, and whether its change of hands or of name can be followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.checks import names
from core.checks.chains import (
    CERTIFICATE,
    TRANSFERS,
    chains,
    current_owners,
    number_of,
    owner_of,
    same_mark,
)
from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark
from core.model import Case, Level, Paper
from core.packs.answers import on_path

_APPLIED: Final = "trademark-acceptance"
# The questions of the playbooks that tell of an own brand and of a change.
_OWN: Final = ("brand-relation", "own")
_CHANGED: Final = ("trademark-transferred", "trademark-changed")


@check(
    id="trademark/registered",
    title=mark("商标是否已经注册"),
    why=mark("受理通知书只说明已经申请，还不是商标权；部分类目不接受。"),
    source=mark("商标法第3条：经核准注册的商标享有专用权"),
    fix=mark("已有注册证的请添加注册证；还没有的，请先向平台确认本类目是否接受受理通知书，并在说明中如实写明。"),
    codes=("pending-only",),
)
def registered(review: Review) -> Iterator[Hit]:
    applied, certified = review.of_type(_APPLIED), review.of_type(CERTIFICATE)
    if not applied and not certified:
        yield passed(_("本轮材料里没有商标注册证或受理通知书。"), idle=True)
        return
    pending = [paper for paper in applied if not _is_registered(paper, certified)]
    for paper in pending:
        message = _("{file} 是受理通知书，同一商标还没有注册证。").format(file=paper.file)
        yield Hit(Level.WARN, "pending-only", message, paper=paper)
    if not pending:
        yield passed(_("用到的商标都有注册证。"))


def _is_registered(applied: Paper, certified: tuple[Paper, ...]) -> bool:
    number = number_of(applied)
    return any(same_mark(number_of(paper), number) for paper in certified) if number else bool(certified)


@check(
    id="trademark/owner",
    title=mark("商标注册人的变更、转让是否有证明"),
    why=mark("变更、转让后不换发新证，缺了证明，注册证上的名称就与现在的权利人对不上。"),
    source=mark("商标法第41、42条；商标局不换发新证，须与原证一并提交的公开转述"),
    fix=mark("请向商标局或权利人取得变更、转让证明，与注册证一起添加，并确认上面的原名称和新名称。"),
    codes=("missing-change-certificate",),
)
def owner(review: Review) -> Iterator[Hit]:
    certificates = review.of_type(CERTIFICATE)
    unread = [paper for paper in certificates if not owner_of(paper)]
    for paper in unread:
        yield skip(_("{file} 的注册人还没有确认，未检查变更和转让。").format(file=paper.file), paper=paper)
    hits = [hit for paper in certificates if paper not in unread and (hit := _unlinked(review, paper))]
    yield from hits
    if not hits and not unread:
        yield passed(_("商标注册人与现在的权利人之间没有缺少证明的变更。"), idle=not certificates)


def _unlinked(review: Review, paper: Paper) -> Hit | None:
    """Returns what to say when the papers of change don't lead from the registered owner to today's."""
    moved = tuple(p for p in review.of_type(*TRANSFERS) if _about(p, paper))
    today = _today(review, paper)
    if not today or not (moved or _says_changed(review)):
        return None  # an owner who simply is another one is told by chain/root
    if names.fold(today) in {names.fold(name) for name in current_owners({owner_of(paper)}, moved)}:
        return None
    text = _("{file} 的注册人是“{owner}”，现在的权利人是“{today}”，已有的变更、转让证明没有把两者连起来。")
    message = text.format(file=paper.file, owner=owner_of(paper), today=today)
    return Hit(Level.WARN, "missing-change-certificate", message, paper=paper, subject="owner")


def _about(transfer: Paper, certificate: Paper) -> bool:
    one, other = number_of(transfer), number_of(certificate)
    return not one or not other or same_mark(one, other)


def _today(review: Review, certificate: Paper) -> str:
    """Returns who acts as owner now: who begins the chain of this mark, or the shop itself for its own brand."""
    for chain in chains(review):
        ring = chain[0].rings[0]
        if not ring.trademark or not number_of(certificate) or same_mark(ring.trademark, number_of(certificate)):
            return ring.grantor
    question, own = _OWN
    return review.case.entity.name if _seen(review).answer(question) == own else ""


def _says_changed(review: Review) -> bool:
    return any(_seen(review).answer(question) is True for question in _CHANGED)


def _seen(review: Review) -> Case:
    return on_path(review.playbook, review.case) if review.playbook else review.case
