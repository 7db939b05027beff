"""No seal is lost on the way into the packet, and if one were, the proof would say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import Image

from core.derive import flat, pixels, proof, worker
from core.derive.geometry import placed, sheet_for
from core.derive.picture import bare_jpeg
from core.derive.worker import TaskFailed
from core.probe.limits import Limits
from core.probe.serving import _guarded
from tests.core.packet import makers

KINDS: dict[str, Callable[[Path], Path]] = {
    "stamp": makers.stamped,
    "stamp-90": lambda path: makers.stamped(path, 90),
    "stamp-180": lambda path: makers.stamped(path, 180),
    "stamp-270-wide": lambda path: makers.stamped(path, 270, (842, 595)),
    "signature": makers.signed,
    "signature-90": lambda path: makers.signed(path, 90),
    "signature-270": lambda path: makers.signed(path, 270),
    "image": lambda path: makers.scanned(path, 1, seed=3, size=(620, 877), noise=False),
    "acting": makers.acting,
}


def frames_of(sheets: list[dict[str, object]]) -> bytes:
    """Lays out empty sheets with plain Typst, so that this test stands apart from the packet's own template."""
    import typst

    pages = "".join(f"#page(width: {s['width']}pt, height: {s['height']}pt)[]" for s in sheets)
    return typst.compile(pages.encode())  # type: ignore[no-any-return]


def poured(folder: Path, original: Path, kind: str = "pdf") -> dict[str, object]:
    """Derives and pours one file; returns the request that proves it."""
    derived, packet = folder / "derived.pdf", folder / "packet.pdf"
    sizes = flat.task({"source": str(original), "target": str(derived), "kind": kind})["pages"]
    sheets = [asdict(sheet_for(*size)) for size in sizes]
    (folder / "frames.pdf").write_bytes(frames_of(sheets))
    exhibits = [{"source": str(derived), "sheets": sheets}]
    makers.pour_onto(folder / "frames.pdf", packet, exhibits)
    return {"source": str(original), "kind": kind, "packet": str(packet), "first": 0, "sheets": sheets}


def red(path: Path, page: int = 0) -> int:
    with pypdfium2.PdfDocument(path) as pdf:
        if pdf.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
            pdf.init_forms()
        drawn = pdf[page].render(scale=1, may_draw_forms=True).to_pil().convert("RGB")
    values = np.asarray(drawn, np.int16)
    return int((values[..., 0] - np.maximum(values[..., 1], values[..., 2]) > 40).sum())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_seal_is_found_again(tmp_path: Path, kind: str) -> None:
    request = poured(tmp_path, KINDS[kind](tmp_path / "original.pdf"))
    before, after = red(tmp_path / "original.pdf"), red(tmp_path / "packet.pdf")
    assert "lost" not in proof.task(request)["pages"]
    assert (after > 300) == (before > 300) == (kind != "acting")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.startswith(("stamp", "signature"))])
def test_a_seal_that_was_not_flattened_is_missed(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flat, "_flatten", lambda pdf: None)
    request = poured(tmp_path, KINDS[kind](tmp_path / "original.pdf"))
    assert red(tmp_path / "packet.pdf") == 0
    assert proof.task(request)["pages"] == ["lost"]


