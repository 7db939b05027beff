"""A packet built by a process of its own: the same bytes, the same faults, stopped at any point, nothing left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from core import errors, intake, packet, packs, store
from core.builder import Builder, Order, telling
from core.errors import (
    BuildEnded,
    BuildRefused,
    Cancelled,
    DiskFault,
    ExhibitFailed,
    FushenError,
    ProofFailed,
    RulesChanged,
)
from core.i18n import use_language
from core.jobs import StoppableProgress
from core.model import Case, codec
from core.model.values import CHINA
from core.probe import Prober
from core.resources import data_root
from core.scratch import Scratch
from core.survey import kept, survey

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=CHINA)
PATIENCE_S = 20.0
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample cases, their files read."""
    folder, samples = tmp_path_factory.mktemp("cases"), data_root() / "assets" / "samples"
    made = {}
    with Prober() as prober, Scratch() as scratch:
        for name in ("ready", "flawed"):
            read = intake.read(samples / name / "intake.toml", packs.load())
            with intake.create(read, folder / f"{name}.fushen", NOW) as file:
                for sha256 in file.case.stored():
                    file.copy_original(sha256, scratch / sha256)
                    file.save_facts(prober.facts(scratch / sha256))
                made[name] = file.path
    return made


@pytest.fixture(scope="module")
def builder(cases: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """A builder whose process runs, so that no test is asked why it started one."""
    with Builder(tmp_path_factory.mktemp("home")) as made:
        made.sizes(order_of(cases["ready"]))
        yield made


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builder]:
    """A builder for this test alone, which may be hurt."""
    with Builder(tmp_path_factory.mktemp("home")) as made:
        yield made


def order_of(path: Path) -> Order:
    with store.open(path, read_only=True) as file:
        return Order(path, file.document, packs.load().digest, NOW)


def test_it_builds_the_very_bytes_that_are_built_without_it(
    cases: dict[str, Path], builder: Builder, tmp_path: Path
) -> None:
    with store.open(cases["ready"], read_only=True) as file:
        facts, readings = kept(file)
        report = survey(file.case, packs.load(), facts, NOW, readings).report
        here = packet.build(packet.plan(file.case, packs.load(), report, facts, NOW), file, tmp_path / "here")
    steps: list[str] = []
    progress = StoppableProgress(lambda _done, _total, message: steps.append(message))
    outcome = builder.build(order_of(cases["ready"]), tmp_path / "there", progress)
    assert outcome.built.path.read_bytes() == here.path.read_bytes()
    assert replace(outcome.built, path=here.path) == here
    assert outcome.verification == packet.verify(outcome.built.path)
    assert "正在合成提交册" in steps
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == ["ready-packet.zip"]


def test_it_sees_what_the_person_sees_even_before_it_is_written(cases: dict[str, Path], builder: Builder) -> None:
    order = order_of(cases["ready"])
    whole = builder.sizes(order)
    case = codec.load(Case, order.document)
    fewer = replace(case, papers=case.papers[:1], claims=(), links=())
    less = builder.sizes(replace(order, document=codec.dump(fewer)))
    assert less.images < whole.images
    assert 0 < less.whole.pages < whole.whole.pages


def test_a_case_that_is_not_ready_is_refused_with_all_that_stands_in_the_way(
    cases: dict[str, Path], builder: Builder, tmp_path: Path
) -> None:
    with store.open(cases["flawed"], read_only=True) as file:
        facts, readings = kept(file)
        report = survey(file.case, packs.load(), facts, NOW, readings).report
        with pytest.raises(BuildRefused) as here:
            packet.plan(file.case, packs.load(), report, facts, NOW)
    with pytest.raises(BuildRefused) as there:
        builder.build(order_of(cases["flawed"]), tmp_path / "out")
    assert there.value.mistakes == here.value.mistakes
    assert there.value.message == here.value.message
    assert not (tmp_path / "out").exists()


def test_faults_and_steps_are_told_in_the_language_of_the_window(cases: dict[str, Path], builder: Builder) -> None:
    use_language("en")
    with pytest.raises(RulesChanged) as caught:
        builder.sizes(replace(order_of(cases["ready"]), rules="others"))
    assert caught.value.message.startswith("The rules")
    use_language("zh_CN")
    with pytest.raises(RulesChanged) as caught:
        builder.sizes(replace(order_of(cases["ready"]), rules="others"))
    assert caught.value.message.startswith("打开案件之后")


def test_a_cancelled_build_leaves_the_earlier_packet_whole_and_the_process_ready(
    cases: dict[str, Path], builder: Builder, tmp_path: Path
) -> None:
    earlier = tmp_path / "ready-packet.zip"
    earlier.write_bytes(b"earlier")
    stop_in(builder, cases["ready"], tmp_path, "正在合成提交册", lambda progress: progress.stop())
    assert [path.name for path in tmp_path.iterdir()] == [earlier.name]
    assert earlier.read_bytes() == b"earlier"
    before = builder.pid
    assert builder.sizes(order_of(cases["ready"])).images
    assert builder.pid == before


