"""The words of the papers of the other appeals: spot check, deposits, refunds, a wrong price, a dispute."""

# ruff: noqa: E501  # whole sentences of a paper: cutting them at 120 (Chinese counts double) would hide what it says

from __future__ import annotations

from assets.samples.generate import lab
from assets.samples.generate.story import BATCH, BRAND, MODEL, SHOP, Words

NEW_BATCH = "QM20261106"
COURIER = "样例速运有限公司宁波分公司"
HINT = "虚构页面，仅供演示。"


def page(title: str, state: str, rows: list[list[str]], text: list[str], hint: str = HINT) -> Words:
    """A page of the seller's centre."""
    return {
        "kind": "notice", "bar": "商家中心", "who": "启明星辰专营店：运营", "crumb": f"首页 / {title}", "title": title, "state": state,
        "rows": [[*row] for row in rows], "text": text, "hint": hint,
    }  # fmt: skip


def talk(bar: str, exported: str, *messages: tuple[str, str]) -> Words:
    """A chat; who says "" gives a time, "我" is the shop."""
    told: list[Words] = []
    for who, text in messages:
        told.append(
            {"time": text}
            if not who
            else {"mine": who == "我", "name": "启明星辰 客服" if who == "我" else who, "text": text}
        )
    return {"kind": "chat", "bar": bar, "who": f"导出时间 {exported}", "messages": told}


def letter(title: str, number: str, text: list[str], rows: list[list[str]], signer: Words, head: str = "") -> Words:
    words: Words = {"title": title, "number": number, "text": text, "rows": rows, "signers": [signer]}
    return words | ({"head": head} if head else {})


def record(title: str, number: str, parts: list[Words], day: str) -> Words:
    return {
        "title": title, "company": SHOP["name"], "number": number, "parts": parts,
        "signer": {"label": "经办人", "person": "何秋实", "date": day, "seal": "shop"},
    }  # fmt: skip


def by_shop(day: str) -> Words:
    return {
        "label": "出具单位",
        "name": SHOP["name"],
        "person": SHOP["person"],
        "role": "法定代表人",
        "date": day,
        "seal": "shop",
        "dx": 31,
        "turn": -3,
    }


def by_courier(day: str) -> Words:
    return {"label": "出具单位", "name": COURIER, "date": day, "seal": "courier", "dx": 24, "turn": 5}


def retest() -> Words:
    """The report of a new batch, made after the spot check, by the same standard."""
    words = lab.accredited()
    words["summary"] = [
        [k, {"批号": NEW_BATCH, "收样日期": "2026年11月12日", "检测日期": "2026年11月13日—11月18日"}.get(k, v)]
        for k, v in words["summary"]
    ]
    words |= {"number": "HZ-FZ-2026-11218", "issued": "2026年11月19日"}
    words["photos"] = [words["photos"][0], words["photos"][1] | {"caption": f"样品与标签（浅蓝，批号 {NEW_BATCH}）"}]
    return words


def robe_report() -> Words:
    """The report of the bathrobe in dispute."""
    words = lab.accredited()
    for key in ("cover", "summary"):
        changed = {"样品名称": "启明纯棉浴袍", "型号规格": "QM-Y08　均码", "批号": "QM20260920"}
        words[key] = [[k, changed.get(k, v)] for k, v in words[key]]
    words |= {"number": "HZ-FZ-2026-10077", "issued": "2026年10月10日"}
    return words


def spot_check_notice() -> Words:
    return page("品质抽检结果", "不合格 · 可整改", [
        ["抽检编号", "SAMPLE-CJ-2026-1110"], ["商品", f"启明纯棉毛巾（{MODEL}）"], ["批号", BATCH], ["通知时间", "2026-11-18 09:30"],
        ["不合格项目", "耐皂洗色牢度"], ["判定依据", "GB/T 22864-2020"],
    ], ["审核意见如下：", "1. 抽检商品耐皂洗色牢度不符合 GB/T 22864-2020 的要求，同批次商品应当停止销售。", "2. 未提供整改后商品的检测报告，无法恢复销售。"],
        "请于 2026-12-02 18:00 前提交整改材料。")  # fmt: skip


def taken_down() -> Words:
    return page("商品操作记录", "已下架", [
        ["商品ID", "990000123456"], ["商品", f"启明纯棉毛巾（{MODEL}）"], ["操作", "下架"], ["操作账号", "启明星辰专营店：林予"],
        ["操作时间", "2026-11-18 11:05"], ["同批次链接", "3 个，均已下架"],
    ], [f"批号 {BATCH} 的库存 412 条已移入不合格区封存。"])  # fmt: skip


