"""Pours the derived pages of the exhibits into the frames that the layout left for them.

Pages stay in their files until the packet is written and go over as they are: nothing is decoded,
recompressed or held in memory, and what the pages of one exhibit share stays shared.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any, Final, Self

import pikepdf
from pikepdf import Array, Dictionary, Matrix, Name, Object, Page, Pdf, Stream, String

from core.derive.binding import Binding, write_out
from core.derive.geometry import Sheet, placed
from core.derive.layers import hidden_layers
from core.derive.lazily import opened
from core.derive.memory import give_back
from core.derive.overlays import Overlays, own
from core.derive.places import Places
from core.derive.standards import claims_of, is_harmless, take_back
from core.derive.tagging import Tagger, opening
from core.derive.textlayer import Area
from core.derive.worker import Plain, TaskFailed

# A paper of so few bytes, without its pictures, is copied whole: its document held open would take more.
_SMALL: Final = 64 * 1024


def task(request: Plain) -> Plain:
    """Writes `target` piece by piece, by one process; the last `step` tells of its pages and how each was poured.

    `begin` names the laid-out `front`, what the outline calls the `exhibits`, and how a link `leads_to` a page; `lay`
    puts `sheets` behind it, and `exhibit` pours the next one onto them; `finish` writes. Of an exhibit whose pictures
    are `laid` down in the target already, what is left is poured.
    """
    step, target = request["step"], str(request["target"])
    if step == "begin":
        _begun[target] = Pouring(Path(request["front"]), Path(target), str(request["token"]))
        _begun[target].places = Places(str(request["exhibits"]), str(request["leads_to"]))
    elif step == "lay":
        _begun[target].lay(Path(request["sheets"]))
    elif step == "exhibit":
        _begun[target].add(request["exhibit"])
    else:
        told = _begun.pop(target).finish()
        give_back()
        return told
    return {}


_begun: Final[dict[str, Pouring]] = {}


class Pouring:
    """One file of the packet in the making: `lay` sheets and `add` exhibits in their order, then `finish`.

    Attributes:
        places: Where each exhibit begins; None while nobody asks for links and bookmarks.
    """

    def __init__(self, front: Path, target: Path, token: str = "") -> None:
        """Begins with the pages before the exhibits; of that `token` are the pictures that `target` is given."""
        self._files = ExitStack()
        self._packet = self._files.enter_context(pikepdf.open(front))
        self._front = len(self._packet.pages)
        # Asked for one by one, the library lists all pages each time.
        self._sheets: list[Page] = []
        self._used = 0
        self._folder = target.parent
        self._binding = Binding(target, token)
        self._over, self._tags = Overlays(self._packet), Tagger(self._packet)
        self._hidden: list[Object] = []
        self._marked: list[list[str]] = []
        self._harmless: list[bool] = []
        self._claims = claims_of(self._packet)
        self._made_of = hashlib.sha256(front.read_bytes())
        self.places: Places | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()
        self._binding.close()

    def lay(self, sheets: Path) -> None:
        """Puts laid-out sheets behind those that are there; what they don't claim, the file may not either."""
        with pikepdf.open(sheets) as laid:
            count = len(laid.pages)
            self._packet.pages.extend(laid.pages)
            self._claims = [claim for claim in self._claims if claim in claims_of(laid)]
        self._sheets.extend(list(self._packet.pages)[-count:])
        self._made_of.update(sheets.read_bytes())

    def add(self, exhibit: Plain) -> None:
        """Pours the next exhibit, or keeps what its sheets say when there is nothing to pour."""
        count = len(exhibit["sheets"])
        sheets = self._sheets[self._used : self._used + count]
        if len(sheets) < count:
            raise TaskFailed("page-count", "fewer sheets than pages")
        if self.places is not None:
            self.places.add(exhibit, sheets)
        if exhibit["source"]:
            self._pour(exhibit, sheets)
        else:
            for page in sheets:
                self._tags.keep(page)
        self._used += count
        told = [exhibit.get("made_of"), exhibit.get("texts"), (exhibit.get("mark") or {}).get("text")]
        self._made_of.update(json.dumps(told, sort_keys=True).encode("ascii"))

    def finish(self) -> Plain:
        """Writes the file; tells of its pages, what it claims, and how each exhibit was poured."""
        packet = self._packet
        # What the papers are drawn with may be more than memory should hold.
        with self, TemporaryFile(dir=self._folder) as rest:
            if self._used < len(self._sheets):
                raise TaskFailed("page-count", "more sheets than pages")
            self._over.finish()
            self._tags.finish()
            if not all(self._harmless) or self._claims != claims_of(packet):
                take_back(packet)
            told = {"pages": len(packet.pages), "marked": self._marked, "harmless": self._harmless}
            told["claims"] = claims_of(packet)
            _keep_hidden(packet, self._hidden)
            if self.places is not None:
                self.places.lead_there(packet, self._front)
            _identify(packet, self._made_of.digest())
            write_out(packet, rest)
            del packet
            self._let_go()
            self._binding.assemble(rest)
        return told

    def _let_go(self) -> None:
        """Gives back the document, of some 20 KB for each page: what is read back of it takes nearly as much."""
        self._files.close()
        del self._packet, self._sheets, self._over, self._tags, self._hidden, self.places
        give_back()

    def _pour(self, exhibit: Plain, sheets: list[Page]) -> None:
        path = Path(exhibit["source"])
        if path.stat().st_size <= _SMALL:
            with pikepdf.open(path) as source:
                self._pour_from(source, exhibit, sheets)
        else:  # what is copied stays in its file until it is written
            self._pour_from(self._files.enter_context(opened(path)), exhibit, sheets)

    def _pour_from(self, source: Pdf, exhibit: Plain, sheets: list[Page]) -> None:
        self._binding.adopt(exhibit.get("laid", ()))
        marks = _tagged(self._tags, sheets, exhibit)
        areas = pour_pages(self._packet, sheets, source, exhibit["sheets"], marks)
        self._marked.append(self._over.lay(sheets, areas, exhibit, marks))
        self._harmless.append(all(is_harmless(page.obj.Resources.XObject.Exhibit) for page in sheets))
        self._hidden.extend(self._packet.copy_foreign(layer) for layer in hidden_layers(source))


