"""Max-plus layers and the cyclicity theorem."""

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest

from closedprop.scalars import RATIONALS, Invalid, Undefined
from closedprop.solvable.cyclicity import (
    BOTTOM,
    cycle_mean,
    cyclic_power,
    cyclicity,
    is_irreducible,
    tropical_identity,
    tropical_matrix,
    tropical_power,
    tropical_product,
)
from closedprop.solvable.maxplus import MAX_PLUS, max_plus_tied, max_plus_untied


def random_irreducible(rng, size):
    while True:
        entries = [
            [BOTTOM if rng.random() < 0.5 else int(rng.integers(-6, 7)) for _ in range(size)] for _ in range(size)
        ]
        for i in range(size):
            if all(entry == BOTTOM for entry in entries[i]):
                entries[i][int(rng.integers(size))] = 0
        if is_irreducible(tropical_matrix(entries, RATIONALS)):
            return entries


def largest_cycle_mean(entries):
    """Over all cycles without repeated nodes."""
    size = len(entries)
    means = [
        Fraction(sum(entries[cycle[k - 1]][cycle[k]] for k in range(length)), length)
        for length in range(1, size + 1)
        for cycle in permutations(range(size), length)
        if all(entries[cycle[k - 1]][cycle[k]] != BOTTOM for k in range(length))
    ]
    return max(means)


@pytest.mark.parametrize("seed", range(25))
def test_cyclicity_against_the_powers(seed):
    rng = np.random.default_rng(seed)
    entries = random_irreducible(rng, int(rng.integers(1, 6)))
    known, matrix = cyclicity(entries), tropical_matrix(entries, RATIONALS)
    assert known.eigenvalue == largest_cycle_mean(entries) == cycle_mean(matrix)
    powers = [tropical_identity(len(entries), RATIONALS)]
    for _ in range(known.transient + 3 * known.period + 1):
        powers.append(tropical_product(matrix, powers[-1]))

    def repeats(k, period):
        return (powers[k + period] == powers[k] + period * known.eigenvalue).all()

    assert all(repeats(k, known.period) for k in range(known.transient, known.transient + known.period + 1))
    assert known.transient == 0 or not repeats(known.transient - 1, known.period)
    # The period is the least one.
    assert not any(repeats(known.transient, period) for period in range(1, known.period))
    for steps in (0, 1, 5, 10**6 + 3):
        assert (cyclic_power(matrix, steps, known) == tropical_power(matrix, steps, RATIONALS)).all()


def test_a_long_transient():
    """A loop that is worse by 1/1000 a step, and ahead by 7 at the start."""
    entries = [[0, -7, BOTTOM], [BOTTOM, Fraction(-1, 1000), 0], [0, BOTTOM, BOTTOM]]
    known = cyclicity(entries)
    assert (known.eigenvalue, known.period) == (0, 1) and known.transient > 7000
    assert (max_plus_tied(entries, RATIONALS).iterate([0, 0, 0], 10**9) == 0).all()
    # One way in which the transient shows: from the second unit back to itself.
    matrix = tropical_matrix(entries, RATIONALS)
    assert tropical_power(matrix, 6000, RATIONALS)[1, 1] == -6 and cyclic_power(matrix, 10**9, known)[1, 1] == -7


def test_periods_multiply():
    """Two critical cycles of lengths 2 and 3 in different components."""
    entries = [[BOTTOM] * 5 for _ in range(5)]
    for i, j in [(0, 1), (1, 0), (2, 3), (3, 4), (4, 2)]:
        entries[i][j] = 0
    entries[0][2] = entries[2][0] = -3
    assert cyclicity(entries).period == 6


def test_delta_selects_an_optimal_path():
    rng = np.random.default_rng(1)
    layers = [rng.integers(-9, 10, shape).tolist() for shape in [(3, 2), (2, 3), (3, 2)]]
    x = ["1/3", "-2/7"]
    form = max_plus_untied(layers, RATIONALS)
    for i, output in enumerate(form.iterate(x, 3)):
        values = {
            path: sum(layers[l][path[l + 1]][path[l]] for l in range(3)) + RATIONALS.convert(x[path[0]])
            for path in product(range(2), range(3), range(2), [i])
        }
        best = max(values, key=lambda path: values[path])
        top = [int(k == i) for k in range(3)]
        assert output == values[best] and form.delta(x, top, 3)[best[0]] == 1


def test_at_a_tie_delta_is_a_subgradient():
    layer, x = [[0, 0], [1, 1]], [0, 0]
    form = max_plus_tied(layer, RATIONALS)
    assert (form.delta(x, [1, 0], 5) == RATIONALS.array([1, 0])).all()
    z = form.iterate(x, 5)[0]
    for y in product([-2, 0, 1], repeat=2):
        assert form.iterate(y, 5)[0] >= z + form.delta(x, [1, 0], 5) @ RATIONALS.array(y)


def test_reducible_layers_are_squared():
    layer = [[1, BOTTOM], [0, 2]]
    assert (max_plus_tied(layer, RATIONALS).iterate([0, 0], 10**6) == RATIONALS.array([10**6, 2 * 10**6])).all()


def test_delta_is_periodic_in_the_depth():
    rng = np.random.default_rng(8)
    layer = MAX_PLUS.draw(rng, True)
    x, known = MAX_PLUS.start(rng, layer, True), cyclicity(layer)
    form, n = max_plus_tied(layer, RATIONALS), known.transient + 5
    assert (form.delta(x, [1, 2, 3, 4], n) == form.delta(x, [1, 2, 3, 4], n + 1000 * known.period)).all()


def test_messages():
    with pytest.raises(Undefined, match="the cyclicity of a max-plus matrix: it is reducible; use tropical_power"):
        cyclicity([[0, 1], [BOTTOM, 0]])
    with pytest.raises(Invalid, match="a max-plus layer: not a matrix, or a row without a number"):
        max_plus_untied([[[0, 1], [BOTTOM, BOTTOM]]])
    with pytest.raises(Invalid, match=r"a tied max-plus layer: shape \(1, 2\); give a square matrix"):
        max_plus_tied([[0, 1]])
