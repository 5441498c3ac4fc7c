"""Laws of mean field over every registered activation, and theory against sampled networks."""

import numpy as np
import pytest

from closedprop.approximations import mean_field
from closedprop.approximations.in_law.variance import second_moment, slope_moment
from closedprop.networks import ACTIVATIONS, Activation
from closedprop.simulation import Ensemble, sample

SCALED = Activation("scaled_tanh", "3*tanh(z/2)")


def law_moments_are_sample_means(act):
    """Quadrature against the mean over 40000 normal numbers; q = 0.8."""
    z = np.random.default_rng(1).standard_normal(40000) * np.sqrt(0.8)
    for quadrature, values in ((second_moment(act, 0.8), act(z) ** 2), (slope_moment(act, 0.8), act.slope(z) ** 2)):
        stderr = values.std(ddof=1) / np.sqrt(len(z))
        assert abs(values.mean() - quadrature.value) <= 5 * stderr + 1e-12  # false alarm 6e-7


@pytest.mark.parametrize("act", [*ACTIVATIONS.values(), SCALED], ids=lambda act: act.name)
def test_laws(act):
    law_moments_are_sample_means(act)


def test_a_broken_member_fails():
    class Broken(Activation):
        def slope(self, z, **_):
            return 1.1 * super().slope(z)

    broken = Broken("broken", "tanh(z)")
    broken_moment = slope_moment(broken, 0.8).value
    assert abs(broken_moment / slope_moment(ACTIVATIONS["tanh"], 0.8).value - 1.21) < 1e-12


@pytest.mark.parametrize(
    ("name", "sigma_w", "sigma_b"), [("tanh", 1.0, 0.2236), ("tanh", 1.5, 0.2236), ("relu", 1.4142135623730951, 0.0)]
)
def test_theory_against_sampled_networks(name, sigma_w, sigma_b):
    """Width 100, depth 8: the finite-width bias, of order 1/width, is below half a standard error of 160 samples."""
    depth = 8
    layers = sample(Ensemble(name, (100,) * depth, sigma_w, sigma_b), 160, seed=4, case=0)
    theory = mean_field(name, sigma_w, sigma_b, 1.0, depth)
    for layer, gradient in zip(layers, theory.gradients, strict=True):
        assert abs(layer.gradient_estimate(seed=4).z_score(gradient)) < 5  # false alarm 6e-7
