"""The house rules that a linter does not know."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import house

ROOT = Path(__file__).parents[2]


FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 50
# Longer than the house allows, and why that is better than two.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}

# Where any exception may be caught, and why.
CATCHES_ALL = {
    "core/checks/runner.py": "a crash in one check is a finding of its own and never silences the others",
    "gui/jobs.py": "what a background thread raises is handed to the interface",
    "core/probe/prober.py": "a thread has no caller: its future carries every fault",
    "core/builder/serving.py": "a fault of the building process is told to the window, which reports it",
    "core/probe/serving.py": "workers read strangers' files; whatever a library raises goes back as a code",
}

# Where the clock may be read, and why. Everywhere else the moment is handed in.
READS_CLOCK = {
    "core/cli/moments.py": "the edge of the command line, when --on is not given",
    "core/store/casefile.py": "when a save happened",
    "core/store/migrations.py": "the name of the backup that is made before",
    "core/store/locking.py": "since when a file is held",
}

NETWORK = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "telnetlib", "requests", "httpx", "aiohttp"}


def test_no_file_is_longer_than_one_can_read() -> None:
    lengths = {house.name(f): len(f.read_text(encoding="utf-8").splitlines()) for f in house.python()}
    assert {n for n, lines in lengths.items() if lines > FILE_LINES_MAX} == set(LONG_FILES)


def test_no_function_is_longer_than_one_can_read() -> None:
    found = set()
    for file in house.python():
        for node in ast.walk(house.tree(file)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > FUNCTION_LINES_MAX:
                    found.add(f"{house.name(file)}:{node.name}")
    assert found == set(LONG_FUNCTIONS)


def test_nothing_is_evaluated_as_code() -> None:
    found = []
    for file in house.python("core", "gui", "bench", "assets"):
        for node in ast.walk(house.tree(file)):
            called = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if called in {"eval", "exec", "compile", "__import__"}:
                found.append(f"{house.name(file)}:{node.lineno} {called}")
    assert found == []


def test_every_exception_is_caught_only_where_there_is_a_reason() -> None:
    found = set()
    for file in house.python("core", "gui"):
        for node in ast.walk(house.tree(file)):
            if isinstance(node, ast.ExceptHandler) and _catches_all(node):
                found.add(house.name(file))
    assert found - set(CATCHES_ALL) == set()


def _catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether it keeps what it caught; one that tidies up and raises again lets everything through."""
    names = [n.id for n in ast.walk(handler.type) if isinstance(n, ast.Name)] if handler.type else ["BaseException"]
    raises = any(isinstance(n, ast.Raise) and n.exc is None for n in ast.walk(handler))
    return bool({"Exception", "BaseException"} & set(names)) and not raises


def test_the_clock_is_read_at_the_edges_only() -> None:
    found = set()
    for file in house.python("core"):
        for node in ast.walk(house.tree(file)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                of = ast.unparse(node.func.value)
                if node.func.attr in {"now", "today", "utcnow"} and of.split(".")[-1] in {"datetime", "date"}:
                    found.add(house.name(file))
    assert found - set(READS_CLOCK) == set()


def test_nothing_in_the_product_knows_how_to_reach_a_network() -> None:
    found = []
    for file in house.python("core", "gui"):
        for node in ast.walk(house.tree(file)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            bad = [n for n in names if n in NETWORK or "QtNetwork" in n or "WebEngine" in n]
            found += [f"{house.name(file)}: {n}" for n in bad]
    assert found == []


# Each pattern is written so that it does not match itself.
REGISTRY = re.compile(
    r"p[y]pi\.|pythonh[o]sted|npm[j]s\.|npmm[i]rror|mirr[o]rs\.|tuna\.tsing[h]ua|deb\.deb[i]an", re.IGNORECASE
)
INDEX = re.compile(r"--(extra-)?index-u[r]l|--find-l[i]nks|PIP_IND[E]X")
MACHINE = re.compile(r"""(?:^|[\s"'(=:`])/(?:h[o]me|r[o]ot|w[o]rk|U[s]ers|t[m]p|o[p]t)/""", re.MULTILINE)


@pytest.mark.parametrize("pattern", [REGISTRY, INDEX, MACHINE], ids=["registries", "indexes", "machine paths"])
def test_no_file_names_a_host_to_fetch_from_or_a_place_of_one_machine(pattern: re.Pattern[str]) -> None:
    found = []
    for file in house.files():
        text = house.text(file)
        found += [f"{house.name(file)}: {hit.group()}" for hit in pattern.finditer(text or "")]
    assert found == []


@pytest.mark.parametrize("file", ["Makefile", "pyproject.toml", "scripts/setup", ".ci/run"])
def test_what_sets_the_project_up_holds_no_address(file: str) -> None:
    assert "://" not in (ROOT / file).read_text(encoding="utf-8")


def test_no_file_is_a_to_do_list() -> None:
    marks = re.compile(r"(#|//).*\b(TO[D]O|FIX[M]E|XX[X])\b")
    found = [house.name(f) for f in house.files() if f.suffix in {".py", ".toml", ".typ", ".j2", ".qss"}]
    assert [n for n in found if marks.search((ROOT / n).read_text(encoding="utf-8"))] == []


def test_every_exception_of_this_list_still_has_its_file() -> None:
    named = {*LONG_FILES, *CATCHES_ALL, *READS_CLOCK, *(f.split(":")[0] for f in LONG_FUNCTIONS)}
    assert [n for n in named if not (ROOT / n).is_file()] == []
