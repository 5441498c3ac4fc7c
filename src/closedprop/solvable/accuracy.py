"""How accurate the closed forms of a linear network are in floating point, against exact arithmetic."""

from collections.abc import Sequence
from fractions import Fraction
from math import cos, pi, sin
from typing import Any

import flint
import numpy as np

from closedprop.algebra import rational_matrix
from closedprop.networks import exact_fractions, stream
from closedprop.scalars import FLOATS, RATIONALS, Unable
from closedprop.solvable.linear import linear_delta

Row = dict[str, Any]

#: The methods that run over FLOATS for a weight with irrational eigenvalues.
METHODS = ("recursion", "squaring", "spectral", "putzer", "cayley-hamilton")


def non_normal_weight(rng: np.random.Generator, width: int, coupling: float) -> np.ndarray:
    r"""Return :math:`Q (D + g\, U) Q^\top`: eigenvalues D of modulus 1/2 to 1, and U above the diagonal times g.

    Q is random orthogonal, U standard Gaussian over sqrt(N). For g = 0 the weight is symmetric, hence normal; cond(V) of
    its eigenvectors grows with g.
    Shapes: result (width, width).
    """
    orthogonal, _ = np.linalg.qr(rng.standard_normal((width, width)))
    eigenvalues = rng.uniform(0.5, 1.0, width) * rng.choice([-1.0, 1.0], width)
    upper = np.triu(rng.standard_normal((width, width)), k=1) / np.sqrt(width)
    return orthogonal @ (np.diag(eigenvalues) + coupling * upper) @ orthogonal.T


def exact_deltas(weight: np.ndarray, delta_top: np.ndarray, depths: Sequence[int]) -> list[flint.fmpq_mat]:
    r"""Return :math:`(W^\top)^n \delta^{(L)}` for increasing n, exactly, of the binary values of the floats."""
    transposed = rational_matrix(RATIONALS.array(exact_fractions(weight.T)))
    delta = rational_matrix(RATIONALS.array(exact_fractions(delta_top)))
    deltas, reached = [], 0
    for depth in depths:
        for _ in range(depth - reached):
            delta = transposed * delta
        deltas.append(delta)
        reached = depth
    return deltas


def relative_error(delta: np.ndarray, truth: flint.fmpq_mat) -> float:
    r"""Return :math:`\|\hat\delta - \delta\| / \|\delta\|` (Euclidean), the differences taken exactly.

    >>> relative_error(np.array([1.5, 0.0]), flint.fmpq_mat(2, 1, [1, 0]))
    0.5
    """
    entries = [Fraction(int(entry.p), int(entry.q)) for entry in truth.entries()]
    difference = sum((Fraction(float(x)) - y) ** 2 for x, y in zip(delta, entries, strict=True))
    return float(difference / sum(y**2 for y in entries)) ** 0.5


def accuracy_study(width: int, depths: Sequence[int], couplings: Sequence[float], cases: int, seed: int) -> list[Row]:
    """Return the relative error of every method, for random weights from normal to strongly non-normal.

    Columns: coupling, case, condition (cond(V), unit columns), steps, method, error (empty where the method refuses).
    """
    rows = []
    for i, coupling in enumerate(couplings):
        for case in range(cases):
            rng = stream(seed, "linear", i, case)
            weight, top = non_normal_weight(rng, width, coupling), rng.standard_normal(width)
            condition = float(np.linalg.cond(np.linalg.eig(weight.T)[1]))
            truths = exact_deltas(weight, top, depths)
            for depth, truth in zip(depths, truths, strict=True):
                for method in METHODS:
                    error = _error(weight, top, depth, method, truth)
                    rows.append(
                        {
                            "coupling": coupling,
                            "case": case,
                            "condition": condition,
                            "steps": depth,
                            "method": method,
                            "error": error,
                        }
                    )
    return rows


def squaring_study(steps: int, angles: int) -> list[Row]:
    r"""Return the relative error of every method on one strongly non-normal weight, in rotated bases.

    .. math:: W = Q_\theta \begin{pmatrix} .99 & 10^5 \\ 0 & .5 \end{pmatrix} Q_\theta^\top

    The rotations are by :math:`\theta = \pi (k + 1/2) / \texttt{angles}`, and :math:`\delta^{(L)} = (1, 0)`.
    Columns: angle, condition, method, error.
    """
    rows = []
    for k in range(angles):
        angle = pi * (k + 0.5) / angles
        rotation = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
        weight = rotation @ np.array([[0.99, 1e5], [0.0, 0.5]]) @ rotation.T
        top = np.array([1.0, 0.0])
        condition = float(np.linalg.cond(np.linalg.eig(weight.T)[1]))
        (truth,) = exact_deltas(weight, top, [steps])
        for method in METHODS:
            error = _error(weight, top, steps, method, truth)
            rows.append({"angle": angle, "condition": condition, "method": method, "error": error})
    return rows


def _error(weight: np.ndarray, top: np.ndarray, steps: int, method: str, truth: flint.fmpq_mat) -> float | str:
    try:
        return relative_error(linear_delta(weight, top, steps, method, FLOATS), truth)
    except Unable:
        return ""
