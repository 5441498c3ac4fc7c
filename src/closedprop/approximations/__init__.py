"""Approximations of back-propagation, each with its error."""

from closedprop.approximations.mean_field import MeanField, gradient_depth, mean_field
from closedprop.approximations.methods import APPROXIMATIONS, Method, approximate
from closedprop.approximations.taylor import taylor
from closedprop.approximations.variance import FixedPoint, edge_of_chaos, edge_point, fixed_point, variance_map

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
