from fractions import Fraction

import numpy as np
import pytest

from closedprop.approximations.in_law.free_probability.branch import Branch, TrackedCurve
from closedprop.approximations.in_law.free_probability.slopes import SlopeLaw, slope_law

HALF = Fraction(1, 2)
LAWS = {"three": SlopeLaw((3, 1, HALF), (0.2, 0.3, 0.4), 0.1), "two": SlopeLaw((1, 0.04), (0.6, 0.4))}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("gaussian", [True, False])
@pytest.mark.parametrize("layers", [1, 2, 7])
def test_the_excess_changes_sign_once(law, layers, gaussian):
    """Theorem: on a half circle, theta - Im A, over sin theta, increases."""
    branch, theta = Branch(LAWS[law], layers, gaussian), np.linspace(0.01, np.pi - 0.01, 300)
    for radius in (0.1, 0.8, 1.3, 4.0, 50.0):
        excess = (theta - branch.logarithm(radius * np.exp(1j * theta))[0].imag) / np.sin(theta)
        assert (np.diff(excess) > 0).all() and excess[-1] > 0


@pytest.mark.parametrize("law", [*LAWS, "tanh"])
@pytest.mark.parametrize(("layers", "gaussian"), [(1, True), (2, True), (3, False), (9, False)])
def test_eigenvalues_decrease_along_the_curve_and_solve_the_equation(law, layers, gaussian):
    branch = Branch(LAWS[law] if law in LAWS else slope_law(law, 0.5), layers, gaussian)
    for interval in branch.intervals:
        curve = TrackedCurve(branch, interval)
        x = np.linspace(-10, 10, 21)
        points = curve.at(x)
        assert (np.diff(points.log_value) < 0).all() and (points.weight > 0).all()
        h = 1e-5
        difference = (curve.at(x + h).log_value - curve.at(x - h).log_value) / (2 * h)
        inner = np.abs(x) < 8
        assert points.slope[inner] == pytest.approx(difference[inner], rel=1e-5)


def test_gaps_of_separated_slopes():
    """Slopes 1 and 1/10: the spectrum of few orthogonal layers falls into parts; a Gaussian factor closes the gaps."""
    law = SlopeLaw((1, Fraction(1, 100)), (HALF, HALF))
    assert len(Branch(law, 1, True).intervals) == 2
    assert len(Branch(law, 2, True).intervals) == 1
    thirds = SlopeLaw((1, Fraction(1, 100)), (Fraction(4, 5), Fraction(1, 5)))
    assert len(Branch(thirds, 2, False).intervals) == 1  # one part between, and an atom above


def test_edges_of_one_gated_gaussian_layer():
    """Marchenko-Pastur, also at the lower edge."""
    ((inner, outer),) = Branch(SlopeLaw((1,), (0.3,), 0.7), 1, True).intervals
    edges = [np.exp(Branch(SlopeLaw((1,), (0.3,), 0.7), 1, True).log_value(r)) for r in (inner, outer)]
    assert edges == pytest.approx([(1 + np.sqrt(0.3)) ** 2, (1 - np.sqrt(0.3)) ** 2], rel=1e-12)


def test_small_imaginary_parts_are_kept():
    """Near an edge the angle is tiny; a complex division or a difference of arguments near pi would lose it."""
    branch = Branch(SlopeLaw((1,), (0.9545,), 0.0455), 2, False)
    edge = branch.intervals[0][0]
    for distance in (1e-8, 1e-6):
        angle = branch.angle(np.log(np.array([edge * (1 + distance)])))[0]
        wider = branch.angle(np.log(np.array([edge * (1 + 4 * distance)])))[0]
        assert wider / angle == pytest.approx(2, rel=1e-3) and angle > 1e-5


def test_nothing_cancels_at_a_pole_of_psi():
    """Two relu layers with orthogonal weights: the top edge is at the pole w = 1; there the law is that of the arcsine."""
    branch = Branch(SlopeLaw((1,), (HALF,), HALF), 2, False)
    distance = np.array([1e-10, 1e-9, 1e-6])
    (interval,) = branch.intervals
    weight = TrackedCurve(branch, interval).find(np.log1p(-distance)).weight
    # the eigenvalue 1 - distance is rounded to 1e-16, which limits the digits of the distance
    assert weight == pytest.approx(0.5 / np.sqrt(1 / (1 - distance) - 1), rel=2e-6)
