"""Marks in a person's words: what had better be put otherwise, where it stands, and how to put it.

Which words, is data (templates/wording.toml). What needs the case beside the words is found here: blanks, another
client's name, dates that an exhibit contradicts, rules that nobody looked up. Nothing is ever changed by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from core.i18n import _, in_either
from core.model import Case, Claim, Level, Paper, parse_date
from core.narrative.blanks import blanks
from core.packs import Packs
from core.packs.facts import facts
from core.packs.wording_shapes import WordingRule

_GAP: Final = "[^。；！？;!?\n]{0,12}?"
_TELLING: Final = 4  # characters from which a name is no everyday word
_SURE_SOURCES: Final = frozenset({"A", "A-"})
_DAY: Final = re.compile(r"(20\d\d)\s*[年./-]\s*(1[0-2]|0?[1-9])\s*[月./-]\s*(3[01]|[12]\d|0?[1-9])(?:日|(?!\d))")
# What a date in a sentence speaks of, by the words right before it, and which fields of a paper say the same.
_ENDS: Final = re.compile(r"(?:有效期[限]?[至到]|期限[至为]?[至到]?|截止[至到]?|截至|到期日[为是]?|至)\s*$")
_ISSUED: Final = re.compile(
    r"(?:签发于|出具于|开具于|签发日期[为是]?|出具日期[为是]?|开票日期[为是]?|开具日期[为是]?)\s*$"
)
_FIELDS: Final = {_ENDS: ("valid_to",), _ISSUED: ("issued_on", "invoice_date", "tested_on")}
# A rule by its name in book marks and the number of its article, or a law or somebody's rules without them; not the
# shop's own ways (办法, 管理规则).
_RULE: Final = re.compile(
    r"《([^《》]{2,40}?(?:规则|总则|准则|规范|办法|细则|条例|标准|法|规定|协议))》\s*"
    r"(?:第[零〇一二三四五六七八九十百千0-9.]+[条款项章]|[0-9]+(?:\.[0-9]+)+)"
    r"|(?:[一-鿿]{2,8}(?<![办方做])法|[一-鿿]{2,8}条例|(?<!管理|考核|公司|内部)规则)第[零〇一二三四五六七八九十百千0-9.]+条"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One place in a text.

    Attributes:
        rule: What found it; `code` of its finding is `narrative/<code>`.
        start, end: In the text, counted in characters.
        better: How to put it, for people.
        instead: What one click puts in its place, or None.
    """

    rule: str
    code: str
    level: Level
    title: str
    start: int
    end: int
    quote: str
    better: str
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """Reads texts of one case.

    Attributes:
        others: Names of other clients and shops on this machine, given by whoever knows them; they never leave it.
    """

    case: Case
    packs: Packs
    others: tuple[str, ...] = ()
    _rules: tuple[tuple[WordingRule, re.Pattern[str], re.Pattern[str] | None], ...] = field(init=False)
    _sure_rules: str = field(init=False)

    def __post_init__(self) -> None:
        rules = self.packs.wording.rules if self.packs.wording else ()
        made = tuple((rule, _pattern(rule.phrases), _pattern(rule.unless) if rule.unless else None) for rule in rules)
        object.__setattr__(self, "_rules", made)
        sure = (told.source.source for told in facts(self.packs) if told.source.certainty in _SURE_SOURCES)
        object.__setattr__(self, "_sure_rules", "\n".join((*sure, self.case.notice.text)))

    def of_claim(self, claim: Claim) -> tuple[Mark, ...]:
        """Returns the marks in a statement, in reading order."""
        found = [*self._of_words(claim.text, claim.kind.value), *_contradicted(claim, self.case)]
        return tuple(sorted(found, key=lambda mark: (mark.start, -mark.level.weight)))

    def of_text(self, text: str) -> tuple[Mark, ...]:
        """Returns the marks in any other words of the person, in reading order."""
        return tuple(sorted(self._of_words(text, ""), key=lambda mark: (mark.start, -mark.level.weight)))

    def _of_words(self, text: str, kind: str) -> Iterator[Mark]:
        quoted = [span for point in self.case.notice.points if point.quote for span in _spans(point.quote, text)]
        found = (*self._of_rules(text, kind), *_blank(text), *self._foreign(text), *self._unverified(text))
        # The reviewer's own words are quoted unaltered.
        yield from (mark for mark in found if not any(a <= mark.start and mark.end <= b for a, b in quoted))

    def _of_rules(self, text: str, kind: str) -> Iterator[Mark]:
        for rule, looked_for, harmless in self._rules:
            if rule.kinds and kind not in rule.kinds:
                continue
            let_be = [found.span() for found in harmless.finditer(text)] if harmless else []
            title, better = in_either(rule.title, rule.title_en), in_either(rule.better, rule.better_en)
            for found in looked_for.finditer(text):
                if not any(a <= found.start() and found.end() <= b for a, b in let_be):
                    yield _mark(rule.id, rule.code, Level(rule.level), title, text, found.span(), better, rule.instead)

    def _foreign(self, text: str) -> Iterator[Mark]:
        better = _("这是另一个案件的客户或店铺名。请确认是否误从别的案件复制过来。")
        for name in self.others:
            for span in _spans(name, text):
                level = Level.FAIL if len(name) >= _TELLING else Level.WARN
                yield _mark("other-party", "other-party-name", level, _("别的客户的名称"), text, span, better)

    def _unverified(self, text: str) -> Iterator[Mark]:
        better = _("引用规则条文前，请到平台规则页面核对名称和条号，并把核对到的原文作为附件；核对不到的，只写事实。")
        for found in _RULE.finditer(text):
            if found[0] not in self._sure_rules:
                yield _mark(
                    "unverified-rule", "unverified-rule", Level.WARN, _("没有核对过的条文"), text, found.span(), better
                )


