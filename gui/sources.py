"""Where a fact of the packs comes from, as a quiet line."""

from __future__ import annotations

from core.i18n import _
from core.packs.own import OwnSource
from core.packs.shapes import Source


def certainty(source: Source | None) -> str:
    """Returns “来源：…（截至 2026-11-01，已核实）”, in the words of templates/README.md."""
    if source is None:
        return _("来源：未知")
    if isinstance(source, OwnSource):
        return _("您的设定（{day}）").format(day=source.as_of.isoformat())
    words = {
        "A": _("已核实"),
        "A-": _("多个来源一致，有一处不清楚"),
        "B": _("单一来源，未复核"),
        "C": _("经验，未核实"),
        "X": _("未知或说法不一"),
    }[source.certainty]
    text = _("来源：{source}（截至 {day}，{certainty}）")
    return text.format(source=source.source, day=source.as_of.isoformat(), certainty=words)


def told(source: Source | None) -> str:
    """Returns the source with everything that is noted of it."""
    line = certainty(source)
    return f"{line}\n{_(source.note)}" if source is not None and source.note else line
