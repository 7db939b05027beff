"""A killed build is tidied up after; a running one is never touched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock

from core import packet
from core.errors import DamagedCaseFile
from core.packet.building import own_folder, sweep
from core.store import CaseFile
from tests.core.packet import makers
from tests.core.packet.conftest import Make

_HOLD = """
import sys, time
from pathlib import Path
from core.packet.building import own_folder

with own_folder(Path(sys.argv[1]), "case") as folder:
    (folder / "half.pdf").write_bytes(b"half")
    print(folder, flush=True)
    time.sleep(60)
"""


def held(out: Path) -> tuple[subprocess.Popen[str], Path]:
    """Starts a process that has a folder in `out` and keeps it."""
    root = str(Path(__file__).parents[3])
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(out)],
        env=os.environ | {"PYTHONPATH": root, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_the_folder_of_a_killed_build_is_swept_and_that_of_a_running_one_is_not(tmp_path: Path) -> None:
    process, folder = held(tmp_path)
    try:
        sweep(tmp_path)
        assert (folder / "half.pdf").read_bytes() == b"half"
        with own_folder(tmp_path, "case") as mine:
            assert mine != folder
            assert folder.exists()
    finally:
        process.kill()
        process.communicate()
    assert (folder / "half.pdf").exists()
    with own_folder(tmp_path, "case"):
        assert not folder.exists()
    assert list(tmp_path.iterdir()) == []


def test_only_folders_of_builds_are_swept(tmp_path: Path) -> None:
    (tmp_path / "people.building").mkdir()
    (tmp_path / "people.building" / "x").write_text("x")
    (tmp_path / ".mine.building").write_text("a file")
    (tmp_path / ".full.building").mkdir()
    (tmp_path / ".full.building" / "x").write_text("no lock, so not ours")
    (tmp_path / ".empty.building").mkdir()
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".full.building", ".mine.building", "people.building"]


def test_an_original_with_other_bytes_than_were_stored_stops_the_build(make: Make, tmp_path: Path) -> None:
    ready = make(makers.stamped(tmp_path / "a.pdf"), makers.plain(tmp_path / "b.pdf", 2))
    path = packet.build(ready.plan(), ready.casefile, ready.out).path
    before = path.read_bytes()
    for piece in (b"%PDF", b"%%EOF"):  # one that no reader could miss, one that none cares about
        ((row, stored),) = ready.casefile.db.execute("SELECT rowid, bytes FROM chunks LIMIT 1").fetchall()
        assert piece in stored
        _store(ready.casefile, row, stored.replace(piece, bytes(len(piece))))
        with pytest.raises(DamagedCaseFile, match="校验值不符"):
            packet.build(ready.plan(), ready.casefile, ready.out)
        _store(ready.casefile, row, stored)
    assert path.read_bytes() == before


def _store(casefile: CaseFile, row: int, content: bytes) -> None:
    with casefile.lock:
        casefile.db.execute("UPDATE chunks SET bytes = ? WHERE rowid = ?", (content, row))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows links need a right of their own")
def test_a_link_that_looks_like_a_build_is_not_followed(tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.mkdir()
    out.mkdir()
    (elsewhere / ".lock").touch()
    (elsewhere / "precious").touch()
    (out / ".x.building").symlink_to(elsewhere)
    sweep(out)
    assert (elsewhere / "precious").exists()


def test_two_builds_at_once_into_one_folder_are_each_whole(make: Make, tmp_path: Path) -> None:
    ready = make(makers.stamped(tmp_path / "a.pdf"), makers.plain(tmp_path / "b.pdf", 2))
    plan = ready.plan()
    with ThreadPoolExecutor(2) as threads:
        one, two = (threads.submit(packet.build, plan, ready.casefile, ready.out) for _ in range(2))
        assert one.result().size == two.result().size
    assert packet.verify(ready.out / "青禾-packet.zip").intact
    assert [path.name for path in ready.out.iterdir()] == ["青禾-packet.zip"]


_BUILD = """
import sys
from pathlib import Path
from core import packet, store
from core.model import FileFacts, codec
from tests.core.packet import parts

if __name__ == "__main__":
    with store.open(Path(sys.argv[1]), read_only=True) as casefile:
        facts = {p.sha256: codec.load(FileFacts, (Path(sys.argv[3]) / p.id).read_text()) for p in casefile.case.papers}
        plan = packet.plan(casefile.case, parts.packs(), parts.CLEAN, facts, parts.NOW)
        print("building", flush=True)
        packet.build(plan, casefile, Path(sys.argv[2]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
@pytest.mark.parametrize("after", [0.1, 0.5, 0.9])
def test_a_build_killed_at_any_moment_leaves_the_old_packet_and_the_next_one_tidies_up(
    make: Make, tmp_path: Path, after: float
) -> None:
    from time import sleep

    from core.model import codec

    ready = make(makers.stamped(tmp_path / "a.pdf"), makers.plain(tmp_path / "b.pdf", 2))
    ready.build()
    kept = (ready.out / "青禾-packet.zip").read_bytes()
    facts = tmp_path / "facts"
    facts.mkdir()
    for paper in ready.case.papers:
        (facts / paper.id).write_text(codec.dump(ready.facts[paper.sha256]))
    script = tmp_path / "build.py"
    script.write_text(_BUILD)
    arguments = [str(ready.casefile.path), str(ready.out), str(facts)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    process = subprocess.Popen(
        [sys.executable, str(script), *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    process.stdout.readline()
    sleep(after)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with zipfile.ZipFile(ready.out / "青禾-packet.zip") as whole:
        assert whole.testzip() is None
    assert (ready.out / "青禾-packet.zip").read_bytes() == kept
    ready.build()
    assert [path.name for path in ready.out.iterdir()] == ["青禾-packet.zip"]


def test_an_interruption_between_making_and_locking_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FileLock, "acquire", interrupted)
    with pytest.raises(KeyboardInterrupt), own_folder(tmp_path, "case"):
        pytest.fail("it was not interrupted")
    assert list(tmp_path.iterdir()) == []
