"""Blanks of a template that nobody filled in, found by their look."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Surely left over from a draft. An X beside a letter or digit may be a size or a model (XXL, XX-200).
_SURE: Final = re.compile(
    r"""
      (?<![A-Za-z0-9Ａ-Ｚａ-ｚ０-９-])[XxＸｘ×]{2,}(?![A-Za-z0-9Ａ-Ｚａ-ｚ０-９-])
    | [_＿]{2,} | [○□■]{2,}
    | (?:[ 　]{2,}|\b)年[ 　]{2,}月[ 　]+日
    | (?<=附件)(?:[XxＸｘ×](?![A-Za-z0-9])|[?？])
    | (?<![A-Za-z0-9-])[XxＸｘ×](?=[年月日])
    | [【\[［（(]\s*此处(?:插|贴|粘|填|写|放|附|上传|补|说明|省略)[^】\]］）)]{0,20}[】\]］）)]
    | \{(?:[一-鿿]{1,12}|[A-Za-z_.]{2,30})\}
    | \{\{.*?\}\} | \{%.*?%\} | \$\{.*?\}
    | 待(?:补充?|填写?|定)(?=[）)】\]。；，、]|$)
    | (?<![A-Za-z0-9-])(?:TODO|TBD|FIXME|lorem\ ipsum)(?![A-Za-z0-9-])
    | [【\[［（(]\s*(?:此处|请|待)?(?:填写?|填入|补充|插入|输入|待补|待填|\.{2,}|…+)[^】\]］）)]*[】\]］）)]
    | 【\s*】 | \[\s*\] | ［\s*］
    """,
    re.VERBOSE | re.IGNORECASE,
)
# May be a real way of writing.
_PERHAPS: Final = re.compile(
    r"【[^】]*】|[（(](?:公司|店铺|商品|品牌|单位|企业)?(?:名称|姓名|日期|编号|号码|电话|地址|金额|数量|原因)[）)]"
    r"|(?<![A-Za-z0-9-])[NnＮ](?=[件个份笔单元条])|[\[［][一-鿿]{2,12}[\]］]"
    r"|某某|某年某月|待(?:确认|完善|核实)(?=[）)】\]。；，、]|$)|[A-Za-z]?XX+(?=[一-鿿])"
)


@dataclass(frozen=True, slots=True)
class Blank:
    """Where one is. Attributes: sure: Whether it can be nothing else."""

    start: int
    end: int
    sure: bool


def blanks(text: str) -> tuple[Blank, ...]:
    """Returns the blanks of a text: the sure ones, or when there is none of these those that may be one."""
    sure = tuple(Blank(*found.span(), sure=True) for found in _SURE.finditer(text))
    return sure or tuple(Blank(*found.span(), sure=False) for found in _PERHAPS.finditer(text))
