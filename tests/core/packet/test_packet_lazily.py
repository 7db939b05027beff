"""What is poured stays in its file until the packet is written: neither memory nor open files grow with it."""

from __future__ import annotations

import gc
import random
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
import pypdf
import pytest
from pikepdf import Dictionary, Name, Pdf, Stream

from core.derive import pour, reading
from core.derive.binding import Binding
from core.derive.geometry import sheet_for
from core.derive.lazily import opened
from tests.core.packet.makers import pour_onto

_MARK = b"as it was when it was opened"


def scanned(path: Path, number: int, size: int = 2000) -> Path:
    """Writes a paper of one page whose picture is packed in a way that nobody unpacks on the way."""
    content = _MARK + random.Random(number).randbytes(size)
    with Pdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        values = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, BitsPerComponent=8)
        values.ColorSpace, values.Filter = Name.DeviceGray, Name.DCTDecode
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=Stream(pdf, content, values)))
        page.obj.Contents = Stream(pdf, b"q 200 0 0 200 0 0 cm /Im0 Do Q")
        pdf.save(path, static_id=True)
    return path


def test_what_is_copied_is_read_when_it_is_written_and_not_before(tmp_path: Path) -> None:
    source, target = scanned(tmp_path / "scan.pdf", 1), tmp_path / "copy.pdf"
    with opened(source) as lazy, Pdf.new() as made:
        form = made.copy_foreign(lazy.make_indirect(lazy.pages[0].as_form_xobject()))
        made.add_blank_page().obj.Resources = Dictionary(XObject=Dictionary(Exhibit=form))
        source.write_bytes(source.read_bytes().replace(_MARK, _MARK.swapcase()))
        made.save(target, static_id=True)
    assert _MARK.swapcase() in target.read_bytes()


def test_a_paper_is_opened_with_all_its_pages_its_layers_and_its_shared_things(tmp_path: Path) -> None:
    with Pdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for _number in range(3):
            pdf.add_blank_page().obj.Resources = Dictionary(Font=Dictionary(Unused=font))
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="hidden"))
        pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))
        pdf.save(tmp_path / "layers.pdf")
    with opened(tmp_path / "layers.pdf") as lazy:
        assert len(lazy.pages) == 3
        assert str(lazy.Root.OCProperties.D.OFF[0].Name) == "hidden"
        assert len({page.obj.Resources.Font.Unused.objgen for page in lazy.pages}) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["layers.pdf"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc: open files can't be counted")
def test_hundreds_of_papers_don_t_use_up_the_open_files_and_all_are_poured(tmp_path: Path) -> None:
    import resource

    papers = [scanned(tmp_path / f"{number}.pdf", number) for number in range(150)]
    with Pdf.new() as frames:
        for _paper in papers:
            frames.add_blank_page(page_size=(595.276, 841.89))
        frames.save(tmp_path / "frames.pdf")
    sheet = sheet_for(200, 200)
    sheets = [{"width": sheet.width, "height": sheet.height, "frame": sheet.frame}]
    exhibits = [{"source": str(paper), "sheets": sheets} for paper in papers]
    kept = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/proc/self/fd").iterdir())) + 40, kept[1]))
    try:
        told = pour_onto(tmp_path / "frames.pdf", tmp_path / "packet.pdf", exhibits)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, kept)
    assert told["pages"] == len(papers)
    with pikepdf.open(tmp_path / "packet.pdf") as packet:
        poured = [page.obj.Resources.XObject.Exhibit.Resources.XObject.Im0.read_raw_bytes() for page in packet.pages]
    assert poured == [_MARK + random.Random(number).randbytes(2000) for number in range(150)]


def test_a_paper_is_poured_the_same_whether_it_is_copied_at_once_or_when_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = [_poured(tmp_path / str(small), small, monkeypatch) for small in (0, 1 << 20)]
    assert written[0] == written[1]
    assert _MARK in written[0]


def test_the_document_is_given_back_before_what_was_written_of_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    real = Binding.assemble

    def assembled(binding: Binding, rest: BinaryIO) -> None:
        held.append(_pages_held())
        real(binding, rest)

    monkeypatch.setattr(Binding, "assemble", assembled)
    gc.collect()  # of what other tests have left
    before = _pages_held()
    _poured(tmp_path / "packet", 1 << 20, monkeypatch)
    assert held == [before]


def _pages_held() -> int:
    return sum(isinstance(held, pikepdf.Page) for held in gc.get_objects())


def test_a_long_packet_is_read_back_as_a_short_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _poured(tmp_path, 1 << 20, monkeypatch)
    request = {"packet": str(tmp_path / "packet.pdf"), "front": 2, "poured": [0, 1, 2, 3, 9]}
    at_once = reading.task(request)
    forgotten: list[int] = []
    real = pypdf.PdfReader.get_object

    def looked_up(reader: pypdf.PdfReader, reference: Any) -> Any:
        forgotten.append(len(reader.resolved_objects))
        return real(reader, reference)

    monkeypatch.setattr(reading, "_AT_A_TIME", 1)
    monkeypatch.setattr(pypdf.PdfReader, "get_object", looked_up)
    assert reading.task(request) == at_once == {"pages": 4, "texts": ["", ""], "empty": [9]}
    assert forgotten.count(0) >= 5  # nothing is known at the beginning, and after each page


def _poured(folder: Path, small: int, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Pours four papers that are opened in one way or the other; returns the packet."""
    folder.mkdir(exist_ok=True)
    monkeypatch.setattr(pour, "_SMALL", small)
    papers = [scanned(folder / f"{number}.pdf", number) for number in range(4)]
    with Pdf.new() as frames:
        for _paper in papers:
            frames.add_blank_page(page_size=(595.276, 841.89))
        frames.save(folder / "frames.pdf", static_id=True)
    sheet = sheet_for(200, 200)
    sheets = [{"width": sheet.width, "height": sheet.height, "frame": sheet.frame}]
    pour_onto(folder / "frames.pdf", folder / "packet.pdf", [{"source": str(p), "sheets": sheets} for p in papers])
    return (folder / "packet.pdf").read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells private memory")
def test_a_packet_of_large_scans_is_never_in_memory_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [scanned(tmp_path / f"{number}.pdf", number, 8 * 2**20) for number in range(6)]
    with Pdf.new() as frames:
        for _paper in papers:
            frames.add_blank_page(page_size=(595.276, 841.89))
        frames.save(tmp_path / "frames.pdf")
    sheet = sheet_for(200, 200)
    sheets = [{"width": sheet.width, "height": sheet.height, "frame": sheet.frame}]
    exhibits = [{"source": str(paper), "sheets": sheets} for paper in papers]
    seen: list[float] = []
    real = pour._identify  # the last before writing: by then everything is copied

    def looked(packet: Pdf, made_of: bytes) -> None:
        seen.append(_private_mb())
        real(packet, made_of)

    monkeypatch.setattr(pour, "_identify", looked)
    before = _private_mb()
    pour_onto(tmp_path / "frames.pdf", tmp_path / "packet.pdf", exhibits)
    assert seen[0] - before < 16
    assert (tmp_path / "packet.pdf").stat().st_size > 48 * 2**20


def _private_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon:"))
