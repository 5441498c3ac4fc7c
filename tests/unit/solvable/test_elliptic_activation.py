import flint
import numpy as np
import pytest

from closedprop.scalars import BALLS
from closedprop.solvable.elliptic_activation import ELLIPTIC, Turn, elliptic_activation
from closedprop.validated.precision import precision


def test_the_tangents():
    with precision(200):
        for text in ("1/10", "1", "7/3", "40"):
            z = BALLS.convert(text)
            assert elliptic_activation(z, "3/2", BALLS).log().tan().overlaps(z.log().tan() * 3 / 2)


@pytest.mark.parametrize("seed", range(5))
def test_random_layers_at_fifty_digits(seed):
    rng = np.random.default_rng(seed)
    layers = [(f"{rng.integers(1, 90)}/10", f"{rng.integers(1, 50)}/10") for _ in range(25)]
    x, n = [f"{rng.integers(1, 90)}/10"], len(layers)
    with precision(400):
        closed = ELLIPTIC.untied(layers, BALLS)
        iterate, delta = closed.iterate(x, n)[0], closed.delta(x, [1], n)[0]
        recursion = ELLIPTIC.recursion(layers, x, BALLS)[-1][0]
        backward = ELLIPTIC.backpropagation(layers, x, [1], BALLS)[0]
        for one, other in ((iterate, recursion), (delta, backward)):
            assert one.overlaps(other)
            assert min(one.rel_accuracy_bits(), other.rel_accuracy_bits()) > 167  # 50 digits


def test_the_angle_is_known_beyond_full_turns():
    # log z grows by log 100 = 4.6 in every layer: more than a half turn, so that the matrices alone would forget it
    layers = [("100", "2")] * 6
    with precision(300):
        closed, recursion = ELLIPTIC.tied(layers[0], BALLS), ELLIPTIC.recursion(layers, ["3"], BALLS)
        for n in range(7):
            assert closed.iterate(["3"], n)[0].overlaps(recursion[n][0])
        assert recursion[-1][0] > flint.arb(10) ** 11


def test_composition_is_associative_and_modulo_turns_is_not_enough():
    turns = [Turn(3.0, 1.0, 0.0, 2.5), Turn(-7.0, 2.0, 0.5, 1.0), Turn(40.0, 1.0, -0.3, 0.4)]
    left, right = turns[2].after(turns[1]).after(turns[0]), turns[2].after(turns[1].after(turns[0]))
    for s in np.linspace(-9, 9, 19):
        composed = turns[2].angle(turns[1].angle(turns[0].angle(s)))
        assert left.angle(s) == pytest.approx(composed, abs=1e-12)
        assert right.angle(s) == pytest.approx(composed, abs=1e-12)
        wrong = Turn(left.theta - np.pi, left.a, left.b, left.d)
        assert abs(wrong.angle(s) - composed) > 3


@pytest.mark.parametrize("seed", range(4))
def test_floats_agree_with_the_recursion(seed):
    rng = np.random.default_rng(seed)
    layer = ELLIPTIC.draw(rng, False)
    x = ELLIPTIC.start(rng, layer, False)
    closed, n = ELLIPTIC.tied(layer), 300
    assert closed.iterate(x, n) == pytest.approx(ELLIPTIC.recursion([layer] * n, x)[-1], rel=1e-12)
    assert closed.delta(x, [1.0], n) == pytest.approx(ELLIPTIC.backpropagation([layer] * n, x, [1.0]), rel=1e-12)


def test_it_is_analytic_and_increasing():
    z = np.geomspace(1e-6, 1e6, 4001)
    values = np.array([elliptic_activation(float(point), 5.0) for point in z])
    assert (np.diff(values) > 0).all() and (abs(np.log(values / z)) < np.pi / 2).all()