def test_a_turned_page_a_blank_page_and_another_page_are_missed(tmp_path: Path) -> None:
    original = makers.plain(tmp_path / "original.pdf", 2)
    request = poured(tmp_path, original)
    assert proof.task(request)["pages"] == ["bytes", "bytes"]

    def changed(change: Callable[[pikepdf.Pdf], None]) -> list[str]:
        with pikepdf.open(tmp_path / "packet.pdf") as pdf:
            change(pdf)
            pdf.save(tmp_path / "changed.pdf")
        return proof.task(request | {"packet": str(tmp_path / "changed.pdf")})["pages"]  # type: ignore[no-any-return]

    def form(pdf: pikepdf.Pdf, page: int) -> pikepdf.Object:
        return pdf.pages[page].obj.Resources.XObject.Exhibit

    def turn(pdf: pikepdf.Pdf) -> None:
        form(pdf, 0).Matrix = pikepdf.Array([-1, 0, 0, -1, 595, 842])

    def blank(pdf: pikepdf.Pdf) -> None:
        form(pdf, 1).write(b" ")

    def swap(pdf: pikepdf.Pdf) -> None:
        one, two = form(pdf, 0), form(pdf, 1)
        pdf.pages[0].obj.Resources.XObject.Exhibit = two
        pdf.pages[1].obj.Resources.XObject.Exhibit = one

    assert changed(lambda pdf: None) == ["bytes", "bytes"]
    assert changed(turn) == ["lost", "bytes"]
    assert changed(blank) == ["bytes", "lost"]
    assert "lost" in changed(swap)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_whichever_way_the_phone_was_held(tmp_path: Path, orientation: int) -> None:
    from PIL import Image, ImageOps

    photo = makers.photo(tmp_path / "photo.jpg", orientation, size=(900, 600))
    request = poured(tmp_path, photo, "jpeg")
    assert proof.task(request)["pages"] == ["bytes"]
    with Image.open(photo) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    with pypdfium2.PdfDocument(tmp_path / "derived.pdf") as pdf:
        drawn = pdf[0].render(scale=2).to_pil().convert("RGB")
    assert (drawn.width > drawn.height) == (upright.width > upright.height)
    assert pixels.same_picture(upright.resize((600, 600)), drawn.resize((600, 600)))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I;16B", "CMYK"])
def test_pictures_of_every_mode_go_in_pixel_by_pixel(tmp_path: Path, mode: str) -> None:
    from PIL import Image

    path = tmp_path / ("p.tif" if mode in {"CMYK", "I;16B"} else "p.png")
    if mode.startswith("I;16"):
        Image.new(mode, (40, 30), 30000).save(path)
    else:
        makers.picture((400, 300)).convert(mode).save(path)
    request = poured(tmp_path, path, "tiff" if path.suffix == ".tif" else "png")
    assert proof.task(request)["pages"] == ["bytes"]


def test_a_picture_with_several_frames_has_a_page_for_each(tmp_path: Path) -> None:
    frames = [makers.picture((300, 400), seed=seed) for seed in range(3)]
    frames[0].save(tmp_path / "many.tif", save_all=True, append_images=frames[1:])
    assert proof.task(poured(tmp_path, tmp_path / "many.tif", "tiff"))["pages"] == ["bytes"] * 3


@pytest.mark.parametrize("ending", ["png", "webp"])
def test_a_moving_picture_is_one_page(tmp_path: Path, ending: str) -> None:
    frames = [makers.picture((300, 400), seed=seed) for seed in range(3)]
    path = tmp_path / f"moving.{ending}"
    frames[0].save(path, save_all=True, append_images=frames[1:], lossless=True)
    assert proof.task(poured(tmp_path, path, ending))["pages"] == ["bytes"]


@pytest.mark.parametrize("word", ["Digitally signed by the holder", "2026-11-22"])
def test_text_of_a_field_is_proved_and_its_loss_is_not(
    tmp_path: Path, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = makers.filled(tmp_path / "original.pdf", word)
    assert proof.task(poured(tmp_path, path))["pages"] == ["pixels"]
    monkeypatch.setattr(flat, "_flatten", lambda pdf: None)
    assert proof.task(poured(tmp_path, path))["pages"] == ["lost"]


def test_a_jpeg_is_bared_of_what_the_camera_wrote_and_keeps_its_pixels(tmp_path: Path) -> None:
    import io

    whole = makers.photo(tmp_path / "a.jpg", 1, comment=b"SECRET").read_bytes()
    bare = bare_jpeg(whole)
    assert b"SECRET" in whole
    assert b"SECRET" not in bare
    assert Image.open(io.BytesIO(bare)).tobytes() == Image.open(io.BytesIO(whole)).tobytes()
    assert bare_jpeg(whole[:30]) == whole[:30]


def test_an_encrypted_exhibit_is_told_apart(tmp_path: Path) -> None:
    path = makers.plain(tmp_path / "a.pdf")
    with pikepdf.open(path) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="x", owner="y"))
        pdf.save(tmp_path / "owner.pdf", encryption=pikepdf.Encryption(user="", owner="y"))
    with pytest.raises(TaskFailed, match="encrypted"):
        flat.task({"source": str(tmp_path / "locked.pdf"), "target": str(tmp_path / "out.pdf"), "kind": "pdf"})
    assert proof.task(poured(tmp_path, tmp_path / "owner.pdf"))["pages"] == ["bytes"]
    with pikepdf.open(tmp_path / "packet.pdf") as pdf:
        assert not pdf.is_encrypted


