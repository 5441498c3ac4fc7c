"""Number systems as values, and values with their errors."""

from closedprop.errors import ClosedPropError, Invalid, Unable, Undefined, nearest
from closedprop.scalars.evaluate import evaluate
from closedprop.scalars.systems import BALLS, EXPRESSIONS, FLOATS, PRIME, RATIONALS, Scalars, object_array
from closedprop.scalars.values import Enclosure, Estimate, Exact, Truncation

__all__ = [
    "BALLS",
    "EXPRESSIONS",
    "FLOATS",
    "PRIME",
    "RATIONALS",
    "ClosedPropError",
    "Enclosure",
    "Estimate",
    "Exact",
    "Invalid",
    "Scalars",
    "Truncation",
    "Unable",
    "Undefined",
    "evaluate",
    "nearest",
    "object_array",
]
