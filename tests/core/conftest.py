"""What the tests of several rooms need."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.probe import Prober


@pytest.fixture(scope="session")
def prober() -> Iterator[Prober]:
    """A prober whose worker has started."""
    with Prober() as prober:
        prober.warm().result()
        yield prober
