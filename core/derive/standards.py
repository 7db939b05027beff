"""What a finished file may claim to be. The front pages are PDF/A-2b and PDF/UA-1; strangers' pages may break both.

Nothing here proves that a stranger's page conforms: only a page that is nothing but pictures in plain colours is
taken as harmless (ISO 19005-2, 6.2 and 6.3). Whatever else it draws, the claim is taken back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pikepdf
from pikepdf import ContentStreamInstruction, Dictionary, Name, Object, Pdf, Stream

_CLAIMS: Final = {"pdfaid:part": "PDF/A-2b", "pdfuaid:part": "PDF/UA-1"}
_TAKEN_BACK: Final = ("pdfaid:part", "pdfaid:conformance", "pdfaid:rev", "pdfuaid:part", "pdfuaid:rev")
_PACKINGS: Final = frozenset({Name.DCTDecode, Name.FlateDecode, Name.CCITTFaxDecode, Name.JBIG2Decode})
_COLOURS: Final = frozenset({Name.DeviceRGB, Name.DeviceGray})
_OPERATORS: Final = frozenset({"q", "Q", "cm", "Do"})
_RESOURCES: Final = frozenset({"/XObject", "/ProcSet"})


def claims_of(pdf: Pdf) -> list[str]:
    """Returns what a file says it conforms to."""
    if Name.Metadata not in pdf.Root:
        return []
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        return [title for key, title in _CLAIMS.items() if key in told]


def take_back(pdf: Pdf) -> None:
    """Removes every claim of conformance from a file's metadata; the rest of it stays."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
        for key in _TAKEN_BACK:
            if key in told:
                del told[key]


def is_harmless(form: Object) -> bool:
    """Says whether a page, as a form, draws nothing but pictures in plain colours."""
    resources = form.get(Name.Resources, Dictionary())
    if set(resources.keys()) - _RESOURCES or Name.Ref in form or Name.OC in form:
        return False
    pictures = resources.get(Name.XObject, Dictionary())
    return all(_is_plain_picture(picture) for _name, picture in pictures.items()) and all(
        operator in _OPERATORS for operator in _operators(form)
    )


def _is_plain_picture(picture: Object) -> bool:
    if not isinstance(picture, Stream) or picture.get(Name.Subtype) != Name.Image:
        return False
    plain = picture.get(Name.Filter) in _PACKINGS and picture.get(Name.ColorSpace) in _COLOURS
    odd = (Name.SMask, Name.Mask, Name.Alternates, Name.OPI, Name.OC)
    return plain and not picture.get(Name.Interpolate, False) and not any(key in picture for key in odd)


def _operators(form: Object) -> Iterator[str]:
    for step in pikepdf.parse_content_stream(form):
        yield str(step.operator) if isinstance(step, ContentStreamInstruction) else "inline picture"
