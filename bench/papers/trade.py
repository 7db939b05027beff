"""Papers of trade: brand authorisations, invoices of both kinds, customs declarations."""

# ruff: noqa: E501, E731  # whole papers: cutting their lines at 120 (Chinese counts double) would hide what stands where

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bench.papers.sheet import (
    A4,
    Block,
    Sheet,
    Style,
    at,
    day,
    inline,
    lines,
    qr,
    sheet,
    space,
    stamp,
    table,
    text,
    title,
)  # fmt: skip
from bench.papers.values import Values, written, years_later
from core.fields.payloads import crc16

_PLATFORMS = ("天猫", "天猫、淘宝", "京东", "天猫、京东、抖音", "拼多多")
_GOODS = (
    ("纺织产品", "纯棉毛巾", "34×75cm", "条"), ("美容护肤品", "保湿修护面霜", "50g", "瓶"), ("家用厨房电器具", "电热水壶", "HD-1801", "台"),
    ("服装", "男士羊毛衫", "175/92A", "件"), ("乳制品", "全脂灭菌乳", "250ml*24", "箱"), ("卫生用品", "一次性医用口罩", "17.5cm×9.5cm", "包"),
    ("塑料制品", "收纳箱", "XL-55L", "个"),
)  # fmt: skip
_ABROAD = ("日本", "韩国", "法国", "德国", "澳大利亚", "新西兰")
BROWN = "#8a4a1f"


def authorisation(v: Values, style: Style) -> Sheet:
    """品牌授权书: a running letter, labelled lines, or a table."""
    brand, begun = v.pick((v.word(), f"{v.word()}{v.latin()}")), v.day("2024-01-01", "2026-06-01")
    end = years_later(begun, v.pick((1, 2, 3)))
    may, alone = v.yes(0.3), v.yes(0.3)
    truth = {
        "grantor": v.company("品牌管理", "日化", "服饰", "实业"), "grantee": v.company(), "brand": brand, "trademark_number": str(v.chance.randint(9_000_000, 70_000_000)),
        "classes": v.pick(("24", "25", "3", "3,21", "9,35")), "valid_from": begun.isoformat(), "valid_to": end.isoformat(), "platforms": v.pick(_PLATFORMS),
        "territory": v.pick(("中国大陆", "中国境内（不含港澳台地区）", "全国")), "sublicence": str(may).lower(), "exclusive": str(alone).lower(),
        "issued_on": begun.isoformat(),
    }  # fmt: skip
    write = lambda value: day(style, value, "zh", "zh0", "dash", "dot", "han", "slash")
    kind, power = "独占授权" if alone else "普通授权", "可以转授权" if may else "不得转授权"
    classes = "、".join(f"第{c}类" for c in truth["classes"].split(","))
    foot = lines(f"授权方（盖章）：{truth['grantor']}", f"日期：{write(begun)}", align="right", gap=5)
    form = style.layout % 3
    if form == 0:
        body = [text(
            f"兹授权{truth['grantee']}（统一社会信用代码：{v.uscc()}）为我公司“{brand}”品牌（商标注册号：{truth['trademark_number']}，{classes}）在{truth['platforms']}平台的经销商，销售我公司“{brand}”品牌商品。",
            f"授权期限：自{write(begun)}起至{write(end)}止。", f"授权地域：{truth['territory']}。", f"本授权为{kind}，被授权方{power}。",
            "特此授权。")]  # fmt: skip
    else:
        fields = [("授权方", truth["grantor"]), ("被授权方", truth["grantee"]), ("授权品牌", brand), ("商标注册号", truth["trademark_number"]), ("商标类别", classes),
                  ("授权性质", kind), ("授权平台", truth["platforms"]), ("授权地域", truth["territory"]), ("授权期限", f"{write(begun)}至{write(end)}"),
                  (v.pick(("转授权", "是否可转授权")), power)]  # fmt: skip
        body = [text("为规范品牌经营，现就以下事项授权：")]
        body += (
            [inline(*((f"{k}：", s) for k, s in fields), gap=5)]
            if form == 1
            else [table((1, 2.6), *fields, labels=[0], pad=6)]
        )
    blocks = [
        space(4),
        title(v.pick(("授 权 书", "品牌授权书", "品 牌 授 权 书", "商标授权书")), 24, 3),
        lines(f"编号：{v.latin()}-{v.digits(6)}", align="right", size=10),
        *body,
        space(10),
        foot,
    ]
    seals = [stamp(truth["grantor"], 135, (92 if form == 0 else 140) if style.over else 185, v)] if style.sealed else []
    return Sheet("brand-authorisation", sheet(style, A4, blocks, seals=seals), truth)


