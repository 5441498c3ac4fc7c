import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from closedprop.approximations import APPROXIMATIONS, approximate, taylor
from closedprop.approximations.local.disc import radii
from closedprop.approximations.local.taylor_study import taylor_errors
from closedprop.networks import Network, activation, backward, gaussian_network
from closedprop.scalars import RATIONALS, Exact, Invalid, Truncation, Unable, Undefined

TANH = activation("tanh")


def tanh_network(seed=0, width=3, depth=4, sigma_w=0.9):
    return gaussian_network(np.random.default_rng(seed), [width] * depth, sigma_w, 0.0, TANH)


def test_it_is_the_gradient_of_the_polynomial_network():
    """An independent implementation: automatic differentiation of z - z^3/3 in place of tanh."""
    network, x, top = tanh_network(), np.array([0.3, -0.2, 0.1]), np.array([1.0, -2.0, 0.5])
    weights = [weight.astype(float) for weight in network.weights]

    def loss(x):
        for weight in weights:
            x = anp.dot(weight, x - x**3 / 3)
        return anp.dot(top, x)

    assert approximate(network, x, top, order=3).value[0] == pytest.approx(grad(loss)(x), rel=1e-12)


def test_at_the_operating_point_itself_it_is_exact():
    network, x, top = tanh_network(), [1.3, -2.2, 0.4], [1.0, 1.0, 1.0]
    assert taylor(network, x, top, order=1, center=x).value[0] == pytest.approx(
        backward(network, x, top).deltas[0], rel=1e-12
    )


def test_over_rationals_about_zero():
    network = Network.tied([["1/2", "1/3"], [0, "1/4"]], depth=3, activation="tanh")
    value = taylor(network, ["1/10", "-1/5"], [1, 1], order=3, over=RATIONALS).value[0]
    floats = taylor(Network.tied([[1 / 2, 1 / 3], [0, 1 / 4]], depth=3), [0.1, -0.2], [1.0, 1.0], order=3).value[0]
    assert [float(v.p) / float(v.q) for v in value] == pytest.approx(floats, rel=1e-14)


def test_a_polynomial_is_its_own_taylor_polynomial():
    network = Network([[[2]], [[3]]], activation="quadratic")
    result = taylor(network, ["7/2"], [1], order=2, over=RATIONALS)
    assert isinstance(result, Exact)
    assert result.value[0] == backward(network, ["7/2"], [1], over=RATIONALS).deltas[0]
    assert isinstance(taylor(network, [0.5], [1.0], order=1), Truncation)


def test_radii_are_lower_bounds_and_exact_at_zero():
    centers = np.linspace(-3, 3, 101)
    for name, pole in (("tanh", np.pi / 2), ("sigmoid", np.pi), ("softplus", np.pi)):
        truth = np.hypot(centers, pole)
        found = radii(activation(name), centers)
        assert (found <= truth + 1e-9).all() and (truth - found <= 0.125).all()
        assert radii(activation(name), np.zeros(1))[0] == pytest.approx(pole, rel=1e-12)
    assert np.isinf(radii(activation("erf"), centers)).all()


def test_outside_the_disc_it_is_refused():
    network = Network([[[1.0]]], activation="tanh")
    taylor(network, [1.57], [1.0], order=5)
    with pytest.raises(
        Unable, match=r"tanh at z\^\(1\): a distance of 1.58 from the center, where it converges within 1.571"
    ):
        taylor(network, [1.58], [1.0], order=5)
    taylor(network, [1.58], [1.0], order=5, center=[1.0])
    taylor(Network([[[1.0]]], activation="erf"), [9.0], [1.0], order=5)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: taylor(Network([[[1.0]]], activation="relu"), [1.0], [1.0], 3),
            Undefined,
            "the Taylor series of relu: it has kinks; use an analytic activation",
        ),
        (lambda: taylor(tanh_network(), [0.1] * 3, [1.0] * 3, 0), Invalid, "order 0: its slope is 0"),
        (lambda: taylor(tanh_network(), [0.1] * 2, [1.0] * 3, 1), Invalid, r"the input x: shape \(2,\)"),
        (lambda: taylor(tanh_network(), [0.1] * 3, [1.0] * 2, 1), Invalid, r"delta\^\(L\): shape \(2,\)"),
        (lambda: approximate(tanh_network(), [0.1] * 3, [1.0] * 3, "tailor"), Invalid, "unknown; did you mean taylor"),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_the_study_computes_what_the_method_does():
    """One row of the study against the specification and the public method, network by network."""
    from closedprop.approximations.local.taylor_study import _draw

    row = taylor_errors("tanh", [4], [5], [0.9], [3], [0.4], draws=21, seed=5)[0]
    drawn = _draw(5, 21, 4, 5, 0.9, False)
    errors = []
    for i in range(21):
        network = Network([weight[i] for weight in drawn.weights])
        x, top = 0.4 * drawn.direction[i], drawn.delta_top[i]
        truth = backward(network, x, top).deltas[0]
        rough = taylor(network, x, top, order=3).value[0]
        errors.append(np.linalg.norm(rough - truth) / np.linalg.norm(truth))
    assert row["error_median"] == pytest.approx(sorted(errors)[10], rel=1e-9)
    assert row["outside"] == 0


def test_every_method_is_complete():
    for name, method in APPROXIMATIONS.items():
        assert method.name == name and method.source and method.label.split(":")[0] in ("thm", "prop", "cor")
