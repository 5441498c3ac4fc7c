"""What is known of an activation, in one row of a table."""

from typing import Any

import sympy as sp

from closedprop.networks.activation import Activation, Z


def activation_summary(act: Activation) -> list[dict[str, Any]]:
    """Return one row: formula and slope in LaTeX, kinks with the slopes taken there, range, radius of convergence at 0.

    >>> from closedprop.networks import ACTIVATIONS
    >>> row = activation_summary(ACTIVATIONS["relu"])[0]
    >>> row["formula"], row["kinks"], row["low"], row["high"]
    ('\\\\max\\\\left(0, z\\\\right)', '0: 0', 0.0, inf)
    """
    low, high = act.range
    return [
        {
            "activation": act.name,
            "parameters": ", ".join(f"{name} = {value:.5g}" for name, value in act.parameter_values.items()),
            "formula": _latex(act.symbolic),
            "slope": _latex(sp.simplify(sp.diff(act.symbolic, Z))) if act.is_analytic else "",
            "kinks": "; ".join(f"{_text(point)}: {_text(slope)}" for point, slope in act.kinks.items()),
            "low": low,
            "high": high,
            "radius": act.radius() if act.is_analytic else "",
        }
    ]


def _text(value: Any) -> str:
    return _latex(sp.sympify(value)) if not isinstance(value, str) else value


def _latex(expression: sp.Expr) -> str:
    return sp.latex(expression, inv_trig_style="full", ln_notation=False)
