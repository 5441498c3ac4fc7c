import flint
import numpy as np
import pytest

from closedprop.approximations.depth.coefficients import KNOWN, coefficient_bounds
from closedprop.networks import ACTIVATIONS, activation
from closedprop.scalars import Undefined

SMOOTH = [name for name, act in ACTIVATIONS.items() if act.is_analytic]


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("center", [0, 3])
def test_they_bound_the_coefficients(name, center):
    act = ACTIVATIONS[name]
    bounds = coefficient_bounds(act, flint.arb(center))
    true = np.array([float(abs(value.evalf(30))) for value in act.taylor(center, 4)])[1:]
    assert (true <= bounds.known[1:5] * (1 + 1e-15)).all()
    assert bounds.known[1:5] == pytest.approx(true, rel=1e-12)
    if bounds.most:  # the two bounds are of the same numbers
        m = np.arange(1, KNOWN)
        assert (bounds.known[1:] <= 1.001 * bounds.most * bounds.radius ** -m.astype(float)).all()
    else:
        assert bounds.known[-1] == 0


def test_parity_is_kept_at_zero_only():
    odd = {
        name: coefficient_bounds(ACTIVATIONS[name], flint.arb(0)).is_odd for name in ("tanh", "sigmoid", "gelu", "erf")
    }
    assert odd == {"tanh": True, "sigmoid": True, "gelu": False, "erf": True}
    assert not coefficient_bounds(ACTIVATIONS["tanh"], flint.arb(0, 1e-20)).is_odd


def test_a_wide_center_is_covered():
    wide = coefficient_bounds(ACTIVATIONS["tanh"], flint.arb(0.5, 0.1)).known
    for point in (0.41, 0.5, 0.59):
        assert (coefficient_bounds(ACTIVATIONS["tanh"], flint.arb(point)).known[:8] <= wide[:8]).all()


def test_kinks_are_refused():
    with pytest.raises(Undefined, match="the Taylor series of relu: it has kinks"):
        coefficient_bounds(activation("relu"), flint.arb(1))
