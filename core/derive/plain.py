"""Says of a paper whether its pages may be poured as they are, without a derived copy being made first.

That is so when nothing would be flattened and nothing left behind: then a copy would draw from the very same objects.
It is judged by a list of what may be there, not of what may not: pictures and fonts, and only with what draws them.
Whatever else there is, or is damaged, makes a paper not plain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from core.derive.binding import is_fit
from core.derive.flat import plain_page
from core.derive.originals import Original

# Of the whole document: fields, layers, protection. Everything else that hangs there no page leads to.
_DOCUMENT: Final = (Name.AcroForm, Name.OCProperties, Name.Perms)
_RESOURCES: Final = frozenset({"/XObject", "/Font", "/ExtGState", "/ColorSpace", "/ProcSet"})
_STREAM: Final = frozenset({"/Length", "/Filter", "/DecodeParms"})
_PARAMETERS: Final = frozenset(
    {
        "/K",
        "/Columns",
        "/Rows",
        "/BlackIs1",
        "/EndOfLine",
        "/EndOfBlock",
        "/EncodedByteAlign",
        "/DamagedRowsBeforeError",
    }
    | {"/Predictor", "/Colors", "/EarlyChange", "/ColorTransform", "/JBIG2Globals"}
)
_PICTURE: Final = frozenset(
    {"/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/ColorSpace", "/Decode", "/Intent"}
    | {"/Interpolate", "/ImageMask", "/SMask", "/Mask", "/Matte", "/Name", "/N", "/Alternate", "/Range"}
    | {"/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix", "/CA", "/ca", "/BM", "/AIS", "/SA", "/S", "/CS", "/I", "/K"}
)
_FONT: Final = frozenset(
    {"/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor", "/Encoding", "/ToUnicode"}
    | {"/DescendantFonts", "/CIDSystemInfo", "/Registry", "/Ordering", "/Supplement", "/W", "/DW", "/W2", "/DW2"}
    | {"/CIDToGIDMap", "/CIDSet", "/CharSet", "/FontName", "/FontFamily", "/FontStretch", "/FontWeight", "/Flags"}
    | {"/FontBBox", "/ItalicAngle", "/Ascent", "/Descent", "/CapHeight", "/XHeight", "/StemV", "/StemH", "/AvgWidth"}
    | {"/MaxWidth", "/MissingWidth", "/Leading", "/FontFile", "/FontFile2", "/FontFile3", "/Length1", "/Length2"}
    | {"/Length3", "/BaseEncoding", "/Differences", "/CMapName", "/WMode"}
)
_KEYS: Final = _STREAM | _PARAMETERS | _PICTURE | _FONT
_TYPES: Final = frozenset({"/XObject", "/Font", "/FontDescriptor", "/ExtGState", "/Encoding", "/Group", "/CMap"})
_SUBTYPES: Final = frozenset(
    {"/Image", "/Type0", "/Type1", "/MMType1", "/TrueType", "/CIDFontType0", "/CIDFontType2"}
    | {"/Type1C", "/CIDFontType0C", "/OpenType"}
)
_DEEPEST: Final = 12
# What of a paper is in memory until the packet is written: drawings and fonts, bytes for the paper and for each page.
_REST: Final = 256 * 1024
_A_PAGE: Final = 8 * 1024


@contextmanager
def plain(paper: Original, kind: str) -> Iterator[tuple[Pdf, list[list[float]]] | None]:
    """Gives a plain paper as a PDF of what its pages draw, and their sizes as shown; None when it is not plain.

    What is wrong with a paper is told by whoever makes a copy of it.
    """
    with ExitStack() as files:
        if kind == "pdf":
            try:
                pdf = files.enter_context(pikepdf.open(paper.opened()))
                sizes = _sizes(pdf)
            except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError):
                sizes = None
        else:
            from core.derive import picture  # Pillow and its plugins, which a packet of PDFs does not need

            sizes = picture.sizes_of_plain(paper.opened(), kind)
            if sizes is not None:
                pdf = files.enter_context(Pdf.new())
                picture.into(pdf, paper.opened(), kind)
        yield None if sizes is None else (pdf, sizes)


def sizes_of_plain(paper: Original, kind: str) -> list[list[float]] | None:
    """Returns the sizes of a paper's pages as shown when it is plain, None when it is not or nobody can tell."""
    with plain(paper, kind) as given:
        return None if given is None else given[1]


def _sizes(pdf: Pdf) -> list[list[float]] | None:
    look = _Look()
    if not _is_plain_document(pdf) or not all(look.is_plain_page(page) for page in pdf.pages):
        return None
    sizes = [plain_page(page) for page in pdf.pages]
    return None if pdf.get_warnings() or look.rest > _REST + _A_PAGE * len(sizes) else sizes or None


def _is_plain_document(pdf: Pdf) -> bool:
    return not pdf.is_encrypted and not any(key in pdf.Root for key in _DOCUMENT)


class _Look:
    """Goes through everything that can be reached from the pages of one paper.

    Attributes:
        rest: Bytes of what is drawn with, without the pictures that go over by themselves.
    """

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()
        self.rest = 0

    def is_plain_page(self, page: Page) -> bool:
        if Name.Annots in page.obj:
            return False
        resources = page.obj.get(Name.Resources) or page.resources
        if not isinstance(resources, Dictionary) or not _RESOURCES.issuperset(resources.keys()):
            return False
        kinds = list(resources.values())
        drawn_with = [item for kind in kinds if isinstance(kind, Dictionary) for item in kind.values()]
        listed = [kind for kind in kinds if not isinstance(kind, Dictionary)]
        return self._draws_plainly(page) and self._are_plain([*drawn_with, *listed, page.obj.get(Name.Group)], 0)

    def _draws_plainly(self, page: Page) -> bool:
        contents = page.obj.get(Name.Contents)
        drawings = list(contents) if isinstance(contents, Array) else [] if contents is None else [contents]
        if not all(isinstance(drawing, Stream) and _STREAM.issuperset(drawing.keys()) for drawing in drawings):
            return False
        self.rest += sum(int(drawing.Length) for drawing in drawings)
        return True

    def _are_plain(self, things: Iterable[object], depth: int) -> bool:
        return depth < _DEEPEST and all(self._is_plain(thing, depth) for thing in things)

    def _is_plain(self, thing: object, depth: int) -> bool:
        if isinstance(thing, Array):
            return self._are_plain(thing, depth + 1)
        if not isinstance(thing, (Dictionary, Stream)):
            return True
        if thing.is_indirect:
            if thing.objgen in self._seen:
                return True
            self._seen.add(thing.objgen)
        if not _KEYS.issuperset(thing.keys()) or not _is_of_a_plain_kind(thing):
            return False
        if isinstance(thing, Stream) and not is_fit(thing):
            self.rest += int(thing.Length)
        return self._are_plain(thing.values(), depth + 1)


def _is_of_a_plain_kind(thing: Object) -> bool:
    kind, subtype = thing.get(Name.Type), thing.get(Name.Subtype)
    return (kind is None or str(kind) in _TYPES) and (subtype is None or str(subtype) in _SUBTYPES)
