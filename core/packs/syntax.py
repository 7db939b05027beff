"""Tells people who never wrote TOML what is wrong with theirs; tomllib speaks to programmers, in English."""

from __future__ import annotations

import re
from datetime import date
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
_WIDE: Final = dict(zip("“”‘’，＝［］｛｝：", "\"\"'',=[]{}:", strict=True)) | {"\u3000": " "}
_NAMED: Final = {"\u3000": mark("全角空格"), " ": mark("半角空格")}
# A date as people write it; TOML knows only 2026-03-01.
_DATE: Final = re.compile(r"(?<![\w-])[0-9]{4}[-/.年][0-9]{1,2}(?:[-/.月][0-9]{1,2}日?|月)")


def explain(detail: str, text: str) -> tuple[int, str]:
    """Returns the line of a syntax error and a sentence about it; `detail` is what tomllib says, place at its end."""
    lines = text.splitlines()
    found = re.search(r"\(at line (\d+)", detail)
    number = int(found[1]) if found else max(len(lines), 1)
    line = lines[number - 1] if number <= len(lines) else ""
    known = next((_(sentence) for start, sentence in _SENTENCES if detail.startswith(start)), detail)
    message = _("语法错误：{what}").format(what=_of_date(line) or _of_brackets(detail, line, text) or known)
    wide = sorted(set(_outside_quotes(line)) & set(_WIDE))
    if wide:
        pairs = _("、").join(f"{_sign(sign)} → {_sign(_WIDE[sign])}" for sign in wide)
        message += _("这一行有中文标点，请改成英文标点：{pairs}").format(pairs=pairs)
    return number, message


def _of_date(line: str) -> str:
    """Says that something in the line is no date, if it looks like one."""
    for given in _DATE.findall(_outside_quotes(line)):
        try:
            date.fromisoformat(given)
        except ValueError:
            return _("{given} 不是日期，请写成 2026-03-01（年-月-日，月和日都是两位），并核对有没有这一天。").format(
                given=given
            )
    return ""


def _of_brackets(detail: str, line: str, text: str) -> str:
    """Says which two ways of writing one table were mixed, if a heading was refused."""
    heading = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
    if heading is None or not detail.startswith(("Cannot declare", "Cannot mutate", "Cannot overwrite")):
        return ""
    outer = ["", *heading[1].split(".")][-2]
    if outer and re.search(rf"^\s*{re.escape(outer)}\s*=\s*\{{", text, re.MULTILINE):
        sentence = _("{outer} 前面已用花括号写过，不能再用 [{heading}] 往里加。请把这一项也写进花括号。")
        return sentence.format(outer=outer, heading=heading[1])
    single, double = (f"{left}{heading[1]}{right}" for left, right in (("[", "]"), ("[[", "]]")))
    if re.search(rf"^\s*{re.escape(single)}", text, re.MULTILINE) and double in text:
        return _("{single} 和 {double} 不能混用。这一项可以有几个的话，每一个都写成 {double}。").format(
            single=single, double=double
        )
    return ""


def _sign(sign: str) -> str:
    return _(_NAMED[sign]) if sign in _NAMED else sign


def _outside_quotes(line: str) -> str:
    """Leaves out what stands in quotes, where Chinese signs are right, and the comment."""
    return re.sub(r"\"(\\.|[^\"\\])*\"|'[^']*'|#.*", "", line)
