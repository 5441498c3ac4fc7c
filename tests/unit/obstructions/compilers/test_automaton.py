import random

import pytest

from closedprop.errors import Invalid
from closedprop.networks import backward, forward
from closedprop.obstructions.compilers import rule_110, rule_110_input, rule_110_layer
from closedprop.obstructions.compilers.automaton_study import automaton_study
from closedprop.obstructions.compilers.example_study import automaton_example
from closedprop.scalars import RATIONALS


def sequence(cells, length):
    """The bits y_0, y_1, .. by their recurrence, with the rule as a table."""
    table = {
        (1, 1, 1): 0,
        (1, 1, 0): 1,
        (1, 0, 1): 1,
        (1, 0, 0): 0,
        (0, 1, 1): 1,
        (0, 1, 0): 1,
        (0, 0, 1): 1,
        (0, 0, 0): 0,
    }
    before, bits = [0, 0, 0], list(cells)
    while len(bits) < length:
        j = len(bits) - len(cells)
        bits.append(table[tuple((before + bits)[j : j + 3])])
    return bits[:length]


@pytest.mark.parametrize("width", [2, 3, 5, 12, 40])
def test_deltas_are_the_bits_and_nothing_is_at_the_kink(width):
    rng = random.Random(width)
    layer = rule_110_layer()
    for _ in range(5):
        cells = [rng.randrange(2) for _ in range(width)]
        assert layer.deltas(rule_110_input(cells), 150) == sequence(cells, 151)
        assert all(all(z) for z, _ in layer.run(rule_110_input(cells), 150))


def test_rows_are_the_automaton_within_the_light_cone():
    rng = random.Random(1)
    cells = [rng.randrange(2) for _ in range(31)]
    deltas = rule_110_layer().deltas(rule_110_input(cells), 15 * 33 + 31)
    for t in range(16):
        assert deltas[t * 33 + t : t * 33 + 31 - t] == cells[: 31 - 2 * t]
        cells = rule_110(cells)


def test_against_the_specification():
    layer, cells = rule_110_layer(), [1, 0, 1, 1]
    x = rule_110_input(cells)
    top = [int(i == layer.output) for i in range(layer.width)]
    for n in range(12):
        network = layer.network(n + 3)
        assert network.is_tied and network.widths == (13,) * (n + 3)
        assert [z.tolist() for z in forward(network, x, RATIONALS).preactivations] == [
            z for z, _ in layer.run(x, n + 3)
        ]
        assert backward(network, x, top, RATIONALS).deltas[0][layer.switch] == sequence(cells, n + 1)[n]


def test_the_layer_is_as_large_as_said():
    layer = rule_110_layer()
    assert layer.width == 13 and layer.bits == 5
    assert [row["unit"] for row in automaton_example()][-3:] == ["s", "r", "J"]


def test_the_study():
    rows = automaton_study(21, 10, 3)
    assert [row["step"] for row in rows] == [*range(11)] * 2
    assert all(row["differing"] == row["kinks"] == 0 for row in rows)
    assert [row["deltas"][-6:] for row in rows[:5]] == [".....#", "....##", "...###", "..##.#", ".#####"]
    assert [row["compared"] for row in rows[11:]] == [21 - 2 * t for t in range(11)]
    assert rows[-1]["depth"] == 10 * 23 + 21 + 2


@pytest.mark.parametrize("cells", [[], [1], [0, 2], [0, -1]])
def test_cells_that_are_refused(cells):
    with pytest.raises(Invalid, match=r"cells of Rule 110: .*give at least two states 0 or 1"):
        rule_110_input(cells)
