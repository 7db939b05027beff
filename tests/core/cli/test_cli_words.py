"""The command line's own words: help, mistakes in it, language, “today”."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core import versions
from core.cli.language import choose_language
from core.cli.main import main
from core.cli.moments import moment, today
from core.cli.parser import parser
from core.model.values import CHINA


@pytest.mark.parametrize(
    "command", ["", "demo", "new", "open", "inspect", "convert", "check", "build", "batch", "verify", "export", "packs"]
)
def test_every_command_has_its_help_in_chinese(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main([*command.split(), "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("用法：fushen")
    assert "usage:" not in shown
    assert ":\n" not in shown, "a heading ends with a Chinese colon"
    assert "\n  命令\n" not in shown
    assert "显示帮助后退出" in shown


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check"], "缺少：CASE.fushen。"),
        (["chek", "x"], "没有“chek”这个选择"),
        (["check", "x", "--jsn"], "不认识：--jsn。"),
        (["check", "x", "--on", "2026-02-30"], "“2026-02-30”不是日期"),
        (["build", "x", "--out"], "--out 后面缺少内容。"),
        (["inspect", "x", "--json=3"], "--json 不带内容。"),
        (["packs"], "缺少：命令。"),
    ],
)
def test_a_mistake_in_the_words_is_told_in_chinese_with_status_2(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


def test_an_abbreviated_option_is_not_taken_for_a_whole_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "x", "--out", "y", "--dra"]) == 2
    assert "不认识：--dra" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "chosen", "environment", "language"),
    [
        ([], "", {}, "zh_CN"),
        ([], "", {"LANG": "en_GB.UTF-8"}, "en"),
        ([], "", {"LANG": "C"}, "zh_CN"),
        ([], "", {"LANG": "en_US", "LC_ALL": "zh_CN.UTF-8"}, "zh_CN"),
        ([], "zh_CN", {"LANG": "en_US"}, "zh_CN"),
        (["--lang", "en"], "zh_CN", {}, "en"),
        (["check", "--lang=zh"], "en", {"LANG": "en"}, "zh_CN"),
    ],
)
def test_the_language_is_asked_for_then_chosen_then_the_systems(
    words: list[str], chosen: str, environment: dict[str, str], language: str
) -> None:
    assert choose_language(words, chosen, environment) == language


def test_a_language_said_before_the_command_stays_said() -> None:
    assert parser().parse_args(["--lang", "en", "packs", "list"]).lang == "en"


def test_a_day_begins_at_midnight_in_china_and_a_zone_is_kept() -> None:
    assert moment("2026-11-22") == datetime(2026, 11, 22, tzinfo=CHINA)
    assert moment("2026-11-22T18:30") == datetime(2026, 11, 22, 18, 30, tzinfo=CHINA)
    assert moment("2026-11-22T10:30+00:00") == datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def test_without_on_today_is_now_in_china() -> None:
    before = datetime.now(UTC)
    assert before <= today(None) <= datetime.now(UTC)
    assert today(None).tzinfo is CHINA


def test_no_command_without_a_screen_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main([]) == 2
    assert "没有图形界面" in capsys.readouterr().err


def test_libraries_of_this_environment_are_new_enough() -> None:
    assert versions.refuse_or_warn() == ()


def test_a_library_with_known_faults_is_refused_by_name() -> None:
    old = (versions.Minimum("jinja2", "99.0", refuse=True), versions.Minimum("SQLite", "3.0", refuse=True))
    with pytest.raises(versions.OldLibraries, match=r"jinja2 .+（至少 99\.0）") as caught:
        versions.refuse_or_warn(old)
    assert "SQLite" not in caught.value.message


def test_a_library_that_is_only_old_is_told() -> None:
    (sentence,) = versions.refuse_or_warn([versions.Minimum("typst", "99", refuse=False)])
    assert "typst" in sentence
    assert "99" in sentence


def test_a_library_that_is_not_there_counts_as_too_old() -> None:
    with pytest.raises(versions.OldLibraries):
        versions.refuse_or_warn([versions.Minimum("no-such-library", "1", refuse=True)])


def test_ten_is_newer_than_nine() -> None:
    name = "jinja2"
    installed = versions.installed(name)
    major, *_rest = installed.split(".")
    assert versions.refuse_or_warn([versions.Minimum(name, f"{int(major) - 1}.99.99", refuse=True)]) == ()
