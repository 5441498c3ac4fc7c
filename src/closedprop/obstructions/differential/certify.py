r"""Finding: does the function that linearises a layer solve an algebraic differential equation within bounds?"""

from collections.abc import Mapping

import flint
import sympy as sp

from closedprop.errors import Invalid, Unable, nearest
from closedprop.networks import Activation
from closedprop.networks.parse import parse
from closedprop.networks.random import stream
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.ade import NAMES, PAPER, claim, digest_of
from closedprop.obstructions.checkers.ade.constants import Z, constants_of, hypotheses, is_root, radicand
from closedprop.obstructions.checkers.ade.equation import EXACT_TERMS, Term, last_order, residual
from closedprop.obstructions.checkers.ade.functional_series import exactly, parabolic_order
from closedprop.obstructions.differential.fixed_points import fixed_point as suitable
from closedprop.obstructions.differential.functional import (
    PRIME,
    iterative_logarithm,
    koenigs_series,
    poincare_series,
)
from closedprop.obstructions.differential.layer_series import layer_series
from closedprop.obstructions.differential.monomials import Bounds, coefficient_matrix
from closedprop.obstructions.differential.reconstruct import smallest_equation

MORE_TERMS = 64  # arbitrary: rows beyond the columns
MORE_VERIFIED = 40  # arbitrary: terms to which an equation is verified over the rationals, beyond twice its own
_CASE = 9  # arbitrary: the random stream of these residues within the stage
_SERIES = {"koenigs": koenigs_series, "poincare": poincare_series, "itlog": iterative_logarithm}


def certify_ade(
    layer: str | sp.Expr | Activation,
    *,
    function: str = "auto",
    order: int = 4,
    degree: int = 4,
    coefficient_degree: int = 10,
    prime: int = PRIME,
    terms: int | None = None,
    fixed_point: str | None = None,
    seed: int = 0,
) -> Certificate:
    r"""Return a certificate that a conjugating function solves no algebraic differential equation within the bounds.

    ``layer`` is F as an expression in z. ``function`` is ``koenigs`` (:math:`K \circ F = \lambda K`), ``poincare``
    (:math:`F \circ P = P(\lambda\, \cdot)`), ``itlog`` (:math:`\phi \circ F = F' \phi`, for the multiplier 1), or ``auto``: the
    one that is usual for the multiplier. A fixed point that is not given is looked for among small rationals, and moved to 0.

    PROVED: full column rank modulo the prime. REFUTED: an equation, exact and proved. UNKNOWN: the rank is deficient, and
    either no equation was found, or one that is verified to finitely many terms only.

    Error: exact.    Cost: that of the rank of a (terms, columns) matrix.
    Raises ``Undefined`` where the function does not exist, ``Unable`` for a resonance modulo the prime, an irrational
    fixed point, or constants that cannot be specialised; ``Invalid`` for an unknown function.
    Paper: cor:hypertranscendence.

    >>> from closedprop.obstructions.differential.written import written
    >>> certificate = certify_ade("2*z*(1 - z)", function="koenigs", order=1, degree=1, coefficient_degree=1)
    >>> certificate.verdict.name, written(certificate.data)
    ('REFUTED', "(1 - 2 x) K' - 1 = 0")
    """
    if function not in (*NAMES, "auto"):
        raise Invalid(f"the function {function}", "unknown", nearest(function, [*NAMES, "auto"]))
    bounds = Bounds(order, degree, coefficient_degree)
    terms = bounds.columns + MORE_TERMS if terms is None else terms
    map_, point, multiplier, function = _read(layer, function, fixed_point)
    constants = _residues(map_, point, prime, seed)
    series = _series(function, map_, point, terms + order, prime, constants)
    rank = coefficient_matrix(series, bounds, terms).rank()
    data = {
        "map": str(map_),
        "fixed_point": str(point),
        "function": function,
        "multiplier": str(multiplier),
        "order": order,
        "degree": degree,
        "coefficient_degree": coefficient_degree,
        "columns": bounds.columns,
        "terms": terms,
        "prime": prime,
        "constants": constants,
        "hypotheses": hypotheses(constants),
        "digest": digest_of(series, terms + order),
        "rank": rank,
        "equation": [],
        "verified": 0,
    }
    verdict = Verdict.PROVED if rank == bounds.columns else Verdict.UNKNOWN
    if verdict is Verdict.UNKNOWN and not constants:
        equation = smallest_equation(series, bounds, terms)
        verified, proved = _verified(equation, function, map_, point)
        if verified:
            data["equation"] = [[str(c), i, list(exponents)] for c, i, exponents in equation]
            data["verified"] = verified
        verdict = Verdict.REFUTED if proved else verdict
    return Certificate("ade", claim(data, verdict), verdict, PAPER[verdict], data)


def _read(
    layer: str | sp.Expr | Activation, function: str, given: str | None
) -> tuple[sp.Expr, sp.Rational, sp.Expr, str]:
    """Return the layer as the parser reads its own text, its fixed point and multiplier, and the function."""
    text = layer if isinstance(layer, str) else str(layer.expression if isinstance(layer, Activation) else layer)
    map_ = parse(str(parse(text)))
    return map_, *suitable(map_, function, given)


def _residues(layer: sp.Expr, point: sp.Rational, prime: int, seed: int) -> dict[str, int]:
    """Return a residue for each irrational constant: a root, or a random one for a transcendental constant."""
    found = {}
    for name in constants_of(layer, point):
        if not is_root(name):
            found[name] = int(stream(seed, "obstructions", _CASE).integers(1, prime, dtype="uint64"))
            continue
        roots = flint.nmod_poly([-radicand(name) % prime, 0, 1], prime).roots()
        if not roots:
            raise Unable(f"{name} modulo {prime}", "no root there", f"use another prime, such as {PRIME}")
        found[name] = min(int(root) for root, _ in roots)
    return found


def _series(
    function: str, layer: sp.Expr, point: sp.Rational, length: int, prime: int, constants: Mapping[str, int]
) -> flint.nmod_poly:
    late = parabolic_order(layer, point) + 1 if function == "itlog" else 0
    image = layer_series(layer, point, length + late, prime, constants)
    image = image - int(image[0])
    if late and image[late] == 0:
        raise Unable(f"an iterative logarithm modulo {prime}", "its first term vanishes", "use another prime")
    return _SERIES[function](image, length)


def _verified(equation: list[Term], function: str, layer: sp.Expr, point: sp.Rational) -> tuple[int, bool]:
    """Return to how many terms an equation holds over the rationals, 0 if it does not, and whether it is proved."""
    if not equation:
        return 0, False
    order = len(equation[0][2]) - 1
    length = 2 * len(equation) + MORE_VERIFIED
    image, solution = exactly(function, layer, point, length + order, EXACT_TERMS)
    if residual(equation, solution, length) != 0:
        return 0, False
    last = last_order(equation, function, layer.subs(Z, Z + point) - point, image, solution)
    return length, last is not None and last < length
