import numpy as np
import pytest

from closedprop.approximations.depth.amplitude import amplitude, amplitude_expansion
from closedprop.approximations.depth.graded import gradient_parts, part_product
from closedprop.networks import Network, backward, gaussian_network
from closedprop.scalars import BALLS, Exact, Invalid, Unable, Undefined
from closedprop.validated.precision import precision

NAMES = ["tanh", "sigmoid", "erf", "softplus", "gelu", "silu", "sin"]


def drawn(name, width, seed=0, rate=0.7):
    """A tied network whose fixed point attracts at the given rate, but for the bias."""
    rng = np.random.default_rng(seed)
    weight = rng.standard_normal((width, width))
    slope = gaussian_network(rng, [1, 1], 1.0, 0.0, name).activation.slope(np.zeros(1))[0]
    weight *= rate / (np.abs(np.linalg.eigvals(weight)).max() * slope)
    act = Network.tied(weight, 2, activation=name).activation
    return weight, 0.1 * rng.standard_normal(width) - weight @ act(np.zeros(width))


@pytest.mark.parametrize("name", NAMES)
def test_errors_fall_with_the_order_and_stay_below_the_bound(name):
    for width, seed in ((2, 1), (3, 2), (4, 3)):
        weight, bias = drawn(name, width, seed)
        network = Network.tied(weight, 12, bias, name)
        rng = np.random.default_rng(seed)
        direction, top = rng.uniform(-1, 1, width), rng.standard_normal(width)
        previous = np.inf
        for order in (1, 3, 5):
            expansion = amplitude_expansion(network, order)
            x = expansion.fixed.location + 0.02 * direction
            truth = backward(network, x, top).deltas[0]
            error, bound = np.abs(expansion.delta(x, top, 12) - truth).sum(), expansion.bound(x, top, 12)
            assert error <= bound + 1e-13 * np.abs(truth).sum()
            assert order == 1 or bound <= 20 * error + 1e-12 * np.abs(truth).sum()
            assert error < previous / 3
            previous = error


def test_one_neuron_of_two_that_do_not_meet_is_the_scalar_expansion():
    """A diagonal weight: the normal form must not mix the neurons."""
    both = amplitude_expansion(Network.tied([[0.5, 0], [0, 0.8]], 2, [0.1, 0.0]), 4)
    x, top = both.fixed.location + np.array([0.1, -0.2]), [1.0, 2.0]
    alone = [
        amplitude_expansion(Network.tied([[weight]], 2, [bias]), 4).delta([x[i]], [top[i]], 9)[0]
        for i, (weight, bias) in enumerate([(0.5, 0.1), (0.8, 0.0)])
    ]
    assert both.delta(x, top, 9) == pytest.approx(alone, rel=1e-13)


def test_complex_eigenvalues_give_real_deltas():
    weight = 0.7 * np.array([[np.cos(1), -np.sin(1)], [np.sin(1), np.cos(1)]])
    expansion = amplitude_expansion(Network.tied(weight, 2), 5)
    assert np.iscomplexobj(expansion.basis.values)
    x, top = [0.2, 0.1], [1.0, -1.0]
    terms, values = expansion.terms(x, top), expansion.basis.values
    for depth in (2, 8, 20):
        truth = backward(Network.tied(weight, depth), x, top).deltas[0]
        delta = expansion.delta(x, top, depth)
        assert delta.dtype == np.float64 and delta == pytest.approx(truth, abs=2e-3 * np.abs(truth).max())
        total = sum(term * np.prod(values ** (np.array(m) * (depth - 1))) for m, term in terms.items())
        assert total.real == pytest.approx(delta, rel=1e-10) and np.abs(total.imag).max() < 1e-12


def test_the_error_is_uniform_in_depth():
    weight = np.array([[0.8, 0.1], [-0.2, 0.5]])
    expansion, errors = amplitude_expansion(Network.tied(weight, 2), 3), []
    for depth in (60, 120, 240):
        truth = backward(Network.tied(weight, depth), [0.2, -0.1], [1.0, 0.5]).deltas[0]
        errors.append(np.abs(expansion.delta([0.2, -0.1], [1.0, 0.5], depth) / truth - 1).max())
        assert errors[-1] * np.abs(truth).sum() <= expansion.bound([0.2, -0.1], [1.0, 0.5], depth) * 2
    assert max(errors) < 0.01 and max(errors) - min(errors) < 1e-3 * max(errors)


def test_the_bound_at_once_holds_and_following_sharpens_it():
    weight, bias = drawn("tanh", 3, seed=5)
    network = Network.tied(weight, 80, bias)
    expansion = amplitude_expansion(network, 3)
    x, top = expansion.fixed.location + np.array([0.05, -0.03, 0.04]), [1.0, -1.0, 0.5]
    error = np.abs(expansion.delta(x, top, 80) - backward(network, x, top).deltas[0]).sum()
    at_once, followed = (expansion.bound(x, top, 80, followed=layers) for layers in (0, 64))
    assert error <= followed < at_once < np.inf and followed < 5 * error


