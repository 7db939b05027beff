"""Whatever a person types comes out the same in PDF, DOCX and portal text, or is named as unprintable beforehand."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import packet, packs
from core.checks import Report
from core.checks.glyphs import lacking
from core.model import (
    Answer,
    Case,
    Claim,
    ClaimKind,
    ExhibitRef,
    Finding,
    Judgement,
    Level,
    Obtained,
    Override,
    Paper,
    Point,
    Role,
    Unavailable,
    Waiver,
)
from core.packet import typeset
from core.packet.characters import characters
from core.packet.payload import payload
from core.packet.word import letter_docx
from core.packs.shapes import Question
from tests.core.packet import parts

PIECES = (
    *(
        "#",
        "$x$",
        "{{ 7*7 }}",
        "{% raw %}",
        "<b>",
        "&amp;",
        "&",
        "\\",
        "\\u0041",
        "`",
        "*粗*",
        "_下_",
        "@",
        "~",
        "|",
        "//",
        "#set",
    ),
    *(
        "\u200f右\u200e",
        "\u202e倒\u202c",
        "𬭎",
        "㛃",
        "〇",
        "①",
        "“引”",
        "——",
        "…",
        "％",
        "Ａ",
        "é",
        "ß",
        "½",
        "㎡",
        "😀",
        "‍",
    ),
    *(
        "青禾",
        "2026-11-22",
        "https://a.cn/?q=1&b=<2>",
        "91330106MA2CFUSH8X",
        "（一）",
        "[1]",
        "= 标题",
        "- 项",
        "/* */",
    ),
)
hostile = st.lists(
    st.one_of(st.sampled_from(PIECES), st.text("甲乙丙丁 ab1", min_size=1, max_size=6)), min_size=1, max_size=12
)
ON = date(2026, 11, 20)
quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def bare(text: str) -> str:
    """Returns a text without what has no picture by nature: spaces, line ends, direction marks, joiners."""
    # A hyphen at a line's end is handed out by pdfium as U+FFFE or U+0002.
    kept = text.replace("\ufffe", "-").replace("\x02", "-")
    return "".join(sign for sign in kept if not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc"})


def told_everywhere(text: str) -> Case:
    """A case that says the text in every place a person can type into."""
    case = parts.case()
    paper = Paper("P1", "a.pdf", "0" * 64, 10, title=f"题{text}")
    claims = tuple(
        Claim(f"C{n}", "N1", kind, f"{n}{text}", (ExhibitRef("P1"),), date(2026, 11, 20), f"责{text}")
        for n, kind in enumerate(ClaimKind)
    )
    return replace(
        case,
        papers=(paper,),
        claims=claims,
        entity=replace(case.entity, name=f"主{text}"),
        shop=replace(case.shop, name=f"店{text}"),
        notice=replace(case.notice, number=f"号{text}", violation=f"违{text}", points=(Point("N1", f"问{text}"),)),
        commitment=replace(case.commitment, signed_by=f"签{text}"),
        rounds=tuple(replace(turn, verdict_text=f"判{text}") for turn in case.rounds),
        packet=replace(case.packet, readiness_page=True, signed_off_by=f"复{text}"),
    )


def _waived(text: str) -> Report:
    """A report whose one warning a person has waived, under a name and with a reason."""
    waiver = Waiver("image/skewed", f"免{text}", f"由{text}", parts.NOW)
    return Report((*parts.CLEAN.findings, Finding("image", "skewed", Level.WARN, "略有倾斜。", waived=waiver)))


def pdf_text(plan: packet.Plan) -> str:
    with pypdfium2.PdfDocument(typeset.to_pdf(payload(plan), parts.NOW)) as pdf:
        pages = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    # A long text goes on over the next page; what the layout prints between is no part of it.
    return "".join(bare(page).replace(f"—{number}—", "") for number, page in enumerate(pages, start=1))


def word_text(plan: packet.Plan, folder: Path) -> str:
    path = folder / "letter.docx"
    letter_docx(plan.letter, path, author=plan.case.entity.name, now=plan.now, draft=False)
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@quick
@given(pieces=hostile)
def test_text_of_every_entry_comes_out_the_same_everywhere_or_is_named(pieces: list[str], tmp_path: Path) -> None:
    text = "".join(pieces).strip() or "空"
    lost = lacking(text)
    plan = packet.plan(told_everywhere(text), parts.packs(), _waived(text), {}, parts.NOW, draft=bool(lost))
    named = "".join(f.quote for f in plan.report.findings if f.code == "missing-glyph")
    assert set(lost) <= set(named)
    if lost:
        return
    seen, word = pdf_text(plan), word_text(plan, tmp_path)
    for start in (*"01234", "主", "店", "号", "违", "问", "签", "题", "责", "判", "复", "免", "由"):
        assert bare(f"{start}{text}") in seen, start
    for start in ("主", "店", "号", "违", "问", "题", "责", "判"):
        assert f"{start}{text}" in word, start
    for n, _kind in enumerate(ClaimKind):
        assert f"{n}{text}" in word
    portal = plan.texts[-1]
    assert any(f"{n}{text}".rstrip("。；") in portal.text for n in range(5)) or portal.dropped


@pytest.mark.parametrize("piece", ["长文字内容，", "#$<&\\ {{x}} ", "𬭎㛃生僻字"])
def test_twenty_thousand_characters_come_out_whole(tmp_path: Path, piece: str) -> None:
    text = "".join(f"{n}{piece}" for n in range(20_000 // (len(piece) + 4) + 1))[:20_000].strip()
    claims = (Claim("C1", "N1", ClaimKind.FACT, text),)
    plan = packet.plan(parts.case(claims=claims), parts.packs(), parts.CLEAN, {}, parts.NOW)
    assert bare(text) in pdf_text(plan)
    assert text in word_text(plan, tmp_path)


def _answered(text: str) -> Case:
    """A case whose every wording of a template, and every answer of the self-audit, is the person's own text."""
    passages = ("opening", "request", "closing")
    papers = (
        Paper(
            "P1",
            "a.pdf",
            "0" * 64,
            10,
            title="旧",
            role=Role.REJECTED,
            judgement=Judgement.FORGED,
            judgement_note=f"判{text}",
        ),
        Paper("P2", "b.pdf", "1" * 64, 10, title="新", obtained=Obtained(f"得{text}", ON, f"法{text}")),
    )
    return replace(
        parts.case(papers=papers, claims=()),
        overrides=(
            *(Override(f"letter/{name}", f"{name}{text}") for name in passages),
            *(Override(f"portal/{amount}", f"{amount}{text}") for amount in (200, 500)),
        ),
        unavailable=(Unavailable("R1", f"由{text}", f"替{text}"),),
    )


