from fractions import Fraction
from math import prod

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import chi2

from closedprop.approximations.in_law.finite_width.layer_factor import (
    LayerFactor,
    gradient_ratio,
    homogeneous_slopes,
)
from closedprop.networks import activation
from closedprop.scalars import Invalid, Undefined
from closedprop.simulation import Ensemble, sample


@pytest.mark.parametrize(("name", "ratio"), [("relu", 5), ("identity", 2), ("abs", 2)])
@pytest.mark.parametrize("width", [1, 2, 7, 40])
def test_second_moments(name, ratio, width):
    factor = LayerFactor(name, width)
    assert factor.moment(0) == factor.moment(1) == 1
    assert factor.moment(2) == 1 + Fraction(ratio, width) == 1 + (3 * factor.kurtosis - 1) / width


def test_leaky_relu_lies_between():
    factor = LayerFactor(activation("leaky_relu", a="1/2"), 6)
    assert factor.kurtosis == Fraction(17, 32) / Fraction(5, 8) ** 2
    assert factor.moment(2) == 1 + (3 * factor.kurtosis - 1) / 6 and factor.dead == 0


def test_one_relu_neuron():
    """S = 2 b g^2: the moments are 2^k (2k-1)!! / 2."""
    for order in range(1, 7):
        assert LayerFactor("relu", 1).moment(order) == Fraction(2**order * prod(range(1, 2 * order, 2)), 2)


def test_log_cumulants_of_two_neurons_against_integrals():
    """Given survival, two relu neurons are chi-squares of 1 and 2 degrees of freedom with weights 2/3 and 1/3."""
    found = LayerFactor("relu", 2).log_cumulants

    def average(power: int, mean: float) -> float:
        return sum(
            weight * quad(lambda t, m=m: (t - mean) ** power * chi2.pdf(np.exp(t), m) * np.exp(t), -60, 6, limit=200)[0]
            for m, weight in ((1, 2 / 3), (2, 1 / 3))
        )

    mean = average(1, 0.0)
    second, third, fourth = (average(power, mean) for power in (2, 3, 4))
    assert found == pytest.approx((mean, second, third, fourth - 3 * second**2), rel=1e-7)


@pytest.mark.parametrize("name", ["relu", "identity"])
def test_characteristic_function_has_those_cumulants(name):
    factor, h = LayerFactor(name, 9), 1e-3
    logs = np.log(factor.log_characteristic(np.array([-h, h])))
    mean, variance, *_ = factor.log_cumulants
    assert (logs[1] - logs[0]).imag / (2 * h) == pytest.approx(mean, rel=1e-5)
    assert -(logs[1] + logs[0]).real / h**2 == pytest.approx(variance, rel=1e-4)


@pytest.mark.parametrize(("name", "sigma_w"), [("relu", 2**0.5), ("leaky_relu", (2 / 1.0001) ** 0.5), ("abs", 1.0)])
def test_networks_have_these_moments(name, sigma_w):
    """Second moment of |delta^(1)|^2 of three layers and a random top, by 4000 networks of width 12."""
    layers = sample(Ensemble(name, (12,) * 4, sigma_w), 4000, seed=3, case=1)
    expected = float(LayerFactor(name, 12).moment(2)) ** 3 * (1 + 2 / 12)
    mean, square, _, fourth = (float(total) / 4000 for total in layers[0].gradient.sums)
    assert abs(mean - 1) < 5 * np.sqrt((square - mean**2) / 4000)  # false alarm 6e-7
    assert abs(square - expected) < 6 * np.sqrt((fourth - square**2) / 4000)  # heavy tails; false alarm below 1e-4


def test_gradient_ratio_multiplies():
    assert gradient_ratio([3, 4], 2, "identity") == 2 * (1 + Fraction(2, 3)) * (1 + Fraction(2, 4))


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: LayerFactor("relu", 0), Invalid, "width 0: no neuron"),
        (lambda: LayerFactor("tanh", 3), Undefined, "law of tanh at finite width: not positively homogeneous"),
        (lambda: homogeneous_slopes("hardtanh"), Undefined, "not positively homogeneous"),
        (lambda: homogeneous_slopes("softsign"), Undefined, "not positively homogeneous"),
        (lambda: LayerFactor("leaky_relu", 3).log_cumulants, Undefined, "weighted chi-squares without a closed form"),
        (lambda: LayerFactor("relu", 3).moment(-1), Invalid, "order -1: negative"),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        call()
