"""Chinese numerals of headings and ordinals."""

from __future__ import annotations

import pytest

from core.narrative.numerals import chinese


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"), (10, "十"), (19, "十九"), (20, "二十"), (99, "九十九"), (100, "一百"), (105, "一百零五"),
        (110, "一百一十"), (1001, "一千零一"), (1010, "一千零一十"), (9999, "九千九百九十九"), (10000, "10000"),
        (2**62, str(2**62)),
    ],
)  # fmt: skip
def test_a_number_is_written_as_it_is_read(number: int, written: str) -> None:
    assert chinese(number) == written
