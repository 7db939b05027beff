from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdf
import pytest
from docx import Document
from PIL import Image

from core.checks import Report
from core.errors import BuildRefused, ExhibitFailed
from core.model import Claim, ClaimKind, ExhibitRef, Finding, Level, Point, Role, Waiver
from core.packet import BuiltPacket, Plan, verify
from tests.core.packet import makers, parts
from tests.core.packet.conftest import Make, Ready, making

HOSTILE = "# 标题 $x$ {{ 7*7 }} {% raw %} <b>&amp;</b> **粗** | 竖 | \\u0041 `码` @ P1 _下_ ~ #set 𬭎㛃 \u200f右\u200e"


def content(built: BuiltPacket, name: str) -> bytes:
    with zipfile.ZipFile(built.path) as archive:
        return archive.read(name)


def reader(built: BuiltPacket) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content(built, "packet.pdf")))


def targets(pdf: pypdf.PdfReader, pages: Iterable[pypdf.PageObject]) -> set[int]:
    """Returns the 0-based numbers of the pages that the links of some pages lead to; each must lead somewhere."""
    numbers = {page.indirect_reference: number for number, page in enumerate(pdf.pages)}
    links = [annotation.get_object() for page in pages for annotation in page.get("/Annots", ())]
    return {numbers[link["/Dest"].get_object()[0] if "/Dest" in link else link["/A"]["/D"][0]] for link in links}


def bare(text: str) -> str:
    return "".join(text.split())


@dataclass(frozen=True)
class Mixed:
    """A packet with exhibits of every shape, built once for the tests that only read it."""

    ready: Ready
    built: BuiltPacket
    plan: Plan
    files: Path


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mixed]:
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "表.xlsx").write_bytes(b"PK\x05\x06" + bytes(18))
    with making(folder) as make:
        ready = make(
            makers.stamped(folder / "授权书.pdf"),
            makers.signed(folder / "转让证明.pdf", rotate=270),
            makers.photo(folder / "报告.jpg", orientation=6),
            makers.plain(folder / "合同.pdf", 3, size=(842, 595)),
            makers.plain(folder / "小票.pdf", size=(200, 300), rotate=90),
            folder / "表.xlsx",
        )
        yield Mixed(ready, ready.build(), ready.plan(), folder)


def labels(plan: Plan) -> list[tuple[str, int]]:
    return [(exhibit.label, len(exhibit.sheets)) for exhibit in plan.exhibits]


def test_every_index_entry_leads_to_the_page_it_names(mixed: Mixed) -> None:
    built, plan = mixed.built, mixed.plan
    pdf = reader(built)
    first = len(pdf.pages) - plan.exhibit_pages
    index = next(page for page in pdf.pages[:first] if "页数" in page.extract_text())
    expected, start = [], first
    for exhibit in plan.exhibits:
        expected.append(start)
        start += len(exhibit.sheets)
    assert sorted(targets(pdf, [index])) == expected
    text = bare(index.extract_text())
    for exhibit, page in zip(plan.exhibits, expected, strict=True):
        last = page + len(exhibit.sheets)
        shown = f"{page + 1}–{last}" if last > page + 1 else str(page + 1)
        assert f"{exhibit.label}{exhibit.title}" in text
        assert shown in text


def test_every_link_of_the_front_pages_lands_on_a_page_of_the_packet(mixed: Mixed) -> None:
    pdf = reader(mixed.built)
    links = [annotation for page in pdf.pages for annotation in page.get("/Annots", ())]
    assert len(links) > 10
    assert targets(pdf, pdf.pages) <= set(range(len(pdf.pages)))


def test_a_citation_leads_to_the_very_page_of_the_exhibit(make: Make, tmp_path: Path) -> None:
    claims = (Claim("C1", "N1", ClaimKind.FACT, "见合同。", (ExhibitRef("P1", 3),)),)
    ready = make(makers.plain(tmp_path / "三页.pdf", 3), name="cite", claims=claims)
    pdf, plan = reader(ready.build()), ready.plan()
    first = len(pdf.pages) - plan.exhibit_pages
    assert first + 2 in targets(pdf, pdf.pages[:first])


