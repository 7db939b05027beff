"""The words that stand before values on papers of one type; the same word means other things on other types.

A type that is not here is read with the words of `labels`. The lists follow the forms of the offices that issue the
papers; `#2` behind a word means the second line under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Labels = Mapping[str, tuple[str, ...]]


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_CODE: Final = (
    "统一社会信用代码/纳税人识别号",
    "统一社会信用代码（注册号）",
    "统一社会信用代码",
    "社会信用代码（身份证号码）",
    "社会信用代码",
)
_PERSON: Final = ("法定代表人（负责人）", "法定代表人/负责人", "法定代表人", "负责人")
_OFFICE: Final = ("发证机关", "发证部门", "签发机关", "审批部门", "备案部门", "许可机关")
_UNTIL: Final = ("有效期至", "有效期限至", "有效日期至")

FORMS: Final[Mapping[str, Labels]] = MappingProxyType(
    {
        "business-licence": {
            "holder": ("企业名称", "字号名称", "名称", "名", "称"),  # of letters set far apart, one gets lost
            "uscc": _CODE,
            "legal_representative": (*_PERSON, "经营者", "投资人", "执行事务合伙人"),
            "address": ("主要经营场所", "经营场所", "营业场所", "住所"),
            "scope": ("经营范围", "业务范围"),
            "issuer": ("登记机关",),
            "issued_on": ("登记日期", "核准日期", "发照日期"),
            "period": ("营业期限", "合伙期限", "经营期限"),
        },
        "invoice": {
            "invoice_code": ("发票代码",),
            "invoice_number": ("发票号码",),
            "invoice_date": ("开票日期",),
            "buyer": ("购买方名称",),
            "seller": ("销售方名称",),
            "items": ("货物或应税劳务、服务名称", "货物或应税劳务名称", "项目名称"),
        },
        "id-card": {
            "holder": ("姓名",),
            "number": ("公民身份号码", "公民身份证号码"),
            "address": ("住址",),
            "issuer": ("签发机关",),
            "period": ("有效期限",),
        },
        "trademark-certificate": {
            "trademark_number": ("商标注册号", "注册号", "商标注册证号"),
            "brand": ("商标名称",),
            "classes": ("国际分类", "类别"),
            "owner": ("注册人名称", "注册人名义", "商标注册人", "注册人"),
            "address": ("注册人地址", "地址"),
            "scope": ("核定使用商品/服务项目", "核定使用商品或服务项目", "核定使用商品", "核定服务项目"),
            "issued_on": ("注册日期",),
            "valid_to": _UNTIL,
            "period": ("注册有效期限", "专用权期限", "专用期限", "有效期限", "有效期"),
        },
        "brand-authorisation": {
            "grantor": ("授权方名称", "授权方", "授权人", "授权单位", "授权公司", "授权企业", "授权者"),
            "grantee": ("被授权方名称", "被授权方", "被授权人", "被授权单位", "被授权公司", "受权方", "致"),
            "brand": ("授权品牌与商标", "授权品牌", "品牌名称", "授权商标", "商标名称", "品牌", "商标"),
            "trademark_number": ("商标注册号", "商标注册证号", "注册号", "商标号"),
            "classes": ("商标类别", "核定类别", "国际分类", "类别"),
            "platforms": ("授权渠道", "授权平台", "销售渠道", "销售平台", "经营平台"),
            "territory": ("授权地域", "授权区域", "授权地区", "授权范围"),
            "sublicence": ("是否可转授权", "可否转授权", "转授权"),
            "exclusive": ("授权性质", "授权类型", "授权方式"),
            "issued_on": ("授权日期", "签发日期", "签署日期", "出具日期", "日期"),
            "period": ("授权期限", "授权有效期", "有效期限", "有效期", "授权期"),
            "valid_from": ("授权期自", "有效期自", "生效日期"),
            "valid_to": ("授权期至", "有效期至", "截止日期", "失效日期"),
        },
        "test-report": {
            "number": ("报告编号", "报告书编号", "编号"),
            "issuer": ("检验检测机构", "检测机构", "检验机构", "检测单位", "检验单位"),
            "cma_number": ("资质认定证书编号", "资质认定编号", "CMA证书编号"),
            "cnas_number": ("认可编号",),
            "client": ("委托单位名称", "委托单位", "委托方", "委托人", "送检单位"),
            "producer": ("标称生产单位", "标称生产企业", "生产单位", "生产企业", "生产者", "制造商", "生产厂家"),
            "sample": ("样品名称", "产品名称"),
            "brand": ("商标/品牌", "商标", "品牌"),
            "model": ("型号规格", "规格型号", "型号/规格", "规格/型号", "规格", "型号"),
            "batch": ("生产日期/批号", "批号/生产日期", "生产批号", "产品批号", "样品批号", "批号"),
            "sampled_on": ("抽样日期", "收样日期", "送样日期", "到样日期", "接样日期"),
            "tested_on": ("检测日期", "检验日期", "检测完成日期", "检验检测日期", "测试日期"),
            "issued_on": ("签发日期", "报告日期", "出具日期", "批准日期"),
            "standard": ("检验检测依据", "检测依据", "检验依据", "依据标准", "判定依据"),
            "conclusion": ("检验检测结论", "检测结论", "检验结论", "结论"),
        },
        "food-production-licence": {
            "holder": ("生产者名称",),
            "uscc": _CODE,
            "legal_representative": _PERSON,
            "address": ("生产地址",),
            "number": ("许可证编号",),
            "scope": ("食品类别", "食品、食品添加剂类别"),
            "issuer": _OFFICE,
            "issued_on": ("发证日期", "签发日期", "发证时间"),
            "valid_to": _UNTIL,
        },
        "food-business-licence": {
            "holder": ("经营者名称",),
            "uscc": _CODE,
            "legal_representative": _PERSON,
            "address": ("经营场所",),
            "number": ("许可证编号",),
            "scope": ("经营项目",),
            "issuer": _OFFICE,
            "issued_on": ("发证日期", "签发日期", "发证时间"),
            "valid_to": _UNTIL,
        },
        "ccc-certificate": {
            "number": ("证书编号",),
            "holder": (
                "委托人名称、地址",
                "委托人名称及地址",
                "认证委托人名称",
                "认证委托人",
                "委托人名称",
                "委托人",
                "申请人名称",
            ),
            "producer": (
                "生产企业名称、地址",
                "生产企业名称及地址",
                "生产厂名称、地址",
                "生产企业名称",
                "生产企业",
                "生产厂",
            ),
            "product": ("产品名称和系列、规格、型号", "产品名称及规格型号", "产品名称"),
            "model": ("规格型号", "型号规格", "产品型号", "产品名称和系列、规格、型号#2", "产品名称及规格型号#2"),
            "standard": ("产品标准和技术要求", "认证依据标准", "认证依据"),
            "issued_on": ("发证日期", "首次发证日期", "颁证日期"),
            "valid_to": ("有效期至", "有效期限至"),
        },
        "cosmetics-registration": {
            "holder": ("注册人名称", "注册人"),
            "number": ("注册证编号", "注册证号", "批准文号"),
            "product": ("产品名称", "产品中文名称"),
            "producer": ("生产企业名称", "生产企业", "实际生产企业"),
            "issued_on": ("批准日期", "注册日期"),
            "valid_to": _UNTIL,
        },
        "cosmetics-filing": {
            "holder": ("备案人名称", "备案人", "境内责任人"),
            "number": ("备案编号", "备案号"),
            "product": ("产品名称", "产品中文名称"),
            "producer": ("生产企业名称", "生产企业", "实际生产企业"),
            "issued_on": ("备案日期", "备案时间"),
        },
        "device-registration": {
            "holder": ("注册人名称", "注册人"),
            "number": ("注册证编号",),
            "product": ("产品名称",),
            "model": ("型号、规格", "型号/规格", "型号规格", "规格型号"),
            "address": ("注册人住所",),
            "issuer": ("审批部门",),
            "issued_on": ("批准日期",),
            "valid_to": _UNTIL,
        },
        "device-filing": {
            "holder": ("备案人名称", "备案人"),
            "number": ("备案编号", "备案号"),
            "product": ("产品名称（分类名称）", "产品名称"),
            "model": ("型号/规格", "型号、规格", "型号规格", "规格型号"),
            "issued_on": ("备案日期",),
            "issuer": ("备案部门", "备案单位", "备案机关"),
        },
        "device-business-licence": {
            "holder": ("企业名称",),
            "uscc": _CODE,
            "legal_representative": ("法定代表人",),
            "address": ("经营场所",),
            "number": ("备案编号", "备案号", "许可证编号"),
            "scope": ("经营范围",),
            "issuer": _OFFICE,
            "issued_on": ("备案日期", "发证日期"),
            "valid_to": (*_UNTIL, "有效期限"),
        },
        "customs-declaration": {
            "customs_number": ("海关编号", "报关单号"),
            "consignee": ("境内收货人", "收货人", "收货单位"),
            "issued_on": ("申报日期",),
            "uscc": ("境内收货人", "收货人"),
            "origin": ("原产国（地区）", "原产国"),
            "items": ("商品名称及规格型号", "商品名称、规格型号"),
            "quantity": ("数量及单位",),
            "total": ("单价/总价/币制#2", "总价"),
        },
    }
)

# Words of the same forms whose values are not asked for: they only end the value before them.
ENDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "business-licence": _each(
            "类型 注册资本 成立日期 注册日期 组成形式 出资额 副本编号 提示 国家企业信用信息公示系统 市场主体应当"
        ),
        "brand-authorisation": _each(
            "编号 联系人 联系电话 法定代表人 地址 统一社会信用代码 授权内容 授权产品 特此授权"
        ),
        "invoice": _each(
            "规格型号 单位 数量 单价 金额 税率/征收率 税率 税额 合计 价税合计（大写） 价税合计 备注 "
            "收款人 复核 开票人 销售方 购买方 机器编号 校验码 地址、电话 开户行及账号 纳税人识别号 "
            "统一社会信用代码/纳税人识别号 名称 密码区"
        ),
        "id-card": _each("性别 民族 出生 身份证复印件"),
        "trademark-certificate": _each("发证机关 局长 商标注册证"),
        "test-report": _each(
            "样品数量 样品状态 样品等级 检验类别 检测类别 检测项目 检验项目 编制 审核 批准 备注 "
            "抽样地点 联系人 电话 到样方式 生产日期 样品编号 委托单位地址 检测地点 本报告"
        ),
        "food-production-licence": _each(
            "住所 日常监督管理机构 日常监督管理人员 投诉举报电话 签发人 外设仓库 检验方式"
        ),
        "food-business-licence": _each("住所 主体业态 日常监督管理机构 日常监督管理人员 投诉举报电话 签发人 仓库地址"),
        "ccc-certificate": _each(
            "生产者（制造商）名称、地址 生产者名称、地址 生产者 制造商 地址 生产企业地址 认证模式 "
            "上述产品 证书有效期 主任 商标"
        ),
        "cosmetics-registration": _each("注册人住所 注册人地址 生产地址 境内责任人 产品执行的标准 说明"),
        "cosmetics-filing": _each("备案人地址 备案人住所 生产企业地址 境内责任人地址 说明 备案状态 成分"),
        "device-registration": _each(
            "注册人住所 生产地址 代理人名称 代理人住所 结构及组成 适用范围 附件 其他内容 备注 预期用途"
        ),
        "device-filing": _each(
            "备案人注册地址 备案人组织机构代码 生产地址 产品描述 预期用途 备注 代理人 代理人注册地址 变更情况"
        ),
        "device-business-licence": _each("企业负责人 经营方式 住所 库房地址 企业住所 备注"),
        "customs-declaration": _each(
            "预录入编号 进境关别 进口日期 备案号 境外发货人 运输方式 运输工具名称及航次号 提运单号 "
            "货物存放地点 消费使用单位 监管方式 征免性质 许可证号 启运港 合同协议号 贸易国（地区） "
            "启运国（地区） 经停港 入境口岸 包装种类 件数 毛重（千克） 净重（千克） 成交方式 运费 "
            "保费 杂费 随附单证 标记唛码及备注 项号 商品编号 单价/总价/币制 最终目的国（地区） "
            "境内目的地 征免 页码/页数 报关人员 申报单位"
        ),
    }
)


def words_of(kind: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Returns the words of a type's own values and those that only end them; None for a type that is not here."""
    labels = FORMS.get(kind)
    if labels is None:
        return None
    own = {label.split("#")[0] for some in labels.values() for label in some}
    return tuple(sorted(own)), tuple(sorted({*ENDS.get(kind, ())} - own))
