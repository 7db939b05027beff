"""The window in English: the steps that packs title in Chinese, and Qt's own words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from core import i18n, packs
from core.interview import StepState
from core.model import Paper, Role
from gui import app, wording
from gui.shell.steps import StepModel


def test_the_steps_that_a_pack_titles_in_chinese_have_english_names(qapp: QApplication) -> None:
    i18n.use_language("en")
    model = StepModel()
    model.set_steps((StepState("intake", "受理", "done", ()), StepState("audit", "本店特有的一步", "todo", ())), {})
    shown = [model.data(model.index(row)) for row in range(model.rowCount())]
    assert shown == ["Intake", "本店特有的一步", "Papers", "Letter", "Packet", "After"]


@pytest.mark.parametrize(("language", "installed"), [("zh_CN", 1), ("en", 0)])
def test_qts_own_words_are_translated_only_for_a_chinese_window(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, language: str, installed: int
) -> None:
    translators: list[QTranslator] = []
    monkeypatch.setattr(QCoreApplication, "installTranslator", translators.append)
    i18n.use_language(language)
    app._application()
    assert len(translators) == installed


def test_what_packs_title_is_shown_in_the_language_of_the_window(qapp: QApplication) -> None:
    known = packs.load()
    kind = next(iter(known.papers.values()))
    paper = Paper("P1", "a.pdf", "0" * 64, 1, kind.id, True, Role.EVIDENCE, 1)
    for language, wanted in (("zh_CN", kind.title), ("en", kind.title_en)):
        i18n.use_language(language)
        assert wording.title(kind) == wording.paper_title(paper, known) == wanted
    assert wording.title(kind.fields[0]) == kind.fields[0].title_en != kind.fields[0].title
