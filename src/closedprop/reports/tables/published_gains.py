"""Published critical gains beside exact ones."""

from closedprop.reports.latex import escaped, math, number, table
from closedprop.reports.records import Rows


def typeset(published: Rows) -> str:
    """Return the published gain with the error of its sampling, the exact one, and what the difference does to gradients."""
    body = [
        [
            escaped(row["activation"]),
            math(row["sigma_b"]),
            rf"${number(row['published'], 4)} \pm {number(row['sampling_error'], 2)}$",
            f"${row['sigma_w']:.8f}$",
            f"${row['deviation']:+.1f}$",
            math(row["chi"], 5),
            math(row["gradient"], 2),
        ]
        for row in published
    ]
    header = ["activation", r"$\sbias$", r"published $\sw$", r"exact $\sw$", "deviation", r"$\slopefactor$ there"]
    return table([*header, r"$\slopefactor^{300}$"], body, "lrrrrrr")
