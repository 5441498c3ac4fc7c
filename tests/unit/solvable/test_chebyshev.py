"""Chebyshev layers: the logistic maps, the ends of the interval, outside it, depth of a thousand."""

import mpmath
import numpy as np
import pytest

from closedprop.scalars import FLOATS, RATIONALS, Unable
from closedprop.solvable.chebyshev import (
    CHEBYSHEV,
    DICKSON,
    LOGISTIC_4,
    LOGISTIC_MINUS_2,
    chebyshev_iterate,
    doubled,
    recurrence,
)

MAPS = {
    "logistic 4": (LOGISTIC_4, lambda z: 4 * z * (1 - z)),
    "logistic -2": (LOGISTIC_MINUS_2, lambda z: -2 * z * (1 - z)),
    "z^2 - 2": (DICKSON, lambda z: z * z - 2),
    "2 z^2 - 1": (CHEBYSHEV, lambda z: 2 * z * z - 1),
}


@pytest.mark.parametrize("name", MAPS)
def test_the_maps_by_name(name):
    family, layer = MAPS[name]
    z = RATIONALS.convert("2/7")
    assert family.step(2, np.array([z]), RATIONALS)[0] == layer(z)
    assert family.tied(2, RATIONALS).iterate([z], 3)[0] == layer(layer(layer(z)))


def test_doubling_is_the_recurrence():
    z = RATIONALS.convert("3/5")
    assert all(doubled(d, z) == recurrence(d, z) for d in range(1, 20))


@pytest.mark.parametrize("x", [1.0, -1.0, 0.0, 1.25, -1.5, 1 + 2.0**-52, 1 - 2.0**-53, 1e-300])
def test_ends_and_outside(x):
    form = CHEBYSHEV.untied([3, 2, 3], FLOATS)
    with mpmath.workdps(400):
        T = mpmath.chebyt(18, mpmath.mpf(x))
        U = mpmath.chebyu(17, mpmath.mpf(x))
        assert abs(form.iterate([x], 3)[0] - T) <= 4e-16 * abs(T)
        assert abs(form.delta([x], [1.0], 3)[0] - 18 * U) <= 4e-16 * abs(18 * U)


def test_a_thousand_logistic_maps():
    """The double 0.3 after 1000 chaotic maps, against 400 digits of recursion."""
    with mpmath.workdps(400):
        z, slope = mpmath.mpf(0.3), mpmath.mpf(1)
        for _ in range(1000):
            z, slope = 4 * z * (1 - z), slope * 4 * (1 - 2 * z)
        form = LOGISTIC_4.tied(2, FLOATS)
        assert abs(form.iterate([0.3], 1000)[0] / z - 1) < 4e-16
        assert abs(form.delta([0.3], [2.0**-20], 1000)[0] / (slope / 2**20) - 1) < 4e-16


def test_too_many_digits():
    with pytest.raises(Unable, match="too many digits"):
        chebyshev_iterate([2] * 40, ["1/3"], RATIONALS)
