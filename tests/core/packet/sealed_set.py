"""The set: seals as annotations, as form fields and as part of the page, in the ways that were met or are allowed."""

from __future__ import annotations

import io
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream
from PIL import Image, ImageCms

from tests.core.packet.makers import picture as scan
from tests.core.packet.makers import text_page
from tests.core.packet.sealed import (
    RECT,
    RED,
    SIZE,
    WHITE,
    Sealed,
    annotate,
    coloured,
    draw,
    enter,
    field,
    ink,
    layer,
    picture,
    ring,
    shown,
)

_RING = b"q 0.85 0.05 0.1 RG 8 w 10 10 100 100 re S Q"


def _stamped(turn: int = 0, size: tuple[float, float] = SIZE, **more: Any) -> Any:
    def make(pdf: Pdf) -> None:
        page = text_page(pdf, size, rotate=turn)
        annotate(pdf, page, ink(pdf), **more)

    return make


def _viewed(**keys: Any) -> Any:
    """A stamp on a page with boxes, units and turns of its own."""

    def make(pdf: Pdf) -> None:
        page = text_page(pdf)
        for key, value in keys.items():
            page.obj[f"/{key}"] = value
        annotate(pdf, page, ink(pdf))

    return make


def _states(pdf: Pdf) -> None:
    looks = Dictionary(On=ink(pdf), Off=ink(pdf, b""))
    annotate(pdf, text_page(pdf), looks, AS=Name.On)


def _state_off(pdf: Pdf) -> None:
    looks = Dictionary(On=ink(pdf), Off=ink(pdf, b""))
    annotate(pdf, text_page(pdf), looks, AS=Name.Off)


def _turned_look(*matrix: float) -> Any:
    def make(pdf: Pdf) -> None:
        annotate(pdf, text_page(pdf), ink(pdf, Matrix=Array(list(matrix))))

    return make


def _shifted_look(pdf: Pdf) -> None:
    annotate(pdf, text_page(pdf), ink(pdf, b"q 0.5 0 0 0.5 50 70 cm " + _RING + b" Q", (50, 70, 110, 130)))


def _nested_look(pdf: Pdf) -> None:
    look = ink(pdf)
    for _depth in range(3):
        look = ink(pdf, b"/Fm0 Do", Resources=Dictionary(XObject=Dictionary(Fm0=look)))
    annotate(pdf, text_page(pdf), look)


def _two_stamps(pdf: Pdf) -> None:
    page = text_page(pdf)
    annotate(pdf, page, ink(pdf))
    annotate(pdf, page, ink(pdf), Rect=Array([60, 600, 180, 720]))


def _see_through(pdf: Pdf) -> None:
    state = Dictionary(ExtGState=Dictionary(G=Dictionary(ca=0.7, CA=0.7, BM=Name.Multiply)))
    group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True)
    annotate(pdf, text_page(pdf), ink(pdf, b"/G gs " + _RING, Resources=state, Group=group))


def _of_layer(pdf: Pdf) -> None:
    annotate(pdf, text_page(pdf), ink(pdf), OC=layer(pdf, on=True))


def _inked(pdf: Pdf) -> None:
    look = ink(pdf, b"0.85 0.05 0.1 RG 9 w 5 60 m 30 115 50 5 70 60 c 90 115 100 30 115 60 c S")
    strokes = Array([Array([345, 220, 400, 270, 455, 220])])
    annotate(pdf, text_page(pdf), look, Subtype=Name.Ink, InkList=strokes)


def _picture_stamp(pdf: Pdf) -> None:
    soft = picture(pdf, Name.DeviceGray, (ring() * 255).tobytes())
    image = picture(pdf, Name.DeviceRGB, coloured(RED, RED), SMask=soft)
    held = Dictionary(XObject=Dictionary(Im0=image))
    annotate(pdf, text_page(pdf), ink(pdf, b"q 120 0 0 120 0 0 cm /Im0 Do Q", Resources=held))


def _signed(turn: int = 0, **more: Any) -> Any:
    def make(pdf: Pdf) -> None:
        field(pdf, text_page(pdf, rotate=turn), ink(pdf), **more)

    return make


