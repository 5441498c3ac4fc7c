"""Pade, Chebyshev, Hermite and minimax: each against an independent source."""

import numpy as np
import pytest
import sympy as sp
from numpy.polynomial import Chebyshev
from scipy.interpolate import pade as scipy_pade

from closedprop.approximations import approximate
from closedprop.approximations.local.catalogue import LOCAL, at_zero
from closedprop.approximations.local.chebyshev import chebyshev_local, geometric_errors
from closedprop.approximations.local.hermite import hermite_coefficients, hermite_local
from closedprop.approximations.local.minimax import minimax_local
from closedprop.approximations.local.pade import pade_coefficients, pade_local
from closedprop.approximations.local.rate_study import local_rates
from closedprop.approximations.local.remez import minimax_polynomial
from closedprop.networks import ACTIVATIONS, Network, activation, gaussian_network
from closedprop.scalars import BALLS, RATIONALS, Exact, Invalid, Unable, Undefined
from closedprop.validated.precision import precision

POINTS = np.linspace(-1, 1, 41)


def network(name="tanh", width=3, depth=3):
    return gaussian_network(np.random.default_rng(4), [width] * depth, 1.0, 0.0, name)


X, TOP = np.array([0.4, -0.3, 0.2]), np.array([1.0, -2.0, 0.5])


@pytest.mark.parametrize("name", ["tanh", "softplus", "gelu"])
@pytest.mark.parametrize("method", LOCAL)
def test_the_slope_is_the_derivative_of_the_value(method, name):
    local = at_zero(method, activation(name), 4, POINTS)
    step = 1e-5
    differences = (local.value(POINTS + step) - local.value(POINTS - step)) / (2 * step)
    assert local.slope(POINTS) == pytest.approx(differences, abs=1e-8)


@pytest.mark.parametrize("method", ["chebyshev", "minimax", "hermite"])
def test_floats_and_balls_agree(method):
    net = network("gelu")
    for center in (0, [0.3, -0.3, 0.1]):
        rough = approximate(net, X, TOP, method=method, order=4, center=center).value[0]
        with precision(90):
            exact = net.exactly()
            inputs = [sp.Rational(float(value)) for value in X], [sp.Rational(float(value)) for value in TOP]
            exact_center = center if center == 0 else [sp.Rational(value) for value in center]
            fine = approximate(exact, *inputs, method=method, order=4, center=exact_center, over=BALLS)
        assert [float(value.mid()) for value in fine.value[0]] == pytest.approx(rough, rel=1e-9)


class TestPade:
    def test_against_scipy_away_from_parity(self):
        act, center = activation("tanh"), np.array([0.4])
        local = pade_local(act, center, 5)
        top, bottom = scipy_pade(act.taylor_array(center, 5)[:, 0].tolist(), 2)
        assert local.value(POINTS + 0.4) == pytest.approx(top(POINTS) / bottom(POINTS), rel=1e-9)

    def test_lambert(self):
        """The continued fraction of tanh, 1761: z/(1 + z^2/(3 + z^2/5))."""
        local = pade_local(activation("tanh"), np.zeros(1), 5, at_zero=True)
        assert local.value(3 * POINTS) == pytest.approx(
            3 * POINTS / (1 + 9 * POINTS**2 / (3 + 9 * POINTS**2 / 5)), rel=1e-12
        )
        assert local.reach == [np.inf]

    @pytest.mark.parametrize("name", ["tanh", "sigmoid", "softplus", "silu"])
    def test_no_pole_and_the_proved_rate_for_stieltjes_functions(self, name):
        act, far = activation(name), np.array([2.5, 5.0])
        least = act.radius(0.0) ** 2  # beta
        linear = [float(value) for value in act.taylor(0, 1)]
        odd = name in ("tanh", "sigmoid")
        for order in range(1, 10):
            local = pade_local(act, np.zeros(1), order, at_zero=True)
            assert np.isinf(local.reach).all()
            terms = (order - 1) // 2 if odd else (order - 2) // 2  # M of the theorem
            if terms < 0:
                continue
            half = (terms + 1) // 2
            size = act(far) - linear[0] - (0 if odd else linear[1] * far)  # t^s G(t^2)
            if terms % 2 == 0:
                size = size - act_series_start(act, far, odd)
            chebyshev_value = np.cosh(half * np.arccosh(1 + 2 * least / far**2))
            assert np.all(np.abs(local.value(far) - act(far)) <= np.abs(size) / chebyshev_value**2 * (1 + 1e-9) + 1e-12)

    def test_refusals(self):
        with pytest.raises(
            Unable, match=r"Pade approximant of exp at z\^\(1\): a distance of 9 .* no pole within 3 only"
        ):
            approximate(Network([[[1.0]]], activation="exp"), [9.0], [1.0], "pade", 3)
        with pytest.raises(Undefined, match="the Pade approximant of relu: it has kinks"):
            approximate(network("relu"), X, TOP, "pade", 3)
        with pytest.raises(Unable, match="with 1 poles: its linear system is singular; take another order"):
            pade_coefficients(np.array([1.0, 0.0, -0.5]), 1)  # cos

    def test_over_rationals(self):
        net = Network([[["1/2"]], [[3]]], activation="tanh")
        value = approximate(net, ["1/3"], [1], "pade", 3, over=RATIONALS).value[0]
        z = sp.Rational(1, 3)
        f = lambda t: t / (1 + t**2 / 3)  # noqa: E731
        t = sp.Symbol("t")
        assert str(value[0]) == str(sp.diff(3 * f(f(t) / 2), t).subs(t, z))

    def test_a_polynomial_is_kept(self):
        assert isinstance(approximate(network("quadratic"), X, TOP, "pade", 2), Exact)


