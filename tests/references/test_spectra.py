"""Published and independently computed values of the spectra of Jacobians, each with its source."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from closedprop.approximations import jacobian_spectrum
from closedprop.approximations.in_law.free_probability import SlopeLaw, Spectrum


def gated(p, layers, weights):
    """The critical network with a share p of open gates."""
    return Spectrum(SlopeLaw((1,), (p,), 1 - p), layers, weights, 1 / p)


@pytest.mark.parametrize(("layers", "moments"), [(2, [1, 3, 12, 55]), (3, [1, 4, 22, 140])])
def test_moments_of_linear_gaussian_networks_are_fuss_catalan_numbers(layers, moments):
    """Penson & Zyczkowski, Phys. Rev. E 83 (2011) 061118: C((L+1)k, k) / (Lk+1)."""
    spectrum = jacobian_spectrum("identity", layers)
    assert [spectrum.moment(k) for k in range(1, 5)] == moments
    assert moments == [Fraction(comb((layers + 1) * k, k), layers * k + 1) for k in range(1, 5)]


@pytest.mark.parametrize(("layers", "edge"), [(1, 4), (2, 6.75), (3, 9.4815), (5, 14.9299)])
def test_largest_eigenvalue_of_linear_gaussian_networks(layers, edge):
    """Pennington, Schoenholz & Ganguli, arXiv 1711.04735: (L+1)^(L+1) / L^L."""
    ((low, high),) = jacobian_spectrum("identity", layers).edges
    assert (low, high) == (0, pytest.approx((layers + 1) ** (layers + 1) / layers**layers, rel=1e-13))
    assert high == pytest.approx(edge, abs=5e-5)


@pytest.mark.parametrize("p", [Fraction(1, 2), Fraction(9, 10), Fraction(1)])
@pytest.mark.parametrize("layers", [1, 3, 7])
def test_inverse_moment_transform_and_variance_of_gated_networks(p, layers):
    """arXiv 1711.04735. The variance is that of the critical network: L/p and L(1-p)/p."""
    for z in (-float(p) / 2, 0.3, 4.0):
        gaussian = (1 + z) / z * (z + float(p)) ** layers / float(p) ** layers
        orthogonal = gaussian / (1 + z) ** layers
        assert gated(p, layers, "gaussian").inverse(z) == pytest.approx(gaussian, rel=1e-12)
        assert gated(p, layers, "orthogonal").inverse(z) == pytest.approx(orthogonal, rel=1e-12)
    assert gated(p, layers, "gaussian").variance == layers / p
    assert gated(p, layers, "orthogonal").variance == layers * (1 - p) / p


@pytest.mark.parametrize("layers", [2, 3, 4, 9, 10, 11, 50])
@pytest.mark.parametrize("p", [0.25, 0.5, 0.9])
def test_top_of_gated_orthogonal_networks(layers, p):
    """The edge is (1-p)/p L^L/(L-1)^(L-1) for L(1-p) > 1; below, the top is an atom at p^-L of mass 1 - L(1-p)."""
    spectrum = gated(p, layers, "orthogonal")
    ((low, high),) = spectrum.edges
    edge = (1 - p) / p * layers * (layers / (layers - 1)) ** (layers - 1)
    assert (low, high) == (0, pytest.approx(edge, rel=1e-12))
    positive = [(value, mass) for value, mass in spectrum.atoms if value > 0 and mass > 1e-12]
    if layers * (1 - p) < 1 - 1e-12:
        assert positive == [(pytest.approx(p**-layers, rel=1e-12), pytest.approx(1 - layers * (1 - p), rel=1e-9))]
        assert high < p**-layers
    else:
        assert positive == []


def test_at_equality_the_atom_has_mass_0_and_the_edge_is_there():
    """L(1-p) = 1: the two formulas for the top agree, and the density diverges at it."""
    spectrum = gated(Fraction(3, 4), 4, "orthogonal")
    assert spectrum.atoms == ((0.0, Fraction(1, 4)),)
    assert spectrum.edges[0][1] == pytest.approx(0.75**-4, rel=1e-13)
    assert spectrum.density([0.75**-4 * (1 - 1e-9)])[0] > 1e3


def test_marchenko_pastur():
    """Marchenko & Pastur 1967: one Gaussian layer, and one with a share p of open gates."""
    x = np.linspace(0.01, 3.99, 50)
    assert jacobian_spectrum("identity", 1).density(x) == pytest.approx(np.sqrt(4 / x - 1) / (2 * np.pi), rel=1e-12)
    p = 0.3
    low, high = (1 - np.sqrt(p)) ** 2, (1 + np.sqrt(p)) ** 2
    x = np.linspace(low + 0.01, high - 0.01, 50)
    one = Spectrum(SlopeLaw((1,), (p,), 1 - p), 1, "gaussian", 1.0)
    assert one.edges == ((pytest.approx(low, rel=1e-14), pytest.approx(high, rel=1e-14)),)
    assert one.density(x) == pytest.approx(np.sqrt((x - low) * (high - x)) / (2 * np.pi * x), rel=1e-11)


def test_two_linear_gaussian_layers():
    """Penson & Zyczkowski, Phys. Rev. E 83 (2011) 061118: the density in radicals."""
    x = np.geomspace(1e-6, 6.74, 50)
    root = 27 + 3 * np.sqrt(81 - 12 * x)
    radicals = 2 ** (1 / 3) * root ** (2 / 3) - 6 * x ** (1 / 3)
    expected = 2 ** (1 / 3) * np.sqrt(3) / (12 * np.pi) * radicals / (x ** (2 / 3) * root ** (1 / 3))
    assert jacobian_spectrum("identity", 2).density(x) == pytest.approx(expected, rel=1e-10)


def test_two_relu_layers_with_orthogonal_weights_have_the_arcsine_law():
    """Product of two free projections of trace 1/2 (Voiculescu, Dykema & Nica 1992), scaled to [0, 4], beside the atom."""
    x = np.linspace(0.01, 3.99, 50)
    expected = 0.5 / (np.pi * np.sqrt(x * (4 - x)))
    assert jacobian_spectrum("relu", 2, "orthogonal").density(x) == pytest.approx(expected, rel=1e-11)


def test_variances_of_relu_networks():
    """arXiv 1711.04735: 2L for Gaussian weights, L for orthogonal ones: no depth makes relu isometric."""
    for layers in (1, 4, 32):
        assert jacobian_spectrum("relu", layers).variance == 2 * layers
        assert jacobian_spectrum("relu", layers, "orthogonal").variance == layers
