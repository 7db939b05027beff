"""`batch`: every case below a folder, one after another or side by side."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.core.cli.processes import alive, wait_for

ON = "2026-11-22"
Fushen = Callable[..., Any]


@pytest.fixture(scope="module")
def cases(made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ready case, one with faults and one that is none, in folders; and what is not to be looked at."""
    folder = tmp_path_factory.mktemp("batch")
    for name in ("甲 店", "乙", ".hidden"):
        (folder / name).mkdir()
    shutil.copy(made["ready"], folder / "甲 店" / "ready.fushen")
    shutil.copy(made["flawed"], folder / "乙" / "ready.fushen")
    shutil.copy(made["flawed"], folder / ".hidden" / "x.fushen")
    (folder / "broken.fushen").write_text("no case", encoding="utf-8")
    (folder / "notes.txt").write_text("no case either", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def done(fushen: Fushen, cases: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """One run with two jobs over a folder in which an earlier packet of the case with faults lies."""
    out = tmp_path_factory.mktemp("out")
    (out / "乙").mkdir()
    (out / "乙" / "ready-packet.zip").write_bytes(b"earlier")
    return fushen("batch", cases, "--out", out, "--jobs", "2", "--on", ON, "--json"), out


def test_one_bad_case_stops_no_other_and_all_are_told_in_their_order(done: tuple[Any, Path]) -> None:
    said, _out = done
    assert said.status == 1
    assert [(c["case"], c["state"]) for c in said.json["cases"]] == [
        ("broken.fushen", "failed"),
        ("乙/ready.fushen", "refused"),
        ("甲 店/ready.fushen", "built"),
    ]
    assert said.json["schema"] == 1
    assert said.json["counts"] == {"built": 1, "refused": 1, "failed": 1}
    assert said.json["unseen"] == []


def test_everything_that_is_wrong_with_a_case_is_told(fushen: Fushen, done: tuple[Any, Path], cases: Path) -> None:
    failed, refused, built = done[0].json["cases"]
    assert "不是复申案件文件" in failed["mistakes"][0]
    counts = fushen("check", cases / "乙" / "ready.fushen", "--on", ON, "--json").json["counts"]
    assert len(refused["mistakes"]) == counts["fail"] > 5
    assert built["mistakes"] == []
    assert built["pages"] > 10


def test_a_packet_lies_in_the_folder_of_its_case_with_the_bytes_of_a_single_build(
    done: tuple[Any, Path], built: Path
) -> None:
    said, out = done
    assert said.json["cases"][2]["packet"] == "甲 店/ready-packet.zip"
    assert (out / "甲 店" / "ready-packet.zip").read_bytes() == built.read_bytes()


def test_nothing_else_is_left_and_an_earlier_packet_of_a_refused_case_is_kept(done: tuple[Any, Path]) -> None:
    _said, out = done
    files = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert files == {"甲 店/ready-packet.zip", "乙/ready-packet.zip"}
    assert (out / "乙" / "ready-packet.zip").read_bytes() == b"earlier"


def test_the_table_stands_on_stdout_and_the_reasons_on_stderr(fushen: Fushen, cases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    shutil.copytree(cases / "乙", folder)
    said = fushen("batch", folder, "--out", tmp_path / "out", "--on", ON)
    assert said.status == 1
    table, summary = said.out.splitlines()
    assert table.startswith("!  未生成")
    assert table.endswith("ready.fushen")
    assert summary.startswith("共 1 个案件：已生成并核验 0 个，未生成 1 个。")
    assert "file/encrypted" in said.err


def test_two_cases_that_would_share_a_packet_are_told_apart_by_refusing_the_second(
    fushen: Fushen, cases: Path, tmp_path: Path
) -> None:
    source = cases / "broken.fushen"
    for name in ("A.fushen", "a.fushen"):
        shutil.copy(source, tmp_path / name)
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("this disk does not tell A from a")
    told = fushen("batch", tmp_path, "--out", tmp_path / "out", "--json").json["cases"]
    assert "a-packet.zip 已经存在" in told[1]["mistakes"][0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", "--out", "out"], "不是文件夹"),
        ([".", "--out", "out"], "没有案件文件"),
        ([".", "--out", "out", "--jobs", "0"], "“0”不行"),
        ([".", "--out", "out", "--jobs", "two"], "“two”不行"),
    ],
)
def test_words_that_make_no_batch_have_status_2(
    fushen: Fushen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = fushen("batch", *words)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_is_a_file_has_status_2(fushen: Fushen, cases: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    assert fushen("batch", cases, "--out", tmp_path / "taken").status == 2
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "a file"


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal here")
@pytest.mark.parametrize("whole_group", [True, False], ids=["Ctrl-C", "kill"])
def test_an_interrupted_batch_keeps_earlier_packets_and_leaves_no_half_one(
    made: dict[str, Path], tmp_path: Path, *, whole_group: bool
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a-packet.zip").write_bytes(b"earlier")
    (tmp_path / "cases").mkdir()
    shutil.copy(made["ready"], tmp_path / "cases" / "a.fushen")
    command = [sys.executable, "-m", "core.cli", "batch", str(tmp_path / "cases"), "--out", str(out), "--on", ON]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        wait_for(lambda: any(out.glob(".*.building/*")), process)
        if whole_group:
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        else:
            process.send_signal(signal.SIGTERM)
        said, told = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, said) == (130, ""), told
    assert "已取消" in told
    assert "Traceback" not in told
    assert [path.name for path in out.iterdir()] == ["a-packet.zip"]
    assert (out / "a-packet.zip").read_bytes() == b"earlier"
    assert not alive(process.pid), "a worker outlived the command"