def act_series_start(act, far, odd):
    """The first term G(0) t^s, which the diagonal type takes out before the Stieltjes argument."""
    return float(act.taylor(0, 2)[1 if odd else 2]) * (far if odd else far**2)


class TestChebyshev:
    def test_against_numpy(self):
        local = chebyshev_local(activation("gelu"), np.zeros(1), np.array([2.0]), 7)
        theirs = Chebyshev.interpolate(activation("gelu"), 7, domain=[-2, 2])
        assert local.value(2 * POINTS) == pytest.approx(theirs(2 * POINTS), rel=1e-12)

    @pytest.mark.parametrize("name", ["tanh", "softplus", "gelu"])
    @pytest.mark.parametrize("method", ["chebyshev", "minimax"])
    def test_the_errors_are_below_the_geometric_ones(self, name, method):
        """By the maximum principle f is largest on the boundary of the ellipse."""
        act, points = activation(name), 2 * np.cos(np.linspace(0, np.pi, 2001))
        z = sp.Symbol("z", real=True)
        value = sp.lambdify(z, act.expression, ["scipy", "numpy"])
        for ellipse in (1.5, 2.0):
            around = ellipse * np.exp(1j * np.linspace(0, 2 * np.pi, 4001))
            maximum = 1.001 * np.max(np.abs(value(around + 1 / around)))
            for order in range(1, 12):
                fitted = chebyshev_local if method == "chebyshev" else minimax_local
                local = fitted(act, np.zeros(1), np.array([2.0]), order)
                bounds = geometric_errors(maximum, ellipse, order, 2.0)
                assert np.max(np.abs(local.value(points) - act(points))) <= bounds[0]
                assert np.max(np.abs(local.slope(points) - act.slope(points))) <= bounds[1]

    def test_only_on_its_interval(self):
        approximate(network(), X, TOP, "chebyshev", 3, radius=2.0)
        with pytest.raises(
            Unable,
            match=r"the Chebyshev interpolant of tanh at z\^\(1\): a distance of 0.4 .* fitted within 0.3 only; give a larger",
        ):
            approximate(network(), X, TOP, "chebyshev", 3, radius=0.3)
        with pytest.raises(Unable, match=r"the minimax polynomial of tanh at z\^\(1\)"):
            approximate(network(), X, TOP, "minimax", 3, radius=0.3)

    @pytest.mark.parametrize("method", ["chebyshev", "minimax"])
    @pytest.mark.parametrize("radius", [0, -1.0, float("inf")])
    def test_a_radius_that_is_none(self, method, radius):
        with pytest.raises(Invalid, match=r"an interval of radius .*: not positive and finite; give one, or none"):
            approximate(network(), X, TOP, method, 3, radius=radius)

    def test_over_rationals(self):
        with pytest.raises(Undefined, match="cos over RATIONALS"):
            approximate(Network([[["1/2"]]]), ["1/3"], [1], "chebyshev", 3, over=RATIONALS)


