"""The process of the interface stays small, however large the files are that it hands to its workers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.samples import make_hostile as make

PEAK = """
import re, sys
from pathlib import Path
from core.probe import Prober
if __name__ == "__main__":
    with Prober() as prober:
        verdict = prober.facts(Path(sys.argv[1])).verdict
        if len(sys.argv) > 2:
            prober.take(Path(sys.argv[1]), "large.bin", Path(sys.argv[2]))
    # Not ru_maxrss, which a new program takes over from the process that started it.
    peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
    sys.stdout.write(f"{verdict} {int(peak) // 1024}")
"""
MEGABYTES = 150
MOST_MORE = 8  # MB between a file of a few bytes and one of a hundred and fifty megabytes


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process so")
def test_the_parent_does_not_grow_with_the_file(tmp_path: Path) -> None:
    small, large = tmp_path / "small.zip", tmp_path / "large.zip"
    small.write_bytes(make.zipped({"large.bin": b"x"}, method=0))
    large.write_bytes(make.zipped({"large.bin": os.urandom(MEGABYTES * 2**20)}, method=0))
    first, second = (_peak(path, tmp_path / f"{path.stem}.out") for path in (small, large))
    assert (tmp_path / "large.out").stat().st_size == MEGABYTES * 2**20
    assert second - first < MOST_MORE, f"{first} MB, then {second} MB"


def _peak(path: Path, target: Path) -> int:
    root = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    words = [sys.executable, "-c", PEAK, str(path), str(target)]
    done = subprocess.run(words, env=root, timeout=120, check=True, capture_output=True, text=True)
    verdict, peak = done.stdout.split()
    assert verdict == "ok"
    return int(peak)
