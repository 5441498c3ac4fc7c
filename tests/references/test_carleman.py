"""The scalar quadratic flow: reference values of its Carleman linearization.

Source: M. Forets and A. Pouly, Explicit error bounds for Carleman linearization, arXiv 1711.02552; the values are for
z' = z + z^2/2 from 0.4, where the error is the bound.
"""

from math import exp

import pytest

from closedprop.approximations.depth.carleman_flow import carleman_flow


@pytest.mark.parametrize(("order", "time", "value"), [(3, 0.5, 0.0016551019), (6, 1.0, 0.0027287865)])
def test_error_and_bound_of_the_quadratic_flow(order, time, value):
    growth = exp(time)
    solution = 0.4 * growth / (1 - 0.5 * 0.4 * (growth - 1))  # the Bernoulli equation
    rough = carleman_flow(1.0, 0.5, 0.4, order, time)
    assert solution - rough.value == pytest.approx(value, abs=5e-11)
    assert rough.bound == pytest.approx(value, abs=5e-11)
