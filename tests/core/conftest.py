"""What the tests of several rooms need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.probe import Prober


# A module's own: a worker that has served many files is replaced, and no test may be the one that it happens to.
@pytest.fixture(scope="module")
def prober() -> Iterator[Prober]:
    """A prober whose worker has started."""
    with Prober() as prober:
        prober.warm().result()
        yield prober
