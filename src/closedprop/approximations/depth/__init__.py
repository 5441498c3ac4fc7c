"""Approximations of weight-tied networks that are formulas in the depth."""
