"""The window in English: the steps that packs title in Chinese, and Qt's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from core import i18n, packs
from core.checks.wording import start_of
from core.interview import StepState
from core.jobs import no_progress
from core.model import Paper, Role
from core.narrative import exhibit_order, portal_texts
from core.packs.facts import facts
from gui import app, wording
from gui.desk import Desk
from gui.jumps import Place
from gui.matrix.dialog import MatrixDialog
from gui.services import NewCase, Services
from gui.session import Session
from gui.shell.steps import StepModel
from gui.window import Window
from tests.gui.conftest import PATIENCE_MS, settle
from tests.gui.speech import HAN, own_words, said, without
from tests.gui.test_accessible import CHANGED, DIALOGS, FINDING


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


# Chinese that an English window shows on purpose, with the reason.
ALLOWED = {
    "森屿旗舰店": "the example of a shop's name, as in the catalogue",
    "长期": "what a person types for a validity without an end",
    "复申": "the program's own name",
}
_CITED = re.compile(r"附件(?:\d+)?(?:第\d+页)?")  # an exhibit and its page as the letter prints them
_SHORT = 6


@pytest.fixture
def english() -> Iterator[None]:
    i18n.use_language("en")
    yield
    i18n.use_language("zh_CN")


def test_an_english_window_speaks_chinese_only_in_what_people_and_platforms_wrote(
    english: None, window: Window, open_sample: Callable[[str], Session], qtbot: QtBot
) -> None:
    session = open_sample("flawed")
    desk = window.desk
    assert desk is not None
    known = sorted(_written(session), key=len, reverse=True)
    heard = dict.fromkeys(_chinese(window, known, "board"))
    for number in range(6):
        window.go_step(number)
        settle(session, qtbot)
        for _place in _places(desk, number):
            qtbot.wait(1)
            heard |= dict.fromkeys(_chinese(window, known, f"step {number + 1}"))
    assert not heard, "\n".join(heard)


def _places(desk: Desk, number: int) -> Iterator[None]:
    """Goes to everything that a step has a view of its own for."""
    yield
    case = desk.session.case
    places = {
        1: [Place("audit", subject=point.id) for point in case.notice.points],
        2: [*(Place("papers", paper=p.id) for p in case.papers), *_requirements(desk), Place("papers", subject="L1")],
        3: [Place("narrative", subject=point.id) for point in case.notice.points],
    }
    for place in places.get(number, []):
        desk.go(place)
        yield


def _requirements(desk: Desk) -> Iterator[Place]:
    playbook = desk.session.packs.playbook(desk.session.case.playbook)
    assert playbook is not None
    yield from (Place("papers", subject=one.id) for one in playbook.requirements)


def _written(session: Session) -> set[str]:
    """All that is not the program's own: the case, what was read of its papers, sources, what will be printed."""
    case, known = session.case, session.packs
    playbook = known.playbook(case.playbook)
    assert playbook is not None
    # A short line of a paper could be a word of the program's own.
    papers = {line for line in own_words(tuple(session.facts.values())) if len(line) > _SHORT}
    written = own_words(case) | papers | set(ALLOWED)
    written |= {source for told in facts(known) if (source := told.source.source)}
    written |= {*playbook.commitment, case.platform}
    written |= {start_of(claim).removesuffix("…") for claim in case.claims}
    for text in portal_texts(case, known, exhibit_order(case)):
        written |= own_words((text.text, text.dropped))
    if session.overview is not None:
        written |= {field.value for many in session.overview.proposals.values() for field in many}
    return {words for words in written if HAN.search(words)}


def _chinese(window: QWidget, known: list[str], where: str) -> Iterator[str]:
    for widget, text in said(window):
        left = _CITED.sub("", without(text, known))
        if HAN.search(left):
            yield f"{where}: {type(widget).__name__}: {left.strip()[:90]}"


@pytest.mark.qt_log_ignore("propagateSizeHints")
@pytest.mark.parametrize("kind", DIALOGS, ids=lambda kind: kind.__name__)
def test_a_dialog_in_english_speaks_english(
    english: None, window: Window, open_sample: Callable[[str], Session], qtbot: QtBot, kind: type[QDialog]
) -> None:
    known = {"甲店", "授权书", "宁波启明", "启明", "客户", "甲", *ALLOWED, *own_words((FINDING, CHANGED))}
    known |= {source for told in facts(packs.load()) if (source := told.source.source)}
    if kind is MatrixDialog:
        known |= _written(open_sample("flawed"))
    made = DIALOGS[kind](window)
    made.open()
    qtbot.waitUntil(made.isVisible, timeout=PATIENCE_MS)
    heard = dict.fromkeys(_chinese(made, sorted(known, key=len, reverse=True), kind.__name__))
    made.reject()
    made.deleteLater()
    assert not heard, "\n".join(heard)


def test_each_kind_of_appeal_asks_in_english(
    english: None, window: Window, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    heard: dict[str, None] = {}
    for playbook in services.packs().playbooks:
        path = tmp_path / f"{playbook}.fushen"
        services.create_case(NewCase(playbook, "tmall", "shop"), path, no_progress).casefile.close()
        before = window.session
        window.open_path(path)
        qtbot.waitUntil(lambda old=before: window.session not in (None, old), timeout=PATIENCE_MS)
        session, desk = window.session, window.desk
        assert session is not None
        assert desk is not None
        settle(session, qtbot)
        qtbot.waitUntil(lambda made=desk: not made.making_pages, timeout=PATIENCE_MS)
        known = sorted(_written(session), key=len, reverse=True)
        for number in range(6):
            window.go_step(number)
            for _place in (*_places(desk, number), *_requirements(desk)) if number == 2 else _places(desk, number):
                qtbot.wait(1)
                heard |= dict.fromkeys(_chinese(window, known, f"{playbook} {number + 1}"))
    assert not heard, "\n".join(heard)
