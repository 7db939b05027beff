"""Tells people who never wrote TOML what is wrong with theirs; tomllib speaks to programmers, in English."""

from __future__ import annotations

import re
from typing import Final

from core.i18n import _, mark

# The beginning of tomllib's sentence, and what to look for. Anything else is shown as it came.
_SENTENCES: Final = (
    ("Invalid value", mark("等号后面的写法不对：文字要加英文双引号，是或否写 true、false，日期写成 2026-03-01。")),
    ("Unterminated string", mark("有一处引号没有闭合。")),
    ("Illegal character", mark("文字在这一行没有写完：引号没有闭合，或文字里有换行。")),
    ("Unescaped", mark("文字里的反斜杠要写成两个，或把这段文字改用英文单引号。")),
    ("Expected '='", mark("键的后面缺少等号。")),
    (
        "Invalid initial character for a key",
        mark('花括号表必须写在一行里，末尾不留逗号；含符号的运算符要加引号，如 "=="。'),
    ),
    ("Unclosed inline table", mark("花括号没有闭合，或两项之间缺少逗号。")),
    ("Unclosed array", mark("方括号没有闭合，或两项之间缺少逗号。")),
    ("Expected newline", mark("这一行的值后面还有多余的内容。")),
    ("Cannot overwrite a value", mark("同一个键写了两次。请合并成一处。")),
    ("Cannot declare", mark("同一个 [标题] 写了两次。请把内容移到前一处下面。")),
    ("Expected ']", mark("标题的方括号没有闭合。")),
    ("Invalid statement", mark("这一行不是“键 = 值”：键只用英文字母、数字和连字符。")),
)
# Signs that a Chinese keyboard types in place of TOML's own.
_WIDE: Final = dict(zip("“”‘’，＝［］｛｝：", "\"\"'',=[]{}:", strict=True))


def explain(detail: str, text: str) -> tuple[int, str]:
    """Returns the line of a syntax error and a sentence about it; `detail` is what tomllib says, place at its end."""
    lines = text.splitlines()
    found = re.search(r"\(at line (\d+)", detail)
    number = int(found[1]) if found else max(len(lines), 1)
    known = next((_(sentence) for start, sentence in _SENTENCES if detail.startswith(start)), detail)
    message = _("语法错误：{what}").format(what=known)
    wide = sorted(set(_outside_quotes(lines[number - 1] if number <= len(lines) else "")) & set(_WIDE))
    if wide:
        pairs = "、".join(f"{sign} → {_WIDE[sign]}" for sign in wide)
        message += _("这一行有中文标点，请改成英文标点：{pairs}").format(pairs=pairs)
    return number, message


def _outside_quotes(line: str) -> str:
    """Leaves out what stands in quotes, where Chinese signs are right, and the comment."""
    return re.sub(r"\"(\\.|[^\"\\])*\"|'[^']*'|#.*", "", line)
