r"""Coordinates in which the Jacobian at a fixed point is simple: its eigenvectors, or where these fail a scaled Schur basis."""

from dataclasses import dataclass

import flint
import numpy as np

from closedprop.approximations.depth.fixed_points import LayerFixedPoint, floats
from closedprop.scalars import FLOATS, Scalars, Unable

_WORST = 1e8  # arbitrary: beyond it the eigenvectors in doubles have lost half of their digits


@dataclass(frozen=True, eq=False)
class Eigenbasis:
    r""":math:`W D = T B T^{-1}`: ``values`` the eigenvalues by falling modulus, ``vectors`` T, its ``inverse``.

    ``condition`` is :math:`\|T\|_\infty \|T^{-1}\|_\infty`; ``triangular`` is B where it is not diagonal, else None.
    Shapes: (N,), (N, N), (N, N).
    """

    values: np.ndarray
    vectors: np.ndarray
    inverse: np.ndarray
    condition: float
    triangular: np.ndarray | None = None

    def power(self, steps: int) -> np.ndarray:
        """Return :math:`B^n`.    Shapes: (N, N)."""
        if self.triangular is not None:
            return np.linalg.matrix_power(self.triangular, steps)
        diagonal = np.full(self.vectors.shape, self.values[0] * 0)
        diagonal[np.arange(len(self.values)), np.arange(len(self.values))] = self.values**steps
        return diagonal

    def pulled(self, steps: int, vector: np.ndarray) -> np.ndarray:
        r"""Return :math:`(B^n)^{\top} v`.    Shapes: ``vector`` (N,).

        >>> Eigenbasis(np.array([2.0, 1.0]), np.eye(2), np.eye(2), 1.0).pulled(3, np.array([1.0, 1.0]))
        array([8., 1.])
        """
        return self.values**steps * vector if self.triangular is None else self.power(steps).T @ vector


def eigenbasis(fixed: LayerFixedPoint, over: Scalars = FLOATS) -> Eigenbasis:
    r"""Return the eigenbasis of the Jacobian.

    Error: rounding over FLOATS, enclosures over BALLS.
    Raises ``Unable`` for a Jacobian that is defective, or so nearly that its eigenvectors have a condition above 1e8.

    >>> from closedprop.networks import Network
    >>> from closedprop.approximations.depth.fixed_points import layer_fixed_point
    >>> eigenbasis(layer_fixed_point(Network.tied([[0.5, 1], [0, 0.25]], 2))).values
    array([0.5 , 0.25])
    """
    if over is not FLOATS:
        return _balls(fixed)
    values, vectors = np.linalg.eig(floats(fixed.jacobian))
    order = np.lexsort((-values.imag, -np.round(np.abs(values), 12)))
    values, vectors = values[order], vectors[:, order]
    condition = float(np.linalg.cond(vectors))
    if not condition < _WORST:
        raise _defective(f"eigenvectors of condition {condition:.1e}")
    inverse = np.linalg.inv(vectors)
    return Eigenbasis(values, vectors, inverse, _norm(vectors) * _norm(inverse))


def schur_basis(fixed: LayerFixedPoint) -> Eigenbasis:
    r"""Return a basis in which the Jacobian is triangular and its norm nearly the modulus of its largest eigenvalue.

    .. math:: W D = U R U^*, \qquad T = U \operatorname{diag}(1, \epsilon, \dots, \epsilon^{N-1}), \qquad
              B_{ij} = R_{ij}\, \epsilon^{j-i}

    It serves a defective Jacobian. :math:`\epsilon` is the largest power of 1/2 that brings :math:`\|B\|_\infty` a tenth of
    the way from that modulus to 1, if 40 halvings do.    Error: rounding.
    """
    from scipy.linalg import schur  # here, because SciPy takes a third of a second to load and few jobs need it

    triangle, unitary = schur(floats(fixed.jacobian), output="complex")
    values = np.diag(triangle)
    largest = float(np.abs(values).max(initial=0.0))
    gaps = np.arange(len(values))[None, :] - np.arange(len(values))[:, None]
    for halvings in range(41):
        scaled = np.triu(triangle) * 0.5 ** (halvings * np.maximum(gaps, 0))
        if _norm(scaled) <= largest + 0.1 * max(1 - largest, 0.01):
            break
    scale = 0.5 ** (halvings * np.arange(len(values)))
    vectors, inverse = unitary * scale, (unitary / scale).conj().T
    return Eigenbasis(values[np.argsort(-np.abs(values))], vectors, inverse, _norm(vectors) * _norm(inverse), scaled)


def _balls(fixed: LayerFixedPoint) -> Eigenbasis:
    width = fixed.width
    matrix = flint.acb_mat(flint.arb_mat(width, width, list(fixed.jacobian.ravel())))
    try:
        values, vectors = matrix.eig(right=True)
        inverse = vectors.inv()
    except (ValueError, ZeroDivisionError):
        raise _defective(f"eigenvalues that {flint.ctx.prec} bits do not tell apart") from None
    order = sorted(range(width), key=lambda i: (-float(abs(values[i]).mid()), -float(values[i].imag.mid())))
    columns = np.array(vectors.entries(), dtype=object).reshape(width, width)[:, order]
    rows = np.array(inverse.entries(), dtype=object).reshape(width, width)[order]
    return Eigenbasis(
        np.array([values[i] for i in order], dtype=object), columns, rows, _norm(sizes(columns)) * _norm(sizes(rows))
    )


def sizes(array: np.ndarray) -> np.ndarray:
    """Return the absolute values, of real or complex balls upper bounds, as floats.    Shapes: any; result the same."""
    if array.dtype != object:
        return np.abs(array)
    values = [float(value.abs_upper()) for value in array.flat]
    return np.array(values).reshape(array.shape) * (1 + 2**-50)  # derived: more than one rounding


def in_floats(array: np.ndarray) -> np.ndarray:
    """Return an array as it is, or the middles of real or complex balls.    Shapes: any; result the same."""
    if array.dtype != object:
        return array
    middles = [complex(float(ball.real.mid()), float(ball.imag.mid())) for ball in map(flint.acb, array.flat)]
    return np.array(middles).reshape(array.shape)


def _norm(matrix: np.ndarray) -> float:
    return float(np.abs(matrix).sum(axis=1).max())


def _defective(found: str) -> Unable:
    return Unable(
        "an amplitude expansion about a fixed point with a defective Jacobian", found, 'use method="linearization"'
    )
