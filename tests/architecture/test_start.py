"""What the program loads before its first window; each library more is a wait for everybody at every start."""

from __future__ import annotations

import subprocess
import sys

import pytest

# The first window is the board: it needs no rule, no paper and no packet.
LATER = ["pydantic", "stdnum", "core.packs", "core.checks", "pypdf", "PIL", "numpy", "docx", "jinja2", "typst", "ssl"]


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The names of all modules in a process that has loaded the program and shown nothing yet."""
    command = [sys.executable, "-c", "import gui.app, sys; print(*sys.modules)"]
    return set(subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.split())


@pytest.mark.parametrize("name", LATER)
def test_the_board_does_not_wait_for_a_library_that_only_a_case_needs(name: str, loaded: set[str]) -> None:
    assert "gui.window" in loaded
    assert name not in loaded
