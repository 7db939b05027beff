"""Form fields that no form lists: a tool that joined or split papers left their widgets behind, and forgot the form.

Most viewers show them, and so does the packet; the library that draws for the proof passes over them, unless they are
listed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from core.derive.layers import drop_hidden

_DEEPEST: Final = 50


@contextmanager
def listed(path: Path) -> Iterator[Path]:
    """Yields a file whose form lists every widget on its pages and that has nothing on hidden layers.

    That is `path` itself when it is so, else a copy for a while: the library that draws shows annotations on such
    layers, other than viewers do.
    """
    with pikepdf.open(path) as pdf, TemporaryDirectory() as folder:
        dropped, missing = drop_hidden(pdf), _unlisted(pdf)
        if not dropped and not missing:
            yield path
            return
        _enter(pdf, missing)
        copy = Path(folder) / "listed.pdf"
        pdf.save(copy, static_id=True)
        yield copy


def _unlisted(pdf: Pdf) -> list[Object]:
    """Returns the widgets with a picture of themselves that can't be reached from the form."""
    widgets = [
        annotation
        for page in pdf.pages
        for annotation in page.obj.get(Name.Annots, Array())
        if isinstance(annotation, Dictionary)
        and annotation.get(Name.Subtype) == Name.Widget
        and Name.AP in annotation
        and annotation.is_indirect
    ]
    known = _known(pdf) if widgets else set()
    return [widget for widget in widgets if widget.objgen not in known]


def _known(pdf: Pdf) -> set[tuple[int, int]]:
    form = pdf.Root.get(Name.AcroForm)
    level = list(form.get(Name.Fields, Array())) if isinstance(form, Dictionary) else []
    found: set[tuple[int, int]] = set()
    for _depth in range(_DEEPEST):
        fresh = [field for field in level if isinstance(field, Dictionary) and field.objgen not in found]
        found.update(field.objgen for field in fresh)
        level = [kid for field in fresh for kid in field.get(Name.Kids, Array())]
    return found


def _enter(pdf: Pdf, widgets: list[Object]) -> None:
    form = pdf.Root.get(Name.AcroForm)
    if not isinstance(form, Dictionary):
        pdf.Root.AcroForm = form = Dictionary()
    if Name.Fields not in form:
        form.Fields = Array()
    for widget in widgets:
        form.Fields.append(widget)
