import numpy as np
import pytest

from closedprop.networks import Network, backward
from closedprop.scalars import BALLS, EXPRESSIONS, FLOATS, RATIONALS, Invalid, Unable, Undefined
from closedprop.solvable import LINEAR_METHODS, linear_closed_form, linear_delta

WEIGHT = [["1/2", 1, 0], [0, "1/3", 2], [0, 0, -1]]  # not symmetric: a forgotten transpose shows


@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_equal_to_back_propagation(method):
    network = Network.tied(WEIGHT, depth=6, bias=[1, 2, 3], activation="identity")
    deltas = backward(network, [1, 1, 1], [3, -1, 2], over=RATIONALS).deltas
    for l, delta in enumerate(deltas, start=1):
        assert (linear_delta(WEIGHT, [3, -1, 2], 6 - l, method, RATIONALS) == delta).all()


@pytest.mark.parametrize("method", LINEAR_METHODS)
def test_the_closed_form_object(method):
    form = linear_closed_form(WEIGHT, method)
    weight, x, top = RATIONALS.array(WEIGHT), RATIONALS.array([1, 2, 3]), RATIONALS.array([3, -1, 2])
    power = np.linalg.matrix_power(weight, 5)
    assert (form.iterate(x, 5) == power @ x).all()
    assert (form.delta(x, top, 5) == power.T @ top).all()
    assert "CF1" in form.classes and form.label == LINEAR_METHODS[method].label


def test_messages():
    with pytest.raises(Invalid, match="the method jordna: unknown; did you mean jordan"):
        linear_delta([[1]], [1], 1, method="jordna")
    with pytest.raises(Invalid, match="the method jordna: unknown"):
        linear_closed_form([[1]], "jordna")
    with pytest.raises(Invalid, match=r"the tied weight W: shape \(1, 2\); give a square matrix"):
        linear_delta([[1, 2]], [1], 1)
    with pytest.raises(Invalid, match=r"delta\^\(L\): shape \(2,\); give it shape \(1,\)"):
        linear_delta([[1]], [1, 2], 1)
    for steps in (-1, 1.5, True, "3"):
        with pytest.raises(Invalid, match="not a number of layers; give an integer >= 0"):
            linear_delta([[1]], [1], steps)
    with pytest.raises(Invalid, match="NaN"):
        linear_delta([[float("nan")]], [1], 1)
    with pytest.raises(
        Undefined, match="jordan over BALLS: not defined there; use over=FLOATS or RATIONALS, or another"
    ):
        linear_delta([[1]], [1], 1, "jordan", BALLS)
    with pytest.raises(Undefined, match="putzer over EXPRESSIONS"):
        linear_delta([[1]], [1], 1, "putzer", EXPRESSIONS)
    with pytest.raises(
        Undefined, match="W is defective: it has no basis of eigenvectors; use method='jordan' or 'putzer'"
    ):
        linear_delta([[1, 1], [0, 1]], [1, 1], 1, "spectral", RATIONALS)
    with pytest.raises(
        Unable, match=r"the eigen-form over FLOATS: cond\(V\) = .*; use method='putzer' or the recursion"
    ):
        linear_delta([[1, 1], [0, 1]], [1, 1], 1, "spectral", FLOATS)
    with pytest.raises(Unable, match="eigenvalues that the balls cannot tell apart"):
        linear_delta([[1, 1], [0, 1]], [1, 1], 1, "spectral", BALLS)


def test_the_remedy_of_the_jordan_message_works():
    weight = [[0, 2, 1, 0], [1, 0, 0, 1], [0, 0, 0, 2], [0, 0, 1, 0]]
    with pytest.raises(Unable, match="use method='putzer'"):
        linear_delta(weight, [1, 2, 3, 4], 9, "jordan", RATIONALS)
    delta = linear_delta(weight, [1, 2, 3, 4], 9, "putzer", RATIONALS)
    assert (delta == np.linalg.matrix_power(RATIONALS.array(weight).T, 9) @ RATIONALS.array([1, 2, 3, 4])).all()


def test_jordan_over_floats_reads_their_exact_values():
    assert linear_delta([[0.5, 0.0], [1.0, 0.5]], [1.0, 1.0], 4, "jordan").tolist() == [0.0625 + 0.5, 0.0625]
