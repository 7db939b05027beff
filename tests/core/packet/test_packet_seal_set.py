"""A set of seals in every way that papers carry them goes through a real build, and each is where it has to be."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pikepdf
import pypdfium2
import pytest
from numpy.typing import NDArray
from pikepdf import Array, Name, Stream

from core.derive import flat, proof
from core.derive.geometry import placed
from core.errors import ProofFailed
from core.packet.composing import Composition
from core.packet.plan import Exhibit
from tests.core.packet import makers
from tests.core.packet.conftest import Make, Ready, making
from tests.core.packet.sealed import Box
from tests.core.packet.sealed_set import SET
from tests.core.packet.test_packet_faults import Inline
from tests.core.packet.test_packet_seals import poured

Mask = NDArray[np.bool_]
_SCALE = 1.5
_LEAST = 300  # red pixels in each place at that scale; the faintest paper of the set has ten times as many


@dataclass(frozen=True)
class Built:
    packet: Path
    originals: dict[str, Path]
    places: dict[str, tuple[int, Exhibit]]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """One packet of the whole set, made as the app makes it."""
    folder = tmp_path_factory.mktemp("seals")
    papers = folder / "papers"
    papers.mkdir()
    originals = {sealed.name: sealed.write(papers / f"{sealed.name}.pdf") for sealed in SET}
    with making(folder) as make:
        ready = make(*originals.values())
        plan = ready.plan()
        done = ready.build()
        with zipfile.ZipFile(done.path) as archive:
            archive.extract("packet.pdf", folder)
        first = done.pages - sum(len(exhibit.sheets) for exhibit in plan.exhibits)
        places = {}
        for exhibit in plan.exhibits:
            places[Path(exhibit.paper.file).stem] = (first, exhibit)
            first += len(exhibit.sheets)
        yield Built(folder / "packet.pdf", originals, places)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    with pypdfium2.PdfDocument(path) as pdf:
        if pdf.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
            pdf.init_forms()
        yield pdf


def red(page: Any) -> Mask:
    drawn = page.render(scale=_SCALE, may_draw_forms=True).to_pil().convert("RGB")
    pixels = np.asarray(drawn, np.int16)
    return np.asarray(pixels[..., 0] - np.maximum(pixels[..., 1], pixels[..., 2]) > 60)


def assert_only_in(mask: Mask, boxes: tuple[Box, ...], name: str) -> None:
    """Red is in each box and nowhere else; a hundredth of the page is left for the edges."""
    high, wide = mask.shape
    rest = mask.copy()
    for left, top, right, bottom in boxes:
        rows = slice(max(0, int((top - 0.01) * high)), int((bottom + 0.01) * high) + 1)
        columns = slice(max(0, int((left - 0.01) * wide)), int((right + 0.01) * wide) + 1)
        assert mask[rows, columns].sum() > _LEAST, name
        rest[rows, columns] = False
    assert rest.sum() <= _LEAST // 3, name


def exhibit_part(mask: Mask, exhibit: Exhibit, size: tuple[float, float]) -> Mask:
    """Returns the part of a sheet's picture that the exhibit's page takes up."""
    sheet = exhibit.sheets[0]
    scale, x, y = placed(sheet, *size)
    top = sheet.height - y - size[1] * scale
    edges = (top, top + size[1] * scale, x, x + size[0] * scale)
    above, below, left, right = (round(edge * _SCALE) for edge in edges)
    assert mask.sum() == mask[above : below + 1, left : right + 1].sum()
    return mask[above:below, left:right]


def test_the_set_is_large_and_of_every_sort() -> None:
    names = [sealed.name for sealed in SET]
    counts = {sort: sum(s.carrier == sort for s in SET) for sort in ("annotation", "field", "page", "none")}
    assert len(set(names)) == len(names) >= 50
    assert counts["annotation"] >= 20
    assert counts["field"] >= 10
    assert counts["page"] >= 12
    assert counts["none"] >= 3


def test_no_seal_of_the_set_is_lost_or_moved_in_a_real_build(built: Built) -> None:
    with opened(built.packet) as packet:
        for sealed in SET:
            number, exhibit = built.places[sealed.name]
            with opened(built.originals[sealed.name]) as original:
                size = original[0].get_size()
            assert_only_in(exhibit_part(red(packet[number]), exhibit, size), sealed.boxes, sealed.name)


def test_the_truth_of_the_set_is_what_a_viewer_shows_of_the_originals(built: Built) -> None:
    for sealed in SET:
        if sealed.name != "signature-orphan":  # this viewer passes over what no form lists; others show it
            with opened(built.originals[sealed.name]) as original:
                assert_only_in(red(original[0]), sealed.boxes, sealed.name)


@pytest.mark.parametrize("carrier", ["annotation", "field"])
def test_each_seal_of_the_set_that_is_dropped_is_missed(
    tmp_path: Path, carrier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flat, "_flatten", lambda pdf: None)
    unnoticed = []
    for sealed in SET[::2] if carrier == "annotation" else SET:
        if sealed.carrier == carrier:
            folder = tmp_path / sealed.name
            folder.mkdir()
            if proof.task(poured(folder, sealed.write(folder / "original.pdf")))["pages"] != ["lost"]:
                unnoticed.append(sealed.name)
    assert unnoticed == []


Change = Callable[[pikepdf.Pdf], None]


def _drop(subtype: Name) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0].obj
        page.Annots = Array([each for each in page.Annots if each.Subtype != subtype])

    return change


def _turn(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Rotate = 180


def _blank(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Contents = Stream(pdf, b"q Q")


def _remove(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def _cover(pdf: pikepdf.Pdf) -> None:
    pdf.pages[-1].contents_add(b"q 1 g 60 60 400 600 re f Q")


def _turn_sheet(pdf: pikepdf.Pdf) -> None:
    pdf.pages[-1].obj.Rotate = 180


def _mirror(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[-1]
    page.contents_coalesce()
    content = page.obj.Contents.read_bytes()
    page.obj.Contents = Stream(pdf, content.replace(b"/Exhibit Do", b"-1 0 0 1 595 0 cm /Exhibit Do"))


def _empty_sheet(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[-1]
    page.contents_coalesce()
    page.obj.Contents = Stream(pdf, page.obj.Contents.read_bytes().replace(b"/Exhibit Do", b""))


@pytest.fixture
def ready(make: Make, tmp_path: Path) -> Ready:
    """A stamp, a signature field, and two pages that are proved by their bytes."""
    files = (makers.stamped(tmp_path / "a.pdf"), makers.signed(tmp_path / "b.pdf"), makers.plain(tmp_path / "c.pdf", 2))
    return make(*files)


def _changed(path: Path, change: Change) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)


@pytest.mark.parametrize(
    ("file", "change"),
    [("a.pdf", _drop(Name.Stamp)), ("b.pdf", _drop(Name.Widget)), ("c.pdf", _turn), ("c.pdf", _blank)],
    ids=["annotation dropped", "form field dropped", "page turned", "page blank"],
)
def test_a_build_that_loses_something_of_a_paper_is_thrown_away(
    ready: Ready, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, change: Change
) -> None:
    """The copy that is poured differs from the original, as if deriving it had gone wrong."""
    real = flat.derive_pdf
    wanted = next(paper.size for paper in ready.case.papers if paper.file == file)

    def faulty(source: BinaryIO, target: Path) -> list[list[float]]:
        content = source.read()
        if len(content) == wanted:
            wrong = tmp_path / "wrong.pdf"
            wrong.write_bytes(content)
            _changed(wrong, change)
            content = wrong.read_bytes()
        return real(io.BytesIO(content), target)

    _fails(ready, monkeypatch, r"packet/seal-lost", derive=faulty)


@pytest.mark.parametrize(
    "change",
    [_remove, _cover, _turn_sheet, _mirror, _empty_sheet],
    ids=["page missing", "page covered", "sheet turned", "page mirrored", "page not drawn"],
)
def test_a_build_whose_finished_file_lost_a_page_is_thrown_away(
    ready: Ready, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    real = Composition.settle

    def faulty(composition: Composition) -> int:
        pages = real(composition)
        _changed(composition.bound[0].path, change)
        return pages

    monkeypatch.setattr(Composition, "settle", faulty)
    _fails(ready, monkeypatch, r"packet/(seal-lost|page-count|exhibit-missing)")


def _fails(ready: Ready, monkeypatch: pytest.MonkeyPatch, match: str, derive: Any = None) -> None:
    monkeypatch.setattr(sys.modules["core.packet.build"], "Workers", Inline)
    if derive is not None:
        monkeypatch.setattr(flat, "derive_pdf", derive)
    with pytest.raises(ProofFailed, match=match):
        ready.build()
    assert not list(ready.out.iterdir())
