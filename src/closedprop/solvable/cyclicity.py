r"""The cyclicity theorem of max-plus algebra: a power of an irreducible matrix repeats, but for a constant."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, inf, lcm
from typing import Any

import numpy as np

from closedprop.scalars import RATIONALS, Invalid, Scalars, Unable, Undefined

#: The tropical zero: no path.
BOTTOM = -inf

#: Where the search for the transient stops.
MOST_STEPS = 2**64  # arbitrary: 64 tropical squarings


def tropical_matrix(values: Any, over: Scalars) -> np.ndarray:
    """Return a matrix whose entries are numbers or -inf: floats over FLOATS, fractions over RATIONALS.

    Raises ``Invalid`` for a row without a number.

    >>> tropical_matrix([["1/2", float("-inf")]], RATIONALS)
    array([[Fraction(1, 2), -inf]], dtype=object)
    """
    raw = np.array(values, dtype=object)
    matrix = np.empty(raw.shape, dtype=over.dtype)
    for index in np.ndindex(raw.shape):
        matrix[index] = BOTTOM if _is_bottom(raw[index]) else fraction(raw[index], over)
    if matrix.ndim != 2 or any(all(_is_bottom(entry) for entry in row) for row in matrix):
        raise Invalid("a max-plus layer", "not a matrix, or a row without a number", "give every row a finite entry")
    return matrix


def fraction(value: Any, over: Scalars) -> Any:
    """Return a number over FLOATS as it is, one over RATIONALS as a ``Fraction``, which can be compared with -inf."""
    number = over.convert(value)
    return Fraction(int(number.p), int(number.q)) if over is RATIONALS else number


def _is_bottom(entry: Any) -> bool:
    return isinstance(entry, float) and entry == BOTTOM


def tropical_product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    r"""Return :math:`(A \otimes B)_{ij} = \max_k (A_{ik} + B_{kj})`; ``right`` may be a vector.

    >>> tropical_product(np.array([[0.0, 3.0]]), np.array([[1.0], [-1.0]]))
    array([[2.]])
    """
    if right.ndim == 1:
        return (left + right).max(axis=1)
    return (left[:, :, None] + right[None, :, :]).max(axis=1)


def tropical_identity(size: int, over: Scalars) -> np.ndarray:
    """Return the identity of max-plus algebra: 0 on the diagonal, -inf elsewhere."""
    return tropical_matrix([[0 if i == j else BOTTOM for j in range(size)] for i in range(size)], over)


def tropical_power(matrix: np.ndarray, steps: int, over: Scalars) -> np.ndarray:
    r"""Return :math:`A^{\otimes n}` by repeated squaring.

    >>> tropical_power(np.array([[-1.0, 2.0], [0.0, -np.inf]]), 10, RATIONALS)[0, 0]
    10.0
    """
    total = tropical_identity(len(matrix), over)
    for digit in bin(steps)[2:]:
        total = tropical_product(total, total)
        if digit == "1":
            total = tropical_product(total, matrix)
    return total


@dataclass(frozen=True)
class Cyclicity:
    r"""What the powers of an irreducible A come to: :math:`A^{\otimes (k+c)} = c \lambda + A^{\otimes k}` for :math:`k \ge K`.

    ``eigenvalue`` is :math:`\lambda`, the maximal cycle mean; ``period`` c; ``transient`` the least K.
    """

    eigenvalue: Fraction
    period: int
    transient: int


def cyclicity(values: Any) -> Cyclicity:
    r"""Return maximal cycle mean, period and transient of an irreducible max-plus matrix, exactly.

    :math:`\lambda` by Karp's formula, the critical graph from the closure of :math:`A - \lambda`, the period as the least
    common multiple over its components of the greatest common divisors of their cycles, the transient by bisection.
    Shapes: ``values`` (N, N), rational or -inf.    Error: exact.    Cost: O(N^4 + N^3 log K).
    Source: Baccelli, Cohen, Olsder, Quadrat, Synchronization and Linearity, 3.7; the proof is that of the layers' theorem.
    Raises ``Undefined`` for a reducible matrix.

    >>> cyclicity([[-1, 2], [0, -5]])  # the cycle of two edges has mean 1, and repeats from the second power on
    Cyclicity(eigenvalue=Fraction(1, 1), period=2, transient=2)
    """
    matrix = tropical_matrix(values, RATIONALS)
    if not is_irreducible(matrix):
        raise Undefined("the cyclicity of a max-plus matrix", "it is reducible", "use tropical_power")
    mean = cycle_mean(matrix)
    normal = matrix - mean  # -inf stays -inf
    period = _period(_critical_edges(normal), len(matrix))
    return Cyclicity(mean, period, _transient(normal, period))


def cyclic_power(matrix: np.ndarray, steps: int, known: Cyclicity) -> np.ndarray:
    r"""Return :math:`A^{\otimes n}` over RATIONALS with at most K + c multiplications by A, whatever n.

    >>> A = tropical_matrix([[-1, 2], [0, -5]], RATIONALS)
    >>> cyclic_power(A, 10**9, cyclicity(A))[0, 0]
    Fraction(1000000000, 1)
    """
    turns = max(0, (steps - known.transient) // known.period)
    return tropical_power(matrix, steps - turns * known.period, RATIONALS) + turns * known.period * known.eigenvalue


def cycle_mean(matrix: np.ndarray) -> Fraction:
    r"""Return :math:`\max_i \min_{k<N} ((A^{\otimes N})_{iv} - (A^{\otimes k})_{iv}) / (N - k)` of an irreducible matrix (Karp)."""
    size = len(matrix)
    columns = [tropical_identity(size, RATIONALS)[:, 0]]
    for _ in range(size):
        columns.append(tropical_product(matrix, columns[-1]))
    return max(
        min((columns[-1][i] - columns[k][i]) / (size - k) for k in range(size) if not _is_bottom(columns[k][i]))
        for i in range(size)
        if not _is_bottom(columns[-1][i])
    )


def is_irreducible(matrix: np.ndarray) -> bool:
    """Return whether every node reaches every node by at least one edge.

    >>> is_irreducible(tropical_matrix([[0, 1], [BOTTOM, 0]], RATIONALS))
    False
    """
    if len(matrix) == 1:
        return not _is_bottom(matrix[0, 0])
    return matrix.shape[0] == matrix.shape[1] and not any(_is_bottom(entry) for entry in _closure(matrix, 2).flat)


def _closure(matrix: np.ndarray, rounds: int = 0) -> np.ndarray:
    """Return the largest weights of walks of at most N - 1 edges: the identity, and powers up to there."""
    total = np.maximum(tropical_identity(len(matrix), RATIONALS), matrix)
    for _ in range(max(rounds, len(matrix).bit_length())):
        total = tropical_product(total, total)
    return total


def _critical_edges(normal: np.ndarray) -> list[list[int]]:
    """Return, for every node j, the i with an edge j -> i on a cycle of weight 0."""
    closure = _closure(normal)
    nodes = range(len(normal))
    return [[i for i in nodes if not _is_bottom(normal[i, j]) and normal[i, j] + closure[j, i] == 0] for j in nodes]


def _period(edges: Sequence[Sequence[int]], size: int) -> int:
    """Return the cyclicity of a graph each of whose edges lies on a cycle, so that what is reached is a component."""
    period, levels = 1, {}
    for root in range(size):
        if root in levels or not edges[root]:
            continue
        levels[root], component, queue = 0, 0, deque([root])
        while queue:
            node = queue.popleft()
            for other in edges[node]:
                if other not in levels:
                    levels[other] = levels[node] + 1
                    queue.append(other)
                component = gcd(component, levels[node] + 1 - levels[other])
        period = lcm(period, component)
    return period


def _transient(normal: np.ndarray, period: int) -> int:
    """Return the least K with A^(K + c) = A^K, for maximal cycle mean 0: once true, it stays true."""
    turn = tropical_power(normal, period, RATIONALS)

    def repeats(power: np.ndarray) -> bool:
        return bool((tropical_product(turn, power) == power).all())

    reached = tropical_identity(len(normal), RATIONALS)
    if repeats(reached):
        return 0
    doublings = [normal]
    while not repeats(doublings[-1]):
        doublings.append(tropical_product(doublings[-1], doublings[-1]))
        if 2 ** len(doublings) > MOST_STEPS:
            raise Unable("the transient of a max-plus matrix", "more than 2^64 steps", "use tropical_power")
    steps = 0
    for s in reversed(range(len(doublings) - 1)):
        further = tropical_product(doublings[s], reached)
        if not repeats(further):
            reached, steps = further, steps + 2**s
    return steps + 1
