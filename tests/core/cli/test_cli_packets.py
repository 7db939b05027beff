"""`build`, `verify`, `demo`: the packet from the command line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.core.cli.processes import alive, wait_for

ON = "2026-11-22"
Fushen = Callable[..., Any]


def test_a_built_packet_is_intact(fushen: Fushen, built: Path) -> None:
    done = fushen("verify", built)
    assert done.status == 0
    assert "提交包完好" in done.out


def test_the_packet_says_in_json_that_every_entry_is_intact(fushen: Fushen, built: Path) -> None:
    plain = fushen("verify", built, "--json").json
    assert plain["intact"] is True
    with zipfile.ZipFile(built) as archive:
        assert {e["path"] for e in plain["entries"]} == set(archive.namelist())
    assert {e["state"] for e in plain["entries"]} == {"intact"}


def test_one_flipped_byte_is_found_by_name(fushen: Fushen, built: Path, tmp_path: Path) -> None:
    packet = Path(shutil.copy(built, tmp_path / "changed.zip"))
    with zipfile.ZipFile(packet) as archive:
        item = archive.getinfo("letter.docx")
    content = bytearray(packet.read_bytes())
    content[item.header_offset + 30 + len(item.filename) + item.compress_size // 2] ^= 1
    packet.write_bytes(content)
    done = fushen("verify", packet, "--json")
    assert done.status == 1
    assert {"path": "letter.docx", "state": "changed"} in done.json["entries"]
    assert "× " in fushen("verify", packet).out


def test_a_zip_that_was_rewritten_is_told_though_each_entry_is_whole(
    fushen: Fushen, built: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(built) as old, zipfile.ZipFile(tmp_path / "anew.zip", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    done = fushen("verify", tmp_path / "anew.zip")
    assert done.status == 1
    assert "ZIP 本身不是复申写出的样子" in done.out


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 nothing"])
def test_what_is_no_packet_has_status_2(fushen: Fushen, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.zip"
    if content is not None:
        path.write_bytes(content)
    done = fushen("verify", path)
    assert (done.status, done.out) == (2, "")
    assert "x.zip" in done.err


def test_two_builds_of_a_day_are_the_same_bytes(
    fushen: Fushen, built: Path, made: dict[str, Path], tmp_path: Path
) -> None:
    assert fushen("build", made["ready"], "--out", tmp_path, "--on", ON).status == 0
    assert (tmp_path / built.name).read_bytes() == built.read_bytes()


def test_a_build_over_fails_is_refused_with_each_of_them(fushen: Fushen, flawed: Path, tmp_path: Path) -> None:
    done = fushen("build", flawed, "--out", tmp_path / "out", "--on", ON)
    assert (done.status, done.out) == (1, "")
    assert "提交包未生成" in done.err
    assert "已加密" in done.err
    assert not list((tmp_path).glob("out/*"))


def test_a_folder_that_can_not_be_written_has_status_2(fushen: Fushen, ready: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    done = fushen("build", ready, "--out", tmp_path / "taken", "--on", ON)
    assert done.status == 2
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "a file"


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal here")
def test_ctrl_c_during_a_build_leaves_nothing(ready: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "core.cli", "build", str(ready), "--out", str(out), "--on", ON]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        wait_for(lambda: out.is_dir() and any(out.iterdir()), process)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the whole group
        said, told = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, told
    assert said == ""
    assert "已取消" in told
    assert "Traceback" not in told
    assert list(out.iterdir()) == []
    assert not alive(process.pid), "a worker outlived the command"


@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise there")
def test_a_reader_that_leaves_early_is_no_fault(flawed: Path) -> None:
    command = [sys.executable, "-m", "core.cli", "check", str(flawed), "--on", ON, "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 141
    assert told == b""


def test_the_demo_shows_the_flawed_sample_and_builds_the_ready_one(fushen: Fushen, tmp_path: Path) -> None:
    done = fushen("demo", "--no-gui", "--out", tmp_path)
    assert done.status == 0, done.err
    assert "file/encrypted" in done.out
    assert "提交包已生成并核验" in done.out
    (packet,) = tmp_path.glob("*.zip")
    assert str(packet) in done.out
    assert fushen("verify", packet).status == 0
    assert {p.name for p in tmp_path.iterdir()} == {"sample-flawed.fushen", "sample-ready.fushen", packet.name}


def test_a_second_demo_keeps_a_sample_that_somebody_worked_on(fushen: Fushen, tmp_path: Path) -> None:
    from dataclasses import replace

    from core import store

    assert fushen("demo", "--no-gui", "--out", tmp_path).status == 0
    with store.open(tmp_path / "sample-flawed.fushen") as casefile:
        casefile.apply(replace(casefile.case, client="我的练习"), "练习")
    assert fushen("demo", "--no-gui", "--out", tmp_path).status == 0
    with store.open(tmp_path / "sample-flawed-1.fushen") as kept:
        assert kept.case.client == "我的练习"
    with store.open(tmp_path / "sample-flawed.fushen") as fresh:
        assert fresh.case.client != "我的练习"
    assert not (tmp_path / "sample-ready-1.fushen").exists()
