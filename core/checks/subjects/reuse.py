"""Whether what was rejected, or is known not to be genuine, is being sent again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.looks import alike, same_words
from core.checks.registry import check
from core.checks.review import Review, natural
from core.checks.wording import told_apart
from core.i18n import _, mark
from core.model import Judgement, Level, Paper

_FALSE: Final = frozenset({Judgement.FORGED, Judgement.ALTERED})


@check(
    id="reuse/rejected",
    title=mark("是否又用了上一轮未通过的文件"),
    why=mark("上一轮没有说服审核方的同一份文件，原样再交一次，结果不会不同，还会用掉一次机会。"),
    source=mark("复申：逐字节比对（SHA-256）"),
    fix=mark("请从出具方重新取得有效的文件来替换；确属平台误判的，请在自查中标为“真实”，并附官方渠道的核验结果。"),
    codes=("same-as-rejected",),
)
def rejected(review: Review) -> Iterator[Hit]:
    before: dict[str, list[Paper]] = defaultdict(list)
    for paper in review.case.rejected():
        before[paper.sha256].append(paper)
    if not before:
        yield skip(_("没有登记上一轮提交的文件，未核对是否重复使用。"), _("请在自查一步添加上一轮交过的文件。"))
        return
    again = [paper for paper in review.case.offered() if paper.sha256 in before]
    for paper in again:
        yield _again(paper, sorted(before[paper.sha256], key=lambda p: natural(p.id)))
    if not again:
        yield passed(_("本轮文件与上一轮未通过的文件都不相同。"))


def _again(paper: Paper, before: list[Paper]) -> Hit:
    # A genuine paper that the platform misjudged may be sent again; then it takes new proof beside it.
    genuine = all(old.judgement is Judgement.GENUINE for old in before)
    text = _("{file} 与上一轮未通过的 {old} 是同一份文件。")
    message = text.format(file=paper.file, old=told_apart(before[0], paper))
    fix = _("已在自查中标为真实。请附官方渠道的核验结果，并在说明里写清上次为何未被采信。") if genuine else ""
    return Hit(Level.WARN if genuine else Level.FAIL, "same-as-rejected", message, fix, paper=paper)


@check(
    id="reuse/alike",
    title=mark("本轮文件是否与未通过的文件看起来一样"),
    why=mark("重新扫描、压缩或另存同一份未通过的文件，审核方看到的内容没有变化。"),
    source=mark("复申：首页外观比对（拉正后的感知哈希），只提示，不作结论"),
    fix=mark("请对照两份文件：确是同一份的，请换用从出具方重新取得的；确是新取得的，可在说明中写清差别。"),
    codes=("looks-like-rejected",),
)
def similar(review: Review) -> Iterator[Hit]:
    before = [(paper, f) for paper in review.case.rejected() if (f := review.facts_of(paper))]
    now = [(paper, f) for paper in review.case.offered() if (f := review.facts_of(paper))]
    pairs = [(new, old) for new in now for old in before if alike(new[1], old[1])]
    found = sorted(pairs, key=lambda pair: (natural(pair[0][0].id), natural(pair[1][0].id)))
    for (paper, facts), (old, theirs) in found:
        text = _("{file} 的首页与上一轮未通过的 {old} 看起来很像。")
        message = text.format(file=paper.file, old=told_apart(old, paper))
        # Papers on one form look the same; only the words tell, and a scan has none.
        level = Level.WARN if same_words(facts, theirs) else Level.INFO
        yield Hit(level, "looks-like-rejected", message, paper=paper, subject=old.id)
    if not found:
        yield passed(_("本轮文件的外观与上一轮未通过的文件都不相似。"), idle=not (before and now))


@check(
    id="reuse/genuine",
    title=mark("不真实的材料是否已停用"),
    why=mark("在申诉中再次提供虚假凭证，会受到更重的处理；承认并改正，才是走得通的路。"),
    source=mark("平台规则的第三方转述（2024-09）：“售假、不当使用他人权利申诉中提供虚假凭证”列为情节严重"),
    fix=mark("请停用这份材料，如实说明，下架相关商品，并向有权机关或权利人取得真件；不要再主张它是真实的。"),
    codes=("judged-not-genuine",),
)
def genuine(review: Review) -> Iterator[Hit]:
    case = review.case
    if not case.papers:
        yield skip(_("还没有添加任何文件。"))
        return
    false = {paper.sha256: paper for paper in case.papers if paper.judgement in _FALSE}
    hits = [hit for paper in case.papers if paper.sha256 in false for hit in _false_hits(review, paper)]
    yield from hits
    if not hits:
        yield passed(_("没有被判断为伪造或变造的文件。"))


def _false_hits(review: Review, paper: Paper) -> Iterator[Hit]:
    case = review.case
    if paper in case.offered():
        text = _("{file} 已被判断为伪造或变造，却仍列在本轮材料里。")
        yield Hit(Level.FAIL, "judged-not-genuine", text.format(file=paper.file), paper=paper)
        return
    cited = [claim.id for claim in case.claims if any(ref.paper == paper.id for ref in claim.cited)]
    if cited:
        text = _("{file} 已被判断为伪造或变造，但 {claims} 引用了它，它会作为附件印出。")
        fix = _("只在如实承认时引用它，并写明它不真实；否则请从这些语句中去掉引用。")
        message = text.format(file=paper.file, claims=_("、").join(sorted(cited, key=natural)))
        yield Hit(Level.WARN, "judged-not-genuine", message, fix, paper=paper)
        return
    text = _("{file} 已被判断为伪造或变造，本轮没有使用它。")
    fix = _("请在说明中如实承认，写明已停用和下架，并用从正规渠道取得的真件替换。")
    yield Hit(Level.INFO, "judged-not-genuine", text.format(file=paper.file), fix, paper=paper)
