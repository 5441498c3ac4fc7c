"""The closed forms of linear networks."""

from closedprop.reports.latex import escaped, table
from closedprop.solvable import LINEAR_METHODS


def typeset() -> str:
    """Return a line for each registered method: where it is defined, over which numbers, by which theorem."""
    body = [
        [
            escaped(method.name),
            escaped(method.domain).replace("W", "$W$"),
            ", ".join(str(system).lower() for system in method.systems),
            rf"\ref{{{method.label}}}",
        ]
        for method in LINEAR_METHODS.values()
    ]
    return table(["method", "for", "over", "statement"], body, "lllr")
