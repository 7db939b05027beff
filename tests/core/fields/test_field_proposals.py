"""What papers of the common types say is proposed under the right names, and nothing is ever confirmed by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import fields, packs
from core.model import Field, FieldSource, FileFacts, PageFacts, Verdict
from core.packs import Packs
from core.probe import probe_file

SAMPLES = Path(__file__).parents[3] / "assets" / "samples" / "papers"

CERTIFICATE = """商 标 注 册 证
第 99012468 号
晨 露
注册人 嘉兴晨光毛巾厂
注册人地址 浙江省嘉兴市样例区织造路 5 号
国际分类 第 24 类
核定使用商品 毛巾；浴巾
注册日期 2019 年 03 月 28 日
有效期至 2029 年 03 月 27 日
"""
AUTHORISATION = """晨 露 品 牌 运 营 有 限 公 司
品牌授权书
嘉兴晨露纺织有限公司（以下简称“授权人”）系第 99012468 号“晨露”商标（第 24 类）的注册人。
授权方：嘉兴晨露纺织有限公司（91350100M000100Y43）
被授权方：宁波星辰（浙江）电子商务有限公司
授权期限：二〇二六年七月一日 至 2027.06.30
授权渠道：天猫
授权地域：中国大陆
本授权不得转授权，为普通授权。
授权方（盖章）：
嘉兴晨露纺织有限公司
日期：2026年6月24日
"""
INVOICE = """电子发票（增值税专用发票）
发票号码：26332000000000000026
开票日期：2026 年 09 月 10 日
购
名称：宁波启明星辰电子商务有限公司
统一社会信用代码/纳税人识别号：
91350100M000100Y43
销
名称：杭州启明品牌运营有限公司
统一社会信用代码/纳税人识别号：
91110108551385082Q
项目名称 规格型号 单位 数量 单价 金额 税率 税额
*纺织产品*纯棉毛巾 QM-M32
条 3000 11.50 34500.00 13% 4485.00
合　　计 ￥34500.00　　￥4485.00
价税合计（大写） ⊗ 叁万捌仟玖佰捌拾伍圆整 （小写） ￥38985.00
"""
LICENCE = """营业执照
统一社会信用代码 91350100M000100Y43
名　　称 福州样例有限公司 类　型 有限责任公司
法定代表人 王样例 注册资本 壹佰万圆整
营业期限 2019年3月28日至长期
住　　所 福建省福州市样例路 1 号
登记机关 样例市场监督管理局
"""
REPORT = """报告编号：QM-ZJ-2025-0316 第 2 页　共 4 页
检 验 检 测 报 告
样品名称 晨露纯棉浴巾 型号规格 QM-T15　70cm×140cm
商标 晨露 批号 QM20250310
委托单位 宁波启明星辰电子商务有限公司 生产单位 嘉兴启明纺织科技有限公司
收样日期 2025 年 03 月 14 日 检测日期 2025 年 03 月 15 日
检测依据 GB/T 22864-2020
检验检测结论
所检项目符合标准要求。
签发日期：2025 年 03 月 18 日
"""

EXPECTED = [
    (
        "trademark-certificate",
        CERTIFICATE,
        {
            "trademark_number": "99012468",
            "classes": "24",
            "owner": "嘉兴晨光毛巾厂",
            "issued_on": "2019-03-28",
            "valid_to": "2029-03-27",
            "scope": "毛巾；浴巾",
        },
    ),
    (
        "brand-authorisation",
        AUTHORISATION,
        {
            "grantor": "嘉兴晨露纺织有限公司",
            "grantee": "宁波星辰(浙江)电子商务有限公司",
            "brand": "晨露",
            "trademark_number": "99012468",
            "classes": "24",
            "valid_from": "2026-07-01",
            "valid_to": "2027-06-30",
            "platforms": "天猫",
            "sublicence": "false",
            "exclusive": "false",
            "issued_on": "2026-06-24",
        },
    ),
    (
        "invoice",
        INVOICE,
        {
            "invoice_number": "26332000000000000026",
            "invoice_date": "2026-09-10",
            "buyer": "宁波启明星辰电子商务有限公司",
            "buyer_uscc": "91350100M000100Y43",
            "seller": "杭州启明品牌运营有限公司",
            "seller_uscc": "91110108551385082Q",
            "items": "纯棉毛巾",
            "quantity": "3000",
            "amount": "34500.00",
            "tax": "4485.00",
            "total": "38985.00",
        },
    ),
    (
        "business-licence",
        LICENCE,
        {
            "uscc": "91350100M000100Y43",
            "holder": "福州样例有限公司",
            "legal_representative": "王样例",
            "valid_from": "2019-03-28",
            "valid_to": "长期",
            "address": "福建省福州市样例路 1 号",
        },
    ),
    (
        "test-report",
        REPORT,
        {
            "number": "QM-ZJ-2025-0316",
            "sample": "晨露纯棉浴巾",
            "model": "QM-T15 70cm×140cm",
            "brand": "晨露",
            "batch": "QM20250310",
            "client": "宁波启明星辰电子商务有限公司",
            "producer": "嘉兴启明纺织科技有限公司",
            "sampled_on": "2025-03-14",
            "tested_on": "2025-03-15",
            "standard": "GB/T 22864-2020",
            "conclusion": "所检项目符合标准要求",
            "issued_on": "2025-03-18",
        },
    ),
]


@pytest.fixture(scope="module")
def installed() -> Packs:
    return packs.load()


def read(*texts: str, file: str = "扫描件.pdf") -> FileFacts:
    pages = tuple(PageFacts(595, 842, text=text) for text in texts)
    return FileFacts(file, "pdf", "0" * 64, 1, Verdict.OK, pages=pages)


@pytest.mark.parametrize(("kind", "text", "expected"), EXPECTED, ids=[e[0] for e in EXPECTED])
def test_the_best_proposals_are_what_the_paper_says(
    kind: str, text: str, expected: dict[str, str], installed: Packs
) -> None:
    shape = installed.paper(kind)
    assert shape is not None
    best = _best(fields.propose(shape, read("封面", text)))
    assert {name: best.get(name) for name in expected} == expected


@pytest.mark.parametrize(("kind", "text", "expected"), EXPECTED, ids=[e[0] for e in EXPECTED])
def test_proposals_are_never_confirmed_and_say_where_they_stand(
    kind: str, text: str, expected: dict[str, str], installed: Packs
) -> None:
    shape = installed.paper(kind)
    assert shape is not None
    found = fields.propose(shape, read("封面", text))
    assert all(not f.confirmed and f.source is FieldSource.TEXT and f.page == 2 and 0 < f.score < 1 for f in found)
    assert {f.name for f in found} <= {spec.name for spec in shape.fields}


@pytest.mark.parametrize(("kind", "text", "expected"), EXPECTED, ids=[e[0] for e in EXPECTED])
def test_the_type_is_guessed_from_the_title_with_a_reason(kind: str, text: str, expected: object) -> None:
    facts = read(text)
    assert fields.guess_type(facts) == kind
    assert "第 1 页" in fields.guesses(facts)[0].reason


def test_a_photo_without_text_is_guessed_from_its_name_only() -> None:
    facts = FileFacts("我的营业执照.jpg", "jpeg", "0" * 64, 1, Verdict.OK)
    assert fields.guess_type(facts) == "business-licence"
    assert fields.guesses(facts)[0].reason.startswith("文件名")
    assert fields.guess_type(FileFacts("IMG_1.jpg", "jpeg", "0" * 64, 1, Verdict.OK)) == ""


def test_a_word_in_a_sentence_is_not_a_title() -> None:
    text = "整改记录\n发票取用了关联公司的进货发票，已更换。\n一、问题"
    assert fields.guess_type(read(text)) == "rectification-record"


def test_a_type_that_is_not_installed_is_not_guessed(installed: Packs) -> None:
    assert fields.guess_type(read(CERTIFICATE), installed) == "trademark-certificate"


def test_a_number_that_can_not_be_right_is_not_proposed(installed: Packs) -> None:
    shape = installed.paper("business-licence")
    assert shape is not None
    wrong = LICENCE.replace("91350100M000100Y43", "91350100M000100Y44")
    assert "uscc" not in _best(fields.propose(shape, read(wrong)))


def test_sums_that_do_not_fit_each_other_are_not_called_sure(installed: Packs) -> None:
    shape = installed.paper("invoice")
    assert shape is not None
    found = fields.propose(shape, read(INVOICE.replace("￥38985.00", "￥38986.00")))
    sums = [f.score for f in found if f.name in {"amount", "tax", "total"}]
    assert sums
    assert max(sums) < 0.9


def test_a_sample_invoice_is_read_from_its_file(installed: Packs) -> None:
    facts = probe_file(SAMPLES / "数电发票.pdf")
    kind = fields.guess_type(facts, installed)
    shape = installed.paper(kind)
    assert kind == "invoice"
    assert shape is not None
    assert {"invoice_number", "invoice_date", "buyer", "seller", "total"} <= set(_best(fields.propose(shape, facts)))


@given(
    st.lists(
        st.text(alphabet="名称：: \n　授权期限至长期第号类商标“”*¥￥.0123456789年月日ABC（）()小写合计", max_size=200),
        max_size=3,
    )
)
def test_any_text_gets_proposals_or_none(texts: list[str]) -> None:
    for kind in ("invoice", "brand-authorisation"):
        found = fields.propose(kind, read(*texts))
        assert all(f.value and 0 < f.score < 1 and 1 <= f.page <= len(texts) for f in found)
    fields.guesses(read(*texts))


def _best(found: tuple[Field, ...]) -> dict[str, str]:
    best: dict[str, str] = {}
    for field in found:
        best.setdefault(field.name, field.value)
    return best
