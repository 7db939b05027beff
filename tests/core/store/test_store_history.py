from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import store
from core.errors import AlreadyThere
from core.model import Case
from core.store import CaseFile, history

Rename = Callable[[str], None]


def test_a_new_case_reads_back_equal(case_file: CaseFile, case: Case) -> None:
    case_file.close()
    with store.open(case_file.path) as again:
        assert again.case == case
        assert (again.undo_label, again.redo_label, again.history()) == (None, None, ())
        assert again.undo() is None
        assert again.redo() is None


def test_creating_over_a_file_changes_nothing(case_file: CaseFile, case: Case) -> None:
    case_file.close()
    before = case_file.path.read_bytes()
    with pytest.raises(AlreadyThere):
        store.create(case_file.path, replace(case, client="乙"))
    assert case_file.path.read_bytes() == before


def test_an_edit_is_on_the_disk_when_apply_returns(case_file: CaseFile, rename: Rename) -> None:
    rename("乙")
    with store.open(case_file.path, read_only=True) as reader:
        assert reader.case.client == "乙"
        assert reader.saved_at == case_file.saved_at


def test_undo_and_redo_survive_closing(case_file: CaseFile, rename: Rename) -> None:
    clients = ["甲", "乙", "丙丙丙", "", "丁"]
    for client in clients[1:]:
        rename(client)
    case_file.close()
    with store.open(case_file.path) as again:
        assert [again.undo() for _ in range(3)] == ["改为丁", "改为", "改为丙丙丙"]
        assert again.case.client == "乙"
    with store.open(case_file.path) as again:
        assert (again.undo_label, again.redo_label) == ("改为乙", "改为丙丙丙")
        assert again.redo() == "改为丙丙丙"
        assert again.case.client == "丙丙丙"
        assert [entry.undone for entry in again.history()] == [False, False, True, True]
        assert again.check_integrity() == ()


def test_a_new_edit_clears_what_could_be_redone(case_file: CaseFile, rename: Rename) -> None:
    rename("乙")
    rename("丙")
    case_file.undo()
    rename("丁")
    assert case_file.redo_label is None
    assert [entry.label for entry in case_file.history()] == ["改为乙", "改为丁"]
    assert case_file.undo() == "改为丁"
    assert case_file.case.client == "乙"


def test_an_equal_case_is_no_step(case_file: CaseFile, rename: Rename) -> None:
    rename("乙")
    case_file.undo()
    case_file.apply(replace(case_file.case), "什么也没改")
    assert case_file.redo_label == "改为乙"
    assert len(case_file.events()) == 3


def test_the_oldest_steps_are_forgotten_and_the_rest_still_undo(
    case_file: CaseFile, rename: Rename, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "STEPS_KEPT", 5)
    for n in range(12):
        rename(f"客户{n}")
    labels = [case_file.undo() for _ in range(6)]
    assert labels == [*(f"改为客户{n}" for n in range(11, 6, -1)), None]
    assert case_file.case.client == "客户6"
    assert case_file.check_integrity() == ()


def test_steps_that_grow_too_large_are_forgotten_but_never_the_newest(
    case_file: CaseFile, rename: Rename, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "CHARACTERS_KEPT", 1000)
    for letter in "一二三四五":
        rename(letter * 300)
    assert [entry.n for entry in case_file.history()] == [5]
    rename("六" * 5000)
    assert case_file.undo() is not None
    assert case_file.case.client == "五" * 300


@given(st.text(), st.text(), st.text(), st.text())
def test_a_change_leads_forward_and_back(start: str, old: str, new: str, end: str) -> None:
    before, after = start + old + end, start + new + end
    change = history.compare(before, after)
    assert change.forward(before) == after
    assert change.back(after) == before
    assert len(change.removed) <= len(old)
    assert len(change.added) <= len(new)


def test_a_step_of_a_large_case_is_small(tmp_path: Path, large_case: Case) -> None:
    with store.create(tmp_path / "大.fushen", large_case) as opened:
        before = opened.path.stat().st_size
        for n in range(100):
            papers = list(opened.case.papers)
            papers[n % 60] = replace(papers[n % 60], note=f"备注 {n}")
            opened.apply(replace(opened.case, papers=tuple(papers)), "改备注")
        # About 1 kB each, most of it hashes and the audit event; a copy of the document would be 60 kB.
        assert opened.path.stat().st_size - before < 150 * 1024


def test_every_edit_is_an_event_of_the_chain(case_file: CaseFile, rename: Rename) -> None:
    rename("乙")
    case_file.undo()
    case_file.redo()
    events = case_file.events()
    assert [event.kind for event in events] == ["created", "edited", "undone", "redone"]
    assert [event.previous for event in events] == ["", *(event.sha256 for event in events[:-1])]
    assert events[0].case_sha256 == events[2].case_sha256
    assert events[1].case_sha256 == events[3].case_sha256 == case_file.case_sha256
