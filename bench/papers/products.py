"""Papers about goods: test reports, CCC certificates, cosmetics and medical devices."""

# ruff: noqa: E501, E731  # whole papers: cutting their lines at 120 (Chinese counts double) would hide what stands where

from __future__ import annotations

from datetime import date, timedelta

from bench.papers.sheet import (
    A4,
    Block,
    Sheet,
    Style,
    at,
    day,
    inline,
    lines,
    rows,
    sheet,
    space,
    stamp,
    table,
    title,
)  # fmt: skip
from bench.papers.values import Values, written, years_later

_SAMPLES = (
    ("纯棉毛巾", "34×75cm", "GB/T 22864-2020；GB 18401-2010"), ("儿童T恤衫", "110/56", "GB 31701-2015、GB 18401-2010"),
    ("保湿面霜", "50g/瓶", "《化妆品安全技术规范》（2015年版）"), ("电热水壶", "HD-1801", "GB 4706.1-2005、GB 4706.19-2008"),
    ("蛋黄酥", "330g/盒", "GB 7099-2015"), ("不锈钢保温杯", "500mL", "GB/T 29606-2013；GB 4806.9-2016"),
    ("全脂灭菌乳", "250mL/盒", "GB 25190-2010；GB 2762-2022"),
)  # fmt: skip
_LABS = ("检测技术有限公司", "质量检验检测研究院", "产品质量检测中心有限公司", "计量检测有限公司")


def test_report(v: Values, style: Style) -> Sheet:
    """检验检测报告: the page of the summary, in a table or in lines, sometimes behind a cover."""
    sampled = v.day("2025-01-01", "2026-08-01")
    began = sampled + timedelta(v.chance.randint(0, 3))
    tested = began + timedelta(v.chance.randint(2, 9))
    issued = tested + timedelta(v.chance.randint(0, 4))
    sample, model, standard = v.pick(_SAMPLES)
    brand = v.word()
    lab = f"{v.city.removesuffix('市')}{v.word()}{v.pick(_LABS)}"
    truth = {
        "number": v.pick((f"{v.latin()[:2]}-{issued.year}-{v.digits(5)}", f"{v.latin()[:3]}{issued:%y%m}{v.digits(6)}", f"（{issued.year}）WT{v.digits(6)}", f"No.{v.latin()[:1]}{v.digits(8)}")),
        "issuer": lab, "cma_number": f"{v.chance.randint(18, 25)}{v.pick(('11', '19', '10'))}{v.pick(('00', '10', '11', '21'))}34{v.digits(4)}", "client": v.company(),
        "producer": v.factory(), "sample": sample, "brand": brand, "model": model, "batch": v.pick((f"{sampled:%Y%m%d}", f"{v.latin()[:2]}{sampled:%y%m%d}", sampled.isoformat())),
        "sampled_on": sampled.isoformat(), "tested_on": tested.isoformat(), "issued_on": issued.isoformat(), "standard": standard,
    }  # fmt: skip
    if v.yes(0.6):
        truth["cnas_number"] = f"CNASL{v.digits(4)}"
    write = lambda value: day(style, value, "zh0", "zh", "spaced", "dash", "dot", "slash")
    span = f"{write(began)}{v.pick(('～', '—', ' 至 '))}{write(tested)}" if v.yes(0.6) else write(tested)
    truth["conclusion"] = v.pick(
        (
            f"经检验，所检项目符合{standard.split('；')[0].split('、')[0]}标准要求",
            "所检项目合格",
            "样品所检项目符合标准要求",
        )
    )
    fields = [("样品名称", sample), ("型号规格", model), ("商　　标", brand), ("批号/生产日期" if v.yes(0.3) else "批　　号", truth["batch"]), ("委托单位", truth["client"]), ("生产单位", truth["producer"]),
              (v.pick(("收样日期", "抽样日期", "送样日期")), write(sampled)), (v.pick(("检测日期", "检验日期")), span), ("样品数量", f"{v.chance.randint(2, 30)}{v.pick('件盒条')}"), ("样品状态", "完好")]  # fmt: skip
    basis, found = v.pick(("检测依据", "检验依据")), v.pick(("检测结论", "检验结论", "检验检测结论"))
    head = _report_head(v, style, truth)
    signers = lines(
        f"编制：{v.person()}　　　审核：{v.person()}　　　批准：{v.person()}",
        f"签发日期：{write(issued)}",
        align="right",
        gap=4,
    )
    body = _report_body(style, fields, (basis, standard), (found, truth["conclusion"] + "。"))
    blocks = [*head, *body, space(4), signers, lines("本报告无检验检测专用章无效；委托检验仅对来样负责。", size=8)]
    seals = [stamp(lab, 130, 142 if style.over else 215, v)] if style.sealed else []
    return Sheet("test-report", sheet(style, A4, blocks, margin=(22, 20, 16), seals=seals), truth)


