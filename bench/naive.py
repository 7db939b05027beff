"""Damaged and hostile PDFs of the corpus: how many a reader by itself opens without a word, beside ours."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.measure import Row
from core.model import FileFacts, Verdict
from core.probe import Prober

# Each file as a program that knows no better would open it; limits only so that the bench itself lives.
_OPEN = """
import resource, signal, sys
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
def by_pypdf(path):
    from pypdf import PdfReader
    for page in PdfReader(path).pages[:5]: page.extract_text()
def by_pypdfium2(path):
    import pypdfium2
    for page in list(pypdfium2.PdfDocument(path))[:5]: page.get_textpage().get_text_range()
for path in sys.argv[2:]:
    signal.alarm(20)
    try:
        globals()["by_" + sys.argv[1]](path)
        print("silent", path, flush=True)
    except Exception:  # whatever the library says, it did say something
        print("raised", path, flush=True)
"""
_ROOT = Path(__file__).parents[1]


def rows() -> Iterator[Row]:
    """Counts; nothing here is timed. Skipped aloud without the corpus."""
    corpus = Path(os.environ.get("FUSHEN_CORPUS") or _ROOT.parent / "shared" / "corpus")
    if sys.platform == "win32" or not (corpus / "MANIFEST.csv").is_file():
        yield Row("damaged and hostile PDFs taken without a word", skipped="no corpus: set FUSHEN_CORPUS")
        return
    with (corpus / "MANIFEST.csv").open(encoding="utf-8", newline="") as stream:
        labels = {corpus / row["file"]: row["expected"] for row in csv.DictReader(stream) if ".pdf" in row["file"]}
    for label, means in (("corrupt", "damaged"), ("hostile", "hostile")):
        paths = [path for path, expected in labels.items() if expected == label]
        counts = [f"{name} {_silent(name, paths)}" for name in ("pypdf", "pypdfium2")]
        with Prober() as prober:
            ours = sum(_is_silent(prober.facts(path), label) for path in paths)
        yield Row(f"{means} PDFs taken without a word, of {len(paths)}: ours {ours}, {', '.join(counts)}")


def _is_silent(facts: FileFacts, label: str) -> bool:
    if facts.verdict is not Verdict.OK:
        return False
    return label == "corrupt" or not (facts.active or facts.reason not in {"", "owner-encrypted"})


def _silent(name: str, paths: Sequence[Path]) -> int:
    """Opens the files in one process, and goes on in the next where a file ends it."""
    left, silent = list(paths), 0
    while left:
        command = [sys.executable, "-W", "ignore", "-c", _OPEN, name, *map(str, left)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=_ROOT)
        told = done.stdout.splitlines()
        silent += sum(line.startswith("silent") for line in told)
        left = left[len(told) + 1 :]  # the file that ended the process opened nothing
    return silent