def stop_in(
    builder: Builder, case: Path, folder: Path, step: str, stop: Callable[[StoppableProgress], object]
) -> list[int]:
    """Builds until a step is told, then does `stop`; returns the processes that built it."""
    workers: list[int] = []

    def show(_done: int, _total: int, message: str) -> None:
        if message == step and not workers:
            workers.extend(children_of(builder.pid))
            stop(progress)

    progress = StoppableProgress(show)
    with pytest.raises((Cancelled, BuildEnded)) as caught:
        builder.build(order_of(case), folder, progress)
    assert workers
    until(lambda: not any(map(alive, workers)))
    stopped_by_hand = progress.stopped
    assert caught.type is (Cancelled if stopped_by_hand else BuildEnded)
    return workers


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_killed_process_takes_its_workers_along_and_leaves_nothing_beside_the_packet(
    cases: dict[str, Path], own: Builder, tmp_path: Path
) -> None:
    earlier = tmp_path / "ready-packet.zip"
    earlier.write_bytes(b"earlier")
    stop_in(own, cases["ready"], tmp_path, "正在合成提交册", lambda _p: os.kill(own.pid, signal.SIGKILL))
    assert [path.name for path in tmp_path.iterdir()] == [earlier.name]
    assert earlier.read_bytes() == b"earlier"
    assert own.sizes(order_of(cases["ready"])).images  # by a new process


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_process_that_hears_nothing_is_ended_all_the_same(
    cases: dict[str, Path], own: Builder, tmp_path: Path
) -> None:
    def stop(progress: StoppableProgress) -> None:
        os.kill(own.pid, signal.SIGSTOP)
        progress.stop()

    stop_in(own, cases["ready"], tmp_path, "正在合成提交册", stop)
    assert not list(tmp_path.iterdir())


def test_an_idle_process_goes_and_comes_back(cases: dict[str, Path], tmp_path: Path) -> None:
    with Builder(tmp_path, idle_seconds=0.1) as own:
        own.sizes(order_of(cases["ready"]))
        until(lambda: own.pid == 0)
        assert own.sizes(order_of(cases["ready"])).images


def test_a_closed_builder_builds_nothing(cases: dict[str, Path], tmp_path: Path) -> None:
    own = Builder(tmp_path)
    own.close()
    with pytest.raises(Cancelled):
        own.sizes(order_of(cases["ready"]))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_ends_with_the_program(cases: dict[str, Path], tmp_path: Path) -> None:
    order = tmp_path / "order.json"
    order.write_text(codec.dump(order_of(cases["ready"])), encoding="utf-8")
    pid = started_by(
        """
        from core.builder import Builder, Order
        from core.model import codec
        builder = Builder(Path(sys.argv[2]))
        builder.sizes(codec.load(Order, Path(sys.argv[1]).read_text(encoding="utf-8")))
        print(builder.pid, flush=True)
        """,
        str(order),
        str(tmp_path),
    )
    until(lambda: not alive(pid))


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_contained_worker_ends_with_its_parent_in_the_middle_of_a_task() -> None:
    pid = started_by(
        """
        from core.probe import Limits
        from core.probe.process import WorkerProcess
        from tests.core.builder.sleeper import serve
        worker = WorkerProcess(Limits(), serve)
        worker.send({"sleep": True})
        print(worker.pid, flush=True)
        """
    )
    until(lambda: not alive(pid))


def started_by(program: str, *words: str) -> int:
    """Runs a program that prints the id of a process it started, and ends without a farewell."""
    lines = ["import os, sys", "from pathlib import Path", textwrap.dedent(program), "os._exit(0)"]
    command = [sys.executable, "-c", "\n".join(lines), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=ROOT)
    return int(done.stdout)


@pytest.mark.parametrize(
    "error",
    [
        ExhibitFailed("执照.pdf", "page-count"),
        ProofFailed(["附件1第2页与原件不同", "附件3缺页"]),
        BuildRefused(["[validity/expired] 授权书已过期"]),
        DiskFault(Path("/x/案.zip"), "磁盘已满"),
        errors.ReadOnlyCase(Path("/x/案.fushen"), "电脑 PC-3 上的 li"),
        FushenError("一句话"),
    ],
)
def test_a_fault_arrives_as_it_was(error: FushenError) -> None:
    again = telling.raised(telling.told(error))
    assert type(again) is type(error)
    assert again.message == error.message == str(again)
    assert vars(again) == vars(error)


def test_a_fault_of_the_program_arrives_with_its_places_and_without_its_words() -> None:
    def trip() -> None:
        message = "secret.pdf"
        raise ValueError(message)

    try:
        trip()
    except ValueError as error:
        plain = telling.fault(error)
    there = telling.fault_there(plain)
    assert there.kind == "builtins.ValueError"
    assert there.places[-1][2] == "trip"
    assert "secret" not in str(plain)


def children_of(pid: int) -> list[int]:
    """The processes that a process started."""
    tasks = Path(f"/proc/{pid}/task")
    if not tasks.is_dir():
        return [pid]
    found: list[int] = []
    for task in tasks.iterdir():
        with suppress(OSError):  # a thread may end meanwhile
            found += map(int, (task / "children").read_text("ascii").split())
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def until(so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not so():
        assert time.monotonic() < end
        time.sleep(0.02)