def _report_head(v: Values, style: Style, truth: dict[str, str]) -> list[Block]:
    logos = lines(
        "CMA",
        truth["cma_number"],
        *(["CNAS", "检测 TESTING", f"CNAS L{truth['cnas_number'][5:]}"] if "cnas_number" in truth else []),
        size=9,
        gap=1.4,
    )
    return [at(2, 0, 50, logos), lines(f"报告编号：{truth['number']}", f"第 {1 + style.layout % 2} 页 共 5 页", align="right", size=10), space(12 if style.layout % 2 else 10),
            title(truth["issuer"], 16, 1), title(v.pick(("检 验 检 测 报 告", "检测报告", "检 验 报 告")), 22, 3)]  # fmt: skip


def _report_body(
    style: Style, fields: list[tuple[str, str]], basis: tuple[str, str], found: tuple[str, str]
) -> list[Block]:
    if style.layout % 2 == 0:
        four = [[*fields[i], *fields[i + 1]] for i in range(0, len(fields), 2)]
        return [
            table(
                (1, 2, 1, 2.2),
                *four,
                [basis[0], {"text": basis[1], "span": 3}],
                [found[0], {"text": found[1], "span": 3}],
                labels=[0, 2],
                size=10.5,
                pad=7,
            )
        ]
    return [
        inline(
            *((f"{k}：", s) for k, s in [*fields, basis, found]),
            gap=4.5,
            size=11.5,
        )
    ]


def ccc(v: Values, style: Style) -> Sheet:
    """CCC 认证证书: long labels whose values stand below them, or behind a colon."""
    issued = v.day("2019-01-01", "2025-12-01")
    end = years_later(issued, 5)
    product, model, standard = v.pick((("电热水壶", "HD-1801、HD-1802 220V~ 50Hz 1800W", "GB 4706.1-2005；GB 4706.19-2008"), ("塑胶玩具", "LM-6688、LM-6689", "GB 6675.1-2014"),
                                       ("移动电源", "P10-20000 输入：5V 2A", "GB 4943.1-2022"), ("延长线插座", "GN-B3033 10A 250V~", "GB/T 2099.1-2021")))  # fmt: skip
    truth = {
        "number": f"{issued.year}{v.pick(('01', '04', '18', '20'))}{v.pick(('0717', '2202', '0914', '0201'))}{v.digits(6)}", "holder": v.company("电器", "玩具", "科技"),
        "producer": v.factory(), "product": product, "model": model, "standard": standard, "issued_on": issued.isoformat(), "valid_to": end.isoformat(),
    }  # fmt: skip
    form = style.layout % 2
    basis = (("产品标准和技术要求", standard), ("认证模式", "型式试验+企业质量保证能力和产品一致性检查+获证后监督"))
    ends = lines(f"发证日期：{written(issued, 'zh0')}　　　有效期至：{written(end, 'zh0')}", align="center", size=11)
    closing = [lines("上述产品符合强制性产品认证实施规则的要求，特发此证。", size=11), ends, lines("证书有效期内本证书的有效性依据发证机构的定期监督获得保持。", size=9),
               space(8), lines("样例认证中心", align="right")]  # fmt: skip
    head = [
        space(6),
        title("中国国家强制性产品认证证书", 24, 2),
        lines(f"证书编号：{truth['number']}", align="center", size=12),
    ]
    if form == 0:
        pieces = [("委托人名称、地址", truth["holder"], v.address()), ("生产者（制造商）名称、地址", truth["holder"], v.address()), ("生产企业名称、地址", truth["producer"], v.address()),
                  ("产品名称和系列、规格、型号", product, model)]  # fmt: skip
        body = [lines({"text": a, "weight": "bold", "size": 11.5}, b, c, gap=2.8, size=11.5) for a, b, c in pieces] + [
            lines({"text": a, "weight": "bold", "size": 11.5}, b, gap=2.8, size=11.5) for a, b in basis
        ]
    else:
        body = [inline(("认证委托人：", truth["holder"]), ("地　　址：", v.address()), ("生产者：", truth["holder"]), ("生产企业：", truth["producer"]), ("生产企业地址：", v.address()),
                       ("产品名称：", product), ("规格型号：", model), *((f"{a}：", b) for a, b in basis), gap=4.5, size=11.5)]  # fmt: skip
    seals = [stamp("样例认证中心", 110, 112 if style.over else 200, v)] if style.sealed else []
    return Sheet(
        "ccc-certificate",
        sheet(style, A4, [*head, *body, *closing], margin=(28, 22, 18), bordered=True, frame="#7a8fb0", seals=seals),
        truth,
    )


