"""Made-up papers of fourteen kinds in twenty forms each, with what stands on them.

Drawn from a seed, the same for the same seed. Every page says that it is a sample. The values are drawn anew for
each paper, so that nobody can tune a reader to one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bench.papers import press, products, registers, trade
from bench.papers.forms import FORMS, made
from bench.papers.sheet import Sheet, Style
from bench.papers.values import Values

KINDS: Mapping[str, Callable[[Values, Style], Sheet]] = MappingProxyType(
    {
        "营业执照（横版）": registers.licence_wide,
        "营业执照（竖版）": registers.licence_tall,
        "身份证": registers.id_card,
        "商标注册证": registers.trademark,
        "品牌授权书": trade.authorisation,
        "增值税发票": trade.invoice_classic,
        "数电发票": trade.invoice_digital,
        "检测报告": products.test_report,
        "食品生产许可证": registers.food_production,
        "食品经营许可证": registers.food_business,
        "CCC 证书": products.ccc,
        "化妆品注册、备案": products.cosmetics,
        "医疗器械注册、备案": products.device,
        "报关单": trade.customs,
    }
)
_DAYS = ("zh0", "zh", "spaced", "dash", "dot", "han", "slash")


@dataclass(frozen=True, slots=True)
class Paper:
    """One test paper.

    Attributes:
        kind: A key of `KINDS`; `type` the paper type of the contract.
        form: What became of it, by its name.
        name: Of its file; it says nothing about what the paper is.
        truth: The values that stand on it, by field name, as fields keep them.
    """

    kind: str
    type: str
    form: str
    name: str
    data: bytes
    truth: Mapping[str, str]


def draw(seed: str, kinds: Sequence[str] = (), forms: Sequence[int] = ()) -> Iterator[Paper]:
    """Draws papers of these kinds in these forms; of all without them."""
    for number, kind in enumerate(KINDS):
        for form in forms or range(len(FORMS)):
            if not kinds or kind in kinds:
                yield _one(seed, kind, number, form)


def _one(seed: str, kind: str, number: int, place: int) -> Paper:
    form, values = FORMS[place], Values(f"{seed}/{kind}/{place}")
    # Faces, layouts and ways to write days go round at different paces: each meets each form in some kind.
    known = press.faces()
    style = Style(
        layout=values.chance.randrange(12),
        face=known[(place + number) % 4],
        label_face=known[(place // 2 + number) % 4],
        days=_DAYS[(place * 3 + number) % len(_DAYS)],
        sealed=form.sealed,
        over=form.over,
        printed=form.carrier == "text",
    )
    sheet = KINDS[kind](values, style)
    ending, data = made(form, sheet.words, values.chance.randrange(1 << 30))
    return Paper(kind, sheet.type, form.name, f"IMG_{number:02d}{place:02d}.{ending}", data, sheet.truth)
