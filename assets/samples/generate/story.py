"""The story of the sample case: who the fictional companies are and what their papers say.

Region and organisation parts of the codes are made up (`MAXX…`, `330200`); the check digits are real
reckoning, so that the numbers pass as well formed and belong to nobody.
"""

# ruff: noqa: E501  # whole sentences of a paper: cutting them at 120 (Chinese counts double) would hide what it says

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assets.samples.generate.numbers import uscc

Words = dict[str, Any]

BRAND = "启明"
TRADEMARK = "99012468"
BATCH = "QM20260818"
MODEL = "QM-M32"
ADDRESS = "浙江省宁波市样例区星河路17号3幢402室"

SHOP = {"name": "宁波启明星辰电子商务有限公司", "uscc": uscc("330200", "MAXX0017"), "person": "沈星野"}
OPERATOR = {"name": "杭州启明品牌运营有限公司", "uscc": uscc("330100", "MAXX0026"), "person": "顾若川"}
OWNER = {"name": "嘉兴启明纺织科技有限公司", "uscc": uscc("330400", "MAXX0035"), "person": "陆知行"}
FORMER_OWNER = {"name": "嘉兴晨光毛巾厂", "uscc": uscc("330400", "MAXX0044"), "person": "陆知行"}
AFFILIATE = {"name": "宁波星辰云仓商贸有限公司", "uscc": uscc("330200", "MAXX0053"), "person": "沈星野"}
LAB = {"name": "浙江衡准纺织检测技术有限公司", "uscc": uscc("330100", "MAXX0062"), "person": "方砚"}
CMA = "251111340000"  # year 25, Zhejiang 11, textiles 11, serial 0000: the form is right, the serial is never given out

SEALS = {
    "shop": (SHOP["name"], ""),
    "operator": (OPERATOR["name"], ""),
    "owner": (OWNER["name"], ""),
    "affiliate": (AFFILIATE["name"], ""),
    "lab": (LAB["name"], "检验检测专用章"),
    "bank": ("样例商业银行宁波支行", "回单专用章"),
    "market": ("样例市场监督管理局", ""),
    "marks": ("样例商标管理局", "商标专用章"),
    "courier": ("样例速运有限公司宁波分公司", "业务专用章"),
}


def licence(term: str, issued: str) -> Words:
    """The shop's business licence; `term` is what the flawed and the ready one differ in."""
    return {
        "name": SHOP["name"], "uscc": SHOP["uscc"], "copy": "（1/1）", "capital": "人民币壹佰万元整", "kind": "有限责任公司（自然人投资或控股）",
        "founded": "2016年11月01日", "legal_representative": SHOP["person"], "term": term, "address": ADDRESS,
        "scope": "一般项目：互联网销售（除销售需要许可的商品）；针纺织品及原料销售；家居用品销售；日用百货销售；服装服饰零售；"
        "品牌管理；信息咨询服务（不含许可类信息咨询服务）。（除依法须经批准的项目外，凭营业执照依法自主开展经营活动）",
        "issuer": "样例市场监督管理局", "issued": issued, "seal": "market",
    }  # fmt: skip


def certificate() -> Words:
    return {
        "title": "商标注册证", "number": f"第 {TRADEMARK} 号", "mark": BRAND,
        "rows": [
            ["注册人", FORMER_OWNER["name"]], ["注册人地址", "浙江省嘉兴市样例区织造路5号"], ["国际分类", "第24类"],
            ["核定使用商品", "毛巾；浴巾；纺织品毛巾；床单；枕套；被子；纺织品制洗脸巾（截止）"],
            ["注册日期", "2019年03月28日"], ["有效期至", "2029年03月27日"],
        ],
        "issuer": "样例商标管理局", "issued": "2019年03月28日", "seal": "marks",
    }  # fmt: skip


def transfer() -> Words:
    return {
        "title": "商标转让证明", "number": "样商转字（2023）第 00617 号",
        "opening": f"兹核准第 {TRADEMARK} 号“{BRAND}”注册商标转让，转让后的注册人及有关事项如下：",
        "rows": [
            ["商标注册号", TRADEMARK], ["国际分类", "第24类"], ["转让人", FORMER_OWNER["name"]],
            ["受让人", OWNER["name"]], ["受让人地址", "浙江省嘉兴市样例区织造路5号2幢"], ["核准日期", "2023年06月13日"],
        ],
        "closing": f"本证明应与第 {TRADEMARK} 号《商标注册证》一并使用。",
        "issuer": "样例商标管理局", "issued": "2023年06月13日", "seal": "marks",
    }  # fmt: skip


