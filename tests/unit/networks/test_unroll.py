import flint
import numpy as np
import pytest
import sympy as sp

from closedprop.networks import FORMS, Network, backward, block_matrix, rational_network, stream, unroll
from closedprop.scalars import PRIME, RATIONALS, Invalid


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("activation", ["quadratic", "relu", "identity", "softsign"])
@pytest.mark.parametrize("widths", [(1, 1), (2, 2, 2, 2), (3, 1, 2), (1, 3, 2, 2)], ids=str)
def test_every_form_is_back_propagation_over_the_rationals(form, activation, widths):
    rng = stream(11, "unrolled", *widths)
    network = rational_network(rng, widths, activation)
    x, top = rng.integers(-5, 6, widths[0]).tolist(), rng.integers(-5, 6, widths[-1]).tolist()
    delta = backward(network, x, top, over=RATIONALS).deltas[0]
    assert (unroll(network, x, top, form, over=RATIONALS) == delta).all()


def test_forms_agree_modulo_a_prime():
    over = PRIME(2147483629)
    network = rational_network(stream(12, "unrolled"), (2, 3, 2), "quadratic")
    first, *others = (unroll(network, [1, 2], [3, 4], form, over=over) for form in FORMS)
    assert all((first == other).all() for other in others)


def test_the_block_matrix_is_nilpotent_and_unit():
    rng = np.random.default_rng(1)
    weights = [RATIONALS.array(rng.integers(-4, 5, (2, 2))) for _ in range(3)]
    slopes = [RATIONALS.array(rng.integers(1, 5, 2)) for _ in range(3)]
    matrix = block_matrix(weights, slopes, RATIONALS.zero)
    size = len(matrix)
    exact = flint.fmpq_mat(size, size, list(matrix.ravel()))
    identity = flint.fmpq_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])
    assert (identity - exact).det() == 1
    assert exact**4 == exact * 0 and exact**3 != exact * 0


def test_unrolling_gives_the_formula():
    x, w = sp.symbols("x w", real=True)
    delta = unroll(Network([[[w]], [[w]]], activation="quadratic"), [x], [1])[0]
    assert sp.expand(delta - sp.diff(w * (w * x**2) ** 2, x)) == 0


def test_messages():
    network = Network([[[1]]], activation="identity")
    with pytest.raises(Invalid, match="the unrolled form blok: unknown; did you mean blocks"):
        unroll(network, [1], [1], form="blok")
    with pytest.raises(Invalid, match=r"delta\^\(L\): shape \(2,\); give it shape \(1,\)"):
        unroll(network, [1], [1, 2])