def cosmetics(v: Values, style: Style) -> Sheet:
    """特殊化妆品注册证, or the filing page of an ordinary cosmetic."""
    issued = v.day("2021-06-01", "2026-06-01")
    product = f"{v.word()}{v.pick(('清爽防晒乳 SPF50+ PA+++', '染发霜（自然黑）', '美白祛斑精华液', '烟酰胺美白面膜'))}"
    if style.layout % 2 == 0:
        truth = {"holder": v.company("生物科技", "化妆品", "日化"), "number": f"国妆特字{issued.year}{v.digits(4)}", "product": product, "producer": v.factory(),
                 "issued_on": issued.isoformat(), "valid_to": years_later(issued, 5).isoformat()}  # fmt: skip
        body = [("注册证编号", truth["number"]), ("产品名称", product), ("注册人名称", truth["holder"]), ("注册人住所", v.address()), ("生产企业名称", truth["producer"]),
                ("生产地址", v.address())]  # fmt: skip
        write = lambda value: day(style, value, "zh0", "spaced", "zh")
        foot = [("批准日期", write(issued)), ("有效期至", write(years_later(issued, 5)))]
        made = (
            [table((1, 2.8), *body, *foot, labels=[0], pad=8)]
            if style.layout % 4 == 0
            else [rows(*body, *foot, label_width=34, gap=6.5)]
        )
        blocks = [
            space(8),
            title("特殊化妆品注册证", 26, 4),
            space(6),
            *made,
            space(10),
            lines("国家药品监督管理局", align="right"),
        ]
        seals = [stamp("国家药监局样例", 120, 108 if style.over else 175, v)] if style.sealed else []
        return Sheet("cosmetics-registration", sheet(style, A4, blocks, bordered=True, seals=seals), truth)
    return _filing(v, style, issued)


def _filing(v: Values, style: Style, issued: date) -> Sheet:
    product = f"{v.word()}{v.pick(('氨基酸洁面乳', '玻尿酸保湿面膜', '滋润护手霜', '柔顺洗发水'))}"
    abroad = style.layout % 4 == 3
    number = (
        f"国妆网备进字（{v.sign}）{issued.year}{v.digits(6)}"
        if abroad
        else f"{v.sign}G妆网备字{issued.year}{v.digits(6)}"
    )
    truth = {
        "holder": v.company("化妆品", "生物科技"),
        "number": number,
        "product": product,
        "producer": v.factory(),
        "issued_on": issued.isoformat(),
    }
    body = [
        ("产品名称", product),
        ("备案编号", number),
        ("备案人", truth["holder"]),
        ("备案人地址", v.address()),
        ("生产企业", truth["producer"]),
        ("备案日期", written(issued, "dash")),
    ]
    made = (
        [table((1, 2.8), *body, labels=[0], pad=7)]
        if style.layout % 4 == 1
        else [inline(*((f"{k}：", s) for k, s in body), gap=5)]
    )
    blocks = [space(6), title(v.pick(("国产普通化妆品备案信息", "普通化妆品备案信息")) if not abroad else "进口普通化妆品备案信息", 20, 1), space(3), *made,
              lines("说明：备案信息以药品监督管理部门公布的为准。", size=9)]  # fmt: skip
    seals = [stamp(truth["holder"], 110, 66 if style.over else 130, v)] if style.sealed else []
    return Sheet("cosmetics-filing", sheet(style, A4, blocks, seals=seals), truth)


