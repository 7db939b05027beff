"""What holds for any case: gaps are found, order does not matter, a waiver reaches no further, time is short."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.checks import Review, run
from core.checks.chains import chains
from core.checks.periods import Span, between, uncovered, union
from core.model import Level, Waiver
from tests.core.checks.cases import AGENT, NOW, OWNER, SHOP, facts_of
from tests.core.checks.spoil import case_with
from tests.core.checks.test_checks_hits import HITS

# The fixture is a frozen value, so one may serve every example.
shared = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)

DAY = timedelta(days=1)
FIRST = date(2026, 1, 1)
days = st.integers(min_value=0, max_value=60)
spans = st.builds(lambda start, length: Span(FIRST + start * DAY, FIRST + (start + length) * DAY), days, days)


def every_day(span: Span) -> set[date]:
    return {span.first + n * DAY for n in range(span.days)}


@given(st.lists(spans, max_size=6))
def test_a_union_has_the_same_days_and_nothing_that_touches(several):
    joined = union(several)
    assert {d for s in joined for d in every_day(s)} == {d for s in several for d in every_day(s)}
    assert all(one.last + DAY < other.first for one, other in pairwise(joined))
    assert not {d for s in between(several) for d in every_day(s)} & {d for s in several for d in every_day(s)}


@given(spans, st.lists(spans, max_size=6))
def test_what_is_uncovered_is_every_wanted_day_that_no_span_has(wanted, several):
    open_ = uncovered(wanted, several)
    assert {d for s in open_ for d in every_day(s)} == every_day(wanted) - {d for s in several for d in every_day(s)}
    assert tuple(open_) == union(open_)


@shared
@given(parent=st.lists(spans, min_size=1, max_size=3), child=st.lists(spans, min_size=1, max_size=3))
def test_a_chain_is_faultless_in_time_exactly_when_every_day_is_authorised(review, parent, child):
    template = review.case.links[0]
    links = [replace(template, grantor=OWNER, grantee=AGENT, valid_from=s.first, valid_to=s.last) for s in parent]
    links += [
        replace(template, paper="P5", grantor=AGENT, grantee=SHOP, valid_from=s.first, valid_to=s.last) for s in child
    ]
    found = {f.id for f in run(case_with(links=tuple(links))(review)).findings if f.level is Level.FAIL}
    above = {d for s in parent for d in every_day(s)}
    below = {d for s in child for d in every_day(s)}
    end = max(s.last for s in parent)
    gap = bool(between(parent) or between(child) or {d for d in below - above if d < end})
    # An authorisation that begins only after all above have ended: the days between are a gap too.
    gap = gap or any(s.first > end + DAY for s in child)
    assert ("chain/period-gap" in found) == gap
    assert ("chain/outlives-parent" in found) == any(s.last > end for s in child)


@shared
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(HITS), max_size=3))
def test_the_order_of_papers_and_claims_changes_no_finding(review, dice, several):
    for _name, spoil, _expected in several:
        review = _if_possible(spoil, review)
    case = review.case
    papers, claims = list(case.papers), list(case.claims)
    dice.shuffle(papers)
    dice.shuffle(claims)
    shuffled = replace(review, case=replace(case, papers=tuple(papers), claims=tuple(claims)))
    assert set(run(review).findings) == set(run(shuffled).findings)


def _if_possible(spoil, review: Review) -> Review:
    # Two spoilings may need the same paper; the second then has nothing left to spoil.
    try:
        return spoil(review)
    except (AttributeError, IndexError):
        return review


@shared
@given(st.lists(st.sampled_from(HITS), min_size=1, max_size=4), st.integers(min_value=0))
def test_a_waiver_takes_away_one_blocking_key_and_no_other(review, several, choice):
    for _name, spoil, _expected in several:
        review = _if_possible(spoil, review)
    before = run(review)
    if not before.blocking:
        return
    chosen = before.blocking[choice % len(before.blocking)]
    waiver = Waiver(chosen.key, "李", "已核对", NOW)
    after = run(replace(review, case=replace(review.case, waivers=(waiver,))))
    assert {f.key for f in after.blocking} == {f.key for f in before.blocking} - {chosen.key}
    assert [replace(f, waived=None) for f in after.findings] == list(before.findings)


@shared
@given(st.lists(st.sampled_from(HITS), max_size=4))
def test_running_twice_says_the_same_and_never_breaks(review, several):
    for _name, spoil, _expected in several:
        review = _if_possible(spoil, review)
    once = run(review)
    assert once == run(review)
    assert once.counts["error"] == 0


def big(review: Review, count: int = 40) -> Review:
    """Returns the case grown to so many papers, claims and links by repeating its own."""
    case = review.case
    dice = random.Random(7)
    papers = list(case.papers)
    while len(papers) < count:
        number = f"P{len(papers) + 1}"
        papers.append(replace(dice.choice(case.papers[1:]), id=number, file=f"{number}.pdf", sha256=f"{number:0>64}"))
    claims = tuple(replace(case.claims[n % 3], id=f"C{n + 1}") for n in range(count))
    grown = replace(case, papers=tuple(papers), claims=claims)
    return replace(review, case=grown, facts={p.sha256: facts_of(p) for p in papers})


def test_forty_papers_with_known_facts_are_checked_while_one_blinks(review):
    grown = big(review)
    run(grown)  # fonts and names are read once a process
    begun = time.process_time()
    report = run(grown)
    spent = time.process_time() - begun
    assert len(report.findings) > 70
    assert spent < 0.25, f"{spent:.3f} s"  # measured at 0.015 s; a tenth of a second is felt


def test_links_with_the_same_parties_are_one_step_and_a_chain_ends_at_the_shop(review):
    first, last = review.case.links
    assert [len(step.rings) for chain in chains(case_with(links=(first, first, last))(review)) for step in chain] == [
        2,
        1,
    ]
    assert len(chains(case_with(links=(first, last, first, last))(review))) == 2
