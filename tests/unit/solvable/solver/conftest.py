"""Time limits are for people who wait; a test must not depend on how busy the machine is."""

import pytest

from closedprop.solvable.solver import koenigs, search


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Raise the limits of the methods tenfold."""
    monkeypatch.setattr(koenigs, "SOFT_LIMIT", 10 * koenigs.SOFT_LIMIT)
    monkeypatch.setattr(search, "METHOD_LIMIT", 10 * search.METHOD_LIMIT)
    monkeypatch.setattr(search, "CASE_LIMIT", 10 * search.CASE_LIMIT)
