from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from core import packet, store
from core.checks import Report
from core.model import Case, FileFacts
from core.packs import Packs
from core.probe import worker
from core.probe.accept import accept_facts
from core.probe.limits import Limits
from core.store import CaseFile
from tests.core.packet import parts


@dataclass
class Ready:
    """A case on the disk whose packet can be built."""

    casefile: CaseFile
    case: Case
    facts: dict[str, FileFacts]
    packs: Packs
    out: Path

    def plan(self, **options: object) -> packet.Plan:
        report = options.pop("report", parts.CLEAN)
        assert isinstance(report, Report)
        now = options.pop("now", parts.NOW)
        return packet.plan(self.case, self.packs, report, self.facts, now, **options)  # type: ignore[arg-type]

    def build(self, **options: object) -> packet.BuiltPacket:
        return packet.build(self.plan(**options), self.casefile, self.out)


Make = Callable[..., Ready]


def facts_of(path: Path) -> FileFacts:
    """Reads a file as the probe's worker does, without the process around it: these files are our own."""
    plain, _pixels = worker._facts({"path": str(path)}, worker.Budget(Limits(), monotonic() + 60))
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    # As it comes over the pipe: lists, no tuples.
    return accept_facts(
        json.loads(json.dumps(plain)), file=path.name, sha256=sha256, size=len(content), limits=Limits()
    )


@contextmanager
def making(folder: Path) -> Iterator[Make]:
    """Gives what makes a case on the disk from files, in their order, with real facts of each."""
    with ExitStack() as opened:

        def made(*files: Path, name: str = "青禾", packs: Packs | None = None, **changes: object) -> Ready:
            place = folder / f"case-{name}"
            place.mkdir()
            casefile = opened.enter_context(store.create(place / f"{name}.fushen", parts.case()))
            papers = tuple(parts.paper(number, file) for number, file in enumerate(files, start=1))
            facts = {paper.sha256: facts_of(file) for paper, file in zip(papers, files, strict=True)}
            for file in files:
                casefile.add_original(file)
            case = parts.case(**({"papers": papers} | changes))
            casefile.apply(case, "test")
            return Ready(casefile, case, facts, packs or parts.packs(), place / "out")

        yield made


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    with making(tmp_path) as make:
        yield make
