"""Removes regions of pages from a derived copy: the page becomes a picture in which they are painted over.

So neither text nor pixels of what lay there are left in the copy. The original is never touched.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream, String
from PIL import Image, ImageDraw

from core.derive.residue import says
from core.derive.secrets_in import folded
from core.derive.text_on import pieces
from core.derive.worker import TaskFailed

# Left, top, right, bottom as fractions of the page as shown.
Box = Sequence[float]
_DPI: Final = 200.0
_MOST_PIXELS: Final = 40_000_000
_QUALITY: Final = 92


def mask(derived: Path, boxes: Mapping[int, Sequence[Box]], numbers: Collection[str] = ()) -> list[int]:
    """Replaces the pages named in `boxes` (1-based) in a derived copy, and those that hide one of the numbers.

    Returns:
        The others that became pictures: a number stood in what they hold beside what they show.

    Raises:
        TaskFailed: There is no such page.
    """
    made = derived.with_suffix(".masked")
    with pypdfium2.PdfDocument(derived) as shown, pikepdf.open(derived) as pdf:
        if not all(1 <= page <= len(pdf.pages) for page in boxes):
            raise TaskFailed("mask", "no such page")
        for page, regions in sorted(boxes.items()):
            _replace(pdf, pdf.pages[page - 1], shown[page - 1], regions)
        rest = [page for page in range(1, len(pdf.pages) + 1) if page not in boxes]
        others = _unshown([page for page in rest if says(pdf.pages[page - 1].obj, numbers)], derived, numbers)
        for page in others:
            _replace(pdf, pdf.pages[page - 1], shown[page - 1], ())
        for layer in pdf.Root.get(Name.OCProperties, Dictionary()).get(Name.OCGs, Array()):
            layer.Name = String("")
        # What no page refers to any more, the old text and pictures with it, is not written again.
        pdf.save(made, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    made.replace(derived)
    return others


def texts_under(derived: Path, boxes: Mapping[int, Sequence[Box]]) -> list[str]:
    """Returns the pieces of the pages' own text that a box touches, and all that a box touches as one text.

    A number whose digits are written one by one is a number only as a whole.
    """
    found = []
    with pypdfium2.PdfDocument(derived) as pdf:
        for number, regions in sorted(boxes.items()):
            written = list(pieces(pdf[number - 1])) if 1 <= number <= len(pdf) else []
            for region in regions:
                touched = [text for text, place in written if _meet(place, region)]
                found += [*touched, "".join(touched)] if len(touched) > 1 else touched
    return list(dict.fromkeys(found))


def painted(picture: Image.Image, boxes: Iterable[Box]) -> Image.Image:
    """Returns a picture with the regions painted black."""
    copy = picture.convert("RGB")
    draw = ImageDraw.Draw(copy)
    for left, top, right, bottom in boxes:
        corners = (left * copy.width, top * copy.height, right * copy.width, bottom * copy.height)
        draw.rectangle(corners, fill="black")
    return copy


def _unshown(pages: Sequence[int], derived: Path, numbers: Collection[str]) -> list[int]:
    """Returns the pages on which no number can be read: of the others a picture would show it, and nothing find it."""
    if not pages:
        return []
    from pypdf import PdfReader  # reads as the proof will

    with derived.open("rb") as stream:
        read = PdfReader(stream, strict=False).pages
        texts = {page: folded(read[page - 1].extract_text()) for page in pages}
    return [page for page, text in texts.items() if not any(number in text for number in numbers)]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _replace(pdf: Pdf, page: Page, shown: pypdfium2.PdfPage, boxes: Sequence[Box]) -> None:
    width, height = (float(side) for side in shown.get_size())
    scale = min(_DPI / 72, (_MOST_PIXELS / (width * height)) ** 0.5)
    picture = painted(shown.render(scale=scale).to_pil(), boxes)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    values = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height)
    values.BitsPerComponent, values.ColorSpace, values.Filter = 8, Name.DeviceRGB, Name.DCTDecode
    for key in set(page.obj.keys()) - {"/Type", "/Parent"}:
        del page.obj[key]
    page.obj.MediaBox = Array([0, 0, round(width, 4), round(height, 4)])
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(Stream(pdf, buffer.getvalue(), values))))
    page.obj.Contents = Stream(pdf, f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /Im0 Do Q".encode("ascii"))
