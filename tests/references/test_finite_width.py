"""Published and independently computed values at finite width, each with its source (D derived, V verified numerically)."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.special import polygamma, psi

from closedprop.approximations.in_law.finite_width.first_correction import first_correction
from closedprop.approximations.in_law.finite_width.layer_factor import LayerFactor, gradient_ratio
from closedprop.approximations.in_law.finite_width.linear_products import (
    lyapunov_exponents,
    output_density,
    output_kurtosis,
)
from closedprop.approximations.in_law.finite_width.tangent_kernel import tangent_kernel_ratio
from closedprop.simulation import Ensemble, draw, lengths
from closedprop.solvable.training import saxe_mode


def test_one_relu_layer_of_width_100():
    """D, V: E S = 1, E S^2 = 1 + 5/n, E S^3 = 1.1544."""
    factor = LayerFactor("relu", 100)
    assert factor.moment(1) == 1 and factor.moment(2) == 1 + Fraction(5, 100)
    assert float(factor.moment(3)) == pytest.approx(1.1544, abs=1e-12)
    assert factor.dead == 2.0**-100


def test_backward_ratio():
    """D, V: (1 + 5/n)^L (1 + 2/n_0); the Monte Carlo value is 3.308 +- .030."""
    ratio = float(gradient_ratio([20] * 5, 20))
    assert ratio == pytest.approx(3.356934, abs=5e-7)
    assert abs(ratio - 3.308) < 3 * 0.030


def test_backward_ratio_of_networks():
    """8000 networks, width 20, L = 5 hidden layers: the gradient of a scalar output is delta of the input layer.

    The top delta has one entry, an input layer of the identity adds 1 + 2/n_0; it is sampled as one normal vector.
    """
    rng = np.random.default_rng(3)
    ensemble = Ensemble("relu", (20,) * 6, np.sqrt(2))
    # |delta^(1)|^2 over five layers and a random top of width 20, whose factor 1 + 2/20 is that of the input.
    squares = np.concatenate(
        [lengths(draw(ensemble, 7, 0, range(k, k + 1000))).gradients[:, 0, 0, 0] for k in range(0, 8000, 1000)]
    )
    ratio = np.mean(squares**2) / np.mean(squares) ** 2
    bootstrap = [np.mean(s**2) / np.mean(s) ** 2 for s in (rng.choice(squares, 8000) for _ in range(100))]
    # Heavy tails: the bootstrap underestimates, so 6 of its deviations; false alarm below 1e-4.
    assert abs(ratio - 3.356934) < 6 * np.std(bootstrap)


def test_tangent_kernel():
    """D, V: width 20, 5 weight layers; the Monte Carlo value is 1.9133 +- .0037."""
    ratio = float(tangent_kernel_ratio([20] * 5))
    assert ratio == pytest.approx(1.918538, abs=5e-7)
    assert abs(ratio - 1.9133) < 3 * 0.0037


def test_linear_layers():
    """Exact: digamma and trigamma."""
    for n in (1, 2, 9):
        assert LayerFactor("identity", n).log_cumulants[:2] == pytest.approx(
            (float(psi(n / 2) - np.log(n / 2)), float(polygamma(1, n / 2))), rel=1e-13
        )


def test_lyapunov_exponents():
    """Newman 1986; V."""
    listed = [-0.0651, -0.1416, -0.2318, -0.3416, -0.4818, -0.6749, -0.9818, -1.6749]
    assert lyapunov_exponents(8) == pytest.approx(listed, abs=6e-5)
    assert lyapunov_exponents(2)[0] == pytest.approx(-0.28860783, abs=5e-9)


def test_output_of_a_linear_network():
    """Zavatone-Veth & Pehlevan, arXiv 2104.11734; V: hidden widths 3 and 5. The listed digit is off by half a unit."""
    assert output_density(1.0, [3, 5]) == pytest.approx(0.1690771, abs=1e-7)
    assert output_kurtosis([3, 5]) == 7


@pytest.mark.parametrize(("name", "sigma_w", "vertex"), [("relu", np.sqrt(2), 5), ("identity", 1.0, 2)])
def test_four_point_vertices(name, sigma_w, vertex):
    """Roberts, Yaida & Hanin, arXiv 2106.10165: the growth per layer at criticality."""
    assert np.diff(first_correction(name, sigma_w, 0.0, 1.0, 4).vertex) == pytest.approx([vertex] * 3, rel=1e-11)


def test_four_point_vertex_of_tanh():
    """The same source: the growth per layer tends to 2/3."""
    vertex = first_correction("tanh", 1.0, 0.0, 1.0, 141).vertex
    assert vertex[140] - vertex[100] == pytest.approx(40 * 2 / 3, rel=0.015)


@pytest.mark.parametrize(("time", "value"), [(0.5, 0.0199586), (1.0, 0.3557125), (1.5, 2.1896116)])
def test_saxe_mode(time, value):
    """Saxe, McClelland & Ganguli, arXiv 1312.6120: s = 3, a_0 = 1e-3, tau = 1; V."""
    assert saxe_mode(time, strength=3, initial=1e-3) == pytest.approx(value, abs=5e-8)
