"""Published, real and invented numbers: each module says what is so."""

from __future__ import annotations

import pytest

from core import numbers

GOOD = {
    "uscc": [
        "91350100M000100Y43",  # the example of GB 32100-2015
        "91110108551385082Q",
        "91330100799655058B",
        "91110000600037341L",
        "91330100MA200022X0",  # weighted sum divisible by 31: check character 0
        "91330100MA20002380",
        "91330100MA2000115Y",
    ],
    "sc": [
        f"SC{digits}"
        for digits in (
            "11464010500015",
            "11333019700024",
            "11837048101233",
            "11834020305037",
            "12636098200051",
            "11532139200465",
            "12434017430075",
            "11432010400101",
        )
    ],
    "jy": ["JY13301080111719", "JY13101060025900"],
    "resident_id": ["11010519491231002X"],
    "gtin": ["6936983800013", "96385074"],
    "ccc": ["2016010901123456"],
    "cma": ["180012112345"],
    "cnas": ["CNAS L0001", "L12345", "CNAS IB0123"],
    "cosmetics": [
        "浙G妆网备字2023001147",
        "国妆网备进字（沪）2025002277",
        "国妆网备进字(沪)2025002277",
        "国妆特字G20212302",
        "国妆特字20240012",
        "粤妆20160001",
    ],
    "customs": ["020220080525641690"],
    "device": [
        "国械备20151134号",
        "浙温械备20140027号",
        "浙械注准20182640123",
        "国械注进20173461234",
        "苏苏药监械经营备20230012号",
    ],
    "xk": ["XK08-001-04763", "(鄂)XK12-001-00018", "（浙）XK16-204-1234"],
    "trademark": ["1234567", "G1234567", "第12345678号", "9876543A"],
    "einvoice": ["26427000000375586818"],
    "invoice_code": ["4200161350", "037002100111"],
    "invoice_number": ["00015045", "26427000000375586818"],
}
BAD = [
    ("uscc", "91350100M000100Y4Z", "format"),  # the counter-example of the standard: Z is no letter of it
    ("uscc", "91310115MA1H8R7C6D", "checksum"),  # invented, found in articles
    ("uscc", "91330000142981023X", "checksum"),
    ("uscc", "9135010OM000100Y43", "format"),  # a letter O for a zero
    ("uscc", "", "format"),
    ("sc", "SC12345678901234", "checksum"),
    ("sc", "QS123456789012", "format"),
    ("sc", "SC1146401050001", "format"),
    ("jy", "JY13301080111718", "checksum"),
    ("jy", "YB14401150078431", "format"),
    ("resident_id", "110105194912310021", "checksum"),
    ("resident_id", "11010519490231002X", "date-impossible"),
    ("resident_id", "1101051949123100", "format"),
    ("gtin", "6936983800014", "checksum"),
    ("gtin", "69369838000", "format"),
    ("ccc", "12345678901234567890", "format"),
    ("cma", "18001211234567", "format"),
    ("customs", "020220080525641", "format"),
    ("customs", "020220082525641690", "format"),
    ("trademark", "123456789", "format"),
    ("trademark", "TM", "format"),
    ("einvoice", "2642700000037558681", "format"),
    ("invoice_code", "42001613501", "format"),
    ("invoice_number", "0001504", "format"),
    ("cnas", "CNAS 0001", "format"),
    ("cosmetics", "JP_2023001", "format"),
    ("cosmetics", "浙妆网备字2023001147", "format"),
    ("device", "浙械注准20183640123", "format"),  # a province registers class 2 alone
    ("device", "浙械注进20182640123", "format"),
    ("xk", "XK08-001-047", "format"),
]


@pytest.mark.parametrize(("name", "number"), [(name, number) for name, all_ in GOOD.items() for number in all_])
def test_a_real_number_is_taken(name: str, number: str) -> None:
    module = numbers.NUMBERS[name]
    assert module.validate(number) == module.compact(number)
    assert module.is_valid(number)
    assert module.why(number) == ""


@pytest.mark.parametrize(("name", "number", "code"), BAD)
def test_a_wrong_number_is_refused_with_its_code(name: str, number: str, code: str) -> None:
    module = numbers.NUMBERS[name]
    with pytest.raises(numbers.InvalidNumber) as caught:
        module.validate(number)
    assert caught.value.code == code
    assert not module.is_valid(number)
    assert module.why(number) == caught.value.message != ""


def test_a_number_is_tidied_before_it_is_judged() -> None:
    assert numbers.NUMBERS["uscc"].validate(" ９１３５０１００－M000100y43\u200b") == "91350100M000100Y43"
    assert numbers.NUMBERS["gtin"].validate("6 936983 800013") == "6936983800013"
    assert numbers.NUMBERS["trademark"].validate("第 12345678 号") == "12345678"
    assert numbers.NUMBERS["cnas"].validate("l0001") == "CNASL0001"


def test_the_second_check_digit_of_a_credit_code_is_looked_at_too() -> None:
    # Another organisation code with the outer check character made to fit.
    number = "91350100M000100Z4"
    from stdnum.cn import uscc

    outer_right = "91350100M000101Y4" + uscc.calc_check_digit("91350100M000101Y4")
    with pytest.raises(numbers.InvalidNumber) as caught:
        numbers.NUMBERS["uscc"].validate(outer_right)
    assert caught.value.code == "checksum"
    assert "9 至 17 位" in caught.value.message
    assert not numbers.NUMBERS["uscc"].is_valid(number)


def test_a_module_is_found_by_either_spelling_of_its_name() -> None:
    assert numbers.find("invoice-code") is numbers.NUMBERS["invoice_code"]
    assert numbers.find("resident_id") is numbers.NUMBERS["resident_id"]
    assert numbers.find("nothing") is None


def test_every_module_has_good_numbers_to_prove_it() -> None:
    assert set(GOOD) == set(numbers.NUMBERS)
