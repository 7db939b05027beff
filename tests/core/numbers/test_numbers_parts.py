"""What the digits of a number stand for is data; a code that no table has refuses nothing."""

from __future__ import annotations

import pytest

from core import numbers, packs
from core.numbers import Part, cma, parts

TABLES = packs.load().codes["cma"].parts


def test_authority_and_field_of_a_cma_number_are_told() -> None:
    assert parts(cma.compact("ＣＭＡ 2511 1134 0000"), TABLES) == (
        Part("发证机关", "11", "浙江"),
        Part("领域", "11", "纺织服装"),
    )
    assert [part.meaning for part in parts("180012112345", TABLES)] == ["国家", "环保"]


@pytest.mark.parametrize("number", ["259911340000", "250199340000"])
def test_a_code_that_no_table_has_may_be_a_new_one(number: str) -> None:
    assert "" in [part.meaning for part in parts(number, TABLES)]
    assert numbers.NUMBERS["cma"].is_valid(number)


def test_the_tables_hold_every_authority_and_field_without_a_gap() -> None:
    authority, field = TABLES
    assert sorted(authority.codes) == [f"{code:02d}" for code in range(32)]
    assert sorted(field.codes) == [f"{code:02d}" for code in range(22)]
    assert len(set(authority.codes.values())) == 32
