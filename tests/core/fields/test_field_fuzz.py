"""Ten thousand odd texts for each reader of dates, codes, names and labelled values, and none makes an accident."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.fields import dates, values
from core.fields.invoice import spoken
from core.fields.labels import all_words
from core.fields.lines import labelled, printed, vocabulary
from core.fields.names import normalise, same
from core.fields.payloads import crc16, host, invoice_code
from core.numbers import NUMBERS
from tests.core.fields.test_field_payloads import FITTING
from tests.core.odd_texts import survives

DAYS = [
    "2026年3月1日",
    "2026.03.01",
    "2026-03-01",
    "二〇二六年十二月三十一日",
    "贰零贰陆年叁月壹日",
    "20260301",
    "长期",
    "２０２６年０３月０１日",
    "2026年1月1日至2027年12月31日",
    "2019.05.07-长期",
    "自2026年7月1日起至长期有效",
    "2026年09月14日—09月19日",
]
NAMES = ["宁波启明（浙江）有限公司", "NEW  BALANCE", "杭州样例公司（盖章）", "张三"]
LINES = [
    "统一社会信用代码/纳税人识别号：91350100M000100Y43",
    "名　　称 福州样例有限公司 类　型 有限责任公司",
    "有效期限 2016.03.01-长期",
    "授权期限：自2026年1月1日起至2026年12月31日止",
]
MONEY = ["￥38,985.00", "1130.00 元", "第3、5、24类", "3000 条", "可以转授权", "“晨露”（第 24 类）"]


def _in_order(text: str) -> None:
    found = dates.find(text)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert [f.start for f in found] == sorted(f.start for f in found)
    assert dates.canonical(text) in {"", *(f.text for f in found)}


def _even(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert same(text, text) is bool(text.strip())


def _read(text: str) -> None:
    invoice_code(text)
    assert host(text) == host(text).lower()
    assert 0 <= crc16(text.encode("utf-8", "replace")) <= 0xFFFF


READERS: dict[str, tuple[Callable[[str], object], list[str]]] = {
    "days in a text": (_in_order, DAYS),
    "one day": (dates.parse, DAYS),
    "a stretch of time": (dates.find_period, DAYS),
    "codes": (_read, [*FITTING, "https://www.gsxt.gov.cn/x?y=1"]),
    "names": (_even, NAMES),
    "labelled lines": (lambda text: labelled([(1, printed(text))], vocabulary(*all_words())), LINES),
    **{
        f"value: {read.__name__}": (read, [*DAYS, *NAMES, *MONEY])
        for read in (
            values.text,
            values.name,
            values.brand,
            values.day,
            values.money,
            values.quantity,
            values.classes,
            values.office,
            values.address,
            values.last_day,
            values.goods,
            values.standards,
            values.item,
            values.channels,
        )
    },
    "sums in characters": (spoken, ["壹仟零伍圆贰角整", "肆佰壹拾柒万贰仟贰佰捌拾玖圆陆角陆分"]),
    "value: yes or no": (values.yes_no, MONEY),
}


@pytest.mark.parametrize("name", sorted(READERS))
def test_ten_thousand_odd_texts_are_read_or_left(name: str) -> None:
    reader, good = READERS[name]
    survives(reader, good)


@pytest.mark.parametrize("kind", sorted(NUMBERS))
def test_a_number_among_ten_thousand_odd_texts_is_proposed_only_when_it_may_be_right(kind: str) -> None:
    read, module = values.number(kind), NUMBERS[kind]

    def asked(text: str) -> None:
        value, score = read(text)
        assert (value == "" and score == 0) or module.is_valid(value)

    survives(asked, [*LINES, "注册号：第12345678号", "SC11464010500015（生产）", "CMA 180012112345"])
