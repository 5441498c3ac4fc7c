"""The phase diagram of mean field, the depth scales across it, and published values beside exact ones."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from closedprop.approximations.in_law.edge import critical_point, edge_point
from closedprop.approximations.in_law.mean_field import depth_scales
from closedprop.approximations.in_law.variance import breaks, fixed_point, growth, second_moment, slope_moment
from closedprop.networks import Activation, activation
from closedprop.scalars import Unable, Undefined
from closedprop.validated.gaussian import gaussian_expectation

Row = dict[str, Any]

_STEP = 1e-4  # tuned: central differences of the edge, relative in q; their error is below 1e-7
_LAYERS = 300  # arbitrary: a deep network of the published experiments


def phase_study(edge: Mapping[str, Any], across: Mapping[str, Mapping[str, Any]]) -> list[Row]:
    r"""Return points of the phase diagram: along the edge of chaos, and across it at a fixed :math:`\sigma_b`.

    ``edge`` has ``activations``, the least and the largest ``variances`` and the number of ``points``; ``across[activation]`` has
    ``sigma_b``, the ends of ``sigma_w``, and ``points``. Columns: curve ("edge", "across"), activation, sigma_b, sigma_w, q, chi,
    slope, c, xi_q, xi_c, xi_grad; on the edge the last four are left empty, and across it a network whose variance grows is left
    out.
    """
    rows = []
    for name in edge["activations"]:
        act = activation(name)
        low, high = edge["variances"]
        for q in np.geomspace(low, high, edge["points"]):
            weight, bias = edge_point(act, float(q))
            if bias > 1e-11 * q:  # derived: the rounding of the quadrature, as for relu, where the bias is 0
                slope = weight * growth(act, float(q))
                network = {"sigma_b": float(np.sqrt(bias)), "sigma_w": float(np.sqrt(weight)), "q": float(q)}
                rows.append({"curve": "edge", "activation": name, **network, "chi": 1.0, "slope": slope, **_scales()})
    for name, line in across.items():
        low, high = line["sigma_w"]
        for sigma_w in np.linspace(low, high, line["points"]):
            row = {"curve": "across", "activation": name, "sigma_b": line["sigma_b"], "sigma_w": float(sigma_w)}
            try:
                found = depth_scales(name, float(sigma_w), line["sigma_b"])
            except (Unable, Undefined):
                continue
            scales = _scales(found.c, found.variance, found.correlation, found.gradient)
            rows.append(row | {"q": found.q, "chi": found.chi, "slope": found.slope, **scales})
    return rows


def published_study(published: Sequence[Mapping[str, Any]]) -> list[Row]:
    r"""Return published critical gains beside exact ones, with the error of the sampling they come from.

    An entry has activation, sigma_b, sigma_w and the number of ``samples``. Columns: these (``published`` is sigma_w);
    ``sampling_error``, the standard error of the gain read off :math:`\sigma_b^2(q)` when both expectations are means over the
    same samples, by the delta method; ``sigma_w``, exact; ``deviation`` in units of that error; ``chi`` of the published network at
    its fixed point, and ``gradient``, :math:`\chi^{300}`.
    """
    rows = []
    for entry in published:
        name, sigma_b = entry["activation"], float(entry["sigma_b"])
        exact = critical_point(name, sigma_b)
        error = sampling_error(activation(name), exact.q, entry["samples"])
        chi = fixed_point(name, entry["sigma_w"], sigma_b).chi
        row = {"activation": name, "sigma_b": sigma_b, "published": entry["sigma_w"], "samples": entry["samples"]}
        row |= {"sampling_error": error, "sigma_w": exact.sigma_w}
        rows.append(
            row | {"deviation": (entry["sigma_w"] - exact.sigma_w) / error, "chi": chi, "gradient": chi**_LAYERS}
        )
    return rows


def sampling_error(act: Activation, q: float, samples: int) -> float:
    r"""Return the standard error of a critical gain at fixed :math:`\sigma_b` from a Monte Carlo sample, by the delta method.

    With :math:`m_0, m_1` the sample means of :math:`f^2, f'^2`, the gain is :math:`m_1^{-1/2}` where
    :math:`q - m_0 / m_1 = \sigma_b^2`.

    >>> round(sampling_error(activation("elu"), 1.106931, 500_000), 4)
    0.0027
    """
    root, kinks = np.sqrt(q), breaks(act, q)

    def product(powers: tuple[int, int]) -> float:
        value, slope = powers
        return gaussian_expectation(lambda z: act(root * z) ** value * act.slope(root * z) ** slope, kinks).value

    mean = np.array([second_moment(act, q).value, slope_moment(act, q).value])
    products = [[product((4, 0)), product((2, 2))], [product((2, 2)), product((0, 4))]]
    covariance = np.array(products) - np.outer(mean, mean)
    weight, bias = (
        (high - low) / (2 * _STEP * q)
        for high, low in zip(edge_point(act, q * (1 + _STEP)), edge_point(act, q * (1 - _STEP)), strict=True)
    )
    of_weight, of_bias = np.array([0, -1 / mean[1] ** 2]), np.array([-1 / mean[1], mean[0] / mean[1] ** 2])
    gradient = (of_weight - weight / bias * of_bias) * np.sqrt(mean[1]) / 2  # d sigma_w = d sigma_w^2 / (2 sigma_w)
    return float(np.sqrt(gradient @ covariance @ gradient / samples))


def _scales(
    c: float | None = None, xi_q: float | None = None, xi_c: float | None = None, xi_grad: float | None = None
) -> Row:
    return {"c": c, "xi_q": xi_q, "xi_c": xi_c, "xi_grad": xi_grad}
