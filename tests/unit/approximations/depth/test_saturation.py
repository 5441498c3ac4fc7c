import numpy as np
import pytest
from scipy.integrate import quad

from closedprop.approximations.depth.saturation import saturation
from closedprop.networks import ACTIVATIONS, activation, activation_from
from closedprop.scalars import Invalid, Undefined


@pytest.mark.parametrize("name", ["tanh", "erf", "arctan", "sigmoid", "sin"])
def test_the_matched_surrogate_agrees_to_its_order(name):
    """Slopes that agree to order 4 differ by 16 times less at half the distance."""
    act, found = activation(name), saturation(activation(name))
    assert found.order == 4 and found.exponent == 2
    gaps = [abs(act.slope(np.array([h]))[0] - found.slopes(np.array([h]))[0]) for h in (0.1, 0.05)]
    assert np.log2(gaps[0] / gaps[1]) == pytest.approx(4, abs=0.1)


@pytest.mark.parametrize("name", ["tanh", "arctan"])
def test_the_fit_is_the_best(name):
    """Against an independent quadrature: every neighbor is farther, in mean square over a standard normal."""
    act, found = activation(name), saturation(activation(name), "fitted")
    c, a, p = found.parameters

    def distance(a, p):
        def squared(z):
            return (act.slope(np.array([z]))[0] - c * (1 + a * z**p) ** (-1 - 1 / p)) ** 2 * np.exp(-z * z / 2)

        return quad(squared, 0, 10, limit=200)[0]

    least = distance(a, p)
    assert least < 0.1 * distance(saturation(act).parameters[1], 2.0)
    for factor in (0.98, 1.02):
        assert distance(factor * a, p) > least and distance(a, factor * p) > least
    assert found.order == min(2, float(found.exponent))


def test_members_of_the_family_are_their_own():
    for name, p in (("softsign", 1), ("isru", 2)):
        for fit in ("matched", "fitted"):
            found = saturation(ACTIVATIONS[name], fit)
            assert (found.order, found.exponent) == (None, p)
    scaled = activation_from("scaled", {"expression": "3*z/(1 + 2*abs(z))", "kinks": {"0": "3"}})
    assert saturation(scaled).parameters == (3.0, 2.0, 1.0)


@pytest.mark.parametrize(
    ("name", "fit", "error", "message"),
    [
        ("softplus", "matched", Undefined, "softplus: it is not odd about 0, or flat there; use one that is odd"),
        ("gelu", "fitted", Undefined, "gelu: it is not odd"),
        ("quadratic", "matched", Undefined, "quadratic: it is not odd about 0, or flat"),
        ("relu", "matched", Undefined, "relu: it has kinks"),
        ("hardtanh", "matched", Undefined, "hardtanh: it has kinks"),
        ("identity", "matched", Undefined, "identity: it does not bend towards 0"),
        ("tanh", "best", Invalid, "the fit best of a surrogate: unknown; use matched or fitted"),
    ],
)
def test_refusals(name, fit, error, message):
    with pytest.raises(error, match=message):
        saturation(ACTIVATIONS[name], fit)
