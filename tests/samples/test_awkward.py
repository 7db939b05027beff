"""The awkward files are what they claim, seen by readers that did not make them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageOps

from tests.samples import make_awkward as make


def test_every_maker_is_offered_under_a_name_and_says_why(tmp_path: Path) -> None:
    places = make.write_all(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == set(make.AWKWARD) == set(places)
    assert all(maker.__doc__ for maker in make.AWKWARD.values())


def test_the_plain_ones_are_plain() -> None:
    assert [p.extract_text().strip() for p in pypdf.PdfReader(BytesIO(make.plain_pdf())).pages] == ["Page 1", "Page 2"]
    assert Image.open(BytesIO(make.plain_jpeg())).info["dpi"] == (150, 150)


def test_the_encrypted_one_needs_its_password_and_the_restricted_one_does_not() -> None:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(make.encrypted_pdf()))
    with pikepdf.open(BytesIO(make.restricted_pdf())) as pdf:
        assert pdf.is_encrypted
        assert not pdf.allow.extract


@pytest.mark.parametrize("maker", [make.truncated_pdf, make.garbage_pdf, make.pageless_pdf, make.renamed_png])
def test_no_page_can_be_seen_in_what_is_broken(maker: object) -> None:
    assert callable(maker)
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(maker())


def test_the_mended_one_opens_with_a_warning() -> None:
    with pikepdf.open(BytesIO(make.mended_pdf()), suppress_warnings=True) as pdf:
        assert len(pdf.pages) == 2
        assert pdf.get_warnings()


def test_what_acts_is_where_readers_look_for_it() -> None:
    script = pypdf.PdfReader(BytesIO(make.javascript_pdf())).trailer["/Root"]["/OpenAction"]
    assert script["/S"] == "/JavaScript"
    link = pypdf.PdfReader(BytesIO(make.launching_pdf())).pages[0]["/Annots"][0].get_object()
    assert link["/A"]["/S"] == "/Launch"
    assert pypdf.PdfReader(BytesIO(make.carrying_pdf())).attachments == {"inside.txt": [b"inside"]}


def test_pages_turn_lie_and_are_cropped_as_seen() -> None:
    sizes = [p.get_size() for p in pypdfium2.PdfDocument(make.turned_pdf())]
    assert sizes == [(595, 842), (842, 595), (595, 842), (842, 595)]
    assert [p.get_size() for p in pypdfium2.PdfDocument(make.landscape_pdf())][1] == (842, 595)
    assert pypdfium2.PdfDocument(make.cropped_pdf())[0].get_size() == (400, 500)


@pytest.mark.parametrize(("maker", "subtype"), [(make.stamped_pdf, "/Stamp"), (make.widget_sealed_pdf, "/Widget")])
def test_seals_are_annotations(maker: object, subtype: str) -> None:
    assert callable(maker)
    page = pypdf.PdfReader(BytesIO(maker())).pages[0]
    assert [a.get_object()["/Subtype"] for a in page["/Annots"]] == [subtype]


def test_the_twice_saved_one_has_two_ends_and_still_opens() -> None:
    source = make.twice_saved_pdf()
    assert source.count(b"%%EOF") == 2
    with pikepdf.open(BytesIO(source)) as pdf:
        assert len(pdf.pages) == 1
        assert not pdf.get_warnings()


def test_pictures_are_as_awkward_as_they_say() -> None:
    turned = Image.open(BytesIO(make.turned_jpeg()))
    assert (turned.size, ImageOps.exif_transpose(turned).size) == ((1754, 1240), (1240, 1754))
    assert Image.open(BytesIO(make.cmyk_jpeg())).mode == "CMYK"
    assert Image.open(BytesIO(make.clear_png())).getchannel("A").getextrema() == (0, 255)
    with pytest.raises(OSError, match="truncated"):
        Image.open(BytesIO(make.truncated_jpeg())).load()
    with pytest.raises(Image.DecompressionBombError):
        Image.open(BytesIO(make.bomb_png()))
    assert len(make.bomb_png()) < 10_000
