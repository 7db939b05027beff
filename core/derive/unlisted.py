"""Form fields that no form lists: a tool that joined or split papers left their widgets behind, and forgot the form.

Most viewers show them, and so does the packet; the library that draws for the proof passes over them, unless they are
listed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from core.derive.layers import settle
from core.derive.values import draw_values, inherited

_DEEPEST: Final = 50


@contextmanager
def listed(path: Path) -> Iterator[tuple[Path, Sequence[tuple[int, str]]]]:
    """Yields a file whose form lists every widget on its pages, with nothing on hidden layers, no arrows to click on.

    Values that the packet shows by a picture of ours have that picture here too; they are told with their pages
    (from 0), because whether the packet says them has to be read from it.

    That is `path` itself when it is so, else a copy for a while: the library that draws shows both, other than paper
    and most viewers do.
    """
    with pikepdf.open(path) as pdf, TemporaryDirectory() as folder:
        hidden, drawn = settle(pdf), draw_values(pdf)
        missing, chosen = _unlisted(pdf), _without_arrows(pdf)
        if not hidden and not drawn and not missing and not chosen:
            yield path, ()
            return
        _enter(pdf, missing)
        copy = Path(folder) / "listed.pdf"
        pdf.save(copy, static_id=True)
        yield copy, [(page, value) for page, _field, value in drawn]


def _without_arrows(pdf: Pdf) -> int:
    """Makes fields to choose from, which have no picture of themselves, fields to write in; returns how many.

    Both show the value, but only for the first the library draws an arrow to click on, which no paper has.
    """
    count = 0
    for page in pdf.pages:
        for annotation in page.obj.get(Name.Annots, Array()):
            bare = isinstance(annotation, Dictionary) and Name.AP not in annotation
            if bare and inherited(annotation, Name.FT) == Name.Ch:
                annotation.FT = Name.Tx
                count += 1
    return count


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
