"""A file may lie, hang, eat memory or kill its reader: the file is named and the next one is read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.errors import Cancelled, NotReadable, PageNotShown, ReaderUnavailable
from core.model import Verdict
from core.probe import Limits, Prober, probe_file
from core.probe import prober as prober_module
from core.probe.process import WorkerProcess

MakePdf = Callable[..., Path]
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit or signal")
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux enforces this")


def test_a_hung_worker_is_cut_at_the_limit_and_the_next_file_works(slow_file: Path, make_pdf: MakePdf) -> None:
    with Prober(limits=Limits(seconds=0.4)) as prober:
        started = time.monotonic()
        facts = prober.facts(slow_file, name="授权书.pdf")
        assert (facts.verdict, facts.reason, facts.file) == (Verdict.HOSTILE, "timed-out", "授权书.pdf")
        assert facts.size == slow_file.stat().st_size
        assert time.monotonic() - started < 10
    with Prober() as prober:
        assert prober.facts(make_pdf()).verdict is Verdict.OK


@posix
def test_a_worker_that_stands_still_is_cut_at_the_limit_too(slow_file: Path, make_pdf: MakePdf) -> None:
    with Prober(limits=Limits(seconds=2)) as prober:
        prober.warm().result()
        future = prober.submit(slow_file)
        os.kill(_busy(future), signal.SIGSTOP)  # uses no processor time any more
        assert future.result(30).reason == "timed-out"
    with Prober() as prober:  # a new worker on a busy machine may need more than those two seconds to begin
        assert prober.facts(make_pdf()).verdict is Verdict.OK


@posix
def test_a_worker_killed_in_the_middle_names_the_file_and_the_next_file_works(
    slow_file: Path, make_pdf: MakePdf
) -> None:
    with Prober() as prober:
        prober.warm().result()
        future = prober.submit(slow_file)
        os.kill(_busy(future), signal.SIGKILL)
        facts = future.result(30)
        assert (facts.verdict, facts.reason, facts.file) == (Verdict.HOSTILE, "crashed", "slow.pdf")
        assert prober.facts(make_pdf()).verdict is Verdict.OK


@posix
def test_a_worker_killed_while_idle_is_replaced_without_blaming_a_file(make_pdf: MakePdf) -> None:
    path = make_pdf()
    with Prober() as prober:
        pid = _pid_of_idle(prober, path)
        os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)
        assert prober.facts(path).verdict is Verdict.OK


@linux
def test_a_file_that_eats_memory_is_named_and_the_next_file_works(tmp_path: Path, make_pdf: MakePdf) -> None:
    greedy = tmp_path / "greedy.png"
    Image.new("RGBA", (11_000, 11_000)).save(greedy, compress_level=1)
    with Prober(limits=Limits(memory_mb=400)) as prober:
        facts = prober.facts(greedy)
        assert (facts.verdict, facts.reason) == (Verdict.HOSTILE, "memory")
        assert prober.facts(make_pdf()).verdict is Verdict.OK


def test_cancelling_kills_the_running_task_at_once(slow_file: Path, make_pdf: MakePdf) -> None:
    with Prober() as prober:
        prober.warm().result()
        running, waiting = prober.submit(slow_file), prober.submit(slow_file)
        pid = _busy(running)
        started = time.monotonic()
        assert running.cancel()
        assert waiting.cancel()
        assert prober.facts(make_pdf()).verdict is Verdict.OK
        assert time.monotonic() - started < 5
        assert not _alive(pid)
    with pytest.raises(CancelledError):
        running.result()


def test_a_closed_prober_cancels_and_never_hangs(make_pdf: MakePdf) -> None:
    prober = Prober()
    prober.close()
    with pytest.raises(Cancelled):
        prober.facts(make_pdf())
    assert prober.submit(make_pdf("b.pdf")).cancelled()


def test_no_room_for_temporary_files_is_not_blamed_on_a_file(
    make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_pdf()
    monkeypatch.setattr(tempfile, "tempdir", str(path))  # a file, where a folder is needed
    with Prober() as prober, pytest.raises(ReaderUnavailable):
        prober.facts(path)


def test_closing_ends_every_worker_and_removes_its_folder(slow_file: Path) -> None:
    prober = Prober()
    prober.warm().result()
    future = prober.submit(slow_file)
    pid, folder = _busy(future), future._worker.folder  # type: ignore[union-attr]
    assert folder.is_dir()
    assert folder.parent == Path(tempfile.gettempdir())
    prober.close()
    assert future.cancelled()
    assert not _alive(pid)
    assert not folder.exists()


PROOF = """
import sys, ctypes, socket, subprocess, os
from pathlib import Path
from core.probe.contain import contain
from core.probe.limits import Limits
seen = open(Path(sys.argv[1]) / "seen.txt", "w", buffering=1)
def print(answer): seen.write(f"{answer}\\n")
contain(Limits(), Path(sys.argv[1]))
def refused(act):
    try: act()
    except OSError: return True
    return False
print(refused(lambda: socket.socket()))
print(refused(lambda: socket.create_connection(("127.0.0.1", 9))))
print(refused(lambda: subprocess.run([sys.executable, "-c", "1"])))
print(refused(lambda: os.system("true")))
if sys.platform == "linux":
    libc = ctypes.CDLL(None)
    print(libc.socket(2, 1, 0) == -1)
    print(libc.syscall(425, 8, 0) == -1)
    import resource
    print(resource.getrlimit(resource.RLIMIT_CORE) == (0, 0))
