"""A program that looks for the closed form of a layer map and verifies it before it returns it."""

from closedprop.solvable.solver.answer import NotFound, Solved
from closedprop.solvable.solver.reading import read
from closedprop.solvable.solver.search import solve

__all__ = ["NotFound", "Solved", "read", "solve"]
