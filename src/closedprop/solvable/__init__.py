"""Networks with a closed form, and the closed forms."""

from closedprop.solvable.cayley_hamilton import delta_recurrence, network_of
from closedprop.solvable.circulant import circulant, circulant_delta
from closedprop.solvable.closed_form import CLASSES, ClosedForm
from closedprop.solvable.fibonacci import binet, fibonacci_delta
from closedprop.solvable.linear import LINEAR_METHODS, LinearMethod, linear_closed_form, linear_delta
from closedprop.solvable.orthogonal import is_orthogonally_diagonalizable
from closedprop.solvable.residual import residual_delta, residual_limit
from closedprop.solvable.simultaneous import polynomial_delta, simultaneous_delta

__all__ = [
    "CLASSES",
    "LINEAR_METHODS",
    "ClosedForm",
    "LinearMethod",
    "binet",
    "circulant",
    "circulant_delta",
    "delta_recurrence",
    "fibonacci_delta",
    "is_orthogonally_diagonalizable",
    "linear_closed_form",
    "linear_delta",
    "network_of",
    "polynomial_delta",
    "residual_delta",
    "residual_limit",
    "simultaneous_delta",
]
