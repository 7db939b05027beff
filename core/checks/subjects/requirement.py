"""Whether everything that this kind of appeal asks for is attached, and said where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from core.checks.hit import Hit, passed, skip
from core.checks.registry import check
from core.checks.review import Review
from core.i18n import _, mark, title_of
from core.interview import RequirementState, alternative_of, requirements
from core.model import Level, Paper
from core.packs.shapes import Requirement

_SOURCE: Final = mark("规则包里的申诉类型：材料要求（每项附来源和日期）")


def _states(review: Review) -> tuple[RequirementState, ...]:
    playbook = review.playbook
    return requirements(playbook, review.case) if playbook else ()


@check(
    id="requirement/pack",
    title=mark("本案的规则包是否已安装"),
    why=mark("没有规则包，就不知道这类申诉要交什么，大部分检查也无从做起。"),
    source=mark("规则包里的申诉类型与平台规则"),
    fix=mark("请安装本案所用的规则包，或在受理一步重新选择申诉类型和平台。"),
    codes=("missing",),
)
def pack(review: Review) -> Iterator[Hit]:
    case = review.case
    wanted = (("playbook", case.playbook, review.playbook), ("platform", case.platform, review.platform))
    absent = [(kind, name) for kind, name, shape in wanted if shape is None]
    for kind, name in absent:
        text = _("没有安装规则包“{name}”。") if name else _("还没有选择申诉类型或平台。")
        yield Hit(Level.FAIL, "missing", text.format(name=name), subject=kind)
    if not absent:
        yield passed(_("本案的规则包都已安装。"), idle=True)


@check(
    id="requirement/types",
    title=mark("每份文件是什么材料，是否已确认"),
    why=mark("材料的类型决定要核对哪些内容；类型没有确认的，不算作要求的材料。"),
    source=mark("规则包里的材料类型"),
    fix=mark("请在材料一步为它选定类型。"),
    codes=(),
)
def types(review: Review) -> Iterator[Hit]:
    open_ = [paper for paper in review.case.offered() if not (paper.type and paper.type_confirmed)]
    for paper in open_:
        type_ = review.type_of(paper)
        if type_ is None:
            message = _("还不知道 {file} 是什么材料，未作针对性的检查。").format(file=paper.file)
        else:
            text = _("{file} 像是{title}，还没有人确认。")
            message = text.format(file=paper.file, title=title_of(type_))
        yield skip(message, _("请在材料一步为它选定类型。"), paper=paper)
    if not open_:
        yield passed(_("本轮材料的类型都已确认。"), idle=not review.case.offered())


@check(
    id="requirement/met",
    title=mark("要求的材料是否齐全"),
    why=mark("缺少要求的材料，申诉会因资料不全被驳回。"),
    source=_SOURCE,
    fix=mark("请在材料一步添加它；确实取得不了的，写明原因和替代材料。"),
    codes=("missing", "unavailable"),
)
def met(review: Review) -> Iterator[Hit]:
    if review.playbook is None:
        yield skip(_("没有本案的规则包，未检查要求的材料。"))
        return
    hits = [hit for state in _states(review) for hit in _open(review, state)]
    yield from hits
    if not hits:
        yield passed(_("要求的材料都已添加。"))


def _open(review: Review, state: RequirementState) -> Iterator[Hit]:
    asked = state.requirement
    about = partial(Hit, subject=asked.id, why=_(asked.why), source=_cited(asked))
    if state.state == "missing":
        # What is asked for is often called as the one paper that meets it; the same findings in every language.
        types = [review.packs.paper(paper) for paper in state.lacking]
        lacking = [title_of(one) for one in types if one and one.title != asked.title]
        text = _("还缺：{title}（{lacking}）。") if lacking else _("还缺：{title}。")
        message = text.format(title=title_of(asked), lacking=_("、").join(lacking))
        yield about(Level(asked.level), "missing", message, _how(review, asked))
    elif state.state == "unavailable":
        yield about(*_given_up(review, state))


def _given_up(review: Review, state: RequirementState) -> tuple[Level, str, str, str]:
    """Returns level, code, message and fix for what the person says can't be obtained."""
    asked = state.requirement
    said = next((one for one in review.case.unavailable if one.requirement == asked.id), None)
    reason = said.reason.strip() if said else ""
    if state.lacking:
        text = _("{title}取得不了（{reason}），替代材料还缺：{lacking}。")
        lacking = _("、").join(_title(review, paper) for paper in state.lacking)
        message = text.format(title=title_of(asked), reason=reason or _("没有写明原因"), lacking=lacking)
        return Level(asked.level), "unavailable", message, _("请添加替代材料，或改选别的替代办法。")
    if not reason:
        message = _("{title}取得不了，但没有写明原因。").format(title=title_of(asked))
        return Level.WARN, "unavailable", message, _("请写明为什么取得不了，以及可供核实的途径。")
    if said and said.alternative.strip() and alternative_of(asked, said) is None:
        text = _("{title}取得不了（{reason}），代替它的是规则包里没有的办法：“{own}”。")
        message = text.format(title=title_of(asked), reason=reason, own=said.alternative.strip())
        return min(Level.WARN, Level(asked.level), key=_weight), "unavailable", message, _offered(asked)
    message = _("{title}取得不了（{reason}），改用替代办法。").format(title=title_of(asked), reason=reason)
    return Level.INFO, "unavailable", message, _("请在说明中写明原因，并引用替代材料。")


