"""What the keys and values of packs are called, for people who never open a TOML file."""

from __future__ import annotations

from datetime import date
from typing import Any

from core.i18n import _
from core.packs.shapes import Window


def label_of(name: str) -> str:
    """Returns what a key is called; the key itself when it has no name of its own."""
    return (_values() | _texts() | _lists()).get(name, name)


def noun_of(name: str) -> str:
    """Returns what one element of a list is called."""
    return _lists().get(name, _("内容"))


def value_text(value: Any) -> str:
    """Writes a value as people read it."""
    if value is None:
        return _("未知")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return _("、").join(value_text(one) for one in value) or _("无")
    text = str(value)
    return _words().get(text) or _(text) or _("无")


def span_of(window: Window) -> str:
    """Writes how long a window is: “n 个自然日”."""
    texts = {
        "hour": _("{amount} 小时"),
        "natural-day": _("{amount} 个自然日"),
        "workday-statutory": _("{amount} 个法定工作日"),
        "workday-mon-fri": _("{amount} 个工作日（周一至周五）"),
    }
    return texts[window.unit].format(amount=window.amount)


def _values() -> dict[str, str]:
    return {
        "amount": _("长度"),
        "unit": _("计算方式"),
        "starts": _("起算点"),
        "start_counts": _("首日是否计入"),
        "pause_while_reviewing": _("审核期间是否暂停计时"),
        "cutoff": _("末日截止时刻"),
        "attempts": _("申诉次数"),
        "entry": _("入口"),
        "images_max": _("图片张数上限"),
        "image_kb_max": _("单张图片大小上限（KB）"),
        "image_px_max": _("图片边长上限（像素）"),
        "file_mb_max": _("单个文件大小上限（MB）"),
        "volume_pages_max": _("每个文件页数上限"),
        "formats": _("文件格式"),
        "levels_max": _("授权级数上限"),
        "exclusive": _("是否要求独占授权"),
        "min_remaining_days": _("有效期至少还剩的天数"),
        "review_days": _("预计审核天数"),
        "days": _("最多早多少天"),
        "before": _("从哪天往前数"),
        "least_days": _("最短天数"),
        "most_days": _("最长天数"),
        "least": _("最低金额（元）"),
        "most": _("最高金额（元）"),
        "yuan": _("金额（元）"),
        "level": _("轻重"),
        "required": _("是否必填"),
        "provenance": _("是否要写明来历"),
        "verification": _("是否要记录核验"),
        "asks_deposit": _("是否核对保证金"),
        "honest_path": _("是否须如实承认"),
        "platforms": _("适用平台"),
        "playbooks": _("适用的申诉类型"),
        "any_of": _("任选其一的材料"),
        "all_of": _("都要有的材料"),
        "papers": _("材料"),
        "when": _("适用条件"),
        "must": _("须成立的条件"),
    }


def _texts() -> dict[str, str]:
    return {
        "title": _("名称"),
        "summary": _("简介"),
        "addressee": _("主送"),
        "names": _("别名"),
        "unknown": _("未知事项"),
        "letter_title": _("说明书标题"),
        "help": _("提示"),
        "why": _("理由"),
        "fix": _("怎样解决"),
        "message": _("说明"),
        "explain": _("说明"),
        "remedy": _("补救"),
        "remedies": _("补救办法"),
        "signals": _("通知用语"),
        "words": _("通知用语"),
        "issuer": _("签发方"),
        "obtain": _("取得办法"),
        "rejections": _("常见驳回原因"),
        "usual_time": _("通常用时"),
        "max_age": _("最多可以多旧"),
        "where": _("在哪里"),
        "how": _("怎样查"),
        "wait": _("等待时间"),
        "kind": _("种类"),
        "levels": _("检查的轻重"),
        "commitment": _("承诺书的句子"),
        "fact": _("来源"),
        "portal": _("提交页面的限制"),
    }


def _lists() -> dict[str, str]:
    return {
        "questions": _("问题"),
        "audit": _("自查项"),
        "requirements": _("材料要求"),
        "alternatives": _("替代办法"),
        "checks": _("检查"),
        "root_causes": _("根因"),
        "hand_off": _("请顾问核对的事项"),
        "stages": _("步骤"),
        "windows": _("期限"),
        "second_chances": _("第二次机会"),
        "texts": _("文本框"),
        "shop_levels": _("店铺类型的限制"),
        "documents": _("材料名称"),
        "admission": _("入驻要求"),
        "max_ages": _("材料的时限"),
        "options": _("选项"),
        "fields": _("字段"),
        "verify": _("核验渠道"),
        "reasons": _("原因"),
        "figures": _("保证金金额"),
        "deductions": _("扣除"),
        "steps": _("步骤"),
        "holidays": _("假期"),
        "workdays": _("调休上班日"),
        "openings": _("开头用语"),
        "closings": _("结尾用语"),
        "markers": _("条目记号"),
    }


def _words() -> dict[str, str]:
    return {
        "hour": _("小时"),
        "natural-day": _("自然日"),
        "workday-statutory": _("法定工作日"),
        "workday-mon-fri": _("周一至周五"),
        "received": _("收到通知"),
        "verdict": _("上一次申诉结果"),
        "notice": _("收到通知那天"),
        "sending": _("提交那天"),
        "flagship": _("旗舰店"),
        "exclusive": _("专卖店"),
        "specialty": _("专营店"),
        "other": _("其他店铺"),
        "fail": _("必须解决"),
        "warn": _("建议处理"),
        "info": _("供参考"),
    }
