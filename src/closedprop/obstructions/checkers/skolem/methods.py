"""Two ways to exclude zeros of a C-finite sequence by residues: at all depths, and up to a bound."""

import flint
import numpy as np

from closedprop.obstructions.certificate import Certificate
from closedprop.obstructions.checkers.fields import demand, field, natural
from closedprop.obstructions.checkers.skolem.tail import Tail

_MOST_PERIOD = 1_000_000  # arbitrary: terms that a checker is willing to run through
_MOST_BOUND = 10_000_000
_FARTHEST = 10_000  # arbitrary: how far back a zero of the continued sequence may lie


def isolation(certificate: Certificate, tail: Tail, zeros: list[int], progressions: list[list[int]]) -> None:
    r"""Check that the zeros are all zeros, at every depth, by an odd prime p and a period q.

    Let the companion matrix have :math:`A^q \equiv 1` modulo p. Each residue class of indices modulo q in which a term
    vanishes modulo p must lie in a progression of zeros, or contain a zero, at an integer k of either sign, with
    :math:`a_{k+q} \not\equiv 0` modulo :math:`p^2`: then it contains no other zero.
    """
    p, period = natural(certificate, "prime", 3), natural(certificate, "period", 1)
    demand(bool(p < 2**31 and flint.fmpz(p).is_prime()), "the prime of an isolation", f"{p}", "give an odd prime")
    demand(tail.is_reversible(p), "the prime of an isolation", f"{p} divides a coefficient", "use another prime")
    demand(period <= _MOST_PERIOD, "the period of an isolation", f"{period}", f"give at most {_MOST_PERIOD}")
    demand(_has_period(tail, p, period), "the period of an isolation", f"{period} is no period modulo {p}")
    alone = field(certificate, "all_zeros", list)
    proper = all(isinstance(k, int) and not isinstance(k, bool) and abs(k) <= _FARTHEST for k in alone)
    demand(
        proper and sorted(set(alone)) == alone, "the zeros of an isolation", f"{alone!r:.80}", "list integers in order"
    )
    classes: dict[int, int] = {}
    for k in alone:
        demand(tail.state(k)[0] == 0, "a zero of an isolation", f"the term {k} is not zero")
        demand(k % period not in classes, "the zeros of an isolation", f"two in the class of {k}", "use another prime")
        classes[k % period] = k
        isolated = tail.modulo(p * p, max(period + 1, tail.order), k)[period] != 0
        demand(isolated, "a zero of an isolation", f"{k} is not isolated modulo {p}^2", "use another prime")
    for i, residue in enumerate(tail.modulo(p, max(period, tail.order))[:period]):
        if residue == 0 and i not in classes:
            covered = any(period % step == 0 and (tail.start + i - first) % step == 0 for first, step in progressions)
            demand(covered, "a residue class of an isolation", f"nothing is known about {i} modulo {period}")
    expected = [m for m in range(tail.start) if tail.term(m) == 0] + [tail.start + k for k in alone if k >= 0]
    demand(zeros == expected, "the zeros of a certificate", f"{zeros!r:.80}", f"they are {expected!r:.80}")


def sieve(certificate: Certificate, tail: Tail, zeros: list[int], progressions: list[list[int]]) -> None:
    """Check that the zeros are all zeros up to the bound, by the periods of the sequence modulo primes."""
    bound, moduli = natural(certificate, "bound"), field(certificate, "moduli", list)
    demand(bound <= _MOST_BOUND, "the bound of a sieve", f"{bound}", f"give at most {_MOST_BOUND}")
    possible = np.ones(max(bound + 1 - tail.start, 0), dtype=bool)
    for pair in moduli:
        proper = isinstance(pair, list) and len(pair) == 2 and all(type(value) is int and value > 0 for value in pair)
        demand(proper, "the moduli of a sieve", f"{pair!r:.80}", "give pairs of a prime and a period")
        p, period = pair
        demand(bool(p < 2**31 and flint.fmpz(p).is_prime()), "the modulus of a sieve", f"{p}", "give a prime")
        demand(period <= _MOST_PERIOD and tail.is_reversible(p), "the modulus of a sieve", f"{p}", "use another prime")
        # A sequence that is run by its last d terms repeats as soon as d of them do.
        terms = tail.modulo(p, period + tail.order)
        demand(terms[period:] == terms[: tail.order], "the period of a sieve", f"{period} is no period modulo {p}")
        vanishes = np.array(terms[:period]) == 0
        possible &= np.resize(vanishes, len(possible))
    for first, step in progressions:
        possible[first - tail.start :: step] = False
    expected = [m for m in range(min(tail.start, bound + 1)) if tail.term(m) == 0]
    expected += [tail.start + int(k) for k in np.flatnonzero(possible)]
    demand(zeros == expected, "the zeros of a certificate", f"{zeros!r:.80}", f"the sieve leaves {expected!r:.80}")


def _has_period(tail: Tail, p: int, period: int) -> bool:
    """Return whether the companion matrix to this power is the identity modulo p."""
    size = tail.order
    rows = [[int(j == i + 1) for j in range(size)] for i in range(size - 1)]
    rows.append([int(c.p) * pow(int(c.q), -1, p) % p for c in reversed(tail.coefficients)])
    identity = flint.nmod_mat([[int(i == j) for j in range(size)] for i in range(size)], p)
    return bool(flint.nmod_mat(rows, p) ** period == identity)
