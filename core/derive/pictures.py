"""Makes the portal's pictures of one exhibit: clean, in order, within the platform's limits.

A page that is one photographed or scanned JPEG goes out as that very JPEG; anything else is drawn.
"""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Matrix, Name, Object, Page

from core.derive.worker import Plain


def task(request: Plain) -> Plain:
    """Writes a JPEG for each page of `source` to the paths in `targets`; returns what each became."""
    px, kb = request["px_max"], request["kb_max"]
    made = []
    with pikepdf.open(request["source"]) as pdf:
        for number, target in enumerate(request["targets"]):
            content = _own_jpeg(pdf.pages[number], px, kb)
            how = "kept" if content else "drawn"
            content = content or _drawn(Path(request["source"]), number, px, kb)
            Path(target).write_bytes(content)
            made.append({"how": how, "size": len(content)})
    return {"pictures": made}


def _own_jpeg(page: Page, px: int | None, kb: int | None) -> bytes | None:
    """Returns the JPEG that is the whole of a page, or None when there is more to it or it is over a limit."""
    image = _only_image(page)
    if image is None or image.get(Name.Filter) != Name.DCTDecode or Name.SMask in image or Name.Decode in image:
        return None
    content = image.read_raw_bytes()
    too_wide = px is not None and max(int(image.Width), int(image.Height)) > px
    too_heavy = kb is not None and len(content) > kb * 1024
    return None if too_wide or too_heavy or image.get(Name.ColorSpace) == Name.DeviceCMYK else content


def _only_image(page: Page) -> Object | None:
    """Returns the image that fills an unturned page which draws nothing else."""
    pictures = page.obj.Resources.get(Name.XObject, Dictionary())
    if len(pictures) != 1 or int(page.obj.get(Name.Rotate, 0)) or Name.Font in page.obj.Resources:
        return None
    matrix, drawn = Matrix(), 0
    for step in pikepdf.parse_content_stream(page):
        name = str(step.operator) if isinstance(step, ContentStreamInstruction) else "inline image"
        if name == "cm":
            matrix = Matrix(Array(step.operands)) @ matrix
        elif name == "Do":
            drawn += 1
        elif name not in {"q", "Q", "gs"}:
            return None
    image = next(iter(pictures.values()))
    fills = drawn == 1 and _fills(matrix, page) and image.get(Name.Subtype) == Name.Image
    return image if fills else None


def _fills(matrix: Matrix, page: Page) -> bool:
    left, bottom, right, top = (float(v) for v in page.mediabox)
    ours = (matrix.e, matrix.f, matrix.e + matrix.a, matrix.f + matrix.d)
    upright = abs(matrix.b) + abs(matrix.c) < 0.01
    return upright and all(abs(a - b) < 2 for a, b in zip(ours, (left, bottom, right, top), strict=True))


def _drawn(source: Path, number: int, px: int | None, kb: int | None) -> bytes:
    from core.derive.shrinking import drawn_jpeg  # libraries that pages of one JPEG don't need

    return drawn_jpeg(source, number, px, kb)
