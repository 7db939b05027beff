from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from core import store
from core.model import Case, Field, Obtained, Paper
from core.model.values import CHINA
from core.store import CaseFile

NOW = datetime(2026, 11, 22, 9, tzinfo=CHINA)


@pytest.fixture
def case() -> Case:
    return Case("0f8fad5b-d9cb-469f-a165-70867728950e", NOW, "qualification-reappeal", "tmall", client="甲")


@pytest.fixture
def case_file(tmp_path: Path, case: Case) -> Iterator[CaseFile]:
    with store.create(tmp_path / "案件 一号.fushen", case) as opened:
        yield opened


@pytest.fixture
def rename(case_file: CaseFile) -> Callable[[str], None]:
    """Makes one edit: the client's name."""

    def edit(client: str) -> None:
        case_file.apply(replace(case_file.case, client=client), f"改为{client}")

    return edit


@pytest.fixture
def large_case(case: Case) -> Case:
    """A case of 60 papers with five confirmed fields each: about 60 kB of JSON."""
    fields = tuple(
        Field(name, f"杭州样例贸易有限公司 {name}", confirmed=True, page=1, box=(0.1, 0.2, 0.5, 0.25))
        for name in ("holder", "uscc", "brand", "valid_to", "issuer")
    )
    papers = tuple(
        Paper(f"P{n}", f"授权书{n}.pdf", f"{n:064x}", 1000, "invoice", fields=fields, obtained=Obtained("厂家"))
        for n in range(1, 61)
    )
    return replace(case, papers=papers)
