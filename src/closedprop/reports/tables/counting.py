"""Real constants that an expression needs, against weights and biases."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, distinct, select


def typeset(counting: Rows) -> str:
    """Return a line a network: parameters, symmetries, rank of the output, rank of the gradient, and what it does not see."""
    body = []
    for activation in distinct(counting, "activation"):
        for widths in distinct(select(counting, activation=activation), "widths"):
            output, gradient = (
                select(counting, activation=activation, widths=widths, of=of)[0] for of in ("output", "gradient")
            )
            cells = [math(output[key]) for key in ("parameters", "symmetries", "rank")]
            shape = str(widths).replace("-", ", ")
            unseen = [math(gradient[key]) for key in ("rank", "unseen")]
            body.append([escaped(activation), f"${shape}$", *cells, *unseen])
    header = ["activation", "$N_1, \\dots, N_L$", "parameters", "symmetries", "constants of $y$"]
    return table([*header, r"constants of $\nabla y$", "not seen"], body, "llrrrrr")
