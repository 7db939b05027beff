"""Taking in a ZIP file by file: names kept, nothing outside the folder, and what stays behind is told."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from core.intake import unpack
from core.intake.archives import MOST_TAKEN
from core.jobs import Cancelled, StoppableProgress
from core.probe import Prober
from tests.samples import make_hostile as make
from tests.samples.make_awkward import plain_jpeg, plain_pdf


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "取出"
    folder.mkdir()
    return folder


def _archive(folder: Path, content: bytes) -> Path:
    path = folder.parent / "材料.zip"
    path.write_bytes(content)
    return path


def test_files_come_out_flat_under_their_own_names(prober: Prober, folder: Path) -> None:
    pdf, jpeg = plain_pdf(1), plain_jpeg()
    content = make.zipped({
        "执照/营业执照.jpg": jpeg, "授权/授权书.pdf": pdf, "旧/授权书.pdf": plain_pdf(2),
        "__MACOSX/执照/._营业执照.jpg": b"x", "Thumbs.db": b"x",
    })  # fmt: skip
    path = _archive(folder, content)
    done = unpack(path, prober.facts(path), folder, prober)
    assert [taken.path.name for taken in done.taken] == ["营业执照.jpg", "授权书.pdf", "授权书 (2).pdf"]
    assert [taken.path.read_bytes() for taken in done.taken] == [jpeg, pdf, plain_pdf(2)]
    assert done.left == ()
    assert {path.parent for path in folder.rglob("*")} == {folder}
    assert path.read_bytes() == content


def test_an_archive_that_begins_with_a_pdf_packed_as_it_is_is_an_archive(prober: Prober, folder: Path) -> None:
    path = _archive(folder, make.zipped({"授权书.pdf": plain_pdf(1)}, zipfile.ZIP_STORED))
    assert prober.facts(path).kind == "zip"


def test_names_written_by_chinese_windows_are_read_as_they_were_meant(prober: Prober, folder: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("AAAAAA.pdf", plain_pdf(1))
    path = _archive(folder, out.getvalue().replace(b"AAAAAA", "授权书".encode("gbk")))
    facts = prober.facts(path)
    assert [entry.name for entry in facts.entries] == ["授权书.pdf"]
    assert [taken.path.name for taken in unpack(path, facts, folder, prober).taken] == ["授权书.pdf"]


def test_an_archive_in_an_archive_stays_behind_and_an_office_file_does_not(prober: Prober, folder: Path) -> None:
    inner = make.zipped({"a.pdf": plain_pdf(1)})
    path = _archive(
        folder,
        make.zipped({"里层.zip": inner, "伪装.pdf": inner, "说明.docx": make.zipped(make.docx_parts()), "a.rar": "x"}),
    )
    done = unpack(path, prober.facts(path), folder, prober)
    assert [taken.entry for taken in done.taken] == ["说明.docx"]
    assert [(left.entry, left.code) for left in done.left] == [
        ("里层.zip", "nested"),
        ("伪装.pdf", "nested"),
        ("a.rar", "nested"),
    ]
    assert "先解压" in done.left[0].message


def test_what_is_under_a_password_is_told(prober: Prober, folder: Path) -> None:
    path = _archive(folder, make.encrypted_zip())
    done = unpack(path, prober.facts(path), folder, prober)
    assert done.taken == ()
    assert [left.code for left in done.left] == ["encrypted"]


@pytest.mark.parametrize("name", ["越界.zip", "越界盘符.zip", "链接.zip", "膨胀.zip", "层层.zip", "重叠.zip"])
def test_a_trap_gives_nothing(name: str, prober: Prober, folder: Path) -> None:
    path = _archive(folder, make.HOSTILE[name][0]())
    done = unpack(path, prober.facts(path), folder, prober)
    assert done.taken == ()
    assert list(folder.iterdir()) == []


def test_only_so_many_are_taken_and_the_rest_is_named(folder: Path) -> None:
    path = _archive(folder, make.zipped({f"{n}.txt": str(n) for n in range(MOST_TAKEN + 2)}))
    with Prober() as prober:  # of its own, for after so many files the worker is changed
        done = unpack(path, prober.facts(path), folder, prober)
    assert len(done.taken) == MOST_TAKEN
    assert [left.code for left in done.left] == ["too-many", "too-many"]


def test_taking_out_stops_when_it_is_no_longer_wanted(prober: Prober, folder: Path) -> None:
    path = _archive(folder, make.zipped({"a.txt": "a", "b.txt": "b"}))
    progress = StoppableProgress(lambda done, _total, _message: progress.stop() if done == 0 else None)
    with pytest.raises(Cancelled):
        unpack(path, prober.facts(path), folder, prober, progress)
    assert [path.name for path in folder.iterdir()] == ["a.txt"]
