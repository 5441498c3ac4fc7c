"""How long the closed form and the recursion of a normalized linear network take: a dated record, not a result."""

from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import Any

import numpy as np

from closedprop.networks.timing import dated
from closedprop.solvable.normalized import normalized_tied


def normalized_record(widths: Sequence[int], depths: Sequence[int], repeats: int, seed: int = 1) -> dict[str, Any]:
    """Return times over FLOATS of the iterate of a tied network, W Gaussian of spectral radius 1 and a = 1.

    Each row has width, steps, ``seconds_closed`` and ``seconds_recursion`` (medians of ``repeats`` runs), their ``ratio``,
    and ``distance``, that of the two results relative to the recursion's.
    """
    rows = []
    for width in widths:
        rng = np.random.default_rng([seed, width])
        weight, x = rng.standard_normal((width, width)), rng.standard_normal(width)
        weight /= np.abs(np.linalg.eigvals(weight)).max()
        form = normalized_tied((weight, 1))
        for steps in depths:
            closed, z = _timed(partial(form.iterate, x, steps), repeats)
            recursion, truth = _timed(partial(normalized_recursion, weight, 1.0, x, steps), repeats)
            rows.append(
                {
                    "width": width,
                    "steps": steps,
                    "seconds_closed": closed,
                    "seconds_recursion": recursion,
                    "ratio": recursion / closed,
                    "distance": float(np.linalg.norm(z - truth) / np.linalg.norm(truth)),
                }
            )
    return dated(rows, repeats, ["numpy", "python-flint"])


def normalized_recursion(weight: np.ndarray, a: float, x: np.ndarray, steps: int) -> np.ndarray:
    r"""Return :math:`z^{(n+1)}` by n layers in plain NumPy, without the conversions of a family's recursion.

    >>> normalized_recursion(np.eye(1), 1.0, np.ones(1), 99)
    array([0.1])
    """
    z = x
    for _ in range(steps):
        z = weight @ z / np.sqrt(1 + a * (z @ z))
    return z


def _timed(call: Callable[[], np.ndarray], repeats: int) -> tuple[float, np.ndarray]:
    result, seconds = call(), []
    for _ in range(repeats):
        start = perf_counter()
        result = call()
        seconds.append(perf_counter() - start)
    return float(np.median(seconds)), result