def device(v: Values, style: Style) -> Sheet:
    """医疗器械注册证, 第一类备案凭证, or 第二类经营备案凭证."""
    issued = v.day("2019-01-01", "2026-01-01")
    kind = style.layout % 3
    product, model = v.pick(
        (
            ("一次性使用医用口罩", "平面型 17.5cm×9.5cm"),
            ("电子血压计", "BP-101A、BP-102A"),
            ("医用退热贴", "50mm×120mm"),
            ("红外体温计", "HW-302"),
        )
    )
    write = lambda value: day(style, value, "zh0", "spaced", "zh")
    if kind == 0:
        truth = {"holder": v.company("医疗器械", "医疗科技"), "number": f"{v.sign}械注准{issued.year}2{v.pick(('07', '14', '20'))}{v.digits(4)}", "product": product, "model": model,
                 "address": v.address(), "issuer": f"{v.province}药品监督管理局", "issued_on": issued.isoformat(), "valid_to": years_later(issued, 5).isoformat()}  # fmt: skip
        body = [("注册人名称", truth["holder"]), ("注册人住所", truth["address"]), ("生产地址", v.address()), ("代理人名称", "——"), ("代理人住所", "——"), ("产品名称", product), ("型号、规格", model),
                ("结构及组成", "由主体及附件组成。"), ("适用范围", "供医疗机构及家庭使用。"), ("附件", "产品技术要求"), ("其他内容", "——"), ("备注", "——")]  # fmt: skip
        blocks = [title("中华人民共和国医疗器械注册证", 20, 1), lines(f"注册证编号：{truth['number']}", align="center"), table((1, 3), *body, labels=[0], pad=5.5, size=11),
                  lines(f"审批部门：{truth['issuer']}", f"批准日期：{write(issued)}", f"有效期至：{write(years_later(issued, 5))}", align=("right", "left")[style.layout % 2], gap=4)]  # fmt: skip
        seals = (
            [stamp(truth["issuer"], (130, 50)[style.layout % 2], 118 if style.over else 175, v)] if style.sealed else []
        )
        return Sheet("device-registration", sheet(style, A4, blocks, seals=seals), truth)
    if kind == 1:
        truth = {"holder": v.company("医疗器械", "医疗科技"), "number": f"{v.sign}{v.city[0]}械备{issued.year}{v.digits(4)}号", "product": product, "model": model,
                 "issued_on": issued.isoformat(), "issuer": v.bureau()}  # fmt: skip
        body = [("备案人名称", truth["holder"]), ("备案人注册地址", v.address()), ("生产地址", v.address()), ("产品名称", product), ("型号/规格", model), ("产品描述", "由主体及附件组成。"),
                ("预期用途", "供日常护理使用。"), ("备注", "——")]  # fmt: skip
        made = table((1, 2.8), *body, labels=[0], pad=6.5) if style.layout % 2 else rows(*body, label_width=36, gap=6)
        blocks = [space(4), title("第一类医疗器械备案凭证", 24, 2), lines(f"备案号：{truth['number']}", align="center"), made, space(6),
                  lines(f"备案部门：{truth['issuer']}", f"备案日期：{write(issued)}", align="right", gap=4)]  # fmt: skip
        seals = [stamp(truth["issuer"], 140, 100 if style.over else 160, v)] if style.sealed else []
        return Sheet("device-filing", sheet(style, A4, blocks, seals=seals), truth)
    truth = {"holder": v.company("医疗器械", "大药房", "健康科技"), "uscc": v.uscc(), "legal_representative": v.person(), "address": v.address(),
             "number": f"{v.sign}{v.city[0]}药监械经营备{issued.year}{v.digits(4)}号", "scope": v.pick(("第二类医疗器械（不含体外诊断试剂）", "2002版：6820普通诊察器械，6864医用卫生材料及敷料", "第二类：07，14，20（限零售）")),
             "issuer": v.bureau(), "issued_on": issued.isoformat()}  # fmt: skip
    body = [("企业名称", truth["holder"]), ("统一社会信用代码", truth["uscc"]), ("法定代表人", truth["legal_representative"]), ("企业负责人", v.person()), ("经营方式", "零售"), ("住所", v.address()),
            ("经营场所", truth["address"]), ("库房地址", v.address()), ("经营范围", truth["scope"])]  # fmt: skip
    made = table((1, 2.8), *body, labels=[0], pad=6.5) if style.layout % 2 else rows(*body, label_width=42, gap=5.5)
    blocks = [space(4), title("第二类医疗器械经营备案凭证", 22, 2), lines(f"备案编号：{truth['number']}", align="center"), made, space(6),
              lines(f"备案部门：{truth['issuer']}", f"备案日期：{write(issued)}", align="right", gap=4)]  # fmt: skip
    seals = [stamp(truth["issuer"], 140, 112 if style.over else 170, v)] if style.sealed else []
    return Sheet("device-business-licence", sheet(style, A4, blocks, bordered=True, seals=seals), truth)
