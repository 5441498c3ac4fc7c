import flint
import pytest
import sympy as sp

from closedprop.networks.parse import parse
from closedprop.obstructions.checkers.ade.constants import constants_of, is_root, radicand
from closedprop.obstructions.checkers.ade.functional_series import modulo
from closedprop.obstructions.differential.functional import (
    PRIME,
    composed,
    inverse_series,
    iterative_logarithm,
    koenigs_series,
    nonresonant,
    poincare_series,
)
from closedprop.obstructions.differential.layer_series import layer_series
from closedprop.scalars import Invalid, Unable, Undefined

#: Layer, fixed point, functions.
LAYERS = [
    ("tanh(z)/2", "0"),
    ("z*erfc(-z/sqrt(2))/2", "0"),
    ("z/sqrt(1 + z**2) + 3/20", "3/4"),
    ("erf(z)", "0"),
    ("log(1 + exp(z)) - log(2)", "0"),
    ("1/(1 + exp(-z)) - 1/2", "0"),
    ("cos(z) - 1 + sinh(z)/3", "0"),
    ("asinh(z)/3 + cosh(z)**2 - 1", "0"),
    ("tan(z)*2 + atan(z)", "0"),
    ("5*z*(1 - z)/2", "3/5"),
]
PARABOLIC = ["sin(z)", "exp(z) - 1", "z + z**2", "z/sqrt(1 + z**2)", "2*log((1 + exp(z))/2)", "z + z**4 - z**5"]


def series_of(layer, point, length):
    expression, where = parse(layer), sp.Rational(point)
    constants = {}
    for name in constants_of(expression, where):
        roots = flint.nmod_poly([-radicand(name) % PRIME, 0, 1], PRIME).roots() if is_root(name) else []
        constants[name] = min(int(root) for root, _ in roots) if roots else 31415926535
    image = layer_series(expression, where, length, PRIME, constants)
    return expression, where, constants, image - int(image[0])


@pytest.mark.parametrize(("layer", "point"), LAYERS)
def test_both_routes_give_the_same_series(layer, point):
    """Composition and Newton here, recurrences in the checker."""
    expression, where, constants, image = series_of(layer, point, 50)
    assert koenigs_series(image, 50) == modulo("koenigs", expression, where, 50, PRIME, constants)
    assert poincare_series(image, 50) == modulo("poincare", expression, where, 50, PRIME, constants)


@pytest.mark.parametrize("layer", PARABOLIC)
def test_both_routes_give_the_same_iterative_logarithm(layer):
    expression, where, constants, image = series_of(layer, "0", 60)
    assert iterative_logarithm(image, 50) == modulo("itlog", expression, where, 50, PRIME, constants)


def test_a_long_series_of_a_quadratic():
    """Newton's method in products only: the functional equation holds to 16384 terms."""
    layer = flint.nmod_poly([0, 3, PRIME - 3], PRIME)
    found = poincare_series(layer, 16384)
    power, scaled = 1, []
    for coefficient in found.coeffs():
        scaled.append(int(coefficient) * power % PRIME)
        power = power * 3 % PRIME
    assert composed(layer, found, 16384) == flint.nmod_poly(scaled, PRIME)
    assert found.length() == 16384


def test_composition_and_inverse():
    outer = flint.nmod_poly([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 10007)
    inner = flint.nmod_poly([0, 1, 1], 10007)
    assert composed(outer, inner, 11) == outer(inner).truncate(11)  # Brent and Kung
    assert composed(outer, inner, 7) == outer(inner).truncate(7)  # Horner
    assert composed(inner, inverse_series(inner, 30), 30) == flint.nmod_poly([0, 1], 10007)


def test_the_default_prime():
    assert flint.fmpz(PRIME).is_prime() and 2**61 < PRIME < 2**62 and PRIME % 840 == 1
    assert not any(flint.fmpz(n).is_prime() for n in range(PRIME + 840, 2**62, 840))
    assert (PRIME + 1) & PRIME != 0  # no Mersenne prime


@pytest.mark.parametrize(("prime", "j"), [(2**31 - 1, 32), (2**61 - 1, 62)])
@pytest.mark.parametrize("multiplier", [2, 4, "1/2"])
def test_resonances_of_mersenne_primes_are_refused(prime, j, multiplier):
    residue = multiplier if isinstance(multiplier, int) else (prime + 1) // 2
    nonresonant(residue, prime, j)
    with pytest.raises(Unable, match=rf"multiplier\^{j} = multiplier; use another prime, such as {PRIME}"):
        nonresonant(residue, prime, j + 1)
    with pytest.raises(Unable, match=rf"multiplier\^{j} = multiplier"):
        koenigs_series(flint.nmod_poly([0, residue, 1], prime), 100)


def test_what_is_refused():
    with pytest.raises(Unable, match="the multiplier vanishes"):
        nonresonant(0, 7, 3)
    with pytest.raises(Invalid, match="an iterative logarithm: not a layer x"):
        iterative_logarithm(flint.nmod_poly([0, 2, 1], 7), 3)
    with pytest.raises(Undefined, match="its argument is not 0 there; choose another bias"):
        layer_series(parse("tanh(z + 1)"), sp.S.Zero, 5, PRIME, {})
    with pytest.raises(Undefined, match="not known to be analytic there; use smooth functions"):
        layer_series(parse("max(z, 0)"), sp.S.Zero, 5, PRIME, {})
    with pytest.raises(Unable, match="a residue that vanishes; use another prime"):
        layer_series(parse("1/(1000003 + z)"), sp.S.Zero, 5, 1000003, {})
    with pytest.raises(Unable, match="9 coefficients modulo 7: the prime is too small"):
        layer_series(parse("z"), sp.S.Zero, 9, 7, {})
