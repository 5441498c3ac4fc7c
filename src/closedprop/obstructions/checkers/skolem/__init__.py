r"""Certificates of kind ``skolem``: at which depths a component of delta of a tied linear network is exactly zero.

The sequence :math:`a_m = \delta^{(L-m)}_i` has a shortest recurrence :math:`a_{m+r} = c_1 a_{m+r-1} + \dots + c_r a_m`. Behind
its first s terms, s the number of zeros at the end of the c's, it can be run backwards, and three methods apply:
``order`` (s >= r - 2: decided by fractions alone), ``isolation`` (every zero is alone in its residue class, modulo a prime), and
``sieve`` (no other zero up to a bound; nothing beyond).
"""

from math import gcd
from typing import Any

import flint

from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.fields import demand, exactly, field, fraction, same
from closedprop.obstructions.checkers.sequences import numbers, read
from closedprop.obstructions.checkers.skolem.methods import isolation, sieve
from closedprop.obstructions.checkers.skolem.tail import Tail
from closedprop.scalars import RATIONALS

METHODS = {"order": "thm:skolem", "isolation": "prop:isolated-zero", "sieve": "prop:isolated-zero"}
_FIELDS = ("weight", "top", "unit", "coefficients", "zeros", "progressions", "method")
_WITNESS = {
    "order": ("case", "ratio", "target", "candidate"),
    "isolation": ("prime", "period", "all_zeros"),
    "sieve": ("bound", "moduli"),
}
_MOST_DEPTH = 2_000_000  # arbitrary: the depth of a zero that a checker is willing to recompute
_MOST_ZEROS = 10_000
#: The period of gamma for the rational gamma + 1/gamma, if gamma is a root of unity other than 1.
TURNS = {-2: 2, -1: 3, 0: 4, 1: 6}


def skolem_claim(weight: Any, top: Any, unit: int, zeros: list[int], progressions: list[list[int]]) -> str:
    """Return the sentence of a certificate."""
    network = f"the weight-tied linear network with weight {_listed(weight)} and delta {_listed(top)} at its top"
    depths = [str(m) for m in zeros] + [f"{first} + {step} k (k >= 0)" for first, step in progressions]
    where = f"exactly for m in {{{', '.join(depths)}}}" if depths else "for no m"
    return f"Component {unit} of delta of {network} is zero, m layers below the top, {where}."


def check(certificate: Certificate) -> None:
    """Check the recurrence, that the zeros are zeros, and that there are no others (for a sieve, up to its bound)."""
    method = field(certificate, "method", str)
    demand(method in METHODS, "the method of a certificate", f"{method!r:.80}", f"use one of {', '.join(METHODS)}")
    exactly(certificate, (*_FIELDS, *_WITNESS[method]))
    network = {name: certificate.data[name] for name in ("weight", "top", "unit")}
    sequence = read(network)
    coefficients = numbers(field(certificate, "coefficients", list), "the recurrence")
    width, order = len(network["top"]), len(coefficients)
    demand(order <= width, "the recurrence of a certificate", f"order {order} at width {width}", "find the shortest")
    terms = sequence.exact(width + order)
    for m in range(width):
        expected = sum((c * terms[m + order - 1 - j] for j, c in enumerate(coefficients)), flint.fmpq(0))
        demand(terms[m + order] == expected, "the recurrence of a certificate", f"it fails at m = {m}")
    tail = Tail.of(coefficients, terms)
    zeros, progressions = _zero_set(certificate, tail)
    if method == "order":
        demand(
            _by_order(certificate, tail) == (zeros, progressions), "the zeros of a certificate", "not those that follow"
        )
        verdict = Verdict.PROVED
    elif method == "isolation":
        isolation(certificate, tail, zeros, progressions)
        verdict = Verdict.PROVED
    else:
        sieve(certificate, tail, zeros, progressions)
        verdict = Verdict.UNKNOWN
    claim = skolem_claim(network["weight"], network["top"], network["unit"], zeros, progressions)
    same(certificate, claim, verdict, METHODS[method])


def _zero_set(certificate: Certificate, tail: Tail) -> tuple[list[int], list[list[int]]]:
    """Return the zeros and the progressions, after checking that each is one and none lies in another."""
    zeros, progressions = field(certificate, "zeros", list), field(certificate, "progressions", list)
    naturals = [*zeros, *(value for pair in progressions if isinstance(pair, list) for value in pair)]
    proper = len(naturals) <= _MOST_ZEROS and all(type(m) is int and 0 <= m <= _MOST_DEPTH for m in naturals)
    proper = proper and all(isinstance(pair, list) and len(pair) == 2 and pair[1] >= 1 for pair in progressions)
    demand(proper and sorted(set(zeros)) == zeros, "the zeros of a certificate", f"{zeros!r:.80}", "list them in order")
    demand(
        sorted(progressions) == progressions, "the progressions of a certificate", f"{progressions!r:.80}", "sort them"
    )
    for i, (first, step) in enumerate(progressions):
        # The terms m = first + step k satisfy a recurrence of the order of the tail: as many zeros force all others.
        vanish = all(tail.term(first + step * k) == 0 for k in range(max(1, tail.order)))
        demand(first >= tail.start and vanish, "a progression of a certificate", f"not zero on {first} + {step} k")
        apart = all((first - f) % gcd(step, g) for f, g in progressions[:i])
        demand(
            apart and first - step < tail.start, "a progression of a certificate", f"{first} + {step} k", "list it once"
        )
    for m in zeros:
        alone = not any(m >= first and (m - first) % step == 0 for first, step in progressions)
        demand(alone and tail.term(m) == 0, "a zero of a certificate", f"not an isolated zero: {m}")
    return zeros, progressions


