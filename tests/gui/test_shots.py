"""`scripts/shots` leads every combination through a process of its own: one that fails names itself, the rest go on."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from core.resources import data_root


@pytest.fixture
def shots(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module; its pictures are only noted, and one combination has something to complain of."""
    loader = SourceFileLoader("shots_script", str(data_root() / "scripts" / "shots"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    made = module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, loader.name, made)
    loader.exec_module(made)
    made.asked = []

    def run(scale: str, words: Sequence[str], log: Path) -> bool:
        log.parent.mkdir(parents=True, exist_ok=True)
        if "--prepare" not in words:
            made.asked.append((scale, *words[1:6:2]))
        bad = "en" in words and "dark" in words and scale == "150" and "1280x800" in words
        log.write_text("board: QLabel: an id, “P7”\n" if bad else "", encoding="utf-8")
        return not bad

    monkeypatch.setattr(made, "_run", run)
    return made


def test_sixteen_combinations_are_taken_and_the_one_that_fails_names_itself(
    shots: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shots.main([str(tmp_path)]) == 1
    assert len(set(shots.asked)) == len(shots.asked) == 16
    told = capsys.readouterr().err
    assert "en-150-dark-1280: 0 pictures" in told
    assert "15 of 16" in told
    said = (tmp_path / "complaints.txt").read_text(encoding="utf-8")
    assert said == "en-150-dark-1280x800: board: QLabel: an id, “P7”\n"


def test_resuming_takes_only_what_is_not_done(shots: ModuleType, tmp_path: Path) -> None:
    shots.main([str(tmp_path)])
    shots.asked.clear()
    assert shots.main([str(tmp_path), "--resume"]) == 1
    assert shots.asked == [("150", "en", "dark", "1280x800")]


def test_combinations_are_chosen_by_the_beginning_of_their_name(shots: ModuleType, tmp_path: Path) -> None:
    assert shots.main([str(tmp_path), "--only", "zh-100-light", "en-150-light-1920"]) == 0
    assert len(shots.asked) == 3
    shots.asked.clear()
    assert shots.main([str(tmp_path), "--only", "de-100"]) == 2
    assert shots.asked == []
