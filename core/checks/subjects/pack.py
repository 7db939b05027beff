"""The checks that a playbook brings along as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark
from core.interview import mended_at, on_path
from core.model import Level
from core.packs.conditions import holds


def _codes(review: Review) -> Iterable[str]:
    return [one.id for one in review.playbook.checks] if review.playbook else []


@check(
    id="pack/conditions",
    title=mark("规则包自带的检查"),
    why=mark("这类申诉特有的要求，写在规则包里。"),
    source=mark("规则包里的申诉类型：要做的检查"),
    fix=mark("请按这条提示补齐。"),
    codes=_codes,
)
def conditions(review: Review) -> Iterator[Hit]:
    playbook = review.playbook
    if playbook is None:
        yield skip(_("没有本案的规则包，未做规则包自带的检查。"))
        return
    case = on_path(playbook, review.case)
    asked = [one for one in playbook.checks if holds(one.when, case)]
    if not asked:
        yield passed(_("规则包没有适用于本案的检查。"), idle=True)
        return
    failed = [one for one in asked if not holds(one.must, case)]
    for one in failed:
        source = f"{one.fact.source}（{one.fact.as_of}）"
        step, question = mended_at(playbook, one, case)
        hit = Hit(Level(one.level), one.id, _(one.message), _(one.fix), why=_(one.why), source=source)
        yield replace(hit, step=step, question=question)
    if not failed:
        yield passed(_("规则包自带的 {count} 项检查都通过。").format(count=len(asked)))
