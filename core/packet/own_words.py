"""What the layout itself says on the pages of a packet."""

from __future__ import annotations

from core.packet.characters import Plain


def words() -> Plain:
    """Returns the layout's own words: Chinese in every language, for the platform reads them."""
    return {
        "cover": "封面",
        "contents": "目录",
        "summary": "申诉摘要",
        "answers": "审核意见逐条回应表",
        "letter": "申诉说明",
        "index": "证据目录",
        "timeline": "时间线",
        "chains": "授权链与期限",
        "consistency": "材料一致性对照表",
        "commitment": "真实性承诺书",
        "exhibits": "证据材料",
        "leads-to": "页 {page}",
        "checked": "提交前检查结果",
        "checked-header": ["结果", "事项", "豁免"],
        "checked-passed": "通过的检查（{count} 项）",
        "second": "复核签字页",
        "second-lines": [
            "本人已逐页核对本提交册：审核意见均有回应，引用的证据与页码相符。",
            "证据副本与原件一致，印章、签字和页数完整。",
            "豁免的事项已知悉，承诺由承诺人本人确认。",
        ],
        "answer-header": ["序号", "审核意见", "核查情况", "处理措施", "证据及页码"],
        "index-header": ["编号", "名称", "签发方", "号码", "页数", "所在页"],
        "consistency-header": ["项目", "内容", "所在证据", "对照"],
        "agrees": "一致",
        "differs": "不一致",
        "timeline-legend": {"platform": "平台通知与审核", "paper": "材料取得与核验", "shop": "本店的行为"},
        "chain-legend": {
            "bar": "有授权的期间",
            "open": "无授权的期间",
            "today": "制作日",
            "beyond": "图外延续，起止见下方日期",
        },
        "endless": "长期",
        "no-points": "尚未录入审核意见。",
        "no-exhibits": "本次未附证据。",
        "draft": "草稿",
        "draft-line": "草稿 · 尚有未解决事项，请勿提交",
        "seam": "骑缝章位置：各页错开叠齐，每页均留印迹，不压正文",
        "dot": " · ",
        "page": "第{page}/{count}页",
    }
