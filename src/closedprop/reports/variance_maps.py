r"""The variance map as a scalar layer: which are solvable in depth. The solver, asked about mean field."""

from dataclasses import dataclass
from typing import Any

import sympy as sp

from closedprop.approximations.in_law.kernels import Q, closed_kernel
from closedprop.networks import activation
from closedprop.networks.activation import Z
from closedprop.networks.parse import parse
from closedprop.solvable.solver import Solved, solve
from closedprop.solvable.solver.limits import patient

#: The second moment of the activation with :math:`f(z)^2 = \sqrt 2\, z\, D(z / \sqrt 2)`, D Dawson's function.
DAWSON = Q / (1 + Q)


@dataclass(frozen=True)
class Case:
    """A variance map: the activation, the variances of weights and biases, and what is known if no closed form is found.

    ``known`` is the label of a theorem, the name of a certificate, or a citation; empty where the question is open.
    """

    activation: str
    weight: str
    bias: str
    known: str = ""


CASES = (
    Case("relu", "w", "b"),
    Case("abs", "w", "b"),
    Case("quadratic", "w", "0"),
    Case("logistic", "1/8", "0"),
    Case("logistic", "1/4", "0"),
    Case("dawson", "w", "0"),
    Case("quadratic", "1/4", "1/5", "beckerbergweiler1995"),
    Case("exp", "1/8", "0", "cor:hypertranscendence"),
    Case("sin", "1", "1/10", "cor:hypertranscendence"),
    Case("erf", "pi/8", "0", "ade-variance-erf"),
    Case("gelu", "1", "1/10"),
)


def variance_map_study(every: int = 1) -> list[dict[str, Any]]:
    r"""Return a row per variance map :math:`V(q) = \sigma_w^2\, \mathbb E f(\sqrt q Z)^2 + \sigma_b^2`: the iterate.

    Homogeneous activations have an affine map and monomials without bias a power map; the square root of Dawson's function gives
    :math:`V(q) = \sigma_w^2 q / (1 + q)`, a Moebius map of a saturating activation. The moments come from the closed kernels, the
    iterates from the solver, which verifies them. With ``every`` = k each k-th map is tried.
    Columns: activation, weight, bias, map (LaTeX, as is iterate), solved (0 or 1), family, iterate, known, multiplier
    (:math:`V'` at the attracting fixed point, where no iterate is found).
    Paper: prop:variance-solvable.
    """
    rows = []
    for case in CASES[::every]:
        layer = parse(case.weight, ("w",)) * _moment(case.activation).subs(Q, Z) + parse(case.bias, ("b",))
        with patient(10):  # arbitrary: a busy machine must not change the table
            answer = solve(layer)
        row: dict[str, Any] = {"activation": case.activation, "weight": case.weight, "bias": case.bias}
        row["map"] = _typeset(layer)
        if isinstance(answer, Solved):
            iterate = _typeset(answer.iterate)
            row |= {"solved": 1, "family": answer.family, "iterate": iterate, "known": "", "multiplier": None}
        else:
            known = {"known": case.known, "multiplier": _multiplier(layer)}
            row |= {"solved": 0, "family": "", "iterate": "", **known}
        rows.append(row)
    return rows


def _moment(name: str) -> sp.Expr:
    """Return the second moment of an activation as an expression in q."""
    kernel = None if name == "dawson" else closed_kernel(activation(name))
    return kernel.second_moment if kernel else DAWSON


def _multiplier(layer: sp.Expr) -> float:
    """Return the slope at the fixed point to which small variances come."""
    image, slope = (sp.lambdify(Z, form, "mpmath") for form in (layer, sp.diff(layer, Z)))
    q = 0.0
    for _ in range(500):  # derived: the multipliers here are below 0.9, and 0.9^500 is below the rounding error
        q = float(image(q))
    return float(slope(q))


def _typeset(formula: sp.Expr) -> str:
    symbols = {symbol: Q for symbol in formula.free_symbols if symbol.name == "z"}
    return sp.latex(formula.xreplace(symbols), inv_trig_style="full")