def names_of_others(names: Iterable[str], case: Case) -> tuple[str, ...]:
    """Returns those of other clients' names that can be told apart from everything this case says of itself."""
    own = "\n".join((case.client, case.shop.name, case.entity.name, case.notice.text, *_parties(case)))
    return tuple(sorted({name for raw in names if len(name := raw.strip()) >= 3 and name not in own}))


def _parties(case: Case) -> Iterator[str]:
    for paper in case.papers:
        yield from (one.value for one in paper.fields)
    for link in case.links:
        yield from (link.grantor, link.grantee, link.brand)


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile("|".join(re.escape(phrase).replace("…", _GAP) for phrase in longest_first))


def _spans(words: str, text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in re.finditer(re.escape(words), text))


def _blank(text: str) -> Iterator[Mark]:
    better = _("请换成实际的日期、名称或数字；没有的，删去这句话。")
    for one in blanks(text):
        level = Level.FAIL if one.sure else Level.WARN
        yield _mark("placeholder", "placeholder", level, _("还没填的空"), text, (one.start, one.end), better)


def _contradicted(claim: Claim, case: Case) -> Iterator[Mark]:
    """Marks a date that says something else than the confirmed date of the one paper that the statement cites."""
    cited = {ref.paper for ref in claim.cited}
    paper = case.paper(cited.pop()) if len(cited) == 1 else None
    if paper is None:
        return
    dates = [(found, _confirmed(paper, claim.text[: found.start()])) for found in _DAY.finditer(claim.text)]
    right = {known for found, known in dates if _date(found) in known}
    for found, known in dates:
        # A sentence that names the right date beside another one compares an old paper with the new.
        if known and known not in right and _date(found):
            told = _("、").join(sorted(str(day) for day in known))
            better = _("所引材料 {file} 上确认的日期是 {dates}。请改正这里的日期，或换引能证明它的附件。")
            text = better.format(file=paper.file, dates=told)
            yield _mark(
                "date-conflict", "date-conflict", Level.WARN, _("与附件日期不符"), claim.text, found.span(), text
            )


def _confirmed(paper: Paper, before: str) -> frozenset[date]:
    names = next((names for words, names in _FIELDS.items() if words.search(before)), ())
    days = (parse_date(paper.value(name)) for name in names)
    return frozenset(day for day in days if isinstance(day, date))


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _mark(
    rule: str,
    code: str,
    level: Level,
    title: str,
    text: str,
    span: tuple[int, int],
    better: str,
    instead: str | None = None,
) -> Mark:
    return Mark(rule, code, level, title, *span, text[slice(*span)], better, instead)
