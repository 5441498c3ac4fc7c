"""Obstructions: what makes a closed form long or impossible, as theorems that can be run."""

from importlib import import_module
from typing import Any

#: The public names and where they live. A name is imported when it is used, so that a checker runs without any finder.
_HOMES = {
    "Certificate": "certificate",
    "InvalidCertificate": "certificate",
    "Verdict": "certificate",
    "chain_monomials": "growth",
    "check": "checkers",
    "dag_size": "sizes",
    "expanded_delta": "growth",
    "graded_monomials": "growth",
    "measured_sizes": "sizes",
    "monomials": "growth",
    "quadratic_delta": "growth",
    "recursion_size": "sizes",
    "tied_bound": "growth",
    "tree_size": "sizes",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module closedprop.obstructions has no attribute {name}; it has {', '.join(__all__)}")
    return getattr(import_module(f"closedprop.obstructions.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
