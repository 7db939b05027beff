"""What codes say: public samples of invoices, and any text at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.fields.payloads import belongs_to, crc16, host, invoice_code

# Public samples whose check value fits, of every kind seen, 2016–2026; the last is made up.
FITTING = [
    "01,32,,26427000000375586818,10.70,20260430,,FAFB",
    "01,31,,26442000004359167806,1705400.00,20260421,,8EEF",
    "01,04,4200161350,00015045,165106.00,20160501,48114255542168294433,DBFE,",
    "01,01,1200154130,03630024,94339.62,20160621,,9335,",
    "01,10,037002100111,61176057,10000.00,20211223,83236220062468388512,7E7C,",
    "01,10,033001900311,17869524,117.92,20200410,03259727411935596106,9494",
    "01,32,,25442000000069606292,140.74,20250208,,A6A1",
    "01,32,,25332000000012345678,1130.00,20251103,,94F8",
]


def test_the_check_value_is_crc_16_umts() -> None:
    assert crc16(b"123456789") == 0xFEE8


@pytest.mark.parametrize("payload", FITTING)
def test_public_samples_fit_their_check_value(payload: str) -> None:
    found = invoice_code(payload)
    assert found is not None
    assert found.intact


def test_every_value_of_the_line_is_read() -> None:
    found = invoice_code(FITTING[2])
    assert found is not None
    assert (found.version, found.kind, found.code, found.number) == ("01", "04", "4200161350", "00015045")
    assert (found.amount, found.day) == (Decimal("165106.00"), date(2016, 5, 1))
    assert (found.check_code, found.with_tax) == ("48114255542168294433", False)
    digital = invoice_code(FITTING[0])
    assert digital is not None
    assert (digital.code, digital.number, digital.with_tax) == ("", "26427000000375586818", True)


def test_a_changed_kind_no_longer_fits() -> None:
    found = invoice_code("01,31,,25442000000069606292,140.74,20250208,,A6A1")
    assert found is not None
    assert not found.intact


@given(st.sampled_from(FITTING), st.integers(0, 30), st.sampled_from("0123456789"))
def test_one_digit_changed_is_always_noticed(payload: str, place: int, digit: str) -> None:
    changed = payload[:place] + digit + payload[place + 1 :]
    found = invoice_code(changed)
    if found is not None and changed != payload:
        assert not found.intact


def _spoil(payload: str, spots: list[tuple[int, str]]) -> str:
    for place, sign in spots:
        payload = payload[:place] + sign + payload[place + 1 :]
    return payload


spoilt = st.builds(
    _spoil, st.sampled_from(FITTING), st.lists(st.tuples(st.integers(0, 70), st.text(max_size=2)), max_size=4)
)


@settings(max_examples=500)
@given(st.lists(st.one_of(spoilt, st.text(max_size=60)), min_size=20, max_size=20))
def test_any_text_at_all_is_read_or_refused_without_an_error(texts: list[str]) -> None:
    for text in texts:
        found = invoice_code(text)
        assert found is None or found.day.year >= 1
        host(text)


@settings(max_examples=2_000)
@given(st.one_of(st.text(), st.text().map("https://".__add__), st.text(max_size=30).map("http://www.".__add__)))
def test_any_address_at_all_has_a_host_or_none(text: str) -> None:
    assert host(text) == host(text).lower()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.gsxt.gov.cn/%7B1234%7D", "www.gsxt.gov.cn"),
        ("HTTP://ZZLZ.GSXT.GOV.CN./businessShow", "zzlz.gsxt.gov.cn"),
        ("https://www.gsxt.gov.cn@evil.example/", "evil.example"),
        ("https://www.gsxt.gov.cn.evil.example:8080/", "www.gsxt.gov.cn.evil.example"),
        ("javascript:alert(1)", ""),
        ("https://[::1", ""),
        ("01,32,,2,1,2,,FAFB", ""),
        ("", ""),
    ],
)
def test_the_host_is_the_one_that_would_be_asked(address: str, name: str) -> None:
    assert host(address) == name


def test_a_host_belongs_to_the_domains_above_it_only() -> None:
    domains = ("gsxt.gov.cn", "samr.gov.cn")
    assert belongs_to("gsxt.gov.cn", domains)
    assert belongs_to("zzlz.gsxt.gov.cn", domains)
    assert not belongs_to("evilgsxt.gov.cn", domains)
    assert not belongs_to("gsxt.gov.cn.evil.example", domains)
    assert not belongs_to("", domains)
