"""The words that stand before a value on Chinese papers, by field name of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LABELS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "holder": ("承诺人", "说明单位", "声明单位", "企业名称", "单位名称", "经营者名称", "生产者名称", "名称"),
        "uscc": ("统一社会信用代码/纳税人识别号", "统一社会信用代码", "社会信用代码"),
        "legal_representative": ("法定代表人（负责人）", "法定代表人", "负责人", "经营者"),
        "address": ("注册人地址", "经营场所", "生产地址", "住所（经营场所）", "住所", "地址"),
        "scope": (
            "核定使用商品/服务项目",
            "核定使用商品",
            "核定服务项目",
            "经营范围",
            "食品类别",
            "经营项目",
            "许可范围",
        ),
        "number": ("许可证编号", "报告编号", "合同编号", "证书编号", "备案编号", "登记编号", "编号"),
        "issuer": ("登记机关", "发证机关", "签发机关", "检测机构", "检验机构", "检验检测机构"),
        "issued_on": (
            "签发日期",
            "出具日期",
            "发证日期",
            "登记日期",
            "注册日期",
            "签订日期",
            "签署日期",
            "报告日期",
            "核准日期",
            "授权日期",
            "日期",
        ),
        "valid_from": ("有效期自", "授权期自", "生效日期"),
        "valid_to": ("有效期至", "授权期至", "有效期限至", "失效日期", "截止日期"),
        "brand": ("授权品牌与商标", "品牌名称", "授权品牌", "商标名称", "商标文字", "品牌", "商标"),
        "trademark_number": ("商标注册号", "商标注册证号", "注册号", "商标号", "申请号"),
        "classes": ("国际分类", "商标类别", "类别"),
        "owner": ("受让人", "商标注册人", "注册人名称", "注册人", "权利人"),
        "grantor": ("转让人", "授权人", "授权方", "授权单位", "声明人", "出具人"),
        "grantee": ("受让人", "被授权人", "被授权方", "被授权单位", "致"),
        "platforms": ("授权渠道", "授权平台", "销售渠道", "销售平台"),
        "territory": ("授权地域", "授权区域", "授权地区"),
        "invoice_code": ("发票代码",),
        "invoice_number": ("发票号码",),
        "invoice_date": ("开票日期",),
        "buyer": ("购买方名称", "买方", "需方", "甲方（买方）", "甲方（需方）", "收货单位"),
        "seller": ("销售方名称", "卖方", "供方", "乙方（卖方）", "乙方（供方）", "供货单位"),
        "amount": ("合计金额", "金额"),
        "tax": ("税额",),
        "total": ("价税合计", "合同总额", "合同总价", "总金额"),
        "items": ("货物或应税劳务、服务名称", "货物名称", "产品名称", "商品名称"),
        "quantity": ("样品数量", "数量"),
        "client": ("委托单位", "委托方", "委托人"),
        "producer": ("生产单位", "生产企业", "生产者", "制造商"),
        "sample": ("样品名称",),
        "model": ("型号规格", "规格型号", "型号"),
        "batch": ("批号", "生产批号", "产品批号", "生产日期/批号"),
        "sampled_on": ("抽样日期", "收样日期", "送样日期", "到样日期"),
        "tested_on": ("检测日期", "检验日期", "检测完成日期"),
        "standard": ("检测依据", "检验依据", "依据标准", "执行标准"),
        "conclusion": ("检验检测结论", "检测结论", "检验结论", "结论"),
        "cma_number": ("资质认定证书编号", "资质认定编号", "CMA证书编号", "CMA"),
        "cnas_number": ("认可编号", "CNAS"),
        "customs_number": ("海关编号", "报关单号"),
        "consignee": ("境内收货人", "收货人"),
        "origin": ("原产国（地区）", "原产国", "原产地"),
        "product": ("产品名称", "商品名称", "品名"),
        "gtin": ("商品条码", "条码"),
    }
)
# Words that only end the value before them; nothing is read behind them.
STOPS: Final = (
    *("编制", "审核", "批准", "样品状态", "检验类别", "检测项目", "备注", "开户银行", "电话", "联系人", "联系方式"),
    *("注册资本", "类型", "成立日期", "营业期限", "有效期限", "有效期", "授权期限", "授权性质", "单位", "单价", "税率"),
)
# The stretch of time that stands behind one of these gives both ends.
PERIODS: Final = ("授权期限", "授权有效期", "有效期限", "营业期限", "有效期", "专用期限", "期限")


def all_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns every word that stands before a value, and those that only end one."""
    own = {word for words in LABELS.values() for word in words}
    return tuple(sorted(own)), tuple(sorted({*STOPS, *PERIODS} - own))
