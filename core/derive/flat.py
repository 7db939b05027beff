"""Makes the derived copy of one exhibit: a plain PDF that shows what the original shows and does nothing.

Seals are often annotations or form fields, which a plain copy of a page loses; so everything that
draws is first made part of the page (flattened). Then only what draws is kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from core.derive.layers import settle
from core.derive.originals import Original
from core.derive.secrets_in import folded, numbers_in
from core.derive.values import draw_values
from core.derive.worker import Plain, TaskFailed

# What a page needs in order to be drawn. Actions, annotations, thumbnails, metadata and the rest stay behind.
_DRAWN: Final = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group", "/UserUnit"}
)
_CATALOGUE: Final = frozenset({"/Type", "/Pages", "/OCProperties"})
# What readers take where a page's own box is empty.
_LETTER: Final = [0.0, 0.0, 612.0, 792.0]
# Keys that may hang on any object below the page and lead to files, actions or private data.
_UNWANTED: Final = ("/AF", "/AA", "/EF", "/OPI", "/Metadata", "/PieceInfo", "/LastModified")


def task(request: Plain) -> Plain:
    """Writes the derived copy of `source` to `target`, without the regions in `masks`; returns each page's size.

    What the page's own text says under the masks is told too, so that it can be looked for elsewhere; and which other
    pages became pictures (`drawn`), because one of the `numbers`, or of those under the masks, was hidden in them.
    """
    with Original(request["source"]) as paper:
        return copied(paper, Path(request["target"]), request)


def copied(paper: Original, target: Path, request: Plain) -> Plain:
    """Does what the task does, for a paper that is open."""
    sizes = _derive(paper, target, str(request["kind"]))
    if not request.get("masks"):
        return {"pages": sizes}
    from core.derive.masking import mask, texts_under  # draws pages, which most packets don't need

    boxes = boxes_of(request["masks"])
    hidden = texts_under(target, boxes)
    found = (number for text in hidden for number in numbers_in(folded(text)))
    drawn = mask(target, boxes, {*map(str, request.get("numbers", ())), *found})
    return {"pages": sizes, "hidden": hidden, "drawn": drawn}


def boxes_of(masks: list[Plain]) -> dict[int, list[list[float]]]:
    """Returns the boxes of each page, 1-based, from a request's `masks`."""
    boxes: dict[int, list[list[float]]] = {}
    for item in masks:
        boxes.setdefault(int(item["page"]), []).append([float(side) for side in item["box"]])
    return boxes


def _derive(paper: Original, target: Path, kind: str) -> list[list[float]]:
    if kind == "pdf":
        return derive_pdf(paper.opened(), target)
    from core.derive import picture  # Pillow and its plugins, which a packet of PDFs does not need

    return picture.to_pdf(paper.opened(), target, kind)


def derive_pdf(source: BinaryIO, target: Path) -> list[list[float]]:
    """Flattens, strips and rewrites a PDF.

    Raises:
        TaskFailed: It can't be opened without a password, or holds no page.
    """
    try:
        with pikepdf.open(source) as pdf:
            _flatten(pdf)
            sizes = [plain_page(page) for page in pdf.pages]
            _strip(pdf)
            pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    except pikepdf.PasswordError as error:
        raise TaskFailed("encrypted") from error
    if not sizes:
        raise TaskFailed("no-pages")
    return sizes


def shown_size(page: Page) -> list[float]:
    """Returns width and height as shown, in points: cropped, turned and in user units."""
    left, bottom, right, top = (float(v) for v in page.cropbox)
    unit = float(page.obj.get(Name.UserUnit, 1))
    width, height = abs(right - left) * unit, abs(top - bottom) * unit
    turned = int(page.obj.get(Name.Rotate, 0)) % 180 == 90
    return [height, width] if turned else [width, height]


def plain_page(page: Page) -> list[float]:
    """Keeps only what draws, and makes the visible part the whole page."""
    page.obj.Resources = page.obj.get(Name.Resources) or page.resources
    page.obj.MediaBox = Array(_visible(page))
    page.obj.CropBox = page.obj.MediaBox
    page.obj.Rotate = int(inherited(page.obj, Name.Rotate, 0)) % 360
    for key in set(page.obj.keys()) - _DRAWN:
        del page.obj[key]
    return shown_size(page)


def inherited(node: Object, key: Name, default: int) -> int:
    """Returns a page attribute that may stand on a parent; a loop of parents ends the search."""
    for _depth in range(50):
        if key in node:
            return int(node[key])
        if Name.Parent not in node:
            break
        node = node[Name.Parent]
    return default


def _flatten(pdf: Pdf) -> None:
    settle(pdf)
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        _give_looks(pdf, form)
    pdf.flatten_annotations("all")


def _give_looks(pdf: Pdf, form: Dictionary) -> None:
    """Draws the fields that have no picture of themselves yet: otherwise they would simply vanish."""
    drawn = {widget.objgen for _page, widget, _value in draw_values(pdf)}
    anew = bool(form.get(Name.NeedAppearances))
    widgets = [widget for page in pdf.pages for widget in page.obj.get(Name.Annots, Array()) if _is_widget(widget)]
    # The pictures that are there are the paper's own: as signatures, for a while, their fields are left alone.
    done = [widget for widget in widgets if Name.AP in widget and (widget.objgen in drawn or not anew)]
    if len(done) == len(widgets):
        form.NeedAppearances = False  # or the pictures are passed over
        return
    kept = [(widget, widget.get(Name.FT)) for widget in done]
    for widget, _kind in kept:
        widget.FT = Name.Sig
    form.NeedAppearances = True  # or nothing is drawn
    pdf.generate_appearance_streams()
    for widget, kind in kept:
        if kind is None:
            del widget.FT
        else:
            widget.FT = kind


def _is_widget(annotation: object) -> bool:
    return isinstance(annotation, Dictionary) and annotation.get(Name.Subtype) == Name.Widget


def _visible(page: Page) -> list[float]:
    media, crop = _box(page.mediabox), _box(page.cropbox)
    if not _has_area(media):
        media = _LETTER
    box = [max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])]
    # A crop box beside the page is a mistake that readers answer by showing the whole page.
    return box if box[2] - box[0] > 1 and box[3] - box[1] > 1 else media


def _has_area(box: list[float]) -> bool:
    return box[0] < box[2] and box[1] < box[3]


def _box(values: Array) -> list[float]:
    left, bottom, right, top = (float(v) for v in values)
    return [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]


def _strip(pdf: Pdf) -> None:
    for key in set(pdf.Root.keys()) - _CATALOGUE:
        del pdf.Root[key]
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]
    for item in pdf.objects:
        if isinstance(item, (Dictionary, pikepdf.Stream)):
            for key in _UNWANTED:
                if key in item:
                    del item[key]
