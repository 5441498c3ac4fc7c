"""Fixed points of the variance map."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows


def typeset(fixed_points: Rows) -> str:
    """Return q*, chi, the multiplier of the variance map and the depth scale; a remark where there is no fixed point."""
    body = []
    for row in fixed_points:
        cells = [escaped(row["activation"]), math(row["sigma_w"], 4), math(row["sigma_b"])]
        cells += [math(row[column], 6) for column in ("q", "chi", "slope", "depth_scale")]
        body.append([*cells, (row["remark"] or "").replace("1e6", "$10^6$")])
    header = [
        "activation",
        r"$\sigma_w$",
        r"$\sigma_b$",
        "$q^*$",
        r"$\chi$",
        "$V'(q^*)$",
        r"$\xi_{\text{grad}}$",
        "remark",
    ]
    return table(header, body, "lrrrrrrl")
