import numpy as np
import pytest
from scipy.stats import chi2, kstwobign

from closedprop.approximations.in_law.finite_width.log_law import LogLaw, leading_log_normal
from closedprop.scalars import Invalid
from closedprop.simulation import Ensemble, draw, lengths


@pytest.mark.parametrize("width", [1, 3, 30])
def test_one_linear_layer_is_a_chi_square(width):
    x = np.linspace(-25, 3, 57)
    law = LogLaw.of([width], "identity")
    assert law.cdf(x) == pytest.approx(chi2.cdf(width * np.exp(x), width), abs=1e-13)
    assert law.density(x) == pytest.approx(chi2.pdf(width * np.exp(x), width) * width * np.exp(x), abs=1e-12)


def test_one_relu_layer_is_a_mixture():
    x, law = np.linspace(-12, 2, 29), LogLaw.of([2])
    given = (2 * chi2.cdf(np.exp(x), 1) + chi2.cdf(np.exp(x), 2)) / 3
    assert law.cdf(x) == pytest.approx(given, abs=1e-13) and law.survival == 0.75


@pytest.mark.parametrize("name", ["relu", "identity"])
def test_distance_is_that_of_the_skewness(name):
    """Edgeworth: the largest difference is |skewness| / (6 sqrt(2 pi)), in the middle, up to smaller terms."""
    law = LogLaw.of([64] * 40, name)
    assert law.distance_to_normal().largest == pytest.approx(abs(law.skewness) / (6 * np.sqrt(2 * np.pi)), rel=0.01)
    assert law.skewness < 0


@pytest.mark.parametrize(("width", "layers"), [(1, 1), (8, 4), (32, 30)])
def test_the_bound_bounds(width, layers):
    law = LogLaw.of([width] * layers)
    assert 0 < law.distance_to_normal().largest < law.berry_esseen


def test_distance_falls_like_the_root_of_width_times_layers():
    distances = [LogLaw.of([n] * L).distance_to_normal().largest for n, L in ((64, 16), (256, 16), (64, 64))]
    assert distances[0] / np.array(distances[1:]) == pytest.approx(2, rel=0.06)


def test_leading_law_comes_close_at_large_width():
    for name in ("relu", "identity"):
        exact, leading = LogLaw.of([300] * 10, name), leading_log_normal([300] * 10, name)
        assert leading == pytest.approx((exact.mean, exact.variance), rel=0.02)


def test_networks_follow_the_law():
    """Kolmogorov-Smirnov over 4000 relu networks of width 5, four layers and a random top; false alarm 1e-6."""
    ensemble = Ensemble("relu", (5,) * 5, 2**0.5)
    squares = lengths(draw(ensemble, 11, 0, range(4000))).gradients[:, 0, 0, 0]
    logs = np.sort(np.log(squares[squares > 0]))
    law = LogLaw.of([5] * 4, top=5)
    steps = np.arange(len(logs) + 1) / len(logs)
    cdf = law.cdf(logs)
    largest = max(np.max(steps[1:] - cdf), np.max(cdf - steps[:-1]))
    assert largest < kstwobign.isf(1e-6) / np.sqrt(len(logs))
    share = law.survival
    assert abs(len(logs) - 4000 * share) < 5 * np.sqrt(4000 * share * (1 - share))  # false alarm 6e-7


def test_refusal():
    with pytest.raises(Invalid, match="no layer; give at least one width"):
        LogLaw.of([])
