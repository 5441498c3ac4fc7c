"""Obstructions: what makes a closed form long or impossible. So far, how large the unrolled formula is."""

from closedprop.obstructions.growth import (
    chain_monomials,
    expanded_delta,
    graded_monomials,
    monomials,
    quadratic_delta,
    tied_bound,
)
from closedprop.obstructions.growth_study import growth_study
from closedprop.obstructions.sizes import Formulas, Sizes, dag_size, measured_sizes, recursion_size, tree_size

__all__ = [
    "Formulas",
    "Sizes",
    "chain_monomials",
    "dag_size",
    "expanded_delta",
    "graded_monomials",
    "growth_study",
    "measured_sizes",
    "monomials",
    "quadratic_delta",
    "recursion_size",
    "tied_bound",
    "tree_size",
]
