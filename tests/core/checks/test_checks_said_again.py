"""Findings keep what they were made of: said in the other language, they are what is found in that language."""

from __future__ import annotations

from core.checks import run
from core.i18n import in_source_language, use_language
from tests.core.checks.test_checks_hits import HITS


def test_a_finding_said_again_is_what_is_found_in_that_language(review):
    spoiled = {name: spoil(review) for name, spoil, _expected in HITS}
    chinese = {name: run(one).findings for name, one in spoiled.items()}
    use_language("en")
    for name, one in spoiled.items():
        english = run(one).findings
        assert [f.again() for f in chinese[name]] == list(english), name
        with in_source_language():
            assert [f.again() for f in english] == list(chinese[name]), name
