"""Circulant, simultaneously diagonalizable and polynomial layers: untied, and closed."""

import numpy as np
import pytest
from scipy.linalg import circulant as scipy_circulant

from closedprop.networks import Network, backward
from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Unable, Undefined
from closedprop.solvable import circulant, circulant_delta, polynomial_delta, simultaneous_delta


def back_propagated(weights, top, over=RATIONALS):
    network = Network(weights, activation="identity")
    return backward(network, [0] * network.widths[0], top, over).deltas[0]


def test_the_circulant_matrix_is_the_usual_one():
    kernel = np.arange(5)
    assert (circulant(kernel) == scipy_circulant(kernel)).all()


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8])
def test_circulant_layers(size):
    rng = np.random.default_rng(size)
    kernels, top = rng.integers(-4, 5, (5, size)), rng.integers(-4, 5, size)
    truth = back_propagated([circulant(kernel) for kernel in kernels], top)
    assert (circulant_delta(kernels, top, RATIONALS) == truth).all()
    bound = np.prod(np.abs(np.fft.fft(kernels)).max(axis=1)) * np.linalg.norm(top)
    assert np.abs(circulant_delta(kernels, top) - FLOATS.array(truth)).max() <= 1e-14 * bound


def test_layers_with_a_common_basis():
    rng = np.random.default_rng(3)
    basis = rng.integers(-3, 4, (4, 4)) + 7 * np.eye(4)
    weights = [basis @ np.diag(rng.uniform(-1, 1, 4)) @ np.linalg.inv(basis) for _ in range(6)]
    truth = back_propagated(weights, [1, 2, 3, 4], FLOATS)
    assert simultaneous_delta(weights, [1, 2, 3, 4]) == pytest.approx(truth, rel=1e-9)


def test_circulants_have_a_common_basis_that_is_complex():
    kernels = np.random.default_rng(4).standard_normal((4, 5))
    weights = [circulant(kernel) for kernel in kernels]
    assert simultaneous_delta(weights, np.arange(5)) == pytest.approx(circulant_delta(kernels, np.arange(5)), rel=1e-9)


@pytest.mark.parametrize("matrix", [[[0, 1], [0, 0]], [[1, 2, 0], [0, 1, 1], [0, 0, 3]], [["1/2"]]], ids=str)
def test_polynomials_in_one_matrix(matrix):
    A = RATIONALS.array(matrix)
    identity = RATIONALS.array(np.eye(len(A), dtype=int))
    polynomials = [[1, 2, 5], [0, 1], ["1/3"], [2, 0, 0, 1]]
    weights = []
    for polynomial in polynomials:
        value, power = 0 * identity, identity
        for coefficient in RATIONALS.array(polynomial):
            value, power = value + coefficient * power, power @ A
        weights.append(value)
    top = [2, -1, 3][: len(A)]
    truth = back_propagated(weights, top)
    assert (polynomial_delta(A, polynomials, top, RATIONALS) == truth).all()
    balls = polynomial_delta(A, polynomials, top, BALLS)
    assert all(ball.contains(value) for ball, value in zip(balls, truth, strict=True))


def test_messages():
    with pytest.raises(Invalid, match=r"kernels and delta\^\(L\): shapes \(2, 3\) and \(2,\); give shapes"):
        circulant_delta([[1, 2, 3], [1, 2, 3]], [1, 2])
    with pytest.raises(Undefined, match="a circulant product over BALLS: not implemented there"):
        circulant_delta([[1]], [1], BALLS)
    with pytest.raises(Unable, match=r"a common basis: W\^\(\d\) is not diagonal in it .*; use the recursion"):
        simultaneous_delta([[[1, 0], [0, 2]], [[0, 1], [1, 0]]], [1, 1])
    with pytest.raises(Unable, match=r"a common basis: cond\(V\) = .*: no basis of eigenvectors; use the recursion"):
        simultaneous_delta([[[1, 1], [0, 1]]], [1, 1])
    with pytest.raises(Invalid, match=r"weights and delta\^\(L\): shapes \(1, 1, 2\) and \(1,\)"):
        simultaneous_delta([[[1, 2]]], [1])
    with pytest.raises(Invalid, match=r"A and delta\^\(L\): shapes \(1, 1\) and \(2,\); give shapes"):
        polynomial_delta([[1]], [[1]], [1, 2])
