from __future__ import annotations

from pathlib import Path

import pytest

from core.resources import data_root


@pytest.fixture(scope="session")
def samples() -> Path:
    return data_root() / "assets" / "samples"


@pytest.fixture(scope="session")
def redrawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every sample paper, drawn anew."""
    from assets.samples.generate.__main__ import draw_all

    folder = tmp_path_factory.mktemp("redrawn")
    draw_all(folder)
    return folder