def test_bookmarks_name_every_part_with_its_page(mixed: Mixed) -> None:
    pdf, plan = reader(mixed.built), mixed.plan
    items = [one for item in pdf.outline for one in (item if isinstance(item, list) else [item])]
    flat = [(str(one.title), (pdf.get_destination_page_number(one) or 0) + 1) for one in items]
    parts = [
        "封面", "申诉摘要", "审核意见逐条回应表", "申诉说明", "证据目录", "时间线", "真实性承诺书", "证据材料",
    ]  # fmt: skip
    assert [title.split("  ")[0] for title, _ in flat[: len(parts)]] == parts
    assert len(flat) == len(parts) + len(plan.exhibits)
    assert all(title.endswith(f"  {page}") for title, page in flat)


def test_the_printed_number_is_the_page_number_of_the_pdf(mixed: Mixed) -> None:
    pdf = reader(mixed.built)
    assert all(f"—{n}—" in bare(page.extract_text()) for n, page in enumerate(pdf.pages, start=1))
    assert pdf.page_labels == [str(n) for n in range(1, len(pdf.pages) + 1)]


def test_a_wide_exhibit_gets_a_wide_page_and_each_page_its_strip(mixed: Mixed) -> None:
    pdf, plan = reader(mixed.built), mixed.plan
    pages = iter(pdf.pages[len(pdf.pages) - plan.exhibit_pages :])
    wide = []
    for exhibit in plan.exhibits:
        for number, page in zip(range(1, len(exhibit.sheets) + 1), pages, strict=False):
            assert f"{exhibit.label}·第{number}/{len(exhibit.sheets)}页" in bare(page.extract_text())
            wide.append(float(page.mediabox.width) > float(page.mediabox.height))
    # 转让证明 is turned by 270°, the photo is upright once turned, 合同 is wide, 小票 turned by 90°, 表 only named.
    assert wide == [True, False, False, True, True, True, True, False]


def test_hostile_text_comes_out_the_same_in_pdf_docx_and_portal_text(make: Make, tmp_path: Path) -> None:
    ready = make(
        makers.plain(tmp_path / "a.pdf"),
        claims=tuple(Claim(f"C{n}", "N1", kind, f"{kind}{HOSTILE}") for n, kind in enumerate(ClaimKind)),
    )
    ready.case = replace(ready.case, notice=replace(ready.case.notice, number=HOSTILE, points=(Point("N1", HOSTILE),)))
    built = ready.build()
    pdf = bare("".join(page.extract_text() for page in reader(built).pages)).replace("\u200f", "").replace("\u200e", "")
    document = Document(io.BytesIO(content(built, "letter.docx")))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    word = "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
    shown = bare(HOSTILE).replace("\u200f", "").replace("\u200e", "")
    for kind in ClaimKind:
        assert f"{kind}{shown}" in pdf
        assert f"{kind}{HOSTILE}" in word
    assert f"answer{HOSTILE}" in content(built, "portal/text-500.txt").decode()
    assert not set(pdf) & {chr(code) for code in range(0x2E80, 0x2FE0)}


def test_a_character_without_a_glyph_is_a_finding_and_never_a_box(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf"), claims=(Claim("C1", "N1", ClaimKind.FACT, "很高兴😀。"),))
    with pytest.raises(BuildRefused, match="packet/missing-glyph"):
        ready.plan()
    draft = ready.build(draft=True)
    assert "很高兴〔U+1F600〕。" in bare("".join(page.extract_text() for page in reader(draft).pages))


def test_open_findings_refuse_the_packet_and_a_draft_is_marked_on_every_front_page(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf"))
    bad = Finding("deadline", "passed", Level.FAIL, "已过期限。", fix="请确认入口。")
    report = replace(parts.CLEAN, findings=(bad,))
    with pytest.raises(BuildRefused, match="已过期限"):
        ready.plan(report=report)
    waived = replace(bad, waived=Waiver(bad.key, "周若琳", "入口仍开放", parts.NOW))
    assert not ready.plan(report=replace(report, findings=(waived,))).draft
    built = ready.build(report=report, draft=True)
    pdf, plan = reader(built), ready.plan(report=report, draft=True)
    assert all("草稿" in page.extract_text() for page in pdf.pages[: len(pdf.pages) - plan.exhibit_pages])
    assert json.loads(content(built, "manifest.json"))["draft"] is True
    assert json.loads(content(built, "readiness.json"))["ready"] is False


def test_nothing_that_acts_survives_from_an_exhibit(make: Make, tmp_path: Path) -> None:
    built = make(makers.acting(tmp_path / "a.pdf")).build()
    with pikepdf.open(io.BytesIO(content(built, "packet.pdf"))) as pdf:
        holders = [item for item in pdf.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream))]
        keys = {str(key) for holder in holders for key in holder.keys()}  # noqa: SIM118  # a stream is no mapping
    assert not keys & {
        "/JS",
        "/JavaScript",
        "/AA",
        "/OpenAction",
        "/Launch",
        "/EmbeddedFiles",
        "/EF",
        "/XFA",
        "/AcroForm",
    }


