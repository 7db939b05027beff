"""The reader's worker: killed, cancelled, idle, lying, and without a way out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.errors import ReaderUnavailable
from core.jobs import Cancelled, StoppableProgress
from core.model import FileFacts, PageReading, Verdict
from core.probe import Limits, Prober
from core.probe.accept import Lying
from core.reading import VERSION, PageRequest, Reader, is_final, pages_to_read, reading_limits
from core.reading.accept import accept_reading

ROOT = Path(__file__).parents[3]
# A page of noise, large enough to keep the recogniser busy for a while.
SLOW = (2000, 2000)
BOX = [0.1, 0.1, 0.5, 0.2]
QUALITY = {
    "width": 10, "height": 10, "line_height": 3.0, "sharpness": 1.0, "skew": 0.0, "turned": 0, "glare": 0.0, "cut": [],
}  # fmt: skip


@pytest.fixture
def slow_file(tmp_path: Path, prober: Prober) -> tuple[Path, FileFacts]:
    path = tmp_path / "两页 扫描.tiff"
    pages = [Image.effect_noise(SLOW, 90) for _ in range(2)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return path, prober.facts(path)


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def _wait_for(what: Any, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_a_worker_killed_in_the_middle_loses_one_page_and_names_it(slow_file: tuple[Path, FileFacts]) -> None:
    path, facts = slow_file
    kept: list[PageReading] = []
    with Reader() as reader:
        first, second = (reader.submit(request) for request in pages_to_read(path, facts))
        assert _wait_for(lambda: reader.pid, 60)
        time.sleep(0.3)
        os.kill(reader.pid, signal.SIGKILL)
        killed, survived = first.result(60), second.result(100)
        kept += [killed, survived]
    assert [(r.page, r.reason, r.sha256) for r in kept] == [(1, "crashed", facts.sha256), (2, "", facts.sha256)]
    assert [is_final(r) for r in kept] == [False, True]


def test_cancelling_frees_the_caller_at_once_and_the_worker_within_a_second(slow_file: tuple[Path, FileFacts]) -> None:
    path, facts = slow_file
    progress = StoppableProgress()
    ended: list[float] = []

    def read() -> None:
        with pytest.raises(Cancelled):
            reader.read(path, facts, progress=progress)
        ended.append(time.monotonic())

    with Reader() as reader:
        thread = threading.Thread(target=read)
        thread.start()
        assert _wait_for(lambda: reader.pid, 60)
        time.sleep(0.5)
        pid, began = reader.pid, time.monotonic()
        progress.stop()
        thread.join(10)
        assert ended[0] - began < 0.5
        assert _wait_for(lambda: _gone(pid) or reader.pid != pid, 1.0)


def test_progress_is_told_for_every_page_and_cancelling_between_pages_keeps_the_first(
    prober: Prober, tmp_path: Path
) -> None:
    path = tmp_path / "three.tiff"
    pages = [Image.new("L", (60, 60), shade) for shade in (250, 251, 252)]
    pages[0].save(path, save_all=True, append_images=pages[1:])
    progress = StoppableProgress(lambda done, total, message: told.append((done, total, message)))
    told: list[tuple[int, int, str]] = []
    kept: list[PageReading] = []

    def keep(reading: PageReading) -> None:
        kept.append(reading)
        if reading.page == 2:
            progress.stop()

    # A reader of its own: the third page may have begun, and cancelling kills the worker that reads it.
    with Reader() as reader, pytest.raises(Cancelled):
        reader.read(path, prober.facts(path), keep=keep, progress=progress)
    assert [reading.page for reading in kept] == [1, 2]
    assert {(done, total) for done, total, _message in told} == {(0, 3), (1, 3)}
    assert told[0][2] == "正在识别 three.tiff 第 1 页"


def test_pages_read_before_cost_nothing_again(page_file: tuple[Path, FileFacts]) -> None:
    path, facts = page_file
    before = PageReading(facts.sha256, 1, VERSION, recognised=True)
    with Reader() as reader:
        assert reader.read(path, facts, known={1: before}) == (before,)
        assert reader.pid == 0
    stale = PageReading(facts.sha256, 1, VERSION - 1, recognised=True)
    with Reader(limits=Limits(seconds=0.01)) as reader:
        assert reader.read(path, facts, known={1: stale})[0].reason == "timed-out"


def test_nothing_runs_before_the_first_page_and_an_idle_worker_goes(page_file: tuple[Path, FileFacts]) -> None:
    path, facts = page_file
    with Reader(idle_seconds=0.2) as reader:
        assert reader.pid == 0
        assert reader.read(path, facts)[0].lines
        assert _wait_for(lambda: reader.pid == 0, 10)


@pytest.mark.parametrize(
    ("verdict", "kind"), [(Verdict.HOSTILE, "pdf"), (Verdict.ENCRYPTED, "pdf"), (Verdict.OK, "docx")]
)
def test_what_could_not_be_opened_safely_is_not_read(
    page_file: tuple[Path, FileFacts], verdict: Verdict, kind: str
) -> None:
    facts = FileFacts("x", kind, page_file[1].sha256, 1, verdict, pages=page_file[1].pages)
    with Reader() as reader:
        assert reader.read(page_file[0], facts) == ()
        assert reader.pid == 0


def test_a_page_that_is_not_there_or_a_file_that_went_is_a_reason(reader: Reader, tmp_path: Path) -> None:
    gone = PageRequest(tmp_path / "gone.png", "0" * 64, "png", 1, 50, 50, (50, 50), recognise=True)
    assert reader.submit(gone).result(60).reason == "unreadable"
    Image.new("L", (50, 50)).save(tmp_path / "one.png")
    beyond = PageRequest(tmp_path / "one.png", "0" * 64, "png", 7, 50, 50, (50, 50), recognise=True)
    assert reader.submit(beyond).result(60).reason == "no-such-page"


def test_more_pixels_than_allowed_are_refused(prober: Prober, page_file: tuple[Path, FileFacts]) -> None:
    limits = Limits(seconds=60, memory_mb=reading_limits().memory_mb, render_pixels=1000)
    with Reader(limits=limits) as reader:
        assert reader.read(*page_file)[0].reason == "too-large"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"failed": "because"},
        {"failed": ["too-large"]},
        {"lines": [], "codes": "none"},
        {"lines": [{"text": 1, "box": BOX, "score": 0.5}], "codes": []},
        {"lines": [{"text": "x", "box": BOX, "score": 1.5}], "codes": []},
        {"lines": [{"text": "x", "box": BOX, "score": float("nan")}], "codes": []},
        {"lines": [{"text": "x", "box": [0.5, 0, 0.1, 1], "score": 1}], "codes": []},
        {"lines": [{"text": "x", "box": [0, 0, 2, 1], "score": 1}], "codes": []},
        {"lines": [{"text": "x", "box": [0, 0, 1], "score": 1}], "codes": []},
        {"lines": [{"text": "x" * 5000, "box": BOX, "score": 1}], "codes": []},
        {"lines": [{"text": "x", "box": BOX, "score": 1}] * 5000, "codes": []},
        {"lines": [], "codes": [{"kind": "seal", "text": "x", "box": BOX}]},
        {"lines": [], "codes": [], "quality": QUALITY | {"turned": 45}},
        {"lines": [], "codes": [], "quality": QUALITY | {"cut": ["middle"]}},
        {"lines": [], "codes": [], "quality": QUALITY | {"glare": True}},
        {"lines": [], "codes": [], "quality": 7},
    ],
)
def test_an_answer_that_can_not_be_true_is_refused(answer: dict[str, Any]) -> None:
    with pytest.raises(Lying):
        accept_reading(answer, sha256="0" * 64, page=1, recognised=True)


def test_an_answer_that_may_be_true_is_taken() -> None:
    line = {"text": "一\ud800", "box": BOX, "score": 1}
    answer = {"lines": [line], "codes": [{"kind": "qr", "text": "", "box": BOX}], "quality": QUALITY}
    reading = accept_reading(answer, sha256="0" * 64, page=3, recognised=True)
    assert reading.lines[0].text == "一?"
    assert reading.codes[0].page == 3
    assert reading.quality is not None


# Everything that could reach a network is heard by Python's audit hooks; the models must come without any of it.
_LISTEN = """
import sys
heard = []
def listen(event, _arguments):
    if event.startswith(("socket.", "urllib.", "http.")):
        heard.append(event)
