"""What a person would stumble over is found in what the window says, and what is right is left alone."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from gui.misread import faults, misread
from gui.window import Window

pytestmark = pytest.mark.usefixtures("qapp")
OWN = "启明星辰专营店\ndeposit/amount 是用户写的一行\nsaoshu、emagoo 申诉清单"


def told(text: str, language: str = "zh_CN") -> list[str]:
    return [one.partition("，")[0].partition(",")[0] for one in faults(text, QFont(), language, OWN)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("在 C5 中定位", "an id"),
        ("见@P5:1、附件2", "an id"),
        ("缺少 shop_name", "a name of the code"),
        ("portal/200 的文字", "a name of the code"),
        ("共 {count} 页", "a place holder"),
        ("值是 None", "a value of the code"),
        ("截止 2026-11-24T18:00", "a date in another form"),
        ("涉及 ¥50000", "a number in another form"),
        ("无法写入：File exists。", "English"),
    ],
)
def test_each_kind_of_slip_is_named(text: str, what: str) -> None:
    assert told(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "理由 N3 还没有回应",
        "剩 1 天 18 小时，2026-11-24 18:00",
        "¥100,000",
        "~/复申案件/ready-packet.zip",
        "找不到就按 Ctrl+K",
        "deposit/amount 是用户写的一行",
        "规则包 1.2.0，GB/T 22864",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_the_english_window_may_only_say_in_chinese_what_is_the_persons_own() -> None:
    assert told("启明星辰专营店", "en") == []
    assert told("Source: saoshu、emagoo 申诉清单 (as of 2026-11-22)", "en") == []
    assert told("Deadline: 期限未知", "en") == ["Chinese"]
    assert told("First、second", "en") == ["a Chinese sign"]
    assert told("Import 1 rows", "en") == ["a plural of one"]
    assert told("1 row, 11 rows", "en") == []


def test_a_sign_that_no_font_has_is_a_box() -> None:
    sign = "\U00013000"  # a hieroglyph
    assert told(f"缺字 {sign}") == [f"no glyph for “{sign}”: 缺字 {sign}"]


def test_what_a_person_typed_and_what_is_hidden_is_not_read(window: Window) -> None:
    owner = QWidget(window)
    typed, hidden = QPlainTextEdit("见 P5", owner), QLabel("P6", owner)
    owner.show()
    hidden.hide()
    assert typed.isVisible()
    assert list(misread(owner, "zh_CN", "")) == []
    button = QPushButton("删除 P7", owner)
    button.show()
    assert [line.partition("：")[0] for line in misread(owner, "zh_CN", "")] == ["QPushButton: an id, “P7”: 删除 P7"]
