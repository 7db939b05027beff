"""Papers that authorities issue to firms and persons: licences, ID cards, trademark certificates, food licences."""

# ruff: noqa: E501  # whole papers: cutting their lines at 120 (Chinese counts double) would hide what stands where

from __future__ import annotations

from datetime import date

from bench.papers.sheet import (
    A4,
    LYING,
    Sheet,
    Style,
    at,
    day,
    inline,
    lines,
    mark,
    pairs,
    qr,
    rows,
    sheet,
    space,
    spread,
    stamp,
    table,
    title,
)  # fmt: skip
from bench.papers.values import Values, written, years_later

GOLD = {"bordered": True, "frame": "#b08a3e", "tint": "#fffdf6"}
_GOODS = [
    "日用百货",
    "针纺织品",
    "服装服饰",
    "鞋帽",
    "母婴用品",
    "化妆品",
    "家用电器",
    "食品（仅销售预包装食品）",
    "电子产品",
    "玩具",
    "箱包",
    "工艺品",
]
_CLASSES = {
    3: "洗面奶；化妆品；牙膏；洗发液；香皂",
    25: "服装；鞋；帽；袜；围巾；皮带（服饰用）",
    24: "毛巾；浴巾；床上用毯；纺织品毛巾",
    30: "茶；糖；蜂蜜；谷类制品；咖啡饮料",
    35: "广告；替他人推销；为零售目的在通讯媒体上展示商品",
    9: "数据处理设备；耳机；移动电源（可充电电池）；眼镜",
    21: "日用玻璃器皿；瓷器；保温瓶；牙刷",
}


def licence_wide(v: Values, style: Style) -> Sheet:
    """营业执照 lying, as printed since 2019: code above left, two columns, the registrar's seal below right."""
    own = style.layout % 3 == 2  # a sole trader
    name = (
        v.company()
        if not own
        else f"{v.city.removesuffix('市')}市样例区{v.word()}{v.pick(('百货店', '服装店', '商行', '茶叶经营部'))}"
    )
    truth, begun, term, scope = _licence_truth(v, name, "dated" if style.layout % 3 == 0 else "none")
    head = (spread("名称"), name, "注册资本", v.pick(("壹佰万元整", "伍佰万圆整", "壹仟万元人民币"))) if not own else (
        spread("名称"), name, "组成形式", "个人经营")  # fmt: skip
    middle = (
        spread("类型"),
        "个体工商户" if own else _company_kind(v),
        "注册日期" if own else "成立日期",
        written(begun, "zh0"),
    )
    person = "经" + "　" + "营" + "　" + "者" if own else "法定代表人"
    third = (
        person,
        truth["legal_representative"],
        *(("营业期限", term) if term else (spread("住所") if not own else "经营场所", truth["address"])),
    )
    fourth = ("经营范围", scope, *((spread("住所"), truth["address"]) if term else ("", "")))
    issuer = truth["issuer"] = v.bureau()
    registrar = "登记机关" + (f"　{issuer}" if v.yes(0.4) else "")
    if issuer not in registrar:
        del truth["issuer"]
    code = lines("统一社会信用代码", {"text": truth["uscc"], "size": 14, "weight": "bold"}, size=10.5)
    blocks = [
        at(2, 2, 90, code), at(208, 0, 30, qr("https://www.gsxt.gov.cn/样例", 22)),
        at(0, 22, 241, title("营业执照", 34, 14), lines(f"（副　本）　{v.pick(('', f'编号 {v.digits(4)}', '（1-1）'))}", align="center")),
        at(2, 50, 240, pairs((24, 100, 22, 88), head, middle, third, fourth, size=11.5, gap=5.5)),
        at(150, 140, 90, lines(registrar, written(date.fromisoformat(truth["issued_on"]), "spaced"), align="center", gap=5)),
        at(2, 160, 120, lines("国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", size=7.5)),
    ]  # fmt: skip
    seals = [stamp(issuer, 205, 140 if style.over else 150, v)] if style.sealed else []
    return Sheet(
        "business-licence",
        sheet(style, LYING, blocks, margin=(28, 20, 14), label_fill="#6d5320", seals=seals, **GOLD),
        truth,
    )


