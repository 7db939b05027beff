"""A copy of an exhibit with the purpose mark on its pages, for the pictures that a person asked to have marked."""

from __future__ import annotations

from pathlib import Path

from pikepdf import Pdf

from core.derive.lazily import opened
from core.derive.overlays import Overlays
from core.derive.pour import pour_pages, shown_box
from core.derive.worker import Plain


def marked_copy(source: Path, target: Path, mark: Plain) -> None:
    """Writes `source` anew, every page upright and marked as `mark` says."""
    with opened(source) as plain, Pdf.new() as made:
        sheets = []
        for page in plain.pages:
            left, bottom, right, top = shown_box(page.as_form_xobject())
            width, height = right - left, top - bottom
            made.add_blank_page(page_size=(width, height))
            sheets.append({"width": width, "height": height, "frame": (0.0, 0.0, width, height)})
        areas = pour_pages(made, list(made.pages), plain, sheets)
        over = Overlays(made)
        over.lay(list(made.pages), areas, {"source": str(source), "mark": mark})
        over.finish()
        made.save(target, static_id=True)
