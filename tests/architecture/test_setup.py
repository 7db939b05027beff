"""How a stranger starts: the setup script where things are lacking, the wheel, the one test command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name == "nt", reason="the setup script is for systems with a POSIX shell")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A copy of what the script needs, in a folder with blanks and Chinese in its name."""
    folder = tmp_path / "我的 项目"
    for name in ("scripts/setup", "requirements/dev.txt", "pyproject.toml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH with a shell's usual tools, an ordinary user, and no Python, sudo or package manager."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "cat", "cksum", "dirname", "mktemp", "rm", "uname", "env"):
        found = shutil.which(tool)
        assert found is not None
        (folder / tool).symlink_to(found)
    _program(folder / "id", "echo 1000")
    return folder


def _program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def _setup(place: Path, tools: Path, *words: str) -> subprocess.CompletedProcess[str]:
    script = str(place / "scripts" / "setup")
    environment = {"PATH": str(tools), "HOME": str(place)}
    return subprocess.run([script, *words], env=environment, capture_output=True, text=True, check=False, timeout=30)


@posix
def test_without_python_one_line_says_what_to_install(place: Path, tools: Path) -> None:
    done = _setup(place, tools)
    assert done.returncode == 1
    assert "需要 Python 3.11" in done.stderr
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not (place / ".venv").exists()


@posix
def test_an_older_python_is_not_taken(place: Path, tools: Path) -> None:
    _program(tools / "python3", "exit 1")
    assert "需要 Python 3.11" in _setup(place, tools).stderr


@posix
def test_a_python_without_venv_names_the_package(place: Path, tools: Path) -> None:
    # Debian's python3 without python3-venv: new enough, but the module is not there.
    _program(tools / "python3", 'case "$2" in *ensurepip*) exit 1 ;; esac; exit 0')
    done = _setup(place, tools)
    assert done.returncode == 1
    assert "sudo apt-get install -y python3-venv" in done.stderr


@posix
def test_root_installs_what_venv_needs(place: Path, tools: Path, tmp_path: Path) -> None:
    _program(tools / "id", "echo 0")
    _program(tools / "apt-get", f'echo "$@" >>"{tmp_path}/asked"; exit 1')
    _program(tools / "python3", 'case "$2" in *ensurepip*) exit 1 ;; esac; exit 0')
    done = _setup(place, tools)
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert [line.split()[2] for line in asked] == ["install", "update"]
    assert "python3-venv" in asked[0]
    assert "apt-get install -y python3-venv" in done.stderr


@posix
def test_a_failed_installation_is_told_and_not_stamped(place: Path, tools: Path) -> None:
    python = """case "$*" in
*"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
*"-m pip"*) echo "could not reach anything" >&2; exit 1 ;;
esac"""
    for tool in ("mkdir", "cp"):
        (tools / tool).symlink_to(str(shutil.which(tool)))
    _program(tools / "python3", python)
    done = _setup(place, tools)
    assert done.returncode == 1
    assert "could not reach anything" in done.stderr
    assert "安装未完成" in done.stderr
    assert not (place / ".venv" / ".stamp").exists()


@posix
def test_unknown_words_are_refused(place: Path, tools: Path) -> None:
    assert _setup(place, tools, "--everything").returncode == 2


def test_the_readme_and_ci_run_the_same_test_command() -> None:
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n    make test || " in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "\ntest:" in (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_carries_every_pack_font_and_sample(unpacked: Path) -> None:
    for kind in ("templates", "assets/fonts", "assets/samples/ready", "assets/icons"):
        ours = {
            f.relative_to(ROOT).as_posix()
            for f in (ROOT / kind).rglob("*")
            if f.is_file() and "__pycache__" not in f.parts
        }
        theirs = {f.relative_to(unpacked / "core" / "_data").as_posix() for f in (unpacked / "core/_data").rglob("*")}
        assert ours - theirs == set()
        assert ours


def test_a_wheel_runs_away_from_the_project(unpacked: Path, tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from core.cli.main import main; sys.exit(main(['packs', 'lint']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(unpacked)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "规则包没有错误" in done.stdout
