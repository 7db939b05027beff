"""What rules may cost, in processor time, by the best of several runs: what others do on the machine is not counted."""

from __future__ import annotations

import pytest

from bench import rules
from bench.measure import Row

# Milliseconds, by the beginning of a row's name.
LIMITS = {"load all packs, cold": 150, "load all packs, cached": 15, "1000 rules and 200 requirements": 20}


@pytest.mark.alone
def test_loading_and_evaluating_rules_keep_their_limits() -> None:
    rows: list[Row] = list(rules.rows())
    for start, limit in LIMITS.items():
        (row,) = [row for row in rows if row.what.startswith(start)]
        assert row.ours is not None
        assert min(row.ours.seconds) * 1000 <= limit, f"{row.what}: {row.ours}"
