"""The consistency matrix: one row for each thing that several papers tell, one cell for each paper that tells it.

The matrix only lays values side by side and says where one differs from what is expected; the checks `match/…`,
`chain/…` and `validity/…` weigh it. Pure: it depends on the case and the packs alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from core.checks import names
from core.checks.chains import split
from core.i18n import _, mark
from core.model import Case, Field, Paper, forever
from core.model.values import CHINA
from core.packs import Packs

Same = Callable[[str, str], bool]

_KIND: Final = re.compile(r"^\s*\*[^*]+\*")
# They show what came back or what was said, which may well be another thing than the goods.
_NOT_OF_GOODS: Final = frozenset({"video-still", "chat-record", "courier-statement"})
_TRADE: Final = ("invoice", "purchase-contract", "delivery-proof", "customs-declaration")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one paper tells.

    Attributes:
        agrees: Whether it is what the row expects; None where nothing is expected.
    """

    paper: str
    file: str
    field: str
    value: str
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing told by several papers.

    Attributes:
        expected: The case's own statement, else what most papers tell; "" when neither is known.
    """

    id: str
    title: str
    expected: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.agrees is False)


@dataclass(frozen=True, slots=True)
class _Aspect:
    """A row's id, its title, and the fields that tell it, the first one that a paper has."""

    id: str
    title: str
    fields: tuple[str, ...]


_PARTY: Final = _Aspect("party", mark("主体名称"), ())
_USCC: Final = _Aspect("uscc", mark("统一社会信用代码"), ())
_DATES: Final = _Aspect("dates", mark("有效期"), ("valid_to",))
_QUANTITY: Final = _Aspect("quantity", mark("数量"), ("quantity",))
_PLAIN: Final = (
    _Aspect("legal-representative", mark("法定代表人"), ("legal_representative",)),
    _Aspect("address", mark("地址"), ("address",)),
    _Aspect("brand", mark("品牌"), ("brand",)),
    _Aspect("trademark-number", mark("商标注册号"), ("trademark_number",)),
    _Aspect("class", mark("类别"), ("classes",)),
    _Aspect("product", mark("商品"), ("product", "sample", "items")),
    _Aspect("model", mark("型号"), ("model",)),
    _Aspect("batch", mark("批号"), ("batch",)),
)


def fields_of(row: str) -> tuple[str, ...]:
    """Returns the names of the fields that tell a row of goods: its product, model or batch."""
    return next(aspect.fields for aspect in _PLAIN if aspect.id == row)


def matrix(case: Case, packs: Packs) -> tuple[Row, ...]:
    """Returns every row that at least one offered paper tells, confirmed values only."""
    rows = [
        _row(_PARTY, _parties(case, packs, "party"), case.entity.name, names.same),
        _row(_USCC, _parties(case, packs, "uscc"), case.entity.uscc, _folded),
        *(_plain(aspect, case) for aspect in _PLAIN),
        _quantities(case),
        _dates(case),
    ]
    return tuple(row for row in rows if row.cells)


Told = list[tuple[Paper, Field]]


def _plain(aspect: _Aspect, case: Case) -> Row:
    told = _told(case, aspect.fields)
    own = {"legal-representative": case.entity.legal_representative, "address": case.entity.address}
    if aspect.id in own:
        # These papers speak of others too; only those that name the shop's firm can contradict it.
        told = [(p, f) for p, f in told if names.same(p.value("holder"), case.entity.name)]
        return _row(aspect, told, own[aspect.id], names.same)
    if aspect.id == "product":
        told = [(p, f) for p, f in told if p.type not in _NOT_OF_GOODS]
    same = {"product": _within, "class": _overlap}.get(aspect.id, _folded)
    return _row(aspect, told, _most(told), same)


def _told(case: Case, fields: tuple[str, ...]) -> Told:
    found: Told = []
    for paper in case.offered():
        field = next((f for name in fields if (f := paper.field(name)) and f.value.strip()), None)
        if field:
            found.append((paper, field))
    return found


def _parties(case: Case, packs: Packs, what: str) -> Told:
    found: Told = []
    for paper in case.offered():
        type_ = packs.paper(paper.type)
        if type_ is None or not type_.party:
            continue
        code = "buyer_uscc" if type_.party == "buyer" else "uscc"
        field = paper.field(type_.party if what == "party" else code)
        if field and field.value.strip():
            found.append((paper, field))
    return found


def _row(aspect: _Aspect, told: Told, expected: str, same: Same) -> Row:
    cells = (Cell(p.id, p.file, f.name, f.value, same(f.value, expected) if expected else None) for p, f in told)
    return Row(aspect.id, _(aspect.title), expected, tuple(cells))


def _most(told: Told) -> str:
    """Returns what most papers tell; the earliest one among equals. One paper alone expects nothing."""
    counts = Counter(names.fold(field.value) for _paper, field in told)
    if len(told) < 2:
        return ""
    best = max(counts.values())
    return next(field.value for _paper, field in told if counts[names.fold(field.value)] == best)


def _quantities(case: Case) -> Row:
    """What was ordered, delivered and invoiced must each cover what was sold, all papers of one kind together."""
    told = [(p, f) for p, f in _told(case, _QUANTITY.fields) if p.type in _TRADE]
    sold = case.answer("sold-quantity")
    wanted = _amount(str(sold)) if sold is not None and not isinstance(sold, bool | tuple) else None
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for paper, field in told:
        totals[paper.type] += _amount(field.value) or Decimal(0)
    cells = tuple(
        Cell(p.id, p.file, f.name, f.value, None if wanted is None else totals[p.type] >= wanted) for p, f in told
    )
    expected = "" if wanted is None else _("合计不少于 {sold}").format(sold=wanted)
    return Row(_QUANTITY.id, _(_QUANTITY.title), expected, cells)


def _dates(case: Case) -> Row:
    """Papers that end must still have been in force on the day of the notice."""
    told = _told(case, _DATES.fields)
    received = case.notice.received_at
    day = received.astimezone(CHINA).date() if received else None
    cells = []
    for paper, field in told:
        end = paper.date(field.name)
        agrees = None if day is None or end is None else end is forever or end >= day
        cells.append(Cell(paper.id, paper.file, field.name, field.value, agrees))
    expected = _("不早于 {day}").format(day=day) if day else ""
    return Row(_DATES.id, _(_DATES.title), expected, tuple(cells))


def _folded(one: str, other: str) -> bool:
    return names.fold(one).casefold() == names.fold(other).casefold()


def _within(one: str, other: str) -> bool:
    """A paper may tell a little more: the goods' name with its kind, the name without the model."""
    left, right = _goods(one), _goods(other)
    return left in right or right in left


def _goods(text: str) -> str:
    """Evens out how goods are written; invoices put the tax office's kind of goods before the name: *纺织品*毛巾."""
    return names.fold(_KIND.sub("", text)).casefold().replace(" ", "")


def _overlap(one: str, other: str) -> bool:
    return bool(set(split(one)) & set(split(other)))


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
