"""Layers: what a paper shows on the screen is what the packet shows, in every viewer."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Name
from PIL import Image

from core.derive import pour, proof
from tests.core.packet import makers
from tests.core.packet.test_packet_seals import poured, red


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf, extra=b"/OC /L BDC 0.9 0 0 rg 200 200 200 200 re f EMC")
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=Name.OCG, Name="hidden"))
        page.obj.Resources.Properties = pikepdf.Dictionary(L=layer)
        off = pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=off)
        makers.save(pdf, tmp_path / "layers.pdf")
    assert red(tmp_path / "layers.pdf") == 0
    poured(tmp_path, tmp_path / "layers.pdf")
    assert red(tmp_path / "packet.pdf") == 0


def layered(path: Path, how: str) -> Path:
    """Writes a page with a red stamp that belongs to a layer in some way; “shown” is the only one not switched off."""
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf)
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=Name.OCG, Name="stamps"))
        look = pikepdf.Stream(pdf, b"0.9 0 0 rg 0 0 100 100 re f")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, pikepdf.Array([0, 0, 100, 100])
        looks = pikepdf.Dictionary(N=pdf.make_indirect(look))
        stamp = pikepdf.Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[200, 200, 400, 400], F=4, AP=looks)
        if how == "picture":
            look.OC = layer
        elif how == "membership":
            stamp.OC = pdf.make_indirect(pikepdf.Dictionary(Type=Name.OCMD, OCGs=pikepdf.Array([layer])))
        else:
            stamp.OC = layer
        page.obj.Annots = pikepdf.Array([pdf.make_indirect(stamp)])
        state = {"all-off": {"/BaseState": Name.OFF}, "shown": {}}.get(how, {"/OFF": pikepdf.Array([layer])})
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(state))
        return makers.save(pdf, path)


@pytest.mark.parametrize("how", ["annotation", "picture", "membership", "all-off"])
def test_a_stamp_on_a_layer_that_is_switched_off_does_not_show_and_is_no_lost_seal(tmp_path: Path, how: str) -> None:
    request = poured(tmp_path, layered(tmp_path / "layers.pdf", how))
    assert red(tmp_path / "packet.pdf") == 0
    assert "lost" not in proof.task(request)["pages"]


def test_a_stamp_on_a_layer_that_shows_is_kept(tmp_path: Path) -> None:
    request = poured(tmp_path, layered(tmp_path / "layers.pdf", "shown"))
    assert red(tmp_path / "packet.pdf") > 10_000
    assert proof.task(request)["pages"] == ["pixels"]


def _said(view: Name, event: Name, use: str) -> tuple[dict[str, object], pikepdf.Dictionary]:
    """A layer that recommends something, and the configuration that asks it."""
    state = pikepdf.Dictionary({f"/{use}State": view})
    usage = pikepdf.Dictionary({f"/{use}": state})
    return {"/Usage": usage}, pikepdf.Dictionary(Event=event, Category=pikepdf.Array([Name(f"/{use}")]))


LAYERS = {
    "asked-and-hidden": (False, *_said(Name.OFF, Name.View, "View")),
    "asked-and-shown": (True, *_said(Name.ON, Name.View, "View")),
    "not-printed": (True, *_said(Name.OFF, Name.Print, "Print")),
    "for-design": (True, {"/Intent": Name.Design}, None),
}


@pytest.mark.parametrize("how", LAYERS)
@pytest.mark.parametrize("where", ["content", "stamp"])
def test_layers_show_in_the_packet_as_they_do_on_the_screen(tmp_path: Path, how: str, where: str) -> None:
    shown, more, asked = LAYERS[how]
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf)
        layer = pdf.make_indirect(pikepdf.Dictionary({"/Type": Name.OCG, "/Name": "L"} | more))
        _belonging(pdf, page, where, layer)
        state = pikepdf.Dictionary() if how in {"asked-and-hidden", "not-printed"} else _off(layer)
        if asked is not None:
            asked = pikepdf.Dictionary(asked)
            asked.OCGs = pikepdf.Array([layer])
            state.AS = pikepdf.Array([asked])
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=state)
        makers.save(pdf, tmp_path / "layers.pdf")
    _show_alike(tmp_path, shown=shown)


CONDITIONS: dict[str, tuple[bool, Callable[[pikepdf.Object, pikepdf.Object], dict[str, object]]]] = {
    "all-off-of-one": (False, lambda on, off: {"/OCGs": pikepdf.Array([on, off]), "/P": Name.AllOff}),
    "any-on": (True, lambda on, off: {"/OCGs": pikepdf.Array([on, off]), "/P": Name.AnyOn}),
    "not-the-shown": (False, lambda on, _off: {"/VE": pikepdf.Array([Name.Not, on])}),
    "either": (True, lambda on, off: {"/VE": pikepdf.Array([Name.Or, off, pikepdf.Array([Name.And, on])])}),
}


@pytest.mark.parametrize("how", CONDITIONS)
@pytest.mark.parametrize("where", ["content", "stamp", "nested"])
def test_what_lies_on_layers_under_a_condition_shows_when_it_holds(tmp_path: Path, how: str, where: str) -> None:
    shown, condition = CONDITIONS[how]
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf)
        on, off = (pdf.make_indirect(pikepdf.Dictionary(Type=Name.OCG, Name=name)) for name in ("on", "off"))
        member = pdf.make_indirect(pikepdf.Dictionary({"/Type": Name.OCMD} | condition(on, off)))
        _belonging(pdf, page, where, member)
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([on, off]), D=_off(off))
        makers.save(pdf, tmp_path / "layers.pdf")
    _show_alike(tmp_path, shown=shown)


def test_a_hidden_layer_that_shows_in_the_packet_is_not_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf)
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=Name.OCG, Name="L"))
        _belonging(pdf, page, "content", layer)
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=_off(layer))
        makers.save(pdf, tmp_path / "layers.pdf")
    monkeypatch.setattr(pour, "_keep_hidden", lambda _packet, _hidden: None)
    assert proof.task(poured(tmp_path, tmp_path / "layers.pdf"))["pages"] == ["lost"]


def _off(layer: pikepdf.Object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(OFF=pikepdf.Array([layer]))


def _belonging(pdf: pikepdf.Pdf, page: pikepdf.Page, where: str, layer: pikepdf.Object) -> None:
    """Draws a red square that belongs to a layer."""
    look = pikepdf.Stream(pdf, b"0.9 0 0 rg 0 0 100 100 re f")
    look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, pikepdf.Array([0, 0, 100, 100])
    if where == "stamp":
        looks = pikepdf.Dictionary(N=pdf.make_indirect(look))
        stamp = pikepdf.Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[200, 200, 400, 400], F=4, AP=looks)
        stamp.OC = layer
        page.obj.Annots = pikepdf.Array([pdf.make_indirect(stamp)])
    elif where == "nested":
        look.OC = layer
        outer = pikepdf.Stream(pdf, b"/Inner Do")
        outer.Type, outer.Subtype, outer.BBox = Name.XObject, Name.Form, pikepdf.Array([0, 0, 100, 100])
        outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Inner=pdf.make_indirect(look)))
        page.obj.Resources.XObject = pikepdf.Dictionary(Outer=pdf.make_indirect(outer))
        page.contents_add(b"q 2 0 0 2 200 200 cm /Outer Do Q")
    else:
        page.obj.Resources.Properties = pikepdf.Dictionary(L=layer)
        page.contents_add(b"/OC /L BDC 0.9 0 0 rg 200 200 200 200 re f EMC")


def _show_alike(folder: Path, *, shown: bool) -> None:
    """Both viewers show it in the packet or neither does, and the proof agrees."""
    request = poured(folder, folder / "layers.pdf")
    assert (red(folder / "packet.pdf") > 0) is shown
    assert "lost" not in proof.task(request)["pages"]
    poppler = shutil.which("pdftoppm")
    if poppler:  # reads layers by rules of its own
        subprocess.run([poppler, "-r", "36", "-png", "-singlefile", folder / "packet.pdf", folder / "p"], check=True)
        values = np.asarray(Image.open(folder / "p.png").convert("RGB"), np.int16)
        assert bool((values[..., 0] - values[..., 1] > 80).any()) is shown
