from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from core import packs
from core.model.values import CHINA
from core.packs import Packs

NOW = datetime(2026, 11, 22, 9, tzinfo=CHINA)
HEAD = 'playbook = "qualification-reappeal"\nplatform = "tmall"\n'


@pytest.fixture(scope="session")
def installed() -> Packs:
    return packs.load()


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes an intake beside two papers and a text file."""
    (tmp_path / "授权书.pdf").write_bytes(b"%PDF-1.7 one")
    (tmp_path / "新 授权书.pdf").write_bytes(b"%PDF-1.7 two")

    def write(text: str, *, head: str = HEAD) -> Path:
        path = tmp_path / "INTAKE.toml"
        path.write_text(head + text, encoding="utf-8")
        return path

    return write
