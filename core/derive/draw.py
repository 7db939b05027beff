"""Draws one page of a PDF as a PNG picture, for the preview."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from core.derive.worker import Plain, TaskFailed


def task(request: Plain) -> Plain:
    """Draws page `page` (0-based) of `source` at `width` pixels for `points`; returns its size in pixels."""
    with pypdfium2.PdfDocument(request["source"]) as pdf:
        if not 0 <= request["page"] < len(pdf):
            raise TaskFailed("no-such-page")
        picture = pdf[request["page"]].render(scale=request["width"] / request["points"]).to_pil()
    # Little compression: the picture is shown once and thrown away.
    picture.save(Path(request["target"]), "PNG", compress_level=1)
    return {"size": list(picture.size)}