def owner_to_operator(number: str, first: str, last: str, issued: str) -> Words:
    """The owner's authorisation of its brand company."""
    return {
        "head": OWNER["name"], "title": "品牌授权书", "number": number,
        "text": [
            (f"{OWNER['name']}（以下简称“授权人”）系第 {TRADEMARK} 号“{BRAND}”商标（第24类）的注册人。"
            f"现授权{OWNER_S_COMPANY}在下列范围内使用该商标，并负责“{BRAND}”品牌商品在中国大陆的运营与销售。"),
        ],
        "rows": [
            ["授权人", f"{OWNER['name']}（{OWNER['uscc']}）"], ["被授权人", f"{OPERATOR['name']}（{OPERATOR['uscc']}）"],
            ["授权品牌与商标", f"{BRAND}，第 {TRADEMARK} 号，第24类"], ["授权性质", "独占授权，可转授权给店铺主体"],
            ["授权期限", f"{first} 至 {last}"], ["授权渠道", "天猫、淘宝、1688 等电子商务平台"], ["授权地域", "中国大陆"],
        ],
        "after": ["被授权人转授权的期限不得超出本授权书载明的期限。本授权书自盖章之日起生效。"],
        "signers": [{"label": "授权人", "name": OWNER["name"], "person": OWNER["person"], "role": "法定代表人", "date": issued}],
    }  # fmt: skip


OWNER_S_COMPANY = f"{OPERATOR['name']}（授权人的全资子公司，以下简称“被授权人”）"


def operator_to_shop(number: str, first: str, last: str, issued: str, *, seal: str = "") -> Words:
    """The brand company's authorisation of the shop; without `seal` the seal is added by another way."""
    signer: Words = {
        "label": "授权人", "name": OPERATOR["name"], "person": OPERATOR["person"], "role": "法定代表人", "date": issued,
    }  # fmt: skip
    if seal:
        signer |= {"seal": seal, "dx": 34, "turn": 8}
    return {
        "head": OPERATOR["name"], "title": "天猫店铺授权书", "number": number,
        "text": [
            (f"经第 {TRADEMARK} 号“{BRAND}”商标（第24类）注册人{OWNER['name']}授权，我公司有权运营并转授权“{BRAND}”品牌。"
            f"现授权{SHOP['name']}在天猫平台开设“启明星辰专营店”，销售“{BRAND}”品牌商品。"),
        ],
        "rows": [
            ["授权人", f"{OPERATOR['name']}（{OPERATOR['uscc']}）"], ["被授权人", f"{SHOP['name']}（{SHOP['uscc']}）"],
            ["授权品牌与商标", f"{BRAND}，第 {TRADEMARK} 号，第24类"], ["授权性质", "普通授权，不得转授权"],
            ["授权期限", f"{first} 至 {last}"], ["授权渠道", "天猫（tmall.com）"], ["授权地域", "中国大陆"],
        ],
        "after": ["被授权人销售的商品应当由授权人供应。本授权书一式两份，自盖章之日起生效。"],
        "signers": [signer],
    }  # fmt: skip


