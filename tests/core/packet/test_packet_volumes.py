"""A packet over a platform's limit becomes volumes: no exhibit is split, and every link and page is right in each."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import which

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.built import Limits, Weight
from core.model import Claim, ClaimKind, ExhibitRef
from core.packet import BuiltPacket, verify
from core.packet.volumes import divided
from tests.core.packet import makers, parts
from tests.core.packet.conftest import Make, Ready, making
from tests.core.packet.test_packet_build import bare

PAGES = (2, 1, 3, 1, 2)


def files_of(built: BuiltPacket) -> dict[str, bytes]:
    with zipfile.ZipFile(built.path) as archive:
        names = sorted(
            (n for n in archive.namelist() if re.fullmatch(r"packet(-\d+)?\.pdf", n)), key=lambda n: (len(n), n)
        )
        return {name: archive.read(name) for name in names}


@pytest.fixture(scope="module")
def divided_packet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ready, BuiltPacket, dict[str, bytes]]]:
    folder = tmp_path_factory.mktemp("volumes")
    claims = tuple(
        Claim(f"C{n}", "N1", ClaimKind.FACT, f"见第{n}份@P{n}。", (ExhibitRef(f"P{n}", pages),))
        for n, pages in enumerate(PAGES, start=1)
    )
    with making(folder) as make:
        files = [makers.plain(folder / f"{n}.pdf", pages) for n, pages in enumerate(PAGES, start=1)]
        ready = make(*files, packs=parts.packs(volume_pages_max=12), claims=claims)
        built = ready.build()
        yield ready, built, files_of(built)


def test_each_volume_keeps_within_the_limit_and_no_exhibit_is_split(
    divided_packet: tuple[Ready, BuiltPacket, dict[str, bytes]],
) -> None:
    _ready, built, files = divided_packet
    assert len(files) >= 2
    assert all(len(pypdf.PdfReader(io.BytesIO(content)).pages) <= 12 for content in files.values())
    told = json.loads(zipfile.ZipFile(built.path).read("manifest.json"))["volumes"]
    assert [one["path"] for one in told] == list(files)
    assert [label for one in told for label in one["exhibits"]] == [f"附件{n}" for n in range(1, 6)]
    assert built.pages == sum(one["pages"] for one in told)
    assert built.findings == ()
    assert verify(built.path).intact


def strips(content: bytes) -> dict[str, int]:
    """Returns on which page, from 1, each page of each exhibit stands, by its strip."""
    found = {}
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(content)).pages, start=1):
        strip = re.search(r"(附件\w+)·第(\d+)/\d+页", bare(page.extract_text()))
        if strip:
            found[f"{strip[1]}:{strip[2]}"] = number
    return found


def test_every_page_of_every_exhibit_stands_in_exactly_one_volume(
    divided_packet: tuple[Ready, BuiltPacket, dict[str, bytes]],
) -> None:
    _ready, _built, files = divided_packet
    found = [page for content in files.values() for page in strips(content)]
    assert found == [f"附件{n}:{page}" for n, pages in enumerate(PAGES, start=1) for page in range(1, pages + 1)]


def test_every_link_and_bookmark_of_every_volume_lands_on_the_page_it_names(
    divided_packet: tuple[Ready, BuiltPacket, dict[str, bytes]],
) -> None:
    _ready, _built, files = divided_packet
    links = 0
    for content in files.values():
        places = strips(content)
        with pypdfium2.PdfDocument(content) as pdf:
            for item in pdf.get_toc():
                page = item.get_dest().get_index() + 1
                assert item.get_title().endswith(f"  {page}")
                label = re.match(r"附件\w+", item.get_title())
                assert label is None or places[f"{label[0]}:1"] == page
        reader = pypdf.PdfReader(io.BytesIO(content))
        numbers = {page.indirect_reference: number for number, page in enumerate(reader.pages, start=1)}
        for link in (a.get_object() for page in reader.pages for a in page.get("/Annots", ())):
            target = (link["/Dest"].get_object() if "/Dest" in link else link["/A"]["/D"])[0]
            assert numbers[target]
            links += 1
        assert reader.page_labels == [str(n) for n in range(1, len(reader.pages) + 1)]
    assert links > 15


def test_the_first_volume_says_in_which_volume_and_on_which_page_the_others_are(
    divided_packet: tuple[Ready, BuiltPacket, dict[str, bytes]],
) -> None:
    _ready, _built, files = divided_packet
    names = list(files)
    first = bare("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files[names[0]])).pages))
    assert f"第1册，共{len(names)}册" in first
    for number, name in enumerate(names[1:], start=2):
        reader = pypdf.PdfReader(io.BytesIO(files[name]))
        opening, places = bare(reader.pages[0].extract_text()), strips(files[name])
        assert f"第{number}册，共{len(names)}册" in opening
        for label in {page.partition(":")[0] for page in places}:
            pages = sorted(n for page, n in places.items() if page.startswith(f"{label}:"))
            shown = str(pages[0]) if len(pages) == 1 else f"{pages[0]}–{pages[-1]}"
            assert f"第{number}册{shown}" in first
            assert label in opening
            # The claims cite the last page of each.
            assert f"第{number}册P.{pages[-1]}" in first
    assert f"（{'第2册，共'}" in pypdf.PdfReader(io.BytesIO(files[names[1]])).metadata.title


def test_volumes_open_everywhere_with_the_same_pages(
    divided_packet: tuple[Ready, BuiltPacket, dict[str, bytes]], tmp_path: Path
) -> None:
    for name, content in divided_packet[2].items():
        (tmp_path / name).write_bytes(content)
        with pikepdf.open(tmp_path / name) as pdf, pypdfium2.PdfDocument(tmp_path / name) as shown:
            counts = {len(pypdf.PdfReader(tmp_path / name).pages), len(pdf.pages), len(shown)}
        if which("pdfinfo"):
            told = subprocess.run(["pdfinfo", str(tmp_path / name)], check=True, capture_output=True, text=True).stdout
            counts.add(int(re.search(r"Pages:\s+(\d+)", told)[1]))  # type: ignore[index]  # pdfinfo always counts
        if which("qpdf"):
            subprocess.run(["qpdf", "--check", str(tmp_path / name)], check=True, capture_output=True)
        assert len(counts) == 1


def test_an_exhibit_that_alone_is_over_the_limit_is_told_by_name(make: Make, tmp_path: Path) -> None:
    files = [
        makers.plain(tmp_path / "短.pdf"),
        makers.plain(tmp_path / "长.pdf", 14),
        makers.plain(tmp_path / "末.pdf"),
    ]
    ready = make(*files, packs=parts.packs(volume_pages_max=12))
    ready.case = replace(ready.case, claims=())
    built = ready.build()
    (finding,) = built.findings
    assert finding.id == "packet/too-large"
    assert "packet-2.pdf" in finding.message
    assert "15 页，上限 12 页" in finding.message
    assert "附件2" in finding.message
    assert "附件2不能再拆分" in zipfile.ZipFile(built.path).read("portal/上传清单.txt").decode("utf-8-sig")


def test_megabytes_divide_too_by_what_the_files_really_weigh(make: Make, tmp_path: Path) -> None:
    files = [makers.scanned(tmp_path / f"{n}.pdf", 2, seed=n, size=(1240, 1754)) for n in range(1, 6)]
    weight = sum(path.stat().st_size for path in files)
    ready = make(*files, packs=parts.packs(file_mb_max=2))
    ready.case = replace(ready.case, claims=())
    built = ready.build()
    sizes = [len(content) for content in files_of(built).values()]
    assert weight > 2_000_000
    assert len(sizes) >= weight // 2_000_000 + 1
    assert all(size <= 2_000_000 for size in sizes)
    assert built.findings == ()


def test_a_packet_within_the_limits_stays_one_file(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf", 2), packs=parts.packs(volume_pages_max=200, file_mb_max=50))
    assert list(files_of(ready.build())) == ["packet.pdf"]


@given(
    st.integers(1, 30),
    st.lists(st.tuples(st.integers(1, 40), st.integers(1, 5_000_000)), max_size=12),
    st.one_of(st.none(), st.integers(5, 60)),
    st.one_of(st.none(), st.integers(500_000, 6_000_000)),
)
def test_dividing_keeps_the_order_splits_nothing_and_fits_wherever_it_can(
    front: int, exhibits: list[tuple[int, int]], pages: int | None, size: int | None
) -> None:
    limits, weights = Limits(pages, size), [Weight(*one) for one in exhibits]
    parts_ = divided(Weight(front, 100_000), weights, limits)
    assert [place for part in parts_ for place in part] == list(range(1, len(exhibits) + 1))
    assert all(part for part in parts_[1:])
    for number, part in enumerate(parts_):
        opening = Weight(front, 100_000) if number == 0 else Weight(1, 60_000)
        whole = opening
        for place in part:
            whole += weights[place - 1]
        assert limits.hold(whole) or len(part) == (0 if number == 0 else 1)
