"""Every link says where it leads and leads there; the file opens in every reader with the same pages."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pikepdf
import pypdf
import pypdfium2
import pytest

from core.model import Claim, ClaimKind, ExhibitRef
from core.packet import BuiltPacket
from tests.core.packet import makers, parts
from tests.core.packet.conftest import making
from tests.core.packet.test_packet_volumes import files_of, strips

WORDS = re.compile(r"附件(\w+)")
PAGE = re.compile(r"第(\d+)页")
RANGE = re.compile(r"(?:P\.)?\d+(?:–\d+)?")
TITLE = re.compile(r"·+\d*$")


@pytest.fixture(scope="module", params=[None, 13], ids=["one file", "volumes"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BuiltPacket]:
    folder = tmp_path_factory.mktemp("links")
    files = (
        makers.stamped(folder / "授权书.pdf"),
        makers.plain(folder / "合同.pdf", 3, size=(842, 595)),
        makers.photo(folder / "报告.jpg", 6),
        makers.signed(folder / "转让证明.pdf", 270),
    )
    claims = tuple(
        Claim(f"C{page}", "N1", ClaimKind.FACT, f"见合同第{page}页。", (ExhibitRef("P2", page),)) for page in (1, 2, 3)
    )
    with making(folder) as make:
        yield make(*files, packs=parts.packs(volume_pages_max=request.param), claims=claims).build()


def told_links(content: bytes) -> Iterator[tuple[str, int]]:
    """Yields the words under each link and the page, from 1, that it leads to."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    numbers = {page.indirect_reference: number for number, page in enumerate(reader.pages, start=1)}
    with pypdfium2.PdfDocument(content) as pdf:
        for place, page in enumerate(reader.pages):
            text = pdf[place].get_textpage()
            for link in (annotation.get_object() for annotation in page.get("/Annots", ())):
                target = (link["/Dest"].get_object() if "/Dest" in link else link["/A"]["/D"])[0]
                left, bottom, right, top = (float(side) for side in link["/Rect"])
                words = "".join(text.get_text_bounded(left, bottom + 1, right, top - 1).split())
                yield words, numbers[target]


def test_every_link_leads_to_what_its_words_name(built: BuiltPacket) -> None:
    for content in files_of(built).values():
        places, titles = strips(content), titled(content)
        seen, last = 0, ""
        for words, page in told_links(content):
            named, of_it = WORDS.fullmatch(words), PAGE.fullmatch(words)
            if named:
                last = named[1]
                assert places[f"附件{last}:1"] == page, words
            elif of_it:  # of the exhibit named before it; a page that the paper does not have leads to its first one
                assert places.get(f"附件{last}:{of_it[1]}", places[f"附件{last}:1"]) == page, words
            elif RANGE.fullmatch(words):  # printed page numbers: of one page, or of the first and the last
                assert int(words.removeprefix("P.").partition("–")[0]) == page, words
            else:  # a part in the contents, with dots and its number behind it, or an exhibit in the index
                assert titles[TITLE.sub("", words)] == page, words
            seen += 1
        assert seen >= 3


def titled(content: bytes) -> dict[str, int]:
    """Returns on which page, from 1, what each bookmark names begins, by its words without label and number."""
    with pypdfium2.PdfDocument(content) as pdf:
        told = [(item.get_title(), item.get_dest().get_index() + 1) for item in pdf.get_toc()]
    return {"".join(re.sub(r"^附件\w+ · |\s+\d+$", "", title).split()): page for title, page in told}


def test_the_packet_opens_in_every_reader_with_the_same_pages(built: BuiltPacket, tmp_path: Path) -> None:
    total = 0
    for name, content in files_of(built).items():
        path = tmp_path / name
        path.write_bytes(content)
        total += counted(path)
    assert total == built.pages


def counted(path: Path) -> int:
    with pikepdf.open(path) as pdf, pypdfium2.PdfDocument(path) as shown:
        counts = {len(pypdf.PdfReader(path, strict=True).pages), len(pdf.pages), len(shown)}
    if which("pdfinfo"):
        told = subprocess.run(["pdfinfo", str(path)], check=True, capture_output=True, text=True).stdout
        counts.add(int(re.search(r"Pages:\s+(\d+)", told)[1]))  # type: ignore[index]  # pdfinfo always counts
    if which("qpdf"):
        subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    (count,) = counts
    return count
