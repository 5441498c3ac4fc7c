"""What mean field predicts of the squared gradients over depth."""

from collections.abc import Mapping
from typing import Any

from closedprop.approximations.in_law.edge import edge_of_chaos
from closedprop.approximations.in_law.mean_field import mean_field

Row = dict[str, Any]


def predicted_gradients(
    regimes: Mapping[str, Mapping[str, Mapping[str, Any]]], input_variance: float, depth: int
) -> list[Row]:
    """Return a row per activation, phase and layer: variance, factor chi, and squared gradient relative to the top.

    ``regimes[activation][phase]`` gives ``weight_variance`` (a number, or "critical" for the edge of chaos) and
    ``bias_variance``. The top layer has no factor (None).
    """
    rows = []
    for name, phases in regimes.items():
        for phase, regime in phases.items():
            sigma_b = float(regime["bias_variance"]) ** 0.5
            critical = regime["weight_variance"] == "critical"
            sigma_w = edge_of_chaos(name, sigma_b)[0] if critical else float(regime["weight_variance"]) ** 0.5
            theory = mean_field(name, sigma_w, sigma_b, input_variance, depth)
            for layer, (variance, gradient) in enumerate(zip(theory.variances, theory.gradients, strict=True), start=1):
                rows.append(
                    {
                        "activation": name,
                        "phase": phase,
                        "sigma_w": sigma_w,
                        "sigma_b": sigma_b,
                        "input_variance": input_variance,
                        "layer": layer,
                        "variance": float(variance),
                        "chi": float(theory.factors[layer - 1]) if layer < depth else None,
                        "gradient": float(gradient),
                    }
                )
    return rows
