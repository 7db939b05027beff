"""`export` writes a case so that `new` makes the same case of it."""

from __future__ import annotations

import hashlib
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core import intake, packs, store
from core.errors import AlreadyThere, DamagedCaseFile, DiskFault
from core.intake.building import case_of
from core.intake.writing import to_toml
from core.model import (
    Answer,
    AnswerValue,
    AuthorisationLink,
    Case,
    Claim,
    ClaimKind,
    Commitment,
    Conversion,
    Entity,
    ExhibitRef,
    Field,
    FieldSource,
    Judgement,
    Mask,
    Notice,
    Obtained,
    Override,
    PacketOptions,
    PackPin,
    Paper,
    Point,
    Role,
    Round,
    SecondChance,
    SecondChanceKind,
    SentExhibit,
    Shop,
    ShopKind,
    Submission,
    Unavailable,
    Verified,
    Waiver,
    forever,
)
from core.model.values import CHINA
from core.packs import Packs
from core.packs.answers import answerable
from core.packs.shapes import AuditQuestion, Question
from core.store.originals import measure

NOW = datetime(2026, 11, 22, 9, tzinfo=CHINA)
INSTALLED = packs.load()
BYTES = {hashlib.sha256(raw).hexdigest(): raw for raw in (b"", b"one", b"%PDF-1.7 two" * 50)}

texts = st.text(max_size=12)
said = st.text(min_size=1, max_size=12)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([CHINA, UTC]))  # noqa: DTZ001
parts = st.floats(0, 1)
boxes = st.tuples(st.floats(0, 0.4), st.floats(0, 0.4), st.floats(0.5, 1), st.floats(0.5, 1))
points_ids = st.sampled_from(["N1", "N2"])
paper_ids = st.sampled_from(["P1", "P2", "P30"])