def _identify(packet: Pdf, made_of: bytes) -> None:
    """Gives the file an identifier of its own (ISO 32000-1, 14.4) from what it is made of.

    The library would hash the whole file as it writes it, which takes longer than writing.
    """
    identifier = String(made_of[:16])
    packet.trailer.ID = Array([identifier, identifier])


def _tagged(tags: Tagger, sheets: Sequence[Page], exhibit: Plain) -> list[list[int] | None]:
    """Names each sheet's picture for screen readers; returns the marks of its pieces of content."""
    names = exhibit.get("names", [""] * len(sheets))
    return [
        tags.begin(page, name, 2 if str(number) in exhibit.get("texts", {}) else 1)
        for number, (page, name) in enumerate(zip(sheets, names, strict=True), start=1)
    ]


def pour_pages(
    packet: Pdf,
    onto: Sequence[Page],
    source: Pdf,
    sheets: list[dict[str, Any]],
    marks: Sequence[list[int] | None] = (),
) -> list[Area]:
    """Pours the pages of one exhibit onto pages of the packet; returns where each lies on its sheet."""
    areas = []
    if not len(source.pages) == len(sheets) == len(onto):
        raise TaskFailed("page-count", f"{len(source.pages)} pages, {len(sheets)} planned")
    for offset, (page, sheet) in enumerate(zip(source.pages, sheets, strict=True)):
        form = packet.copy_foreign(source.make_indirect(page.as_form_xobject()))
        place = Sheet(sheet["width"], sheet["height"], sheet["frame"])
        named = opening((marks[offset] or [])[:1] if offset < len(marks) else [])
        areas.append(_place(packet, onto[offset], form, place, named))
    return areas


def _place(packet: Pdf, page: Page, form: Object, sheet: Sheet, named: bytes) -> Area:
    left, bottom, right, top = shown_box(form)
    scale, x, y = placed(sheet, right - left, top - bottom)
    numbers = (scale, 0, 0, scale, x - left * scale, y - bottom * scale)
    matrix = " ".join(f"{number:.6f}" for number in numbers)
    # The layout's pages may share one resource dictionary; this page needs its own.
    resources = own(page.obj, Name.Resources)
    own(resources, Name.XObject)[Name.Exhibit] = form
    drawing = named + f" q {matrix} cm /Exhibit Do Q EMC\n".encode("ascii")
    page.contents_add(Stream(packet, drawing))
    return Area(x, y, (right - left) * scale, (top - bottom) * scale)


def shown_box(form: Object) -> tuple[float, float, float, float]:
    """Returns the form's box after its own matrix (rotation, user units) is applied."""
    left, bottom, right, top = (float(v) for v in form.BBox)
    matrix = Matrix(form.get(Name.Matrix, Array([1, 0, 0, 1, 0, 0])))
    corners = [matrix.transform(corner) for corner in ((left, bottom), (right, bottom), (right, top), (left, top))]
    xs, ys = [float(c[0]) for c in corners], [float(c[1]) for c in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _keep_hidden(packet: Pdf, hidden: list[Object]) -> None:
    if hidden:
        packet.Root.OCProperties = Dictionary(OCGs=Array(hidden), D=Dictionary(OFF=Array(hidden), Order=Array()))
