"""What a person asks to mask is gone from the packet: from its bytes, its text and its pixels."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
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
from core.model import Mask
from core.packet import BuiltPacket
from tests.core.packet import makers
from tests.core.packet.conftest import Make
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
    from core.derive import pour

    derived = folder / "derived.pdf"
    flat.task({"source": str(source), "target": str(derived), "kind": kind, "masks": masks})
    exhibits = [{"source": str(derived), "sheets": request["sheets"]}]
    pour.task({"frames": str(folder / "frames.pdf"), "target": str(request["packet"]), "exhibits": exhibits})
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
    assert json.loads(entry(built, "manifest.json"))["masked"] == [{"source": "P1", "pages": [1]}]
    # The original stays what it is.
    assert entry(built, "originals/01-身份证.pdf") == (tmp_path / "身份证.pdf").read_bytes()


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
