r"""The gate of an activation: a differential system that it solves along any input, and the symmetries of that system."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import lcm
from typing import Any

from closedprop.algebra.dual import Dual
from closedprop.networks.activation import Activation
from closedprop.networks.parse import parse
from closedprop.networks.riccati import Riccati, riccati_of
from closedprop.scalars import Unable

States = Sequence[Any]

#: What must hold over Q for the states of all neurons to be independent functions (see :class:`Gate`).
ROWS, DISTINCT, SQUARES, IRRATIONAL = "rows", "distinct", "squares", "irrational"


@dataclass(frozen=True, eq=False)
class Gate:
    r"""States :math:`u_1, .., u_r` of a neuron with preactivation h, driven by h alone.

    .. math:: D u = G(u, h)\, D h, \qquad f(h) = \phi(u, h)

    ``field`` is G, ``value`` is :math:`\phi`; both are formulas of ring operations with integers, so they run over numbers,
    residues, power series, dual numbers and symbols. ``symmetries`` are fields :math:`\xi_s(u)` that commute with
    :math:`\partial_h + G \partial_u`: moving h by :math:`\chi` and the constants of the solution by :math:`\alpha_s` moves u by
    :math:`\sum_s \alpha_s \xi_s(u) + G \chi`. ``states`` are the functions u of z, as text, and ``formula`` is f.

    ``independence`` says when t and the states of all neurons are algebraically independent:
    ROWS: directions and rows of the weights are linearly independent over Q. DISTINCT: no neuron of a layer is constant or, up
    to sign, equal to another. SQUARES: the squares of the preactivations of a layer, as quadratic forms, are linearly
    independent over Q. IRRATIONAL: as ROWS, and no rational combination of the rows is rational.

    If f is the last state and no other state depends on it (``is_integral``), it enters the derivatives through the preactivations
    of the layer above only, and only if the field depends on h (``feeds_back``). ``paper`` is the theorem on the order of its
    networks, for some gates of the scalar ones only (:meth:`theorem`).
    Paper: thm:order-gates.
    """

    name: str
    formula: str
    equation: str
    states: tuple[str, ...]
    field: Callable[[States, Any], tuple[Any, ...]]
    value: Callable[[States, Any], Any]
    symmetries: tuple[Callable[[States, Any], tuple[Any, ...]], ...]
    independence: str = ROWS
    is_integral: bool = False
    feeds_back: bool = False
    riccati: Riccati | None = None
    paper: str = "thm:order"

    @property
    def size(self) -> int:
        """The number of states."""
        return len(self.states)

    @property
    def inner(self) -> int:
        """The number of states that enter the derivatives one by one."""
        return self.size - self.is_integral

    @property
    def is_transcendental(self) -> bool:
        """Whether f is not algebraic; where it is, every network has order 0, whatever the rank of its jets."""
        return self.riccati is None or self.riccati.is_exponential

    def theorem(self, widest: int) -> str:
        """Return the label of the theorem on the order of its networks with at most that many neurons a layer.

        >>> GATES["erf"].theorem(1), GATES["erf"].theorem(2), GATES["silu"].theorem(2)
        ('thm:order-gates', 'prop:order-wide', 'thm:order-gates')
        """
        return "prop:order-wide" if self.independence != ROWS and widest > 1 else self.paper

    def slope(self, u: States, h: Any) -> Any:
        r"""Return :math:`f'(h) = \partial_h \phi + G \cdot \partial_u \phi`.

        >>> from fractions import Fraction
        >>> GATES["silu"].slope([Fraction(1, 2)], 3)  # s + h s (1 - s)
        Fraction(5, 4)
        """
        return self.derivative(u, h, self.field(u, h), 1)

    def derivative(self, u: States, h: Any, along: States, shift: Any) -> Any:
        r"""Return the derivative of :math:`\phi` when u moves along a vector and h by a shift."""
        moved = self.value([Dual(a, b) for a, b in zip(u, along, strict=True)], Dual(h, shift))
        return moved.tangent

    def moved(self, u: States, h: Any, shift: Any, constant: int | None = None) -> list[Any]:
        r"""Return how the states move: :math:`G \chi`, plus :math:`\xi_s` for one of the constants."""
        motion = [component * shift for component in self.field(u, h)]
        if constant is None:
            return motion
        return [a + b for a, b in zip(motion, self.symmetries[constant](u, h), strict=True)]


def riccati_gate(name: str, g: Riccati) -> Gate:
    r"""Return the gate of an activation with :math:`f' = g(f)`: one state, u = f, and the symmetry g, which shifts h.

    The coefficients enter as numerators over a common denominator, so that the formula has integers only.
    """
    scale = lcm(*(coefficient.denominator for coefficient in g.coefficients))
    a, b, c = (int(coefficient * scale) for coefficient in g.coefficients)

    def field(u: States, h: Any) -> tuple[Any, ...]:
        square = (c * u[0] + b) * u[0] + a
        return (square if scale == 1 else square / scale,)

    return Gate(name, name, str(g), (name,), field, lambda u, h: u[0], (field,), riccati=g)


def _logistic(u: States, h: Any) -> tuple[Any, ...]:
    return (u[0] * (1 - u[0]),)


def _half_angle(u: States, h: Any) -> tuple[Any, ...]:
    return ((1 + u[0] * u[0]) / 2,)


def _of_error_function(name: str, formula: str, states: tuple[str, ...], kappa: int, weighted: bool) -> Gate:
    r"""The gates with :math:`u_1 = c\, e^{-\kappa h^2/2}` and its integral :math:`u_2`: f is :math:`u_2` or :math:`h u_2`.

    The transcendental constant c is absorbed in :math:`u_1`, so that the system is rational.
    """
    return Gate(
        name,
        formula,
        f"u1' = -{'' if kappa == 1 else f'{kappa} '}z u1, u2' = u1, f = {'z ' if weighted else ''}u2",
        states,
        lambda u, h: (-kappa * h * u[0], u[0]),
        (lambda u, h: h * u[1]) if weighted else (lambda u, h: u[1]),
        (lambda u, h: (u[0], u[1]), lambda u, h: (0, 1)),
        SQUARES,
        is_integral=not weighted,
        feeds_back=True,
        paper="thm:order-gates",
    )


#: The gates that are no Riccati equation, by the name of the activation.
GATES: Mapping[str, Gate] = {
    gate.name: gate
    for gate in (
        Gate(
            "sin",
            "sin(z)",
            "u' = (1 + u^2)/2, f = 2 u/(1 + u^2)",
            ("tan(z/2)",),
            _half_angle,
            lambda u, h: 2 * u[0] / (1 + u[0] * u[0]),
            (_half_angle,),
        ),
        Gate(
            "cos",
            "cos(z)",
            "u' = (1 + u^2)/2, f = (1 - u^2)/(1 + u^2)",
            ("tan(z/2)",),
            _half_angle,
            lambda u, h: (1 - u[0] * u[0]) / (1 + u[0] * u[0]),
            (_half_angle,),
        ),
        Gate(
            "silu",
            "z/(1 + exp(-z))",
            "u' = u (1 - u), f = z u",
            ("1/(1 + exp(-z))",),
            _logistic,
            lambda u, h: h * u[0],
            (_logistic,),
            paper="thm:order-gates",
        ),
        Gate(
            "arctan",
            "atan(z)",
            "f' = 1/(1 + z^2)",
            ("atan(z)",),
            lambda u, h: (1 / (1 + h * h),),
            lambda u, h: u[0],
            (lambda u, h: (1,),),
            DISTINCT,
            is_integral=True,
            feeds_back=True,
            paper="thm:order-gates",
        ),
        Gate(
            "softplus",
            "log(1 + exp(z))",
            "u' = u (1 - u), f' = u",
            ("1/(1 + exp(-z))", "log(1 + exp(z))"),
            lambda u, h: (u[0] * (1 - u[0]), u[0]),
            lambda u, h: u[1],
            (lambda u, h: (u[0] * (1 - u[0]), u[0]), lambda u, h: (0, 1)),
            IRRATIONAL,
            is_integral=True,
            paper="thm:order-gates",
        ),
        _of_error_function("erf", "erf(z)", ("2/sqrt(pi)*exp(-z**2)", "erf(z)"), 2, weighted=False),
        _of_error_function(
            "gelu",
            "z*erfc(-z/sqrt(2))/2",
            ("exp(-z**2/2)/sqrt(2*pi)", "erfc(-z/sqrt(2))/2"),
            1,
            weighted=True,
        ),
    )
}


@cache
def gate_of(activation: Activation) -> Gate:
    r"""Return the gate of an activation: one of :data:`GATES` if its expression is the formula there, else that of
    :math:`f' = g(f)` with a polynomial g of degree at most two, which is searched for.

    Raises ``Unable`` for an activation that has neither.

    >>> from closedprop.networks.registry import ACTIVATIONS
    >>> gate_of(ACTIVATIONS["tanh"]).equation, gate_of(Activation("swish", "z/(1 + exp(-z))")).name
    ("f' = 1 - f^2", 'silu')
    """
    for gate in GATES.values():
        if not activation.kinks and activation.expression == parse(gate.formula):
            return gate
    g = riccati_of(activation)
    if g is None:
        raise Unable(
            f"the order of a network of {activation.name}",
            "no differential system of its gate is known",
            f"use {', '.join(GATES)}, or an activation with f' = g(f), g a polynomial of degree <= 2 over Q",
        )
    return riccati_gate(activation.name, g)
