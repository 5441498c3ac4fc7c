import flint
import pytest
import sympy as sp

from closedprop.networks.parse import parse
from closedprop.obstructions.certificate import InvalidCertificate
from closedprop.obstructions.checkers.ade.constants import Z, constants_of, value
from closedprop.obstructions.checkers.ade.functional_series import exactly, modulo, parabolic_order
from closedprop.obstructions.checkers.ade.layer_taylor import taylor
from closedprop.scalars import PRIME, RATIONALS, Unable, Undefined

LAYERS = [
    "tanh(z)/2",
    "sin(z) + z**2",
    "cos(z) - 1 + z/3",
    "tan(z)*3",
    "sinh(z)*cosh(z)*5",
    "atan(z/2)",
    "asinh(z + z**2)/2",
    "(exp(z) - 1)/2",
    "log((1 + exp(z))/2)",
    "z/(1 + exp(-z))",
    "z/sqrt(1 + z**2)/2",
    "(1 + z)**(2/3) - 1",
]


@pytest.mark.parametrize("layer", LAYERS)
def test_taylor_is_sympys(layer):
    expression = parse(layer)
    expected = sp.series(expression, Z, 0, 8).removeO()
    found = taylor(expression, sp.S.Zero, 8, RATIONALS, {})
    assert [sp.Rational(str(c)) for c in found] == [expected.coeff(Z, n) for n in range(8)]


def test_taylor_elsewhere():
    found = taylor(parse("z/sqrt(1 + z**2) + 3/20"), sp.Rational(3, 4), 3, RATIONALS, {})
    expected = [
        parse("z/sqrt(1 + z**2) + 3/20").diff(Z, n).subs(Z, sp.Rational(3, 4)) / sp.factorial(n) for n in range(3)
    ]
    assert [sp.Rational(str(c)) for c in found] == expected


@pytest.mark.parametrize(
    ("function", "layer", "closed"),
    [
        ("koenigs", "2*z*(1-z)", "-log(1 - 2*z)/2"),
        ("poincare", "2*z*(1-z)", "(1 - exp(-2*z))/2"),
        ("koenigs", "z/(2*(1+z))", "z/(1 + 2*z)"),
        ("koenigs", "log((1+exp(z))/2)", "exp(z) - 1"),
        ("koenigs", "z/(2*sqrt(1+z**2))", "z/sqrt(1 + 4*z**2/3)"),
        ("itlog", "z/sqrt(1+z**2)", "z**3"),
    ],
)
def test_functions_that_are_known(function, layer, closed):
    _, found = exactly(function, parse(layer), sp.S.Zero, 12)
    assert [found[n] for n in range(12)] == taylor(parse(closed), sp.S.Zero, 12, RATIONALS, {})


def test_the_rationals_reduce_to_the_prime():
    p = 2147483629
    for function, layer in (("koenigs", "tanh(z)/2"), ("poincare", "3*sin(z)"), ("itlog", "exp(z)-1")):
        _, exact = exactly(function, parse(layer), sp.S.Zero, 14)
        found = modulo(function, parse(layer), sp.S.Zero, 14, p, {})
        assert [int(flint.nmod(int(c.p), p) / flint.nmod(int(c.q), p)) for c in (exact[n] for n in range(14))] == [
            int(found[n]) for n in range(14)
        ]


def test_what_is_refused():
    with pytest.raises(
        InvalidCertificate, match=r"the resonance multiplier\^62 = multiplier modulo 2305843009213693951"
    ):
        modulo("koenigs", parse("4*z*(1-z)"), sp.S.Zero, 70, 2**61 - 1, {})
    with pytest.raises(InvalidCertificate, match=r"the resonance multiplier\^3 = multiplier over the rationals"):
        exactly("koenigs", parse("-sin(z)"), sp.S.Zero, 9)
    with pytest.raises(InvalidCertificate, match="its first term vanishes modulo 2147483629"):
        modulo("itlog", parse("z + 2147483629*z**2 + z**3"), sp.S.Zero, 9, 2147483629, {})
    with pytest.raises(InvalidCertificate, match="F - z vanishes to high order"):
        parabolic_order(parse("z + z**20"), sp.S.Zero)
    with pytest.raises(Undefined, match=r"the series of tanh\(z \+ 1\) at 0: its argument is not 0 there"):
        taylor(parse("tanh(z + 1)"), sp.S.Zero, 4, RATIONALS, {})
    with pytest.raises(Undefined, match=r"the series of Abs\(z\): not known to be analytic there"):
        taylor(parse("abs(z)"), sp.S.Zero, 4, RATIONALS, {})
    with pytest.raises(Undefined, match="its base vanishes"):
        taylor(parse("sqrt(z)"), sp.S.Zero, 4, RATIONALS, {})


def test_constants():
    assert constants_of(parse("sqrt(6)*erf(z) - log(3/2)*0"), sp.S.Zero) == ["sqrt(2)", "sqrt(3)", "sqrt(pi)"]
    assert constants_of(parse("log(1 + exp(z)) - log(2)"), sp.S.Zero) == ["log(2)"]
    with pytest.raises(Unable, match=r"residues for log\(2\) and sqrt\(pi\): they may be algebraically dependent"):
        constants_of(parse("erf(z) + log(2)*z"), sp.S.Zero)
    with pytest.raises(Undefined, match="a residue for E: not built from rationals"):
        constants_of(parse("exp(z + 1)"), sp.S.Zero)
    with pytest.raises(Undefined, match=r"sqrt\(2\) over RATIONALS: not a number there; compute modulo a prime"):
        value(sp.sqrt(2), RATIONALS, {})
    p = flint.nmod(0, 10007)
    residues = {"sqrt(2)": p + 3, "sqrt(3)": p + 5, "sqrt(pi)": p + 7}
    product = 2 * sp.sqrt(6) / sp.pi + sp.sqrt(sp.Rational(1, 2)) - (1 + sp.sqrt(sp.pi)) ** 2
    assert value(product, PRIME(10007), residues) == p + 2 * 15 * flint.nmod(49, 10007) ** -1 + (p + 3) / 2 - 64
