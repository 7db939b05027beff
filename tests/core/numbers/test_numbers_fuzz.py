"""Ten thousand spoilt, plain and odd texts each: no number module ever answers with an accident."""

from __future__ import annotations

from itertools import islice

import pytest

from core import numbers
from tests.core.numbers.test_numbers_vectors import BAD, GOOD
from tests.core.odd_texts import odd_texts, survives


@pytest.mark.parametrize("name", sorted(numbers.NUMBERS))
def test_ten_thousand_odd_texts_each_get_an_answer(name: str) -> None:
    module = numbers.NUMBERS[name]

    def asked(text: str) -> None:
        answer = module.why(text)
        assert module.is_valid(text) is (answer == "")
        if not answer:
            assert module.validate(text) == module.compact(text)

    survives(asked, [*GOOD[name], *(text for kind, text, _code in BAD if kind == name)])


def test_the_odd_texts_hold_good_numbers_and_broken_ones() -> None:
    """Texts that are all refused at the first character would prove nothing."""
    for name, module in numbers.NUMBERS.items():
        texts = list(islice(odd_texts(GOOD[name], 1), 900))
        taken = sum(module.is_valid(text) for text in texts)
        assert 50 < taken < 850, name
