import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closedprop.approximations.local.bound_study import local_bounds
from closedprop.approximations.local.catalogue import LOCAL
from closedprop.approximations.local.gronwall import running_bound, stacked_bounds, uniform_bound
from closedprop.approximations.local.taylor import taylor
from closedprop.networks import ACTIVATIONS, Network, activation, backward, forward, gaussian_network
from closedprop.scalars import BALLS, FLOATS
from closedprop.validated.precision import precision

SMOOTH = ("tanh", "softplus", "gelu", "sin")


def one(name, seed, depth=4, width=3, sigma_w=1.0, amplitude=0.5):
    rng = np.random.default_rng(seed)
    network = gaussian_network(rng, [width] * depth, sigma_w, 0.1, name)
    return network, amplitude * rng.uniform(-1, 1, width), rng.standard_normal(width)


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from([*SMOOTH, "quadratic", "relu", "hardtanh", "softsign"]),
    method=st.sampled_from(["chebyshev", "hermite"]),
    seed=st.integers(0, 10**6),
    depth=st.integers(2, 5),
    order=st.integers(1, 4),
    amplitude=st.floats(0.01, 2.0),
)
def test_the_bound_holds(name, method, seed, depth, order, amplitude):
    network, x, top = one(name, seed, depth, amplitude=amplitude)
    found = LOCAL[method](network, x, top, order)
    error = np.sum(np.abs(found.value[0] - backward(network, x, top).deltas[0]))
    bound = getattr(found, "bound", 0.0)
    assert error <= bound + 1e-13 * (1 + np.sum(np.abs(found.value[0])))


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), distance=st.floats(1e-6, 0.3))
def test_it_holds_for_any_path_and_any_vector(seed, distance):
    """Nothing is assumed of how they were found."""
    network, x, top = one("tanh", seed)
    rng = np.random.default_rng(seed)
    path = [
        z + distance * rng.standard_normal(z.shape) * (l > 0) for l, z in enumerate(forward(network, x).preactivations)
    ]
    truth = backward(network, x, top).deltas[0]
    claim = truth + distance * rng.standard_normal(truth.shape)
    assert np.sum(np.abs(claim - truth)) <= running_bound(network, path, claim, top)


def test_small_errors_are_bounded_by_themselves():
    for name in SMOOTH:
        network, x, top = one(name, 7, amplitude=0.01)
        found = taylor(network, x, top, order=3, center=[0.0] * 3)
        error = np.sum(np.abs(found.value[0] - backward(network, x, top).deltas[0]))
        assert error <= found.bound <= 1.1 * error + 1e-13


def test_floats_and_balls_agree():
    network, x, top = one("gelu", 5)
    exact = network.exactly()
    rough = taylor(network, x, top, order=2)
    with precision(120):
        fine = taylor(exact, exact_entries(x), exact_entries(top), order=2, over=BALLS)
    assert fine.bound == pytest.approx(rough.bound, rel=1e-6)
    with precision(120):
        truth = backward(exact, exact_entries(x), exact_entries(top), over=BALLS).deltas[0]
        error = sum((abs(a - b) for a, b in zip(fine.value[0], truth, strict=True)), BALLS.zero)
        assert error < fine.bound


def exact_entries(values):
    from closedprop.networks.network import exact_fractions

    return exact_fractions(values)


def test_the_recursion_itself_is_within_rounding():
    """The bound of the float recursion is the rounding error that balls confirm."""
    network, x, top = one("tanh", 2, depth=6, width=4)
    gradients, path = backward(network, x, top), forward(network, x).preactivations
    bound = running_bound(network, path, gradients.deltas[0], top)
    with precision(120):
        truth = backward(network.exactly(), exact_entries(x), exact_entries(top), over=BALLS).deltas[0]
        error = sum(
            abs(float((BALLS.convert(exact_entries([a])[0]) - b).mid()))
            for a, b in zip(gradients.deltas[0], truth, strict=True)
        )
    assert 0 < error <= bound < 1e-12