def _layered_signature(pdf: Pdf) -> None:
    """As signing programs nest it: a frame, in it an empty layer and the one that shows."""
    empty, seen = ink(pdf, b"% DSBlank"), ink(pdf)
    held = Dictionary(XObject=Dictionary(n0=empty, n2=seen))
    inner = ink(pdf, b"q 1 0 0 1 0 0 cm /n0 Do Q q 1 0 0 1 0 0 cm /n2 Do Q", Resources=held)
    field(pdf, text_page(pdf), ink(pdf, b"/FRM Do", Resources=Dictionary(XObject=Dictionary(FRM=inner))))


def _kids(pdf: Pdf) -> None:
    page = text_page(pdf)
    parent = pdf.make_indirect(Dictionary(FT=Name.Sig, T="Signature", Kids=Array()))
    for rect in (RECT, (60, 600, 180, 720)):
        widget = annotate(pdf, page, ink(pdf), Subtype=Name.Widget, Rect=Array(list(rect)), Parent=parent, F=132)
        parent.Kids.append(widget)
    enter(pdf, parent)


def _orphan(pdf: Pdf) -> None:
    annotate(pdf, text_page(pdf), ink(pdf), Subtype=Name.Widget, FT=Name.Sig, T="Lost", F=132)


def _ticked(pdf: Pdf) -> None:
    looks = Dictionary(Yes=ink(pdf), Off=ink(pdf, b""))
    field(pdf, text_page(pdf), looks, FT=Name.Btn, V=Name.Yes, AS=Name.Yes)


def _written(pdf: Pdf, *, needed: bool) -> None:
    """Red print in a text field; with `needed` the viewer has to draw it."""
    page = text_page(pdf)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Helvetica-Bold"))
    held = Dictionary(Font=Dictionary(Helv=font))
    text = b"/Tx BMC q BT 0.85 0.05 0.1 rg /Helv 40 Tf 4 40 Td (SEAL) Tj ET Q EMC"
    look = None if needed else ink(pdf, text, Resources=held)
    field(pdf, page, look, FT=Name.Tx, V="SEAL", DA="0.85 0.05 0.1 rg /Helv 40 Tf", F=4)
    pdf.Root.AcroForm.DR, pdf.Root.AcroForm.DA = held, "/Helv 0 Tf 0 g"
    if needed:
        pdf.Root.AcroForm.NeedAppearances = True


def _needing_beside(pdf: Pdf) -> None:
    """A signature with a picture of itself in a form whose other fields have none yet."""
    page = text_page(pdf)
    field(pdf, page, ink(pdf))
    field(pdf, page, None, FT=Name.Tx, V="2026", T="Day", DA="0 g /Helv 12 Tf", F=4, Rect=Array([60, 600, 180, 620]))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.Root.AcroForm.DR = Dictionary(Font=Dictionary(Helv=font))
    pdf.Root.AcroForm.NeedAppearances = True


def _pictured(space: Any, content: bytes, **more: Any) -> Any:
    def make(pdf: Pdf) -> None:
        page = text_page(pdf)
        held = {k: v(pdf) if callable(v) else v for k, v in more.items()}
        image = picture(pdf, space(pdf) if callable(space) else space, content, **held)
        page.obj.Resources.XObject = Dictionary(Im0=image)
        draw(page, b"/Im0 Do")

    return make


def _indexed(pdf: Pdf) -> Array:
    return Array([Name.Indexed, Name.DeviceRGB, 1, Stream(pdf, bytes((*WHITE, *RED)))])


def _profiled(pdf: Pdf) -> Array:
    profile = Stream(pdf, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile.N, profile.Alternate = 3, Name.DeviceRGB
    return Array([Name.ICCBased, pdf.make_indirect(profile)])


def _separation(pdf: Pdf) -> Array:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([0.85, 0.05, 0.1]), N=1)
    return Array([Name.Separation, Name("/SealRed"), Name.DeviceRGB, tint])


def _softly(pdf: Pdf) -> Any:
    return picture(pdf, Name.DeviceGray, (ring() * 255).tobytes())


def _stencil(pdf: Pdf) -> None:
    page = text_page(pdf)
    bits = b"".join(int("".join(str(1 - v) for v in row), 2).to_bytes(5, "big") for row in ring())
    image = Stream(pdf, bits)
    values = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 40, "Height": 40}
    for key, value in (values | {"ImageMask": True, "BitsPerComponent": 1}).items():
        image[f"/{key}"] = value
    page.obj.Resources.XObject = Dictionary(Im0=pdf.make_indirect(image))
    draw(page, b"0.85 0.05 0.1 rg /Im0 Do")