def _by_order(certificate: Certificate, tail: Tail) -> tuple[list[int], list[list[int]]]:
    """Return the zeros that follow for a tail of order at most two, after checking the witness of its case."""
    case, witness = (
        field(certificate, "case", str),
        [certificate.data[name] for name in ("ratio", "target", "candidate")],
    )
    before = [m for m in range(tail.start) if tail.term(m) == 0]
    if tail.order == 0:
        demand(case == "zero" and witness == ["", "", ""], "the witness of a tail that is zero", f"{case}, {witness}")
        return before, [[tail.start, 1]]
    if tail.order == 1:
        demand(tail.initial[0] != 0, "a geometric tail", "it is zero", "give the shortest recurrence")
        demand(case == "geometric" and witness == ["", "", ""], "the witness of a geometric tail", f"{case}, {witness}")
        return before, []
    demand(tail.order == 2, "a tail decided by its order", f"order {tail.order}", "use isolation")
    (c_1, c_2), a_0, a_1 = tail.coefficients, tail.term(tail.start), tail.term(tail.start + 1)
    discriminant, norm = c_1 * c_1 + 4 * c_2, a_1 * a_1 - c_1 * a_0 * a_1 - c_2 * a_0 * a_0
    demand(norm != 0, "a tail of order 2", "it is geometric", "give the shortest recurrence")
    ratio = -2 - c_1 * c_1 / c_2
    _demand_number(witness[0], ratio, "ratio")
    if discriminant == 0:
        demand(case == "double root" and witness[1] == "", "the witness of a double root", f"{case}, {witness}")
        # a_k = (a_0 + k (a_1/alpha - a_0)) alpha^k with alpha = c_1 / 2
        index = a_0 / (a_0 - 2 * a_1 / c_1)
        candidate = int(index.p) if index.q == 1 and index >= 0 else None
    elif ratio in TURNS:
        turns = TURNS[int(ratio.p)]
        demand(
            case == "root of unity" and witness[1:] == ["", ""], "the witness of a root of unity", f"{case}, {witness}"
        )
        return before, [[m, turns] for m in range(tail.start, tail.start + turns) if tail.term(m) == 0]
    else:
        target = 2 + discriminant * a_0 * a_0 / norm
        _demand_number(witness[1], target, "target")
        demand(case == ("denominator" if ratio.q > 1 else "size"), "the case of a certificate", f"{case!r:.80}")
        candidate = _exponent(ratio, target)
    demand(
        witness[2] == ("" if candidate is None else candidate), "the candidate of a certificate", f"{witness[2]!r:.80}"
    )
    found = candidate is not None and tail.term(tail.start + candidate) == 0
    return before + ([tail.start + candidate] if candidate is not None and found else []), []


def _exponent(ratio: flint.fmpq, target: flint.fmpq) -> int | None:
    """Return the one k with :math:`t_k` = target, for :math:`t_0 = 2, t_1 = t, t_{k+1} = t t_k - t_{k-1}`, if there is one."""
    k = 0
    if ratio.q > 1:  # the denominator of t_k is the k-th power of that of t
        while ratio.q**k < target.q:
            k += 1
    else:  # |t| >= 3, so that |t_k| grows at least by the factor 2
        while abs(_chebyshev(ratio, k)) < abs(target):
            k += 1
    return k if _chebyshev(ratio, k) == target else None


def _chebyshev(ratio: flint.fmpq, k: int) -> flint.fmpq:
    """Return t_k, the trace of the k-th power of a matrix of determinant 1 and trace t."""
    power = flint.fmpq_mat([[ratio, -1], [1, 0]]) ** k
    return power[0, 0] + power[1, 1]


def _demand_number(given: Any, implied: flint.fmpq, name: str) -> None:
    number = RATIONALS.convert(fraction(given, name))
    demand(number == implied, f"the {name} of a certificate", f"{given!r:.80}", f"it is {implied}")


def _listed(values: Any) -> str:
    return "[" + ", ".join(_listed(value) if isinstance(value, list) else str(value) for value in values) + "]"
