"""Made-up papers of every kind, end to end: nearly all proposals are right, and none in the highest band is wrong."""

from __future__ import annotations

from pathlib import Path

from bench import proposals
from bench.papers import KINDS, draw
from bench.papers.readings import Shelf
from core import packs
from core.fields.forms import FORMS


def test_printed_papers_of_a_seed_nobody_tuned_to_are_read_right(tmp_path: Path) -> None:
    whole = proposals.Count()
    with Shelf(tmp_path, tmp_path / "kept") as shelf:
        for count in proposals.counted(draw("printed", forms=[0, 3]), shelf).values():
            whole.add(count)
    assert whole.papers == 2 * len(KINDS)
    assert whole.precision >= proposals.LEAST, whole
    assert whole.found >= 0.95, whole
    assert whole.sure == 0, whole
    assert whole.typed == whole.papers, whole


# A scan, a photo, a camera held aslant, and poor compression.
_PICTURED = {"营业执照（横版）": 4, "身份证": 12, "增值税发票": 17, "报关单": 10}


def test_pictured_papers_are_recognised_and_read_right_end_to_end(tmp_path: Path) -> None:
    whole = proposals.Count()
    with Shelf(tmp_path, tmp_path / "kept") as shelf:
        for kind, form in _PICTURED.items():
            whole.add(proposals.counted(draw("pictured", [kind], [form]), shelf)[kind])
    assert whole.papers == whole.typed == len(_PICTURED), whole
    assert whole.precision >= proposals.LEAST, whole
    assert whole.found >= 0.9, whole
    assert whole.sure == 0, whole


def test_the_same_seed_draws_the_same_bytes() -> None:
    first, again = (list(draw("same", ["报关单"], [0, 12])) for _ in range(2))
    assert [paper.data for paper in first] == [paper.data for paper in again]
    assert [paper.truth for paper in first] != [paper.truth for paper in draw("other", ["报关单"], [0, 12])]


def test_every_field_with_words_of_its_own_is_one_of_its_type() -> None:
    installed = packs.load()
    for kind, labels in FORMS.items():
        shape = installed.paper(kind)
        assert shape is not None
        # `period` gives both ends of a stretch.
        assert set(labels) - {"period"} <= {spec.name for spec in shape.fields}, kind