def _weight(level: Level) -> int:
    return level.weight


def _offered(asked: Requirement) -> str:
    """Returns what to do about an alternative that the pack does not know."""
    if not asked.alternatives:
        return _("请自行确认审核方会接受它，并在说明中写明。")
    text = _("请自行确认审核方会接受它，并在说明中写明；规则包里的办法有：{titles}。")
    return text.format(titles=_("、").join(_(a.title) + f"（{a.id}）" for a in asked.alternatives))


def _title(review: Review, paper_type: str) -> str:
    type_ = review.packs.paper(paper_type)
    return title_of(type_) if type_ else paper_type


def _cited(asked: Requirement) -> str:
    return f"{asked.fact.source}（{asked.fact.as_of}）"


def _how(review: Review, asked: Requirement) -> str:
    """Returns how to get one of the papers that would do, when a pack knows."""
    types = [review.packs.paper(name) for name in (*asked.all_of, *asked.any_of)]
    ways = [_(type_.obtain) for type_ in types if type_ and type_.obtain]
    text = _("请在材料一步添加它。取得方法：{how}")
    return text.format(how=ways[0]) if ways else ""


@check(
    id="requirement/provenance",
    title=mark("替换材料的来历是否写明"),
    why=mark("写明何时、从谁、怎样取得，才能让审核方相信这一次是真件。"),
    source=_SOURCE,
    fix=mark("请在材料一步写明它从谁、何时、以什么方式取得。"),
    codes=("provenance-missing",),
)
def provenance(review: Review) -> Iterator[Hit]:
    papers = [(s, p) for s, p in _attached(review) if s.requirement.provenance]
    if not papers:
        yield skip(_("没有需要写明来历的材料，未检查来历。"))
        return
    open_ = [(state, paper) for state, paper in papers if not _is_told(paper)]
    for state, paper in open_:
        text = _("{file}（{title}）没有写明从谁、何时取得。")
        message = text.format(file=paper.file, title=title_of(state.requirement))
        yield Hit(Level.WARN, "provenance-missing", message, paper=paper, subject=state.requirement.id)
    if not open_:
        yield passed(_("需要写明来历的材料都已写明。"))


def _is_told(paper: Paper) -> bool:
    return paper.obtained is not None and bool(paper.obtained.source.strip()) and paper.obtained.on is not None


@check(
    id="requirement/verification",
    title=mark("是否在官方渠道核验过"),
    why=mark("附上官方渠道的核验结果，审核方不必再怀疑材料的真实性。"),
    source=_SOURCE,
    fix=mark("请按材料说明中的官方渠道查询，记下日期和结果，并保存截图作为佐证。"),
    codes=("verification-missing",),
)
def verification(review: Review) -> Iterator[Hit]:
    papers = [(s, p) for s, p in _attached(review) if s.requirement.verification]
    if not papers:
        yield skip(_("没有需要官方核验的材料，未检查核验。"))
        return
    open_ = [(s, p) for s, p in papers if p.verified is None or not p.verified.channel.strip()]
    for state, paper in open_:
        message = _("{file} 还没有官方渠道的核验记录。").format(file=paper.file)
        yield Hit(
            Level.WARN,
            "verification-missing",
            message,
            _where(review, paper),
            paper=paper,
            subject=state.requirement.id,
        )
    if not open_:
        yield passed(_("需要官方核验的材料都有核验记录。"))


def _where(review: Review, paper: Paper) -> str:
    type_ = review.type_of(paper)
    if type_ is None or not type_.verify:
        return ""
    channel = type_.verify[0]
    text = _("可在{title}（{where}）核验：{how}")
    return text.format(title=_(channel.title), where=_(channel.where), how=_(channel.how))


def _attached(review: Review) -> list[tuple[RequirementState, Paper]]:
    case = review.case
    needed = [state for state in _states(review) if state.state != "not-needed"]
    return [(state, paper) for state in needed for name in state.papers if (paper := case.paper(name))]
