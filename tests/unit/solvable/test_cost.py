import numpy as np
import pytest

from closedprop.obstructions.sizes import Formulas
from closedprop.scalars import Unable
from closedprop.solvable.cost import COSTS, cost_study, crossover, crossover_study
from closedprop.solvable.recursion import recursive_power
from closedprop.solvable.squaring import squared_power


@pytest.mark.parametrize("width", [1, 2, 5])
@pytest.mark.parametrize("steps", [1, 2, 3, 12, 37])
@pytest.mark.parametrize(("name", "power"), [("recursion", recursive_power), ("squaring", squared_power)])
def test_counts_are_what_the_code_does(name, power, width, steps):
    """Run the method over a number system that counts its operations."""
    formulas = Formulas()
    matrix = np.array([[formulas.leaf(f"a{i}{j}") for j in range(width)] for i in range(width)], dtype=object)
    vector = np.array([formulas.leaf(f"v{i}") for i in range(width)], dtype=object)
    power(matrix, vector, steps, formulas.scalars)
    assert formulas.operations == COSTS[name](np.array(steps), width)


@pytest.mark.parametrize("method", ["squaring", "spectral", "cayley-hamilton", "putzer"])
@pytest.mark.parametrize("width", [3, 8, 128])
def test_a_crossover_is_the_last_crossing(method, width):
    steps = crossover(method, width)
    behind, ahead = (
        COSTS[method](np.array(n), width) - COSTS["recursion"](np.array(n), width) for n in (steps - 1, steps)
    )
    assert behind >= 0 > ahead


def test_putzer_never_catches_up_at_width_two():
    with pytest.raises(Unable, match="none up to"):
        crossover("putzer", 2)
    assert [row["steps"] for row in crossover_study([2]) if row["method"] == "putzer"] == [""]


def test_ratios_are_to_the_recursion():
    rows = cost_study([4], [8])
    assert {row["method"]: row["ratio"] for row in rows}["recursion"] == 1
    assert len(rows) == len(COSTS)
