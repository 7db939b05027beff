"""Ten thousand answers that a worker under somebody's control may give: each is taken as what it is, or refused."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from core.model import FileFacts, PageReading, codec
from core.probe import Limits
from core.probe.accept import accept_facts, accept_failure, accept_page
from core.probe.claims import Lying
from core.reading.accept import accept_reading

COUNT = 10_000
PAGE = {"width": 595, "height": 842, "rotation": 0, "text": "授权书"}
SIGNATURE = {
    "field": "a", "signer": "b", "signed_at": "", "not_after": "", "detail": "", "algorithm": "rsa",
    "state": "intact", "coverage": "whole", "changes": "none",
}  # fmt: skip
OFD = {
    "doc_id": "1", "creator": "", "created": "", "modified": "", "seals": 1, "pictures": 0, "jbig2": 0,
    "details": [["a", "b"]], "attachments": ["x"], "missing": [],
}  # fmt: skip
FACTS: dict[str, Any] = {
    "kind": "pdf", "verdict": "ok", "reason": "", "detail": "", "pages": [PAGE], "look": "0123456789abcdef",
    "active": [{"kind": "javascript", "where": "catalog"}], "pdf": None, "image": None, "signatures": [SIGNATURE],
    "office": {"parts": [["a", "b"]], "signatures": 0, "creator": "", "changed_by": "", "created": "", "modified": ""},
    "ofd": OFD, "invoice": {"entry": "", "values": [["a", "b"]], "strict": True},
    "entries": [{"name": "a", "size": 1, "reason": ""}],
}  # fmt: skip
READING: dict[str, Any] = {
    "lines": [{"text": "营业执照", "score": 0.9, "box": [0.1, 0.1, 0.5, 0.2]}],
    "codes": [{"kind": "qr", "text": "x", "box": [0, 0, 1, 1]}],
    "quality": {
        "width": 1, "height": 1, "line_height": 2.0, "sharpness": 0.1, "skew": 1.0, "turned": 90, "glare": 0.1,
        "cut": ["left"],
    },
}  # fmt: skip
# What json.loads may give, at its worst.
NASTY: list[Any] = [
    None, True, False, 0, -1, 1, 7, 10**30, 0.5, -0.0, 1e308, float("inf"), float("-inf"), float("nan"), "", "ok", "a",
    "\ud800", "\0", "../..", "长期", "x" * 30_000, [], [[]], [None] * 5, [[["a"]]], {}, {"": {}}, {"a": [{}]},
    "hostile", "0" * 16, "0" * 17, [PAGE] * 3, [0.1, 0.2, 0.3, 0.4], [1, 0, 0, 1], ["left", "left"], 90, 360, 1.5,
]  # fmt: skip


def _places(value: object, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(found for key, item in inner for found in _places(item, (*place, key)))]


def _change(answer: Any, place: tuple[Any, ...], value: object) -> None:
    for key in place[:-1]:
        if not isinstance(answer, dict | list):
            return  # an outer place was changed already
        try:
            answer = answer[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(answer, dict) or (
        isinstance(answer, list) and isinstance(place[-1], int) and place[-1] < len(answer)
    ):
        answer[place[-1]] = value


def _answers(honest: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
    """Yields an honest answer with one to three of its places changed to anything."""
    places, chance = _places(honest)[1:], random.Random(20261122)
    for _number in range(count):
        answer = copy.deepcopy(honest)
        for place in chance.sample(places, chance.choice((1, 1, 2, 3))):
            _change(answer, place, chance.choice(NASTY))
        yield answer


def test_the_honest_answers_are_taken() -> None:
    assert accept_facts(FACTS, file="a", sha256="0" * 64, size=1, limits=Limits()).pages[0].text == "授权书"
    assert accept_reading(READING, sha256="0" * 64, page=1, recognised=True).lines[0].text == "营业执照"


def test_whatever_a_worker_says_of_a_file_is_facts_that_can_be_kept_or_a_lie() -> None:
    taken = 0
    for answer in _answers(FACTS, COUNT):
        try:
            facts = accept_facts(answer, file="a", sha256="0" * 64, size=1, limits=Limits())
        except Lying:
            continue
        taken += 1
        assert codec.load(FileFacts, codec.dump(facts)) == facts, answer
    assert 0 < taken < COUNT


def test_whatever_a_worker_says_of_a_page_is_a_reading_that_can_be_kept_or_a_lie() -> None:
    taken = 0
    for answer in _answers(READING, COUNT):
        try:
            reading = accept_reading(answer, sha256="0" * 64, page=1, recognised=True)
        except Lying:
            continue
        taken += 1
        assert codec.load(PageReading, codec.dump(reading)) == reading, answer
    assert 0 < taken < COUNT


def test_whatever_a_worker_says_of_a_failure_or_of_pixels_is_checked() -> None:
    honest = {"failed": "unreadable", "detail": "x", "width": 10, "height": 10}
    assert accept_failure(honest) == ("unreadable", "x")
    assert len(accept_page(honest, bytes(300), Limits()).rgb) == 300
    for answer in _answers(honest, COUNT):
        for accept in (accept_failure, lambda plain: accept_page(plain, bytes(300), Limits())):
            with suppress(Lying):
                accept(answer)
