"""What the product stands on: locked by hash, and under licences that let it be given away."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture import house

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements/runtime.txt", "requirements/dev.txt")

# Under the LGPL: used as libraries of their own, unchanged and replaceable, as that licence asks.
LGPL = {"docxtpl", "pi-heif", "pyside6-essentials", "shiboken6", "python-stdnum"}
# Their metadata say less than their licence files: BSD-3-Clause or Apache-2.0, with BSD-like parts of PDFium.
# colorama and tzdata come on Windows alone, under BSD-3-Clause and Apache-2.0.
KNOWN = {"pypdfium2": "BSD-3-Clause", "colorama": "BSD-3-Clause", "tzdata": "Apache-2.0"}
# What a package is called when it is imported, where that is not its name.
MODULES = {
    "pyside6-essentials": "PySide6",
    "python-docx": "docx",
    "pillow": "PIL",
    "python-stdnum": "stdnum",
    "fonttools": "fontTools",
    "opencv-python-headless": "cv2",
    "zxing-cpp": "zxingcpp",
}
# Declared for its minimum version alone, because those who import it ask for any.
INDIRECT = {"lxml"}
ALLOWED = re.compile(r"MIT|BSD|Apache|PSF|Python Software Foundation|MPL-2\.0|Zlib|CC0-1\.0|ISC")


def _locked(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    found = (re.match(r"([a-z0-9._-]+)==([^ ;]+)( ; (.+?))? \\$", line) for line in lines)
    return {hit[1]: hit[2] for hit in found if hit}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_its_hashes_and_no_source(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    assert len(blocks) > 20
    for block in blocks:
        assert re.match(r"[a-z0-9._-]+==\S+", block), block[:60]
        assert "--hash=sha256:" in block, block[:60]
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash", ""), re.MULTILINE)


def test_both_locks_agree() -> None:
    runtime, dev = (_locked(lock) for lock in LOCKS)
    assert {name: dev.get(name) for name in runtime} == runtime


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime, dev = (_locked(lock) for lock in LOCKS)
    declared = {re.split(r"[><=; ]", d, maxsplit=1)[0].lower() for d in project["project"]["dependencies"]}
    tools = {re.split(r"[><=; ]", d, maxsplit=1)[0].lower() for d in project["dependency-groups"]["dev"]}
    assert declared - set(runtime) == set()
    assert tools - set(dev) == set()


@pytest.mark.parametrize("name", sorted(_locked(LOCKS[0])))
def test_every_runtime_dependency_may_be_given_away(name: str) -> None:
    licence = _licence_of(name)
    if name in LGPL:
        assert re.search(r"LGPL|Lesser General Public", licence)
        return
    assert not re.search(r"GPL|General Public", licence), f"{name}: {licence}"
    assert ALLOWED.search(licence), f"{name}: {licence or 'says nothing'}"


def _licence_of(name: str) -> str:
    if name in KNOWN:
        return KNOWN[name]
    metadata = importlib.metadata.metadata(name)
    said = [metadata.get("License-Expression", ""), (metadata.get("License") or "").split("\n")[0]]
    said += [c for c in metadata.get_all("Classifier", []) if c.startswith("License")]
    return " / ".join(filter(None, said))


def test_every_dependency_has_its_reason_written_down() -> None:
    page = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8").lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = [re.split(r"[><=; ]", d, maxsplit=1)[0].lower() for d in project["project"]["dependencies"]]
    assert [n for n in names if n not in page] == []


def test_the_fonts_come_with_their_licence() -> None:
    fonts = ROOT / "assets" / "fonts"
    assert len(list(fonts.glob("*.ttf"))) >= 4
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text(encoding="utf-8").upper()


def test_the_icons_come_with_their_licence() -> None:
    assert "Copyright (c) 2020-2026 Paweł Kuna" in (ROOT / "NOTICE").read_text(encoding="utf-8")
    text = (ROOT / "assets" / "icons" / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License")
    assert "Copyright (c) 2020-2026 Paweł Kuna" in text


def _noticed() -> dict[str, str]:
    """Returns under which licence NOTICE names each library."""
    text = (ROOT / "NOTICE").read_text(encoding="utf-8").replace("\n  ", " ")
    lines = re.findall(r"^([A-Z][A-Za-z0-9.-]+): (.+)$", text, re.MULTILINE)
    names = ((licence, re.sub(r"\(.*?\)", "", listed).split(",")) for licence, listed in lines)
    return {name.strip(): licence for licence, listed in names for name in listed}


def test_the_notice_names_every_library_that_is_installed_and_no_other() -> None:
    assert sorted(_noticed()) == sorted(_locked(LOCKS[0]))


@pytest.mark.parametrize(("name", "licence"), sorted(_noticed().items()))
def test_a_library_stands_under_its_own_licence(name: str, licence: str) -> None:
    said = _licence_of(name).replace("Python Software Foundation", "PSF-2.0").replace("Lesser General Public", "LGPL")
    assert licence.split("-")[0] in said, said


def test_the_notice_names_everything_that_comes_with_the_program() -> None:
    named = re.findall(r"^(assets/\w+)", (ROOT / "NOTICE").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(f"assets/{folder.name}" for folder in (ROOT / "assets").iterdir() if folder.is_dir())


def test_the_wheel_carries_licence_and_notice() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license-files"] == ["LICENSE", "NOTICE"]


def test_every_dependency_is_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[><=; ]", d, maxsplit=1)[0].lower() for d in project["project"]["dependencies"]}
    modules = {name: MODULES.get(name, name.replace("-", "_")) for name in names - INDIRECT}
    found = {module for file in house.python("core", "gui") for module in _imported(file)}
    assert sorted(name for name, module in modules.items() if module not in found) == []


def _imported(file: Path) -> set[str]:
    nodes = list(ast.walk(house.tree(file)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {module.split(".")[0] for module in plain | named}


def test_exactly_one_distribution_gives_opencv() -> None:
    assert set(importlib.metadata.packages_distributions()["cv2"]) == {"opencv-python-headless"}
    for lock in LOCKS:
        assert [name for name in _locked(lock) if name.startswith("opencv")] == ["opencv-python-headless"]