sys.addaudithook(listen)
import numpy
from core.reading.recognise import recognise
recognise(numpy.full((64, 64, 3), 255, numpy.uint8))
print(*sorted(set(heard)))
"""


def test_recognising_asks_no_network_for_anything() -> None:
    command = [sys.executable, "-c", _LISTEN]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, cwd=ROOT)
    # urllib3, which rapidocr imports for its downloads, asks whether sockets know IPv6; the worker refuses even that.
    assert set(done.stdout.split()) <= {"socket.__new__"}


def test_a_package_without_its_models_is_told_and_nothing_is_fetched(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from core.reading import models

    monkeypatch.setattr(models, "MODELS", models.MODELS | {"Rec": "another.onnx"})
    with pytest.raises(ImportError, match=r"another\.onnx"):
        models.model_paths()
    paths = [path.name for path in Path(models.__file__).parent.iterdir()]
    assert not any(name.endswith(".onnx") for name in paths)


def _incomplete(requests: Connection, answers: Connection, *_rest: object) -> None:
    answers.send_bytes(b'{"ready": true}')
    requests.recv_bytes()
    answers.send_bytes(b'{"unavailable": "another.onnx"}')


def test_an_incomplete_program_is_told_and_no_page_is_blamed(
    monkeypatch: pytest.MonkeyPatch, page_file: tuple[Path, FileFacts]
) -> None:
    monkeypatch.setattr("core.reading.reader.serve", _incomplete)
    with Reader() as reader, pytest.raises(ReaderUnavailable, match=r"another\.onnx"):
        reader.read(*page_file)
