import numpy as np

from closedprop.simulation.timing import Stopwatch, simulation_record


def test_the_record():
    record = simulation_record(["relu"], [4], depth=3, networks=2, inputs=2, tops=2, repeats=1)
    (row,) = record["rows"]
    assert 0 < row["share"] < 1 and row["seconds"] > 0 and record["repeats"] == 1


def test_operations_are_counted():
    watch = Stopwatch()
    watch(np.ones((2, 3, 4)), np.ones((2, 4, 5)))
    assert watch.operations == 2 * 2 * 3 * 4 * 5
