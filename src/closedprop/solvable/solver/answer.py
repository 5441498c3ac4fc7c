"""What the solver returns: a verified closed form, or what was tried."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import mpmath
import numpy as np
import sympy as sp

from closedprop.scalars import Invalid
from closedprop.solvable.closed_form import ClosedForm
from closedprop.solvable.solver.checks import numeric
from closedprop.solvable.solver.form import DEPTH, Case, Z
from closedprop.solvable.solver.functions import MEANING


@dataclass(frozen=True)
class Solved:
    r"""A verified closed form of a scalar layer map F: :math:`z_n = F^n(z)` and :math:`\delta_n = (F^n)'(z)`.

    ``iterate`` and ``delta`` are expressions in z, n and the parameters; ``cases`` hold where the generic form does not.
    ``phi`` conjugates F to ``core`` where the method has a conjugacy. ``tried`` lists the methods up to the one that
    succeeded.
    """

    layer: sp.Expr
    iterate: sp.Expr
    delta: sp.Expr
    family: str
    domain: str
    classes: frozenset[str]
    verified: str
    phi: sp.Expr | None
    core: str
    cases: tuple[Case, ...]
    tried: tuple[str, ...]

    def closed_form(self, values: Mapping[str, Any] | None = None, digits: int = 30) -> ClosedForm:
        """Return the closed form with numbers for the parameters; it evaluates with ``digits`` digits, to floats.

        Raises ``Invalid`` if a parameter has no value.
        """
        names = sorted((self.layer.free_symbols | self.iterate.free_symbols) - {Z, DEPTH}, key=str)
        values = dict(values or {})
        missing = [str(name) for name in names if str(name) not in values]
        if missing:
            raise Invalid(
                f"the closed form of {self.layer}", f"no value for {missing}", "give a value for each parameter"
            )
        numbers = [mpmath.mpf(str(values[str(name)])) for name in names]
        iterate, delta = (numeric(expression, [Z, DEPTH, *names]) for expression in (self.iterate, self.delta))

        def at(function, x, n):
            with mpmath.workdps(digits):
                return float(mpmath.re(function(mpmath.mpf(float(np.ravel(x)[0])), mpmath.mpf(n), *numbers)))

        return ClosedForm(
            self.family,
            lambda x, n: np.array([at(iterate, x, n)]),
            lambda x, delta_top, n: np.array([at(delta, x, n)]) * np.asarray(delta_top, dtype=float),
            self.domain,
            self.classes,
            "verified by the solver",
            "thm:solver-soundness",
        )

    def record(self) -> dict[str, Any]:
        """Return the answer as plain JSON data."""
        functions = {function.func.__name__ for function in self.iterate.atoms(sp.Function)}
        functions |= {function.func.__name__ for function in self.delta.atoms(sp.Function)}
        result: dict[str, Any] = {
            "status": "solved",
            "map": str(self.layer),
            "iterate": str(self.iterate),
            "delta": str(self.delta),
            "family": self.family,
            "domain": self.domain,
            "classes": sorted(self.classes),
            "verified": self.verified,
            "tried": list(self.tried),
        }
        if self.phi is not None:
            result["conjugacy"] = {"phi": str(self.phi), "A": self.core}
        if self.cases:
            result["cases"] = [
                {"when": _condition(case.when), "iterate": str(case.iterate), "delta": str(case.delta)}
                for case in self.cases
            ]
        if functions & set(MEANING):
            result["functions"] = [MEANING[name] for name in sorted(functions & set(MEANING))]
        return result


@dataclass(frozen=True)
class NotFound:
    """No closed form was found; ``tried`` says by which methods and up to which bounds. It does not say that none exists."""

    layer: sp.Expr
    tried: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """Return the answer as plain JSON data."""
        nothing: dict[str, Any] = {
            "iterate": None,
            "delta": None,
            "family": None,
            "domain": None,
            "classes": [],
            "verified": None,
        }
        return {"status": "not-found", "map": str(self.layer), **nothing, "tried": list(self.tried)}


def _condition(when: sp.Expr) -> str:
    return f"{when.lhs} = {when.rhs}" if isinstance(when, sp.Eq) else str(when)
