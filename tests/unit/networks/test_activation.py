import numpy as np
import pytest
import sympy as sp

from closedprop.networks import ACTIVATIONS, Activation, activation, load_activations
from closedprop.scalars import BALLS, EXPRESSIONS, PRIME, RATIONALS, Invalid, Undefined


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: Activation("bad", "abs(z)"), "its formula changes between -oo and oo; list every kink"),
        (
            lambda: Activation("bad", "max(0, z)", kinks={0: 2}),
            "the slope 2 of bad at its kink 0: outside the one-sided",
        ),
        (lambda: Activation("bad", "z/abs(z)", kinks={0: 0}), "the activation bad: a jump at z = 0"),
        (lambda: Activation("bad", "a*z"), "'a' at column 1 is not a known name"),
        (lambda: activation("sigmod"), "the activation sigmod: unknown; did you mean sigmoid"),
        (lambda: activation("isru", b=1), "the parameter b of isru: unknown; use one of a"),
        (lambda: activation("tanh", b=1), "the parameter b of tanh: unknown; leave it out"),
        (lambda: ACTIVATIONS["tanh"].taylor(0, -1), "the Taylor polynomial of order -1: negative"),
    ],
)
def test_messages_of_bad_activations(build, message):
    with pytest.raises(Invalid, match=message):
        build()


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: ACTIVATIONS["tanh"]([1], over=RATIONALS), "tanh over RATIONALS: not defined there; use over=BALLS"),
        (
            lambda: ACTIVATIONS["relu"]([1], over=PRIME(7)),
            r"a kink over PRIME\(7\): no order there; use over=RATIONALS",
        ),
        (lambda: ACTIVATIONS["relu"].taylor(0, 2), "the Taylor series of relu at 0: a kink; expand at another point"),
        (lambda: ACTIVATIONS["relu"].taylor_array([1.0], 2), "Taylor arrays of relu: it has kinks; use a smooth"),
    ],
)
def test_undefined_is_said_with_the_remedy(act, message):
    with pytest.raises(Undefined, match=message):
        act()


def test_documented_slopes_at_kinks():
    at = {"relu": {0: 0}, "leaky_relu": {0: 0.01}, "abs": {0: 0}, "hardtanh": {-1: 0, 1: 0}, "softsign": {0: 1}}
    for name, slopes in at.items():
        for point, slope in slopes.items():
            assert ACTIVATIONS[name].slope([float(point)])[0] == slope
            assert ACTIVATIONS[name].slope([point], over=RATIONALS)[0] == RATIONALS.convert(str(slope))


def test_selu_keeps_mean_zero_and_variance_one():
    # Source: Klambauer et al. 2017: lambda = 1.0507009873554805, alpha = 1.6732632423543772.
    selu = ACTIVATIONS["selu"]
    scale, alpha = (sp.N(value, 17) for value in selu._values.values())
    assert abs(scale - sp.Float("1.0507009873554804934", 20)) < 1e-16
    assert abs(alpha - sp.Float("1.6732632423543772848", 20)) < 1e-16


def test_taylor_of_the_side_of_a_kink():
    assert ACTIVATIONS["relu"].taylor(2, 2) == [2, 1, 0]
    assert ACTIVATIONS["relu"].taylor(-2, 2) == [0, 0, 0]
    assert ACTIVATIONS["softsign"].taylor(1, 2) == [sp.Rational(1, 2), sp.Rational(1, 4), -sp.Rational(1, 8)]


def test_taylor_arrays_are_the_exact_coefficients():
    for name in ("tanh", "sigmoid", "erf", "softplus", "gelu"):
        centers = [-0.75, 0.5]
        arrays = ACTIVATIONS[name].taylor_array(np.array(centers), 6)
        exact = [[float(c) for c in ACTIVATIONS[name].taylor(sp.Rational(c), 6)] for c in centers]
        np.testing.assert_allclose(arrays, np.array(exact).T, rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize(
    ("name", "radius"),
    [("tanh", np.pi / 2), ("sigmoid", np.pi), ("softplus", np.pi), ("arctan", 1), ("isru", 1), ("erf", np.inf)],
)
def test_radius_is_the_distance_to_the_nearest_singularity(name, radius):
    assert np.isclose(ACTIVATIONS[name].radius(), radius, rtol=1e-12)


def test_radius_moves_with_the_center():
    assert np.isclose(ACTIVATIONS["tanh"].radius(2.0), abs(2 - 1j * np.pi / 2), rtol=1e-12)


@pytest.mark.parametrize(
    ("name", "extent"),
    [
        ("tanh", (-1, 1)),
        ("sigmoid", (0, 1)),
        ("relu", (0, np.inf)),
        ("leaky_relu", (-np.inf, np.inf)),
        ("sin", (-1, 1)),
        ("elu", (-1, np.inf)),
        ("quadratic", (0, np.inf)),
        ("logistic", (-np.inf, 1)),
        ("silu", (-0.27846454276107380, np.inf)),  # Source: -W(1/e), the Lambert function
        ("gelu", (-0.16997120747990369, np.inf)),  # Source: minimum of z Phi(z), 40-digit Newton with mpmath
    ],
)
def test_range(name, extent):
    np.testing.assert_allclose(ACTIVATIONS[name].range, extent, rtol=1e-7, atol=1e-12)


def test_domain():
    assert ACTIVATIONS["tanh"].domain == sp.Reals
    assert Activation("shifted", "log(1 + z)").domain == sp.Interval.open(-1, sp.oo)


def test_expressions_keep_the_formula():
    x = sp.Symbol("x")
    assert ACTIVATIONS["relu"]([x], over=EXPRESSIONS)[0] == sp.Max(0, x)
    assert ACTIVATIONS["tanh"].slope([x], over=EXPRESSIONS)[0] == 1 - sp.tanh(x) ** 2


def test_a_wide_ball_contains_the_slopes_on_both_sides():
    ball = BALLS.convert(0).union(BALLS.convert(1)).union(BALLS.convert(-1))
    slope = ACTIVATIONS["abs"].slope([ball], over=BALLS)[0]
    assert slope.contains(-1) and slope.contains(1)


def test_a_user_adds_one_by_one_line(tmp_path):
    path = tmp_path / "activations.yaml"
    path.write_text(
        "mish: z*tanh(log(1+exp(z)))\nshrink: {expression: 'a*z - max(-1, min(1, a*z))', "
        "kinks: {-1: 0, 1: 0}, parameters: {a: 1}}\n"
    )
    loaded = load_activations(path)
    z = np.array([-700.0, -3.0, 0.5, 700.0])
    np.testing.assert_allclose(loaded["mish"](z), z * np.tanh(np.logaddexp(0, z)), rtol=1e-13)
    np.testing.assert_allclose(loaded["shrink"](np.array([-3.0, 0.5, 2.5])), [-2.0, 0.0, 1.5])
    assert set(loaded) == {*ACTIVATIONS, "mish", "shrink"} and "mish" not in ACTIVATIONS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("evil: __import__('os').system('true')", "the activation evil of .*: refused .*is not mathematics"),
        ("evil: __import__('os')", "refused .*is not a known function"),
        ("tanh: z", "the name is taken; choose another name"),
        ("odd: {expresion: z}", "refused \\(the entry: no expression\\); write it as text"),
        ("odd: {expression: z, kink: {0: 0}}", "the key kink: unknown\\); did you mean kinks"),
        ("- z", "a list; write lines"),
    ],
)
def test_a_bad_file_is_refused(tmp_path, text, message):
    path = tmp_path / "activations.yaml"
    path.write_text(text)
    with pytest.raises(Invalid, match=message):
        load_activations(path)
