r"""The continuous symmetries of the parameters: directions in which weights and biases move and the network does not."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from closedprop.networks.activation import Activation, Z
from closedprop.networks.polynomial import polynomial_pieces
from closedprop.networks.riccati import riccati_of
from closedprop.scalars import Invalid, Scalars


def parameter_count(widths: Sequence[int]) -> int:
    """Return the number of weights and biases.

    >>> parameter_count([2, 3, 1])
    13
    """
    return sum(rows * (columns + 1) for columns, rows in pairwise(widths))


def homogeneity(activation: Activation) -> int | None:
    """Return d if f(c z) = c^d f(z) for all z and c > 0, from polynomial pieces with their one kink, if any, at 0; else None.

    >>> from closedprop.networks.registry import ACTIVATIONS
    >>> [homogeneity(ACTIVATIONS[name]) for name in ("relu", "quadratic", "logistic", "tanh")]
    [1, 2, None, None]
    """
    if any(point != 0 for point in activation.kink_points):
        return None
    try:
        pieces = polynomial_pieces(activation)
    except Invalid:
        return None
    powers = {power for piece in pieces for power, coefficient in enumerate(piece) if coefficient}
    return powers.pop() if len(powers) == 1 else None


def growth_rate(activation: Activation) -> Fraction | None:
    r"""Return the rate with :math:`f(z + c) = e^{\lambda c} f(z)`, which is :math:`f' = \lambda f`; None if there is none.

    >>> from closedprop.networks.registry import ACTIVATIONS
    >>> growth_rate(ACTIVATIONS["exp"]), growth_rate(ACTIVATIONS["tanh"])
    (Fraction(1, 1), None)
    """
    g = riccati_of(activation)
    return g.linear if g is not None and g.linear and not g.constant and not g.square else None


def symmetry_fields(activation: Activation, weights: Sequence[Any], biases: Any, over: Scalars) -> np.ndarray:
    r"""Return the known vector fields on the parameters that do not change the network, at given weights and biases.

    For a unit i of an inner layer with preactivation :math:`h_i = W_i \cdot f + b_i` and weights :math:`w_{ki}` out of it:

    .. math:: W_i \partial_{W_i} + b_i \partial_{b_i} - d\, w_i \partial_{w_i} \; (f \text{ homogeneous of degree } d), \qquad
              \partial_{b_i} - \lambda\, w_i \partial_{w_i} \; (f' = \lambda f)

    For the square and one output :math:`y = \sum_i v_i h_i^2 + b` there are the rotations of the last inner layer that keep this
    form, :math:`\dot h_i = v_j h_j, \dot h_j = -v_i h_i`. For the identity there is one field for each entry of a matrix that acts
    on h, and one for each shift of h. For tanh, sigmoid and others there are none: their known symmetries are finitely many.
    Shapes: as those of a network, ``biases`` None if f' = lambda f; result (fields, parameters), the weights of a layer row by
    row before its biases.    Error: that of the scalars.
    Paper: prop:parameter-symmetries.

    >>> from closedprop.networks.registry import ACTIVATIONS
    >>> from closedprop.scalars import RATIONALS
    >>> symmetry_fields(ACTIVATIONS["relu"], [[[2]], [[3]]], [[5], [7]], RATIONALS)
    array([[2, 5, -3, 0]], dtype=object)
    """
    degree, rate = homogeneity(activation), growth_rate(activation)
    matrices = [over.array(weight) for weight in weights]
    vectors = None if biases is None else [over.array(bias) for bias in biases]
    fields = []
    for below, above in zip(range(len(matrices)), range(1, len(matrices)), strict=False):
        for unit in range(len(matrices[below])):
            field = _zeros(matrices, over)
            if activation.expression == Z:
                fields += _linear_fields(matrices, vectors, below, unit, over)
                continue
            if rate is not None:
                field[below][1][unit] = over.one
                field[above][0][:, unit] = -over.convert(rate) * matrices[above][:, unit]
            elif degree is not None and vectors is not None:
                field[below][0][unit] = matrices[below][unit]
                field[below][1][unit] = vectors[below][unit]
                field[above][0][:, unit] = -over.convert(degree) * matrices[above][:, unit]
            else:
                continue
            fields.append(_flat(field))
    if degree == 2 and activation.is_analytic and len(matrices) > 1 and len(matrices[-1]) == 1:
        fields += _rotations(matrices, vectors, over)
    size = sum(matrix.size + len(matrix) for matrix in matrices)
    return np.array(fields, dtype=object).reshape(len(fields), size)


def _rotations(matrices: list, vectors: Any, over: Scalars) -> list[np.ndarray]:
    """h_i moves by v_j h_j, and h_j by -v_i h_i."""
    fields, v = [], matrices[-1][0]
    for i, j in combinations(range(len(v)), 2):
        field = _zeros(matrices, over)
        for part, given in zip(field[-2], (matrices[-2], vectors[-2]), strict=True):
            part[i], part[j] = v[j] * given[j], -v[i] * given[i]
        fields.append(_flat(field))
    return fields


def _linear_fields(matrices: list, vectors: Any, below: int, unit: int, over: Scalars) -> list[np.ndarray]:
    """h_unit moves by h_j for each j of its layer, and by a constant; the weights above undo it."""
    fields = []
    for j in range(len(matrices[below])):
        field = _zeros(matrices, over)
        field[below][0][unit] = matrices[below][j]
        field[below][1][unit] = vectors[below][j]
        field[below + 1][0][:, j] = -matrices[below + 1][:, unit]
        fields.append(_flat(field))
    shift = _zeros(matrices, over)
    shift[below][1][unit] = over.one
    shift[below + 1][1][:] = -matrices[below + 1][:, unit]
    return [*fields, _flat(shift)]


def _zeros(matrices: list, over: Scalars) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(over.array(np.zeros(m.shape, dtype=int)), over.array(np.zeros(len(m), dtype=int))) for m in matrices]


def _flat(field: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    return np.concatenate([part.ravel() for pair in field for part in pair])
