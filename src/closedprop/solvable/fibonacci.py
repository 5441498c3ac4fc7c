"""The Fibonacci network: its deltas are Fibonacci numbers, and Binet's formula is their closed form."""

import flint

from closedprop.algebra import Quadratic
from closedprop.scalars import Invalid

#: The tied weight. It is symmetric, so the transpose in the recursion of delta changes nothing.
WEIGHT = ((1, 1), (1, 0))

#: delta^(L) = (F_1, F_0).
DELTA_TOP = (1, 0)

#: The golden ratio, exactly.
GOLDEN = Quadratic("1/2", "1/2", 5)  # type: ignore[arg-type]


def binet(m: int) -> flint.fmpq:
    r"""Return the Fibonacci number :math:`F_m` by Binet's formula, exactly.

    .. math:: F_m = \frac{\varphi^m - \psi^m}{\sqrt 5}, \qquad \varphi, \psi = \frac{1 \pm \sqrt 5}{2}

    Error: none; the powers are taken in :math:`\mathbb{Q}(\sqrt 5)`.    Cost: O(log m) products there.
    Raises ``Invalid`` for a negative index.

    >>> [int(binet(m).p) for m in range(9)]
    [0, 1, 1, 2, 3, 5, 8, 13, 21]
    """
    if m < 0:
        raise Invalid(f"the Fibonacci number F_{m}", "a negative index", "give m >= 0")
    difference = GOLDEN**m - GOLDEN.conjugate() ** m
    return (difference / Quadratic(flint.fmpq(0), flint.fmpq(1), 5)).a


def fibonacci_delta(steps: int) -> tuple[flint.fmpq, flint.fmpq]:
    r"""Return delta of the Fibonacci network, ``steps`` layers below the top, by Binet's formula.

    .. math:: W = \begin{pmatrix} 1 & 1 \\ 1 & 0 \end{pmatrix}, \quad
              \delta^{(L)} = \begin{pmatrix} 1 \\ 0 \end{pmatrix} \implies
              \delta^{(L-m)} = \begin{pmatrix} F_{m+1} \\ F_m \end{pmatrix}

    Error: exact.    Cost: O(log m) products in Q(sqrt 5).
    Paper: prop:fibonacci.

    >>> fibonacci_delta(10)
    (89, 55)
    """
    return binet(steps + 1), binet(steps)
