"""Counted on the formula itself."""

import pytest
import sympy

from closedprop import Network, backward
from closedprop.obstructions.evaluations import evaluation_study, written_out
from closedprop.scalars import EXPRESSIONS


@pytest.mark.parametrize(("width", "layers"), [(1, 1), (1, 3), (2, 1), (2, 2), (2, 3), (3, 2)])
def test_against_the_unrolled_formula(width, layers):
    """The slope of tanh is 1 - tanh^2, so each evaluation of the formula is one tanh, nested or not."""
    weights = [sympy.Matrix(width, width, sympy.symbols(f"w{l}_:{width**2}")).tolist() for l in range(layers)]
    network = Network(weights, activation="tanh")
    delta = backward(network, sympy.symbols(f"x:{width}"), sympy.symbols(f"d:{width}"), over=EXPRESSIONS).deltas[0]
    count = sum(isinstance(node, sympy.tanh) for entry in delta for node in sympy.preorder_traversal(entry))
    assert count == written_out(width, layers)


def test_the_recursion_evaluates_each_neuron_once():
    rows = evaluation_study(2, [1, 2, 10])
    assert [row["recursion"] for row in rows] == [2, 4, 20]
    assert all(row["written_out"] >= row["recursion"] for row in rows)
