import numpy as np
import pytest

from closedprop.approximations.in_law.finite_width.linear_products import lyapunov_exponents
from closedprop.approximations.in_law.finite_width.log_law import LogLaw
from closedprop.reports.records import select
from closedprop.scalars import Invalid
from closedprop.simulation.fluctuations import fluctuation_samples, sampled_exponents, sampled_log_gradient


def test_exponents_of_products():
    estimates = sampled_exponents(5, steps=200, products=20, seed=1, case=0)
    for estimate, exact in zip(estimates, lyapunov_exponents(5), strict=True):
        assert abs(estimate.z_score(exact)) < 5  # false alarm 3e-6 in all


@pytest.mark.parametrize("name", ["relu", "identity", "abs"])
def test_log_gradients_have_the_exact_moments(name):
    logs = sampled_log_gradient(name, 6, 3, 3000, seed=4, case=0).log_gradient
    law = LogLaw.of([6] * 3, name, top=6)
    assert abs(logs.estimate(4).z_score(law.mean)) < 5  # false alarm 6e-7
    spread = law.variance * np.sqrt((law.cumulants[3] / law.variance**2 + 2) / 3000)
    assert abs(logs.variance - law.variance) < 5 * spread  # false alarm about 1e-6


def test_study_rows():
    laws = [{"name": "relu", "width": 3, "layers": 2, "networks": 200}]
    rows = fluctuation_samples(laws, [{"width": 2, "steps": 3, "products": 4}], seed=1)
    assert len({tuple(row) for row in rows}) == 1
    bars = select(rows, law="density")
    assert sum(row["value"] for row in bars) * np.log(2) / 4 == pytest.approx(1, rel=1e-9)
    assert [row["at"] for row in select(rows, law="lyapunov")] == [0, 0.5]


def test_refusal():
    with pytest.raises(Invalid, match="0 products of 3 matrices: none"):
        sampled_exponents(2, steps=3, products=0, seed=1, case=0)
