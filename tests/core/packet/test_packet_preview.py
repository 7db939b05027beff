from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
from PIL import Image, ImageChops

from core import packs
from core.derive.workers import Workers
from core.errors import PageNotShown
from core.model import Mask
from core.packet import preview as preview_module
from core.packet import typeset
from core.packet.payload import payload
from core.packet.preview import Preview
from tests.core.packet import makers, parts
from tests.core.packet.conftest import Make


def test_a_front_page_on_the_screen_is_the_page_that_is_built(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf", 2), makers.plain(tmp_path / "b.pdf", size=(842, 595)))
    plan, built = ready.plan(), ready.build()
    with zipfile.ZipFile(built.path) as archive, pypdfium2.PdfDocument(archive.read("packet.pdf")) as pdf:
        drawn = [page.render(scale=500 / 595.276).to_pil().convert("RGB") for page in pdf]
    with Preview(plan) as preview:
        assert preview.pages == built.pages
        shown = [Image.open(io.BytesIO(preview.page(n, 500))).convert("RGB") for n in range(1, built.pages + 1)]
        first = built.pages - 2
        assert preview.frame_of(first - 1) is None
        frames = [preview.frame_of(number) for number in range(first, built.pages + 1)]
        assert [(f.exhibit.label, f.page) for f in frames if f] == [("附件1", 1), ("附件2", 1), ("附件2", 2)]
    assert [picture.size for picture in shown] == [picture.size for picture in drawn]
    for number in range(built.pages - plan.exhibit_pages):
        assert ImageChops.difference(shown[number], drawn[number]).getbbox() is None


def test_a_changed_plan_is_shown_and_a_page_that_is_not_there_is_told(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf"))
    with Preview() as preview:
        assert preview.pages == 0
        assert preview.frame_of(1) is None
        with pytest.raises(PageNotShown):
            preview.page(1, 300)
        preview.show(ready.plan())
        before = preview.page(1, 300)
        ready.case = replace(ready.case, shop=replace(ready.case.shop, name="另一家店"))
        preview.show(ready.plan())
        assert preview.page(1, 300) != before
        with pytest.raises(PageNotShown):
            preview.page(preview.pages + 1, 300)


def test_every_page_number_that_the_screen_shows_is_the_built_one(make: Make, tmp_path: Path) -> None:
    ready = make(
        makers.plain(tmp_path / "a.pdf", 3),
        makers.plain(tmp_path / "b.pdf", 2),
        _text(tmp_path / "c.txt"),
        packs=packs.load(),
    )
    ready.case = replace(ready.case, packet=replace(ready.case.packet, readiness_page=True, signed_off_by="李明"))
    plan, built = ready.plan(), ready.build()
    with zipfile.ZipFile(built.path) as archive, pypdfium2.PdfDocument(archive.read("packet.pdf")) as pdf:
        drawn = [page.render(scale=500 / 595.276).to_pil().convert("RGB") for page in pdf]
    last = built.pages  # the sheet of the file that can't be poured: nothing of it is a stranger's
    with Preview(plan) as preview:
        for number in (*range(1, built.pages - plan.exhibit_pages + 1), last):
            shown = Image.open(io.BytesIO(preview.page(number, 500))).convert("RGB")
            assert ImageChops.difference(shown, drawn[number - 1]).getbbox() is None, number


def test_typing_lays_out_the_same_pages_as_a_first_look(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf", 2))
    claims = ready.case.claims
    with Preview() as typed:
        for length in (1, 40, 400, 2000, 30):
            ready.case = replace(ready.case, claims=(replace(claims[0], text="核" * length), *claims[1:]))
            typed.show(ready.plan())
        with Preview(ready.plan()) as fresh:
            assert typed.pages == fresh.pages
            for number in range(1, fresh.pages + 1):
                assert typed.page(number, 300) == fresh.page(number, 300)


def _text(path: Path) -> Path:
    path.write_text("只作留存", "utf-8")
    return path


def test_a_page_sketched_while_typing_is_the_page_that_all_laid_out_gives(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf", 3), makers.plain(tmp_path / "b.pdf", 2), packs=packs.load())
    with Preview(ready.plan()) as preview:
        claims = ready.case.claims
        ready.case = replace(ready.case, claims=(replace(claims[0], text="商标于2024年5月转让。改"), *claims[1:]))
        changed = ready.plan()
        sketched = {n: preview.sketch(changed, n, 300) for n in range(2, preview.pages + 1)}
        assert preview.show(changed) == len(sketched) + 1
        for number, picture in sketched.items():
            assert picture == preview.page(number, 300), number


def test_a_part_that_grew_while_typing_settles_with_the_right_numbers(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf", 3), packs=packs.load())
    with Preview(ready.plan()) as preview:
        letter, index = preview._starts["letter"], preview._starts["index"]
        claims = ready.case.claims
        ready.case = replace(ready.case, claims=(replace(claims[0], text="核对" * 900), *claims[1:]))
        preview.sketch(ready.plan(), letter, 300)
        assert preview._starts["index"] == index  # not before all is laid out
        preview.show(ready.plan())
        assert preview._starts["index"] > index
        with Preview(ready.plan()) as fresh:
            assert preview.page(preview._starts["index"], 300) == fresh.page(fresh._starts["index"], 300)


def test_an_exhibit_poured_for_the_screen_is_the_page_that_is_built_masked_and_marked(
    make: Make, tmp_path: Path
) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf", 2), makers.photo(tmp_path / "b.jpg"))
    first, second = ready.case.papers
    masked = replace(first, masks=(Mask(2, (0.1, 0.4, 0.6, 0.6)),), watermark=True)
    ready.case = replace(ready.case, papers=(masked, replace(second, watermark=True)))
    plan, built = ready.plan(), ready.build()
    with zipfile.ZipFile(built.path) as archive, pypdfium2.PdfDocument(archive.read("packet.pdf")) as pdf:
        drawn = [page.render(scale=500 / 595.276).to_pil().convert("RGB") for page in pdf]

    def original(sha256: str) -> Path:
        ready.casefile.copy_original(sha256, tmp_path / sha256)
        return tmp_path / sha256

    with Preview(plan) as preview:
        for number in range(built.pages - plan.exhibit_pages + 1, built.pages + 1):
            empty = Image.open(io.BytesIO(preview.page(number, 500))).convert("RGB")
            shown = Image.open(io.BytesIO(preview.poured(number, 500, original, {}))).convert("RGB")
            assert ImageChops.difference(shown, drawn[number - 1]).getbbox() is None, number
            assert ImageChops.difference(shown, empty).getbbox() is not None


def test_a_layout_after_forgetting_is_the_same_to_the_byte(make: Make, tmp_path: Path) -> None:
    told = payload(make(makers.plain(tmp_path / "a.pdf", 2)).plan())
    before = typeset.to_pdf(told, parts.NOW)
    typeset.forget()
    assert typeset.to_pdf(told, parts.NOW) == before


def test_a_process_asked_for_while_the_preview_closes_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    tools, closing = preview_module._Tools(), list[Thread]()

    class Slow(Workers):
        def __init__(self, count: int) -> None:
            closing.append(Thread(target=tools.close))
            closing[0].start()
            closing[0].join(0.2)
            super().__init__(count)

    monkeypatch.setattr(preview_module, "Workers", Slow)
    made = tools.workers("draw")
    try:
        closing[0].join()
        with pytest.raises(RuntimeError):
            made.submit("warm")
    finally:
        made.close()
