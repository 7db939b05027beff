"""What must be right between packs, and inside one beyond its shape: ids, references, dates, letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from core.i18n import _
from core.packs.answers import answerable
from core.packs.code_shapes import Codes
from core.packs.condition_lint import Scope, Wrong, wrong_in
from core.packs.known import Known, known_of, repeated
from core.packs.lint_calendar import calendar
from core.packs.lint_money import codes, deposits, lexicon, wording
from core.packs.locate import line_at, lines_of
from core.packs.mistakes import Mistake, dotted
from core.packs.money_shapes import Deposits, Lexicon
from core.packs.names import FIELD_NAMES, FINDING_IDS, unknown
from core.packs.reading import PackFile
from core.packs.shapes import (
    Calendar,
    Pack,
    PaperType,
    Platform,
    Playbook,
    Question,
    Reasons,
    Shape,
    Window,
)
from core.packs.tree import Tree
from core.packs.wording_shapes import Wording

_PORTAL: Final = re.compile(r"(playbooks/[^/]+/)portal-(\d+)\.txt\.j2")
CLUTTER: Final = frozenset({"Thumbs.db", "desktop.ini", "README.md"})


def check_files(files: tuple[PackFile, ...], tree: Tree) -> list[Mistake]:
    """Returns the mistakes that no file shows by itself."""
    known = known_of(files)
    found: list[Mistake] = []
    for file in files:
        if file.shape is None:
            continue
        wrong = [*_wrong_id(file), *RULES[file.kind](file.shape, known)]
        if isinstance(file.shape, Playbook):
            wrong += _wrong_letters(file.shape, known, tree)
        lines = lines_of(file.text) if wrong else {}
        found += [Mistake(file.name, line_at(lines, place), dotted(place), text) for place, text in wrong]
    return [*found, *_wrong_folder(files, tree)]


def _wrong_folder(files: tuple[PackFile, ...], tree: Tree) -> Iterator[Mistake]:
    """Names what is missing, and what lies where nothing reads it (Windows likes to save `x.toml.txt`)."""
    if not any(file.kind is Reasons for file in files):
        yield Mistake("reasons.toml", 1, "", _("缺少这个文件：它列出申诉失败的原因。"))
    for kind, folder in ((Playbook, "playbooks"), (Platform, "platforms"), (PaperType, "papers")):
        if not any(file.kind is kind for file in files):
            yield Mistake(folder, 1, "", _("这个文件夹里没有规则包。请确认检查的是整个 templates 文件夹。"))
    read = {file.name for file in files}
    for name in sorted((*tree.strange, *(n for n in tree.files if n not in read and n.endswith(".toml")))):
        last = name.rpartition("/")[2]
        if last not in CLUTTER and not last.startswith("."):
            text = _(
                "程序不会读取这个文件。请核对文件名和位置：扩展名应为 .toml，剧本应是 playbooks/编号/playbook.toml。"
            )
            yield Mistake(name, 1, "", text)


def _wrong_id(file: PackFile) -> Iterator[Wrong]:
    if isinstance(file.shape, Calendar):
        if str(file.shape.year) != file.stem:
            yield ("year",), _("年份 {year} 与文件名 {stem} 不一致。").format(year=file.shape.year, stem=file.stem)
    elif file.shape.id != file.stem:
        text = _("id 是 {id}，应与文件名（剧本为文件夹名）{stem} 一致。")
        yield ("id",), text.format(id=file.shape.id, stem=file.stem)


def _paper(paper: PaperType, known: Known) -> Iterator[Wrong]:
    names = [spec.name for spec in paper.fields]
    yield from repeated("fields", names, "name")
    for number, spec in enumerate(paper.fields):
        place = ("fields", number)
        if spec.name not in FIELD_NAMES:
            yield (*place, "name"), unknown(spec.name, FIELD_NAMES, _("字段名"))
        if spec.kind == "number" and not spec.number:
            yield place, _('kind = "number" 时要用 number 写明号码的种类。')
        if spec.number and spec.kind != "number":
            yield (*place, "number"), _('写了 number 就要把 kind 写成 "number"。')
        if spec.number and spec.number not in known.numbers:
            yield (*place, "number"), unknown(spec.number, known.numbers, _("号码种类"))
        if spec.forever and spec.kind != "date":
            yield (*place, "forever"), _("只有日期字段可以是“长期”。")
    for key in ("valid_from", "valid_to", "party"):
        value = getattr(paper, key)
        if value and value not in names:
            yield (key,), unknown(value, names, _("本文件字段"))
    yield from _times(paper)


def _times(paper: PaperType) -> Iterator[Wrong]:
    if paper.max_age is not None:
        yield from ((("max_age", "field"), text) for text in _no_date(paper.max_age.field, paper))
    time = paper.usual_time
    if time and not 0 <= time.least_days <= time.most_days:
        yield ("usual_time",), _("最短天数应不大于最长天数，且都不为负。")


def _no_date(name: str, paper: PaperType) -> Iterator[str]:
    days = [spec.name for spec in paper.fields if spec.kind == "date"]
    if name not in days:
        yield unknown(name, days, _("日期字段"))


def _platform(platform: Platform, known: Known) -> Iterator[Wrong]:
    yield from repeated("second_chances", (chance.kind for chance in platform.second_chances), "kind")
    yield from repeated("shop_levels", (level.kind for level in platform.shop_levels), "kind")
    yield from _windows(platform.windows, Scope(known.questions, values=known.values()), known)
    yield from _platform_papers(platform, known)
    yield from _ages(platform, known)
    if platform.min_remaining_days is not None and platform.min_remaining_fact is None:
        yield ("min_remaining_days",), _("写了 min_remaining_days 就要写 min_remaining_fact，说明来源。")
    limits = platform.portal.model_dump(exclude={"texts", "fact"}, exclude_defaults=True)
    if limits and platform.portal.fact is None:
        text = _("{keys} 缺少来源：请写 portal.fact；不知道的限制就不要写。")
        yield ("portal",), text.format(keys=_("、").join(limits))


def _windows(windows: tuple[Window, ...], scope: Scope, known: Known) -> Iterator[Wrong]:
    yield from repeated("windows", (window.id for window in windows))
    for number, window in enumerate(windows):
        place = ("windows", number)
        for part, playbook in enumerate(window.playbooks):
            if playbook not in known.playbooks:
                yield (*place, "playbooks", part), unknown(playbook, known.playbooks, _("剧本"))
        if window.when is not None:
            yield from wrong_in(window.when, scope, (*place, "when"))
        if window.cutoff and window.unit == "hour":
            yield (*place, "cutoff"), _("按小时计算的期限没有当日截止时刻，请删去 cutoff。")


def _platform_papers(platform: Platform, known: Known) -> Iterator[Wrong]:
    yield from repeated("admission", (item.id for item in platform.admission))
    yield from repeated("documents", (item.paper for item in platform.documents), "paper")
    for number, asked in enumerate(platform.admission):
        yield from _unknown_papers(asked.any_of, known, ("admission", number, "any_of"))
    for number, named in enumerate(platform.documents):
        if named.paper not in known.papers:
            yield ("documents", number, "paper"), unknown(named.paper, known.papers, _("材料类型"))


def _ages(platform: Platform, known: Known) -> Iterator[Wrong]:
    for number, limit in enumerate(platform.max_ages):
        place, paper = ("max_ages", number), known.shapes.get(limit.paper)
        if limit.paper not in known.papers:
            yield (*place, "paper"), unknown(limit.paper, known.papers, _("材料类型"))
        for text in _no_date(limit.field, paper) if paper else ():
            yield (*place, "field"), text
        for part, playbook in enumerate(limit.playbooks):
            if playbook not in known.playbooks:
                yield (*place, "playbooks", part), unknown(playbook, known.playbooks, _("剧本"))
        if limit.when is not None:
            yield from wrong_in(limit.when, Scope(known.questions, values=known.values()), (*place, "when"))


def _playbook(book: Playbook, known: Known) -> Iterator[Wrong]:
    for number, platform in enumerate(book.platforms):
        if platform not in known.platforms:
            yield ("platforms", number), unknown(platform, known.platforms, _("平台"))
    yield from repeated("stages", (stage.step for stage in book.stages), "step")
    if set("{}") & set(book.letter_title.replace("{number}", "")):
        yield ("letter_title",), _("标题里只能用 {{number}}，它会换成违规编号。").format()
    ids = [q.id for q in book.questions]
    yield from repeated("questions", ids)
    for number, line in enumerate(book.audit):
        if line.id in ids:
            yield ("audit", number, "id"), _("{value} 重复出现，编号必须各不相同。").format(value=line.id)
    for key in ("audit", "requirements", "checks", "root_causes", "hand_off"):
        yield from repeated(key, (item.id for item in getattr(book, key)))
    yield from _questions(book, known)
    yield from _requirements(book, known)
    yield from _checks_and_levels(book, known)
    yield from _causes_and_hand_off(book, known)
    yield from _windows(book.windows, _whole_scope(book, known), known)


def _questions(book: Playbook, known: Known) -> Iterator[Wrong]:
    order = answerable(book)
    stages = {stage.step for stage in book.stages}
    values = known.values() | {"@playbook": frozenset({book.id}), "@platform": frozenset(book.platforms)}
    for at, item in enumerate(order):
        place = ("questions", at) if isinstance(item, Question) else ("audit", at - len(book.questions))
        scope = Scope({q.id: q for q in order[:at]}, frozenset(q.id for q in order[at:]), values)
        if item.when is not None:
            yield from wrong_in(item.when, scope, (*place, "when"))
        if isinstance(item, Question):
            yield from (((*place, *rest), text) for rest, text in _options(item))
            if item.step not in stages:
                text = _("stages 里没有 {step} 这一步，这个问题永远不会出现。")
                yield (*place, "step"), text.format(step=item.step)


def _options(question: Question) -> Iterator[Wrong]:
    yield from repeated("options", (option.value for option in question.options), "value")
    chosen = question.kind in ("choice", "choices")
    if chosen and len(question.options) < 2:
        yield ("options",), _("选择题至少要有两个选项。")
    if question.options and not chosen:
        yield ("options",), _("只有 choice 和 choices 类问题可以有选项。")


def _requirements(book: Playbook, known: Known) -> Iterator[Wrong]:
    scope = _whole_scope(book, known)
    for number, requirement in enumerate(book.requirements):
        place = ("requirements", number)
        if requirement.when is not None:
            yield from wrong_in(requirement.when, scope, (*place, "when"))
        if not requirement.any_of and not requirement.all_of:
            yield place, _("要写 any_of 或 all_of，说明需要哪些材料。")
        for key in ("any_of", "all_of"):
            yield from _unknown_papers(getattr(requirement, key), known, (*place, key))
        seen: set[str] = set()
        for part, alternative in enumerate(requirement.alternatives):
            inner = (*place, "alternatives", part)
            if alternative.id in seen:
                yield (*inner, "id"), _("{value} 重复出现，编号必须各不相同。").format(value=alternative.id)
            seen.add(alternative.id)
            yield from _unknown_papers(alternative.papers, known, (*inner, "papers"))


def _unknown_papers(papers: tuple[str, ...], known: Known, place: tuple[str | int, ...]) -> Iterator[Wrong]:
    for number, paper in enumerate(papers):
        if paper not in known.papers:
            yield (*place, number), unknown(paper, known.papers, _("材料类型"))


def _checks_and_levels(book: Playbook, known: Known) -> Iterator[Wrong]:
    scope = _whole_scope(book, known)
    for number, check in enumerate(book.checks):
        yield from wrong_in(check.must, scope, ("checks", number, "must"))
        if check.when is not None:
            yield from wrong_in(check.when, scope, ("checks", number, "when"))
    own = {check.id for check in book.checks}
    for finding in book.levels:
        if finding.removeprefix("pack/") in own:
            yield ("levels", finding), _("{finding} 是本文件自己的检查，请改它的 level。").format(finding=finding)
        elif finding not in FINDING_IDS:
            yield ("levels", finding), unknown(finding, FINDING_IDS, _("检查编号"))
    if book.review_days is not None and book.review_fact is None:
        yield ("review_days",), _("写了 review_days 就要写 review_fact，说明来源。")


def _causes_and_hand_off(book: Playbook, known: Known) -> Iterator[Wrong]:
    scope = _whole_scope(book, known)
    for number, cause in enumerate(book.root_causes):
        for part, reason in enumerate(cause.reasons):
            if reason not in known.reasons:
                yield ("root_causes", number, "reasons", part), unknown(reason, known.reasons, _("原因"))
        if cause.when is not None:
            yield from wrong_in(cause.when, scope, ("root_causes", number, "when"))
    for number, item in enumerate(book.hand_off):
        yield from _unknown_papers(item.papers, known, ("hand_off", number, "papers"))
        if item.when is not None:
            yield from wrong_in(item.when, scope, ("hand_off", number, "when"))


def _whole_scope(book: Playbook, known: Known) -> Scope:
    values = known.values() | {"@playbook": frozenset({book.id}), "@platform": frozenset(book.platforms)}
    return Scope({q.id: q for q in answerable(book)}, values=values)


def _wrong_letters(book: Playbook, known: Known, tree: Tree) -> Iterator[Wrong]:
    """A text box takes the longest template that is made for at most its size, so one that is shorter will do."""
    folder = f"playbooks/{book.id}/"
    amounts = sorted({amount for platform in book.platforms for amount in known.texts.get(platform, ())})
    found = [match for name in tree.files if (match := _PORTAL.fullmatch(name))]
    made = [int(match[2]) for match in found if match[1] == folder]
    wanted = [f"portal-{amount}.txt.j2" for amount in amounts if not any(size <= amount for size in made)]
    for name in ("letter.md.j2", *wanted):
        if f"{folder}{name}" not in tree.files:
            text = _("文件夹里缺少模板 {name}。")
            yield (), text.format(name=name)


def _reasons(reasons: Reasons, known: Known) -> Iterator[Wrong]:
    yield from repeated("reasons", (reason.id for reason in reasons.reasons))
    for number, reason in enumerate(reasons.reasons):
        group = reason.id.rstrip("abcdefghijklmnopqrstuvwxyz")
        if group not in known.reasons:
            yield ("reasons", number, "id"), _("{id} 的上级 {group} 不存在。").format(id=reason.id, group=group)


def _nothing_more(_pack: Pack, _known: Known) -> Iterator[Wrong]:
    yield from ()


RULES: Final[dict[type[Shape], Callable[[Any, Known], Iterator[Wrong]]]] = {
    Playbook: _playbook,
    Platform: _platform,
    PaperType: _paper,
    Reasons: _reasons,
    Calendar: calendar,
    Deposits: deposits,
    Wording: wording,
    Lexicon: lexicon,
    Codes: codes,
    Pack: _nothing_more,
}
