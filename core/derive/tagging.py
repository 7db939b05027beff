"""Makes each exhibit page known to screen readers: a figure with a name, in the packet's own structure.

The front pages are tagged by the layout. A poured page is one figure more, whose alternative text says which
paper and page it is (ISO 14289-1, 7.3); recognised text belongs to the same figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, String

_MARK: Final = re.compile(rb"/MCID\s+(\d+)")


def opening(marks: Sequence[int]) -> bytes:
    """Returns what page content begins with: a piece of a figure, or what screen readers pass over."""
    return f"/Figure <</MCID {marks[0]}>> BDC".encode("ascii") if marks else b"/Artifact BMC"


class Tagger:
    """Adds figures to a tagged file; does nothing to one without tags."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        root = pdf.Root.get(Name.StructTreeRoot)
        self._root: Object | None = root if isinstance(root, Dictionary) else None
        self._next = int(root.get(Name.ParentTreeNextKey, 1 << 20)) if isinstance(root, Dictionary) else 0
        self._added: list[tuple[int, Object]] = []

    def begin(self, page: Page, name: str, parts: int) -> list[int] | None:
        """Adds a figure of so many pieces of content to a page; returns their marks, None in a file without tags."""
        if self._root is None or not name:
            return None
        if Name.StructParents in page.obj:  # the layout tagged something on this sheet itself
            return None
        marks, holder = list(range(parts)), self._holder(self._root)
        figure = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Figure,
                P=holder,
                Pg=page.obj,
                Alt=String(name),
                K=Array(marks),
                A=Dictionary(O=Name.Layout, BBox=page.mediabox, Placement=Name.Block),
            )
        )
        holder.K.append(figure)
        page.obj.StructParents = self._next
        self._added.append((self._next, self._pdf.make_indirect(Array([figure] * parts))))
        self._next += 1
        return marks

    def keep(self, page: Page) -> None:
        """Takes over what the layout tagged on a sheet that came in alone, without its tree: as one paragraph."""
        if self._root is None or Name.StructParents not in page.obj:
            return
        content = b"\n".join(bytes(part.read_bytes()) for part in _parts(page))
        marks = sorted({int(number) for number in _MARK.findall(content)})
        holder = self._holder(self._root)
        said = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=holder, Pg=page.obj, K=Array(marks))
        )
        holder.K.append(said)
        page.obj.StructParents = self._next
        row = [said if number in marks else None for number in range(marks[-1] + 1 if marks else 0)]
        self._added.append((self._next, self._pdf.make_indirect(Array(row))))
        self._next += 1

    def finish(self) -> None:
        """Enters the figures where readers look up what a piece of content belongs to."""
        if self._root is None or not self._added:
            return
        numbers = Array([item for number, figures in self._added for item in (number, figures)])
        leaf = Dictionary(Nums=numbers, Limits=Array([self._added[0][0], self._added[-1][0]]))
        tree = self._root.get(Name.ParentTree, Dictionary(Nums=Array()))
        kids = tree.Kids if Name.Kids in tree else Array([self._pdf.make_indirect(_leaf_of(tree))])
        kids.append(self._pdf.make_indirect(leaf))
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Kids=kids))
        self._root.ParentTreeNextKey = self._next

    @staticmethod
    def _holder(root: Object) -> Object:
        """Returns the element that holds the whole document."""
        kids = root.K
        holder: Object = kids[0] if isinstance(kids, Array) else kids
        if not isinstance(holder.get(Name.K), Array):
            holder.K = Array([holder.K] if Name.K in holder else [])
        return holder


def _parts(page: Page) -> list[Object]:
    contents = page.obj.get(Name.Contents, Array())
    return list(contents) if isinstance(contents, Array) else [contents]


def _leaf_of(tree: Object) -> Dictionary:
    numbers = tree.get(Name.Nums, Array())
    keys = [int(number) for number in list(numbers)[::2]] or [0]
    return Dictionary(Nums=numbers, Limits=Array([min(keys), max(keys)]))
