"""Sentences in two languages, and saying again in one what was said in the other."""

from __future__ import annotations

import copy
import pickle

from core.i18n import _, again, in_source_language, use_language

SENTENCE, LEVEL = "{file} 第{page}页", "必须解决"


def test_a_sentence_is_said_again_with_everything_that_was_put_into_it() -> None:
    chinese = _("、").join([_(SENTENCE).format(file=_(LEVEL), page=3), "甲"]) + _(LEVEL)
    assert chinese == "必须解决 第3页、甲必须解决"
    use_language("en")
    english = again(chinese)
    assert english == _("、").join([_(SENTENCE).format(file=_(LEVEL), page=3), "甲"]) + _(LEVEL)
    assert LEVEL not in english
    with in_source_language():
        assert again(english) == chinese


def test_what_is_joined_before_a_sentence_is_kept_too() -> None:
    chinese = "乙：" + _(LEVEL)
    use_language("en")
    assert again(chinese) == "乙：" + _(LEVEL)


def test_text_of_no_sentence_stays_as_it_is() -> None:
    use_language("en")
    assert again("甲 必须解决 乙") == "甲 必须解决 乙"
    assert again("") == ""


def test_a_copy_is_plain_text() -> None:
    said = _(LEVEL)
    for made in (copy.deepcopy(said), copy.copy(said), pickle.loads(pickle.dumps(said))):
        assert made == said
        assert type(made) is str
