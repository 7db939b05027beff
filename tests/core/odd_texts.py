"""Ten thousand odd texts for a parser: good ones spoilt a little, and characters that parsers trip over.

A thousand cases cost about ten milliseconds, where a property library would take seconds: it draws no example twice as
simple, but the seed in a failure's message repeats it. With the profile `ci` the seed is always the same.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence

CASES = 10_000
_ODD = (
    *"０９ＡＺ㎏①²½٣൧௧〇零十廿卅两〡〣年月日号第－—–~～至.．/,，、;；:：（）()[]【】“”\"'　\t\n\r\v\f\x00\x1f\x7f\x85",
    *"\u00a0\u2028\u2029\u200b\u200f\ufeff\ufffd\ud7ff\ue000İıßſẞﬀǅ\u0301\u20e3🀄👨‍👩‍👧𝟘𝟡𠮷",
    "",
    "0" * 40,
    "9" * 400,
    "年" * 60,
    "2026年02月30日",
    "长期",
    "-1",
    "+",
    "1e999",
    "NaN",
    "%00",
    "://",
    "[::",
    "\\u0000",
)
_PLAIN = "0123456789ABCDEFGHJKLMNPQRSTUWXYZabc-"


def odd_texts(good: Sequence[str], seed: int) -> Iterator[str]:
    """Yields `CASES` texts: a third as good as spoilt, a third plain, a third odd."""
    chance = random.Random(seed)
    for number in range(CASES):
        kind = number % 3
        if kind == 0 and good:
            yield _spoilt(chance.choice(good), chance)
        elif kind == 1:
            yield "".join(chance.choices(_PLAIN, k=chance.randrange(24)))
        else:
            yield "".join(chance.choices(_ODD, k=chance.randrange(9)))


def survives(parser: Callable[[str], object], good: Sequence[str]) -> None:
    """Runs a parser over all of them; a failure says the text and the seed."""
    seed = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "ci" else random.SystemRandom().randrange(1 << 32)
    for text in odd_texts(good, seed):
        try:
            parser(text)
        except Exception as error:
            error.add_note(f"text {text!r}, seed {seed}")
            raise


def _spoilt(text: str, chance: random.Random) -> str:
    for _ in range(chance.randrange(4)):
        place, sign = chance.randrange(len(text) + 1), chance.choice((*_ODD, *_PLAIN))
        end = place + chance.randrange(3)
        text = text[:place] + sign + text[end:]
    return text
