"""What must be right in an intake beyond its shape: what must be there, ids, references, fields, answers, files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final
from uuid import UUID

from core.errors import FileTooLarge
from core.i18n import _, title_of
from core.intake import values
from core.intake.reach import leads_out_unseen, told_of_link
from core.intake.shapes import IntakeShape, Paper
from core.packs import Packs
from core.packs.answers import answerable, fits
from core.packs.locate import Place
from core.packs.names import FIELD_NAMES, FINDING_IDS, unknown
from core.packs.shapes import AuditQuestion, Question
from core.store.originals import MOST_BYTES

Wrong = tuple[Place, str]
EXHIBIT: Final = re.compile(r"(P[0-9]+)(?::([0-9]{1,6}))?")


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the checks need: the intake, the packs, where its files lie, and the ids it defines."""

    shape: IntakeShape
    packs: Packs
    folder: Path
    points: frozenset[str]
    papers: frozenset[str]


def mistakes_in(shape: IntakeShape, packs: Packs, folder: Path) -> Iterator[Wrong]:
    """Yields every mistake beyond the shape, with its place."""
    points = frozenset(point.id for point in shape.notice.point)
    scope = _Scope(shape, packs, folder, points, frozenset(paper.id for paper in shape.paper))
    rules: tuple[Callable[[_Scope], Iterator[Wrong]], ...] = (
        _packs, _case, _points, _rounds, _papers, _links, _claims, _answers, _unavailable, _waivers, _submissions,
        _overrides,
    )  # fmt: skip
    for rule in rules:
        yield from rule(scope)


def _packs(scope: _Scope) -> Iterator[Wrong]:
    shape, packs = scope.shape, scope.packs
    for key, known, what in (("playbook", packs.playbooks, _("剧本")), ("platform", packs.platforms, _("平台"))):
        value = getattr(shape, key)
        if not value:
            yield (key,), _missing(key)
        elif value not in known:
            yield (key,), unknown(value, known, what)
    playbook = packs.playbook(shape.playbook)
    if playbook and shape.platform in packs.platforms and shape.platform not in playbook.platforms:
        text = _("剧本 {playbook} 不适用于平台 {platform}。可用的有：{names}。")
        names = _("、").join(playbook.platforms)
        yield ("platform",), text.format(playbook=playbook.id, platform=shape.platform, names=names)
    for n, pin in enumerate(shape.pack):
        yield from _required(("pack", n), pin, "id", "version")


def _case(scope: _Scope) -> Iterator[Wrong]:
    try:
        good = not scope.shape.id or str(UUID(scope.shape.id)) == scope.shape.id
    except ValueError:
        good = False
    if not good:
        yield ("id",), _("案件编号应是小写的 UUID；新案件不必写，会自动生成。")


def _points(scope: _Scope) -> Iterator[Wrong]:
    yield from _ids(("notice", "point"), scope.shape.notice.point, "N")
    for n, point in enumerate(scope.shape.notice.point):
        yield from _required(("notice", "point", n), point, "quote")
        if point.reason and point.reason not in scope.packs.reasons:
            yield ("notice", "point", n, "reason"), unknown(point.reason, scope.packs.reasons, _("原因"))


def _rounds(scope: _Scope) -> Iterator[Wrong]:
    seen: set[int] = set()
    for n, one in enumerate(scope.shape.round):
        if one.number < 1:
            yield ("round", n, "number"), _("轮次从 1 起编号。")
        elif one.number in seen:
            yield ("round", n, "number"), _repeated(str(one.number))
        seen.add(one.number)


