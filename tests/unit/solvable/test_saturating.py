"""Softsign, ISRU and their common family: weights near 1, 0, negative; depth of a million."""

import flint
import mpmath
import numpy as np
import pytest

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid
from closedprop.solvable.isru import ISRU, isru_delta
from closedprop.solvable.powers import POWERS, saturated_iterate
from closedprop.solvable.softsign import SOFTSIGN, softsign_delta
from closedprop.validated.precision import precision

WEIGHTS = [1.0, 1 + 1e-12, 1 - 1e-12, -1.0, -1 - 1e-12, 0.7, -3.0, 1e-3]
CASES = [(SOFTSIGN, 1), (ISRU, 2), (POWERS, 3), (POWERS, 2.5)]


@pytest.mark.parametrize("w", WEIGHTS)
@pytest.mark.parametrize(("family", "p"), CASES, ids=["softsign", "isru", "p3", "p2.5"])
@pytest.mark.parametrize("n", [1, 1000, 10**6])
@pytest.mark.parametrize("x", [-0.8, 2.5, 1e-9])
def test_against_sixty_digits(family, p, w, n, x):
    layer = (w, 0.5, p) if family is POWERS else (w, 0.5)
    form = family.tied(layer, FLOATS)
    with mpmath.workdps(60):
        r, z = abs(mpmath.mpf(w)) ** p, mpmath.mpf(x)
        total = (n if r == 1 else (r**n - 1) / (r - 1)) / 2
        inner = 1 + abs(z) ** p * total
        iterate = mpmath.mpf(w) ** n * z / inner ** (1 / mpmath.mpf(p))
        delta = mpmath.mpf(w) ** n / inner ** (1 + 1 / mpmath.mpf(p))
        assert abs(form.iterate([x], n)[0] - iterate) <= 4e-16 * abs(iterate) + 1e-307
        assert abs(form.delta([x], [1.0], n)[0] - delta) <= 4e-16 * abs(delta) + 1e-307


@pytest.mark.parametrize("family", [SOFTSIGN, ISRU], ids=["softsign", "isru"])
def test_zero_weight_and_zero_input(family):
    dead = family.tied((0, 1), FLOATS)
    assert dead.iterate([2.0], 0) == [2.0] and dead.iterate([2.0], 3) == [0.0] and dead.delta([2.0], [1.0], 3) == [0.0]
    alive = family.tied((-2, 1), FLOATS)
    assert alive.iterate([0.0], 5) == [0.0] and alive.delta([0.0], [1.0], 5) == [-32.0]
    assert family.untied([(2, 1), (0, 1), (3, 1)], FLOATS).delta([1.0], [1.0], 3) == [0.0]


def test_isru_at_minus_one():
    assert ISRU.tied((-1, 1), FLOATS).iterate([3.0], 10**6 + 1)[0] == pytest.approx(
        -3 / (1 + 9e6 + 9) ** 0.5, rel=1e-15
    )
    assert isru_delta(-1, 1, [1.0], [1.0], 3)[0] == -0.125


def test_exact_values():
    assert softsign_delta([-1] * 3, ["-1/2"], [1], over=RATIONALS)[0] == RATIONALS.convert("-4/25")
    assert saturated_iterate(1, 1, 1, [1.0], 10**6 - 1)[0] == 1e-6


def test_a_ball_around_zero_is_enclosed():
    with precision(64):
        form = ISRU.tied((2, 1), BALLS)
        image = form.iterate([flint.arb(0, 0.01)], 4)[0]
        assert image.contains(0) and image.rad() < 1


def test_criticality():
    """At |w| = 1 delta decays like n^(-1-1/p)."""
    for p in (1, 2, 3):
        near, far = (POWERS.tied((1, 1, p), FLOATS).delta([1.0], [1.0], n)[0] for n in (10**5, 2 * 10**5))
        assert np.log2(near / far) == pytest.approx(1 + 1 / p, abs=1e-4)


def test_messages():
    with pytest.raises(Invalid, match="a < 0 or p <= 0"):
        ISRU.tied((1, -1), FLOATS)
    with pytest.raises(Invalid, match="give all layers one p"):
        POWERS.untied([(1, 1, 2), (1, 1, 3)], FLOATS).iterate([1.0], 2)
