from __future__ import annotations

from pathlib import Path

import pytest

from gui.services import free_path


@pytest.mark.parametrize(
    ("name", "file"),
    [("启明/旗舰店", "启明_旗舰店"), ("con", "_con"), (" . ", "新案件"), ("店" * 300, "店" * 80)],
    ids=["a slash", "reserved on Windows", "nothing", "too long for a file name"],
)
def test_a_new_case_gets_a_file_name_that_every_system_takes(tmp_path: Path, name: str, file: str) -> None:
    assert free_path(tmp_path, name) == tmp_path / f"{file}.fushen"
    (tmp_path / f"{file}.fushen").touch()
    assert free_path(tmp_path, name) != tmp_path / f"{file}.fushen"