class TestMinimax:
    @pytest.mark.parametrize("name", ["tanh", "softplus", "gelu", "relu", "abs", "elu"])
    @pytest.mark.parametrize(("center", "radius"), [(0.0, 1.0), (0.3, 2.0)])
    def test_the_error_equioscillates(self, name, center, radius):
        """de la Vallee-Poussin: no polynomial of the order errs by less than the smallest of k + 2 alternating errors."""
        act, t = activation(name), np.cos(np.linspace(0, np.pi, 20001))
        for order in (1, 2, 5):
            best = minimax_polynomial(act, center, radius, order)
            assert len(best.coefficients) == order + 1
            errors = act(center + radius * t) - np.polynomial.chebyshev.chebval(t, best.coefficients)
            assert np.max(np.abs(errors)) == pytest.approx(best.level, rel=2e-4, abs=1e-12)
            large = errors[np.abs(errors) > 0.99 * best.level]
            assert np.sum(np.diff(np.sign(large)) != 0) + 1 >= order + 2

    def test_against_the_exact_one_of_exp(self):
        """The line of slope sinh 1; the error at both ends is that at log sinh 1, with the other sign."""
        slope = np.sinh(1)
        best = minimax_polynomial(ACTIVATIONS["exp"], 0.0, 1.0, 1)
        assert best.error == pytest.approx((np.cosh(1) - slope + slope * np.log(slope)) / 2, rel=1e-5)
        assert best.coefficients[1] == pytest.approx(slope, rel=1e-4)

    def test_it_refuses_what_does_not_settle(self, monkeypatch):
        from closedprop.approximations.local import remez

        monkeypatch.setattr(remez, "_EXCHANGES", 1)
        with pytest.raises(
            Unable, match="the minimax polynomial of isru of order 6: the exchange of references does not"
        ):
            minimax_polynomial(ACTIVATIONS["isru"], 0.7, 3.0, 6)


class TestHermite:
    def test_against_exact_moments(self):
        """E erf(Z) Z = 2/sqrt(3 pi), by parts; and the relu has mean 1/sqrt(2 pi)."""
        assert hermite_coefficients(ACTIVATIONS["erf"], 0.0, 1.0, 1)[1] == pytest.approx(
            2 / np.sqrt(3 * np.pi), rel=1e-12
        )
        assert hermite_coefficients(ACTIVATIONS["relu"], 0.0, 1.0, 2) == pytest.approx(
            [1 / np.sqrt(2 * np.pi), 0.5, 0.5 / np.sqrt(2 * np.pi)], rel=1e-11
        )

    def test_the_derivative_of_the_expansion_is_that_of_the_derivative(self):
        local = hermite_local(ACTIVATIONS["erf"], np.zeros(1), np.array([1.5]), 5)
        slope = activation("erf")
        from closedprop.networks import Activation

        derivative = Activation("erf'", slope.derivative)
        assert local.slope(POINTS) == pytest.approx(
            hermite_local(derivative, np.zeros(1), np.array([1.5]), 4).value(POINTS), rel=1e-10
        )

    def test_refusals(self):
        with pytest.raises(Invalid, match="a Gaussian of variance -1: not positive and finite"):
            approximate(network(), X, TOP, "hermite", 3, variance=-1)
        with pytest.raises(Undefined, match="the Hermite expansion over RATIONALS: its coefficients are integrals"):
            approximate(Network([[["1/2"]]]), ["1/3"], [1], "hermite", 3, over=RATIONALS)
        with pytest.raises(Undefined, match="the Hermite expansion of relu over BALLS: it has kinks; use over=FLOATS"):
            approximate(Network([[[1]]], activation="relu"), ["1/3"], [1], "hermite", 3, over=BALLS)


def test_kinks_claim_no_rate():
    for method in ("chebyshev", "minimax", "hermite"):
        found = approximate(network("relu"), X, TOP, method, 3)
        assert found.order == 0 and np.isfinite(found.bound)


def test_rates_are_the_predicted_ones():
    rows = local_rates(["tanh", "softplus"], 2.0, [8, 20], [3, 7], 2.0, [100, 400])
    assert len(rows) == 8
    for row in rows:
        if row["method"] == "pade" and row["activation"] == "tanh":
            assert row["measured"] > row["predicted"]  # the measure of its Stieltjes function is discrete
        else:
            assert row["measured"] == pytest.approx(row["predicted"], rel=0.1)
