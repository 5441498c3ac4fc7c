"""Log-sum-exp layers."""

import numpy as np
import pytest

from closedprop.scalars import BALLS, Invalid, Undefined
from closedprop.solvable.logsumexp import LOG_SUM_EXP, log_sum_exp_tied, log_sum_exp_untied


def test_rectangular_layers():
    rng = np.random.default_rng(1)
    layers = [rng.uniform(0, 2, shape) for shape in [(4, 2), (3, 4), (5, 3)]]
    x, top = rng.standard_normal(2), rng.standard_normal(5)
    form = log_sum_exp_untied(layers)
    assert form.iterate(x, 3) == pytest.approx(LOG_SUM_EXP.recursion(layers, x)[-1], rel=1e-13)
    assert form.delta(x, top, 3) == pytest.approx(LOG_SUM_EXP.backpropagation(layers, x, top), rel=1e-13)


def test_delta_keeps_its_sum():
    rng = np.random.default_rng(2)
    layers = [LOG_SUM_EXP.draw(rng, False) for _ in range(50)]
    top = rng.uniform(1, 2, 3)
    assert log_sum_exp_untied(layers).delta([0, 1, 2], top, 50).sum() == pytest.approx(top.sum(), rel=1e-14)


def test_inputs_whose_exponentials_are_no_doubles():
    layer, x = [[1.0, 2.0, 0.0], [0.0, 1.0, 1.0], [3.0, 0.0, 1.0]], [1000.0, -1000.0, 999.5]
    layers = [layer] * 40
    form = log_sum_exp_tied(layer)
    assert form.iterate(x, 40) == pytest.approx(LOG_SUM_EXP.recursion(layers, x)[-1], rel=1e-14)
    assert form.delta(x, [1, 2, 3], 40) == pytest.approx(LOG_SUM_EXP.backpropagation(layers, x, [1, 2, 3]), rel=1e-12)


def test_weights_beyond_the_doubles():
    form = log_sum_exp_tied([[1e3, 1], [0, 1e-3]])
    z = form.iterate([0, 0], 10**6)
    assert z == pytest.approx([10**6 * np.log(1e3), -(10**6) * np.log(1e3)], rel=1e-9)


def test_enclosures_contain_the_floats():
    layer = [["1/2", 1], [1, 0]]
    balls = log_sum_exp_tied(layer, BALLS).iterate([0, 1], 30)
    assert [float(ball.mid()) for ball in balls] == pytest.approx(list(log_sum_exp_tied(layer).iterate([0, 1], 30)))


def test_messages():
    with pytest.raises(Undefined, match="a log-sum-exp layer: a negative entry or a zero row; use A >= 0"):
        log_sum_exp_untied([[[1, -1]]])
    with pytest.raises(Undefined, match="a zero row"):
        log_sum_exp_tied([[1, 1], [0, 0]])
    with pytest.raises(Invalid, match=r"a log-sum-exp layer: shape \(2,\); give a matrix"):
        log_sum_exp_tied([1, 1])
    with pytest.raises(Invalid, match=r"a tied log-sum-exp layer: shape \(1, 2\); give a square matrix"):
        log_sum_exp_tied([[1, 1]])
