from math import inf

import pytest

from closedprop.approximations.depth.surrogate_study import surrogate_depth
from closedprop.networks import Network, backward

DEPTHS = [1, 10, 100, 1000]


@pytest.fixture(scope="module")
def rows():
    return surrogate_depth("tanh", [1, 1.1], [0.8, 3.0], DEPTHS, [3, 5])


def errors(rows, method, weight=1, start=0.8):
    found = [row for row in rows if (row["method"], row["weight"], row["start"]) == (method, weight, start)]
    return {row["steps"]: row["error"] for row in found}


def test_the_exact_values_are_the_recursion(rows):
    row = next(row for row in rows if row["steps"] == 100 and row["start"] == 3.0 and row["weight"] == 1.1)
    network = Network.tied([[1.1]], 101)
    assert row["exact"] == pytest.approx(backward(network, [3.0], [1.0]).deltas[0][0], rel=1e-12)


def test_what_stays_bounded_at_the_critical_weight(rows):
    """The ratio of the constants: 7.2 % for the matched surrogate. Taylor's polynomials do not lose it either."""
    assert errors(rows, "surrogate, matched")[1000] == pytest.approx(0.073, abs=1e-3)
    for method in ("surrogate, matched", "taylor 3", "taylor 5"):
        found = errors(rows, method)
        assert found[1000] == pytest.approx(found[100], rel=0.1)
    linear = errors(rows, "linearization")
    assert linear[1000] / linear[100] == pytest.approx(10**1.5, rel=0.05)
    assert errors(rows, "surrogate, fitted")[1000] > 3 * errors(rows, "surrogate, fitted")[100]
    assert max(errors(rows, "critical").values()) < 1e-11


def test_taylors_polynomials_escape_from_three(rows):
    assert errors(rows, "taylor 3", start=3.0)[1000] == inf == errors(rows, "taylor 5", start=3.0)[10]
    assert errors(rows, "surrogate, matched", start=3.0)[1000] < 4


def test_beside_it_only_the_right_multiplier_lasts(rows):
    moebius, matched = (errors(rows, method, weight=1.1) for method in ("moebius_surrogate", "surrogate, matched"))
    assert moebius[1000] == pytest.approx(moebius[100], rel=1e-3) and matched[1000] > 100 * matched[100]
    assert "critical" not in {row["method"] for row in rows if row["weight"] == 1.1}
