"""What a person asks to mask is gone from the packet: from its bytes, its text and its pixels."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from core.derive import flat, masking, proof
from core.derive.worker import TaskFailed
from core.errors import BuildRefused, ProofFailed
from core.model import Claim, ClaimKind, ExhibitRef, Field, FieldSource, Finding, Level, Mask, Paper
from core.packet import BuiltPacket, verify
from tests.core.packet import makers, parts
from tests.core.packet.conftest import Make, Ready, facts_of
from tests.core.packet.test_packet_seals import poured

NUMBER = "110101199003070000"
# Around the line of text that `makers.text_page` writes in the middle of the sheet.
MIDDLE = (0.1, 0.44, 0.95, 0.54)


def streams(content: bytes) -> Iterable[bytes]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                yield item.read_raw_bytes()
                if item.get("/Filter") != "/DCTDecode":
                    yield item.read_bytes()


def entry(built: BuiltPacket, name: str) -> bytes:
    with zipfile.ZipFile(built.path) as archive:
        return archive.read(name)


def numbered(path: Path, pages: int = 2) -> Path:
    with pikepdf.Pdf.new() as pdf:
        for _page in range(pages):
            makers.text_page(pdf, word=NUMBER)
        return makers.save(pdf, path)


def masked(request: dict[str, object], source: Path, folder: Path, kind: str, masks: list[dict[str, object]]) -> object:
    """Derives with masks, pours what came of it and proves it."""
    derived = folder / "derived.pdf"
    flat.task({"source": str(source), "target": str(derived), "kind": kind, "masks": masks})
    exhibits = [{"source": str(derived), "sheets": request["sheets"]}]
    makers.pour_onto(folder / "frames.pdf", Path(str(request["packet"])), exhibits)
    return proof.task(request | {"masks": masks})["pages"]


def test_a_masked_number_is_in_no_stream_no_text_and_no_pixel(make: Make, tmp_path: Path) -> None:
    ready = make(numbered(tmp_path / "身份证.pdf", 1))
    (paper,) = ready.case.papers
    shown = ready.build()
    assert NUMBER in "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(entry(shown, "packet.pdf"))).pages
    )
    ready.case = replace(ready.case, papers=(replace(paper, masks=(Mask(1, MIDDLE),)),))
    built = ready.build()
    content = entry(built, "packet.pdf")
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert NUMBER not in "".join(page.extract_text() for page in reader.pages)
    assert not [stream for stream in streams(content) if NUMBER.encode() in stream]
    page = pypdfium2.PdfDocument(content)[len(reader.pages) - 1].render(scale=2).to_pil()
    portal = Image.open(io.BytesIO(entry(built, "portal/images/01-附件1-1.jpg")))
    wide, high = portal.size
    inside = portal.crop((int(0.11 * wide), int(0.45 * high), int(0.94 * wide), int(0.53 * high)))
    for picture in (page.crop((190, 775, 1050, 885)), inside):
        assert np.asarray(picture.convert("L")).max() < 48
    assert json.loads(entry(built, "manifest.json"))["masked"] == [
        {"source": "P1", "pages": [1], "original": "withheld"}
    ]
    # The original stays what it is, in the case; it does not go out.
    with zipfile.ZipFile(built.path) as archive:
        assert not [name for name in archive.namelist() if name.startswith("originals/")]
    ready.casefile.copy_original(paper.sha256, tmp_path / "kept.pdf")
    assert (tmp_path / "kept.pdf").read_bytes() == (tmp_path / "身份证.pdf").read_bytes()


def test_only_the_masked_page_becomes_a_picture(tmp_path: Path) -> None:
    source = numbered(tmp_path / "a.pdf")
    request = poured(tmp_path, source)
    assert masked(request, source, tmp_path, "pdf", [{"page": 2, "box": MIDDLE}]) == ["bytes", "masked"]


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photo_is_masked_where_it_is_shown(tmp_path: Path, orientation: int) -> None:
    photo = makers.photo(tmp_path / "p.jpg", orientation, size=(900, 600))
    request = poured(tmp_path, photo, "jpeg")
    box = (0.05, 0.05, 0.4, 0.2)
    assert masked(request, photo, tmp_path, "jpeg", [{"page": 1, "box": box}]) == ["masked"]
    picture = pypdfium2.PdfDocument(tmp_path / "derived.pdf")[0].render(scale=2).to_pil().convert("L")
    wide, high = picture.size
    inside = picture.crop((int(0.06 * wide), int(0.06 * high), int(0.39 * wide), int(0.19 * high)))
    assert np.asarray(inside).max() < 48


@pytest.mark.parametrize(
    "box", [(0, 0, 0.001, 0.001), (0.999, 0.999, 1, 1), (0, 0.5, 1, 0.5005), (-0.1, -0.1, 0.2, 0.2), (0, 0, 1, 1)]
)
def test_a_mask_of_a_pixel_or_over_an_edge_is_one(tmp_path: Path, box: masking.Box) -> None:
    source = makers.plain(tmp_path / "a.pdf", rotate=90)
    assert masked(poured(tmp_path, source), source, tmp_path, "pdf", [{"page": 1, "box": box}]) == ["masked"]
    with pypdfium2.PdfDocument(tmp_path / "derived.pdf") as pdf:
        picture = np.asarray(pdf[0].render(scale=200 / 72).to_pil().convert("L"))
    high, wide = picture.shape
    left, top = (max(side, 0) + 1e-4 for side in box[:2])
    assert picture[int(top * high), int(left * wide)] < 48


def test_a_seal_beside_the_mask_is_still_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = makers.stamped(tmp_path / "a.pdf")
    request = poured(tmp_path, source)
    masks: list[dict[str, object]] = [{"page": 1, "box": (0.1, 0.02, 0.5, 0.1)}]
    assert masked(request, source, tmp_path, "pdf", masks) == ["masked"]
    monkeypatch.setattr(flat, "_flatten", lambda pdf: None)
    assert masked(request, source, tmp_path, "pdf", masks) == ["lost"]


def test_a_mask_that_hides_nothing_is_missed_by_no_proof(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = numbered(tmp_path / "a.pdf", 1)
    request = poured(tmp_path, source)
    masks: list[dict[str, object]] = [{"page": 1, "box": MIDDLE}]
    assert proof.task(request | {"masks": masks})["pages"] == ["lost"]

    def outlined(picture: Image.Image, boxes: Iterable[masking.Box]) -> Image.Image:
        copy = picture.convert("RGB")
        for left, top, right, bottom in boxes:
            corners = (left * copy.width, top * copy.height, right * copy.width, bottom * copy.height)
            ImageDraw.Draw(copy).rectangle(corners, outline="black")
        return copy

    monkeypatch.setattr(masking, "painted", outlined)
    assert masked(request, source, tmp_path, "pdf", masks) == ["lost"]


def test_a_mask_on_a_page_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    source = numbered(tmp_path / "a.pdf", 1)
    with pytest.raises(TaskFailed, match="mask"):
        masked(poured(tmp_path, source), source, tmp_path, "pdf", [{"page": 2, "box": MIDDLE}])


ID = "110101199003070000"


def all_texts(built: BuiltPacket) -> Iterable[tuple[str, bytes]]:
    """Yields every byte stream of a packet, unpacked as far as it goes: names, entries, parts of DOCX, PDF streams."""
    with zipfile.ZipFile(built.path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            yield name, name.encode()
            yield name, content
            if name.endswith(".pdf"):
                yield from ((name, stream) for stream in (*streams(content), texts_of_pdf(content)))
            if name.endswith(".docx"):
                with zipfile.ZipFile(io.BytesIO(content)) as inner:
                    yield from ((f"{name}/{part}", inner.read(part)) for part in inner.namelist())


def texts_of_pdf(content: bytes) -> bytes:
    with pypdfium2.PdfDocument(content) as pdf:
        text = "".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
    return "".join(text.split()).encode()


def spellings(number: str) -> list[bytes]:
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    texts = (number, spaced, number.encode("utf-16-be").hex(), number.encode().hex(), number[::-1])
    return [text.encode(code) for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be", "gbk")]


def leaks(built: BuiltPacket, number: str = ID) -> set[str]:
    return {where for where, content in all_texts(built) for spelt in spellings(number) if spelt in content}


def id_card(ready: Ready, masks: tuple[Mask, ...], **changes: object) -> Paper:
    """The first paper as an identity card whose number was read on it, found under the mask."""
    fields = (
        Field("number", f"{ID[:6]} {ID[6:]}", FieldSource.TEXT, True, 1, MIDDLE),
        Field("holder", "周若琳", FieldSource.TYPED, True),
    )
    return replace(ready.case.papers[0], type="id-card", fields=fields, masks=masks, **changes)  # type: ignore[arg-type]


def test_a_masked_number_is_in_no_byte_of_anything_in_the_packet(make: Make, tmp_path: Path) -> None:
    photo = makers.photo(tmp_path / "b.jpg", size=(600, 800))
    ready = make(numbered(tmp_path / "身份证.pdf", 2), photo)
    masks = (Mask(1, MIDDLE), Mask(2, MIDDLE))
    finding = Finding("number", "checksum", Level.WARN, f"号码 {ID} 的校验位不符。", quote=ID, paper="P1")
    report = replace(parts.CLEAN, findings=(finding,))
    for chosen in ((), masks):
        ready.case = replace(ready.case, papers=(id_card(ready, chosen), *ready.case.papers[1:]))
        built = ready.build(report=report)
        seen = leaks(built)
        if not chosen:  # then it stands everywhere, so this test would see it
            assert seen >= {"packet.pdf", "readiness.json", "originals/02-身份证.pdf"}
            assert [name for name in seen if name.startswith("portal/pdf/")]
    assert seen == set()
    told = json.loads(entry(built, "readiness.json"))
    assert [f["quote"] for f in told["findings"] if f["check"] == "number"] == ["〔已遮盖〕"]
    assert "附件2有遮盖" in entry(built, "portal/上传清单.txt").decode("utf-8-sig")
    assert verify(built.path).intact


def test_the_recogniser_reads_no_masked_number_in_any_picture_of_the_packet(make: Make, tmp_path: Path) -> None:
    from core.reading import Reader

    ready = make(numbered(tmp_path / "身份证.pdf", 1))
    pictures = []
    for name, masks in (("open", ()), ("masked", (Mask(1, MIDDLE),))):
        ready.case = replace(ready.case, papers=(id_card(ready, masks),))
        built = ready.build()
        pictures.append(tmp_path / f"{name}.png")
        with pypdfium2.PdfDocument(entry(built, "packet.pdf")) as pdf:
            pdf[len(pdf) - 1].render(scale=2).to_pil().save(pictures[-1])
    pictures.append(tmp_path / "masked.jpg")
    pictures[-1].write_bytes(entry(built, "portal/images/01-附件1-1.jpg"))
    with Reader() as reader:
        pages = {path.name: reader.read(path, facts_of(path)) for path in pictures}
    read = {name: "".join(reading.text for reading in readings).replace(" ", "") for name, readings in pages.items()}
    assert ID in read["open.png"]
    assert not any(ID[6:14] in read[name] for name in ("masked.png", "masked.jpg"))


@pytest.mark.parametrize("place", ["claim", "file", "owner", "other paper", "twin"])
def test_a_masked_number_that_would_still_be_shown_is_told_beforehand(make: Make, tmp_path: Path, place: str) -> None:
    name = f"身份证{ID}.pdf" if place == "file" else "身份证.pdf"
    files = [numbered(tmp_path / name, 1)]
    if place in {"other paper", "twin"}:
        files.append(numbered(tmp_path / "另一份.pdf", 1 if place == "twin" else 2))
    ready = make(*files)
    ready.case = replace(ready.case, papers=(id_card(ready, (Mask(1, MIDDLE),)), *ready.case.papers[1:]))
    if place == "claim":
        said = Claim("C1", "N1", ClaimKind.FACT, f"法定代表人身份证号{ID[:6]}-{ID[6:]}。", (ExhibitRef("P1"),))
        ready.case = replace(ready.case, claims=(said,))
    if place == "owner":
        ready.case = replace(ready.case, entity=replace(ready.case.entity, contact=f"周若琳 {ID}"))
    with pytest.raises(BuildRefused, match="packet/masked-shown"):
        ready.plan()


def test_a_number_only_the_papers_own_text_knows_is_still_kept_out(make: Make, tmp_path: Path) -> None:
    """Nobody read or typed it, but it lies under the mask and in the letter: the build finds it and stops."""
    ready = make(numbered(tmp_path / "身份证.pdf", 1))
    (paper,) = ready.case.papers
    said = Claim("C1", "N1", ClaimKind.FACT, f"证号{ID}。", (ExhibitRef("P1"),))
    ready.case = replace(ready.case, papers=(replace(paper, masks=(Mask(1, MIDDLE),)),), claims=(said,))
    with pytest.raises(ProofFailed, match="packet/masked-shown"):
        ready.build()
    assert list(ready.out.iterdir()) == []


def test_a_number_written_digit_by_digit_is_known_as_a_whole(tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        page = makers.text_page(pdf)
        digits = b" ".join(b"1 0 0 1 %d 421 Tm (%c) Tj" % (80 + 20 * n, ord(sign)) for n, sign in enumerate(ID))
        page.obj.Contents = pikepdf.Stream(pdf, b"BT /F1 36 Tf " + digits + b" ET")
        source = makers.save(pdf, tmp_path / "a.pdf")
    assert ID in masking.texts_under(source, {1: [MIDDLE]})


def alternate(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    text = (b"\xfe\xff" + ID.encode("utf-16-be")).hex().encode()
    drawn = page.obj.Contents.read_bytes()
    page.obj.Contents = pikepdf.Stream(pdf, b"/Span <</ActualText <" + text + b">>> BDC " + drawn + b" EMC")


def described(_pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.obj.Resources.Properties = pikepdf.Dictionary(MC0=pikepdf.Dictionary(Alt=pikepdf.String(ID)))


def remarked(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.obj.Contents = pikepdf.Stream(pdf, b"% " + ID.encode() + b"\n" + page.obj.Contents.read_bytes())


def undrawn(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    form = pikepdf.Stream(pdf, f"BT /F1 36 Tf 80 421 Td ({ID}) Tj ET".encode())
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 595, 842])
    page.obj.Resources.XObject = pikepdf.Dictionary(Unused=pdf.make_indirect(form))


def called(_pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.obj.Resources.Font[f"/N{ID}"] = page.obj.Resources.Font.F1


def layered(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String(f"层{ID}")))
    settings = pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=settings)
    page.obj.Resources.Properties = pikepdf.Dictionary(MC0=layer)


def photographed(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 60), "red").save(buffer, "JPEG", comment=ID.encode())
    values = pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=60, Height=60)
    values.BitsPerComponent, values.ColorSpace = 8, pikepdf.Name.DeviceRGB
    values.Filter = pikepdf.Name.DCTDecode
    picture = pikepdf.Stream(pdf, buffer.getvalue(), values)
    page.obj.Resources.XObject = pikepdf.Dictionary(Im=pdf.make_indirect(picture))
    page.obj.Contents = pikepdf.Stream(pdf, page.obj.Contents.read_bytes() + b" q 90 0 0 90 80 200 cm /Im Do Q")


WAYS = [alternate, described, remarked, undrawn, called, layered, photographed]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_masked_number_hidden_on_another_page_of_the_paper_goes_too(
    tmp_path: Path, way: Callable[[pikepdf.Pdf, pikepdf.Page], None]
) -> None:
    """The other page does not show it: alternate text, a comment, a name, a note in a picture, a form nobody draws."""
    with pikepdf.Pdf.new() as pdf:
        makers.text_page(pdf, word=ID)
        way(pdf, makers.text_page(pdf, word="OTHER"))
        source = makers.save(pdf, tmp_path / "a.pdf")
    request = poured(tmp_path, source)
    assert proof.task(request)["pages"] != ["lost", "lost"]
    assert masked(request, source, tmp_path, "pdf", [{"page": 1, "box": MIDDLE}]) == ["masked", "pixels"]
    kept = [*streams((tmp_path / "derived.pdf").read_bytes()), *words_of(tmp_path / "derived.pdf")]
    assert not [content for content in kept for spelt in spellings(ID) if spelt in content.lower()]


def words_of(path: Path) -> Iterable[bytes]:
    """Yields a PDF's names and strings, as they would be written."""
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            plain = item.stream_dict if isinstance(item, pikepdf.Stream) else item
            yield plain.unparse()


def test_a_file_that_cannot_be_masked_is_not_handed_out(make: Make, tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(b"PK\x05\x06" + bytes(18))
    ready = make(tmp_path / "表.xlsx")
    (paper,) = ready.case.papers
    ready.case = replace(ready.case, papers=(replace(paper, masks=(Mask(1, MIDDLE),)),))
    with pytest.raises(BuildRefused, match="packet/masked-shown"):
        ready.plan()
    built = ready.build(draft=True)
    with zipfile.ZipFile(built.path) as archive:
        assert not [name for name in archive.namelist() if name.startswith("originals/")]
