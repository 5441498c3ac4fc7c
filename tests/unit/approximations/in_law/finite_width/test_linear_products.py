import numpy as np
import pytest
from scipy.special import psi
from scipy.stats import norm

from closedprop.approximations.in_law.finite_width.linear_products import (
    lyapunov_exponents,
    lyapunov_spectrum,
    output_density,
    output_kurtosis,
)
from closedprop.approximations.in_law.finite_width.log_law import LogLaw
from closedprop.scalars import Invalid


def test_no_hidden_layer_is_normal():
    assert output_density(0.7, []) == pytest.approx(norm.pdf(0.7), rel=1e-13)


@pytest.mark.parametrize("widths", [[3, 5], [4, 4], [1, 2, 6]])
def test_density_against_the_inverted_characteristic_function(widths):
    """y^2 is a product of chi-squares, one of them of one degree of freedom: two routes to one density."""
    law = LogLaw.of([1, *widths], "identity")
    for y in (0.2, 1.0, 2.5):
        assert output_density(y, widths) == pytest.approx(float(law.density(2 * np.log(y))) / y, rel=1e-11)


def test_density_has_the_moments():
    """The trapezoid rule in log y."""
    y = np.exp(np.arange(-16.0, 4.2, 0.35))
    density = 0.7 * y * np.array([output_density(value, [3, 5]) for value in y])
    moments = [density @ y**k for k in (0, 2, 4)]
    assert moments == pytest.approx([1, 1, float(output_kurtosis([3, 5]))], rel=1e-6)


def test_exponents_add_up_to_the_determinant():
    """E log |det W| of an n x n matrix with N(0, 1/n) entries is half a sum of digammas."""
    n = 6
    total = sum(psi(m / 2) + np.log(2 / n) for m in range(1, n + 1)) / 2
    assert lyapunov_exponents(n).sum() == pytest.approx(total, rel=1e-14)


@pytest.mark.parametrize("n", [5, 50, 500])
def test_limit_of_the_spectrum(n):
    x = np.arange(n) / n
    difference = lyapunov_spectrum(x) - lyapunov_exponents(n)
    assert (difference > 0).all() and (difference <= 1 / (n * (1 - x))).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: output_density(0.0, [3]), "y = 0 or n < 1"),
        (lambda: output_density(1.0, [0]), "y = 0 or n < 1"),
        (lambda: lyapunov_exponents(0), "width 0: no neuron"),
    ],
)
def test_refusals(call, message):
    with pytest.raises(Invalid, match=message):
        call()