def test_resonances_are_named_and_absent_terms_do_not_matter():
    weight = [["1/2", 0], [1, "1/4"]]
    with pytest.raises(Unable, match=r"the resonance lambda_2 = lambda_1\^2 of the eigenvalues; ask for order 1"):
        amplitude_expansion(Network.tied([[0.5, 0], [1, 0.25]], 2, [-0.5, -1.25], "exp"), 2, fixed_point=[0.0, 0.0])
    assert amplitude_expansion(Network.tied(weight, 2), 4).exponent == 4  # tanh has no even terms at 0
    with pytest.raises(Unable, match=r"lambda_2 = lambda_1\^3 of the eigenvalues; ask for order 2"):
        amplitude_expansion(Network.tied([[0.5, 0], [1, 0.125]], 2), 3)


def test_the_smallest_divisor_is_the_least_of_those_that_occur():
    expansion = amplitude_expansion(Network.tied([[0.5, 0.3], [0.0, 0.2]], 2), 3)
    found = expansion.smallest_divisor
    candidates = [
        (abs(value - 0.5**i * 0.2**j)) for value in (0.5, 0.2) for i in range(4) for j in range(4) if i + j == 3
    ]
    assert found.size == pytest.approx(min(candidates), rel=1e-12) and str(found).startswith(
        "|lambda_2 - lambda_1^3| ="
    )


def test_over_balls_the_same_numbers():
    weight = [["1/2", "1/4"], ["-1/3", "1/5"]]
    floats = amplitude(Network.tied(weight, 2), [0.1, -0.2], [1.0, 1.0], order=4, depth=9)
    with precision(200):
        balls = amplitude(Network.tied(weight, 2), ["1/10", "-1/5"], [1, 1], order=4, depth=9, over=BALLS)
    assert [float(value.mid()) for value in balls.value[0]] == pytest.approx(floats.value[0], rel=1e-13)
    assert balls.bound == pytest.approx(floats.bound, rel=0.2)


def test_iterating_first():
    weight, bias = drawn("tanh", 2, seed=8)
    network = Network.tied(weight, 20, bias)
    x, top = [9.0, -9.0], [1.0, 1.0]
    with pytest.raises(Unable, match=r"the series of tanh converges in a disc of radius .*; iterate first: first=1"):
        amplitude(network, x, top, order=3, depth=20)
    result = amplitude(network, x, top, order=3, depth=20, first=6)
    truth = backward(network, x, top).deltas[0]
    assert np.abs(result.value[0] - truth).sum() <= result.bound < 0.1 * np.abs(truth).sum()


def test_an_affine_layer_is_exact():
    weight = np.array([[0.5, 0.25], [0.0, 0.3]])
    result = amplitude(Network.tied(weight, 2, [1.0, 1.0], "identity"), [3.0, 4.0], [1.0, 1.0], order=3, depth=5)
    assert isinstance(result, Exact)
    assert result.value[0] == pytest.approx(np.linalg.matrix_power(weight.T, 4) @ [1.0, 1.0], rel=1e-13)


def test_products_and_gradients_of_parts():
    rng = np.random.default_rng(0)
    left, right, at = rng.standard_normal(6), rng.standard_normal(10), rng.standard_normal(3)

    def value(part, degree):
        from closedprop.approximations.depth.graded import exponents

        return sum(c * np.prod(at**m) for c, m in zip(part, exponents(3, degree), strict=True))

    product = part_product(3, (2, left), (3, right))
    assert value(product, 5) == pytest.approx(value(left, 2) * value(right, 3), rel=1e-12)
    gradient = gradient_parts(3, {3: right})[2]
    euler = sum(at[j] * value(gradient[j], 2) for j in range(3))
    assert euler == pytest.approx(3 * value(right, 3), rel=1e-12)


@pytest.mark.parametrize(
    ("network", "error", "message"),
    [
        (Network.tied([[0.5, 1.0], [0.0, 0.5]], 2), Unable, r'defective Jacobian: .*; use method="linearization"'),
        (
            Network.tied([[0.5, 0.5], [0.5, 0.5]], 2),
            Unable,
            "an eigenvalue 0 of W D; choose another fixed point or a regular",
        ),
        (Network.tied([[1.0, 0.0], [0.0, 0.5]], 2), Unable, r"the resonance lambda_1 = lambda_1\^3"),
        (Network.tied([[0.5, 0.1], [0.0, 0.3]], 2, [1.0, 1.0], "softsign"), Undefined, "softsign: it has kinks"),
    ],
)
def test_refusals(network, error, message):
    with pytest.raises(error, match=message):
        amplitude_expansion(network, 3)


def test_refusals_of_an_input():
    expansion = amplitude_expansion(Network.tied([[0.5, 0.1], [0.0, 0.3]], 2), 3)
    with pytest.raises(Invalid, match=r"the input x: shape \(1,\); give it shape \(2,\)"):
        expansion.delta([0.1], [1.0, 1.0], 4)
    with pytest.raises(Invalid, match=r"delta\^\(L\): shape \(1,\)"):
        expansion.delta([0.1, 0.1], [1.0], 4)
    with pytest.raises(Invalid, match="no layer map is left"):
        expansion.delta([0.1, 0.1], [1.0, 1.0], 2, first=1)
    with pytest.raises(Invalid, match="order 0: not between 1 and 63"):
        amplitude_expansion(Network.tied([[0.5, 0.1], [0.0, 0.3]], 2), 0)
