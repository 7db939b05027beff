"""Values of form fields that have no picture of themselves: shown, found and proved, or refused by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Name

from core.derive import proof, values
from core.derive.marking import outlines
from core.derive.worker import TaskFailed
from tests.core.packet import makers
from tests.core.packet.test_packet_seals import poured, red


def form_without_looks(path: Path, kind: Name, value: str) -> Path:
    """Writes a page with a field that has a value and no picture of itself, and one whose picture is its own."""
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf)
        look = pikepdf.Stream(pdf, b"0.9 0 0 rg 0 0 100 100 re f")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, pikepdf.Array([0, 0, 100, 100])
        values = {"/Type": Name.Annot, "/Subtype": Name.Widget, "/FT": kind, "/F": 4, "/DA": "/Helv 12 Tf 0 g"}
        bare = pikepdf.Dictionary(values | {"/T": "a", "/V": value, "/Rect": [100, 300, 300, 320]})
        if kind == Name.Ch:
            bare.Ff, bare.Opt = 1 << 17, pikepdf.Array([value, "other"])
        own = pikepdf.Dictionary(values | {"/T": "b", "/FT": Name.Tx, "/V": "drawn", "/Rect": [100, 100, 200, 200]})
        own.AP = pikepdf.Dictionary(N=pdf.make_indirect(look))
        fields = pikepdf.Array([pdf.make_indirect(bare), pdf.make_indirect(own)])
        font = pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=pdf.make_indirect(font)))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields, DR=resources, DA="/Helv 12 Tf 0 g")
        page.obj.Annots = fields
        return makers.save(pdf, path)


@pytest.mark.parametrize(("kind", "value"), [(Name.Tx, "JY-2026-0815"), (Name.Ch, "Guangdong"), (Name.Ch, "")])
def test_a_field_without_a_picture_of_itself_shows_its_value(tmp_path: Path, kind: Name, value: str) -> None:
    request = poured(tmp_path, form_without_looks(tmp_path / "form.pdf", kind, value))
    with pypdfium2.PdfDocument(tmp_path / "packet.pdf") as pdf:
        assert value in pdf[0].get_textpage().get_text_bounded()
    assert red(tmp_path / "packet.pdf") > 5000  # the picture of the other field is still its own
    assert proof.task(request)["pages"] == ["pixels"]


CHINESE = "杭州示例食品有限公司"


def filled_form(path: Path, value: str, *, anew: bool = False, **more: object) -> Path:
    """Writes a page with one text field that has a value and no picture of it."""
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf)
        field = pikepdf.Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="a", V=value, F=4)
        field.Rect, field.DA = pikepdf.Array([100, 250, 300, 320]), "/Helv 12 Tf 0 0 1 rg"
        for key, given in more.items():
            field[f"/{key}"] = given
        fields = pikepdf.Array([pdf.make_indirect(field)])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=fields, NeedAppearances=anew)
        page.obj.Annots = fields
        return makers.save(pdf, path)


@pytest.mark.parametrize(
    ("value", "more"),
    [
        (CHINESE, {}),
        (CHINESE, {"anew": True}),
        (f"{CHINESE}\n浙江省杭州市示例路一号 Room 2", {"Ff": 1 << 12}),
        ("Émile Zürich", {"Q": 2}),
        ("330106", {"Ff": 1 << 24, "MaxLen": 6}),
        (CHINESE, {"MK": pikepdf.Dictionary(R=90)}),
        (CHINESE * 3, {}),
    ],
)
def test_a_value_that_needs_more_than_one_byte_fonts_is_shown_and_found(
    tmp_path: Path, value: str, more: dict[str, Any]
) -> None:
    request = poured(tmp_path, filled_form(tmp_path / "form.pdf", value, **more))
    with pypdfium2.PdfDocument(tmp_path / "packet.pdf") as pdf:
        text = pdf[0].get_textpage().get_text_bounded()
        picture = np.asarray(pdf[0].render(scale=1).to_pil().convert("RGB"), np.int16)
    assert "".join(value.split()) in "".join(text.split())
    assert (picture[..., 2] - picture[..., 0] > 80).sum() > 100  # in the colour that the field asks for
    assert proof.task(request)["pages"] == ["pixels"]


@pytest.mark.parametrize("value", ["有限公司\U000e0041", CHINESE * 40])
def test_a_value_that_cannot_be_shown_whole_is_refused_by_name(tmp_path: Path, value: str) -> None:
    with pytest.raises(TaskFailed) as failed:
        poured(tmp_path, filled_form(tmp_path / "form.pdf", value))
    assert failed.value.code == "field-text"


def test_a_value_that_the_packet_does_not_say_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled_form(tmp_path / "form.pdf", CHINESE)
    monkeypatch.setattr(values, "outlines", lambda text, font: outlines(text[::-1], font))
    request = poured(tmp_path, path)
    monkeypatch.undo()
    assert proof.task(request)["pages"] == ["lost"]


def test_a_plain_value_whose_font_is_missing_is_drawn_with_one_that_is_there(tmp_path: Path) -> None:
    request = poured(tmp_path, filled_form(tmp_path / "form.pdf", "Bravo Ltd"))
    assert proof.task(request)["pages"] == ["pixels"]
    with pikepdf.open(tmp_path / "packet.pdf") as pdf:
        written = b"".join(item.read_bytes() for item in _forms(pdf))
    assert b"/Helv" not in written  # some viewers show nothing where a font is unknown
    with pypdfium2.PdfDocument(tmp_path / "packet.pdf") as pdf:
        assert "Bravo Ltd" in pdf[0].get_textpage().get_text_bounded()


def _forms(pdf: pikepdf.Pdf) -> list[pikepdf.Stream]:
    return [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Form]
