"""From a table to clients: columns guessed, mistakes listed, duplicates shown, nothing kept before it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from core.clients.profiles import FACTS, Client, Fact, Storefront, new, shop_kind
from core.clients.shelf import of_case, put
from core.clients.tables import Table
from core.i18n import _
from core.model import Shop
from core.numbers import uscc
from core.packs import Packs

Target = Literal[
    "", "client", "name", "uscc", "legal_representative", "address", "contact",
    "shop", "platform", "shop_id", "category", "note",
]  # fmt: skip
# How columns are called in the lists that firms keep. The first that fits takes the column, each target once.
_WORDS: Final[Mapping[Target, tuple[str, ...]]] = {
    "uscc": ("统一社会信用代码", "社会信用代码", "信用代码", "税号", "纳税人识别号", "uscc"),
    "legal_representative": ("法定代表人", "法人代表", "法人姓名", "法人", "负责人", "legal representative"),
    "shop_id": ("店铺id", "店铺编号", "店铺号", "shop id"),
    "category": ("主营类目", "类目", "category"),
    "platform": ("所在平台", "平台", "platform"),
    "shop": ("店铺名称", "店铺", "店名", "网店", "shop"),
    "address": ("注册地址", "经营地址", "住所", "地址", "address"),
    "contact": ("联系方式", "联系电话", "联系人", "手机", "电话", "contact", "phone"),
    "name": ("营业执照名称", "企业名称", "公司名称", "主体名称", "单位名称", "公司", "主体", "company", "entity"),
    "client": ("客户名称", "客户简称", "客户", "简称", "client", "customer"),
    "note": ("客户备注", "备注", "说明", "note", "remark"),
}
Status = Literal["new", "known", "same", "mistake"]


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One line of the table as it would be taken.

    Attributes:
        status: new; known, when it adds to a client who is there; same, when it adds nothing; or mistake.
        told: What is wrong, or what it would add.
    """

    line: int
    client: Client
    status: Status
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do.

    Attributes:
        clients: All clients as they would be afterwards; lines with mistakes are left out.
    """

    rows: tuple[PreviewRow, ...]
    clients: tuple[Client, ...]

    def count(self, status: Status) -> int:
        return sum(row.status == status for row in self.rows)


def guess(header: Sequence[str]) -> tuple[Target, ...]:
    """Returns what each column seems to hold; "" for one that is left out."""
    found: list[Target] = [""] * len(header)
    for exact in (True, False):
        for target, words in _WORDS.items():
            if target in found:
                continue
            place = next((i for i, title in enumerate(header) if not found[i] and _fits(title, words, exact)), None)
            if place is not None:
                found[place] = target
    return tuple(found)


def _fits(title: str, words: tuple[str, ...], exact: bool) -> bool:
    plain = title.replace(" ", "").lower()
    wanted = [word.replace(" ", "") for word in words]
    return plain in wanted if exact else any(word in plain for word in wanted)


def preview(table: Table, columns: Sequence[Target], known: tuple[Client, ...], packs: Packs) -> Preview:
    """Says for each line what would happen, each after the lines above it."""
    rows = []
    clients = known
    for line, cells in table.rows:
        values: dict[str, str] = {target: cell for target, cell in zip(columns, cells, strict=True) if target and cell}
        row = _row(line, values, clients, packs)
        rows.append(row)
        if row.status in {"new", "known"}:
            clients = put(clients, row.client)
    return Preview(tuple(rows), clients)


def _row(line: int, values: Mapping[str, str], clients: tuple[Client, ...], packs: Packs) -> PreviewRow:
    name = values.get("client") or values.get("name") or values.get("shop") or ""
    code = uscc.compact(values["uscc"]) if "uscc" in values else ""
    platform, mistakes = _checked(name, code, values, packs)
    old = of_case(clients, name=values.get("client") or values.get("name") or "", uscc=code)
    client = old or new(name)
    told = []
    for fact in FACTS:
        value = code if fact == "uscc" else values.get(fact, "")
        if not value or value == client.value(fact):
            continue
        if client.value(fact):
            text = _("{fact}与已有资料不同，保留原来的“{value}”")
            told.append(text.format(fact=titles()[fact], value=client.value(fact)))
            continue
        client = client.with_fact(Fact(fact, value))
        told.append(titles()[fact])
    client, added = _with_shop(client, values, platform)
    client, noted = _with_note(client, values)
    told += (*added, *noted)
    if mistakes:
        return PreviewRow(line, client, "mistake", mistakes)
    status: Status = "new" if old is None else "known" if client != old else "same"
    return PreviewRow(line, client, status, tuple(told) if old is not None else ())


def _checked(name: str, code: str, values: Mapping[str, str], packs: Packs) -> tuple[str, tuple[str, ...]]:
    mistakes = []
    if not name:
        mistakes.append(_("缺少客户名称。"))
    if code and (why := uscc.why(code)):
        mistakes.append(_("{code}：{why}").format(code=code, why=why))  # which says of itself what it should be
    said = values.get("platform", "")
    platform = _platform(said, packs)
    if said and not platform:
        mistakes.append(_("不认识的平台“{name}”。请改成规则包里的平台名称，或留空。").format(name=said))
    return platform, tuple(mistakes)


def _platform(said: str, packs: Packs) -> str:
    plain = said.strip().lower()
    for platform in packs.platforms.values():
        if plain and plain in {platform.id, platform.title.lower(), *(n.lower() for n in platform.names)}:
            return platform.id
    return ""


def _with_shop(client: Client, values: Mapping[str, str], platform: str) -> tuple[Client, list[str]]:
    name = values.get("shop", "")
    if not name or any((s.shop.name, s.platform) == (name, platform) for s in client.shops):
        return client, []
    shop = Shop(name, values.get("shop_id", ""), shop_kind(name), values.get("category", ""))
    return client.with_shop(Storefront(shop, platform)), [_("店铺“{name}”").format(name=name)]


def _with_note(client: Client, values: Mapping[str, str]) -> tuple[Client, list[str]]:
    note = values.get("note", "")
    if not note or note in client.note.splitlines():
        return client, []
    return replace(client, note="\n".join(filter(None, (client.note, note)))), [_("备注")]


def titles() -> dict[str, str]:
    """Returns what a column can hold, in words."""
    return {
        "": _("不导入"),
        "client": _("客户"),
        "name": _("主体名称"),
        "uscc": _("统一社会信用代码"),
        "legal_representative": _("法定代表人"),
        "address": _("地址"),
        "contact": _("联系方式"),
        "shop": _("店铺名称"),
        "platform": _("平台"),
        "shop_id": _("店铺编号"),
        "category": _("主营类目"),
        "note": _("备注"),
    }


def replaced(columns: Sequence[Target], place: int, target: Target) -> tuple[Target, ...]:
    """Returns the columns with another meaning for one; what another column had of it is given up."""
    return tuple(target if i == place else "" if target and old == target else old for i, old in enumerate(columns))
