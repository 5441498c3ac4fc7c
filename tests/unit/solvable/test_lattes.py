"""The duplication map: curves with one and three real roots, points on both branches and on the twist."""

from fractions import Fraction

import flint
import pytest

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Unable
from closedprop.solvable.lattes import LATTES, division_polynomials, lattes_iterate
from closedprop.validated.precision import precision

CURVES = {"three roots": (-7, 3), "one root": (1, 1), "one root, b < 0": (-2, -5), "b = 0": (-2, 0), "a = 0": (0, 2)}
POINTS = ["7/2", "-1/3", "-5/2", "-7/2", "2/9", "11/7"]


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("x", POINTS)
def test_every_branch(name, x):
    curve = CURVES[name]
    for n in (1, 2, 3, 30):
        with precision(512):
            truth = LATTES.recursion([curve] * n, [x], BALLS)[-1][0]
            slope = LATTES.backpropagation([curve] * n, [x], [1], BALLS)[0]
            form = LATTES.tied(curve, BALLS)
            value, delta = form.iterate([x], n)[0], form.delta([x], [1], n)[0]
        assert value.overlaps(truth) and delta.overlaps(slope)
        assert value.rel_accuracy_bits() > 400 and delta.rel_accuracy_bits() > 400


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_division_polynomials(n):
    curve, x = (Fraction(-3, 2), Fraction(1, 5)), Fraction(9, 7)
    form = LATTES.tied(curve, RATIONALS)
    assert form.iterate([x], n)[0] == LATTES.recursion([curve] * n, [x], RATIONALS)[-1][0]
    assert form.delta([x], [1], n)[0] == LATTES.backpropagation([curve] * n, [x], [1], RATIONALS)[0]


def test_torsion():
    """(2, 3) has order 6 on y^2 = x^3 + 1: doubling it gives the point 0 of order 3, which stays."""
    assert lattes_iterate(0, 1, [2], 1, RATIONALS)[0] == 0 and lattes_iterate(0, 1, [2], 8, RATIONALS)[0] == 0
    psi = division_polynomials((flint.fmpq(0), flint.fmpq(1)), flint.fmpq(2))
    assert psi(6) == 0 and psi(12) == 0 and psi(5) != 0


def test_a_thousand_layers():
    with precision(4096):
        truth = LATTES.recursion([(-7, 3)] * 1000, ["7/2"], BALLS)[-1][0]
    assert lattes_iterate(-7, 3, [3.5], 1000)[0] == pytest.approx(float(truth), rel=1e-15)


def test_messages():
    with pytest.raises(Invalid, match="a singular curve"):
        LATTES.tied((-3, 2), FLOATS)
    with pytest.raises(Unable, match="4\\^9 times as many digits"):
        lattes_iterate(1, 1, [1], 9, RATIONALS)
