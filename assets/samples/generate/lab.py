"""The words of the two test reports: the maker's own of another towel, and the accredited one."""

# ruff: noqa: E501  # whole sentences of a paper: cutting them at 120 (Chinese counts double) would hide what it says

from __future__ import annotations

from assets.samples.generate.story import BATCH, BRAND, CMA, LAB, MODEL, OWNER, SHOP, Words

NOTES = [
    "本报告无编制、审核、批准人签字，或者未加盖检验检测专用章无效。",
    "未经本机构书面同意，不得部分复制本报告；复制报告未重新加盖检验检测专用章无效。",
    "委托检验的结果仅对来样负责。",
    "对报告有异议的，请于收到报告之日起十五日内向本机构提出。",
]


def accredited() -> Words:
    """The report of the penalised batch, with CMA number, seals and signatures."""
    return {
        "number": "HZ-FZ-2026-09142", "cma": CMA, "lab": LAB["name"], "seal": "lab",
        "lab_address": "浙江省杭州市样例区量衡街9号　电话 0571-5550 0162",
        "cover": [["样品名称", "启明纯棉毛巾"], ["型号规格", f"{MODEL}　34cm×75cm"], ["委托单位", SHOP["name"]], ["检验类别", "委托检验"]],
        "summary": [
            ["样品名称", "启明纯棉毛巾"], ["型号规格", f"{MODEL}　34cm×75cm"], ["商标", BRAND], ["批号", BATCH], ["委托单位", SHOP["name"]],
            ["生产单位", OWNER["name"]], ["样品数量", "12 条"], ["样品状态", "完好，无异味"], ["收样日期", "2026年09月11日"],
            ["检测日期", "2026年09月14日—09月19日"],
        ],
        "long": [
            ["检测依据", "GB/T 22864-2020《毛巾》；GB 18401-2010《国家纺织产品基本安全技术规范》（B 类）"],
            ["检测项目", "甲醛含量、pH 值、异味、可分解致癌芳香胺染料、耐水／耐汗渍／耐摩擦／耐皂洗色牢度、吸水性、脱毛率、纤维含量"],
        ],
        "conclusion": "所检项目符合 GB/T 22864-2020《毛巾》一等品和 GB 18401-2010 B 类的要求，所检项目合格。",
        "issued": "2026年09月21日", "people": ["方砚", "许槐序", "章既白"], "results": RESULTS,
        "remark": "“＜”表示低于方法检出限；色牢度单位为级。",
        "photos": [
            {"caption": f"样品正面（白色，{MODEL}）", "ground": "#e8ebee", "cloth": "#f7f6f2"},
            {"caption": f"样品与标签（浅蓝，批号 {BATCH}）", "ground": "#e4e0d8", "cloth": "#a9c8de"},
        ],
        "notes": NOTES,
    }  # fmt: skip


RESULTS = [
    ["甲醛含量", "GB/T 2912.1-2009", "mg/kg", "≤75", "＜20", "符合"],
    ["pH 值", "GB/T 7573-2009", "—", "4.0～8.5", "7.1", "符合"],
    ["异味", "GB 18401-2010", "—", "无", "无", "符合"],
    ["可分解致癌芳香胺染料", "GB/T 17592-2011", "mg/kg", "禁用（≤20）", "未检出", "符合"],
    ["耐水色牢度（变色／沾色）", "GB/T 5713-2013", "级", "≥3", "4-5／4", "符合"],
    ["耐酸汗渍色牢度（变色／沾色）", "GB/T 3922-2013", "级", "≥3", "4／4", "符合"],
    ["耐碱汗渍色牢度（变色／沾色）", "GB/T 3922-2013", "级", "≥3", "4／3-4", "符合"],
    ["耐干摩擦色牢度", "GB/T 3920-2008", "级", "≥3", "4-5", "符合"],
    ["耐皂洗色牢度（变色／沾色）", "GB/T 3921-2008", "级", "≥3-4", "4／4", "符合"],
    ["吸水性", "GB/T 22799-2019", "s", "≤10", "3.2", "符合"],
    ["脱毛率", "GB/T 22798-2019", "%", "≤0.5", "0.18", "符合"],
    ["纤维含量（棉）", "FZ/T 01057-2007", "%", "100", "100", "符合"],
]


def makers_own() -> Words:
    """The report sent in the first round: of another model, by the maker's own room, without CMA or seal."""
    words = accredited()
    del words["cma"], words["seal"]
    words |= {
        "number": "QM-ZJ-2025-0316", "lab": f"{OWNER['name']} 质检室", "lab_address": "浙江省嘉兴市样例区织造路5号2幢",
        "cover": [["样品名称", "启明纯棉浴巾"], ["型号规格", "QM-T15　70cm×140cm"], ["委托单位", "企业自检"], ["检验类别", "出厂检验"]],
        "issued": "2025年03月18日", "people": ["丁未央", "贺听澜", "陆知行"],
        "conclusion": "所检项目符合企业内控要求，准予出厂。",
        "summary": [
            ["样品名称", "启明纯棉浴巾"], ["型号规格", "QM-T15　70cm×140cm"], ["商标", BRAND], ["批号", "QM20250310"], ["委托单位", "企业自检"],
            ["生产单位", OWNER["name"]], ["样品数量", "6 条"], ["样品状态", "完好"], ["收样日期", "2025年03月14日"],
            ["检测日期", "2025年03月15日—03月17日"],
        ],
        "photos": [
            {"caption": "样品正面（米色，QM-T15）", "ground": "#e8ebee", "cloth": "#e3d5bd"},
            {"caption": "样品与标签（批号 QM20250310）", "ground": "#e4e0d8", "cloth": "#d9c7a8"},
        ],
    }  # fmt: skip
    return words
