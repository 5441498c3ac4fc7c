import flint
import pytest
import sympy as sp

from closedprop.algebra.taylor import composed
from closedprop.approximations.depth.abel import abel_series
from closedprop.obstructions.recurrence.critical import critical_point
from closedprop.scalars import Invalid, Unable
from closedprop.validated.precision import precision

Z = sp.Symbol("z")


def layer(expression, length=30):
    return composed(expression, Z, [0, 1, *[0] * (length - 2)])


@pytest.mark.parametrize(
    ("expression", "text"), [(sp.tanh(Z), "tanh(z)"), (sp.sin(Z), "sin(z)"), (Z - Z**2 + Z**3, "z-z^2+z^3")]
)
def test_m_a_and_the_residue_are_those_of_the_obstruction(expression, text):
    """An independent implementation, for another purpose."""
    known = critical_point(text)
    series = abel_series(layer(expression), 4)
    assert (series.exponent, series.leading, series.residue) == (known.exponent, known.coefficient, known.residue)


def test_the_residual_is_that_of_abels_equation():
    """At h = 1/64 the equation fails by the residual, up to the powers that are not known."""
    series = abel_series(layer(sp.tanh(Z)), 6)
    assert series.omitted == 8
    with precision(300):
        h = flint.arb(1) / 64
        defect = series.value(h.tanh()) - series.value(h) - 1
        known = sum((flint.arb(r) * h ** (series.start + k) for k, r in enumerate(series.residual)), flint.arb(0))
        assert abs(defect) > flint.arb(2) ** -80
        assert abs(defect - known) < abs(defect) * flint.arb(2) ** -60


def test_a_solvable_layer_has_one_term():
    series = abel_series(layer(Z / sp.sqrt(1 + Z**2)), 6)
    assert series.below == (0, flint.fmpq(1)) and series.residue == 0 and not any(series.above)


def test_slope_and_inverse():
    series = abel_series(layer(sp.tanh(Z)), 8).rounded()
    step = 1e-6
    slope = (series.value(0.3 + step) - series.value(0.3 - step)) / (2 * step)
    assert series.slope(0.3) == pytest.approx(slope, rel=1e-8)
    assert series.inverse(series.value(0.3), 0.31) == pytest.approx(0.3, rel=1e-13)
    with precision(300):
        exact = abel_series(layer(sp.tanh(Z)), 8)
        root = exact.inverse(exact.value(flint.arb("0.3")), flint.arb(1))
        assert root.contains(flint.arb("0.3")) and root.rel_accuracy_bits() > 250


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: abel_series(layer(sp.tanh(Z) / 2), 2), Unable, "Abel's equation: the multiplier 1/2"),
        (lambda: abel_series(layer(Z), 2), Unable, "a layer map that is the identity"),
        (lambda: abel_series(layer(sp.sinh(Z)), 2), Unable, "this side of the fixed point: a repelling petal"),
        (lambda: abel_series(layer(sp.tanh(Z), 8), 4), Invalid, "order 4: 8 coefficients"),
        (lambda: abel_series(layer(sp.tanh(Z)), -1), Invalid, "order -1: negative"),
        (
            lambda: abel_series(layer(sp.tanh(Z)), 2).rounded().inverse(-1.0, 1.0),
            Unable,
            "Abel's function at -1",
        ),
        (
            lambda: abel_series(layer(sp.tanh(Z)), 2).rounded().inverse(10.0, 0.1),
            Unable,
            "too far out; let more layers",
        ),
    ],
)
def test_refusals(call, error, message):
    with pytest.raises(error, match=message):
        call()
