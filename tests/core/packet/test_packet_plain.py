"""Plain papers are poured from their own files: only those from which nothing would have been left behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from core.derive import carrying, flat
from core.derive.binding import Binding, Raw, write_out
from core.derive.originals import Original
from core.derive.plain import sizes_of_plain
from core.derive.worker import TaskFailed
from tests.core.packet import makers
from tests.core.packet.test_packet_masks import streams

SECRET = b"a secret that nobody should read"


def scan(path: Path, pages: int = 2) -> Path:
    return makers.scanned(path, pages, seed=5, size=(400, 560))


def sizes_of(path: Path, kind: str = "pdf") -> list[list[float]] | None:
    with Original(str(path)) as paper:
        return sizes_of_plain(paper, kind)


def judging(source: Path, kind: str, copy: Path) -> dict[str, object]:
    """A request that has a paper judged and no more."""
    request: dict[str, object] = {"source": str(source), "kind": kind, "masks": [], "unless_plain": True}
    return request | {"keep": str(copy.with_name("kept")), "copy": str(copy), "target": "", "token": "", "bare": ""}


def picture_of(pdf: Pdf) -> Object:
    return pdf.pages[0].obj.Resources.XObject.Im0


def hidden_in(pdf: Pdf) -> Object:
    return pdf.make_indirect(Stream(pdf, SECRET))


def _on_picture(key: str) -> Callable[[Pdf], None]:
    return lambda pdf: picture_of(pdf).__setitem__(key, hidden_in(pdf))


def _on_resources(key: str) -> Callable[[Pdf], None]:
    return lambda pdf: pdf.pages[0].obj.Resources.__setitem__(key, Dictionary(X=hidden_in(pdf)))


def _on_contents(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.obj.Contents = Stream(pdf, page.obj.Contents.read_bytes(), Metadata=hidden_in(pdf))


def _in_colour(pdf: Pdf) -> None:
    profile = Stream(pdf, b"\0" * 128, N=3, Metadata=hidden_in(pdf))
    picture_of(pdf).ColorSpace = Array([Name.ICCBased, pdf.make_indirect(profile)])


def _in_mask(pdf: Pdf) -> None:
    values = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, BitsPerComponent=8)
    mask = Stream(pdf, b"\xff", values)
    mask.ColorSpace, mask.PieceInfo = Name.DeviceGray, Dictionary(X=hidden_in(pdf))
    picture_of(pdf).SMask = pdf.make_indirect(mask)


def _form(pdf: Pdf) -> None:
    form = Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form.Ref = Dictionary(F=hidden_in(pdf), Page=0)
    pdf.pages[0].obj.Resources.XObject.Fm0 = pdf.make_indirect(form)


def _state(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.ExtGState = Dictionary(G0=Dictionary(Type=Name.ExtGState, HTP=hidden_in(pdf)))


def _font(pdf: Pdf) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=hidden_in(pdf)))
    pdf.pages[0].obj.Resources.Font = Dictionary(F1=font)


def _group(pdf: Pdf) -> None:
    pdf.pages[0].obj.Group = Dictionary(S=Name.Transparency, AF=hidden_in(pdf))


def _annotation(pdf: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.JavaScript, JS=hidden_in(pdf))
    pdf.pages[0].obj.Annots = Array([link])


def _parent(pdf: Pdf) -> None:
    picture_of(pdf).Parent = pdf.pages[0].obj


HIDDEN: dict[str, Callable[[Pdf], None]] = {
    **{f"picture {key}": _on_picture(key) for key in (*flat._UNWANTED, "/Alternates", "/OC", "/F", "/A", "/Thumb")},
    **{f"resources {key}": _on_resources(key) for key in ("/Properties", "/Pattern", "/Shading", "/AF")},
    "contents": _on_contents,
    "colour": _in_colour,
    "mask": _in_mask,
    "reference": _form,
    "state": _state,
    "font": _font,
    "group": _group,
    "annotation": _annotation,
    "parent": _parent,
    "fields": lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(Fields=Array())),
    "layers": lambda pdf: pdf.Root.__setitem__("/OCProperties", Dictionary(OCGs=Array(), D=Dictionary())),
}


def changed(path: Path, change: Callable[[Pdf], None]) -> Path:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)
    return path


def test_a_scan_is_plain_and_so_is_a_photograph(tmp_path: Path) -> None:
    photo = makers.photo(tmp_path / "照片.jpg", 6)
    for source, kind in ((scan(tmp_path / "扫描.pdf"), "pdf"), (photo, "jpeg")):
        target = tmp_path / "derived.pdf"
        derived = flat.task({"source": str(source), "target": str(target), "kind": kind})["pages"]
        assert sizes_of(source, kind) == derived
        target.unlink()
        assert carrying.task(judging(source, kind, target)) == {"pages": derived, "plain": True}
        assert not target.exists()


@pytest.mark.parametrize("where", HIDDEN)
def test_whatever_else_hangs_on_what_is_drawn_makes_a_paper_not_plain(tmp_path: Path, where: str) -> None:
    paper = changed(scan(tmp_path / "扫描.pdf"), HIDDEN[where])
    assert sizes_of(paper) is None


def test_what_hangs_elsewhere_stays_behind_when_a_paper_is_poured_itself(tmp_path: Path) -> None:
    from dataclasses import asdict

    from core.derive.geometry import sheet_for

    def burden(pdf: Pdf) -> None:
        for key in ("/OpenAction", "/AA", "/Names", "/StructTreeRoot", "/PieceInfo"):
            pdf.Root[key] = Dictionary(X=hidden_in(pdf))
        for key in ("/AA", "/Metadata", "/Thumb", "/PieceInfo", "/B", "/TrimBox"):
            pdf.pages[0].obj[key] = Array([0, 0, 9, 9]) if key == "/TrimBox" else Dictionary(X=hidden_in(pdf))
        pdf.docinfo["/Author"] = SECRET.decode()

    paper = changed(scan(tmp_path / "扫描.pdf"), burden)
    sizes = sizes_of(paper)
    assert sizes is not None
    sheets = [asdict(sheet_for(*size)) for size in sizes]
    with Pdf.new() as empty:
        for sheet in sheets:
            empty.add_blank_page(page_size=(sheet["width"], sheet["height"]))
        empty.save(tmp_path / "sheets.pdf")
    packet = tmp_path / "packet.pdf"
    bare, token = tmp_path / "bare.pdf", "0123456789abcdef" * 2
    packet.touch()
    place = {"target": str(packet), "token": token, "bare": str(bare)}
    told = carrying.task(judging(paper, "pdf", tmp_path / "copy.pdf") | place)
    assert told["plain"]
    carrying.close()
    exhibit = {"source": str(bare), "laid": told["laid"], "sheets": sheets}
    makers.pour_onto(tmp_path / "sheets.pdf", packet, [exhibit], token)
    with pikepdf.open(packet) as pdf:
        drawn = [item for item in pdf.objects if isinstance(item, (Dictionary, Stream))]
        names = {str(key) for item in drawn for key in set(item.keys())}
    assert not any(SECRET in content for content in streams(packet.read_bytes()))
    assert not names & {"/AA", "/Metadata", "/Thumb", "/PieceInfo", "/OpenAction", "/Author", "/TrimBox"}


def test_what_is_bound_is_a_whole_file_with_the_pictures_own_bytes(tmp_path: Path) -> None:
    source, target = scan(tmp_path / "扫描.pdf", 3), tmp_path / "bound.pdf"
    with pikepdf.open(source) as pdf:
        before = [page.obj.Resources.XObject.Im0.read_raw_bytes() for page in pdf.pages]
        with Binding(target) as binding, Original(str(source)) as paper:
            raw = Raw(paper.view(), pdf)
            own = [raw.bytes_of(page.obj.Resources.XObject.Im0) for page in pdf.pages]
            assert [bytes(content) for content in own if content is not None] == before
            own.clear()
            assert all(binding.take(page.obj.Resources.XObject.Im0, raw) for page in pdf.pages)
            assemble(binding, pdf, tmp_path)
    with pikepdf.open(target) as pdf:
        assert [page.obj.Resources.XObject.Im0.read_raw_bytes() for page in pdf.pages] == before
        assert not pdf.check_pdf_syntax()
    reader = pypdf.PdfReader(io.BytesIO(target.read_bytes()), strict=True)
    assert [len(page.images) for page in reader.pages] == [1, 1, 1]


def test_a_picture_that_was_laid_down_for_no_page_is_an_error(tmp_path: Path) -> None:
    with pikepdf.open(scan(tmp_path / "扫描.pdf")) as pdf, Binding(tmp_path / "bound.pdf") as binding:
        assert binding.take(picture_of(pdf))
        del pdf.pages[0]
        with pytest.raises(TaskFailed):
            assemble(binding, pdf, tmp_path)


def assemble(binding: Binding, pdf: Pdf, folder: Path) -> None:
    with TemporaryFile(dir=folder) as rest:
        write_out(pdf, rest)
        binding.assemble(rest)
