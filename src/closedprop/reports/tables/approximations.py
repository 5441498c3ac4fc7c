"""Every approximation by name, from the registry."""

from closedprop.approximations.methods import APPROXIMATIONS
from closedprop.reports.latex import escaped, table


def typeset() -> str:
    """Return one line a method: closed in depth or not, its usual order, where it holds, its theorem and its source."""
    body = [
        [
            escaped(method.name),
            "yes" if method.closed_in_depth else "no",
            "" if method.order is None else f"${method.order}$",
            escaped(method.valid),
            rf"\ref{{{method.label}}}",
            escaped(method.source),
        ]
        for method in sorted(APPROXIMATIONS.values(), key=lambda method: method.closed_in_depth)
    ]
    return table(["method", "closed in depth", "$k$", "holds", "statement", "source"], body, "llclll")
