"""Approximations of back-propagation, each with its error."""

from closedprop.approximations.depth.amplitude import amplitude_expansion
from closedprop.approximations.in_law.correlation import correlation_map, correlation_point, kernel, slope_kernel
from closedprop.approximations.in_law.edge import (
    CriticalPoint,
    critical_gain,
    critical_point,
    edge_of_chaos,
    edge_point,
    half_stable,
)
from closedprop.approximations.in_law.free_probability import Spectrum, jacobian_spectrum
from closedprop.approximations.in_law.mean_field import DepthScales, MeanField, depth_scales, gradient_depth, mean_field
from closedprop.approximations.in_law.variance import FixedPoint, fixed_point, variance_map
from closedprop.approximations.local.chebyshev import chebyshev
from closedprop.approximations.local.gronwall import running_bound
from closedprop.approximations.local.hermite import hermite
from closedprop.approximations.local.minimax import minimax
from closedprop.approximations.local.pade import pade
from closedprop.approximations.local.taylor import taylor
from closedprop.approximations.methods import APPROXIMATIONS, Method, approximate

__all__ = [
    "APPROXIMATIONS",
    "CriticalPoint",
    "DepthScales",
    "FixedPoint",
    "MeanField",
    "Method",
    "Spectrum",
    "amplitude_expansion",
    "approximate",
    "chebyshev",
    "correlation_map",
    "correlation_point",
    "critical_gain",
    "critical_point",
    "depth_scales",
    "edge_of_chaos",
    "edge_point",
    "fixed_point",
    "gradient_depth",
    "half_stable",
    "hermite",
    "jacobian_spectrum",
    "kernel",
    "mean_field",
    "minimax",
    "pade",
    "running_bound",
    "slope_kernel",
    "taylor",
    "variance_map",
]
