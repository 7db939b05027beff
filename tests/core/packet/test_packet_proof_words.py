"""What the proof of a built packet finds, each fault under its own code."""

from __future__ import annotations

import unicodedata
from types import SimpleNamespace
from typing import Any

import pytest

from core.model import Level
from core.packet import findings
from tests.core.packet import parts

EXHIBIT = SimpleNamespace(label="附件1", paper=SimpleNamespace(id="P1", file="授权书.pdf"))


def test_another_count_of_pages_fails_and_the_same_says_nothing() -> None:
    (found,) = findings.about_pages(11, 12)
    assert (found.id, found.level) == ("packet/page-count", Level.FAIL)
    assert "12" in found.message
    assert "11" in found.message
    assert list(findings.about_pages(12, 12)) == []


def test_every_page_that_lost_its_seal_is_named() -> None:
    found = list(findings.about_exhibit(EXHIBIT, ["same", "lost", "same", "lost"]))  # type: ignore[arg-type]
    assert [(f.id, f.level, f.paper, f.page) for f in found] == [
        ("packet/seal-lost", Level.FAIL, "P1", 2),
        ("packet/seal-lost", Level.FAIL, "P1", 4),
    ]


def test_every_page_without_content_is_named() -> None:
    found = list(findings.about_empty(EXHIBIT, [3]))  # type: ignore[arg-type]
    assert [(f.id, f.level, f.file, f.page) for f in found] == [("packet/exhibit-missing", Level.FAIL, "授权书.pdf", 3)]


@pytest.mark.parametrize(
    ("limits", "sizes", "codes"),
    [
        ({"images_max": 2}, [1, 1, 1], ["portal-too-many"]),
        ({"images_max": 3}, [1, 1, 1], []),
        ({"image_kb_max": 1}, [1024, 1025, 2000], ["portal-too-large"]),
        ({"image_kb_max": 2}, [1024, 2048], []),
        ({}, [10**9] * 99, []),
    ],
)
def test_pictures_are_held_to_what_the_portal_takes_and_to_nothing_unknown(
    limits: dict[str, int], sizes: list[int], codes: list[str]
) -> None:
    plan = SimpleNamespace(case=parts.case(), packs=parts.packs(**limits))
    found = list(findings.about_pictures(plan, sizes))  # type: ignore[arg-type]
    assert [f.code for f in found] == codes
    assert all(f.level is Level.WARN for f in found)


@pytest.mark.parametrize("written", ["Cafe\u0301", "Caf\u00e9", "\u30ab\u3099\u30d1\u30a4"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_signs_that_are_written_in_one_piece_or_in_several_are_the_same_text(written: str, form: Any) -> None:
    letter = SimpleNamespace(texts=lambda: [written])
    assert list(findings.about_letter(letter, [f"x{unicodedata.normalize(form, written)}y"])) == []  # type: ignore[arg-type]
    (lost,) = findings.about_letter(letter, ["something else"])  # type: ignore[arg-type]
    assert lost.id == "packet/text-lost"
