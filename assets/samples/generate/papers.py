"""Every sample paper: which words, on which template, in which form, under which name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from assets.samples.generate import bind, deeds, further, lab, scan, seal, story
from assets.samples.generate.press import Press
from assets.samples.generate.story import Words

SCAN_DPI = 200
PHOTO_PPI = 170
PASSWORD = "sample"  # noqa: S105  # printed in the README: the file is locked to be refused
# Where the seal is pressed, in points from the lower left: over the signer's name and date.
OWNER_BOX = (395.0, 193.0, 508.0, 306.0)
OPERATOR_BOX = (395.0, 236.0, 508.0, 349.0)

Form = Callable[[Press, str, Words], bytes]


@dataclass(frozen=True, slots=True)
class SamplePaper:
    """One file below `assets/samples`."""

    path: str
    template: str
    words: Words
    form: Form


def born_digital(press: Press, template: str, words: Words) -> bytes:
    return press.pdf(template, words)


def screenshot(press: Press, template: str, words: Words) -> bytes:
    return press.pages(template, words, 72)[0]


def scanned(seed: int, skews: tuple[float, ...] = (0.5, -0.4, 0.3, -0.6), quality: int = 60) -> Form:
    """Returns a form that scans each page, every one put into the scanner a little differently."""

    def make(press: Press, template: str, words: Words) -> bytes:
        pages = press.pages(template, words, SCAN_DPI)
        turns = [skews[(seed + n) % len(skews)] for n in range(len(pages))]
        jpegs = [
            scan.scanned(page, skew=turn, seed=seed * 10 + n, dpi=SCAN_DPI, quality=quality)
            for n, (page, turn) in enumerate(zip(pages, turns, strict=True))
        ]
        return bind.of_scans(jpegs, SCAN_DPI)

    return make


def photographed(seed: int, orientation: int = 1) -> Form:
    def make(press: Press, template: str, words: Words) -> bytes:
        page = press.pages(template, words, PHOTO_PPI)[0]
        return scan.photographed(page, seed=seed, orientation=orientation)

    return make


def stamped(name: str) -> Form:
    def make(press: Press, template: str, words: Words) -> bytes:
        return bind.with_stamp(press.pdf(template, words), seals()[name], 1, OWNER_BOX)

    return make


def sealed_by_widget(name: str) -> Form:
    def make(press: Press, template: str, words: Words) -> bytes:
        return bind.with_signature_widget(press.pdf(template, words), seals()[name], 1, OPERATOR_BOX)

    return make


def locked(press: Press, template: str, words: Words) -> bytes:
    return bind.locked(press.pdf(template, words), PASSWORD)


@cache
def seals() -> Mapping[str, bytes]:
    """Returns every seal of the story as a PNG, by its short name."""
    drawn = {key: seal.draw(name, title, seed=n) for n, (key, (name, title)) in enumerate(story.SEALS.items(), 1)}
    return MappingProxyType(drawn)


def all_papers() -> Iterator[SamplePaper]:
    yield from _rejected()
    yield from _shared()
    yield from _flawed()
    yield from _further()


def _rejected() -> Iterator[SamplePaper]:
    old = story.operator_to_shop(
        "QM-TM-2025-004", "2025年07月01日", "2026年06月30日", "2025年06月20日", seal="operator"
    )
    yield SamplePaper("papers/第一轮-品牌授权书.pdf", "letter", old, scanned(1))
    yield SamplePaper("papers/第一轮-检测报告.pdf", "report", lab.makers_own(), born_digital)
    old_invoice = story.invoice(story.AFFILIATE_PURCHASE, story.AFFILIATE)
    yield SamplePaper("papers/第一轮-进货发票.pdf", "invoice", old_invoice, born_digital)


def _shared() -> Iterator[SamplePaper]:
    yield SamplePaper(
        "papers/营业执照.jpg", "licence", story.licence("长期", "2026年10月15日"), photographed(4, orientation=6)
    )
    yield SamplePaper("papers/商标注册证.pdf", "trademark", story.certificate(), born_digital)
    yield SamplePaper("papers/商标转让证明.pdf", "trademark", story.transfer(), scanned(6))
    chain = story.owner_to_operator("QM-SQ-2025-001", "2025年01月01日", "2027年12月31日", "2024年12月20日")
    yield SamplePaper("papers/授权书-注册人至运营方.pdf", "letter", chain, stamped("owner"))
    new = story.operator_to_shop("QM-TM-2026-007", "2026年07月01日", "2027年06月30日", "2026年06月24日")
    yield SamplePaper("papers/授权书-运营方至店铺.pdf", "letter", new, sealed_by_widget("operator"))
    yield SamplePaper("papers/正品声明函.jpg", "letter", story.genuineness(), photographed(9))
    yield SamplePaper("papers/检测报告-CMA.pdf", "report", lab.accredited(), scanned(10))
    new_invoice = story.invoice(story.OWN_PURCHASE, story.SHOP)
    yield SamplePaper("papers/数电发票.pdf", "invoice", new_invoice, born_digital)
    yield SamplePaper("papers/购销合同.pdf", "contract", story.contract(), scanned(12))
    yield SamplePaper("papers/付款回单.pdf", "letter", deeds.payment(), born_digital)
    yield SamplePaper("papers/送货单.jpg", "letter", deeds.delivery(), photographed(14, orientation=6))
    yield SamplePaper("papers/通知截图.png", "screen", deeds.notice(), screenshot)
    yield SamplePaper("papers/聊天记录.png", "screen", deeds.chat(), screenshot)
    yield SamplePaper("papers/整改记录.pdf", "record", deeds.record(), born_digital)
    yield SamplePaper("papers/情况说明.pdf", "letter", deeds.situation(), scanned(19))
    yield SamplePaper("papers/承诺书.pdf", "letter", deeds.commitment(), scanned(18))


def _flawed() -> Iterator[SamplePaper]:
    old = story.licence("2016年11月01日至2026年10月31日", "2016年11月01日")
    yield SamplePaper("flawed/papers/营业执照-旧照.jpg", "licence", old, photographed(21, orientation=6))
    late = story.owner_to_operator("QM-SQ-2026-003", "2026年07月13日", "2027年03月31日", "2026年07月13日")
    yield SamplePaper("flawed/papers/授权书-注册人至运营方-续签.pdf", "letter", late, stamped("owner"))
    same = lab.makers_own()  # the same bytes as the rejected report, under a new name
    yield SamplePaper("flawed/papers/检测报告-重新提交.pdf", "report", same, born_digital)
    wrong_name = story.SHOP["name"].replace("有限公司", "有限责任公司")
    invoice = story.invoice(story.OWN_PURCHASE, story.SHOP, wrong_name)
    yield SamplePaper("flawed/papers/数电发票.pdf", "invoice", invoice, born_digital)
    yield SamplePaper("flawed/papers/购销合同-加密.pdf", "contract", story.contract(), locked)


def _further() -> Iterator[SamplePaper]:
    """The papers of the other appeals, each in its own folder; what they share lies in `papers/`."""
    screens = {
        "spot-check/papers/抽检结果通知.png": further.spot_check_notice(),
        "spot-check/papers/下架记录.png": further.taken_down(),
        "deposit-deduction/papers/扣除通知.png": further.deduction_notice(),
        "deposit-refund/papers/退还申请驳回.png": further.refund_rejected(),
        "deposit-refund/papers/关店申请通过.png": further.shop_closed(),
        "deposit-refund/papers/售后完结记录.png": further.all_settled(),
        "abnormal-refund/papers/售后单.png": further.claim_page(),
        "abnormal-refund/papers/订单详情.png": further.order_page(
            "SAMPLE-DD-2026-1111", "启明真丝睡袍 QM-Z01", "1288.00 元", "2026-11-11 09:12"
        ),
        "abnormal-refund/papers/聊天记录.png": further.refund_chat(),
        "mispriced-listing/papers/错价页面.png": further.wrong_price(),
        "mispriced-listing/papers/操作日志.png": further.price_log(),
        "mispriced-listing/papers/通知买家.png": further.price_chat(),
        "dispute-appeal/papers/判责结果.png": further.verdict_page(),
        "dispute-appeal/papers/订单详情.png": further.order_page(
            "SAMPLE-DD-2026-1020", "启明纯棉浴袍 QM-Y08", "268.00 元", "2026-10-20 21:40"
        ),
        "dispute-appeal/papers/聊天记录.png": further.dispute_chat(),
    }
    yield from (SamplePaper(path, "screen", words, screenshot) for path, words in screens.items())
    yield SamplePaper("abnormal-refund/papers/打包画面.png", "still", further.parcel_sent(), screenshot)
    yield SamplePaper("abnormal-refund/papers/拆包画面.png", "still", further.parcel_returned(), screenshot)
    yield SamplePaper("dispute-appeal/papers/洗涤标.png", "still", further.wash_label(), screenshot)
    written = {
        "papers/保证金回单.pdf": ("letter", further.deposit_receipt()),
        "spot-check/papers/复测报告.pdf": ("report", further.retest()),
        "spot-check/papers/整改记录.pdf": ("record", further.spot_check_record()),
        "deposit-deduction/papers/揽收证明.pdf": ("letter", further.picked_up()),
        "deposit-refund/papers/情况说明.pdf": ("letter", further.refund_statement()),
        "abnormal-refund/papers/揽收重量证明.pdf": ("letter", further.weighed()),
        "mispriced-listing/papers/错价订单清单.pdf": ("record", further.price_orders()),
        "mispriced-listing/papers/情况说明.pdf": ("letter", further.price_statement()),
        "mispriced-listing/papers/整改记录.pdf": ("record", further.price_record()),
        "dispute-appeal/papers/检测报告.pdf": ("report", further.robe_report()),
    }
    yield from (SamplePaper(path, template, words, born_digital) for path, (template, words) in written.items())