def test_originals_go_in_byte_by_byte_and_the_manifest_names_everything(mixed: Mixed) -> None:
    built, plan = mixed.built, mixed.plan
    manifest = json.loads(content(built, "manifest.json"))
    with zipfile.ZipFile(built.path) as archive:
        names = archive.namelist()
    assert [entry["path"] for entry in manifest["entries"]] == sorted(set(names) - {"manifest.json"})
    assert {"format", "version", "case", "playbook", "platform", "on", "entries"} <= set(manifest)
    assert manifest["on"] == "2026-11-22"
    assert all(set(entry) == {"path", "sha256", "size", "role", "source", "pages"} for entry in manifest["entries"])
    for exhibit in plan.exhibits:
        assert content(built, exhibit.entry) == (mixed.files / exhibit.paper.file).read_bytes()
    assert verify(built.path).intact


def test_a_rejected_paper_stays_out_of_the_packet(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "旧授权.pdf"), makers.plain(tmp_path / "新授权.pdf", 2))
    old, new = ready.case.papers
    ready.case = replace(ready.case, papers=(replace(old, role=Role.REJECTED), new), claims=())
    built = ready.build()
    with zipfile.ZipFile(built.path) as archive:
        assert not [name for name in archive.namelist() if "旧授权" in name]
    assert [paper["id"] for paper in json.loads(content(built, "readiness.json"))["papers"]] == [new.id]
    assert labels(ready.plan()) == [("附件1", 2)]


def test_what_is_told_of_a_rejected_paper_stays_out_of_the_packet_too(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "旧授权.pdf"), makers.plain(tmp_path / "新授权.pdf", 2))
    old, new = ready.case.papers
    ready.case = replace(ready.case, papers=(replace(old, role=Role.REJECTED), new), claims=())
    told = Finding(
        "number",
        "format",
        Level.WARN,
        "旧授权.pdf 的“商标号”写作 第1234X号。",
        paper=old.id,
        file=old.file,
        quote="第1234X号",
    )
    alike = Finding(
        "reuse", "looks-like-rejected", Level.WARN, "新授权.pdf 与 旧授权.pdf 很像。", paper=new.id, file=new.file
    )
    report = Report((told, alike, *parts.CLEAN.findings))
    readiness = content(ready.build(report=report), "readiness.json").decode()
    assert "旧授权" not in readiness
    assert "1234X" not in readiness
    found = {f["check"]: f["message"] for f in json.loads(readiness)["findings"]}
    assert found["number"] == "上一轮的材料 P1 有一条提示（number/format）；这份材料没有随包提交，内容不在此列出。"
    assert found["reuse"] == "新授权.pdf 与上一轮的一份材料首页版式相近。"


def test_a_jpeg_goes_in_without_loss_and_without_what_the_phone_wrote(make: Make, tmp_path: Path) -> None:
    photo = makers.photo(tmp_path / "报告.jpg", orientation=6)
    built = make(photo).build()
    assert b"SECRETPHONE" in photo.read_bytes()
    assert b"SECRETPHONE" not in content(built, "packet.pdf")
    with pikepdf.open(io.BytesIO(content(built, "packet.pdf"))) as pdf:
        image = pdf.pages[-1].obj.Resources.XObject.Exhibit.Resources.XObject.Im0
        packed = Image.open(io.BytesIO(image.read_raw_bytes()))
    with Image.open(photo) as original:
        assert packed.convert("RGB").tobytes() == original.convert("RGB").tobytes()


