"""Names are compared as registers would: printing may differ, words may not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fields import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州启明（中国）有限公司", "杭州启明(中国)有限公司"),
        ("杭州启明【中国】有限公司", "杭州启明（中国）有限公司"),
        ("嘉 兴 启 明 有 限 公 司", "嘉兴启明有限公司"),
        ("ＡＢＣ　贸易有限公司", "ABC 贸易有限公司"),
        ("Morning  Light Ltd.", "Morning Light Ltd."),
    ],
)
def test_names_that_only_print_differently_are_the_same(one: str, other: str) -> None:
    assert names.same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("杭州启明有限公司", "杭州启明有限责任公司"),
        ("杭州启明有限公司", "杭州启朋有限公司"),
        ("Morning Light", "MorningLight"),
        ("ABC", "abc"),
        ("", ""),
        (" ", "\u3000"),
    ],
)
def test_names_that_are_only_close_are_different(one: str, other: str) -> None:
    assert not names.same(one, other)


@given(st.text(max_size=60))
def test_any_name_is_evened_out_once_and_for_all(text: str) -> None:
    even = names.normalise(text)
    assert names.normalise(even) == even
