"""Whatever stops a build, the packet that was there stays whole and nothing half is left."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from itertools import count
from pathlib import Path
from typing import Self

import pikepdf
import pytest
from PIL import UnidentifiedImageError

from core import packet
from core.derive import flat, proof
from core.derive.worker import Plain, TaskFailed, _answer, serve
from core.errors import BuildEnded, Cancelled, DiskFault, ExhibitFailed, ProofFailed, reason
from core.model import codec
from core.packet import composing
from core.packet.pouring import named
from core.probe.limits import Limits
from core.probe.process import WorkerDied, WorkerProcess
from core.probe.serving import _guarded
from tests.core.packet import makers, parts
from tests.core.packet.conftest import Make, Ready

building = sys.modules["core.packet.build"]


VOLUME_PAGES = 12


class StopAt:
    """Cancels at the given call of `step`; counts them when that is never reached."""

    def __init__(self, call: int) -> None:
        self.call, self.calls = call, 0

    def step(self, done: int, total: int, message: str) -> None:
        assert 0 <= done <= max(total, done)
        assert message
        self.calls += 1
        if self.calls == self.call:
            raise Cancelled


class Inline:
    """Runs tasks in this process, so that a test can break them."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        from core.derive import carrying, pour

        carrying.close()
        for begun in pour._begun.values():  # a process of its own would end with them
            begun.__exit__(None, None, None)
        pour._begun.clear()

    def warm(self, ahead: str = "") -> None:
        pass

    def apart(self) -> Self:
        return self

    def close(self) -> None:
        pass

    def submit(self, task: str, seconds: float | None = None, **request: object) -> object:
        from concurrent.futures import Future

        future: Future[Plain] = Future()
        answer, _pixels = _guarded(_answer, {"task": task} | request, Limits())
        if "failed" in answer:
            future.set_exception(TaskFailed(answer["failed"], answer["detail"]))
        else:
            future.set_result(answer)
        return future


@pytest.fixture
def ready(make: Make, tmp_path: Path) -> Ready:
    made = make(makers.stamped(tmp_path / "a.pdf"), makers.plain(tmp_path / "b.pdf", 2))
    made.out.mkdir()
    (made.out / "青禾-packet.zip").write_bytes(b"the packet of yesterday")
    return made


@pytest.fixture
def in_volumes(make: Make, tmp_path: Path) -> Ready:
    files = [makers.plain(tmp_path / f"{pages}.pdf", pages) for pages in (5, 4, 6)]
    made = make(*files, packs=parts.packs(volume_pages_max=VOLUME_PAGES))
    made.out.mkdir()
    (made.out / "青禾-packet.zip").write_bytes(b"the packet of yesterday")
    return made


def whole(ready: Ready) -> bool:
    kept = ready.out / "青禾-packet.zip"
    return [path.name for path in ready.out.iterdir()] == [
        kept.name
    ] and kept.read_bytes() == b"the packet of yesterday"


def test_a_build_cancelled_at_any_step_leaves_the_old_packet_whole(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "Workers", Inline)
    assert stopped_at_each(ready) >= 10


def stopped_at_each(ready: Ready, stride: int = 1) -> int:
    """Stops a build at each step in turn until one comes to its end; returns at how many it was stopped."""
    # How many steps there are is not the same each time: some tell of time that passes.
    for number, call in enumerate(count(1, stride)):
        try:
            packet.build(ready.plan(), ready.casefile, ready.out, StopAt(call))
        except Cancelled:
            assert whole(ready)
        else:
            return number
    raise AssertionError


