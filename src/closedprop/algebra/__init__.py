"""Exact algebra: matrices, polynomials, recurrences, quadratic numbers, parallel prefix products."""

from closedprop.algebra.divide_and_conquer import DivideAndConquer
from closedprop.algebra.matrices import JordanForm, characteristic_polynomial, factors, jordan_form, rational_matrix
from closedprop.algebra.polynomials import multiply, power_of_x, remainder
from closedprop.algebra.quadratic import Quadratic
from closedprop.algebra.recurrences import Recurrence, minimal_recurrence
from closedprop.algebra.scan import SCANS, Scan, product_tree, scan

__all__ = [
    "SCANS",
    "DivideAndConquer",
    "JordanForm",
    "Quadratic",
    "Recurrence",
    "Scan",
    "characteristic_polynomial",
    "factors",
    "jordan_form",
    "minimal_recurrence",
    "multiply",
    "power_of_x",
    "product_tree",
    "rational_matrix",
    "remainder",
    "scan",
]