def test_a_page_that_only_links_elsewhere_is_proved_by_its_bytes(tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf)
        link = pikepdf.Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 50, 50])
        page.obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
        makers.save(pdf, tmp_path / "links.pdf")
    assert proof.task(poured(tmp_path, tmp_path / "links.pdf"))["pages"] == ["bytes"]


@pytest.mark.parametrize("rotate", [0, 90])
def test_a_page_that_a_printer_would_trim_is_shown_whole_and_proved_by_its_bytes(tmp_path: Path, rotate: int) -> None:
    with pikepdf.open(makers.plain(tmp_path / "plain.pdf", 1, rotate=rotate)) as pdf:
        pdf.pages[0].obj.TrimBox = pikepdf.Array([42, 42, 438, 636])
        makers.save(pdf, tmp_path / "trimmed.pdf")
    assert proof.task(poured(tmp_path, tmp_path / "trimmed.pdf"))["pages"] == ["bytes"]


@pytest.mark.parametrize("ink", ["0.25 0.45 1", "0.1 0.8 0.2", "1 0.8 0", "0.4 0.6 1"])
def test_a_signature_in_bright_ink_is_found_again_and_missed_when_it_is_lost(
    tmp_path: Path, ink: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf)
        look = pikepdf.Stream(pdf, f"{ink} RG 2 w 5 10 m 30 60 60 5 90 50 c 120 90 100 10 145 35 c S".encode())
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, pikepdf.Array([0, 0, 150, 70])
        looks = pikepdf.Dictionary(N=pdf.make_indirect(look))
        drawn = pikepdf.Dictionary(Type=Name.Annot, Subtype=Name.Ink, Rect=[300, 100, 450, 170], F=4, AP=looks)
        page.obj.Annots = pikepdf.Array([pdf.make_indirect(drawn)])
        signed = makers.save(pdf, tmp_path / "signed.pdf")
    assert proof.task(poured(tmp_path, signed))["pages"] == ["pixels"]
    monkeypatch.setattr(flat, "_flatten", lambda _pdf: None)
    assert proof.task(poured(tmp_path, signed))["pages"] == ["lost"]


def test_pages_are_poured_inside_their_frame(tmp_path: Path) -> None:
    for size in ((595, 842), (842, 595), (100, 2000), (3000, 50), (10, 10)):
        sheet = sheet_for(*size)
        scale, x, y = placed(sheet, *size)
        left, top, right, bottom = sheet.frame
        assert x >= left - 0.01
        assert x + size[0] * scale <= right + 0.01
        assert y >= sheet.height - bottom - 0.01
        assert y + size[1] * scale <= sheet.height - top + 0.01
        assert (sheet.width > sheet.height) == (size[0] > size[1])


def test_a_task_that_fails_answers_with_a_code_and_never_raises(tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    request = {"task": "derive", "source": str(tmp_path / "bad.pdf"), "target": str(tmp_path / "x"), "kind": "pdf"}
    # A source that is no longer there was on a disk that went away: no paper is at fault.
    gone = request | {"source": str(tmp_path / "none.pdf")}
    for asked, code in ((request, "unreadable"), (gone, "disk"), ({"task": "nonsense"}, "unreadable")):
        answer, _pixels = _guarded(worker._answer, asked, Limits())
        assert answer["failed"] == code