def spot_check_record() -> Words:
    return record("抽检不合格整改记录", "ZG-2026-1120", [
        {"title": "一、原因", "text": ["浅蓝色批次更换了染色助剂，供应商没有告知，我公司也没有逐批检验。"]},
        {"title": "二、已完成的处理", "widths": [0.5, 3.4, 1, 1.1], "rows": [
            ["序号", "处理内容", "责任人", "完成日期"], ["1", "下架同批次链接 3 个，封存库存 412 条", "林予", "2026-11-18"],
            ["2", "逐一通知已购买的买家可以退换", "林予", "2026-11-19"], ["3", f"新批次 {NEW_BATCH} 送检，所检项目合格", "何秋实", "2026-11-19"],
            ["4", "供应商复审，变更助剂须书面告知并重新送检", "何秋实", "2026-11-20"], ["5", "采购与质检人员培训 GB/T 22864-2020", "何秋实", "2026-11-20"]]},
        {"title": "三、今后的做法", "text": ["每批留样，到货抽检色牢度，合格后上架；每季度核对标准更新。"]},
    ], "2026年11月20日")  # fmt: skip


def deposit_receipt() -> Words:
    return letter("电子回单", "SAMPLE-20250310-000905", ["业务类型：保证金缴纳　　　交易状态：成功"], [
        ["付款人", SHOP["name"]], ["付款账号", "0000 0000 0000 0017（样例商业银行宁波支行）"], ["收款人", "样例平台保证金专户"],
        ["金额", "人民币伍万圆整（￥50000.00）"], ["交易时间", "2025-03-10 15:42:09"], ["用途", "店铺保证金"],
    ], {"label": "开立机构", "name": "样例商业银行宁波支行", "date": "2025年03月10日", "seal": "bank", "dx": 26}, "样例商业银行")  # fmt: skip


def deduction_notice() -> Words:
    return page("保证金扣除通知", "已扣除 · 可申诉", [
        ["处理编号", "SAMPLE-BZJ-2026-1109"], ["扣除金额", "3000.00 元"], ["原因", "未按时发货"], ["通知时间", "2026-11-19 16:20"],
        ["涉及订单", "6 单"], ["余额", "47000.00 元"],
    ], ["审核意见如下：", "1. 6 笔订单未在承诺时间内发货，造成买家投诉。", "2. 所提交的物流信息不完整，无法证明已按时交付承运方。"],
        "请于 2026-12-03 18:00 前补充凭证。")  # fmt: skip


def picked_up() -> Words:
    return letter("揽收证明", "YS-2026-1120-06", [f"兹证明，{SHOP['name']}交寄的下列 6 件快件，均由我公司于 2026 年 11 月 1 日揽收："], [
        ["运单号", "SAMPLE7700001 至 SAMPLE7700006"], ["揽收时间", "2026-11-01 17:10 至 17:25"], ["揽收地点", "浙江省宁波市样例区星河路17号1幢"],
        ["未及时显示轨迹的原因", "分拨系统当日故障，轨迹于 11 月 3 日补录"],
    ], by_courier("2026年11月20日"), COURIER)  # fmt: skip


def refund_rejected() -> Words:
    return page("保证金退还申请", "已驳回", [
        ["申请编号", "SAMPLE-TH-2026-1103"], ["申请金额", "50000.00 元"], ["申请时间", "2026-11-03 10:15"], ["驳回时间", "2026-11-19 09:40"],
        ["店铺状态", "已关闭"], ["收款账户", "尾号 0017"],
    ], ["驳回原因如下：", "1. 存在未完结的售后单，不符合退还条件。", "2. 缴纳记录有一笔，申请金额与可退金额待核对。"], "如有异议，可补充材料后重新申请。")  # fmt: skip


def shop_closed() -> Words:
    return page("店铺关闭申请", "已通过", [
        ["店铺", "启明星辰专营店"], ["申请时间", "2026-10-08 09:00"], ["通过时间", "2026-10-30 09:00"], ["公示结束", "2026-10-30"],
        ["未结订单", "0"], ["未结违规", "0"],
    ], ["店铺已关闭，可以申请退还保证金。"])  # fmt: skip


