"""Approximations of back-propagation, each with its error."""

from closedprop.approximations.in_law.mean_field import MeanField, gradient_depth, mean_field
from closedprop.approximations.in_law.variance import (
    FixedPoint,
    edge_of_chaos,
    edge_point,
    fixed_point,
    variance_map,
)
from closedprop.approximations.local.taylor import taylor
from closedprop.approximations.methods import APPROXIMATIONS, Method, approximate

__all__ = [
    "APPROXIMATIONS",
    "FixedPoint",
    "MeanField",
    "Method",
    "approximate",
    "edge_of_chaos",
    "edge_point",
    "fixed_point",
    "gradient_depth",
    "mean_field",
    "taylor",
    "variance_map",
]