def _goods(v: Values, most: int) -> tuple[list[tuple[str, ...]], dict[str, str]]:
    """Rows of goods that add up, and the values that stand for them."""
    bought = v.chance.sample(_GOODS, v.pick((1, 1, most)))
    rate, shown, amount, tax = v.pick((13, 13, 9, 3)), [], Decimal(0), Decimal(0)
    for group, name, model, unit in bought:
        count, price = v.chance.randint(2, 5000), Decimal(v.chance.randint(100, 90000)) / 100
        sum_ = count * price
        due = (sum_ * rate / 100).quantize(Decimal("0.01"))
        shown.append((f"*{group}*{name}", model, unit, str(count), str(price), f"{sum_:.2f}", f"{rate}%", f"{due:.2f}"))
        amount, tax = amount + sum_, tax + due
    truth = {
        "items": "；".join(b[1] for b in bought),
        "amount": f"{amount:.2f}",
        "tax": f"{tax:.2f}",
        "total": f"{amount + tax:.2f}",
    }
    if len(bought) == 1:
        truth |= {"model": bought[0][2], "quantity": shown[0][3]}
    return shown, truth


def _payload(kind: str, truth: dict[str, str], issued: date, check: str) -> str:
    amount = truth["total"] if kind in {"31", "32"} else truth["amount"]
    head = f"01,{kind},{truth.get('invoice_code', '')},{truth['invoice_number']},{amount},{issued:%Y%m%d},{check},"
    return f"{head}{crc16(head.encode()):04X}" + ("," if kind in {"01", "04", "10"} else "")


def invoice_classic(v: Values, style: Style) -> Sheet:
    """增值税发票 of the tax-control machines: special, ordinary, and electronic ordinary."""
    kind = ("01", "04", "10")[style.layout % 3]
    issued = v.day("2017-06-01", "2024-06-01")
    goods, truth = _goods(v, 2)
    code = (
        f"{v.region}{issued:%y}{v.pick('12')}{v.pick('13')}{v.pick('23')}0"
        if kind != "10"
        else f"0{v.region}{issued:%y}00{v.pick('12')}11"
    )
    truth |= {"invoice_code": code[:12] if kind == "10" else code[:10], "invoice_number": v.digits(8), "invoice_date": issued.isoformat(),
              "buyer": v.company(), "buyer_uscc": v.uscc(), "seller": v.company("贸易", "日化", "纺织", "食品"), "seller_uscc": v.uscc()}  # fmt: skip
    check = v.digits(20) if kind != "01" else ""
    name = {
        "01": f"{v.province[:2]}增值税专用发票",
        "04": f"{v.province[:2]}增值税普通发票",
        "10": f"{v.province[:2]}增值税电子普通发票",
    }[kind]
    left, right = _corners(v, kind, truth, check)
    secret = ["".join(v.pick("0123456789+-*/<>") for _ in range(27)) for _ in range(4)]
    party = lambda who: (
        f"名　　　　称：{truth[who]}\n纳税人识别号：{truth[who + '_uscc']}\n地 址、电 话：{v.address()} 0571-{v.digits(8)}\n开户行及账号：样例银行{v.digits(16)}"
    )
    label = lambda s: {"text": s}
    head = ["货物或应税劳务、服务名称", "规格型号", "单位", "数　量", "单　价", "金　额", "税率", "税　额"]
    total_row = [label("合　　计"), "", "", "", "", f"¥{truth['amount']}", "", f"¥{truth['tax']}"]
    blocks = [
        at(0, 0, 22, qr(_payload(kind, truth, issued, check), 18)), at(26, 1, 50, left), at(60, 0, 100, title(name, 17, 2, )), at(152, 1, 62, right), space(20),
        table((0.25, 4.6, 0.25, 3), [label("购\n买\n方"), party("buyer"), label("密\n码\n区"), "\n".join(secret)], size=8.5, stroke=BROWN),
        table((2.4, 1.25, 0.5, 0.75, 1.05, 1.25, 0.6, 1.15), head, *goods, total_row, head_rows=1, centre=True, size=8.5, stroke=BROWN),
        table((1.4, 3.4, 2.2), [label("价税合计（大写）"), f"⊗{_spoken(truth['total'])}", f"（小写）¥{truth['total']}"], size=8.5, stroke=BROWN),
        table((0.25, 4.6, 0.25, 3), [label("销\n售\n方"), party("seller"), label("备\n注"), ""], size=8.5, stroke=BROWN),
        lines(f"收款人：{v.person()}　　　　复核：{v.person()}　　　　开票人：{v.person()}　　　　销售方：（章）", size=8.5),
    ]  # fmt: skip
    seals = [stamp(truth["seller"], 165, 58 if style.over else 92, v, 30)] if style.sealed else []
    return _invoice(style, (232, 150), blocks, seals, truth)


