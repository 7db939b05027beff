"""Small real files of every kind that the probe's tests need, and one warm prober for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

MakePdf = Callable[..., Path]


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """Writes a PDF with a line of text a page; `change` may do to it what it likes before it is saved."""

    def make(
        name: str = "paper.pdf",
        pages: int = 1,
        size: tuple[float, float] = (595, 842),
        change: Callable[[pikepdf.Pdf], object] | None = None,
        **save: object,
    ) -> Path:
        pdf = pikepdf.new()
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=size)
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pikepdf.Stream(pdf, b"BT /F1 24 Tf 72 700 Td (Page %d) Tj ET" % number)
        if change is not None:
            change(pdf)
        path = tmp_path / name
        pdf.save(path, **save)  # type: ignore[arg-type]  # whatever the test asks qpdf for
        return path

    return make


@pytest.fixture
def slow_file(make_pdf: MakePdf) -> Path:
    """A PDF of 100 kB whose one page draws three million lines: seconds to go through, within every cap."""

    def crowd(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"0 0 m 9 9 l S\n" * 3_000_000)

    return make_pdf("slow.pdf", change=crowd)
