"""The English catalogue: whole, in step with the code, and kept out of the packet."""

from __future__ import annotations

import importlib.util
import re
import string
import sys
from collections.abc import Iterator, Mapping
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from core import i18n
from tests.architecture.house import ROOT

FOLDER = ROOT / "assets" / "i18n" / "en" / "LC_MESSAGES"
PO, PACKS = FOLDER / "fushen.po", FOLDER / "packs.po"
CHINESE = re.compile(r"[\u3400-\u9fff]+")


@pytest.fixture(scope="module")
def catalogue() -> Iterator[ModuleType]:
    """The script that keeps the catalogue."""
    loader = SourceFileLoader("fushen_catalogue", str(ROOT / "scripts" / "catalogue"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    sys.modules[loader.name] = module
    loader.exec_module(module)
    sys.dont_write_bytecode = kept
    yield module
    del sys.modules[loader.name]


@pytest.fixture(scope="module")
def sentences(catalogue: ModuleType) -> dict[str, list[str]]:
    found: dict[str, list[str]] = catalogue.sentences(ROOT)
    assert len(found) > 1000, "the code's sentences were not found"
    return found


@pytest.fixture(scope="module")
def told(catalogue: ModuleType) -> dict[str, list[str]]:
    """What the window shows of the shipped packs."""
    found: dict[str, list[str]] = catalogue.told()[0]
    assert len(found) > 800, "the packs' texts were not found"
    return found


def test_every_sentence_of_the_code_is_translated(catalogue: ModuleType, sentences: Mapping[str, list[str]]) -> None:
    said = catalogue.read(PO).kept
    assert {text: files for text, files in sentences.items() if not said.get(text)} == {}


def test_every_text_of_a_shipped_pack_that_the_window_shows_is_translated(
    catalogue: ModuleType, told: Mapping[str, list[str]]
) -> None:
    said = catalogue.read(PACKS).kept
    assert {text: files for text, files in told.items() if not said.get(text)} == {}


def test_a_title_is_the_same_in_the_pack_and_in_the_catalogue(catalogue: ModuleType) -> None:
    said = catalogue.read(PACKS).kept
    assert {text: there for text, there in catalogue.told()[1].items() if said.get(text) != there} == {}


@pytest.mark.parametrize("path", [PO, PACKS], ids=lambda path: path.name)
def test_a_translation_has_the_placeholders_of_its_source(catalogue: ModuleType, path: Path) -> None:
    said = catalogue.read(path).kept
    assert {text: there for text, there in said.items() if _fields(text) != _fields(there)} == {}


def test_the_catalogues_have_no_sentence_that_code_and_packs_lack(
    catalogue: ModuleType, sentences: Mapping[str, list[str]], told: Mapping[str, list[str]]
) -> None:
    for path, there in ((PO, sentences), (PACKS, told)):
        found = catalogue.read(path)
        assert sorted(set(found.kept) - set(there)) == []
        assert sorted(found.gone) == []


def test_the_program_reads_what_the_catalogues_say(catalogue: ModuleType) -> None:
    said = catalogue.read(PACKS).kept | catalogue.read(PO).kept
    i18n.use_language("en")
    read = {text: i18n._(text) for text in said}
    i18n.use_language("zh_CN")
    assert read == said, "run scripts/catalogue"


def test_writing_and_reading_the_catalogue_changes_no_sign(catalogue: ModuleType, tmp_path: Path) -> None:
    odd = {'引号“"”与\\': 'a "quote" and a \\', "第一行\n第二行\t完": "one\ntwo\tend", "没有译": ""}
    found = {text: ["core/x.py"] for text in odd}
    gone = {"不再用": "no longer used"}
    file = tmp_path / "odd.po"
    file.write_text(catalogue.written(catalogue.Catalogue(dict(odd), gone), found), "utf-8", newline="\n")
    assert catalogue.read(file) == catalogue.Catalogue(odd, gone)


def test_a_sentence_that_comes_back_finds_its_translation_again(catalogue: ModuleType) -> None:
    without = catalogue.updated(catalogue.Catalogue({"甲": "a", "乙": "b"}), ["甲"])
    assert (without.kept, without.gone) == ({"甲": "a"}, {"乙": "b"})
    assert catalogue.updated(without, ["甲", "乙"]).kept == {"甲": "a", "乙": "b"}


def test_no_english_sentence_shouts_or_speaks_chinese(catalogue: ModuleType) -> None:
    said = [*catalogue.read(PO).kept.values(), *catalogue.read(PACKS).kept.values()]
    # The one word that a person must type as it is, and the name in an example.
    assert [there for there in said if CHINESE.search(re.sub("长期|森屿旗舰店", "", there))] == []
    # The Chinese sans face draws curly quotation marks as wide as a Chinese sign.
    assert [there for there in said if "“" in there or "”" in there] == []
    assert [there for there in said if "!" in there.replace("!=", "")] == []


def test_the_interface_changes_its_language_while_it_runs() -> None:
    i18n.use_language("en")
    assert i18n._("已取消。") == "Cancelled."
    assert i18n._("") == ""
    with i18n.in_source_language():
        assert i18n._("已取消。") == "已取消。"
    assert i18n._("已取消。") == "Cancelled."
    i18n.use_language("zh_CN")
    assert i18n._("已取消。") == "已取消。"


def _fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _turn in string.Formatter().parse(text) if name is not None}
