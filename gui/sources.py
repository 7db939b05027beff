"""Where a fact of the packs comes from, as a quiet line."""

from __future__ import annotations

from core.i18n import _
from core.packs.shapes import Source


def certainty(source: Source | None) -> str:
    """Returns “来源：…（截至 2026-11-01，可信度 B）”."""
    if source is None:
        return _("来源：未知")
    words = {
        "A": _("官方原文"),
        "A-": _("官方原文，转载"),
        "B": _("多方一致"),
        "C": _("单一来源"),
        "X": _("未知或说法不一"),
    }[source.certainty]
    text = _("来源：{source}（截至 {day}，{certainty}）")
    return text.format(source=source.source, day=source.as_of.isoformat(), certainty=words)
