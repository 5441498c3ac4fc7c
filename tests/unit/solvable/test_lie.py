import random

import pytest

from closedprop.algebra.layer_algebra import closure, family_dimension, generators_at
from closedprop.scalars import PRIME, RATIONALS, Invalid
from closedprop.solvable.lie import EXAMPLES, SETTINGS, Example, layers_of, lie_study

ROWS = {(row["activation"], row["setting"]): row for row in lie_study()}
DIMENSIONS = {
    ("affine", "weights and biases"): 2,
    ("moebius", "weights and biases"): 3,
    ("power", "weights"): 1,
    ("softsign", "weights"): 2,
    ("isru", "weights"): 2,
    ("cubic saturation", "weights"): 2,
    ("moebius", "weights"): 3,
    ("parabolic", "weights"): 3,
    ("elliptic", "weights"): 3,
    ("softplus", "biases"): 2,
    ("log-sigmoid", "biases"): 2,
    ("moebius", "biases"): 3,
}


@pytest.mark.parametrize("key", ROWS)
def test_the_solvable_ones_close_and_no_others(key):
    row = ROWS[key]
    if key in DIMENSIONS:
        assert row["closed"] and row["rank"] == DIMENSIONS[key] and not row["infinite"]
        assert row["dimension"] <= row["rank"]
    else:
        assert not row["closed"] and row["rank"] > 3 and row["infinite"]


def test_each_layer_of_tanh_adds_its_parameters():
    example, over = next(e for e in EXAMPLES if e.name == "tanh"), PRIME(2147483629)
    layers = layers_of(example, 21, 4, random.Random(0), over)
    fields = generators_at(over.zero, 20, "1 z")
    assert [family_dimension(fields, layers[:depth], order=20) for depth in range(5)] == [0, 2, 4, 6, 8]


def test_a_square_absorbs_the_inner_weights():
    # w (z^2) of a scaled argument is a scaled w: one of two parameters of every inner layer is lost
    assert ROWS["quadratic", "weights and biases"]["dimension"] == 5 + 1


@pytest.mark.parametrize("seed", range(2))
def test_ranks_do_not_depend_on_the_random_residues(seed):
    fresh = {(row["activation"], row["setting"]): row["rank"] for row in lie_study(order=16, limit=5, seed=seed + 10)}
    assert fresh == {key: min(row["rank"], 5) for key, row in ROWS.items()}


@pytest.mark.parametrize("name", ["moebius", "isru", "parabolic", "elliptic", "cubic saturation", "softsign"])
def test_the_rationals_say_the_same(name):
    example = next(example for example in EXAMPLES if example.name == name and example.setting == "weights")
    layers = layers_of(example, 21, 1, random.Random(0), RATIONALS)
    fields = generators_at(RATIONALS.convert(example.base), 20, SETTINGS[example.setting])
    assert closure(fields, layers, order=10).rank == DIMENSIONS[name, "weights"]


def test_a_perturbed_member_does_not_close():
    def perturbed(z0, z, length, constant):
        f = list(layer_series(z0, z, length, constant))
        f[7] = f[7] + 1
        return f

    layer_series = next(e for e in EXAMPLES if e.name == "elliptic").expansion
    example = Example("perturbed", "", "weights", "1", perturbed)
    over = PRIME(2147483629)
    layers = layers_of(example, 37, 1, random.Random(0), over)
    assert closure(generators_at(over.one, 36, "z"), layers, order=20).rank > 3


def test_dimension_of_linear_networks():
    line = RATIONALS.array([0, 3, 0, 0, 0, 0])
    assert family_dimension(generators_at(RATIONALS.zero, 5, "1 z"), [line] * 6, order=5) == 2


def test_messages():
    with pytest.raises(Invalid, match="a closure to order 9: shorter series; give more terms"):
        closure([[1, 0]], [[0, 1, 0]], order=9)
    with pytest.raises(Invalid, match="the setting 'none': unknown; use one of weights and biases, weights, biases"):
        layers_of(Example("x", "", "none", "0", None), 5, 1, random.Random(0), RATIONALS)
    with pytest.raises(Invalid, match="the layer algebra of square at 0: a critical point; take another point"):
        flat = Example("square", "", "biases", "0", lambda z0, z, length, constant: [z0 * 0] * length)
        layers_of(flat, 5, 1, random.Random(0), RATIONALS)
    with pytest.raises(Invalid, match="the generators 'y': "):
        generators_at(RATIONALS.one, 5, "y")