def tuples(strategy: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def fields(draw: st.DrawFn) -> tuple[Field, ...]:
    found = []
    for name in draw(st.lists(st.sampled_from(["holder", "grantor", "brand", "valid_to"]), unique=True)):
        value = days.map(date.isoformat) if name == "valid_to" else texts
        confirmed = draw(st.integers(-1, 2))
        for n in range(draw(st.integers(1, 3))):
            kind, page, box = draw(st.sampled_from(FieldSource)), draw(st.integers(0, 9)), draw(st.none() | boxes)
            found.append(Field(name, draw(value), kind, n == confirmed, page, box, draw(parts)))
    return tuple(found)


@st.composite
def papers(draw: st.DrawFn, paper_id: str) -> Paper:
    sha256 = draw(st.sampled_from(sorted(BYTES)))
    kind = draw(st.sampled_from(["", "brand-authorisation"]))
    name = draw(said.filter(lambda name: not set(name) & {"/", "\\"} and name not in {".", ".."}))
    made = draw(st.none() | st.sampled_from(sorted(BYTES)))
    conversion = made and Conversion(made, len(BYTES[made]), sha256, draw(said), draw(texts), draw(moments), True)
    paper = Paper(
        paper_id,
        name,
        sha256,
        len(BYTES[sha256]),
        kind,
        bool(kind) and draw(st.booleans()),
        draw(st.sampled_from(Role)),
        draw(st.integers(0, 3)),
        draw(texts),
        draw(fields()),
        draw(st.none() | st.builds(Obtained, texts, st.none() | days, texts)),
        draw(st.none() | st.builds(Verified, texts, st.none() | days, texts)),
        draw(tuples(points_ids)),
        draw(tuples(texts)),
        draw(texts),
        draw(st.just("") | paper_ids),
        draw(st.sampled_from(Judgement)),
        draw(texts),
        draw(tuples(st.builds(Mask, st.integers(1, 9), boxes))),
        draw(st.booleans()),
    )
    return replace(paper, conversion=conversion, dismissed=draw(tuples(texts)))


@st.composite
def points(draw: st.DrawFn, point_id: str) -> Point:
    reason = draw(st.sampled_from(["", *INSTALLED.reasons]))
    confirmed = bool(reason) and draw(st.booleans())
    return Point(point_id, draw(said), reason, confirmed, draw(st.integers(0, 4)), draw(texts))


exhibits = st.builds(ExhibitRef, paper_ids, st.integers(0, 40))
claims = st.builds(
    Claim, st.just(""), st.just("") | points_ids, st.sampled_from(ClaimKind), said, tuples(exhibits), st.none() | days,
    texts, texts, texts,
)  # fmt: skip
links = st.builds(
    AuthorisationLink, paper_ids, texts, texts, texts, texts, tuples(st.integers(1, 45)), st.none() | days,
    st.none() | days | st.just(forever), tuples(texts), texts, st.none() | st.booleans(),
)  # fmt: skip
QUESTIONS = {q.id: q for q in answerable(INSTALLED.playbooks["qualification-reappeal"])}


@st.composite
def answers(draw: st.DrawFn) -> tuple[Answer, ...]:
    chosen = draw(st.lists(st.sampled_from(sorted(QUESTIONS)), unique=True, max_size=6))
    return tuple(Answer(name, draw(_values(QUESTIONS[name]))) for name in chosen)


def _values(question: Question | AuditQuestion) -> st.SearchStrategy[AnswerValue]:
    if isinstance(question, AuditQuestion) or question.kind == "yes-no":
        return st.booleans()
    options = [option.value for option in question.options]
    if question.kind == "choices":
        return st.lists(st.sampled_from(options), min_size=1, unique=True).map(tuple)
    if question.kind == "choice":
        return st.sampled_from(options)
    if question.kind == "amount":
        return st.sampled_from(["12.50", "3"]) | st.integers(0, 9999)
    return days.map(date.isoformat) if question.kind == "date" else said.filter(str.strip)


waivers = st.builds(
    Waiver, st.sampled_from(["validity/expired:P1:", "file/empty:P2:x", "pack/own::"]), said, said, moments
)
sent = st.builds(SentExhibit, said, said)
cases = st.builds(
    Case,
    id=st.uuids().map(str),
    created_at=moments,
    playbook=st.just("qualification-reappeal"),
    platform=st.just("tmall"),
    client=texts,
    shop=st.builds(Shop, texts, texts, st.sampled_from(ShopKind), texts),
    entity=st.builds(Entity, texts, texts, texts, texts, texts),
    notice=st.builds(
        Notice, texts, texts, st.none() | moments, st.none() | moments, texts, st.tuples(points("N1"), points("N2"))
    ),
    second_chance=st.builds(SecondChance, st.sampled_from(SecondChanceKind), st.none() | st.booleans()),
    rounds=st.lists(
        st.builds(Round, st.integers(1, 9), st.none() | moments, st.none() | moments, texts),
        unique_by=lambda r: r.number,
    ).map(tuple),
    papers=st.tuples(papers("P1"), papers("P2"), papers("P30")),
    links=tuples(links),
    claims=tuples(claims).map(lambda found: tuple(replace(c, id=f"C{n + 1}") for n, c in enumerate(found))),
    answers=answers(),
    unavailable=tuples(st.builds(Unavailable, st.just("licence"), said, texts)),
    commitment=st.builds(Commitment, texts, st.none() | days, st.booleans(), tuples(texts)),
    waivers=tuples(waivers),
    submissions=tuples(st.builds(Submission, st.integers(1, 5), moments, texts, texts, texts, texts, tuples(sent))),
    packs=st.lists(st.builds(PackPin, said, said, texts), min_size=1, max_size=2).map(tuple),
    packet=st.builds(PacketOptions, texts, st.booleans(), texts, st.booleans()),
    money_at_risk=st.none() | st.decimals(0, 10**9, allow_nan=False, places=2) | st.just(Decimal("1E+3")),
    overrides=st.lists(st.builds(Override, said, said, texts), unique_by=lambda o: o.passage).map(tuple),
)


# Without shrinking: a case is large, and the first one that fails tells enough.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


@settings(max_examples=30, phases=PHASES, suppress_health_check=SLOW)
@given(cases)
def test_what_an_intake_says_is_the_case_that_was_written(case: Case) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "INTAKE.toml"
        path.write_bytes(to_toml(case).encode())
        for paper, place in zip(case.papers, tomllib.loads(path.read_text(encoding="utf-8"))["paper"], strict=True):
            files = [(place["file"], paper.sha256)]
            files += [(place["conversion"]["file"], paper.as_pdf.sha256)] if paper.conversion else []
            for file, sha256 in files:
                target = path.parent / file
                target.parent.mkdir(parents=True)
                target.write_bytes(BYTES[sha256])
        again = intake.read(path, INSTALLED)
        originals = {paper_id: measure(file) for paper_id, file in again.files.items()}
        made = {paper_id: measure(file) for paper_id, file in again.conversions.items()}
    assert _by_name(case_of(again.shape, again.pins, originals, NOW, made)) == _by_name(case)


@settings(max_examples=8, phases=PHASES, suppress_health_check=SLOW)
@given(cases)
def test_an_exported_case_is_made_again_without_loss(case: Case) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for sha256, raw in BYTES.items():
            (folder / sha256).write_bytes(raw)
        named = [folder / sha256 for sha256 in sorted(case.stored())]
        with store.create(folder / "1.fushen", case, originals=named) as first:
            intake.export(first, folder / "出")
        again = intake.read(folder / "出" / "INTAKE.toml", INSTALLED)
        with intake.create(again, folder / "2.fushen", NOW) as second:
            # A case without packs of its own goes by those that are installed when it is made again.
            assert _by_name(replace(second.case, rules="")) == _by_name(case)
            assert second.check_integrity() == ()


def _by_name(case: Case) -> Case:
    """Orders each paper's fields by name: the keys of a TOML table have no order of their own."""
    papers = (replace(paper, fields=tuple(sorted(paper.fields, key=lambda f: f.name))) for paper in case.papers)
    return replace(case, papers=tuple(papers))


@pytest.fixture
def case_file(tmp_path: Path, written: Callable[..., Path], installed: Packs) -> store.CaseFile:
    text = "".join(f'[[paper]]\nfile = "授权书.pdf"\nname = "{name}"\n' for name in ("同名.pdf", "同名.pdf", "NUL.pdf"))
    return intake.create(intake.read(written(text), installed), tmp_path / "案件.fushen", NOW)


def test_papers_of_one_name_stay_apart(case_file: store.CaseFile, tmp_path: Path) -> None:
    with case_file:
        intake.export(case_file, tmp_path / "出")
    found = sorted(path.relative_to(tmp_path / "出").as_posix() for path in (tmp_path / "出").rglob("*.*"))
    assert found == [
        "INTAKE.toml",
        "originals/P1/同名.pdf",
        "originals/P2/同名.pdf",
        "originals/P3/_NUL.pdf",
        "rules.zip",
    ]


def test_a_name_that_leads_out_of_the_folder_stays_inside(case_file: store.CaseFile, tmp_path: Path) -> None:
    with case_file:
        case = case_file.case
        evil = replace(case.papers[0], id="../../P1", file="../../../evil.pdf")
        case_file.apply(replace(case, papers=(evil, *case.papers[1:])), "改")
        intake.export(case_file, tmp_path / "a" / "b" / "出")
    assert not list(tmp_path.rglob("evil.pdf"))
    assert len(list((tmp_path / "a" / "b" / "出" / "originals").rglob("*.pdf"))) == 3


def test_a_folder_that_holds_something_is_left_alone(case_file: store.CaseFile, tmp_path: Path) -> None:
    target = tmp_path / "出"
    target.mkdir()
    (target / "我的.txt").touch()
    with case_file, pytest.raises(AlreadyThere):
        intake.export(case_file, target)
    assert [path.name for path in target.iterdir()] == ["我的.txt"]
    (target / "我的.txt").unlink()
    with store.open(case_file.path) as again:
        intake.export(again, target)
    assert (target / "INTAKE.toml").is_file()


def test_a_failed_export_leaves_nothing(case_file: store.CaseFile, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with case_file:
        case_file.db.execute("UPDATE chunks SET bytes = x'00'")
        with pytest.raises(DamagedCaseFile):
            intake.export(case_file, tmp_path / "出")
        with pytest.raises(DiskFault):
            intake.export(case_file, tmp_path / "授权书.pdf" / "出")
    assert sorted(tmp_path.iterdir()) == [
        path for path in before if ".lock" not in path.name and ".holder" not in path.name
    ]


def test_an_export_is_the_same_text_every_time(case_file: store.CaseFile, tmp_path: Path) -> None:
    with case_file:
        intake.export(case_file, tmp_path / "一")
        intake.export(case_file, tmp_path / "二")
    assert (tmp_path / "一" / "INTAKE.toml").read_bytes() == (tmp_path / "二" / "INTAKE.toml").read_bytes()