def test_a_huge_picture_is_fitted_to_its_page(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "大图.png"
    huge = Image.new("L", (5000, 7000), 255)
    huge.paste(0, (100, 100, 4000, 200))
    huge.save(path)
    built = make(path).build()
    page = reader(built).pages[-1]
    assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
    with zipfile.ZipFile(built.path) as archive:
        picture = Image.open(io.BytesIO(archive.read("portal/images/01-附件1-1.png")))
    # No limit is known, so not a pixel of it is given up.
    assert picture.tobytes() == huge.tobytes()


def test_portal_pictures_keep_within_the_limits_of_the_platform(make: Make, tmp_path: Path) -> None:
    files = [makers.photo(tmp_path / "a.jpg", size=(1600, 2200)), makers.stamped(tmp_path / "b.pdf")]
    ready = make(*files, packs=parts.packs(image_px_max=900, image_kb_max=60, images_max=1))
    built = ready.build()
    with zipfile.ZipFile(built.path) as archive:
        names = [name for name in archive.namelist() if name.startswith("portal/images/")]
        pictures = [archive.read(name) for name in names]
    assert names == ["portal/images/01-附件1-1.jpg", "portal/images/02-附件2-1.jpg"]
    assert all(len(picture) <= 60 * 1024 for picture in pictures)
    assert all(max(Image.open(io.BytesIO(picture)).size) <= 901 for picture in pictures)
    assert [finding.id for finding in built.findings] == ["packet/portal-too-many"]


def test_a_file_that_changed_its_mind_stops_the_build_by_name(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "两页.pdf", 2))
    (sha256, facts) = next(iter(ready.facts.items()))
    ready.facts[sha256] = replace(facts, pages=facts.pages[:1])
    with pytest.raises(ExhibitFailed, match="两页"):
        ready.build()
    assert list(ready.out.iterdir()) == []


_AGAIN = """
import sys
from pathlib import Path
from core import packet, store
from core.model import codec, FileFacts
from tests.core.packet import parts

if __name__ == "__main__":
    with store.open(Path(sys.argv[1]), read_only=True) as casefile:
        facts = {p.sha256: codec.load(FileFacts, (Path(sys.argv[3]) / p.id).read_text()) for p in casefile.case.papers}
        plan = packet.plan(casefile.case, parts.packs(), parts.CLEAN, facts, parts.NOW)
        packet.build(plan, casefile, Path(sys.argv[2]))
"""


def test_the_same_case_gives_the_same_bytes_in_another_process_and_folder(mixed: Mixed, tmp_path: Path) -> None:
    from core.model import codec

    first, ready = mixed.built, mixed.ready
    folder = tmp_path / "facts"
    folder.mkdir()
    for paper in ready.case.papers:
        (folder / paper.id).write_text(codec.dump(ready.facts[paper.sha256]))
    script = tmp_path / "again.py"
    script.write_text(_AGAIN)
    root = str(Path(__file__).parents[3])
    environment = os.environ | {"PYTHONPATH": root, "PYTHONHASHSEED": "7", "TZ": "America/New_York"}
    elsewhere = tmp_path / "elsewhere"
    subprocess.run(
        [sys.executable, str(script), str(ready.casefile.path), str(elsewhere), str(folder)],
        check=True,
        env=environment,
    )
    assert (elsewhere / first.path.name).read_bytes() == first.path.read_bytes()


def test_a_packet_made_within_a_second_is_dated_by_the_whole_second(make: Make, tmp_path: Path) -> None:
    ready = make(makers.plain(tmp_path / "a.pdf"))
    built = ready.build(now=parts.NOW.replace(second=7, microsecond=654321))
    made = reader(built).metadata.creation_date
    assert (made.second, made.microsecond) == (7, 0)
