"""What each closed form of a linear network costs, in additions and multiplications, and where it overtakes the recursion."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from closedprop.scalars import Unable

#: Operations of a Hessenberg QR algorithm on a real matrix, over N^3: eigenvalues alone, and with the Schur vectors.
#: Source: Golub & Van Loan, Matrix Computations, section 7.5.6. These two are not counted but quoted.
EIGENVALUES, EIGENVECTORS = 10, 25

Steps = np.ndarray


def _product(width: int) -> int:
    """A matrix times a vector: N^2 multiplications, N (N - 1) additions."""
    return width * (2 * width - 1)


def _bits(steps: Steps) -> Steps:
    return np.floor(np.log2(steps)).astype(np.int64)


def _ones(steps: Steps) -> Steps:
    # NumPy counts in 8 bits, where products with a width overflow.
    return np.bitwise_count(steps).astype(np.int64)


def recursion_cost(steps: Steps, width: int) -> Steps:
    """n products of a matrix and a vector."""
    return steps * _product(width)


def squaring_cost(steps: Steps, width: int) -> Steps:
    """One square for each binary digit after the first, one product with the vector for each digit 1."""
    return (_bits(steps) * width + _ones(steps)) * _product(width)


def spectral_cost(steps: Steps, width: int) -> Steps:
    """Eigenvectors, one solve with them, the powers of N numbers, one product."""
    solve = (2 * width**3) // 3 + 2 * width**2
    return EIGENVECTORS * width**3 + solve + 2 * width * _bits(steps) + width + _product(width)


def putzer_cost(steps: Steps, width: int) -> Steps:
    """Eigenvalues, three operations for each of them and each step, N products and the sum."""
    return EIGENVALUES * width**3 + 3 * width * steps + width * _product(width) + 5 * width**2


def cayley_hamilton_cost(steps: Steps, width: int) -> Steps:
    """Eigenvalues, the polynomial from them, the remainder of x^n, N - 1 products and the sum."""
    polynomial = width * (width + 3)
    per_digit = 2 * width**2 + 2 * width * (width - 1)
    power = (_bits(steps) + 1) * per_digit + 2 * width * _ones(steps)
    return EIGENVALUES * width**3 + polynomial + power + width + (width - 1) * (_product(width) + 2 * width)


COSTS: Mapping[str, Callable[[Steps, int], Steps]] = {
    "recursion": recursion_cost,
    "squaring": squaring_cost,
    "spectral": spectral_cost,
    "putzer": putzer_cost,
    "cayley-hamilton": cayley_hamilton_cost,
}


def cost_study(widths: Sequence[int], depths: Sequence[int]) -> list[dict[str, Any]]:
    """Return operation counts. Columns: width, steps, method, operations, ratio (to the recursion)."""
    rows = []
    for width in widths:
        for depth in depths:
            steps = np.array(depth)
            base = int(recursion_cost(steps, width))
            for method, cost in COSTS.items():
                operations = int(cost(steps, width))
                rows.append({"width": width, "steps": depth, "method": method, "operations": operations})
                rows[-1]["ratio"] = operations / base
    return rows


def crossover(method: str, width: int, limit: int = 2**20) -> int:
    r"""Return the depth from which on a method takes fewer operations than the recursion, at every larger depth too.

    Error: none; every depth up to ``limit`` is compared, and beyond it the recursion grows by more per step than any method.
    Raises ``Unable`` when there is no such depth up to ``limit``.
    Paper: prop:cost.

    >>> crossover("squaring", width=8)
    44
    """
    steps = np.arange(1, limit + 1)
    behind = np.flatnonzero(COSTS[method](steps, width) >= recursion_cost(steps, width))
    last = int(steps[behind[-1]]) if behind.size else 0
    if last == limit:
        raise Unable(f"the crossover depth of {method} at width {width}", f"none up to {limit}", "use the recursion")
    return last + 1


def crossover_study(widths: Sequence[int]) -> list[dict[str, Any]]:
    """Return crossover depths. Columns: width, method, steps (empty where there is none)."""
    rows: list[dict[str, Any]] = []
    for width in widths:
        for method in COSTS:
            if method == "recursion":
                continue
            try:
                steps: int | str = crossover(method, width)
            except Unable:
                steps = ""
            rows.append({"width": width, "method": method, "steps": steps})
    return rows
