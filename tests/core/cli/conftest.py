"""Real cases, made once from the sample's intakes."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.cli.main import main
from core.resources import data_root

ON = "2026-11-22"


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(*words: object) -> Said:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main([str(word) for word in words])
    return Said(status, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def fushen() -> Callable[..., Said]:
    """Runs a command in this process."""
    return run


@pytest.fixture(scope="session")
def sample_intakes() -> dict[str, Path]:
    return {name: data_root() / "assets" / "samples" / name / "intake.toml" for name in ("flawed", "ready")}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, sample_intakes: dict[str, Path]) -> dict[str, Path]:
    """Case files of both samples, their facts read; nobody may change them."""
    folder = tmp_path_factory.mktemp("made")
    cases = {name: folder / f"{name}.fushen" for name in sample_intakes}
    for name, intake in sample_intakes.items():
        done = run("new", cases[name], "--from", intake)
        assert done.status == 0, done.err
        run("check", cases[name], "--on", ON)
    return cases


@pytest.fixture
def ready(made: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(made["ready"], tmp_path / "ready.fushen"))


@pytest.fixture
def flawed(made: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copy(made["flawed"], tmp_path / "flawed.fushen"))


@pytest.fixture(scope="session")
def built(made: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built packet; nobody may change it."""
    out = tmp_path_factory.mktemp("built")
    done = run("build", made["ready"], "--out", out, "--on", ON)
    assert done.status == 0, done.err
    return out / "ready-packet.zip"