def licence_tall(v: Values, style: Style) -> Sheet:
    """营业执照 standing, as printed from 2015 to 2019: one column of labels."""
    truth, begun, term, scope = _licence_truth(v, v.company(), "dated")
    truth["issuer"] = issuer = v.bureau()
    registrar = lines(
        f"登记机关　{issuer}",
        written(date.fromisoformat(truth["issued_on"]), ("spaced", "zh0")[style.layout % 2]),
        align="right",
        gap=5,
    )
    body = [
        (spread("名称", 3), truth["holder"]), (spread("类型", 3), _company_kind(v)), (spread("住所", 3), truth["address"]),
        ("法定代表人", truth["legal_representative"]), ("注册资本", v.pick(("叁佰万元整", "人民币伍拾万元整"))),
        ("成立日期", written(begun, "zh0")), ("营业期限", term), ("经营范围", scope),
    ]  # fmt: skip
    blocks = [
        space(20), title("营 业 执 照", 34, 2), lines("（副　　本）", align="center"),
        lines(f"统一社会信用代码　{truth['uscc']}" if style.layout % 2 else f"统一社会信用代码 {truth['uscc']}（1/1）", align="right" if style.layout % 2 else "center"),
        space(2), rows(*body, label_width=30, gap=6), space(8), registrar,
        lines("提示：每年1月1日至6月30日通过企业信用信息公示系统报送年度报告并公示。", size=7.5),
    ]  # fmt: skip
    seals = [stamp(issuer, 140, 138 if style.over else 190, v)] if style.sealed else []
    return Sheet("business-licence", sheet(style, A4, blocks, label_fill="#6d5320", seals=seals, **GOLD), truth)


def _licence_truth(v: Values, name: str, term: str) -> tuple[dict[str, str], date, str, str]:
    begun = v.day("2012-01-01", "2024-06-01")
    issued = v.day("2019-03-01", "2025-12-01")
    truth = {
        "holder": name, "uscc": v.uscc(), "legal_representative": v.person(), "address": v.address(),
        "scope": _scope(v), "issued_on": issued.isoformat(),
    }  # fmt: skip
    scope, truth["scope"] = truth["scope"], _kept(truth["scope"])
    if term == "none":
        return truth, begun, "", scope
    end = years_later(begun, v.pick((20, 30)))
    form = v.pick(("forever", "dated", "dated", "alone"))
    if form == "alone":
        return truth | {"valid_to": "长期"}, begun, "长期", scope
    truth |= {"valid_from": begun.isoformat(), "valid_to": "长期" if form == "forever" else end.isoformat()}
    last = v.pick(("长期", "无固定期限")) if form == "forever" else written(end, "zh0")
    return truth, begun, f"{written(begun, 'zh0')}{v.pick(('至', ' 至 '))}{last}", scope


def _scope(v: Values) -> str:
    goods = "、".join(v.chance.sample(_GOODS, v.chance.randint(3, 6)))
    tail = v.pick(
        (
            "。（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
            "；货物进出口。",
            "；食品销售（凭许可证经营）。",
            "",
        )
    )
    return f"{v.pick(('', '一般项目：', '网上销售：'))}{goods}{tail}"


def _kept(text: str) -> str:
    """A text as fields keep it: without the full stop at its end."""
    return text.rstrip("。")


def _company_kind(v: Values) -> str:
    return str(
        v.pick(
            (
                "有限责任公司（自然人独资）",
                "有限责任公司(自然人投资或控股)",
                "股份有限公司（非上市）",
                "其他有限责任公司",
            )
        )
    )


def id_card(v: Values, style: Style) -> Sheet:
    """居民身份证: both sides on one sheet, or one side alone."""
    born, begun = v.day("1962-01-01", "2002-01-01"), v.day("2010-01-01", "2024-01-01")
    truth = {"holder": v.person(), "number": v.resident_id(born), "address": v.address()}
    term = v.pick((10, 20, 0))
    end = date(begun.year + term, begun.month, min(begun.day, 28)) if term else None
    back = {
        "issuer": f"{v.city}公安局样例分局",
        "valid_from": begun.isoformat(),
        "valid_to": end.isoformat() if end else "长期",
    }
    period = f"{begun:%Y.%m.%d}-{end:%Y.%m.%d}" if end else f"{begun:%Y.%m.%d}-长期"
    front_box = {"b": "box", "fill": "#eef5fb", "blocks": [
        lines(f"姓　名　{truth['holder']}", f"性　别　{v.pick('男女')}　民　族　{v.pick(('汉', '汉', '回', '满'))}", f"出　生　{born.year} 年 {born.month} 月 {born.day} 日", gap=4.5),
        {"b": "rows", "rows": [["住　址", truth["address"]]], "label_width": 14.5, "gap": 3},
        space(3), lines(f"公民身份号码　　{truth['number']}", size=13)]}  # fmt: skip
    back_box = {"b": "box", "fill": "#f7f4fb", "blocks": [
        lines({"text": "中华人民共和国", "size": 15, "spread": 3}, {"text": "居 民 身 份 证", "size": 20, "spread": 3, "weight": "bold"}, align="center", gap=5),
        space(5), lines(f"签发机关　{back['issuer']}", f"有效期限　{period}", gap=5)]}  # fmt: skip
    side = style.layout % 4
    if side == 2:
        return Sheet("id-card", sheet(style, (112, 84), [front_box], margin=(8, 8, 6), size=11), truth)
    if side == 3:
        return Sheet("id-card", sheet(style, (112, 84), [back_box], margin=(8, 8, 6), size=11), back)
    blocks = (
        [space(12), front_box, space(12), back_box]
        if side == 0
        else [title("身份证复印件", 14, 1), space(4), back_box, space(10), front_box]
    )
    return Sheet("id-card", sheet(style, A4, blocks, margin=(55, 24, 20), size=11), truth | back)


