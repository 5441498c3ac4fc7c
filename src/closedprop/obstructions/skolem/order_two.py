"""Tails of order at most two: the zeros, decided by fractions alone."""

from dataclasses import dataclass, field
from typing import Any

import flint

from closedprop.algebra import Recurrence


@dataclass(frozen=True)
class Decision:
    """The zeros of a tail, as indices from its start, the progressions of zeros, and the witness of a certificate."""

    zeros: list[int]
    progressions: list[list[int]]
    witness: dict[str, Any] = field(default_factory=dict)


def decide(tail: Recurrence) -> Decision:
    r"""Return the zeros of a sequence whose shortest recurrence has order at most 2 and can be run backwards.

    .. math:: a_{k+2} = c_1 a_{k+1} + c_2 a_k, \qquad t = -2 - \frac{c_1^2}{c_2} = \frac{\alpha}{\beta} + \frac{\beta}{\alpha},
              \qquad \tau = 2 + \frac{(c_1^2 + 4 c_2)\, a_0^2}{a_1^2 - c_1 a_0 a_1 - c_2 a_0^2}

    A zero at k requires :math:`t_k = \tau` for :math:`t_0 = 2,\ t_1 = t,\ t_{k+1} = t\,t_k - t_{k-1}`; at most one k does, unless
    :math:`\alpha/\beta` is a root of unity, and it is found by its denominator, or by its size where t is an integer.
    Error: none.    Cost: at most :math:`\log_2` of the height of tau steps.

    >>> decide(Recurrence([2, -5], [139, 110])).zeros
    [7]
    """
    if tail.order == 0:
        return Decision([], [[0, 1]], _witness("zero"))
    if tail.order == 1:
        return Decision([], [], _witness("geometric"))
    (c_1, c_2), (a_0, a_1) = tail.coefficients, tail.initial
    t = -2 - c_1 * c_1 / c_2
    discriminant = c_1 * c_1 + 4 * c_2
    if discriminant == 0:
        # (a_0 + k (a_1/alpha - a_0)) alpha^k with the double root alpha = c_1 / 2
        k = -a_0 / (2 * a_1 / c_1 - a_0)
        found = [int(k.p)] if k.q == 1 and k >= 0 else []
        return Decision(found, [], _witness("double root", t, candidate=found[0] if found else ""))
    if t.q == 1 and abs(t) <= 2:
        turns = {-2: 2, -1: 3, 0: 4, 1: 6}[int(t.p)]
        return Decision(
            [], [[k, turns] for k, a in enumerate(tail.terms(turns)) if a == 0], _witness("root of unity", t)
        )
    target = 2 + discriminant * a_0 * a_0 / (a_1 * a_1 - c_1 * a_0 * a_1 - c_2 * a_0 * a_0)
    candidate = _index(t, target)
    zeros = [candidate] if candidate is not None and tail.term(candidate) == 0 else []
    case = "denominator" if t.q > 1 else "size"
    return Decision(zeros, [], _witness(case, t, str(target), "" if candidate is None else candidate))


def _index(t: flint.fmpq, target: flint.fmpq) -> int | None:
    """Run the sequence t_k until it reaches the target or has passed it."""
    k, now, after = 0, flint.fmpq(2), t
    while now != target:
        if now.q > target.q or (t.q == 1 and abs(now) > abs(target)):
            return None
        k, now, after = k + 1, after, t * after - now
    return k


def _witness(case: str, ratio: Any = "", target: Any = "", candidate: Any = "") -> dict[str, Any]:
    return {"case": case, "ratio": str(ratio), "target": target, "candidate": candidate}
