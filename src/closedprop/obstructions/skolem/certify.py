"""At which depths a component of delta of a weight-tied linear network is zero."""

from collections.abc import Sequence
from typing import Any

import flint

from closedprop.algebra import Recurrence, minimal_recurrence
from closedprop.obstructions.certificate import Certificate, Verdict
from closedprop.obstructions.checkers.skolem import METHODS, skolem_claim
from closedprop.obstructions.recurrence.sequences import described, terms
from closedprop.obstructions.skolem.order_two import decide
from closedprop.obstructions.skolem.residues import isolating_primes, sieve, terms_modulo
from closedprop.scalars import Invalid

_NEAR = 600  # arbitrary: indices at which zeros are looked for exactly, to find the progressions
_LONGEST_STEP = 100  # arbitrary: roots of unity among quotients of roots of degree up to 6 have smaller orders
_BACKWARD = 2_000  # arbitrary: indices below 0 at which zeros of the continued sequence are looked for
_ATTEMPTS = 100  # tuned: a prime isolates all zeros about once in three

Zeros = tuple[list[int], list[list[int]]]


def certify_skolem(*, weight: Any, top: Any, unit: int = 0, bound: int = 1_000_000) -> Certificate:
    r"""Return a certificate of kind ``skolem``: the m at which component ``unit`` of :math:`\delta^{(L-m)}` is zero.

    .. math:: a_m = \bigl( (W^\top)^m \delta^{(L)} \bigr)_i = 0

    The shortest recurrence of the sequence is stripped of the terms that cannot be continued backwards. If its order is then
    at most 2, the zeros are decided by fractions: PROVED. If not, all indices up to ``bound`` are sieved by residues, and a
    prime is sought modulo which every zero is alone in its residue class: PROVED, too. If none is found, UNKNOWN: the
    zeros are then all zeros up to the bound.
    Error: none.    Cost: seconds, most of them for the sieve.
    Raises ``Invalid`` for a bound below 1, and for a weight, delta and unit that do not fit.
    Source: for the isolation Bilu, Luca, Nieuwveld, Ouaknine, Purser & Worrell, MFCS 2022.
    Paper: thm:skolem.

    >>> berstel = certify_skolem(weight=[[0, 0, 4], [1, 0, -4], [0, 1, 2]], top=[0, 0, 1], bound=1000)
    >>> berstel.data["zeros"], berstel.data["method"]
    ([0, 1, 4, 6, 13, 52], 'isolation')
    >>> certify_skolem(weight=[[1, 1], [-1, 0]], top=[1, 0]).data["progressions"]
    [[2, 3]]
    """
    if bound < 1:
        raise Invalid(f"the zeros up to {bound}", "no depth", "give a bound of at least 1")
    source = described(weight=weight, top=top, unit=unit)
    if len(source["weight"]) != len(source["top"]) or not 0 <= unit < len(source["top"]):
        raise Invalid("a component of delta", f"width {len(source['top'])}, unit {unit}", "make them fit")
    recurrence = minimal_recurrence(terms(source, 2 * len(source["top"])))
    start, tail = _tail(recurrence)
    before = [m for m, a in enumerate(recurrence.initial[:start]) if a == 0]
    if tail.order <= 2:
        decision = decide(tail)
        method, witness = "order", decision.witness
        zeros, progressions = decision.zeros, decision.progressions
    else:
        method, (zeros, progressions), witness = _by_residues(tail, max(bound - start, 0))
        if method == "sieve":
            witness["bound"] = witness["bound"] + start
    zeros = before + [start + k for k in zeros]
    progressions = [[start + first, step] for first, step in progressions]
    data = source | {"coefficients": [str(c) for c in recurrence.coefficients]}
    data |= {"zeros": zeros, "progressions": progressions, "method": method, **witness}
    claim = skolem_claim(source["weight"], source["top"], unit, zeros, progressions)
    verdict = Verdict.UNKNOWN if method == "sieve" else Verdict.PROVED
    return Certificate("skolem", claim, verdict, METHODS[method], data)


