r"""The arrays that networks are sampled with: NumPy, or another library that keeps to the array API standard.

Random numbers always come from NumPy's streams, so that a seed means the same networks everywhere; the products, which take
the time, are left to the library. Nothing but functions of the standard is used, so a library needs no code of its own here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
import sympy as sp

from closedprop.networks import Activation
from closedprop.networks.activation import Z
from closedprop.scalars import Undefined

#: An array of the library.
Array = Any

_STANDARD = {
    sp.exp: "exp",
    sp.log: "log",
    sp.sin: "sin",
    sp.cos: "cos",
    sp.tan: "tan",
    sp.sinh: "sinh",
    sp.cosh: "cosh",
    sp.tanh: "tanh",
    sp.atan: "atan",
    sp.asinh: "asinh",
}


@dataclass(frozen=True)
class Backend:
    """A library of arrays, by the name of its module: ``numpy``, ``array_api_strict``, ``cupy``, ``torch``.

    Raises ``Undefined`` where it is not installed.

    >>> Backend("numpy").namespace.__name__
    'numpy'
    """

    name: str = "numpy"

    @property
    def namespace(self) -> Any:
        """The module, with the functions of the standard."""
        try:
            return import_module(self.name)
        except ImportError:
            raise Undefined(f"sampling with {self.name}", "not installed", "install it, or use numpy") from None

    def array(self, values: np.ndarray) -> Array:
        """Return an array of the library with these values."""
        return values if self.name == "numpy" else self.namespace.asarray(values)

    def numpy(self, values: Array) -> np.ndarray:
        """Return the values as a NumPy array, in the memory of the processor."""
        if hasattr(values, "get"):  # CuPy refuses to copy to the processor without being asked by name
            return values.get()
        return values.cpu().numpy() if hasattr(values, "cpu") else np.asarray(values)

    def elementwise(self, act: Activation) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
        """Return the activation and its slope as functions of arrays of the library.

        NumPy gets the library's own code. For others it is made of functions of the standard; ``Undefined`` where the
        standard has none, as for erf.

        >>> from closedprop.networks import activation
        >>> Backend("numpy").elementwise(activation("relu"))[1](np.array([-1.0, 2.0]))
        array([0., 1.])
        """
        if self.name == "numpy":
            return act, act.slope
        return standard_code(act, self.namespace)


def standard_code(act: Activation, xp: Any) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    """Return an activation and its slope written with functions of the array API standard.

    Error: rounding where the plain expressions of the pieces neither overflow nor cancel.
    Raises ``Undefined`` for a function that the standard does not have.

    >>> from closedprop.networks import activation
    >>> value, slope = standard_code(activation("tanh"), np)
    >>> value(np.zeros(1)), slope(np.zeros(1))
    (array([0.]), array([1.]))
    """
    slopes = [sp.diff(piece, Z) for piece in act.pieces]
    at_kinks = [float(act.slope(np.array([point]))[0]) for point in act.kink_points]
    values = [_function(act, piece, xp) for piece in act.pieces]
    derivatives = [_function(act, slope, xp) for slope in slopes]

    def value(z: Array) -> Array:
        result = values[0](z)
        for point, piece in zip(act.kink_points, values[1:], strict=True):
            result = xp.where(z > float(point), piece(z), result)
        return result

    def slope(z: Array) -> Array:
        result = derivatives[0](z)
        for point, at_kink, piece in zip(act.kink_points, at_kinks, derivatives[1:], strict=True):
            result = xp.where(z > float(point), piece(z), result)
            result = xp.where(z == float(point), xp.zeros_like(z) + at_kink, result)
        return result

    return value, slope


def _function(act: Activation, piece: sp.Expr, xp: Any) -> Callable[[Array], Array]:
    rounded = piece.evalf(17) if piece.atoms(sp.Function, sp.NumberSymbol) else piece
    functions = {node.func for node in rounded.atoms(sp.Function)}
    if unknown := sorted(str(function) for function in functions - set(_STANDARD)):
        raise Undefined(
            f"{act.name} with {xp.__name__}", f"the standard has no {', '.join(unknown)}", "sample it with numpy"
        )
    names = {str(function): getattr(xp, _STANDARD[function]) for function in functions}
    code = sp.lambdify(Z, rounded, [names | {"sqrt": xp.sqrt}])

    def evaluated(z: Array) -> Array:
        with np.errstate(all="ignore"):  # a piece is evaluated beyond its kinks too, where it may have poles
            return code(z) + xp.zeros_like(z)  # a constant piece is an array too

    return evaluated