def test_a_build_in_volumes_cancelled_at_any_step_leaves_the_old_packet_whole(
    in_volumes: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "Workers", Inline)
    counted = StopAt(10_000)
    built = packet.build(in_volumes.plan(), in_volumes.casefile, in_volumes.out / "count", counted)
    assert {"packet.pdf", "packet-2.pdf"} <= set(zipfile.ZipFile(built.path).namelist())
    shutil.rmtree(in_volumes.out / "count")
    assert stopped_at_each(in_volumes, max(1, counted.calls // 6)) >= 5  # each takes a whole build


@pytest.mark.parametrize("call", [1, 4, 7])
def test_cancelling_ends_the_worker_processes_at_once(ready: Ready, call: int) -> None:
    with pytest.raises(Cancelled):
        packet.build(ready.plan(), ready.casefile, ready.out, StopAt(call))
    assert whole(ready)


def test_a_lost_seal_throws_the_packet_away(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "Workers", Inline)
    monkeypatch.setattr(flat, "_flatten", lambda pdf: None)
    with pytest.raises(ProofFailed, match=r"packet/seal-lost.*附件"):
        ready.build()
    assert whole(ready)


def test_a_letter_that_lost_text_throws_the_packet_away(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    real = composing.payload

    def shortened(plan: packet.Plan) -> dict[str, object]:
        return real(plan) | {"letter": real(plan)["letter"][:-2]}

    monkeypatch.setattr(building, "Workers", Inline)
    monkeypatch.setattr(composing, "payload", shortened)
    with pytest.raises(ProofFailed, match="packet/text-lost"):
        ready.build()
    assert whole(ready)


def test_a_page_without_its_exhibit_throws_the_packet_away(ready: Ready, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.derive import pour

    monkeypatch.setattr(building, "Workers", Inline)
    monkeypatch.setattr(pour, "_place", lambda *_: None)
    with pytest.raises(Exception, match=r"packet/exhibit-missing|unreadable"):
        ready.build()
    assert whole(ready)


def test_the_blank_back_of_a_scan_is_no_lost_page(make: Make, tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        makers.text_page(pdf)
        pdf.add_blank_page(page_size=(595, 842))
        path = makers.save(pdf, tmp_path / "双面.pdf")
    assert packet.verify(make(path).build().path).intact


def test_a_proof_that_gives_up_names_the_paper(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.derive import proof

    def gives_up(_request: dict[str, object]) -> dict[str, object]:
        raise TaskFailed("timed-out")

    ready = make(makers.plain(tmp_path / "授权书.pdf"))
    monkeypatch.setattr(building, "Workers", Inline)
    monkeypatch.setattr(proof, "task", gives_up)
    with pytest.raises(ExhibitFailed, match=r"授权书\.pdf"):
        ready.build()


_FULL = """
import resource, signal, sys
from pathlib import Path
from core import packet, store
from core.errors import DiskFault
from core.model import FileFacts, codec
from tests.core.packet import parts

if __name__ == "__main__":
    case, out, facts, limit = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    with store.open(case, read_only=True) as casefile:
        known = {p.sha256: codec.load(FileFacts, (facts / p.id).read_text()) for p in casefile.case.papers}
        packs = parts.packs(volume_pages_max=int(sys.argv[5]) or None)
        plan = packet.plan(casefile.case, packs, parts.CLEAN, known, parts.NOW)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            packet.build(plan, casefile, out)
        except DiskFault as error:
            print(error)
            sys.exit(17)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("limit", [1_000, 60_000, 300_000])
def test_a_full_disk_is_told_and_leaves_the_old_packet_whole(ready: Ready, tmp_path: Path, limit: int) -> None:
    _build_on_a_full_disk(ready, tmp_path, limit, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
@pytest.mark.parametrize("limit", [40_000, 250_000])
def test_a_full_disk_leaves_the_old_packet_whole_when_volumes_are_built(
    in_volumes: Ready, tmp_path: Path, limit: int
) -> None:
    _build_on_a_full_disk(in_volumes, tmp_path, limit, VOLUME_PAGES)


def _build_on_a_full_disk(ready: Ready, tmp_path: Path, limit: int, volume_pages: int) -> None:
    folder = tmp_path / "facts"
    folder.mkdir()
    for paper in ready.case.papers:
        (folder / paper.id).write_text(codec.dump(ready.facts[paper.sha256]))
    script = tmp_path / "full.py"
    script.write_text(_FULL)
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
    arguments = [str(ready.casefile.path), str(ready.out), str(folder), str(limit), str(volume_pages)]
    done = subprocess.run(
        [sys.executable, str(script), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 17, done.stderr[-2000:]
    # The packet is named, not a piece of it, and why is told in the person's language.
    assert "无法写入 青禾-packet.zip：磁盘已满。原有内容未受影响" in done.stdout
    assert whole(ready)


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EIO, errno.EMFILE, errno.ENODEV])
def test_what_the_system_refuses_a_task_is_no_fault_of_a_paper(
    ready: Ready, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    # A stick that was pulled out, say: the task finds a file gone that the program had put there.
    def refuse(_request: Plain) -> Plain:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(building, "Workers", Inline)
    monkeypatch.setattr(proof, "task", refuse)
    with pytest.raises(DiskFault) as told:
        packet.build(ready.plan(), ready.casefile, ready.out)
    assert reason(OSError(number, "")) in told.value.message
    assert whole(ready)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell who ended a process")
def test_a_worker_that_was_ended_from_outside_is_no_fault_of_a_paper() -> None:
    process = WorkerProcess(Limits(), serve)
    try:
        os.kill(process.pid, signal.SIGKILL)  # as a system short of memory does it
        with pytest.raises(WorkerDied) as died:
            process.answer(20)
    finally:
        process.close()
    with pytest.raises(BuildEnded), named("a.pdf"):
        raise TaskFailed(died.value.code, died.value.detail)
    with pytest.raises(ExhibitFailed), named("a.pdf"):
        raise TaskFailed("crashed", f"exit {-signal.SIGSEGV}")


def test_a_picture_that_no_library_makes_out_is_a_fault_of_the_paper(
    ready: Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_request: Plain) -> Plain:
        raise UnidentifiedImageError("no picture")

    monkeypatch.setattr(building, "Workers", Inline)
    monkeypatch.setattr(proof, "task", refuse)
    with pytest.raises(ExhibitFailed):
        packet.build(ready.plan(), ready.casefile, ready.out)


def test_a_folder_that_cannot_be_written_is_told(ready: Ready) -> None:
    (ready.out / "file").write_text("in the way")
    with pytest.raises(DiskFault):
        packet.build(ready.plan(), ready.casefile, ready.out / "file" / "out")
