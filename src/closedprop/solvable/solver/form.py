"""What the methods of the solver propose, before it is verified."""

from dataclasses import dataclass, field

import sympy as sp

from closedprop.solvable.solver.limits import limited

#: The input, and the number of layer maps. Parameters are real symbols.
Z = sp.Symbol("z", real=True)
DEPTH = sp.Symbol("n", integer=True, nonnegative=True)

ALGEBRAIC = frozenset({"CF3", "CF4", "CF5", "CF6"})
PFAFFIAN = frozenset({"CF4", "CF5"})
OSCILLATING = frozenset({"CF5"})


@dataclass(frozen=True)
class Case:
    """The iterate where a condition on the parameters holds, such as ``w = 1``."""

    when: sp.Expr
    iterate: sp.Expr
    delta: sp.Expr


@dataclass(frozen=True)
class Form:
    r"""A proposed closed form :math:`z_n = F^n(z)` of a scalar layer map, as an expression in z, n and the parameters.

    ``phi`` is the conjugacy and ``core`` the map it conjugates to, where the method has one. ``interval`` bounds z where
    the method knows the bounds; ``proved`` says that the method decided the identity in exact arithmetic.
    """

    iterate: sp.Expr
    family: str
    classes: frozenset[str]
    cases: tuple[tuple[sp.Expr, sp.Expr], ...] = ()  # (condition, iterate)
    delta: sp.Expr | None = None  # derived from the iterate unless the method knows a better one
    phi: sp.Expr | None = None
    core: str = ""
    interval: tuple[sp.Expr, sp.Expr] | None = None
    proved: bool = False
    positive: tuple[sp.Expr, ...] = field(default=())  # what must be positive for the form to hold

    def slope(self) -> sp.Expr:
        """Return delta_n, the derivative of the iterate in z."""
        return self.delta if self.delta is not None else derivative(self.iterate)


def derivative(iterate: sp.Expr) -> sp.Expr:
    """Return the derivative of an iterate in z, written as short as a few cheap rules allow."""
    raw = sp.diff(iterate, Z)
    candidates = [raw]
    tidy = (sp.factor, sp.together) if iterate.is_rational_function(Z) else (sp.powsimp, sp.together)
    with limited(0.5):
        candidates.append(tidy[0](tidy[1](raw)))
    return min(candidates, key=lambda expression: (sp.count_ops(expression), str(expression)))
