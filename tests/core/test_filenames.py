"""Names of files that are handed out work on every system, and say what they are."""

from __future__ import annotations

import pytest

from core.filenames import safe_name


@pytest.mark.parametrize("name", ["CON.pdf", "com\u00b9.txt", "LPT\u00b3", "CONIN$", "conout$.pdf", "aux.tar.gz"])
def test_what_windows_takes_for_a_device_is_renamed(name: str) -> None:
    assert safe_name(name) == f"_{name}"


@pytest.mark.parametrize(
    "sign", [*"\x00\n\x7f\x85\xad\u061c\u200f\u2028\u202e\u2066\ufeff\ufffe", "\ud800", "\U000e0041"]
)
def test_what_hides_what_a_name_is_stays_out_of_it(sign: str) -> None:
    assert safe_name(f"甲{sign}fdp.exe") == "甲_fdp.exe"


@pytest.mark.parametrize("sign", ["a", "授", "𬭎", "é"])
def test_a_name_of_any_letters_fits_into_what_linux_takes(sign: str) -> None:
    name = safe_name(f"{sign * 300}.pdf")
    assert len(f"附件12-{name}.pdf".encode()) <= 255
    assert len(name) <= 80
    assert name.startswith(sign * 50)
    assert name.endswith(f"{sign}.pdf")