@quick
@given(pieces=hostile)
def test_own_wordings_and_audit_answers_come_out_the_same_everywhere_or_are_named(
    pieces: list[str], tmp_path: Path
) -> None:
    text = "".join(pieces).strip() or "空"
    lost = lacking(text)
    plan = packet.plan(_answered(text), parts.packs(), parts.CLEAN, {}, parts.NOW, draft=bool(lost))
    named = "".join(f.quote for f in plan.report.findings if f.code == "missing-glyph")
    assert set(lost) <= set(named)
    assert [t.text for t in plan.texts] == [f"200{text}", f"500{text}"]
    if lost:
        return
    seen, word = pdf_text(plan), word_text(plan, tmp_path)
    for start in ("opening", "request", "closing", "判", "由", "替"):
        assert bare(f"{start}{text}") in seen, start
        assert f"{start}{text}" in word, start
    assert bare(f"得{text}") in seen  # who issued an exhibit stands in the packet's index alone


def _asking() -> packs.Packs:
    """The packs with a question that is answered in words: the letter says the answer in a table and in a sentence."""
    made = parts.packs()
    (playbook,) = made.playbooks.values()
    asked = Question(id="how", step="audit", title="经过", title_en="How", kind="text")
    name = f"playbooks/{playbook.id}/letter.md.j2"
    more = "\n| **经过** | 表{{ answers.how.text }} |\n|---|---|\n\n句{{ answers.how.text }}\n".encode()
    files = dict(made.tree.files) | {name: made.tree.files[name] + more}
    return replace(
        made,
        playbooks={playbook.id: playbook.model_copy(update={"questions": (asked,)})},
        tree=replace(made.tree, files=files),
    )


@quick
@given(pieces=hostile)
def test_an_answer_in_a_table_or_a_sentence_comes_out_the_same(pieces: list[str], tmp_path: Path) -> None:
    text = "".join(pieces).strip() or "空"
    case = parts.case(papers=(), claims=(), answers=(Answer("how", text),))
    plan = packet.plan(case, _ASKING, parts.CLEAN, {}, parts.NOW, draft=True)
    named = "".join(f.quote for f in plan.report.findings if f.code == "missing-glyph")
    assert set(lacking(text)) <= set(named)
    if lacking(text):
        return
    seen, word = pdf_text(plan), word_text(plan, tmp_path)
    for start in "表句":
        assert bare(f"{start}{text}") in seen, start
        assert f"{start}{text}" in word, start


_ASKING = _asking()


@pytest.mark.parametrize("piece", ["a", "ab-", "长", "/"])
def test_twenty_thousand_characters_without_a_break_come_out_whole_wherever_they_are_typed(
    tmp_path: Path, piece: str
) -> None:
    text = (piece * 20_000)[:20_000]
    case = parts.case(claims=(), papers=(), overrides=(Override("letter/opening", text),))
    case = replace(case, unavailable=(Unavailable("R1", text),))
    plan = packet.plan(case, parts.packs(), parts.CLEAN, {}, parts.NOW)
    assert pdf_text(plan).count(bare(text)) == 2
    assert word_text(plan, tmp_path).count(text) == 2


def test_a_run_without_a_break_may_be_broken_but_not_at_every_letter() -> None:
    """At every letter, twenty thousand of them took seven seconds to lay out."""
    for narrow in (False, True):
        pieces = characters("text", "a" * 20_000, narrow=narrow)
        assert len(pieces) <= 2 * 20_000 / (4 if narrow else 7)
        assert max(len(piece.get("text", "")) for piece in pieces) <= 14
        assert "".join(piece.get("text", "") for piece in pieces) == "a" * 20_000


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\r\n", "\r"])
def test_every_line_end_of_the_clipboard_is_one(tmp_path: Path, end: str) -> None:
    claims = (Claim("C1", "N1", ClaimKind.FACT, f"上行{end}下行"),)
    plan = packet.plan(parts.case(claims=claims), parts.packs(), parts.CLEAN, {}, parts.NOW)
    assert {"kind": "break"} in characters("text", f"上行{end}下行")
    assert "上行下行" in pdf_text(plan)
    assert "上行\n下行" in word_text(plan, tmp_path)