def _papers(scope: _Scope) -> Iterator[Wrong]:
    yield from _ids(("paper",), scope.shape.paper, "P")
    for n, paper in enumerate(scope.shape.paper):
        place = ("paper", n)
        if paper.type and paper.type not in scope.packs.papers:
            yield (*place, "type"), unknown(paper.type, scope.packs.papers, _("材料类型"))
        yield from _file(paper.file, place, scope.folder)
        if paper.name and PurePath(paper.name.replace("\\", "/")).name != paper.name:
            yield (*place, "name"), _("{name} 不能作为文件名。").format(name=paper.name)
        if paper.conversion is not None:
            made = (*place, "conversion")
            yield from _file(paper.conversion.file, made, scope.folder)
            yield from _required(made, paper.conversion, "of", "program", "at")
        yield from _fields(paper, place, scope.packs)
        for part, point in enumerate(paper.answers):
            yield from _known((*place, "answers", part), point, scope.points, _("意见编号"))
        if paper.replaces:
            yield from _known((*place, "replaces"), paper.replaces, scope.papers, _("材料编号"))
        for part, mask in enumerate(paper.mask):
            yield from _region((*place, "mask", part), mask.page, mask.box)


def _region(place: Place, page: int, box: tuple[float, float, float, float]) -> Iterator[Wrong]:
    if page < 1:
        yield (*place, "page"), _("页码从 1 起。")
    if not (box[0] < box[2] and box[1] < box[3]):
        yield (*place, "box"), _("区域应写成 [左, 上, 右, 下]，都是页面的比例（0 到 1），左小于右、上小于下。")


def _file(file: str, place: Place, folder: Path) -> Iterator[Wrong]:
    if not file:
        yield (*place, "file"), _missing("file")
        return
    try:
        there = (folder / file).is_file()
    except (OSError, ValueError):
        there = False
    if there and leads_out_unseen(folder, file):
        yield (*place, "file"), told_of_link(file)
    elif there and (folder / file).stat().st_size > MOST_BYTES:
        yield (*place, "file"), FileTooLarge(Path(file), MOST_BYTES).message
    if not there:
        yield (*place, "file"), _("找不到文件 {file}。路径相对于受理文件所在的文件夹。").format(file=file)


def _fields(paper: Paper, place: Place, packs: Packs) -> Iterator[Wrong]:
    for name, value in paper.fields.items():
        inner = (*place, "fields", name)
        if name not in FIELD_NAMES:
            yield inner, unknown(name, FIELD_NAMES, _("字段名"))
        yield from values.wrong_in_field(inner, value, values.spec_of(name, paper.type, packs))


def _links(scope: _Scope) -> Iterator[Wrong]:
    for n, link in enumerate(scope.shape.link):
        yield from _required(("link", n), link, "paper")
        if link.paper:
            yield from _known(("link", n, "paper"), link.paper, scope.papers, _("材料编号"))
        for part, number in enumerate(link.classes):
            if not 1 <= number <= 45:
                yield ("link", n, "classes", part), _("商品和服务类别是 1 到 45 的整数。")


def _claims(scope: _Scope) -> Iterator[Wrong]:
    yield from _ids(("claim",), scope.shape.claim, "C")
    for n, claim in enumerate(scope.shape.claim):
        place = ("claim", n)
        yield from _required(place, claim, "kind", "text")
        if claim.point:
            yield from _known((*place, "point"), claim.point, scope.points, _("意见编号"))
        for part, exhibit in enumerate(claim.exhibits):
            inner = (*place, "exhibits", part)
            found = EXHIBIT.fullmatch(exhibit)
            if found is None or (found[2] and not int(found[2])):
                yield inner, _("“{exhibit}”的写法不符：应写成 P3 或 P3:2（材料编号和页码）。").format(exhibit=exhibit)
            else:
                yield from _known(inner, found[1], scope.papers, _("材料编号"))


def _answers(scope: _Scope) -> Iterator[Wrong]:
    playbook = scope.packs.playbook(scope.shape.playbook)
    if playbook is None:
        return
    questions = {question.id: question for question in answerable(playbook)}
    for key, value in scope.shape.answers.items():
        answer = values.answer_of(value)
        if key not in questions:
            yield ("answers", key), unknown(key, questions, _("问题"))
        elif answer is None or not fits(questions[key], answer):
            text = _("这个回答与问题“{title}”不符。{wanted}")
            yield ("answers", key), text.format(title=title_of(questions[key]), wanted=_wanted(questions[key]))


