"""`inspect`: each bad file named with its code, none of them stopping the rest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

Fushen = Callable[..., Any]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A good PDF and one file for each way of being bad."""
    folder = tmp_path / "文件 夹"
    folder.mkdir()
    found = {
        name: folder / name for name in ("good.pdf", "locked.pdf", "cut.pdf", "acts.pdf", "empty.pdf", "photo.pdf")
    }
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(found["good.pdf"])
        pdf.save(found["locked.pdf"], encryption=pikepdf.Encryption(user="u", owner="o"))
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = pdf.make_indirect(script)
        pdf.save(found["acts.pdf"])
    whole = found["good.pdf"].read_bytes()
    found["cut.pdf"].write_bytes(whole[: len(whole) // 2])
    found["empty.pdf"].write_bytes(b"")
    Image.new("RGB", (40, 30), "white").save(found["photo.pdf"], format="PNG")
    return found


def ids(entry: dict[str, Any]) -> set[str]:
    return {f"{f['check']}/{f['code']}" for f in entry["findings"] if f["level"] != "pass"}


def test_each_bad_file_is_named_with_its_code_and_the_rest_is_read(fushen: Fushen, files: dict[str, Path]) -> None:
    done = fushen("inspect", "--json", *files.values())
    assert done.status == 1
    by_name = {entry["file"]: entry for entry in done.json}
    assert list(by_name) == list(files)
    assert ids(by_name["good.pdf"]) == set()
    assert "file/encrypted" in ids(by_name["locked.pdf"])
    assert ids(by_name["cut.pdf"]) & {"file/corrupt", "file/repaired"}
    assert "file/active-content" in ids(by_name["acts.pdf"])
    assert "file/empty" in ids(by_name["empty.pdf"])
    assert "file/extension-mismatch" in ids(by_name["photo.pdf"])
    assert by_name["locked.pdf"]["verdict"] == "encrypted"
    assert by_name["photo.pdf"]["kind"] == "png"


def test_json_has_the_keys_of_the_contract(fushen: Fushen, files: dict[str, Path]) -> None:
    (entry,) = fushen("inspect", "--json", files["good.pdf"]).json
    assert set(entry) == {"file", "kind", "sha256", "size", "pages", "verdict", "facts", "findings", "proposals"}
    assert (entry["kind"], entry["pages"], entry["verdict"]) == ("pdf", 1, "ok")


def test_a_clean_file_has_status_0(fushen: Fushen, files: dict[str, Path]) -> None:
    done = fushen("inspect", files["good.pdf"])
    assert done.status == 0
    assert "✓" in done.out


def test_a_path_that_is_no_file_has_status_2_and_the_others_are_still_told(
    fushen: Fushen, files: dict[str, Path], tmp_path: Path
) -> None:
    done = fushen("inspect", "--json", tmp_path / "nowhere.pdf", files["empty.pdf"], tmp_path)
    assert done.status == 2
    assert [entry["file"] for entry in done.json] == ["empty.pdf"]
    assert "nowhere.pdf" in done.err


def test_the_same_file_twice_is_told_as_a_duplicate(fushen: Fushen, files: dict[str, Path]) -> None:
    done = fushen("inspect", "--json", files["good.pdf"], files["good.pdf"])
    assert any("file/duplicate" in ids(entry) for entry in done.json)


def test_for_people_each_file_is_a_line_and_each_finding_says_what_to_do(
    fushen: Fushen, files: dict[str, Path]
) -> None:
    done = fushen("inspect", *files.values())
    assert done.status == 1
    assert all(name in done.out for name in files)
    assert "×" in done.out
    assert "→ " in done.out


def test_a_real_process_prints_nothing_but_json_on_stdout(files: dict[str, Path]) -> None:
    command = [sys.executable, "-m", "core.cli", "inspect", "--json", *map(str, files.values())]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    assert len(json.loads(done.stdout.decode("utf-8"))) == len(files)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has names that are no text")
def test_a_name_that_is_no_text_is_shown_as_such_everywhere(fushen: Fushen, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb2\xe2.txt"))
    path.write_text("x", encoding="utf-8")
    for words in (["inspect", path], ["inspect", path, "--json"]):
        done = fushen(*words)
        assert "??.txt" in done.out
        assert not [c for c in done.out + done.err if "\ud800" <= c <= "\udfff"]
        assert "\\udc" not in done.out
