"""A finished packet is spoilt in many ways, as a fault of ours or of a library could: the proof misses none of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from core.derive import flat, proof
from tests.core.packet import makers
from tests.core.packet.test_packet_seals import poured

EXHIBITS: dict[str, Callable[[Path], Path]] = {
    "plain": lambda path: makers.plain(path, 2),
    "scan": lambda path: makers.scanned(path, 1, seed=3, size=(620, 877), noise=False),
    "stamp": makers.stamped,
    "signature-90": lambda path: makers.signed(path, 90),
}


def _exhibit(pdf: Pdf) -> Stream:
    return pdf.pages[-1].obj.Resources.XObject.Exhibit  # type: ignore[no-any-return]  # pikepdf says Object


def _state(pdf: Pdf, **state: object) -> None:
    """Draws the whole last page in a graphics state."""
    page = pdf.pages[-1]
    page.obj.Resources.ExtGState = Dictionary(G=Dictionary({f"/{key}": value for key, value in state.items()}))
    page.contents_add(b"/G gs ", prepend=True)


def _hidden(pdf: Pdf) -> pikepdf.Object:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="hidden"))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return layer


def exhibit_on_a_hidden_layer(pdf: Pdf) -> None:
    _exhibit(pdf).OC = _hidden(pdf)


def page_on_a_hidden_layer(pdf: Pdf) -> None:
    page = pdf.pages[-1]
    page.obj.Resources.Properties = Dictionary(Hidden=_hidden(pdf))
    page.contents_add(b"/OC /Hidden BDC ", prepend=True)
    page.contents_add(b" EMC")


def covered_by_an_annotation(pdf: Pdf) -> None:
    look = Stream(pdf, b"1 1 1 rg 0 0 900 900 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 900, 900])
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 900, 900]), F=4)
    stamp.AP = Dictionary(N=pdf.make_indirect(look))
    page = pdf.pages[-1]
    page.obj.Annots = Array([*page.obj.get(Name.Annots, Array()), pdf.make_indirect(stamp)])


def faded(pdf: Pdf) -> None:
    _state(pdf, BM=Name.Multiply, ca=0.2)


def behind_an_empty_mask(pdf: Pdf) -> None:
    group = Stream(pdf, b"")
    group.Type, group.Subtype, group.BBox = Name.XObject, Name.Form, Array([0, 0, 1, 1])
    group.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    _state(pdf, SMask=Dictionary(S=Name.Luminosity, G=pdf.make_indirect(group)))


def half_of_it(pdf: Pdf) -> None:
    left, bottom, right, top = (float(side) for side in _exhibit(pdf).BBox)
    _exhibit(pdf).BBox = Array([left, bottom, (left + right) / 2, top])


def clipped(pdf: Pdf) -> None:
    pdf.pages[-1].contents_add(b"0 0 200 300 re W n ", prepend=True)


def turned(pdf: Pdf) -> None:
    pdf.pages[-1].obj.Rotate = 180


def shrunk(pdf: Pdf) -> None:
    pdf.pages[-1].contents_add(b".5 0 0 .5 0 0 cm ", prepend=True)


def blank(pdf: Pdf) -> None:
    _exhibit(pdf).write(b"")


def cut_short(pdf: Pdf) -> None:
    page = pdf.pages[-1]
    page.obj.CropBox = Array([0, 0, page.mediabox[2], float(page.mediabox[3]) / 2])


def missing(pdf: Pdf) -> None:
    if len(pdf.pages) == 1:
        pdf.add_blank_page()  # a file without any page can't be opened
        del pdf.pages[0]
    else:
        del pdf.pages[-1]


def first_page_twice(pdf: Pdf) -> None:
    if len(pdf.pages) == 1:
        blank(pdf)  # there is no other page to take its place
    pdf.pages[-1].obj.Resources.XObject.Exhibit = pdf.pages[0].obj.Resources.XObject.Exhibit


WAYS = (
    exhibit_on_a_hidden_layer, page_on_a_hidden_layer, covered_by_an_annotation, faded, behind_an_empty_mask,
    half_of_it, clipped, turned, shrunk, blank, cut_short, missing, first_page_twice,
)  # fmt: skip


@pytest.mark.parametrize("name", EXHIBITS)
def test_no_way_to_spoil_a_page_goes_unseen(tmp_path: Path, name: str) -> None:
    request = poured(tmp_path, EXHIBITS[name](tmp_path / "original.pdf"))
    whole = Path(str(request["packet"])).read_bytes()
    assert "lost" not in proof.task(request)["pages"]
    unseen = []
    for number, spoil in enumerate(WAYS):
        request["packet"] = str(tmp_path / f"spoilt-{number}.pdf")
        Path(request["packet"]).write_bytes(whole)
        with pikepdf.open(request["packet"], allow_overwriting_input=True) as pdf:
            spoil(pdf)
            pdf.save(request["packet"])
        if "lost" not in proof.task(request)["pages"]:
            unseen.append(spoil.__name__)
    assert unseen == []


def _emptied(pdf: Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.obj.Annots:
            annotation.AP.N = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))


def _without_last(pdf: Pdf) -> None:
    for page in pdf.pages:
        page.obj.Annots = Array(list(page.obj.Annots)[:-1])


def _without_flattening(pdf: Pdf) -> None:
    for page in pdf.pages:
        del page.obj.Annots


@pytest.mark.parametrize("name", ["stamp", "signature-90"])
@pytest.mark.parametrize("loss", [_emptied, _without_last, _without_flattening])
def test_no_annotation_or_field_is_lost_unseen(
    tmp_path: Path, name: str, loss: Callable[[Pdf], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = EXHIBITS[name](tmp_path / "original.pdf")
    monkeypatch.setattr(flat, "_flatten", loss)
    assert proof.task(poured(tmp_path, original))["pages"] == ["lost"]