def all_settled() -> Words:
    return page("售后与订单完结记录", "全部完结", [
        ["未完结订单", "0"], ["未完结售后", "0"], ["最后一笔售后", "SAMPLE-SH-2026-1015"], ["完结时间", "2026-11-12 14:05"],
        ["未处理投诉", "0"], ["查询时间", "2026-11-20 10:30"],
    ], ["全部订单与售后均已完结。"])  # fmt: skip


def refund_statement() -> Words:
    return letter("情况说明", "QK-2026-1120", [
        f"{SHOP['name']}就保证金退还申请被驳回一事说明如下：", "一、驳回时所指的售后单（SAMPLE-SH-2026-1015）已于 2026 年 11 月 12 日退款完结，现附完结记录。",
        "二、保证金于 2025 年 3 月 10 日一次缴纳 50000 元，没有其他充值，期间没有扣款。",
    ], [["申请编号", "SAMPLE-TH-2026-1103"], ["缴纳金额", "50000.00 元"]], by_shop("2026年11月21日"))  # fmt: skip


def claim_page() -> Words:
    return page("售后单", "商家举证中", [
        ["售后单号", "SAMPLE-SH-2026-1120"], ["订单号", "SAMPLE-DD-2026-1111"], ["商品", "启明真丝睡袍 QM-Z01"], ["金额", "1288.00 元"],
        ["类型", "退货退款"], ["买家签收", "2026-11-14 12:30"],
    ], ["买家主张如下：", "1. 已按要求退回商品，要求全额退款。", "2. 商家称退回的不是原商品，未提供拆包视频，凭证不足以证明。"], "请于 2026-11-26 18:00 前举证。")  # fmt: skip


def order_page(number: str, goods: str, total: str, on: str) -> Words:
    return page("订单详情", "已完成", [
        ["订单号", number], ["商品", goods], ["数量", "1"], ["实付", total], ["下单时间", on], ["收货人", "（已遮盖）"],
    ], ["商品页快照已随订单保存。"])  # fmt: skip


def refund_chat() -> Words:
    return talk("与买家的聊天记录", "2026-11-21 09:10", ("", "2026-11-19 10:02"), ("买家", "睡袍不合身，我退货了，请退款。"),
                ("我", "您好，退回件已收到。拆包时发现吊牌序列号与发出的不同，请您再核对一下寄回的商品。"), ("买家", "我寄的就是你们的。"),
                ("我", "我们拍了拆包过程，发出时序列号是 ZS-000817，退回的是 ZS-112040，重量也少了 210 克。方便的话请提供收货时的照片。"))  # fmt: skip


def parcel_sent() -> Words:
    return {"title": "样例速运 SAMPLE7700108", "label": ["寄件：启明星辰专营店", "吊牌序列号 ZS-000817"], "panel": "出库称重（千克）", "reading": "0.862",
            "remark": "打包视频第 00:41 帧，封箱前", "recorder": "2026-11-11 16:20:41　打包台 02　订单 SAMPLE-DD-2026-1111"}  # fmt: skip


def parcel_returned() -> Words:
    return {"title": "样例速运 SAMPLE7700455", "label": ["退回件，封口完好", "吊牌序列号 ZS-112040"], "panel": "退回称重（千克）", "reading": "0.652",
            "remark": "拆包视频第 01:12 帧，连续未剪辑", "recorder": "2026-11-19 09:31:12　收货台 01　售后 SAMPLE-SH-2026-1120"}  # fmt: skip


def weighed() -> Words:
    return letter("揽收重量证明", "YS-2026-1120-31", ["兹证明，下列两件快件的揽收称重如下："], [
        ["发出件", "SAMPLE7700108，0.86 千克，2026-11-11"], ["退回件", "SAMPLE7700455，0.65 千克，2026-11-16"], ["退回件外包装", "签收时封口完好"],
    ], by_courier("2026年11月20日"), COURIER)  # fmt: skip


def wrong_price() -> Words:
    return page("商品价格页面快照", "错误价格", [
        ["商品ID", "990000123999"], ["商品", "启明纯棉浴袍 QM-Y08"], ["页面价格", "26.80 元"], ["正常价格", "268.00 元"],
        ["开始时间", "2026-11-20 00:02"], ["停止时间", "2026-11-20 00:47"],
    ], ["处理情况如下：", "1. 价格设错的申请需要补充错误设置的凭证。", "2. 需要说明对受影响订单的处理方案。"], "请补充材料，由平台按个案处理。")  # fmt: skip


