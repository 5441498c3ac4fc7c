"""Time limits are for people who wait; a test must not depend on how busy the machine is."""

import pytest

from closedprop.solvable.solver.limits import patient


@pytest.fixture(autouse=True)
def patience():
    """Raise all limits of the solver tenfold."""
    with patient(10):
        yield
