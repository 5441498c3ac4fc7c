"""Obstructions: what makes a closed form long or impossible, as theorems that can be run."""

from typing import Any

from closedprop.lazy import attribute

#: The public names and where they live. A name is imported when it is used, so that a checker runs without any finder.
_HOMES = {
    "Certificate": "certificate",
    "InvalidCertificate": "certificate",
    "Verdict": "certificate",
    "certify": "finders",
    "certify_ade": "differential.certify",
    "certify_circuit": "compilers.circuit_certificate",
    "certify_counting": "counting",
    "certify_degree": "degree",
    "certify_heights": "recurrence.heights",
    "certify_horseshoe": "horseshoe.certify",
    "certify_machine": "compilers.machine_certificate",
    "certify_order": "order.certify",
    "certify_pieces": "pieces",
    "certify_poincare": "recurrence.poincare",
    "certify_radicals": "radicals",
    "certify_recurrence": "recurrence.certify",
    "certify_skolem": "skolem.certify",
    "chain_monomials": "growth",
    "check": "checkers",
    "compile_circuit": "compilers",
    "compile_machine": "compilers",
    "compile_narrow": "compilers",
    "dag_size": "sizes",
    "expanded_delta": "growth",
    "graded_monomials": "growth",
    "measured_sizes": "sizes",
    "monomials": "growth",
    "quadratic_delta": "growth",
    "read_circuit": "compilers",
    "read_machine": "compilers",
    "recursion_size": "sizes",
    "tied_bound": "growth",
    "tree_size": "sizes",
}

__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    return attribute(__name__, _HOMES, name)


def __dir__() -> list[str]:
    return __all__
