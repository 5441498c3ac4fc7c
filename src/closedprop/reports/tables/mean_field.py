"""Mean field against sampled networks."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, select


def typeset(gradients: Rows, samples: Rows) -> str:
    r"""Return :math:`\mathbb E |\delta^{(1)}|^2`: theory, untied and tied samples with their standard errors, z-score."""
    body = []
    for theory in select(gradients, layer=1):
        cells = [escaped(theory["activation"]), theory["phase"], math(theory["sigma_w"] ** 2, 4)]
        cells += [math(theory["sigma_b"] ** 2, 3), math(theory["chi"], 4), math(theory["gradient"])]
        for tied in (0, 1):
            (row,) = select(samples, activation=theory["activation"], phase=theory["phase"], tied=tied, layer=1)
            cells.append(rf"${_plus_minus(row['gradient_mean'], row['gradient_stderr'])}$")
            if not tied:
                cells.append(f"${(row['gradient_mean'] - theory['gradient']) / row['gradient_stderr']:+.1f}$")
        body.append(cells)
    header = ["activation", "phase", r"$\sigma_w^2$", r"$\sigma_b^2$", r"$\chi_1$", "theory", "untied", "$z$", "tied"]
    return table(header, body, "llrrrrrrr")


def _plus_minus(mean: float, stderr: float) -> str:
    if 1e-3 <= mean < 1e3:
        return rf"{mean:.3g} \pm {stderr:.2g}"
    exponent = int(f"{mean:e}".split("e")[1])
    scale = 10.0**exponent
    return rf"({mean / scale:.2f} \pm {stderr / scale:.2f}) \cdot 10^{{{exponent}}}"