def genuineness() -> Words:
    return {
        "head": OWNER["name"], "title": "正品声明函", "number": "QM-SM-2026-1120", "to": "天猫规则审核团队",
        "text": [
            f"{OWNER['name']}系“{BRAND}”商标（注册号 {TRADEMARK}，第24类）的注册人，也是下列商品的生产者。",
            (f"经核对生产与出库记录，{SHOP['name']}在天猫“启明星辰专营店”销售的“启明纯棉毛巾”（型号 {MODEL}，批号 {BATCH}，共 3000 条），"
            f"由我公司于 2026 年 8 月生产，经{OPERATOR['name']}供应，系“{BRAND}”品牌正品。"),
            "上述供应所附的合同、发票及送货单与我公司系统记录一致。平台如需核对，请联系我公司品牌部陆晚，电话 0573-5550 0135。",
        ],
        "signers": [{"label": "声明人", "name": OWNER["name"], "person": OWNER["person"], "role": "法定代表人", "date": "2026年11月20日",
                     "seal": "owner", "dx": 32, "turn": -9}],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sale:
    """One line of an invoice; net, tax and total are tied to each other by 13 % tax."""

    number: str
    date: str
    quantity: str
    net: str
    tax: str
    total: str
    total_words: str
    note: str


OWN_PURCHASE = Sale(
    "26332000000000000026", "2026年09月10日", "3000", "34500.00", "4485.00", "38985.00", "叁万捌仟玖佰捌拾伍圆整",
    f"合同编号：QM-CG-2026-0902；批号：{BATCH}",
)  # fmt: skip
AFFILIATE_PURCHASE = Sale(
    "26332000000000000017", "2026年08月21日", "2000", "23000.00", "2990.00", "25990.00", "贰万伍仟玖佰玖拾圆整",
    "合同编号：XC-CG-2026-0815；批号：QM20260729",
)  # fmt: skip


def invoice(sale: Sale, buyer: Words, buyer_name: str = "") -> Words:
    """A digital VAT invoice; `buyer_name` is what the flawed one misspells."""
    return {
        "number": sale.number, "date": sale.date,
        "buyer": {"name": buyer_name or buyer["name"], "uscc": buyer["uscc"]}, "seller": OPERATOR,
        "items": [["*纺织产品*启明纯棉毛巾", f"{MODEL} 34×75cm", "条", sale.quantity, "11.50", sale.net, "13%", sale.tax]],
        "amount": sale.net, "tax": sale.tax, "total": sale.total, "total_words": sale.total_words,
        "note": sale.note, "issuer_person": "周予安",
    }  # fmt: skip


def contract() -> Words:
    return {
        "number": "QM-CG-2026-0902", "date": "2026年09月02日", "place": "浙江省杭州市样例区", "brand": BRAND, "buyer": SHOP, "seller": OPERATOR,
        "parts": [
            {"title": "标的、数量与价款", "rows": [
                ["品名", "型号", "批号", "数量（条）", "单价（元）", "金额（元）"],
                ["启明纯棉毛巾 白色", MODEL, BATCH, "1800", "11.50", "20700.00"],
                ["启明纯棉毛巾 浅蓝", MODEL, BATCH, "1200", "11.50", "13800.00"],
                ["合计", "—", "—", "3000", "—", "34500.00"]],
             "text": ["以上价款不含税，增值税税率 13%，税额 4485.00 元，价税合计 38985.00 元（叁万捌仟玖佰捌拾伍圆整）。"]},
            {"title": "质量标准", "text": [
                "商品应当符合 GB/T 22864-2020《毛巾》一等品要求和 GB 18401-2010《国家纺织产品基本安全技术规范》B 类要求。",
                "甲方收货后可以抽取样品，送具备资质认定（CMA）的机构检验；检验不合格的，甲方有权退货，检验费由乙方承担。"]},
            {"title": "授权", "text": [
                f"乙方确认已取得第 {TRADEMARK} 号“{BRAND}”商标注册人{OWNER['name']}的授权，有权向甲方供应并授权甲方在天猫平台销售该品牌商品。",
                "授权期限届满前三十日，乙方应当向甲方提供续签的授权书原件。"]},
            {"title": "交货与验收", "text": [
                "乙方于 2026 年 9 月 9 日前将商品送至甲方仓库：浙江省宁波市样例区星河路17号1幢。",
                "甲方按型号、批号、数量逐箱核对，在送货单上签字；数量或批号不符的，甲方有权拒收。"]},
            {"title": "付款与发票", "text": [
                "乙方交货后三日内开具以甲方全称为购买方的增值税专用发票。", "甲方收到发票后五个工作日内，以对公转账方式一次付清。"]},
            {"title": "违约责任", "text": [
                "一方逾期交货或者逾期付款的，每逾期一日，按逾期部分价款的万分之三向对方支付违约金。",
                "乙方提供的商品或者凭证与约定不符，给甲方造成损失的，应当赔偿实际损失。"]},
            {"title": "其他", "text": [
                "因本合同发生争议，双方协商解决；协商不成的，向甲方所在地人民法院起诉。", "本合同一式两份，双方各执一份，自双方盖章之日起生效。"]},
        ],
        "signers": [
            {"label": "甲方", "name": SHOP["name"], "person": SHOP["person"], "date": "2026年09月02日", "seal": "shop", "dx": 22, "turn": 5},
            {"label": "乙方", "name": OPERATOR["name"], "person": OPERATOR["person"], "date": "2026年09月02日", "seal": "operator", "dx": 26, "turn": -7},
        ],
    }  # fmt: skip
