import mpmath as mp
import numpy as np
import pytest

from closedprop.networks import activation, stream
from closedprop.scalars import Invalid
from closedprop.simulation.jacobians import squared_singular_values


@pytest.mark.parametrize(("name", "weight_variance"), [("identity", 1.0), ("relu", 2.0), ("tanh", 1.5)])
def test_small_singular_values_have_their_digits(name, weight_variance):
    """Against the same product in 120 digits; 32 layers of width 8 span 35 decades and more."""
    width, layers = 8, 32
    act, rng = activation(name), stream(3, "random", 7, 0)  # the stream of squared_singular_values
    z = rng.standard_normal(width)
    with mp.workdps(120):
        product = mp.eye(width)
        for _ in range(layers):
            weight = np.sqrt(weight_variance) * (rng.standard_normal((width, width)) / np.sqrt(width))
            slopes, z = act.slope(z), weight @ act(z) + 0.1 * rng.standard_normal(width)
            product = mp.matrix((weight * slopes).tolist()) * product
        exact = sorted((abs(value) ** 2 for value in mp.svd_r(product, compute_uv=False)), reverse=True)
        [(_, values)] = squared_singular_values(
            name, "gaussian", weight_variance, 0.1**2, 1.0, width, [layers], 3, (0,)
        )
        rank = len(values)
        assert 0 < rank <= width and all(value < 1e-150 for value in exact[rank:])
        assert all(abs(mp.mpf(a) / b - 1) < 1e-9 for a, b in zip(values.tolist(), exact, strict=False))
        assert name == "relu" or exact[rank - 1] < 1e-35 * exact[0]


def test_dead_networks_have_rank_0():
    found = [
        len(values)
        for sample in range(40)
        for _, values in squared_singular_values("relu", "gaussian", 2.0, 0.0, 1.0, 2, [5], 1, (sample,))
    ]
    assert min(found) == 0 and max(found) > 0  # each layer of width 2 dies with probability 1/4


def test_one_network_serves_all_depths():
    together = dict(squared_singular_values("tanh", "orthogonal", 1.2, 0.1, 0.5, 6, [1, 3], 5, (0,)))
    assert list(together) == [1, 3]
    alone = dict(squared_singular_values("tanh", "orthogonal", 1.2, 0.1, 0.5, 6, [3], 5, (0,)))
    assert alone[3].tolist() == together[3].tolist()


def test_unknown_weights():
    with pytest.raises(Invalid, match="sampled gausian weights: unknown; did you mean gaussian"):
        list(squared_singular_values("relu", "gausian", 2.0, 0.0, 1.0, 4, [1], 1, (0,)))
