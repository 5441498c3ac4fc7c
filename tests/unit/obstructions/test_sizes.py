import pytest

from closedprop.networks.symbolic import symbolic_network
from closedprop.obstructions.growth import quadratic_delta
from closedprop.obstructions.sizes import Formulas, dag_size, measured_sizes, recursion_size, tree_size
from closedprop.scalars import Invalid


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("depth", [2, 3, 4, 7, 12])
def test_closed_forms_are_what_the_recursion_builds(width, depth, tied):
    sizes = measured_sizes(width, depth, tied)
    assert sizes.tree == tree_size(width, depth)
    assert sizes.dag == dag_size(width, depth, tied)
    assert sizes.recursion == recursion_size(width, depth)


def test_the_smallest_network_by_hand():
    """delta^(1) = (2 * x) * (W * (2 * (W * (x * x)))): 13 nodes; x, W, 2 and six operations once each."""
    sizes = measured_sizes(1, 2, tied=True)
    assert (sizes.tree, sizes.dag, sizes.recursion) == (13, 9, 6)


def test_the_tree_counts_what_is_written():
    """Writing the formula out and counting its tokens gives the tree."""

    def written(node):
        return (
            f"({written(node.operands[0])} {node.label} {written(node.operands[1])})" if node.operands else node.label
        )

    network, x = symbolic_network(2, 3, tied=False)
    delta = quadratic_delta(network, x, Formulas().scalars)
    tokens = sum(len(written(entry).replace("(1)", "").replace("(2)", "").split()) for entry in delta)
    assert tokens == tree_size(2, 3)


@pytest.mark.parametrize("width", [1, 2, 3])
def test_tree_grows_by_twice_the_square_of_the_width(width):
    assert tree_size(width, 61) / tree_size(width, 60) == pytest.approx(2 * width**2, rel=1e-6)


def test_width_one_in_closed_form():
    assert all(tree_size(1, depth) == 2 ** (depth + 2) + 2 * depth - 7 for depth in range(2, 40))


def test_operations_are_counted_even_when_shared():
    formulas = Formulas()
    a, b = formulas.leaf("a"), formulas.leaf("b")
    assert a * b is a * b
    assert formulas.operations == 2
    assert formulas.different([a * b, a * b + a * b]) == 4
    assert (a + formulas.leaf("0")) is a


def test_messages():
    with pytest.raises(Invalid, match="sizes at width 2 and depth 1: no layer map"):
        tree_size(2, 1)
    with pytest.raises(Invalid, match="the power 3 of a formula: not a square"):
        Formulas().leaf("a") ** 3
