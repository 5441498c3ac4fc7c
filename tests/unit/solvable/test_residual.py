import numpy as np
import pytest

from closedprop.scalars import Invalid
from closedprop.solvable import residual_delta, residual_limit


@pytest.mark.parametrize("seed", range(4))
def test_the_error_is_bounded_and_of_order_one(seed):
    rng = np.random.default_rng(seed)
    matrix, top = rng.standard_normal((4, 4)) / 2, rng.standard_normal(4)
    limit = residual_limit(matrix, top)
    depths = 2 ** np.arange(4, 11)
    errors = np.array([np.linalg.norm(residual_delta(matrix, top, n) - limit.value) for n in depths])
    assert (errors <= limit.constant / depths).all()
    slope = np.polyfit(np.log(depths[-4:]), np.log(errors[-4:]), 1)[0]
    assert abs(slope + limit.order) < 0.1


def test_the_leading_term():
    matrix, top = np.array([[0.3, 1.0], [-0.5, 0.1]]), np.array([1.0, 2.0])
    limit = residual_limit(matrix, top)
    scaled = 10**5 * (residual_delta(matrix, top, 10**5) - limit.value)
    assert scaled == pytest.approx(-matrix.T @ matrix.T @ limit.value / 2, rel=1e-3)


def test_messages():
    with pytest.raises(Invalid, match="a residual network of 0 layers: none; give at least one"):
        residual_delta([[1]], [1], 0)
    with pytest.raises(Invalid, match=r"A and delta\^\(L\): shapes \(1, 1\) and \(2,\)"):
        residual_limit([[1]], [1, 2])