def _inline(pdf: Pdf) -> None:
    content = coloured(RED, WHITE).hex().encode()
    draw(text_page(pdf), b"BI /W 40 /H 40 /BPC 8 /CS /RGB /F /AHx ID " + content + b"> EI")


def _on_layer(*, on: bool) -> Any:
    def make(pdf: Pdf) -> None:
        page = text_page(pdf)
        page.obj.Resources.Properties = Dictionary(L=layer(pdf, on=on))
        draw(page, b"/OC /L BDC 0.85 0.05 0.1 rg 0.1 0.1 0.8 0.8 re f EMC")

    return make


def _turned_form(pdf: Pdf) -> None:
    page = text_page(pdf)
    inner = ink(pdf, Matrix=Array([0, 1, -1, 0, 120, 0]))
    outer = ink(pdf, b"q 2 0 0 2 0 0 cm /Fm0 Do Q", (0, 0, 240, 240), Matrix=Array([0.5, 0, 0, 0.5, 0, 0]))
    outer.Resources = Dictionary(XObject=Dictionary(Fm0=inner))
    page.obj.Resources.XObject = Dictionary(Fm1=outer)
    page.contents_add(b"q 1 0 0 1 340 160 cm /Fm1 Do Q")


def _patterned(pdf: Pdf) -> None:
    page = text_page(pdf)
    tile = Stream(pdf, b"0.85 0.05 0.1 rg 0 0 6 6 re f")
    values = {"PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 8, "YStep": 8}
    for key, value in (values | {"BBox": Array([0, 0, 8, 8]), "Resources": Dictionary()}).items():
        tile[f"/{key}"] = value
    page.obj.Resources.Pattern = Dictionary(P0=pdf.make_indirect(tile))
    draw(page, b"/Pattern cs /P0 scn 0.1 0.1 0.8 0.8 re f")


def _shaded(pdf: Pdf) -> None:
    page = text_page(pdf)
    ramp = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0.9, 0.1, 0.1]), C1=Array([0.7, 0, 0]), N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 1, 0]), Function=ramp)
    page.obj.Resources.Shading = Dictionary(S0=shading)
    draw(page, b"0.1 0.1 0.8 0.8 re W n /S0 sh")


def _scanned(pdf: Pdf) -> None:
    buffer = io.BytesIO()
    whole = scan((620, 877), seal=False)
    seal = Image.frombytes("RGB", (40, 40), coloured(RED, WHITE)).resize((125, 125))
    whole.paste(seal, (354, 585))
    whole.save(buffer, "JPEG", quality=80)
    image = Stream(pdf, buffer.getvalue())
    values = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 620, "Height": 877, "BitsPerComponent": 8}
    for key, value in (values | {"ColorSpace": Name.DeviceRGB, "Filter": Name.DCTDecode}).items():
        image[f"/{key}"] = value
    page = pdf.add_blank_page(page_size=SIZE)
    page.obj.Resources = Dictionary(XObject=Dictionary(Im0=pdf.make_indirect(image)))
    page.obj.Contents = Stream(pdf, b"q 595 0 0 842 0 0 cm /Im0 Do Q")


def _inherited(pdf: Pdf) -> None:
    page: Page = text_page(pdf)
    annotate(pdf, page, ink(pdf))
    pdf.Root.Pages.Rotate = 90
    pdf.Root.Pages.MediaBox = Array([0, 0, *SIZE])
    pdf.Root.Pages.Resources = page.obj.Resources
    del page.obj.MediaBox, page.obj.Resources


_HERE = (shown(),)
_BOTH = (shown(), shown((60, 600, 180, 720)))
_CROP = (100.0, 100.0, 520.0, 742.0)
_MOVED = (-200.0, -300.0, 500.0, 700.0)

