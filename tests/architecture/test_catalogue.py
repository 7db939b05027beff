"""The English catalogue: whole, in step with the code, and kept out of the packet."""

from __future__ import annotations

import gettext
import importlib.util
import re
import string
import sys
from collections.abc import Iterator, Mapping
from importlib.machinery import SourceFileLoader
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest

from core import i18n
from tests.architecture.house import ROOT

PO = ROOT / "assets" / "i18n" / "en" / "LC_MESSAGES" / "fushen.po"
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


def test_every_sentence_of_the_code_is_translated(catalogue: ModuleType, sentences: Mapping[str, list[str]]) -> None:
    said = catalogue.read(PO).kept
    assert {text: files for text, files in sentences.items() if not said.get(text)} == {}


def test_a_translation_has_the_placeholders_of_its_source(catalogue: ModuleType) -> None:
    said = catalogue.read(PO).kept
    assert {text: there for text, there in said.items() if _fields(text) != _fields(there)} == {}


def test_the_catalogue_has_no_sentence_that_the_code_lacks(
    catalogue: ModuleType, sentences: Mapping[str, list[str]]
) -> None:
    found = catalogue.read(PO)
    assert sorted(set(found.kept) - set(sentences)) == []
    assert sorted(found.gone) == []


def test_the_catalogue_that_the_program_reads_is_what_the_translations_compile_to(catalogue: ModuleType) -> None:
    kept = catalogue.read(PO).kept
    compiled = PO.with_suffix(".mo").read_bytes()
    assert compiled == catalogue.compiled(kept), "run scripts/catalogue"
    reader = gettext.GNUTranslations(BytesIO(compiled))
    assert {text: reader.gettext(text) for text in kept} == kept


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
    said = catalogue.read(PO).kept.values()
    # The one word that a person must type as it is, and the name in an example.
    assert [there for there in said if CHINESE.search(re.sub("长期|森屿旗舰店", "", there))] == []
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