def trademark(v: Values, style: Style) -> Sheet:
    """商标注册证: as printed since 2018 with its labelled days, or before with the term as a sentence."""
    cls = v.pick(tuple(_CLASSES))
    brand = v.pick((v.word(), v.word() + v.pick(("家", "坊", "里")), v.latin(), f"{v.word()}{v.latin()}"))
    begun = v.day("2012-01-01", "2024-01-01")
    end = years_later(begun, 10)
    number = v.pick((f"{v.chance.randint(5_000_000, 9_900_000)}", f"{v.chance.randint(10_000_000, 79_000_000)}"))
    owner = v.pick((v.company("品牌管理", "服饰", "日化", "食品"), v.company("实业", "茶业"), v.person()))
    truth = {
        "trademark_number": number, "classes": str(cls), "owner": owner, "address": v.address(), "scope": _CLASSES[cls],
        "valid_to": end.isoformat(),
    }  # fmt: skip
    if not style.printed:
        truth["brand"] = brand
    if style.layout % 2 == 0:
        truth |= {"issued_on": begun.isoformat()}
        body = [
            space(3), lines(f"核定使用商品/服务项目（国际分类：{cls}）", f"第{cls}类：{_CLASSES[cls]}（商品截止）", gap=4, size=11.5),
            rows(("注册人", owner), ("注册人地址", truth["address"]), label_width=30, size=11.5),
            pairs((30, 45, 22, 50), ("注册日期", day(style, begun, "zh0", "spaced", "zh"), "有效期至", day(style, end, "zh0", "spaced", "zh")), size=11.5),
            space(10), lines("局长　　　　签发", "发证机关　国家知识产权局", size=11, align="right"),
        ]  # fmt: skip
        heading = [title("商 标 注 册 证", 30, 4), lines(f"第 {number} 号", align="center", size=14)]
    else:
        truth |= {"valid_from": begun.isoformat()}
        body = [
            space(3), lines(f"核定使用商品（第{cls}类）", f"{_CLASSES[cls]}（截止）", gap=4, align="center"),
            rows((spread("注册人", 0), owner), ("注册人地址", truth["address"]), label_width=32),
            lines(f"注册有效期限　自公元{written(begun, 'zh0')}至{written(end, 'zh0')}止", size=11.5),
            space(10), lines("局长签发", align="right"),
        ]  # fmt: skip
        heading = [lines(f"第{number}号", align="center", size=14), title("商标注册证", 32, 10)]
    seals = [stamp("国家知识产权局样例", 120, 92 if style.over else 180, v)] if style.sealed else []
    return Sheet(
        "trademark-certificate",
        sheet(style, A4, [space(8), *heading, mark(brand), *body], bordered=True, seals=seals),
        truth,
    )


