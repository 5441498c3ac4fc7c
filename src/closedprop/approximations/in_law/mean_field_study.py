"""What mean field predicts: squared gradients over depth, and the fixed points of the variance map."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

from closedprop.approximations.in_law.mean_field import gradient_depth, mean_field
from closedprop.approximations.in_law.variance import edge_of_chaos, fixed_point
from closedprop.scalars import Unable, Undefined

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


def edges_of_chaos(names: Sequence[str], sigma_bs: Sequence[float]) -> list[Row]:
    """Return a row per activation and sigma_b: the sigma_w of the critical network, and its variance q*.

    Where no network is critical the numbers are None and ``remark`` says so.

    >>> round(edges_of_chaos(["erf"], [0.0])[0]["sigma_w"] ** 2, 12)
    0.785398163397
    """
    rows = []
    for name, sigma_b in product(names, sigma_bs):
        row: Row = {"activation": name, "sigma_b": sigma_b}
        try:
            sigma_w, q = edge_of_chaos(name, sigma_b)
            rows.append(row | {"sigma_w": sigma_w, "q": q, "remark": ""})
        except Undefined as error:
            rows.append(row | {"sigma_w": None, "q": None, "remark": error.found})
    return rows


def fixed_points(names: Sequence[str], sigma_ws: Sequence[float], sigma_bs: Sequence[float]) -> list[Row]:
    """Return a row per activation and pair of standard deviations: q*, chi, the slope of the variance map, depth scale.

    Where there is no fixed point, or every variance is one, the numbers are None and ``remark`` says why.
    """
    rows = []
    for name, sigma_b, sigma_w in product(names, sigma_bs, sigma_ws):
        row: Row = {"activation": name, "sigma_w": sigma_w, "sigma_b": sigma_b}
        try:
            point = fixed_point(name, sigma_w, sigma_b)
        except (Unable, Undefined) as error:
            rows.append(row | dict.fromkeys(("q", "chi", "slope", "depth_scale")) | {"remark": error.found})
            continue
        scale = None if abs(point.chi - 1) < 1e-12 else gradient_depth(point.chi)
        row |= {"q": point.q, "chi": point.chi, "slope": point.slope, "depth_scale": scale, "remark": ""}
        rows.append(row)
    return rows
