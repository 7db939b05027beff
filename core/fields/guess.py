"""What type of paper a file may be, with the reason. A guess is shown as one and confirmed by the person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.fields.lines import squeezed
from core.fields.propose import recognised_text
from core.i18n import _
from core.model import FileFacts, PageReading
from core.packs import Packs

_TITLE_LINES: Final = 8
_TITLE_LENGTH: Final = 40
_SENTENCE: Final = re.compile(r"[。，；：:]")
_TITLE, _TEXT, _NAME = 0.9, 0.6, 0.5
_NEEDED: Final = 0.5

# In this order: what is more special comes before what it contains.
_WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("notice-screenshot", r"违规通知|处罚通知|通知截图|申诉结果"),
    ("complaint-withdrawal", r"投诉撤销|撤诉函|撤回投诉"),
    ("genuineness-letter", r"正品声明|正品证明"),
    ("trademark-transfer", r"商标转让证明|核准商标转让"),
    ("trademark-renewal", r"商标续展|续展注册证明"),
    ("trademark-change", r"商标变更证明|变更商标申请人|注册人名义变更"),
    ("trademark-licence-filing", r"商标使用许可备案"),
    ("trademark-acceptance", r"商标注册申请受理通知书|申请受理通知书"),
    ("trademark-certificate", r"商标注册证"),
    ("brand-authorisation", r"授权书|授权委托书|授权证明"),
    ("business-licence", r"营业执照"),
    ("food-production-licence", r"食品生产许可证"),
    ("food-business-licence", r"食品经营许可证"),
    ("prepackaged-food-filing", r"仅销售预包装食品"),
    ("cosmetics-registration", r"特殊(?:用途)?化妆品(?:注册证|行政许可批件|卫生许可批件)"),
    ("cosmetics-filing", r"普通化妆品备案|非特殊用途化妆品备案"),
    ("cosmetics-production-licence", r"化妆品生产许可证"),
    ("device-registration", r"医疗器械注册证"),
    ("device-business-licence", r"医疗器械经营(?:许可证|备案凭证|企业许可证)"),
    ("device-filing", r"第一类医疗器械(?:生产)?备案|医疗器械备案(?:凭证|信息表)"),
    ("industrial-production-licence", r"全国工业产品生产许可证|工业产品生产许可证"),
    ("ccc-certificate", r"中国国家强制性产品认证证书|强制性产品认证"),
    ("cma-certificate", r"检验检测机构资质认定证书"),
    ("cnas-certificate", r"实验室认可证书"),
    ("customs-declaration", r"海关进口货物报关单|报关单"),
    ("inspection-certificate", r"入境货物检验检疫证明"),
    ("barcode-certificate", r"商品条码系统成员证书"),
    ("id-card", r"居民身份证|公民身份号码"),
    ("invoice", r"电子发票|增值税(?:电子)?(?:专用|普通)发票|数电发票|进货发票|发票监制"),
    ("test-report", r"检验检测报告|检测报告|检验报告|测试报告"),
    ("purchase-contract", r"购销合同|采购合同|买卖合同|采购订单"),
    ("payment-proof", r"电子回单|付款回单|转账凭证|银行回单|付款凭证"),
    ("delivery-proof", r"送货单|出库单|入库单|物流签收|签收单"),
    ("control-relation-proof", r"关系证明|实际控制人|全资子公司证明"),
    ("commitment", r"承诺书|承诺函"),
    ("rectification-record", r"整改记录|整改报告"),
    ("situation-statement", r"情况说明|情况的说明"),
    ("chat-record", r"聊天记录|聊天截图"),
    ("order-record", r"订单记录|订单截图|订单详情"),
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A paper type, how likely (0–1), and the sentence why."""

    type: str
    score: float
    reason: str


def guesses(facts: FileFacts, readings: Sequence[PageReading] = ()) -> tuple[Guess, ...]:
    """Returns every type that something speaks for, the likeliest first."""
    best: dict[str, Guess] = {}
    for guess in _all(facts, readings):
        if guess.type not in best or guess.score > best[guess.type].score:
            best[guess.type] = guess
    order = {kind: place for place, (kind, _words) in enumerate(_WORDS)}
    return tuple(sorted(best.values(), key=lambda g: (-g.score, order[g.type])))


def guess_type(facts: FileFacts, packs: Packs | None = None, readings: Sequence[PageReading] = ()) -> str:
    """Returns the likeliest type that is installed, or "" when nothing speaks for one."""
    for guess in guesses(facts, readings):
        if guess.score >= _NEEDED and (packs is None or packs.paper(guess.type) is not None):
            return guess.type
    return ""


def _all(facts: FileFacts, readings: Sequence[PageReading]) -> Iterator[Guess]:
    page = facts.pages[0].text if facts.pages else ""
    # What is recognised on the first page counts as its text; a page has either one or the other.
    page += "".join(recognised_text(facts, reading) for reading in readings if reading.page == 1)
    lines = [squeezed(line) for line in page.splitlines() if line.strip()]
    titles = [line for line in lines[:_TITLE_LINES] if len(line) <= _TITLE_LENGTH and not _SENTENCE.search(line)]
    for kind, words in _WORDS:
        if word := _first(words, titles):
            yield Guess(kind, _TITLE, _("第 1 页标题处写有“{word}”。").format(word=word))
        elif word := _first(words, ["".join(lines)]):
            yield Guess(kind, _TEXT, _("第 1 页写有“{word}”。").format(word=word))
        if word := _first(words, [facts.file]):
            yield Guess(kind, _NAME, _("文件名含“{word}”。").format(word=word))


def _first(words: str, texts: list[str]) -> str:
    found = (re.search(words, text) for text in texts)
    return next((match[0] for match in found if match), "")
