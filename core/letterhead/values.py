"""What a letterhead may print: plain strings, and the place of the letter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from core.model import Case
from core.model.values import CHINA
from core.packs import Packs

Values = Mapping[str, Mapping[str, str] | str]

# Where the letter goes; the only name that is no text of the case.
LETTER: Final = "letter"
# Every name, with what a preview shows for it.
NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "title": "关于违规编号 0000 的二次申诉说明",
        "date": "2026年1月1日",
        "client": "样例客户",
        "entity.name": "样例有限公司",
        "entity.uscc": "91330200MAXX00000X",
        "entity.legal_representative": "张样例",
        "entity.address": "样例市样例路1号",
        "entity.contact": "李样例 0000-00000000",
        "shop.name": "样例旗舰店",
        "shop.id": "990000000",
        "platform.title": "样例平台",
        "platform.addressee": "样例平台规则审核团队",
        "notice.number": "0000",
        "notice.violation": "样例事项",
    }
)


def values_of(case: Case, packs: Packs, title: str, now: datetime) -> Values:
    """Returns what a letterhead may print of a case."""
    platform, day = packs.platform(case.platform), now.astimezone(CHINA)
    entity, shop, notice = case.entity, case.shop, case.notice
    return _nested(
        {
            "title": title,
            "date": f"{day.year}年{day.month}月{day.day}日",
            "client": case.client or entity.name,
            "entity.name": entity.name,
            "entity.uscc": entity.uscc,
            "entity.legal_representative": entity.legal_representative,
            "entity.address": entity.address,
            "entity.contact": entity.contact,
            "shop.name": shop.name,
            "shop.id": shop.id,
            "platform.title": platform.title if platform else "",
            "platform.addressee": platform.addressee if platform else "",
            "notice.number": notice.number,
            "notice.violation": notice.violation,
        }
    )


def sample_values() -> Values:
    """Returns made-up values, with the signs that templates are known to lose."""
    return _nested({name: f"{text}&<样例>" if name == "client" else text for name, text in NAMES.items()})


def _nested(flat: Mapping[str, str]) -> Values:
    found: dict[str, dict[str, str] | str] = {}
    for name, text in flat.items():
        head, _dot, tail = name.partition(".")
        if tail:
            group = found.setdefault(head, {})
            assert isinstance(group, dict)  # noqa: S101  # NAMES never gives one name both ways
            group[tail] = text
        else:
            found[head] = text
    return found
