from fractions import Fraction

import numpy as np
import pytest

from closedprop.approximations.in_law.finite_width.tangent_kernel import equal_width_ratio, tangent_kernel_ratio
from closedprop.networks import activation
from closedprop.scalars import Invalid


@pytest.mark.parametrize("act", ["relu", "identity", activation("leaky_relu", a="1/3")], ids=str)
@pytest.mark.parametrize(("width", "depth"), [(1, 1), (1, 4), (3, 2), (7, 6)])
def test_the_closed_formula_is_the_recursion_at_equal_widths(act, width, depth):
    assert tangent_kernel_ratio([width] * depth, act) == equal_width_ratio(width, depth, act)


def test_two_linear_layers_by_hand():
    """K = |x|^2 |w|^2 + |W x|^2, two independent chi-squares over n for |x| = 1: E K^2 = 2 (1 + 2/n) + 2."""
    n = 3
    assert tangent_kernel_ratio([n, n], "identity") == (2 * (1 + Fraction(2, n)) + 2) / 4


@pytest.mark.parametrize(("name", "widths"), [("relu", (3, 6, 4, 5)), ("identity", (2, 5, 3))])
def test_networks_of_unequal_widths(name, widths):
    """The ratio from 60000 networks: K by definition, from forward and backward pass."""
    rng, count, act = np.random.default_rng(8), 60000, activation(name)
    weight = 2.0 if name == "relu" else 1.0
    outs = [*widths[1:], 1]
    matrices = [
        np.sqrt(weight / fan_in) * rng.standard_normal((count, out, fan_in))
        for out, fan_in in zip(outs, widths, strict=True)
    ]
    a, hidden, squares = np.ones((count, widths[0])), [], []
    for matrix in matrices:
        squares.append(np.sum(a**2, axis=1))
        hidden.append(np.matmul(matrix, a[..., None])[..., 0])
        a = act(hidden[-1])
    delta, K = np.ones((count, 1)), 0.0
    for l in reversed(range(len(matrices))):
        K = K + squares[l] * np.sum(delta**2, axis=1)
        if l:
            delta = np.matmul(delta[:, None, :], matrices[l])[:, 0] * act.slope(hidden[l - 1])
    mean, square = np.mean(K), np.mean(K**2)
    ratio = square / mean**2
    spread = np.std(K**2 / mean**2 - 2 * ratio * K / mean) / np.sqrt(count)
    assert abs(ratio - float(tangent_kernel_ratio(widths, name))) < 6 * spread  # heavy tails; false alarm below 1e-4


def test_refusal():
    with pytest.raises(Invalid, match="no layer; give the widths"):
        tangent_kernel_ratio([])