def price_log() -> Words:
    return page("操作日志", "已导出", [
        ["账号", "启明星辰专营店：运营03"], ["时间", "2026-11-20 00:02:11"], ["改前", "268.00"], ["改后", "26.80"],
        ["更正时间", "2026-11-20 00:47:36"], ["更正后", "268.00"],
    ], ["同一账号在 00:47 发现并改回，同时下架商品。"])  # fmt: skip


def price_orders() -> Words:
    return record("错价期间订单清单", "CJ-2026-1120", [
        {"title": "一、汇总", "text": ["2026年11月20日 00:02 至 00:47，共 38 单，38 件，均未发货；按正常价相差 9165.60 元。"]},
        {"title": "二、明细（节选）", "widths": [2, 1.5, 1, 1.2, 1], "rows": [
            ["订单号", "下单时间", "数量", "实付（元）", "状态"], ["SAMPLE-DD-2026-112001", "00:05:14", "1", "26.80", "未发货"],
            ["SAMPLE-DD-2026-112002", "00:06:02", "1", "26.80", "未发货"], ["SAMPLE-DD-2026-112038", "00:46:51", "1", "26.80", "未发货"]]},
    ], "2026年11月20日")  # fmt: skip


def price_chat() -> Words:
    return talk("群发消息与回复（节选）", "2026-11-21 10:00", ("", "2026-11-20 09:30"),
                ("我", "您好，这款浴袍夜间因录入错误显示为 26.80 元，正常价 268 元。很抱歉给您带来不便，想请您同意取消订单，我们补偿 15 元。"),
                ("买家甲", "可以，取消吧。"), ("我", "谢谢，退款和补偿今天完成。"), ("买家乙", "我再想想。"), ("我", "好的，您不同意的话我们不会单方取消，等平台意见。"))  # fmt: skip


def price_statement() -> Words:
    return letter("情况说明", "QK-2026-1121-02", [
        f"{SHOP['name']}就 2026 年 11 月 20 日价格录入错误说明如下：", "一、运营人员夜间改价时把 268.00 录成 26.80，00:47 自查发现，立即改回并下架。",
        "二、受影响订单 38 单，均未发货；已逐一通知买家，请求取消并每单补偿 15 元，没有单方取消任何订单。",
    ], [["差额", "9165.60 元"], ["请求", "按个案协助解除未发货订单"]], by_shop("2026年11月21日"))  # fmt: skip


def price_record() -> Words:
    return record("改价内控整改记录", "ZG-2026-1121-02", [
        {"title": "一、已完成", "widths": [0.5, 3.4, 1, 1.1], "rows": [["序号", "内容", "责任人", "完成日期"],
            ["1", "改价由两人复核，保存前截图", "林予", "2026-11-21"], ["2", "设置价格底线提醒", "林予", "2026-11-21"]]},
        {"title": "二、今后", "text": ["每月抽查改价记录。"]},
    ], "2026年11月21日")  # fmt: skip


def verdict_page() -> Words:
    return page("纠纷判责结果", "商家责任 · 可申诉", [
        ["纠纷编号", "SAMPLE-JF-2026-1117"], ["订单号", "SAMPLE-DD-2026-1020"], ["商品", "启明纯棉浴袍 QM-Y08"], ["金额", "268.00 元"],
        ["判责时间", "2026-11-20 11:00"], ["结果", "退货退款"],
    ], ["判责理由如下：", "1. 商品洗后缩水，商家未证明商品质量合格。", "2. 商家称买家未按说明洗涤，未提供聊天记录和洗涤说明。"], "请于 2026-11-27 18:00 前申诉。")  # fmt: skip


def dispute_chat() -> Words:
    return talk("与买家的聊天记录", "2026-11-20 15:00", ("", "2026-11-15 20:11"), ("买家", "浴袍洗一次就缩水了。"),
                ("我", "您好，请问是怎样洗的？洗标上写的是 30 度以下水洗，不可烘干。"), ("买家", "就放洗衣机 60 度洗的，然后烘干了一小时。"),
                ("我", "谢谢说明。高温洗涤和烘干会使纯棉织物收缩，商品页和洗标都写明了不可烘干。"))  # fmt: skip


def wash_label() -> Words:
    return {"title": f"{BRAND} 纯棉浴袍 QM-Y08", "label": ["洗标：30℃ 以下水洗", "不可漂白，不可烘干"], "panel": "洗涤标（商品左侧缝）", "reading": "30℃",
            "remark": "图示：水洗 30℃；不可烘干", "recorder": "2026-11-20 16:05　仓库取同款拍摄　批号 QM20260920"}  # fmt: skip