def food_production(v: Values, style: Style) -> Sheet:
    """食品生产许可证: the original, lying, labels left; or the standing duplicate in a table."""
    truth = {
        "holder": v.company("食品", "乳业", "茶业", "粮油"), "uscc": v.uscc(), "legal_representative": v.person(), "address": v.address(),
        "number": v.sc(), "scope": v.pick(("糖果制品", "糕点；饼干", "茶叶及相关制品", "乳制品；饮料", "方便食品、调味品", "炒货食品及坚果制品")),
        "issuer": v.bureau(),
    }  # fmt: skip
    issued = v.day("2019-01-01", "2025-06-01")
    truth |= {"issued_on": issued.isoformat(), "valid_to": years_later(issued, 5).isoformat()}
    home = v.address()
    end, start = written(years_later(issued, 5), "zh0"), written(issued, "spaced" if style.layout % 2 else "zh0")
    code = v.pick(("统一社会信用代码", "社会信用代码（身份证号码）"))
    left = [("生产者名称", truth["holder"]), (code, truth["uscc"]), ("法定代表人（负责人）", truth["legal_representative"]), ("住所", home),
            ("生产地址", truth["address"]), ("食品类别", truth["scope"])]  # fmt: skip
    watch = [
        ("日常监督管理机构", f"{v.city}样例区市场监督管理所"),
        ("日常监督管理人员", v.person()),
        ("投诉举报电话", "12315"),
    ]
    right = [("许可证编号", truth["number"]), *(watch if v.yes() else []), ("发证机关", truth["issuer"])]
    if style.layout % 2 == 0:
        blocks = [title("食 品 生 产 许 可 证", 32, 4), space(6), at(0, 34, 128, rows(*left, label_width=42, gap=6, size=11.5)),
                  at(134, 34, 112, inline(*((f"{k}：", s) for k, s in [*right, ("签发人", v.person())]), gap=6, size=11.5), lines(start, align="right"), lines(f"有效期至　{end}", size=12)),
                  ]  # fmt: skip
        seals = [stamp(truth["issuer"], 205, 66 if style.over else 115, v)] if style.sealed else []
        return Sheet("food-production-licence", sheet(style, LYING, blocks, seals=seals, **GOLD), truth)
    cells = [*left, *right, ("有效期至", end)]
    blocks = [space(6), title("食品生产许可证", 28, 8), lines("（副本）", align="center"), table((1.1, 2.6), *cells, labels=[0], pad=7),
              lines(f"发证日期：{start}", align="right")]  # fmt: skip
    seals = [stamp(truth["issuer"], 110, 135 if style.over else 200, v)] if style.sealed else []
    return Sheet("food-production-licence", sheet(style, A4, blocks, seals=seals), truth)


def food_business(v: Values, style: Style) -> Sheet:
    """食品经营许可证: two columns lying, or one column standing; a sole trader's ID number is half hidden."""
    own = style.layout % 3 == 2
    truth = {
        "holder": v.company("食品商贸", "超市", "餐饮管理") if not own else f"样例区{v.word()}食品店", "uscc": v.uscc(),
        "legal_representative": v.person(), "address": v.address(), "number": v.jy(),
        "scope": v.pick(("预包装食品销售（含冷藏冷冻食品）", "热食类食品制售；自制饮品制售", "散装食品销售（不含冷藏冷冻食品）、特殊食品销售")),
        "issuer": v.bureau(),
    }  # fmt: skip
    issued = v.day("2019-01-01", "2025-06-01")
    truth |= {"issued_on": issued.isoformat(), "valid_to": years_later(issued, 5).isoformat()}
    code = (v.pick(("统一社会信用代码", "社会信用代码（身份证号码）")), truth["uscc"])
    if own:
        code = ("社会信用代码（身份证号码）", f"{v.region}02{v.digits(4)}****{v.digits(4)}")
        del truth["uscc"]
    start, end = written(issued, "zh0"), written(years_later(issued, 5), ("zh0", "spaced")[style.layout % 2])
    left = [("经营者名称", truth["holder"]), code, ("法定代表人（负责人）", truth["legal_representative"]), ("住所", v.address()),
            ("经营场所", truth["address"]), ("主体业态", v.pick(("食品销售经营者", "餐饮服务经营者（网络经营）"))), ("经营项目", truth["scope"])]  # fmt: skip
    right = [("许可证编号", truth["number"]), ("投诉举报电话", "12315"), ("发证机关", truth["issuer"])]
    if style.layout % 3 == 1:
        body = rows(*left, right[0], right[2], ("发证日期", start), ("有效期至", end), label_width=46, gap=6)
        blocks = [space(10), title("食品经营许可证", 30, 8), space(4), body]
        seals = [stamp(truth["issuer"], 95, 118 if style.over else 190, v)] if style.sealed else []
        return Sheet("food-business-licence", sheet(style, A4, blocks, seals=seals, **GOLD), truth)
    blocks = [title("食品经营许可证", 34, 12), at(0, 32, 130, rows(*left, label_width=44, gap=5.5, size=11.5)),
              at(138, 32, 108, rows(*right, ("签发人", v.person()), label_width=28, gap=6, size=11.5), space(3), lines(start, align="center"), lines(f"有效期至 {end}"))]  # fmt: skip
    seals = [stamp(truth["issuer"], 205, 85 if style.over else 118, v)] if style.sealed else []
    return Sheet("food-business-licence", sheet(style, LYING, blocks, seals=seals, **GOLD), truth)
