"""An intake's mistakes are told so that their writer knows what to write instead."""

from __future__ import annotations

import pytest

from core import intake
from core.packs import Packs
from tests.core.intake.test_intake_reading import Write, mistakes

WAIVER = (
    '[[paper]]\nfile = "授权书.pdf"\n[[waiver]]\nby = "张三"\nreason = "x"\nat = 2026-11-22T09:00:00\nfinding = "{}"'
)


@pytest.mark.parametrize(
    ("finding", "says"),
    [
        ("validity/expired", "写法不符"),
        ("validity/expired:P1", "写法不符"),
        ("validity/expired:P1:valid_to:x", "写法不符"),
        ("validity/expird:P1:", "是否想写 validity/expired"),
        ("validity/expired:P7:", "材料编号 P7"),
        ("validity/expired:授权书.pdf:", "材料编号 授权书.pdf"),
        ("pack/no-such-check::", "pack/no-such-check"),
        ("有效期:P1:", "有效期"),
    ],
)
def test_a_waiver_that_no_finding_can_match_is_refused(
    written: Write, installed: Packs, finding: str, says: str
) -> None:
    (mistake,) = mistakes(written(WAIVER.format(finding)), installed)
    assert "waiver[1].finding" in mistake
    assert says in mistake


def test_a_waiver_of_each_form_is_taken(written: Write, installed: Packs) -> None:
    own = f"pack/{installed.playbooks['qualification-reappeal'].checks[0].id}::"
    for finding in ("validity/expired:P1:valid_to", "file/encrypted:P1:", "notice/point-unanswered::N1", own):
        assert intake.read(written(WAIVER.format(finding)), installed).shape.waiver[0].finding == finding


def test_an_exported_case_may_waive_for_what_is_gone_since(written: Write, installed: Packs) -> None:
    text = 'id = "0f8fad5b-d9cb-469f-a165-70867728950e"\n' + WAIVER.format("file/encrypted:P9:")
    assert intake.read(written(text), installed).shape.waiver[0].finding == "file/encrypted:P9:"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("food = 1", "请写 true 或 false"),
        ('penalty-kind = "也许"', '"admission"（'),
        ('sold-quantity = "很多"', "请写成数"),
        ('sold-quantity = "12 件"', "请写成数"),
    ],
)
def test_a_wrong_answer_is_told_what_would_be_right(written: Write, installed: Packs, answer: str, says: str) -> None:
    (mistake,) = mistakes(written(f"[answers]\n{answer}"), installed)
    assert says in mistake


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[shop]\nname = “样例”", 4, '“ → "'),
        ("[shop]\nname\u3000= 1", 4, "全角空格"),
        ("[notice]\nreceived_at = 2026年11月22日", 4, "2026年11月22日 不是日期"),
        ("[[paper]]\nfields = { holder = '甲' }\n[paper.fields.uscc]\nvalue = '乙'", 5, "fields 前面已用花括号写过"),
    ],
)
def test_broken_toml_is_explained_as_lint_does(
    written: Write, installed: Packs, text: str, line: int, says: str
) -> None:
    (mistake,) = mistakes(written(text), installed)
    assert mistake.startswith(f"INTAKE.toml:{line} ")
    assert says in mistake
    assert " at " not in mistake


def test_a_wrong_key_is_told_in_the_words_of_the_file(written: Write, installed: Packs) -> None:
    text = (
        '[[paper]]\nfile = "授权书.pdf"\nobtained = { source = "甲" }\n[[link]]\npaper = "P1"\nvalid_too = 2027-01-01'
    )
    obtained, link = mistakes(written(text), installed)
    assert "可用的有：from、how、on。" in obtained
    assert "valid_to" not in link.replace("valid_too", "")
    assert "to" in link.split("可用的有：")[-1].split("、")