SET: tuple[Sealed, ...] = (
    *(Sealed(f"stamp-{turn}", "annotation", _stamped(turn), (shown(turn=turn),)) for turn in (0, 90, 180, 270)),
    Sealed("stamp-wide", "annotation", _stamped(270, (842, 595)), (shown(view=(0, 0, 842, 595), turn=270),)),
    Sealed("stamp-cropped", "annotation", _viewed(CropBox=Array(list(_CROP))), (shown(view=_CROP),)),
    Sealed(
        "stamp-cropped-turned",
        "annotation",
        _viewed(CropBox=Array(list(_CROP)), Rotate=90),
        (shown(view=_CROP, turn=90),),
    ),
    Sealed("stamp-moved-origin", "annotation", _viewed(MediaBox=Array(list(_MOVED))), (shown(view=_MOVED),)),
    Sealed("stamp-user-units", "annotation", _viewed(UserUnit=2), _HERE),
    Sealed("stamp-turned-back", "annotation", _viewed(Rotate=-90), (shown(turn=270),)),
    Sealed("stamp-inherited-turn", "annotation", _inherited, (shown(turn=90),)),
    Sealed("stamp-state-on", "annotation", _states, _HERE),
    Sealed("stamp-state-off", "none", _state_off, ()),
    Sealed("look-turned-90", "annotation", _turned_look(0, 1, -1, 0, 0, 0), _HERE),
    Sealed("look-turned-180", "annotation", _turned_look(-1, 0, 0, -1, 0, 0), _HERE),
    Sealed("look-turned-30", "annotation", _turned_look(0.866, 0.5, -0.5, 0.866, 0, 0), _HERE),
    Sealed("look-shifted", "annotation", _shifted_look, _HERE),
    Sealed("look-nested", "annotation", _nested_look, _HERE),
    Sealed("look-see-through", "annotation", _see_through, _HERE),
    Sealed("look-a-picture", "annotation", _picture_stamp, _HERE),
    Sealed("two-stamps", "annotation", _two_stamps, _BOTH),
    Sealed("stamp-screen-only", "annotation", _stamped(F=0), _HERE),
    Sealed("stamp-hidden", "none", _stamped(F=2), ()),
    Sealed("stamp-locked", "annotation", _stamped(F=4 | 64 | 128), _HERE),
    Sealed("stamp-layer-on", "annotation", _of_layer, _HERE),
    Sealed("ink", "annotation", _inked, _HERE),
    Sealed("free-text", "annotation", _stamped(Subtype=Name.FreeText, DA="0 g"), _HERE),
    Sealed("square", "annotation", _stamped(Subtype=Name.Square), _HERE),
    *(Sealed(f"signature-{turn}", "field", _signed(turn), (shown(turn=turn),)) for turn in (0, 90, 180, 270)),
    Sealed("signature-layers", "field", _layered_signature, _HERE),
    Sealed("signature-kids", "field", _kids, _BOTH),
    Sealed("signature-orphan", "field", _orphan, _HERE),
    Sealed("signature-hidden", "none", _signed(F=2), ()),
    Sealed("signature-beside-needing", "field", _needing_beside, _HERE),
    Sealed("tick", "field", _ticked, _HERE),
    Sealed("text-field", "field", lambda pdf: _written(pdf, needed=False), _HERE),
    Sealed("text-field-needing", "field", lambda pdf: _written(pdf, needed=True), _HERE),
    Sealed("picture-rgb", "page", _pictured(Name.DeviceRGB, coloured(RED, WHITE)), _HERE),
    Sealed("picture-soft-mask", "page", _pictured(Name.DeviceRGB, coloured(RED, RED), SMask=_softly), _HERE),
    Sealed("picture-indexed", "page", _pictured(_indexed, ring().tobytes()), _HERE),
    Sealed("picture-profile", "page", _pictured(_profiled, coloured(RED, WHITE)), _HERE),
    Sealed("picture-cmyk", "page", _pictured(Name.DeviceCMYK, coloured((0, 240, 220, 20), (0, 0, 0, 0))), _HERE),
    Sealed("picture-spot", "page", _pictured(_separation, (ring() * 255).tobytes()), _HERE),
    Sealed(
        "picture-colour-key",
        "page",
        _pictured(Name.DeviceRGB, coloured(RED, (0, 255, 0)), Mask=Array([0, 0, 255, 255, 0, 0])),
        _HERE,
    ),
    Sealed("picture-stencil", "page", _stencil, _HERE),
    Sealed("picture-inline", "page", _inline, _HERE),
    Sealed("scan", "page", _scanned, _HERE),
    Sealed("page-layer-on", "page", _on_layer(on=True), _HERE),
    Sealed("page-layer-off", "none", _on_layer(on=False), ()),
    Sealed("page-nested-forms", "page", _turned_form, _HERE),
    Sealed("page-pattern", "page", _patterned, _HERE),
    Sealed("page-shading", "page", _shaded, _HERE),
)
