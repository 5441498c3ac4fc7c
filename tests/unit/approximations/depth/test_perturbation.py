from math import inf

import numpy as np
import pytest

from closedprop.approximations.depth.perturbation import Perturbation, perturbation, perturbation_bound
from closedprop.approximations.depth.saturation import saturation
from closedprop.networks import activation

CONSTANTS = Perturbation(slope=1.25, coefficient=0.5, exponent=3, curvature=0.75)


@pytest.mark.parametrize("norm", [0.5, 0.8, 1.1])
def test_the_closed_form_dominates_the_two_recursions(norm):
    """Forward and backward errors run layer by layer, as in the proof; one norm for all layers, or a list of them."""
    S, beta, q, K = 1.25, 0.5, 3, 0.75
    for steps in (1, 2, 9):
        reach, error, total = 0.4, 0.0, 0.0
        for _ in range(steps):
            total += beta * reach**q + K * error
            error = norm * (beta * reach ** (q + 1) / (q + 1) + S * error)
            reach *= S * norm
        total *= 2.0 * norm * (S * norm) ** (steps - 1)
        bound = perturbation_bound(CONSTANTS, [norm], steps, 0.4, 2.0)
        assert total <= bound <= 3 * total
        assert perturbation_bound(CONSTANTS, [norm] * steps, steps, 0.4, 2.0) == pytest.approx(bound, rel=1e-8)


def test_it_is_relative_to_the_growth_and_overflows_to_infinity():
    deep, deeper = (perturbation_bound(CONSTANTS, [0.4], n, 0.4, 1.0) / 0.5**n for n in (100, 1000))
    assert deep == pytest.approx(deeper, rel=1e-12)
    assert perturbation_bound(CONSTANTS, [2.0], 10**6, 0.4, 1.0) == inf
    assert perturbation_bound(CONSTANTS, [0.0], 5, 0.4, 1.0) == 0


@pytest.mark.parametrize(("name", "fit"), [("tanh", "matched"), ("sigmoid", "matched"), ("arctan", "fitted")])
def test_constants_hold_on_a_grid_and_are_sharp(name, fit):
    act, known = activation(name), saturation(activation(name), fit)
    found = perturbation(act, known, 3.0)
    z = np.linspace(1e-3, 4, 4001)
    gaps = np.abs(act.slope(z) - known.slopes(z)) / z**found.exponent
    assert gaps[200:].max() <= found.coefficient  # before, rounding shows
    if fit == "matched":
        assert found.coefficient <= 1.2 * gaps[200:].max()
    assert np.abs(np.diff(act.slope(z)) / np.diff(z)).max() <= found.curvature * (1 + 1e-9)
    assert found.slope == pytest.approx(float(act.slope(np.zeros(1))[0]), rel=1e-15)


def test_the_radial_surrogate():
    """Spectral norms of Df - Dg at random points of the plane, against beta |z|^2."""
    known = saturation(activation("tanh"))
    half = type(known)(known.slope, known.strength * 3 / 4, known.exponent, known.offset, known.order)
    found = perturbation(activation("tanh"), half, 3.0, radial=True)
    for z in np.random.default_rng(0).uniform(-2, 2, (200, 2)):
        squared, a = z @ z, 1 / 2
        radial = np.eye(2) / (1 + a * squared) ** 0.5 - a * np.outer(z, z) / (1 + a * squared) ** 1.5
        gap = np.diag(1 - np.tanh(z) ** 2) - radial
        assert np.linalg.norm(gap, 2) <= found.coefficient * squared


def test_no_constants_without_a_proof():
    assert perturbation(activation("sin"), saturation(activation("sin")), 4.0) is None
    assert perturbation(activation("tanh"), saturation(activation("tanh")), inf) is None
