"""Made-up values for test papers, always the same for the same seed: firms, people, places, days, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from stdnum.iso7064 import mod_11_10

from assets.samples.generate.numbers import USCC_ALPHABET, uscc

T = TypeVar("T")


def _each(words: str) -> list[str]:
    return words.split()


_REGIONS = (
    ("浙江省", "杭州市", "3301", "浙"),
    ("浙江省", "宁波市", "3302", "浙"),
    ("广东省", "广州市", "4401", "粤"),
    ("广东省", "汕头市", "4405", "粤"),
    ("江苏省", "苏州市", "3205", "苏"),
    ("福建省", "泉州市", "3505", "闽"),
    ("山东省", "青岛市", "3702", "鲁"),
    ("河南省", "漯河市", "4111", "豫"),
    ("安徽省", "亳州市", "3416", "皖"),
    ("四川省", "成都市", "5101", "川"),
    ("湖北省", "武汉市", "4201", "鄂"),
    ("广西壮族自治区", "南宁市", "4501", "桂"),
)
_STREETS = _each("星河 启明 云栖 望潮 织造 长乐 竹溪 白鹭 青禾 芙蓉 沧浪 锦绣")
# Some are rare on purpose: a recogniser and a font must both know them.
_FIRST = _each("启 晨 星 云 沐 澜 鑫 昱 珺 璟 禾 骐 钰 悦 朗 硕 荟 蕴 沁 堃 喆 煜 淼 骞 岚 曦")
_SECOND = _each("明 露 辰 舒 和 源 泰 尚 川 野 宁 杉 帆 盛 恒 品 谷 韵 森 晟 熹 瑞 诺 赫 瀚")
_TRADES = _each("电子商务 商贸 贸易 供应链管理 网络科技 品牌运营 日用品 服饰 家居用品 实业")
_FAMILY = _each("沈 林 周 何 陆 欧阳 顾 闫 覃 仝 谭 邹 戴 蔺 邬 孟 邵 褚 郝 龚")
_GIVEN = _each("予安 星野 秋实 晚 子涵 嘉懿 芷晴 昊 一鸣 思远 翀 赟 玥 镕 璐瑶 建国 婧 文博 丽华 振宇")
_HAN = "〇一二三四五六七八九"


class Values:
    """Draws made-up values; two with the same seed draw the same."""

    def __init__(self, seed: str) -> None:
        self.chance = Random(seed)  # repeatable by design
        self.province, self.city, self.region, self.sign = self.pick(_REGIONS)

    def pick(self, choices: Sequence[T]) -> T:
        return self.chance.choice(choices)

    def yes(self, share: float = 0.5) -> bool:
        return self.chance.random() < share

    def digits(self, count: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(count))

    def word(self) -> str:
        return self.pick(_FIRST) + self.pick(_SECOND)

    def latin(self) -> str:
        parts = ["LU", "MO", "NA", "VE", "RI", "SO", "TA", "KI", "EN", "OR"]
        return "".join(self.chance.sample(parts, 3))

    def person(self) -> str:
        return str(self.pick(_FAMILY) + self.pick(_GIVEN))

    def company(self, *trades: str) -> str:
        """A firm's name: plain, with its place in brackets, a group, or a long branch-like one."""
        trade, word, place = self.pick(trades or _TRADES), self.word(), self.city.removesuffix("市")
        forms = (
            f"{place}{word}{trade}有限公司",
            f"{word}（{self.province[:2]}）{trade}有限公司",
            f"{self.province[:2]}{word}{trade}有限责任公司",
            f"{place}市{word}{self.word()}{trade}有限公司",
            f"{word}{trade}（{place}）股份有限公司",
        )
        return str(self.pick(forms))

    def factory(self) -> str:
        return self.company("食品", "纺织科技", "生物科技", "电器", "日化", "医疗器械")

    def address(self) -> str:
        street, number = self.pick(_STREETS), self.chance.randint(1, 1999)
        tail = self.pick(
            (
                "",
                f"{self.chance.randint(1, 28)}幢{self.chance.randint(101, 2808)}室",
                f"{self.pick('ABC')}座{self.chance.randint(2, 30)}楼",
                "（样例工业园内）",
            )
        )
        return f"{self.province}{self.city}样例区{street}路{number}号{tail}"

    def bureau(self, kind: str = "市场监督管理局") -> str:
        return self.pick((f"{self.city}样例区{kind}", f"{self.city}{kind}"))

    def uscc(self) -> str:
        return uscc(f"{self.region}{self.pick(('01', '02', '06', '13'))}", "MA" + "".join(
            self.chance.choice(USCC_ALPHABET) for _ in range(6)))  # fmt: skip

    def day(self, first: str, last: str) -> date:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
        return begin + timedelta(self.chance.randrange((end - begin).days))

    def resident_id(self, born: date) -> str:
        body = f"{self.region}02{born:%Y%m%d}{self.digits(3)}"
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]

    def sc(self) -> str:
        body = f"1{self.pick(('02', '06', '12', '18', '24'))}{self.region}02{self.digits(4)}"
        return f"SC{body}{mod_11_10.calc_check_digit(body)}"

    def jy(self) -> str:
        body = f"{self.pick('123')}{self.region}02{self.digits(6)}"
        return f"JY{body}{mod_11_10.calc_check_digit(body)}"

    def money(self, most: int = 90000) -> str:
        return f"{self.chance.randint(100, most)}.{self.chance.randint(0, 99):02d}"


def years_later(day: date, years: int) -> date:
    """The last day of a stretch of whole years: the day before the same day."""
    return date(day.year + years, day.month, min(day.day, 28)) - timedelta(1)


def written(day: date, form: str) -> str:
    """Writes a day as papers do: `zh`, `zh0`, `spaced`, `dash`, `dot`, `han`, `slash`."""
    if form == "han":
        year = "".join(_HAN[int(d)] for d in str(day.year))
        return f"{year}年{_tens(day.month)}月{_tens(day.day)}日"
    forms = {
        "zh": f"{day.year}年{day.month}月{day.day}日",
        "zh0": f"{day:%Y}年{day:%m}月{day:%d}日",
        "spaced": f"{day:%Y} 年 {day:%m} 月 {day:%d} 日",
        "dash": f"{day:%Y-%m-%d}",
        "dot": f"{day:%Y.%m.%d}",
        "slash": f"{day:%Y/%m/%d}",
    }
    return forms[form]


def _tens(number: int) -> str:
    if number < 10:
        return _HAN[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _HAN[tens]) + "十" + (_HAN[ones] if ones else "")
