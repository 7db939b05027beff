from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cli.progress import TerminalProgress
from core.cli.terminal import Terminal, clip, fill, table, width, wrap

TEXTS = st.text(st.sampled_from("复申案件，。（）ab 1-é́\t"), max_size=60)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_chinese_character_takes_two_columns_and_an_accent_none() -> None:
    assert width("复申ab") == 6
    assert width("é") == 1
    assert width("：（") == 4


def test_columns_line_up_under_each_other_in_a_table() -> None:
    lines = table([("授权书.pdf", "2", "失效"), ("a.pdf", "12", "有效")], 60)
    assert [width(line[: line.index(mark)]) for line, mark in zip(lines, ("失", "有"), strict=True)] == [16, 16]


@given(TEXTS, st.integers(4, 40))
def test_clipped_text_always_fits(text: str, columns: int) -> None:
    assert width(clip(text, columns)) <= max(columns, 1)
    assert width(fill(clip(text, columns), columns)) == columns


@given(TEXTS)
def test_wrapping_loses_no_character(text: str) -> None:
    lines = wrap(text, 20)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_lines_break_between_chinese_characters_but_not_before_a_full_stop() -> None:
    lines = wrap("授权书的有效期已经结束，请向品牌方取得新的授权书。", 20)
    assert all(width(line) <= 22 for line in lines)
    assert not any(line.startswith(("，", "。")) for line in lines)
    assert len(lines) == 3


def test_latin_words_are_kept_whole() -> None:
    assert wrap("read the authorisation letter again", 16) == ["read the", "authorisation", "letter again"]


def test_colours_only_show_on_a_screen_that_wants_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert Terminal(io.StringIO(), io.StringIO()).paint("x", "red") == "x"
    assert Terminal(Screen(), io.StringIO()).paint("x", "red") == "\x1b[31mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert Terminal(Screen(), io.StringIO()).paint("x", "red") == "x"


def test_progress_in_a_log_is_a_plain_line_for_a_new_message_once_a_second() -> None:
    err, now = io.StringIO(), 0.0
    with TerminalProgress(Terminal(io.StringIO(), err), clock=lambda: now) as progress:
        for done in range(3):
            progress.step(done, 3, "读取")
        progress.step(3, 3, "太快了")
        now = 1.0
        progress.step(0, 5_000_000, "排版")
        now = 9.0
        progress.step(4_000_000, 5_000_000, "排版")
        progress.step(4_000_000, 5_000_000, "打包")
    assert err.getvalue() == "0/3 读取\n0% 排版\n80% 打包\n"


def test_progress_on_a_screen_is_one_bar_that_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((40, 24)))
    err = Screen()
    with TerminalProgress(Terminal(io.StringIO(), err)) as progress:
        progress.step(1, 2, "正在读取一份名字特别特别长的授权书扫描件.pdf")
        drawn = err.getvalue()
    assert "\n" not in err.getvalue()
    assert drawn.startswith("\r██████████░░░░░░░░░░ 1/2 ")
    assert width(drawn.strip("\r")) == 39
    assert err.getvalue().endswith(f"\r{' ' * 39}\r")


def test_a_file_name_cannot_command_the_screen() -> None:
    out, err = Screen(), Screen()
    terminal = Terminal(out, err)
    terminal.result("a\x1b]0;t\x07\x9b2J\r\u202egpj.pdf" + terminal.paint("红", "red", "bold"))
    terminal.note("\x1b[2J\x08注")
    with TerminalProgress(terminal) as progress:
        progress.step(1, 2, "读\x1b[2J\n取")
    assert out.getvalue() == "a?]0;t??2J??gpj.pdf\x1b[31;1m红\x1b[0m\n"
    assert err.getvalue().startswith("?[2J?注\n\r")
    assert "\x1b" not in err.getvalue()
    assert len(table([("a", "b\nc")], 40)) == len("".join(table([("a", "b\nc")], 40)).splitlines())
    assert "\n" not in err.getvalue().removeprefix("?[2J?注\n")


def test_what_programs_read_is_written_as_it_is() -> None:
    out = io.StringIO()
    Terminal(out, io.StringIO()).raw("\u202e\x9b")
    assert out.getvalue() == "\u202e\x9b\n"


@pytest.mark.parametrize(("redirection", "status"), [(">/dev/full", 2), (">&-", 0), ("2>&-", 0), (">&- 2>&-", 0)])
def test_a_stream_that_is_full_or_closed_is_no_fault_of_ours(redirection: str, status: int) -> None:
    words = f'"{sys.executable}" -m core.cli packs list {redirection}'
    done = subprocess.run(["/bin/sh", "-c", words], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert bool(done.stderr) == (status == 2)
