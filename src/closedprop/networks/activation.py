"""An activation: one expression and its kinks; everything else is derived from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from closedprop.networks.arrays import array_function, stable
from closedprop.networks.extent import domain_of, range_of
from closedprop.networks.parse import parse
from closedprop.networks.pieces import analytic_pieces
from closedprop.networks.singularities import radius_of_convergence
from closedprop.scalars import EXPRESSIONS, FLOATS, Invalid, Scalars, Undefined, evaluate, nearest

Z = sp.Symbol("z", real=True)
#: Array code of the pieces, and the values at the kinks between them.
_Code = tuple[list[Callable[[np.ndarray], np.ndarray]], list[float]]

_SLACK = sp.Float("1e-20", 30)  # derived: 30-digit evaluation of numbers of the order of one


@dataclass(frozen=True, eq=False)
class Activation:
    r"""A continuous function of one real variable ``z``, analytic between finitely many kinks.

    ``formula`` is text (read by :func:`closedprop.networks.parse.parse`) or a SymPy expression in ``z`` and the
    parameters; ``kinks`` maps each point where it is not analytic to the slope taken there, an element of the
    subdifferential: back-propagation at a kink uses that slope and no other. ``parameters`` gives their values.

    Raises ``Invalid`` for an expression that is not mathematics, a missing kink, a jump, or a slope at a kink outside the
    interval between its one-sided slopes.
    Paper: def:activation.

    >>> relu = Activation("relu", "max(0, z)", kinks={0: 0})
    >>> relu(np.array([-1.0, 2.0])), relu.slope(np.array([-1.0, 0.0, 2.0]))
    (array([0., 2.]), array([0., 0., 1.]))
    """

    name: str
    formula: str | sp.Expr
    kinks: Mapping[Any, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        for i, (point, slope) in enumerate(zip(self._kink_points, self._kink_slopes, strict=True)):
            sides = [sp.diff(side, Z).subs(Z, point) for side in self.pieces[i : i + 2]]
            low, at, high = (number.evalf(30) for number in (min(sides, key=sp.N), slope, max(sides, key=sp.N)))
            if not low - _SLACK <= at <= high + _SLACK:
                raise Invalid(
                    f"the slope {slope} of {self.name} at its kink {point}",
                    f"outside the one-sided slopes {sides[0]} and {sides[1]}",
                    "choose one between them",
                )
        if not self.kinks:
            self.pieces  # noqa: B018  (reads the formula now, so that a bad one is refused here)

    def __repr__(self) -> str:
        return f"Activation({self.name}: {self.expression})"

    def with_parameters(self, **values: Any) -> "Activation":
        """Return the same activation at other parameter values.

        >>> from closedprop.networks import ACTIVATIONS
        >>> ACTIVATIONS["isru"].with_parameters(a="2/3").expression
        z/sqrt(2*z**2/3 + 1)
        """
        for name in values:
            if name not in self.parameters:
                known = nearest(name, self.parameters) if self.parameters else "leave it out"
                raise Invalid(f"the parameter {name} of {self.name}", "unknown", known)
        return replace(self, parameters={**self.parameters, **values}) if values else self

    def _exact(self, value: Any) -> sp.Expr:
        """Return a kink, slope or parameter as an exact number (text may name the parameters)."""
        if isinstance(value, str):
            return parse(value, self.parameters.keys()).subs(self._values)
        return EXPRESSIONS.convert(value)

    @property
    def parameter_values(self) -> dict[str, float]:
        """The parameters as floats."""
        return {str(symbol): float(value) for symbol, value in self._values.items()}

    @cached_property
    def _values(self) -> dict[sp.Symbol, sp.Expr]:
        return {
            sp.Symbol(name, real=True): parse(value, ()) if isinstance(value, str) else EXPRESSIONS.convert(value)
            for name, value in self.parameters.items()
        }

    @cached_property
    def symbolic(self) -> sp.Expr:
        """The activation as a SymPy expression in ``z`` and the parameters, by their names."""
        return parse(self.formula, ("z", *self.parameters)) if isinstance(self.formula, str) else self.formula

    @cached_property
    def expression(self) -> sp.Expr:
        """The activation as a SymPy expression in ``z`` alone."""
        concrete = self.symbolic.subs(self._values)
        strangers = concrete.free_symbols - {Z}
        if strangers:
            names = ", ".join(sorted(map(str, strangers)))
            raise Invalid(f"the activation {self.name}", f"free symbols {names}", "give them values in parameters")
        return concrete

    @cached_property
    def _kink_points(self) -> tuple[sp.Expr, ...]:
        return tuple(sorted(map(self._exact, self.kinks)))

    @cached_property
    def _kink_slopes(self) -> tuple[sp.Expr, ...]:
        slopes = {self._exact(point): self._exact(slope) for point, slope in self.kinks.items()}
        return tuple(slopes[point] for point in self._kink_points)

    @cached_property
    def pieces(self) -> tuple[sp.Expr, ...]:
        """The analytic expressions between consecutive kinks, from left to right."""
        return analytic_pieces(self.name, self.expression, Z, self._kink_points)

    @cached_property
    def _slopes(self) -> tuple[sp.Expr, ...]:
        """The derivative of each piece; of its forms the shortest one in array code, which also cancels least."""
        forms = [(slope, sp.together(slope), sp.simplify(slope)) for slope in (sp.diff(p, Z) for p in self.pieces)]
        return tuple(min(alternatives, key=lambda form: sp.count_ops(stable(form, Z))) for alternatives in forms)

    @property
    def is_analytic(self) -> bool:
        """Whether there is no kink."""
        return not self.kinks

    @cached_property
    def derivative(self) -> sp.Expr:
        """The derivative as an expression in ``z``, with the documented slope at each kink."""
        return EXPRESSIONS.side(Z, self._kink_points, self._sides(Z, self._slopes, self._kink_slopes, EXPRESSIONS))

    def __call__(self, z: Any, over: Scalars = FLOATS) -> np.ndarray:
        """Return ``f(z)``, elementwise.

        Shapes: any; result the same.    Error: rounding over FLOATS, none over exact systems, an enclosure over BALLS.
        Raises ``Undefined`` where the function or the order it needs does not exist in the number system.
        """
        if over is EXPRESSIONS:
            return _elementwise(lambda value: self.expression.xreplace({Z: value}), over.array(z))
        return self._evaluated(z, over, self.pieces, self._values_at_kinks, self._value_code)

    def slope(self, z: Any, over: Scalars = FLOATS) -> np.ndarray:
        """Return ``f'(z)``, elementwise; at a kink the documented slope.

        Shapes: any; result the same.    Error: as for the activation; a ball over a kink gets every slope it may have.
        """
        return self._evaluated(z, over, self._slopes, self._kink_slopes, self._slope_code)

    def _evaluated(self, z: Any, over: Scalars, pieces: tuple, at_kinks: tuple, code: _Code) -> np.ndarray:
        values = over.array(z)
        if over is FLOATS:
            return self._by_masks(values, code)
        points = tuple(map(over.convert, self._kink_points)) if over.choose else self._kink_points
        return _elementwise(lambda value: over.side(value, points, self._sides(value, pieces, at_kinks, over)), values)

    @staticmethod
    def _sides(value: Any, pieces: tuple, at_kinks: tuple, over: Scalars) -> tuple[Callable[[], Any], ...]:
        def on(piece: sp.Expr) -> Callable[[], Any]:
            return lambda: evaluate(piece, Z, value, over)

        sides = [on(pieces[0])]
        for at_kink, piece in zip(at_kinks, pieces[1:], strict=True):
            sides += [on(at_kink), on(piece)]
        return tuple(sides)

    @cached_property
    def _values_at_kinks(self) -> tuple[sp.Expr, ...]:
        return tuple(piece.subs(Z, point) for piece, point in zip(self.pieces, self._kink_points, strict=False))

    @cached_property
    def kink_points(self) -> np.ndarray:
        """The kinks in increasing order, as floats."""
        return np.array(self._kink_points, dtype=np.float64)

    @cached_property
    def _value_code(self) -> _Code:
        return [array_function(piece, Z) for piece in self.pieces], [float(value) for value in self._values_at_kinks]

    @cached_property
    def _slope_code(self) -> _Code:
        return [array_function(slope, Z) for slope in self._slopes], [float(slope) for slope in self._kink_slopes]

    def _by_masks(self, values: np.ndarray, code: _Code) -> np.ndarray:
        functions, at_kinks = code
        if not self.kinks:
            return functions[0](values)
        interval = np.searchsorted(self.kink_points, values)
        result = np.empty_like(values)
        for i, function in enumerate(functions):
            inside = interval == i
            result[inside] = function(values[inside])
        for point, at_kink in zip(self.kink_points, at_kinks, strict=True):
            result[values == point] = at_kink
        return result

    def taylor(self, center: Any, order: int) -> list[sp.Expr]:
        r"""Return the exact Taylor coefficients :math:`a_k = f^{(k)}(c)/k!`, ``k = 0..order``.

        Raises ``Undefined`` at a kink, ``Invalid`` for a negative order.

        >>> from closedprop.networks import ACTIVATIONS
        >>> ACTIVATIONS["tanh"].taylor(0, 5)
        [0, 1, 0, -1/3, 0, 2/15]
        """
        if order < 0:
            raise Invalid(f"the Taylor polynomial of order {order}", "negative", "ask for an order >= 0")
        point = self._exact(center)
        if point in self._kink_points:
            raise Undefined(
                f"the Taylor series of {self.name} at {point}", "a kink", "expand at another point, inside one piece"
            )
        side = sum(bool(kink < point) for kink in self._kink_points)
        return [self._scaled_derivative(side, k).subs(Z, point) for k in range(order + 1)]

    def taylor_array(self, centers: np.ndarray, order: int) -> np.ndarray:
        """Return the Taylor coefficients at each of an array of centers, in double precision.

        Shapes: ``centers`` (...); result (order + 1, ...).    Raises ``Undefined`` where the activation has kinks.
        """
        if self.kinks:
            raise Undefined(f"Taylor arrays of {self.name}", "it has kinks", "use a smooth activation")
        centers = FLOATS.array(centers)
        return np.array([self._taylor_code(k)(centers) for k in range(order + 1)])

    @cached_property
    def _cache(self) -> dict[Any, Any]:
        return {}

    def _scaled_derivative(self, side: int, k: int) -> sp.Expr:
        if (side, k) not in self._cache:
            previous = self._scaled_derivative(side, k - 1) if k else None
            self._cache[side, k] = self.pieces[side] if previous is None else sp.diff(previous, Z) / k
        return self._cache[side, k]

    def _taylor_code(self, k: int) -> Callable[[np.ndarray], np.ndarray]:
        if k not in self._cache:
            self._cache[k] = array_function(self._scaled_derivative(0, k), Z)
        return self._cache[k]

    @cached_property
    def domain(self) -> sp.Set:
        """The real numbers at which the activation is defined."""
        return domain_of(self.pieces, self._kink_points, Z)

    @cached_property
    def range(self) -> tuple[float, float]:
        """The infimum and the supremum of the activation (see :func:`closedprop.networks.extent.range_of`).

        >>> from closedprop.networks import ACTIVATIONS
        >>> ACTIVATIONS["relu"].range
        (0.0, inf)
        """
        return range_of(self, self.slope, tuple(self.kink_points))

    def radius(self, center: float = 0.0) -> float:
        """Return the radius of convergence of the Taylor series at ``center``: to the nearest complex singularity.

        For an activation with kinks it is that of the piece around the center.
        """
        side = sum(bool(kink < center) for kink in self._kink_points)
        return radius_of_convergence(self.pieces[side], Z, center)


def _elementwise(function: Callable[[Any], Any], values: np.ndarray) -> np.ndarray:
    result = np.empty(values.shape, dtype=object)
    for index in np.ndindex(values.shape):
        result[index] = function(values[index])
    return result
