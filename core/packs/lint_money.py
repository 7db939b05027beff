"""What must be right in files about money, wording and codes: deposits, lexicons, tables of codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.i18n import _
from core.numbers import NUMBERS, find
from core.packs.code_shapes import Codes
from core.packs.condition_lint import Wrong
from core.packs.known import Known, repeated
from core.packs.money_shapes import Deposits, Lexicon
from core.packs.names import FINDING_IDS, unknown
from core.packs.wording_shapes import Wording


def deposits(shape: Deposits, known: Known) -> Iterator[Wrong]:
    """Yields what is wrong in the file about deposits."""
    shelves: dict[str, tuple[Any, ...]] = {
        "figures": shape.figures,
        "deductions": shape.deductions,
        "steps": shape.steps,
    }
    for key, items in shelves.items():
        yield from repeated(key, (item.id for item in items))
        for number, item in enumerate(items):
            if item.platform not in known.platforms:
                yield (key, number, "platform"), unknown(item.platform, known.platforms, _("平台"))
    for number, figure in enumerate(shape.figures):
        if figure.least is None and figure.most is None:
            yield ("figures", number), _("least 和 most 至少写一个；不知道金额的整条不要写。")
        elif figure.least is not None and figure.most is not None and figure.most < figure.least:
            yield ("figures", number), _("most 应不小于 least。")


def lexicon(shape: Lexicon, known: Known) -> Iterator[Wrong]:
    """Yields what is wrong in a lexicon."""
    for reason in shape.words:
        if reason not in known.reasons:
            yield ("words", reason), unknown(reason, known.reasons, _("原因"))
    for number, marker in enumerate(shape.markers):
        if not set(marker) & {"#", "〇", "①", "•", "-"}:
            text = _("条目记号要用 # 代表数字、〇 代表中文数字，或写 ①、•、-。")
            yield ("markers", number), text
    seen: dict[str, str] = {}
    for reason, words in shape.words.items():
        for number, word in enumerate(words):
            other = seen.setdefault(word, reason)
            if other != reason:
                yield (
                    ("words", reason, number),
                    _("“{word}”已经写在 {other} 下，一个词只能指向一个原因。").format(word=word, other=other),
                )


def codes(shape: Codes, _known: Known) -> Iterator[Wrong]:
    """Yields what is wrong in tables of codes."""
    if find(shape.number) is None:
        yield ("number",), unknown(shape.number, NUMBERS, _("号码"))
    for number, part in enumerate(shape.parts):
        for code in part.codes:
            if len(code) != part.length:
                text = _("代码 {code} 应是 {length} 位。")
                yield ("parts", number, "codes", code), text.format(code=code, length=part.length)


def wording(shape: Wording, _known: Known) -> Iterator[Wrong]:
    """Yields what is wrong in the words a letter had better not use."""
    yield from repeated("rules", (rule.id for rule in shape.rules))
    for number, rule in enumerate(shape.rules):
        if f"narrative/{rule.code}" not in FINDING_IDS:
            codes = sorted(one.partition("/")[2] for one in FINDING_IDS if one.startswith("narrative/"))
            yield ("rules", number, "code"), unknown(rule.code, codes, _("检查编号"))
        for part, phrase in enumerate(rule.phrases):
            if len(phrase.strip("… ")) < 2 or "……" in phrase:
                yield (
                    ("rules", number, "phrases", part),
                    _("“{phrase}”太宽：至少写两个字，… 前后都要有字。").format(phrase=phrase),
                )