"""


def test_a_worker_can_open_no_socket_and_start_no_program(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    # Without the tests' own ban on the network, so that what refuses here is the product's.
    alone = {**os.environ, "PYTHONPATH": str(root)}
    subprocess.run([sys.executable, "-c", PROOF, str(tmp_path)], env=alone, timeout=60, check=True)
    answers = (tmp_path / "seen.txt").read_text().split()
    assert set(answers) == {"True"}, answers
    assert len(answers) == (7 if sys.platform == "linux" else 4)


SCRIPT = """
import sys
from pathlib import Path
from core.probe import Prober
with Path(sys.argv[1]).open("a") as log: log.write("ran ")
with Prober() as prober:
    print(prober.facts(Path(__file__)).kind)
"""


def test_a_worker_does_not_run_the_program_that_started_it(tmp_path: Path) -> None:
    script, log = tmp_path / "script.py", tmp_path / "log"
    script.write_text(SCRIPT)  # without the guard that spawn asks every script for
    root = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(
        [sys.executable, script, log], env=root, timeout=60, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "text"
    assert log.read_text() == "ran "


LIES: list[dict[str, Any]] = [
    {"kind": "exe"},
    {"verdict": "fine"},
    {"reason": "because"},
    {"detail": "x" * 5000},
    {"pages": [{"width": 595, "height": 842, "rotation": 0, "text": ""}] * 3000},
    {"pages": [{"width": float("nan"), "height": 842, "rotation": 0, "text": ""}]},
    {"pages": [{"width": -1, "height": 842, "rotation": 0, "text": ""}]},
    {"pages": [{"width": 595, "height": 842, "rotation": 45, "text": ""}]},
    {"pages": [{"width": True, "height": 842, "rotation": 0, "text": ""}]},
    {"pages": [{"width": 595, "height": 842, "rotation": 0, "text": "x" * 20_001}]},
    {"pages": "many"},
    {"active": [{"kind": "magic", "where": ""}]},
    {"pdf": {"revisions": -5}},
    {"pdf": []},
    {"image": {"width": 0}},
    {"look": "0123"},
    {"signatures": [{"field": "a", "state": "fine"}]},
    {"signatures": "many"},
    {"entries": [{"name": "a", "size": -1, "reason": ""}]},
    {"entries": [{"name": "a", "size": 1, "reason": "because"}]},
    {"ofd": {"doc_id": "x" * 501}},
    {"office": {"parts": [["only one"]]}},
    {"invoice": {"entry": "", "values": [], "strict": 1}},
    {"image": {"width": 1, "height": 1, "dpi": float("inf"), "orientation": 1, "mode": "L", "frames": 1}},
]


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: next(iter(lie)))
def test_the_parent_refuses_a_worker_that_lies(
    lie: dict[str, Any], make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Liar(WorkerProcess):
        def answer(self, seconds: float, pixel_bytes: int = 0) -> tuple[dict[str, Any], bytes]:
            plain, pixels = super().answer(seconds, pixel_bytes)
            return ({**plain, **lie} if "kind" in plain else plain), pixels

    monkeypatch.setattr(prober_module, "WorkerProcess", Liar)
    with Prober() as prober:
        facts = prober.facts(make_pdf())
        assert (facts.verdict, facts.reason, facts.pages) == (Verdict.HOSTILE, "crashed", ())
        assert "refused" in facts.detail


def test_the_parent_refuses_pixels_that_do_not_fill_the_page(
    make_pdf: MakePdf, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Liar(WorkerProcess):
        def answer(self, seconds: float, pixel_bytes: int = 0) -> tuple[dict[str, Any], bytes]:
            plain, pixels = super().answer(seconds, pixel_bytes)
            return plain, pixels[:-3]

    monkeypatch.setattr(prober_module, "WorkerProcess", Liar)
    with Prober() as prober, pytest.raises(PageNotShown) as caught:
        prober.render(make_pdf(), 1, 100)
    assert caught.value.code == "crashed"


def test_a_path_that_is_no_file_is_told_apart_from_a_bad_file(tmp_path: Path, prober: Prober) -> None:
    for path in (tmp_path, tmp_path / "nothing.pdf"):
        with pytest.raises(NotReadable):
            prober.facts(path)


def test_a_file_larger_than_the_limit_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(2 * 2**20))
    facts = probe_file(path, limits=Limits(file_mb=1))
    assert (facts.verdict, facts.reason, facts.size) == (Verdict.UNSUPPORTED, "too-large", 2 * 2**20 + 9)


def test_an_empty_file_is_named(tmp_path: Path, prober: Prober) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    facts = prober.facts(path)
    assert (facts.kind, facts.verdict, facts.reason, facts.size) == ("empty", Verdict.CORRUPT, "empty", 0)


def _busy(future: Any) -> int:
    """Waits until a worker has the file and returns its process id."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if (worker := future._worker) is not None:
            time.sleep(0.1)
            return int(worker.pid)
        time.sleep(0.01)
    raise AssertionError("no worker took the file")


def _pid_of_idle(prober: Prober, path: Path) -> int:
    pids: list[int] = []

    class Noting(WorkerProcess):
        def send(self, request: dict[str, Any]) -> None:
            pids.append(self.pid)
            super().send(request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prober_module, "WorkerProcess", Noting)
        prober.facts(path)
    return pids[0]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
