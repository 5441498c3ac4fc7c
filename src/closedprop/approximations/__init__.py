"""Approximations of back-propagation, each with its error."""

from typing import Any

from closedprop.lazy import attribute

#: The public names and where they live. A name is imported when it is used, so that a study of one loads no other.
_HOMES = {
    "APPROXIMATIONS": "methods",
    "CriticalPoint": "in_law.edge",
    "DepthScales": "in_law.mean_field",
    "FixedPoint": "in_law.variance",
    "MeanField": "in_law.mean_field",
    "Method": "methods",
    "Spectrum": "in_law.free_probability",
    "amplitude_expansion": "depth.amplitude",
    "approximate": "methods",
    "chebyshev": "local.chebyshev",
    "correlation_map": "in_law.correlation",
    "correlation_point": "in_law.correlation",
    "critical_gain": "in_law.edge",
    "critical_point": "in_law.edge",
    "depth_scales": "in_law.mean_field",
    "edge_of_chaos": "in_law.edge",
    "edge_point": "in_law.edge",
    "fixed_point": "in_law.variance",
    "gradient_depth": "in_law.mean_field",
    "half_stable": "in_law.edge",
    "hermite": "local.hermite",
    "jacobian_spectrum": "in_law.free_probability",
    "kernel": "in_law.correlation",
    "mean_field": "in_law.mean_field",
    "minimax": "local.minimax",
    "pade": "local.pade",
    "running_bound": "local.gronwall",
    "slope_kernel": "in_law.correlation",
    "taylor": "local.taylor",
    "variance_map": "in_law.variance",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    return attribute(__name__, _HOMES, name)


def __dir__() -> list[str]:
    return __all__
