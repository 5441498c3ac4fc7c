import pytest

from closedprop.approximations import APPROXIMATIONS, approximate
from closedprop.approximations.depth.amplitude_bound_study import amplitude_bounds
from closedprop.approximations.depth.amplitude_study import amplitude_discs, amplitude_orders
from closedprop.approximations.depth.straightening_bounds import straightening_bounds
from closedprop.approximations.depth.tails import Majorant, next_degree
from closedprop.networks import Network

WEIGHTS = {"tanh": "1/2", "sigmoid": "2", "erf": "1/2", "softplus": "1/2", "gelu": "1", "silu": "1", "sin": "1/2"} | {
    "quadratic": "1/2"
}


@pytest.mark.parametrize("name", WEIGHTS)
def test_measured_order_is_the_predicted_one(name):
    rows = amplitude_orders([name], WEIGHTS, range(1, 5), [1, 2], depth=5, amplitude="1/10", depths=(10, 10**6), seed=3)
    assert len(rows) == (16 if name in ("tanh", "erf", "sin") else 8)
    for row in rows:
        assert row["measured"] == pytest.approx(row["predicted"], abs=0.1)
        odd = row["place"] == "origin" and row["order"] % 2
        assert row["predicted"] == row["order"] + bool(odd)
        assert 0.1 < row["deep"] / row["shallow"] < 10  # uniform in the depth
    assert rows[3]["deep"] < 0.1 * rows[0]["deep"]


def test_discs_of_tanh():
    (row,) = amplitude_discs(["1/2"])
    assert row["singularity"] == pytest.approx(1.1655611852, abs=1e-9)  # tan y = 2 y
    assert 0.99 * row["singularity"] < row["radius"] < row["singularity"]
    assert row["reach"] < row["asymptote"] < 1 and row["first"] == 1


def test_bounds_hold():
    rows = amplitude_bounds(["tanh", "gelu"], [1, 2], [1, 3], [0.02, 1.0], networks=3, inputs=4, seed=5)
    assert sum(row["instances"] for row in rows) == 2 * 2 * 2 * 12
    assert sum(row["violations"] for row in rows) == 0
    assert all(1 <= row["ratio_median"] < 2 for row in rows)


def test_majorants_of_a_layer_whose_series_are_known():
    """z / (2 (1 - z)): phi = z / (1 - 2 z), P = t / (1 + 2 t); the majorants have these radii or less."""
    import numpy as np

    coefficients = np.array([0.0, 0.0, *[0.5] * 30])
    bounds = straightening_bounds(
        0.5, Majorant(coefficients, np.array(1.0), np.array(0.5)), np.array([0.0, 1.0]), np.array([0.0, 1.0])
    )
    assert 0.4 < bounds.radius <= 0.5 and 0.05 < bounds.reach <= 0.5
    radii, suprema = bounds.koenigs.radius, bounds.koenigs.supremum
    assert (suprema >= radii / (1 - 2 * radii) * (1 - 1e-6)).all()
    assert (bounds.poincare.supremum >= bounds.poincare.radius / (1 + 2 * bounds.poincare.radius)).all()


def test_degrees_that_a_straightening_can_have():
    assert [next_degree([4], order) for order in range(1, 8)] == [4, 4, 4, 7, 7, 7, 10]


def test_both_methods_are_registered_with_their_costs():
    for name in ("linearization", "amplitude"):
        method = APPROXIMATIONS[name]
        assert method.closed_in_depth and method.label.startswith("thm:")
        assert method.cost(4, 10, 3) == method.cost(4, 10**6, 3)
        expansion = method.prepare(Network.tied([[0.5, 0.1], [0.0, 0.3]], 2))
        result = approximate(Network.tied([[0.5, 0.1], [0.0, 0.3]], 2), [0.1, 0.1], method=name, depth=7)
        assert expansion.delta([0.1, 0.1], [1.0, 1.0], 7) == pytest.approx(result.value[0], rel=1e-14)
