"""Linear weight-tied networks: every closed form of delta, behind one door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from closedprop.scalars import BALLS, FLOATS, RATIONALS, Invalid, Scalars, Undefined, nearest
from closedprop.solvable.cayley_hamilton import cayley_hamilton_power
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.jordan import jordan_power
from closedprop.solvable.putzer import putzer_power
from closedprop.solvable.recursion import recursive_power
from closedprop.solvable.spectral import spectral_power
from closedprop.solvable.squaring import squared_power

Power = Callable[[np.ndarray, np.ndarray, int, Scalars], np.ndarray]


@dataclass(frozen=True)
class LinearMethod:
    """A way to :math:`A^n v`: its theorem, the number systems it runs over, and the weights it is for."""

    name: str
    power: Power
    label: str
    systems: tuple[Scalars, ...]
    domain: str

    def __str__(self) -> str:
        return self.name


_ALL = (FLOATS, RATIONALS, BALLS)

LINEAR_METHODS: Mapping[str, LinearMethod] = {
    method.name: method
    for method in [
        LinearMethod("recursion", recursive_power, "thm:backward-stability", _ALL, "every W"),
        LinearMethod("squaring", squared_power, "prop:squaring", _ALL, "every W"),
        LinearMethod("spectral", spectral_power, "thm:spectral", _ALL, "W diagonalizable"),
        LinearMethod("jordan", jordan_power, "thm:jordan", (FLOATS, RATIONALS), "W with rational eigenvalues"),
        LinearMethod("putzer", putzer_power, "thm:putzer", _ALL, "every W"),
        LinearMethod("cayley-hamilton", cayley_hamilton_power, "thm:cayley-hamilton", _ALL, "every W"),
    ]
}


def linear_delta(
    weight: Any, delta_top: Any, steps: int, method: str = "recursion", over: Scalars = FLOATS
) -> np.ndarray:
    r"""Return delta of the linear weight-tied network, ``steps`` layers below the top.

    .. math:: \delta^{(l)} = (W^\top)^{L-l}\, \delta^{(L)}, \qquad \texttt{steps} = L - l

    Biases do not enter. ``method`` is a key of :data:`LINEAR_METHODS`; all methods agree where they are defined.
    Shapes: ``weight`` (N, N), ``delta_top`` (N,); result (N,).    Error and cost: those of the method.
    Raises ``Invalid`` for a wrong shape, a negative depth or an unknown method; ``Undefined`` and ``Unable`` as the method.
    Paper: prop:linear.

    >>> linear_delta([[1, 1], [1, 0]], [1, 0], 10, method="putzer", over=RATIONALS)
    array([89, 55], dtype=object)
    """
    if method not in LINEAR_METHODS:
        raise Invalid(f"the method {method}", "unknown", nearest(method, LINEAR_METHODS))
    if over not in LINEAR_METHODS[method].systems:
        names = " or ".join(str(system) for system in LINEAR_METHODS[method].systems)
        raise Undefined(f"{method} over {over}", "not defined there", f"use over={names}, or another method")
    matrix, top = _matrix(weight, over), _vector(delta_top, "delta^(L)", weight, over)
    return LINEAR_METHODS[method].power(matrix.T, top, _depth(steps), over)


def linear_closed_form(weight: Any, method: str = "putzer", over: Scalars = RATIONALS) -> ClosedForm:
    r"""Return the closed form of a linear weight-tied network without bias, by one of the methods.

    Shapes: ``weight`` (N, N).    Error and cost: those of the method.    Raises: as :func:`linear_delta`.

    >>> form = linear_closed_form([[1, 1], [1, 0]])
    >>> form.iterate([1, 0], 5), form.delta([1, 0], [1, 0], 5)
    (array([8, 5], dtype=object), array([8, 5], dtype=object))
    """
    matrix = _matrix(weight, over)

    def iterate(x: Any, steps: int) -> np.ndarray:
        # W^n x is the delta of the network with the transposed weight.
        return linear_delta(matrix.T, _vector(x, "x", matrix, over), steps, method, over)

    def delta(x: Any, delta_top: Any, steps: int) -> np.ndarray:
        _vector(x, "x", matrix, over)
        return linear_delta(matrix, delta_top, steps, method, over)

    if method not in LINEAR_METHODS:
        raise Invalid(f"the method {method}", "unknown", nearest(method, LINEAR_METHODS))
    return ClosedForm(
        name=f"linear, {method}",
        iterate=iterate,
        delta=delta,
        domain="all real x",
        classes=frozenset({"CF1", "CF2", "CF3", "CF4", "CF5", "CF6"}),
        statement="delta^(l) = (W^T)^(L-l) delta^(L); each component is a sum of poly(n) lambda^n",
        label=LINEAR_METHODS[method].label,
    )


def _matrix(weight: Any, over: Scalars) -> np.ndarray:
    matrix = over.array(weight)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not matrix.size:
        raise Invalid("the tied weight W", f"shape {matrix.shape}", "give a square matrix")
    return matrix


def _vector(values: Any, asked: str, weight: Any, over: Scalars) -> np.ndarray:
    vector = over.array(values)
    if vector.shape != (len(weight),):
        raise Invalid(asked, f"shape {vector.shape}", f"give it shape ({len(weight)},)")
    return vector


def _depth(steps: Any) -> int:
    if isinstance(steps, bool) or not hasattr(steps, "__index__") or steps < 0:
        raise Invalid(f"delta {steps} layers below the top", "not a number of layers", "give an integer >= 0")
    return int(steps)
