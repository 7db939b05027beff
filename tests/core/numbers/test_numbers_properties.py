"""Whatever text comes in: a number module answers, and a slip of one digit does not pass a check digit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import numbers

NEARLY = st.text(alphabet="0123456789ABCDEFGHJKLMNPQRSTUWXYZIOsc第号（）- 　０９٣²①\u200b", max_size=24)
TEXTS = st.one_of(st.text(max_size=40), NEARLY)
WITH_CHECK_DIGIT = {
    "uscc": "91350100M000100Y43",
    "sc": "SC11464010500015",
    "jy": "JY13301080111719",
    "gtin": "6936983800013",
    "resident_id": "11010519491231002X",
}


@pytest.mark.parametrize("name", sorted(numbers.NUMBERS))
@given(text=TEXTS)
def test_any_text_gets_an_answer(name: str, text: str) -> None:
    module = numbers.NUMBERS[name]
    answer = module.why(text)
    assert module.is_valid(text) is (answer == "")
    assert module.compact(module.compact(text)) == module.compact(text)
    if not answer:
        assert module.validate(text) == module.compact(text)


@pytest.mark.parametrize("name", sorted(WITH_CHECK_DIGIT))
@given(data=st.data())
def test_one_changed_digit_is_noticed(name: str, data: st.DataObject) -> None:
    number = WITH_CHECK_DIGIT[name]
    place = data.draw(st.sampled_from([i for i, c in enumerate(number) if c.isdigit()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert not numbers.NUMBERS[name].is_valid(number[:place] + digit + number[place + 1 :])
