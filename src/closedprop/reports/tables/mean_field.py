"""Mean field against sampled networks."""

from closedprop.reports.latex import escaped, math, table
from closedprop.reports.records import Rows, select


def typeset(gradients: Rows, samples: Rows, corrections: Rows) -> str:
    r"""Return :math:`\mathbb E |\delta^{(1)}|^2`: theory, its correction, untied and tied samples with standard errors.

    z-scores are those of the untied samples, without and with the correction.
    """
    body = []
    for theory in select(gradients, layer=1):
        cells = [escaped(theory["activation"]), theory["phase"], math(theory["sigma_w"] ** 2, 4)]
        regime = {key: theory[key] for key in ("activation", "phase", "layer")}
        (correction,) = select(corrections, **regime)
        cells += [math(theory["sigma_b"] ** 2, 3), math(theory["chi"], 4), math(theory["gradient"])]
        cells.append(f"${correction['gradient']:+.2f}$")
        for tied in (0, 1):
            (row,) = select(samples, activation=theory["activation"], phase=theory["phase"], tied=tied, layer=1)
            cells.append(rf"${_plus_minus(row['gradient_mean'], row['gradient_stderr'])}$")
            if not tied:
                corrected = theory["gradient"] * (1 + correction["gradient"] / row["width"])
                for predicted in (theory["gradient"], corrected):
                    cells.append(f"${(row['gradient_mean'] - predicted) / row['gradient_stderr']:+.1f}$")
        body.append(cells)
    header = ["activation", "phase", r"$\sigma_w^2$", r"$\sigma_b^2$", r"$\chi_1$", "theory", r"$\theta_1$"]
    header += ["untied", "$z$", r"$z$ with $\theta_1$", "tied"]
    return table(header, body, "llrrrrrrrrr")


def _plus_minus(mean: float, stderr: float) -> str:
    if 1e-2 <= mean < 1e3:
        return rf"{mean:.3g} \pm {stderr:.2g}"
    exponent = int(f"{mean:e}".split("e")[1])
    scale = 10.0**exponent
    return rf"({mean / scale:.2f} \pm {stderr / scale:.2f}) \cdot 10^{{{exponent}}}"
