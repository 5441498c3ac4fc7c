from functools import reduce
from math import ceil, log2

import numpy as np
import pytest

from closedprop.algebra import SCANS, product_tree, scan
from closedprop.scalars import Invalid


@pytest.mark.parametrize("method", SCANS)
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 7, 8, 13, 32, 33])
def test_every_scan_gives_every_prefix_in_order(method, n):
    letters = [chr(ord("a") + k % 26) for k in range(n)]  # concatenation is associative and not commutative
    done = scan(letters, lambda a, b: a + b, method)
    assert list(done.prefixes) == ["".join(letters[: k + 1]) for k in range(n)]
    assert done.work >= n - 1 and done.depth >= ceil(log2(n))


def test_matrices_in_the_order_of_back_propagation():
    layers = np.random.default_rng(1).integers(-3, 4, (6, 2, 2))
    done = scan(list(layers), lambda a, b: b @ a)
    for k in range(6):
        assert (done.prefixes[k] == reduce(lambda a, b: b @ a, layers[: k + 1])).all()


@pytest.mark.parametrize("exponent", range(1, 9))
def test_costs_at_powers_of_two(exponent):
    n = 2**exponent
    costs = {method: scan(range(n), lambda a, b: a + b, method) for method in SCANS}
    assert (costs["sequential"].work, costs["sequential"].depth) == (n - 1, n - 1)
    assert (costs["halves"].work, costs["halves"].depth) == (n // 2 * exponent, exponent)
    assert costs["pairs"].work == 2 * n - 2 - exponent
    assert costs["pairs"].depth == max(1, 2 * exponent - 2)
    tree = product_tree(range(n), lambda a, b: a + b)
    assert (tree.prefixes[0], tree.work, tree.depth) == (n * (n - 1) // 2, n - 1, exponent)


@pytest.mark.parametrize("n", range(1, 200, 7))
def test_cost_bounds_for_every_length(n):
    done = scan(range(n), lambda a, b: a + b)
    assert done.work < 2 * n and done.depth <= 2 * log2(n) + 1


def test_messages():
    with pytest.raises(Invalid, match="the scan pair: unknown; did you mean pairs"):
        scan([1], max, "pair")
    with pytest.raises(Invalid, match="a scan: no items; give at least one"):
        scan([], max)
    with pytest.raises(Invalid, match="a product tree: no items"):
        product_tree([], max)
