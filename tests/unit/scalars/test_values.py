import numpy as np
import pytest

from closedprop.scalars import Enclosure, Estimate, Exact, Truncation


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Exact(3), "= 3"),
        (Enclosure("[1, 2]"), "in [1, 2]"),
        (Truncation(1.5, 3, 0.25), "~ 1.5 + O(0.25 h^3)"),
        (Estimate(1.0, 0.1, 10, 3), "1 +- 0.1 (n = 10, seed 3)"),
    ],
)
def test_each_kind_of_error_prints_differently(value, shown):
    assert str(value) == shown


def test_estimate_has_the_standard_error_of_the_mean():
    samples = np.random.default_rng(5).standard_normal(1000)
    estimate = Estimate.of(1000, samples.mean(), ((samples - samples.mean()) ** 2).sum(), seed=5)
    assert np.isclose(estimate.stderr, samples.std(ddof=1) / np.sqrt(1000), rtol=1e-12)
    assert np.isclose(estimate.z_score(0.0), samples.mean() / estimate.stderr)
