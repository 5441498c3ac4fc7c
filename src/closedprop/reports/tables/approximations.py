"""Every approximation by name, from the registry."""

from closedprop.approximations.methods import APPROXIMATIONS
from closedprop.reports.latex import escaped, table


def typeset() -> str:
    """Return one line a method: what it replaces, closed in depth or not, its usual order, where it holds, its statement."""
    body = [
        [
            escaped(method.name),
            escaped(method.replaces).replace("Moebius", r"M\"obius"),
            "yes" if method.closed_in_depth else "no",
            "" if method.order is None else f"${method.order}$",
            escaped(method.valid),
            rf"\ref{{{method.label}}}",
        ]
        for method in sorted(APPROXIMATIONS.values(), key=lambda method: method.closed_in_depth)
    ]
    return table(["method", "replaces", "closed", "$k$", "holds", "statement"], body, "lllcll")
