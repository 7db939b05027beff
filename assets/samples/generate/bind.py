"""Builds the PDFs that Typst does not: scans, seals as annotations, and a locked copy."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

POINTS = 72
Rectangle = tuple[float, float, float, float]


def of_scans(pages: Sequence[bytes], dpi: int) -> bytes:
    """Returns an image-only PDF; each page is one JPEG at its true size."""
    pdf = pikepdf.new()
    for jpeg in pages:
        width, height = Image.open(BytesIO(jpeg)).size
        box = (width * POINTS / dpi, height * POINTS / dpi)
        page = pdf.add_blank_page(page_size=box)
        page.Resources = Dictionary(XObject=Dictionary(Scan=_jpeg(pdf, jpeg, width, height)))
        page.Contents = Stream(pdf, f"q {box[0]:.2f} 0 0 {box[1]:.2f} 0 0 cm /Scan Do Q".encode())
    return _bytes(pdf)


def with_stamp(source: bytes, seal: bytes, page: int, box: Rectangle) -> bytes:
    """Adds the seal as a stamp annotation: many office programs stamp so, and careless merging drops it."""
    pdf = pikepdf.open(BytesIO(source))
    stamp = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array(box), F=4, NM=String("seal-1"), Contents=String("样例 SAMPLE"),
        AP=Dictionary(N=_appearance(pdf, seal, box)),
    )  # fmt: skip
    _annotate(pdf, page, pdf.make_indirect(stamp))
    return _bytes(pdf)


def with_signature_widget(source: bytes, seal: bytes, page: int, box: Rectangle) -> bytes:
    """Adds the seal as the look of an empty signature field: e-sign services leave seals this way."""
    pdf = pikepdf.open(BytesIO(source))
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("公章"), Rect=Array(box), F=132,
            AP=Dictionary(N=_appearance(pdf, seal, box)),
        )
    )  # fmt: skip
    _annotate(pdf, page, widget)
    pdf.Root.AcroForm = Dictionary(Fields=Array([widget]))
    return _bytes(pdf)


def locked(source: bytes, password: str) -> bytes:
    """Returns the PDF closed with a password to open.

    The old RC4 form is the only one without random salt, so that the sample stays the same.
    """
    pdf = pikepdf.open(BytesIO(source))
    out = BytesIO()
    lock = pikepdf.Encryption(user=password, owner=password, R=3, aes=False, metadata=False)
    pdf.save(out, encryption=lock, static_id=True)
    return out.getvalue()


def tidy(source: bytes) -> bytes:
    """Returns the PDF with a file id that depends on its content alone."""
    return _bytes(pikepdf.open(BytesIO(source)))


def _jpeg(pdf: pikepdf.Pdf, jpeg: bytes, width: int, height: int) -> Stream:
    image = Stream(pdf, jpeg)
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
    image.Width, image.Height = width, height
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    return image


def _appearance(pdf: pikepdf.Pdf, seal: bytes, box: Rectangle) -> Stream:
    width, height = box[2] - box[0], box[3] - box[1]
    form = Stream(pdf, f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Seal Do Q".encode())
    form.Type, form.Subtype, form.FormType = Name.XObject, Name.Form, 1
    form.BBox = Array((0, 0, width, height))
    form.Resources = Dictionary(XObject=Dictionary(Seal=_seal(pdf, seal)))
    return form


def _seal(pdf: pikepdf.Pdf, png: bytes) -> Stream:
    picture = Image.open(BytesIO(png))
    image = _raw(pdf, picture.convert("RGB"), Name.DeviceRGB)
    image.SMask = _raw(pdf, picture.getchannel("A"), Name.DeviceGray)
    return image


def _raw(pdf: pikepdf.Pdf, picture: Image.Image, space: Name) -> Stream:
    image = Stream(pdf, picture.tobytes())
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height = picture.size
    image.ColorSpace, image.BitsPerComponent = space, 8
    return image


def _annotate(pdf: pikepdf.Pdf, page: int, annotation: pikepdf.Object) -> None:
    target = pdf.pages[page - 1]
    target.Annots = Array([*target.get("/Annots", Array()), annotation])


def _bytes(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