def test_rounding_that_chaos_magnifies_is_bounded():
    network = Network.tied([[3.0]], depth=22, activation="sin")
    path, delta = forward(network, [0.7]).preactivations, backward(network, [0.7], [1.0]).deltas[0]
    bound = running_bound(network, path, delta, [1.0])
    with precision(200):
        truth = backward(network.exactly(), exact_entries([0.7]), [1], over=BALLS).deltas[0][0]
        error = abs(float((BALLS.convert(exact_entries(delta)[0]) - truth).mid()))
    assert 1e-12 * abs(delta[0]) < error <= bound


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_array_code_errs_by_eight_units(name):
    """What the bound assumes over FLOATS, at random points."""
    act, unit = ACTIVATIONS[name], 2.0**-53
    points = np.random.default_rng(1).uniform(-6, 6, 60)
    values, slopes = act(points), act.slope(points)
    with precision(160):
        balls = np.array([BALLS.convert(entry) for entry in exact_entries(points)])
        true_values = [
            float((a - BALLS.convert(exact_entries([b])[0])).mid())
            for a, b in zip(act(balls, BALLS), values, strict=True)
        ]
        true_slopes = [
            float((a - BALLS.convert(exact_entries([b])[0])).mid())
            for a, b in zip(act.slope(balls, BALLS), slopes, strict=True)
        ]
    curvature = np.abs(act.slope(points + 1e-6) - act.slope(points - 1e-6)) / 2e-6
    assert np.all(np.abs(true_values) <= 8 * unit * (np.abs(values) + np.abs(points * slopes)) + 1e-300)
    assert np.all(np.abs(true_slopes) <= 8 * unit * (np.abs(slopes) + np.abs(points) * curvature * 1.01) + 1e-300)


def test_stacks_are_networks_side_by_side():
    pairs = [one("softplus", seed) for seed in (1, 2)]
    weights = [np.stack([FLOATS.array(network.weights[l]) for network, _, _ in pairs]) for l in range(3)]
    biases = [np.stack([FLOATS.array(network.biases[l]) for network, _, _ in pairs]) for l in range(3)]
    rough = [taylor(network, x, top, order=2) for network, x, top in pairs]
    paths = []
    for network, x, _ in pairs:
        act = network.activation
        coefficients = act.taylor_array(np.zeros(1), 2)[:, 0]
        path = [x]
        for weight, bias in zip(network.weights, network.biases, strict=True):
            path.append(
                FLOATS.array(weight) @ np.polynomial.polynomial.polyval(path[-1], coefficients) + FLOATS.array(bias)
            )
        paths.append(path)
    bounds = stacked_bounds(
        activation("softplus"),
        weights,
        biases,
        [np.stack(layer) for layer in zip(*paths, strict=True)],
        np.stack([result.value[0] for result in rough]),
        np.stack([top for _, _, top in pairs]),
    )
    assert bounds == pytest.approx([result.bound for result in rough], rel=1e-9)


def test_the_uniform_bound_holds_and_is_no_sharper():
    network, x, top = one("tanh", 3, sigma_w=0.8)
    found = taylor(network, x, top, order=3)
    error = np.sum(np.abs(found.value[0] - backward(network, x, top).deltas[0]))
    grid = np.linspace(-1, 1, 4001)
    polynomial = np.polynomial.Polynomial([0, 1, 0, -1 / 3])
    assert max(np.abs(z).max() for z in forward(network, x).preactivations[:-1]) < 1
    slope_error = np.max(np.abs(polynomial.deriv()(grid) - 1 / np.cosh(grid) ** 2))
    uniform = uniform_bound(
        network.depth,
        weight_norm=max(np.abs(FLOATS.array(weight)).sum(axis=1).max() for weight in network.weights),
        slope=1 + slope_error,
        curvature=4 / 3**1.5,  # derived: max of |2 tanh sech^2|
        value_error=np.max(np.abs(polynomial(grid) - np.tanh(grid))),
        slope_error=slope_error,
        top=np.abs(top).sum(),
    )
    assert error <= found.bound <= uniform


def test_what_overflows_is_bounded_by_infinity():
    network = Network([[[1.0]], [[1.0]]], activation="quadratic")
    assert running_bound(network, [np.array([1e200]), np.array([0.0]), np.array([0.0])], [1.0], [1.0]) == np.inf
    assert running_bound(network, [np.array([1.0]), np.array([np.nan]), np.array([0.0])], [1.0], [1.0]) == np.inf


def test_the_study_counts_violations():
    rows = local_bounds(["tanh", "quadratic"], [1, 3], [2, 4], [1, 3], [0.3, 2.0], draws=6, seed=1)
    assert len(rows) == 10 and all(row["violations"] == 0 for row in rows)
    assert all(row["instances"] + row["refused"] == 96 for row in rows)
    taylor_row = rows[0]
    assert taylor_row["refused"] > 0 and 1 <= taylor_row["ratio_median"] < 2  # tanh, beyond pi/2


def test_the_study_would_see_a_bound_that_is_too_small(monkeypatch):
    import closedprop.approximations.local.bound_study as study

    honest = stacked_bounds
    monkeypatch.setattr(study, "stacked_bounds", lambda *arguments: 0.5 * honest(*arguments))
    rows = study.local_bounds(["tanh"], [1], [3], [3], [0.3], draws=10, seed=1)
    assert all(row["violations"] > 0 for row in rows)
