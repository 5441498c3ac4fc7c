import numpy as np
import pytest

from closedprop.approximations.comparison.timing import approximations_record, loop, recursion
from closedprop.approximations.methods import APPROXIMATIONS
from closedprop.networks import Network, backward
from closedprop.reports.records import select

SOME = {name: APPROXIMATIONS[name] for name in ("taylor", "linearization", "critical")}


def test_what_is_timed_is_back_propagation():
    rng = np.random.default_rng(0)
    for width in (1, 3):
        weight, x, top = rng.standard_normal((width, width)), rng.standard_normal(width), rng.standard_normal(width)
        truth = backward(Network.tied(weight, 6), x, top).deltas[0]
        assert recursion(weight, x, top, 6) == pytest.approx(truth, rel=1e-13)
        if width == 1:
            assert loop(weight[0, 0], x[0], top[0], 6) == pytest.approx(truth[0], rel=1e-13)


def test_the_record_has_a_row_for_each_method_that_takes_the_network():
    record = approximations_record([1, 2], [3, 50], [1], local_depth=10, repeats=1, methods=SOME)
    rows = record["rows"]
    assert record["date"] and record["versions"]["numpy"] and record["repeats"] == 1
    assert [row["ratio_median"] for row in select(rows, method="recursion")] == [1.0] * 4
    assert (
        {row["width"] for row in select(rows, method="critical")}
        == {row["width"] for row in select(rows, method="loop")}
        == {1}
    )
    assert {row["depth"] for row in select(rows, method="taylor")} == {3}
    assert all(
        (row["setup_median"] is None) == (row["method"] in ("taylor", "recursion", "loop", "activations"))
        for row in rows
    )
    assert all(row["error"] < 0.1 for row in rows)
