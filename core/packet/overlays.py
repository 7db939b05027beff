"""What is laid over an exhibit in the packet: the text that was recognised on it, and the purpose mark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from core.derive.worker import Plain
from core.model import PageReading, Paper
from core.packet.hidden import meet
from core.packet.plan import Exhibit, Plan
from core.resources import data_root

_FEWEST_DIGITS: Final = 3
_MARK_FONT: Final = "NotoSansSC-Regular.ttf"

Readings = Mapping[int, PageReading]


def texts_over(exhibit: Exhibit, readings: Readings) -> Plain:
    """Returns, by page, the lines recognised on it; a line that a mask touches is left out."""
    return {
        str(page): {"turned": _turned(reading), "lines": lines}
        for page, reading in sorted(readings.items())
        if reading.recognised and (lines := [*_lines(exhibit.paper, reading)])
    }


def mark_over(plan: Plan, exhibit: Exhibit, readings: Readings) -> Plain | None:
    """Returns the purpose mark of an exhibit and what it leaves clear; None when the person asked for none."""
    if not exhibit.paper.watermark:
        return None
    pages = range(1, len(exhibit.sheets) + 1)
    clear = {str(page): [*_clear(exhibit.paper, readings[page])] if page in readings else None for page in pages}
    font = data_root() / "assets" / "fonts" / _MARK_FONT
    return {"text": mark_text(plan), "font": str(font), "clear": clear}


def mark_text(plan: Plan) -> str:
    """Returns the words of the purpose mark: the person's own, or for which platform and purpose the copy is."""
    own = plan.case.packet.watermark_text.strip()
    platform = plan.packs.platform(plan.case.platform)
    return own or f"仅供{platform.title if platform else '平台'}申诉使用，他用无效"


def _turned(reading: PageReading) -> int:
    return reading.quality.turned if reading.quality else 0


def _lines(paper: Paper, reading: PageReading) -> Iterator[list[object]]:
    masked = [mask.box for mask in paper.masks if mask.page == reading.page]
    for line in reading.lines:
        if line.text.strip() and not any(meet(line.box, box) for box in masked):
            yield [line.text, list(line.box)]


def _clear(paper: Paper, reading: PageReading) -> Iterator[list[float]]:
    yield from (list(code.box) for code in reading.codes)
    for line in reading.lines:
        if sum(sign.isdigit() for sign in line.text) >= _FEWEST_DIGITS:
            yield list(line.box)
    yield from (list(field.box) for field in paper.fields if field.page == reading.page and field.box)
    yield from (list(mask.box) for mask in paper.masks if mask.page == reading.page)