def _invoice(
    style: Style, size: tuple[int, int], blocks: list[Block], seals: list[Block], truth: dict[str, str]
) -> Sheet:
    """Puts an invoice on its sheet; all kinds are printed in one look."""
    look = {"margin": (9, 10, 8), "size": 9, "block_gap": 0.01, "label_fill": BROWN, "mark_size": 6}
    return Sheet("invoice", sheet(style, size, blocks, seals=seals, **look), truth)


def _corners(v: Values, kind: str, truth: dict[str, str], check: str) -> tuple[Block, Block]:
    if kind == "10":
        right = lines(
            f"发票代码：{truth['invoice_code']}",
            f"发票号码：{truth['invoice_number']}",
            f"开票日期：{written(date.fromisoformat(truth['invoice_date']), 'spaced')}",
            f"校 验 码：{' '.join(check[i : i + 5] for i in range(0, 20, 5))}",
            size=8.5,
            gap=1.6,
        )
        left = lines(f"机器编号：{v.digits(12)}", size=8)
    else:
        right = lines(
            {"text": f"№ {truth['invoice_number']}", "size": 14},
            f"开票日期：{written(date.fromisoformat(truth['invoice_date']), 'zh0')}",
            size=9,
            gap=2.5,
        )
        left = lines(
            {"text": truth["invoice_code"], "size": 14},
            *([f"校验码 {' '.join(check[i : i + 5] for i in range(0, 20, 5))}"] if check else []),
            size=8,
            gap=2.5,
        )
    return left, right


def invoice_digital(v: Values, style: Style) -> Sheet:
    """数电发票 as the tax office's file looks; special or ordinary."""
    special = style.layout % 2 == 0
    issued = v.day("2023-01-01", "2026-10-01")
    goods, truth = _goods(v, 3)
    truth |= {"invoice_number": f"{issued:%y}{v.region[:2]}{v.digits(16)}", "invoice_date": issued.isoformat(), "buyer": v.company(), "buyer_uscc": v.uscc(),
              "seller": v.company("贸易", "日化", "纺织", "食品"), "seller_uscc": v.uscc()}  # fmt: skip
    party = lambda who: f"名称：{truth[who]}\n\n统一社会信用代码/纳税人识别号：{truth[who + '_uscc']}"
    label = lambda s: {"text": s}
    gap = "　" if style.layout % 4 < 2 else ""
    head = ["项目名称", "规格型号", f"单{gap}位", f"数{gap}量", f"单{gap}价", f"金{gap}额", "税率/征收率", f"税{gap}额"]
    blocks = [
        at(0, 0, 22, qr(_payload("31" if special else "32", truth, issued, ""), 18)), at(40, 2, 130, title(f"电子发票（{'增值税专用发票' if special else '普通发票'}）", 18, 1)),
        at(152, 3, 62, lines(f"发票号码：{truth['invoice_number']}", f"开票日期：{written(issued, 'zh0')}", size=8.5, gap=2)), space(20),
        table((0.25, 4, 0.25, 4), [label("购\n买\n方\n信\n息"), party("buyer"), label("销\n售\n方\n信\n息"), party("seller")], size=8.5, stroke=BROWN),
        table((2.4, 1.25, 0.6, 0.75, 1.05, 1.25, 0.85, 1.15), head, *goods, [label("合　　计"), "", "", "", "", f"¥{truth['amount']}", "", f"¥{truth['tax']}"], head_rows=1, centre=True, size=8.5, stroke=BROWN),
        table((1.4, 3.4, 2.2), [label("价税合计（大写）"), f"⊗ {_spoken(truth['total'])}", f"（小写）¥{truth['total']}"], size=8.5, stroke=BROWN),
        table((0.25, 8), [label("备\n注"), f"销售方开户银行：样例银行；银行账号：{v.digits(16)}"], size=8.5, stroke=BROWN),
        lines(f"开票人：{v.person()}", size=8.5),
    ]  # fmt: skip
    seals = [stamp("国家税务总局样例", 92, 2 if style.over else 6, v, 26)] if style.sealed else []
    return _invoice(style, (220, 142), blocks, seals, truth)