def _wanted(question: Question | AuditQuestion) -> str:
    """Says how an answer to a question is written."""
    if isinstance(question, AuditQuestion):
        return _("请写 true 或 false，不加引号。")
    values = _("、").join(f'"{option.value}"（{title_of(option)}）' for option in question.options)
    return {
        "yes-no": _("请写 true 或 false，不加引号。"),
        "choice": _("请写其中一个：{values}。"),
        "choices": _('请写成方括号列表，如 ["…"]，可用的有：{values}。'),
        "text": _("请写带英文双引号的文字，不能为空。"),
        "date": _("请写成 2026-03-01。"),
        "amount": _("请写成数，如 15 或 15.5，不带单位。"),
    }[question.kind].format(values=values)


def _unavailable(scope: _Scope) -> Iterator[Wrong]:
    playbook = scope.packs.playbook(scope.shape.playbook)
    known = {requirement.id for requirement in playbook.requirements} if playbook else set()
    for n, one in enumerate(scope.shape.unavailable):
        yield from _required(("unavailable", n), one, "requirement", "reason")
        if one.requirement and playbook:
            yield from _known(("unavailable", n, "requirement"), one.requirement, known, _("要求"))


def _waivers(scope: _Scope) -> Iterator[Wrong]:
    for n, waiver in enumerate(scope.shape.waiver):
        yield from _required(("waiver", n), waiver, "finding", "by", "reason", "at")
        if waiver.finding:
            yield from ((("waiver", n, "finding"), sentence) for sentence in _wrong_key(scope, waiver.finding))


def _wrong_key(scope: _Scope, key: str) -> Iterator[str]:
    """Yields what is wrong with the key of a finding; a key that no finding can have would waive nothing."""
    finding, *rest = key.split(":")
    playbook = scope.packs.playbook(scope.shape.playbook)
    own = {f"pack/{check.id}" for check in playbook.checks} if playbook else set()
    # An exported case (it has an id) may waive for papers taken out and checks dropped since; check says so.
    exported = bool(scope.shape.id)
    if finding not in FINDING_IDS | own and not (finding.startswith("pack/") and (exported or not playbook)):
        yield unknown(finding, FINDING_IDS | own, _("检查编号"))
    if len(rest) != 2:
        text = _("“{key}”的写法不符：应写成 检查项:材料:其他，没有的留空，如 validity/expired:P1:valid_to、{example}。")
        yield text.format(key=key, example="notice/point-unanswered::N1")
    elif rest[0] and rest[0] not in scope.papers and not exported:
        yield unknown(rest[0], scope.papers, _("材料编号"))


def _overrides(scope: _Scope) -> Iterator[Wrong]:
    seen: set[str] = set()
    for n, one in enumerate(scope.shape.override):
        yield from _required(("override", n), one, "passage")
        if one.passage and one.passage in seen:
            yield ("override", n, "passage"), _repeated(one.passage)
        seen.add(one.passage)


def _submissions(scope: _Scope) -> Iterator[Wrong]:
    for n, one in enumerate(scope.shape.submission):
        yield from _required(("submission", n), one, "round", "at")
        for part, sent in enumerate(one.exhibits):
            yield from _required(("submission", n, "exhibits", part), sent, "paper", "number")


def _ids(place: Place, items: Iterable[object], letter: str) -> Iterator[Wrong]:
    seen: set[str] = set()
    for n, item in enumerate(items):
        value = str(getattr(item, "id", ""))
        if not re.fullmatch(rf"{letter}[1-9][0-9]{{0,5}}", value):
            text = _("编号 {value} 的写法不符：应写成 {letter}1、{letter}2 这样。")
            yield (*place, n, "id"), text.format(value=value, letter=letter)
        elif value in seen:
            yield (*place, n, "id"), _repeated(value)
        seen.add(value)


def _required(place: Place, item: object, *keys: str) -> Iterator[Wrong]:
    for key in keys:
        if not getattr(item, key):
            yield (*place, key), _missing(key)


def _known(place: Place, value: str, known: Iterable[str], what: str) -> Iterator[Wrong]:
    if value not in set(known):
        yield place, unknown(value, known, what)


def _missing(key: str) -> str:
    return _("缺少必填的键 {key}。").format(key=key)


def _repeated(value: str) -> str:
    return _("{value} 重复出现，编号必须各不相同。").format(value=value)
