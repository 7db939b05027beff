"""Pours one page of an exhibit into its sheet, for the preview: what the packet will show of it."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Pdf

from core.derive.overlays import Overlays
from core.derive.pour import pour_pages
from core.derive.worker import Plain, TaskFailed


def task(request: Plain) -> Plain:
    """Writes `target` from the laid-out `frame` and page `page` (1-based) of the derived copy `source`, marked."""
    alone = Path(request["target"]).with_suffix(".alone")
    with pikepdf.open(request["source"]) as derived, Pdf.new() as made:
        if not 1 <= request["page"] <= len(derived.pages):
            raise TaskFailed("no-such-page")
        made.pages.append(derived.pages[request["page"] - 1])
        made.save(alone)
    with pikepdf.open(request["frame"]) as sheet, pikepdf.open(alone) as source:
        areas = pour_pages(sheet, list(sheet.pages), source, [request["sheet"]])
        over = Overlays(sheet)
        marked = over.lay(list(sheet.pages), areas, {"source": str(alone), "mark": request["mark"]})
        over.finish()
        sheet.save(request["target"])
    return {"marked": marked}