def _spoken(amount: str) -> str:
    whole, cents = amount.split(".")
    digits, units = "零壹贰叁肆伍陆柒捌玖", "圆拾佰仟万拾佰仟亿"
    said = "".join(digits[int(d)] + units[len(whole) - 1 - i] for i, d in enumerate(whole))
    return said + ("整" if cents == "00" else f"{digits[int(cents[0])]}角{digits[int(cents[1])]}分")


def customs(v: Values, style: Style) -> Sheet:
    """进口货物报关单: small labels in the upper edge of each cell, one line of goods or two."""
    declared = v.day("2023-01-01", "2026-09-01")
    arrived = declared if v.yes() else date.fromordinal(declared.toordinal() - v.chance.randint(1, 6))
    office = v.pick(("2248", "3104", "5317", "4201"))
    _group, name, model, unit = v.pick(_GOODS)
    count, origin, price = v.chance.randint(10, 9000), v.pick(_ABROAD), Decimal(v.chance.randint(100, 9000)) / 100
    code, maker = v.uscc(), f"{v.latin()} TRADING CO., LTD."
    truth = {
        "customs_number": f"{office}{declared.year}1{v.digits(9)}", "consignee": v.company("进出口", "国际贸易", "供应链管理"), "uscc": code,
        "origin": origin, "items": name, "quantity": str(count), "total": f"{count * price:.2f}", "issued_on": declared.isoformat(),
    }  # fmt: skip
    form = lambda d: f"{d:%Y%m%d}" if style.layout % 2 == 0 else written(d, "dash")
    cell = lambda label, value, width: {"l": label, "v": value, "w": width}
    grid = {"b": "cells", "size": 8.5, "height": 8.5, "rows": [
        [cell(f"境内收货人（{code}）" if style.layout % 3 else f"境内收货人 ({code})", truth["consignee"], 3), cell(f"进境关别（{office}）", "样例海关", 1.4), cell("进口日期", form(arrived), 1.1), cell("申报日期", form(declared), 1.1), cell("备案号", "", 1.2)],
        [cell("境外发货人", maker, 3), cell("运输方式（2）", "水路运输", 1.4), cell("运输工具名称及航次号", f"{v.latin()} {v.digits(3)}E", 2.2), cell("提运单号", f"{v.latin()[:4]}{v.digits(8)}", 1.2)],
        [cell(f"消费使用单位（{code}）", truth["consignee"], 3), cell("监管方式（0110）", "一般贸易", 1.4), cell("征免性质（101）", "一般征税", 1.1), cell("许可证号", "", 1.1), cell("启运港", "样例港", 1.2)],
        [cell("合同协议号", f"{v.latin()}{v.digits(5)}", 3), cell("贸易国（地区）", origin, 1.4), cell("启运国（地区）", origin, 1.1), cell("经停港", "", 1.1), cell("入境口岸", "样例口岸", 1.2)],
        [cell("包装种类", "纸制或纤维板制盒/箱", 3), cell("件数", str(v.chance.randint(2, 99)), 0.7), cell("毛重(千克)", str(v.chance.randint(200, 900)), 0.9), cell("净重(千克)", str(v.chance.randint(100, 199)), 0.9), cell("成交方式(1)", "CIF", 0.9), cell("运费", "", 0.7), cell("保费", "", 0.7)],
    ]}  # fmt: skip
    spec = f"{v.digits(10)}"
    goods = table((0.4, 1.1, 2.6, 1.1, 1.2, 1.1, 1.2, 1), ["项号", "商品编号", "商品名称及规格型号", "数量及单位", "单价/总价/币制", "原产国(地区)", "最终目的国(地区)", "征免"],
                  ["1", spec, f"{name}\n4|3|{model}|无型号", f"{count}{unit}", f"{price}\n{truth['total']}\n美元", f"{origin}\n(116)", "中国\n(CHN)", "照章征税\n(1)"], head_rows=1, size=8.5)  # fmt: skip
    blocks = [
        title("中华人民共和国海关进口货物报关单", 17, 1), lines(f"预录入编号：I{v.digits(17)}　　　海关编号：{truth['customs_number']}　（样例海关）　　　页码/页数：1/1", size=9),
        grid, goods, space(10), lines("特殊关系确认：否　价格影响确认：否　支付特许权使用费确认：否　自报自缴：是", size=8),
        lines(f"报关人员　{v.person()}　申报单位　（{v.uscc()}）{v.company('报关')}", size=8.5),
    ]  # fmt: skip
    seals = [stamp("样例海关单证专用", 30, 45 if style.over else 150, v, 34)] if style.sealed else []
    return Sheet(
        "customs-declaration",
        sheet(style, (297, 210), blocks, margin=(14, 14, 10), size=10, block_gap=1.2, seals=seals),
        truth,
    )
