"""The guide is whole: its links lead somewhere, its pictures are there and small, and it ships with the program."""

from __future__ import annotations

import re
import tomllib

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from core.i18n import use_language
from core.resources import data_root
from gui.help import guide
from gui.window import Window

MOST_BYTES = 3_000_000
PAGES = sorted(path.name for path in (data_root() / "docs" / "guide").glob("*.md"))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_picture_of_a_page_is_there(page: str) -> None:
    text = (guide.folder() / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (guide.folder() / target).is_file(), target


def test_the_pictures_are_small_and_each_is_shown_on_a_page() -> None:
    pictures = set((guide.folder() / "pictures").glob("*.png"))
    assert pictures
    assert sum(path.stat().st_size for path in pictures) < MOST_BYTES
    text = "".join((guide.folder() / page).read_text(encoding="utf-8") for page in PAGES)
    assert {path.name for path in pictures} == set(re.findall(r"pictures/([^)]+)", text))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_page_that_the_window_offers_is_there(language: str) -> None:
    use_language(language)
    assert all((guide.folder() / name).is_file() for name, _title in guide.pages())


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_window_shows_the_pictures_and_follows_links(window: Window, qtbot: QtBot) -> None:
    dialog = guide.GuideDialog(window)
    dialog.open()
    browser = dialog.findChild(QTextBrowser)
    assert browser is not None
    browser.anchorClicked.emit(QUrl("merchant.md"))
    assert "从驳回通知到提交" in browser.toPlainText()
    lines = [browser.document().findBlockByNumber(n) for n in range(browser.document().blockCount())]
    shown = [line.blockFormat().lineHeight() for line in lines if "\ufffc" in line.text()]
    assert shown
    assert set(shown) == {100.0}  # more would leave half a picture's height empty above it
    named = QUrl.fromLocalFile(str(guide.folder() / "pictures" / "zh-board.png"))
    image = browser.loadResource(QTextDocument.ResourceType.ImageResource.value, named)
    assert isinstance(image, QImage)
    assert not image.isNull()
    dialog.reject()
    dialog.deleteLater()


def test_the_guide_ships_with_the_program() -> None:
    told = tomllib.loads((data_root() / "pyproject.toml").read_text(encoding="utf-8"))
    assert told["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]["docs/guide"]
