"""The program packed into one executable: its workers are started by starting the program itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.resources import data_root

# What a packer's start program does: it knows no option of an interpreter, and hands every word on.
_EXECUTABLE = """#!{python} -I
import sys
sys.path.insert(0, {root!r})
sys.frozen, sys.executable = True, sys.argv[0]
from core.cli.main import main
if __name__ == "__main__":
    sys.exit(main())
"""


@pytest.mark.skipif(os.name == "nt", reason="only systems with #! can play an executable")
def test_a_packed_program_has_workers(tmp_path: Path) -> None:
    packed = tmp_path / "fushen"
    packed.write_text(_EXECUTABLE.format(python=sys.executable, root=str(data_root())), encoding="utf-8")
    packed.chmod(0o755)
    (tmp_path / "a.txt").write_text("一页文字\n", encoding="utf-8")
    environment = os.environ | {"FUSHEN_HOME": str(tmp_path / "home"), "HOME": str(tmp_path)}
    done = subprocess.run(
        [packed, "inspect", "a.txt", "--json"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    assert "选择" not in done.stderr  # nobody took a worker's words for a command
    assert [each["kind"] for each in json.loads(done.stdout)] == ["text"], done.stdout
