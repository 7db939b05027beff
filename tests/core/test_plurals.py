"""An English sentence has its own words for one and for many, wherever a number is put into it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core import i18n
from core.i18n import _


@pytest.fixture
def english() -> Iterator[None]:
    i18n.use_language("en")
    yield
    i18n.use_language("zh_CN")


@pytest.mark.parametrize(("left", "said"), [(1, "1 page has"), (2, "2 pages have"), (0, "0 pages have")])
def test_a_sentence_goes_by_its_number(english: None, left: int, said: str) -> None:
    assert _("有 {left} 页还没有识别。").format(left=left).startswith(said)


def test_chinese_has_one_form() -> None:
    assert _("有 {left} 页还没有识别。").format(left=1) == "有 1 页还没有识别。"