def _tail(recurrence: Recurrence) -> tuple[int, Recurrence]:
    """The recurrence without its last coefficients that are zero, and how many they are."""
    coefficients = list(recurrence.coefficients)
    while coefficients and coefficients[-1] == 0:
        coefficients.pop()
    start = recurrence.order - len(coefficients)
    return start, Recurrence(coefficients, recurrence.initial[start:])


def _by_residues(tail: Recurrence, bound: int) -> tuple[str, Zeros, dict[str, Any]]:
    """The method, the zeros and the witness for a tail of order three or more."""
    near = [k for k, a in enumerate(tail.terms(_NEAR)) if a == 0]
    progressions = _progressions(set(near), tail.order)
    on = sum(len(range(first, bound + 1, step)) for first, step in progressions)
    single = [k for k in near if k <= bound and not _lies_in(k, progressions)]
    moduli, left = sieve(tail, bound, enough=on + len(single))
    zeros = [k for k in left if not _lies_in(k, progressions) and (k in single or tail.term(k) == 0)]
    backward = _backward(tail)
    _, maybe = sieve(backward, _BACKWARD, enough=0)
    earlier = [-k for k in maybe if k > 0 and not _lies_in(-k, progressions) and backward.term(k) == 0]
    every = sorted(earlier) + zeros
    for attempt, (p, period) in enumerate(isolating_primes(tail)):
        if attempt == _ATTEMPTS:
            break
        if _isolates(tail, p, period, every, progressions):
            return "isolation", (zeros, progressions), {"prime": p, "period": period, "all_zeros": every}
    return "sieve", (zeros, progressions), {"bound": bound, "moduli": moduli}


def _progressions(zeros: set[int], order: int) -> list[list[int]]:
    """The progressions of zeros: as many zeros in a row with equal steps as the order force all others."""
    found: list[list[int]] = []
    for step in range(1, _LONGEST_STEP + 1):
        for first in range(step):
            if not _lies_in(first, found) and all(first + step * k in zeros for k in range(order)):
                found.append([first, step])
    return sorted(found)


def _lies_in(k: int, progressions: Sequence[Sequence[int]]) -> bool:
    """Whether an index of either sign is on a progression, which extends to both sides."""
    return any((k - first) % step == 0 for first, step in progressions)


def _backward(tail: Recurrence) -> Recurrence:
    """The sequence a_0, a_(-1), a_(-2), ..."""
    *inner, last = tail.coefficients
    backward = Recurrence([*(-c / last for c in reversed(inner)), 1 / last], tail.initial[::-1])
    shift = tail.order - 1  # the reversed sequence begins with a_(d-1)
    return Recurrence(backward.coefficients, backward.terms(shift + tail.order)[shift:])


def _isolates(tail: Recurrence, p: int, period: int, zeros: list[int], progressions: list[list[int]]) -> bool:
    """Whether every index that vanishes modulo p is in the class of one known zero, alone modulo p^2, or a progression."""
    classes = {k % period: k for k in zeros}
    if len(classes) < len(zeros):
        return False
    for i, residue in enumerate(terms_modulo(tail, p, period)):
        covered = any(period % step == 0 and (i - first) % step == 0 for first, step in progressions)
        if residue == 0 and i not in classes and not covered:
            return False
    backward = _backward(tail)
    for k in zeros:
        state = [_exact(tail, backward, k + j) for j in range(tail.order)]
        residues = [int(a.p) * pow(int(a.q), -1, p * p) % (p * p) for a in state]
        if terms_modulo(tail, p * p, period + 1, residues)[period] == 0:
            return False
    return True


def _exact(tail: Recurrence, backward: Recurrence, k: int) -> flint.fmpq:
    return tail.term(k) if k >= 0 else backward.term(-k)
