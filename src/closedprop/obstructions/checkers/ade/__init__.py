r"""Checking that a conjugating function solves no algebraic differential equation within bounds, or that it does."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from itertools import combinations_with_replacement
from math import comb
from typing import Any

import flint
import sympy as sp

from closedprop.errors import ClosedPropError
from closedprop.networks.parse import parse
from closedprop.obstructions.certificate import Certificate, InvalidCertificate, Verdict
from closedprop.obstructions.checkers.ade.constants import Z, at, constants_of, hypotheses, is_root, radicand
from closedprop.obstructions.checkers.ade.equation import EXACT_TERMS, Term, last_order, residual
from closedprop.obstructions.checkers.ade.functional_series import exactly as exact_series
from closedprop.obstructions.checkers.ade.functional_series import modulo
from closedprop.obstructions.checkers.fields import demand, exactly, field, fraction, natural, prime, same, well_formed

FIELDS = (
    "map",
    "fixed_point",
    "function",
    "multiplier",
    "order",
    "degree",
    "coefficient_degree",
    "columns",
    "terms",
    "prime",
    "constants",
    "hypotheses",
    "digest",
    "rank",
    "equation",
    "verified",
)
#: What each function is called, and the equation that defines it.
NAMES = {
    "koenigs": "Koenigs function K (K(F) = {} K, K = x + ...)",
    "poincare": "Poincare function P (F(P(t)) = P({} t), P = t + ...)",
    "itlog": "iterative logarithm phi (phi(F) = F' phi, phi = x^r + ...)",
}
PAPER = {
    Verdict.PROVED: "prop:ade-certificate",
    Verdict.REFUTED: "prop:ade-equation",
    Verdict.UNKNOWN: "prop:ade-certificate",
}
_MORE = 8  # arbitrary: terms of an equation that are checked beyond those of the finder
_LARGEST = 10**8  # arbitrary: entries of the matrix
_LARGEST_BOUND = 20  # arbitrary: far beyond what such matrices reach


def claim(data: Mapping[str, Any], verdict: Verdict) -> str:
    """Return the sentence that the data of a certificate mean."""
    multiplier = data["multiplier"]
    function = NAMES[data["function"]].format(multiplier if multiplier.isdigit() else f"({multiplier})")
    variable = "t" if data["function"] == "poincare" else "x"
    sentence = (
        f"The {function} of F(z) = {data['map']} at the fixed point {data['fixed_point']}"
        f"{'' if variable == 't' else ', a function of the distance x from it,'} solves no algebraic differential equation "
        f"of order <= {data['order']} and degree <= {data['degree']} in the function and its derivatives, whose "
        f"coefficients are complex polynomials in {variable} of degree <= {data['coefficient_degree']}"
    )
    if verdict is not Verdict.UNKNOWN:
        return sentence + "."
    if data["equation"]:
        return (
            f"{sentence}: undecided, since the equation given holds up to {variable}^{data['verified']}, without proof."
        )
    return f"{sentence}: undecided, since the rank modulo the prime is {data['rank']} of {data['columns']}."


def columns_of(order: int, degree: int, coefficient_degree: int) -> int:
    """Return the number of differential monomials within the bounds.

    >>> columns_of(4, 4, 10)
    1386
    """
    return comb(order + 1 + degree, degree) * (coefficient_degree + 1)


def digest_of(series: flint.nmod_poly, length: int) -> str:
    """Return the SHA-256 of the first coefficients of a series modulo a prime, written as numbers with commas."""
    return sha256(",".join(str(int(series[n])) for n in range(length)).encode()).hexdigest()


def multiplier_of(layer: sp.Expr, point: sp.Rational) -> sp.Expr:
    """Return the exact derivative at a point."""
    return sp.simplify(at(layer.diff(Z), point))


def check(certificate: Certificate) -> None:
    r"""Recompute the series, the matrix and its rank, and the proof of the equation if there is one.

    The layer is expanded by the differential equations of its parts, the function by the plain recurrence of its functional
    equation, so that non-resonance is seen at every coefficient. Full column rank of the images of all differential monomials
    under a ring homomorphism to GF(p) implies full rank over the complex numbers.

    .. math:: \operatorname{rank} \bigl( [x^n]\, x^i \textstyle\prod_j (\Phi^{(j)})^{e_j} \bigr)_{n, (i, e)} = \#\{(i, e)\}
              \implies \Phi \text{ solves no equation within the bounds}

    Error: exact.    Cost: that of the rank; the series of the layer takes terms^2 operations, and there are terms products.
    Raises ``InvalidCertificate`` unless data imply claim, verdict and label.
    Paper: prop:ade-certificate.
    """
    try:
        well_formed(lambda: _check(certificate), "map")
    except InvalidCertificate:
        raise
    except (ClosedPropError, ArithmeticError, AttributeError, RecursionError, NotImplementedError) as error:
        raise InvalidCertificate("an ade certificate", f"{error}", "find the certificate anew") from None


def _check(certificate: Certificate) -> None:
    exactly(certificate, FIELDS)
    data = certificate.data
    bounds = tuple(natural(certificate, name) for name in ("order", "degree", "coefficient_degree"))
    _demanded(max(bounds) <= _LARGEST_BOUND, "bounds", f"{bounds}", f"use at most {_LARGEST_BOUND}")
    columns, terms, p = natural(certificate, "columns", 1), natural(certificate, "terms", 1), prime(certificate)
    _demanded(columns == columns_of(*bounds), "columns", f"{columns}", f"the bounds give {columns_of(*bounds)}")
    _demanded(columns * terms <= _LARGEST, "columns and terms", f"{columns} x {terms}", "use smaller bounds")
    function = field(certificate, "function", str)
    _demanded(function in NAMES, "function", function, f"use one of {', '.join(NAMES)}")
    layer, point = _layer(certificate)
    constants = _constants(certificate, layer, point, p)
    length = terms + bounds[0]
    series = modulo(function, layer, point, length, p, constants)
    found = digest_of(series, length)
    _demanded(found == field(certificate, "digest", str), "digest", data["digest"], f"it is {found}")
    rank = rank_of(series, bounds, terms, p)
    _demanded(rank == natural(certificate, "rank"), "rank", f"{data['rank']}", f"it is {rank}")
    _demanded(rank < columns or not data["equation"], "equation", "one although the rank is full", "leave it empty")
    proved = _equation_proved(certificate, layer, point, bounds)
    verdict = Verdict.PROVED if rank == columns else Verdict.REFUTED if proved else Verdict.UNKNOWN
    same(certificate, claim(data, verdict), verdict, PAPER[verdict])


def _demanded(holds: bool, name: str, found: str, do: str) -> None:
    demand(holds, f"the field {name} of a certificate", found, do)


def _layer(certificate: Certificate) -> tuple[sp.Expr, sp.Rational]:
    """Return the layer and its fixed point, after checking that it is fixed and that the multiplier is the one given."""
    layer = parse(field(certificate, "map", str))
    where = fraction(field(certificate, "fixed_point", str), "fixed_point")
    point = sp.Rational(where.numerator, where.denominator)
    _demanded(str(where) == certificate.data["fixed_point"], "fixed_point", f"{where}", "write it in lowest terms")
    _demanded(at(layer, point) == point, "fixed_point", f"{point}, which goes to {at(layer, point)}", "give one")
    multiplier, given = multiplier_of(layer, point), field(certificate, "multiplier", str)
    _demanded(str(multiplier) == given, "multiplier", given, f"it is {multiplier}")
    _demanded(
        multiplier == 1 if certificate.data["function"] == "itlog" else multiplier not in (0, 1, -1),
        "function",
        f"{certificate.data['function']} at the multiplier {multiplier}",
        "use itlog for the multiplier 1, the others for any other but 0 and -1",
    )
    return layer, point


def _constants(certificate: Certificate, layer: sp.Expr, point: sp.Rational, p: int) -> dict[str, int]:
    """Return the residues of the irrational constants, after checking that they may stand for them."""
    given = field(certificate, "constants", dict)
    names = constants_of(layer, point)
    _demanded(sorted(given) == names, "constants", f"{sorted(given)}", f"they are {names}")
    for name, residue in given.items():
        proper = isinstance(residue, int) and not isinstance(residue, bool) and 0 < residue < p
        _demanded(proper, "constants", f"{residue!r:.80} for {name}", f"give an integer from 1 to {p - 1}")
        square = not is_root(name) or (residue * residue - radicand(name)) % p == 0
        _demanded(square, "constants", f"{residue} for {name}", "give a square root")
    implied = hypotheses(given)
    found = field(certificate, "hypotheses", list)
    _demanded(found == implied, "hypotheses", f"{found!r:.200}", f"they are {implied}")
    return given


def rank_of(series: flint.nmod_poly, bounds: Sequence[int], terms: int, p: int) -> int:
    """Return the rank of the first ``terms`` coefficients of all differential monomials, as rows of the matrix."""
    order, degree, coefficient_degree = bounds
    derivatives = [series]
    for _ in range(order):
        derivatives.append(derivatives[-1].derivative())
    entries: list[int] = []
    for chosen in combinations_with_replacement([flint.nmod_poly([1], p), *derivatives], degree):
        monomial = flint.nmod_poly([1], p)
        for factor in chosen:
            monomial = monomial.mul_low(factor, terms)
        row = [int(monomial[n]) for n in range(terms)]
        for i in range(coefficient_degree + 1):
            entries += [*[0] * i, *row][:terms]
    return flint.nmod_mat(columns_of(*bounds), terms, entries, p).transpose().rank()


def equation_of(listed: Sequence[Any]) -> list[Term]:
    """Return an equation from its terms ``[coefficient, power, [exponents]]`` in a certificate."""
    return [(fraction(coefficient, "equation"), power, tuple(exponents)) for coefficient, power, exponents in listed]


def _equation_proved(certificate: Certificate, layer: sp.Expr, point: sp.Rational, bounds: Sequence[int]) -> bool:
    """Return whether there is an equation that is proved; one that fails to a finite order is an invalid certificate."""
    equation, verified = equation_of(field(certificate, "equation", list)), natural(certificate, "verified")
    if not equation:
        _demanded(verified == 0, "verified", f"{verified}", "without an equation it is 0")
        return False
    order, degree, coefficient_degree = bounds
    for coefficient, power, exponents in equation:
        numbers = [power, *exponents]
        proper = all(isinstance(number, int) and not isinstance(number, bool) and number >= 0 for number in numbers)
        within = power <= coefficient_degree and len(exponents) == order + 1 and sum(exponents) <= degree
        _demanded(
            proper and within and coefficient != 0, "equation", f"{(power, *exponents)}", "stay within the bounds"
        )
    _demanded(len({term[1:] for term in equation}) == len(equation), "equation", "a monomial twice", "collect them")
    length = verified + _MORE
    image, solution = exact_series(certificate.data["function"], layer, point, length + order, EXACT_TERMS)
    _demanded(residual(equation, solution, length) == 0, "equation", "a non-zero coefficient", "give one that holds")
    moved = layer.subs(Z, Z + point) - point
    last = last_order(equation, certificate.data["function"], moved, image, solution)
    return last is not None and last < verified
